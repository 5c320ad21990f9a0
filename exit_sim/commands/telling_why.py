"""What is told of why a journey ended: what would have turned it, how late, and for how many."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.analysis.why.turning import Tried, Why
from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.commands.telling_twins import parting
from exit_sim.results.columns import Key, Text
from exit_sim.results.folder import STANDING
from exit_sim.story.sentence import counted, in_words
from exit_sim.vocabulary import Flag, Month, Share, Unit

if TYPE_CHECKING:
    from exit_sim.results.columns import Value

SHOWN = 12
SMALLEST = (
    "Smallest: a setting moves by a share of its plausible range, a word by 1; what is scheduled "
    "counts by its size and the share of months it holds."
)


def told(found: Why) -> Iterator[Block]:
    """Tell what twins say of one journey's end."""
    yield Heading(f"Why it ended: {found.scenario.title}, seed {found.seed}", top=True)
    yield Words(
        f"One of many possible journeys, in the model: {found.ending}. {STANDING[0]}", beneath=True
    )
    yield Words(" ".join(answer(found)))
    if found.smallest is not None:
        yield Heading("What then goes differently")
        yield Words(" ".join(_parting(found, found.smallest)))
    yield Heading("Is that luck?")
    yield Words(" ".join(luck(found)))
    if found.turns:
        yield Heading(f"Changes that would have {'sunk' if found.lasted else 'saved'} it")
        yield Grid(["change", "in months", "last", "disturbs"], list(_rows(found)), (0,))
        yield Words(f"{SMALLEST} Twins are paired runs with common random numbers.")
    yield Words(
        "Tried were changes that council leaders, members or a provider could make, one at a "
        "time. What funders, inspectors or luck decide was left as it was."
    )


def answer(found: Why) -> list[str]:
    """Say, a sentence each, what would have turned it, and how late."""
    verb = "sunk" if found.lasted else "saved"
    if found.ending == "not yet known":
        return ["It is too early to say whether it lasts; a longer horizon would tell."]
    if found.smallest is None:
        said = [f"None of the {found.changes} changes tried would have {verb} it."]
        if found.nearest is not None:
            near = found.nearest
            said.append(
                f"Nearest came «{near.candidate.says}»: reach {near.reach:.2f} two years after."
            )
        return said
    one = found.smallest
    when = f", made in {in_words(one.month)}" if one.candidate.dated else ", from the start"
    said = [f"The smallest change that would have {verb} it: «{one.candidate.says}»{when}."]
    said.append(f"It would then have ended as: {one.ending}.")
    if found.latest is not None:
        said.append(f"Made later than {in_words(found.latest)}, it would not have.")
        if found.gap:
            said.append("In some months before, it would not have either.")
    else:
        said.append("It is a setting, so it cannot be made later than the start.")
    if found.no_return is not None:
        said.append(
            f"After {in_words(found.no_return)} no change tried would have: the last point of "
            "no return."
        )
    return said


def luck(found: Why) -> list[str]:
    """Say of how many journeys like it the same holds."""
    like = found.likely
    said = [
        f"{like.ended_so} of {like.journeys} journeys like it, by other luck, ended as it did.",
        f"{like.last} of {like.journeys} lasted.",
    ]
    if found.smallest is not None:
        said.append(f"With that change {like.last_with} of {like.journeys} would have.")
    return said


def _parting(found: Why, one: Tried) -> list[str]:
    from exit_sim.analysis.why.candidates import made
    from exit_sim.ensemble.jobs import Job
    from exit_sim.results.many import replays
    from exit_sim.twins.divergence import divergence

    other = made(found.scenario, one.candidate, one.month)
    here, there = replays([Job(found.scenario, found.seed), Job(other, found.seed)], people=True)
    if here.roles != there.roles:
        return ["The change makes other posts, so where the two part is not told."]
    return parting(divergence(here, there), here)


def by_change(found: Why) -> list[tuple[Tried, list[int]]]:
    """Each change that turns it, least disturbing first, with the months in which it does."""
    months: dict[str, tuple[Tried, list[int]]] = {}
    for one in found.turns:
        months.setdefault(one.candidate.change.name, (one, []))[1].append(one.month)
    return [(one, sorted(each)) for one, each in months.values()]


def _rows(found: Why) -> Iterator[list[str]]:
    for one, months in by_change(found)[:SHOWN]:
        dated = one.candidate.dated
        yield [
            one.candidate.says,
            str(len(months)) if dated else "start",
            str(months[-1]) if dated else "–",
            f"{one.disturbance:.2f}",
        ]


class Row(NamedTuple):
    """One change made in one month."""

    change: Annotated[str, Text("name"), "change that was tried"]
    month: Annotated[Month, "month in which it was made; 1 where it holds from the start"]
    dated: Annotated[Flag, "it could be made in any month"]
    ending: Annotated[str, Text("words"), "how the journey then ended"]
    turns: Annotated[Flag, "it turns the ending: lasted or not"]
    reach: Annotated[Share | None, "reach two years after the pilot"]
    disturbance: Annotated[float, Unit("number", 0.0, 1e6), "how much it disturbs"]


def keep(found: Why, out: Path, command: str, text: str) -> None:
    """Keep all that was tried as a folder that explains itself."""
    from exit_sim.commands.pictures import in_files
    from exit_sim.figures.turning_points import turning_points
    from exit_sim.results.folder import Said, write_tables
    from exit_sim.results.paired_tables import table

    turning = {(one.candidate.change.name, one.month) for one in found.turns}
    key = (found.scenario.name, " ".join(found.scenario.changes), found.seed)
    rows: list[tuple[Value, ...]] = [
        (
            *key,
            one.candidate.change.spec,
            one.month,
            float(one.candidate.dated),
            one.ending,
            float((one.candidate.change.name, one.month) in turning),
            one.reach,
            one.disturbance,
        )
        for one in found.tried
    ]
    said = Said(
        question=f"{found.scenario.title}. Why did this journey end as it did, and what turns it?",
        answer=[*answer(found), *luck(found)],
        command=command,
        figures=in_files([turning_points(found, by_change(found))]),
        uncertainty=[
            f"One journey; beside it {counted(found.likely.journeys, 'journey')} by other luck.",
            "Not computed: the range over plausible settings, and rival forms of the theory.",
        ],
        texts={"answer.txt": text},
    )
    write_tables(out, [table("tried", (Key, Row), rows)], said)
