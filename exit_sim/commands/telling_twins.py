"""One pair of twins: where they part, and their two stories side by side."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from exit_sim.commands.screen import Block, Command, Grid, Heading, Words
from exit_sim.ensemble.jobs import Job
from exit_sim.results.columns import spelled
from exit_sim.results.many import replays
from exit_sim.results.tables import MONTHS, columns_of, people_table
from exit_sim.story import headline, tell
from exit_sim.story.sentence import compared, in_words
from exit_sim.twins.divergence import divergence
from exit_sim.twins.outcomes import GOVERNS
from exit_sim.twins.study import NO_CHANGE
from exit_sim.vocabulary import ORGANISATION, Happening, Role

if TYPE_CHECKING:
    from exit_sim.ledger import Event
    from exit_sim.results.run_record import Run
    from exit_sim.twins.divergence import Divergence, Parting
    from exit_sim.twins.study import Study


AGAINST_A_BAR = frozenset(
    Happening[name]
    for name in (
        "SUCCEEDED", "POST_LAPSED", "PROPOSED", "START_REFUSED", "INITIATED", "TOOK_UP", "DROPPED",
        "MILESTONE_PAID", "MILESTONE_MISSED", "VOTED", "MAINSTREAMED", "CONTRACT_ENDED", "STOPPED",
        "SPREAD", "DISENGAGED", "RETURNED", "BURNT_OUT", "FROZE", "THAWED",
    )
)  # fmt: skip
"""What happens because a number passed or missed a bar; both are told."""


class Pair(NamedTuple):
    """One unit under no change and under an option, both kept whole, and why it was chosen."""

    here: "Run"
    there: "Run"
    option: str
    why: str


def pairs_told(found: "Study") -> list[Pair]:
    """Live through one pair again for each option: the first in which what lasts differs, if any.

    Else it is the first whose ending differs, or the first of all.
    """
    chosen = []
    jobs = []
    for side, option in enumerate(found.options[1:], 1):
        place, why = _telling(found, side)
        unit = found.units.one(place)
        chosen.append((option.label, why))
        jobs += [unit, Job(option.of(unit.scenario), unit.seed)]
    runs = replays(jobs, people=True)
    return [
        Pair(runs[2 * number], runs[2 * number + 1], *each) for number, each in enumerate(chosen)
    ]


def _telling(found: "Study", side: int) -> tuple[int, str]:
    """Which pair tells most of an option, and how it was chosen."""
    sides = found.columns[0], found.columns[side]
    before, after = (columns[GOVERNS] for columns in sides)
    ways = (
        (np.abs(before - after) > 0.0, "The first pair in which what lasts differs."),
        (
            np.not_equal(*(columns["ending"] for columns in sides)),
            "The first whose endings differ.",
        ),
    )
    if found.pairs > 1:
        for which, why in ways:
            if which.any():
                return int(np.argmax(which)), why
    return 0, "The first pair." if found.pairs > 1 else "The pair that was asked for."


def in_short(pair: Pair, command: str) -> Iterator[Block]:
    """Tell where a pair parts and how each of the two ends, and what tells their stories."""
    yield from _opening(pair)
    for label, run in ((NO_CHANGE, pair.here), (pair.option, pair.there)):
        yield Words(f"{label}: {headline(run).text.partition(': ')[2]}", 2, True, 2)
    yield Words("Their stories side by side:")
    yield Command(command)


def at_length(pair: Pair) -> Iterator[Block]:
    """Tell where a pair parts, and both stories side by side."""
    yield from _opening(pair)
    yield Grid([NO_CHANGE, pair.option], side_by_side(pair.here, pair.there), (0, 1))


def _opening(pair: Pair) -> Iterator[Block]:
    title = f"One pair of twins, seed {pair.here.seed}: {NO_CHANGE}, and {pair.option}"
    yield Heading(title, top=True)
    luck = "Twins are paired runs with common random numbers."
    said = f"{pair.why} {luck} One of many possible journeys: what happens here is no finding."
    yield Words(said, beneath=True)
    if pair.here.roles != pair.there.roles:
        yield Words("The two have other posts, so where they part is not told.")
    else:
        yield Words(" ".join(parting(divergence(pair.here, pair.there), pair.here)))


def parting(found: "Divergence", run: "Run") -> list[str]:
    """Say where two journeys part: the first number, and the first thing that happened otherwise.

    Each sentence stands alone; where nothing differs, one sentence says so.
    """
    if found.number is None and found.event is None:
        return ["Nothing differs: the change was never felt in this journey."]
    said = []
    if found.number is not None:
        said.append(_number(found.number))
    if found.event is not None:
        month = in_words(found.event.month)
        here, there = (_happened(one, run) for one in found.event[1:])
        said.append(f"What first happens otherwise, in {month}: under no change {here}.")
        said.append(f"With the option {there}.")
    return said


def _number(found: "Parting") -> str:
    who, table = "the organisation", MONTHS
    if found.role != ORGANISATION:
        role = Role(found.role)
        who, table = f"{spelled(role)} {found.post + 1}", people_table(role)
    labels = {column.name: column.label for column in columns_of(table)}
    field = found.field
    what = labels.get(field) or labels.get(f"holder.{field}") or field
    return (
        f"They part in {in_words(found.month)}, as {found.does}. For {who}, «{what}» is "
        f"{found.here:.4g} under no change and {found.there:.4g} with the option."
    )


def _happened(event: "Event | None", run: "Run") -> str:
    if event is None:
        return "nothing more happens that month"
    who = "the organisation"
    if event.who >= 0:
        role = run.roles[event.who]
        who = f"{spelled(role)} {event.who - run.roles.index(role) + 1}"
    against = ""
    if event.kind in AGAINST_A_BAR:
        against = f", {' against a bar of '.join(compared(event.value, event.threshold))}"
    return f"it is «{spelled(Happening(event.kind))}» ({who}{against})"


def side_by_side(here: "Run", there: "Run") -> list[list[str]]:
    """Give two stories section by section, in two columns."""
    stories = [tell(run) for run in (here, there)]
    rows = [[story.headline.text for story in stories]]
    titles = dict.fromkeys(section.title for story in stories for section in story.sections)
    for title in titles:
        row = []
        for story in stories:
            said = [s for section in story.sections if section.title == title for s in section[1]]
            text = " ".join(sentence.text for sentence in said)
            row.append(f"{title}. {text}" if text else "")
        rows.append(row)
    return rows
