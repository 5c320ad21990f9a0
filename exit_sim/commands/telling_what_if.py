"""What is told of options against no change: the answer, how sure it is, and for whom."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.commands.telling_twins import apart
from exit_sim.results.folder import STANDING
from exit_sim.story.sentence import counted
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS, Outcome
from exit_sim.twins.pairs import Paired
from exit_sim.twins.study import Study
from exit_sim.twins.uncertainty import Interval, Uncertainties, uncertainties

if TYPE_CHECKING:
    import numpy as np

    from exit_sim.figures.drawn import Drawn
    from exit_sim.twins.plausible import Plausible

Over = Sequence["Plausible | None"]

FEW = 10
"""Among fewer organisations than this a difference is not told."""

TWINS = (
    "Each option meets the same organisations by the same luck as no change: twins, paired runs "
    "with common random numbers."
)


def told(found: Study, over: Over, seed: int) -> Iterator[Block]:
    """Tell a study: options one after another, each against no change."""
    units = "organisations" if found.units.population else "journeys"
    yield Heading(f"What if: {found.units.title}", top=True)
    yield Words(f"{found.pairs} pairs of {units}, from seed {seed}. {STANDING[0]}", beneath=True)
    yield Words(TWINS)
    if found.stopped:
        yield Words("Stopped: what is told here rests on the complete rounds alone.")
    if found.precise is False:
        yield Words(
            f"Unresolved at {found.pairs} pairs: the precision asked for was not reached. "
            "More pairs would be needed than are run at most."
        )
    for side, option in enumerate(found.options[1:], 1):
        yield Heading(f"Option {side}: {option.label}, against no change", top=True)
        yield Words(" ".join(answer(found, side, over[side - 1])))
        yield from _levels(found, side)
        yield from _sure(found, side, over[side - 1])
        yield from _whom(found, side)
        yield from _among(found, side)
    if not found.units.population:
        yield from apart(found, seed)


def headline(found: Study, side: int, over: "Plausible | None" = None) -> str:
    """Answer in one sentence, with the widest uncertainty that was computed."""
    paired = found.paired(BY_COLUMN[GOVERNS], side)
    units = "simulated organisations" if found.units.population else "simulated journeys"
    if not paired.pairs:
        return "It cannot be said: two years after the pilot lie beyond the horizon."
    name, widest = uncertainties(paired, over).widest
    before, after = round(100.0 * paired.no_change), round(100.0 * paired.option)
    difference = after - before
    more = "As many"
    if difference:
        more = f"{abs(difference)} {'fewer' if difference < 0 else 'more'}"
    return (
        f"{more} of 100 {units} last in the model, {after} against {before}; "
        f"{name} {100.0 * widest.low:+.0f} to {100.0 * widest.high:+.0f}."
    )


def answer(found: Study, side: int, over: "Plausible | None" = None) -> list[str]:
    """Answer in a sentence, and in a second one where what is assumed would change the answer."""
    said = [headline(found, side, over)]
    paired = found.paired(BY_COLUMN[GOVERNS], side)
    if over is not None and paired.pairs:
        low, high, _ = over.settings[GOVERNS]
        if not low <= paired.difference <= high:
            said.append(
                f"Over plausible settings it is {100.0 * low:+.0f} to {100.0 * high:+.0f}: "
                "what is assumed here decides how much."
            )
    return said


def _shown(outcome: Outcome, number: float, *, sign: bool = False) -> str:
    if number != number:  # noqa: PLR0124
        return "–"
    if outcome.flag:
        return f"{100.0 * number:{'+' if sign else ''}.1f}"
    return f"{number:{'+' if sign else ''}.3f}"


def _levels(found: Study, side: int) -> Iterator[Block]:
    """Levels and mean differences, among all and among those that started under both."""
    rows = []
    for outcome in found.outcomes:
        all_of_them = found.paired(outcome, side)
        if not all_of_them.pairs:
            continue
        both = found.paired(outcome, side, found.started_in_both(side))
        rows.append(
            [
                outcome.says,
                _shown(outcome, all_of_them.no_change),
                _shown(outcome, all_of_them.option),
                _shown(outcome, all_of_them.difference, sign=True),
                _shown(outcome, both.difference, sign=True),
            ]
        )
    yield Grid(["", "no change", "option", "difference", "if started in both"], rows)
    yield Words(
        "The first five are counts of 100; benefit is in model units, money in months' budgets. "
        "Who never started counts as not having lasted, save in the last column."
    )


def _interval(outcome: Outcome, one: Interval | None) -> str:
    if one is None or one.low != one.low:
        return "–"
    low, high = (_shown(outcome, end, sign=True) for end in one)
    return f"{low} to {high}"


def _sure(found: Study, side: int, over: "Plausible | None") -> Iterator[Block]:
    """The four uncertainties of each difference, as far as computed."""
    yield Heading("How sure that is")
    rows = []
    known: Uncertainties | None = None
    for outcome in found.outcomes:
        paired = found.paired(outcome, side)
        if paired.pairs:
            known = uncertainties(paired, over)
            rows.append([outcome.says, *(_interval(outcome, one) for one in known)])
    heads = ["", "spread", "simulation error", "plausible", "rival forms"]
    if over is None:
        heads, rows = heads[:3], [row[:3] for row in rows]
    yield Grid(heads, rows)
    said = (
        "Spread: from the 10th to the 90th of 100 pairs; luck, which does not shrink. Simulation "
        "error: the mean's; it shrinks with more pairs and says nothing about the world."
    )
    if over is not None:
        said += (
            f" Plausible: from the 10th to the 90th of {over.points} draws of settings. Rival "
            f"forms: least and most under {over.forms} other accounts."
        )
    yield Words(said)
    if known is not None and known.not_computed:
        yield Words(f"Not computed: {' and '.join(known.not_computed)}. --over plausible does.")
    governing = found.paired(BY_COLUMN[GOVERNS], side)
    if governing.pairs and governing.correlation == governing.correlation:
        alike = f"Twins' correlation in what lasts is {governing.correlation:.2f}. "
        yield Words(
            f"{alike}Without common luck {governing.independent:.0f} journeys a side would give "
            f"the same simulation error; here {governing.pairs} do."
        )


def _whom(found: Study, side: int) -> Iterator[Block]:
    """How many of 100 pairs are helped, harmed and unchanged."""
    yield Heading("Whom it helps and harms, of 100 pairs")
    rows = []
    for outcome in found.outcomes:
        paired = found.paired(outcome, side)
        if paired.pairs and outcome.good:
            shares = (paired.helped, paired.harmed, paired.unchanged)
            rows.append(
                [outcome.says, *(f"{100.0 * share:.0f}" for share in shares), str(paired.dropped)]
            )
    yield Grid(["", "helped", "harmed", "unchanged", "dropped"], rows)
    yield Words("A pair is dropped where one side is missing, as when the horizon is too short.")


def _among(found: Study, side: int) -> Iterator[Block]:
    """The difference in what lasts, and for the fifth, among organisations of one kind."""
    parts = list(by_group(found, side))
    if not parts:
        return
    yield Heading("Among which organisations")
    fifth = BY_COLUMN["benefit_fifth_24"]
    rows = []
    for by, kind, among, paired in parts:
        lives = found.paired(fifth, side, among)
        rows.append(
            [
                by,
                kind,
                str(paired.pairs),
                *(f"{100.0 * level:.0f}" for level in (paired.no_change, paired.option)),
                f"{100.0 * paired.difference:+.1f}",
                f"{100.0 * paired.simulation:.1f}",
                f"{100.0 * paired.helped:.0f}",
                f"{100.0 * paired.harmed:.0f}",
                _shown(fifth, lives.difference, sign=True),
            ]
        )
    heads = ["by", "", "n", "no change", "option", "diff.", "error", "helped", "harmed", "fifth"]
    yield Grid(heads, rows, (0, 1))
    yield Words(
        "Of 100 organisations of each kind, how many last; error is the simulation error. Fifth: "
        "the difference in true benefit of the fifth with most against them."
    )


def by_group(found: Study, side: int) -> "Iterator[tuple[str, str, np.ndarray, Paired]]":
    """Compare an option with no change among organisations of one kind, if they are enough."""
    from exit_sim.analysis.breakdown import groups

    for group in groups(found.inputs):
        paired = found.paired(BY_COLUMN[GOVERNS], side, group.among)
        if paired.pairs >= FEW:
            yield group.by, group.kind, group.among, paired


def drawn(found: Study, over: Over) -> "list[Drawn]":
    """Draw a figure for each option."""
    from exit_sim.figures.paired import Asked, Bar, difference

    figures = []
    for side, option in enumerate(found.options[1:], 1):
        bars = []
        for outcome in found.outcomes:
            paired = found.paired(outcome, side)
            if not paired.pairs:
                continue
            known = uncertainties(paired, over[side - 1])
            bars.append(
                Bar(
                    outcome.says,
                    paired.difference,
                    paired.simulation,
                    (known.spread.low, known.spread.high),
                    None if known.plausible is None else (*known.plausible,),
                    paired.helped,
                    paired.harmed,
                    outcome.flag,
                )
            )
        asked = Asked(
            f"option_{side}",
            option.label,
            found.units.title,
            found.pairs,
            found.units.population,
            headline(found, side, over[side - 1]),
        )
        figures.append(difference(asked, bars))
    return figures


def keep(found: Study, over: Over, out: Path, command: str, text: str) -> None:
    """Keep a study as a folder that explains itself."""
    from exit_sim.commands.pictures import in_files
    from exit_sim.results.folder import Said, write_tables
    from exit_sim.results.paired_tables import breakdown, differences, pairs

    options = ", ".join(option.label for option in found.options[1:])
    units = "organisations" if found.units.population else "journeys"
    parts = [
        (side, by, kind, paired)
        for side in range(1, len(found.options))
        for by, kind, _, paired in by_group(found, side)
    ]
    tables = [differences(found, over), pairs(found)]
    tables += [breakdown(found, parts)] if parts else []
    said = Said(
        question=f"{found.units.title}. What if: {options}?",
        answer=[
            sentence
            for side in range(1, len(found.options))
            for sentence in answer(found, side, over[side - 1])
        ],
        command=command,
        figures=in_files(drawn(found, over)),
        uncertainty=[
            TWINS,
            f"Rests on {counted(found.pairs, 'pair')} of {units}; answer.txt says how sure it is.",
        ],
        texts={"answer.txt": text},
    )
    write_tables(out, tables, said)
