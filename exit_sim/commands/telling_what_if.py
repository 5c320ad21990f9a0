"""What is told of options against no change: the answer first, how sure it is, and for whom."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.commands.telling_among import among
from exit_sim.commands.telling_sure import SHORT, left_out, number, sure
from exit_sim.report.what_if import whom
from exit_sim.results.folder import STANDING
from exit_sim.story.sentence import counted, signed
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS
from exit_sim.twins.ranges import said_over
from exit_sim.twins.study import Study
from exit_sim.twins.uncertainty import uncertainties

if TYPE_CHECKING:
    from exit_sim.twins.plausible import Plausible

TWINS = (
    "Each option meets the same organisations by the same luck as no change: twins, paired runs "
    "with common random numbers."
)
ON_ONE_LINE = (*tuple(SHORT)[:5], "benefit_fifth_24", "harmed_24", "cost")
"""By what options are laid side by side."""


class Answered(NamedTuple):
    """What was found, over what else it was tried, from which seed, and what each option asks."""

    study: Study
    over: "Sequence[Plausible | None]"
    seed: int
    asks: Sequence[str]

    @property
    def sides(self) -> range:
        """The numbers of the options; no change is 0."""
        return range(1, len(self.study.options))


def told(of: Answered) -> Iterator[Block]:
    """Tell a study: the answers, options side by side, then each against no change."""
    found = of.study
    yield Heading(f"What if: {found.units.title}", top=True)
    for side in of.sides:
        said = " ".join(answer(of, side))
        yield Words(f"Option {side}, {found.options[side].label}. {said}" if of.sides[1:] else said)
    not_computed = left_out(found, of.over)
    if not_computed:
        said = f"Not computed: {' and '.join(not_computed)}. --over plausible does."
        yield Words(said, beneath=True)
    yield from _how(of)
    if of.sides[1:]:
        yield from _together(of)
    for side in of.sides:
        label = found.options[side].label
        yield Heading(f"Option {side}: {label}, against no change", top=True)
        if of.asks[side - 1]:
            yield Words(of.asks[side - 1], beneath=True)
        yield from _levels(found, side)
        yield from _whom(found, side)
        yield from among(found, side)
        yield from sure(found, side, of.over[side - 1])


def headline(of: Answered, side: int) -> str:
    """Answer in one sentence, with the widest uncertainty that was computed."""
    found = of.study
    paired = found.paired(BY_COLUMN[GOVERNS], side)
    units = "simulated organisations" if found.units.population else "simulated journeys"
    if not paired.pairs:
        return "It cannot be said: two years after the pilot lie beyond the horizon."
    name, widest = uncertainties(paired, of.over[side - 1]).widest
    before, after = round(100.0 * paired.no_change), round(100.0 * paired.option)
    more = "As many"
    if after != before:
        more = f"{abs(after - before)} {'fewer' if after < before else 'more'}"
    places = 0 if widest.width >= 0.02 else 1
    low, high = (signed(100.0 * end, places) for end in widest)
    return (
        f"{more} of 100 {units} last in the model, {after} against {before}; "
        f"{name} {low} to {high}."
    )


def answer(of: Answered, side: int) -> list[str]:
    """Answer in a sentence, and in a second one where what is assumed would change the answer."""
    said = [headline(of, side)]
    paired, over = of.study.paired(BY_COLUMN[GOVERNS], side), of.over[side - 1]
    if over is not None and paired.pairs:
        low, high, _ = over.settings[GOVERNS]
        if not low <= paired.difference <= high:
            said.append(
                f"Over plausible settings it is {100.0 * low:+.0f} to {100.0 * high:+.0f}: "
                "what is assumed here decides how much."
            )
    return said


def _how(of: Answered) -> Iterator[Block]:
    """Over how many pairs, by what luck, and what was left undone."""
    found = of.study
    units = "organisations" if found.units.population else "journeys"
    if found.stopped:
        yield Words("Stopped: what is told here rests on the complete rounds alone.")
    if found.precise is False:
        yield Words(
            f"Unresolved at {counted(found.pairs, 'pair')}: the precision asked for was not "
            "reached. More pairs would be needed than were run."
        )
    if found.precise:
        yield Words("Pairs were doubled until the simulation error was as small as asked for.")
    over = said_over(len(found.units.sets))
    yield Words(
        f"{counted(found.pairs, 'pair')} of {units}, from seed {of.seed}{over}. {STANDING[0]} "
        f"{TWINS}"
    )
    if found.units.remark:
        yield Words(found.units.remark)


def _together(of: Answered) -> Iterator[Block]:
    """Lay options side by side, no change first."""
    shown = [BY_COLUMN[column] for column in ON_ONE_LINE]
    rows = []
    for side, option in enumerate(of.study.options):
        levels = []
        for outcome in shown:
            paired = of.study.paired(outcome, side)
            levels.append(number(outcome, paired.option))
        rows.append([f"option {side}" if side else option.label, *levels])
    yield Grid(["", *(SHORT[outcome.column] for outcome in shown)], rows)
    yield Words("Counts of 100, benefit of the fifth, share harmed, and money: as explained below.")


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
                number(outcome, all_of_them.no_change),
                number(outcome, all_of_them.option),
                number(outcome, all_of_them.difference, sign=True),
                number(outcome, both.difference, sign=True),
            ]
        )
    yield Grid(["", "no change", "option", "difference", "if started in both"], rows)
    yield Words(
        "The first five are counts of 100. Benefit is in model units. Money is in the service's "
        "monthly budgets. Who never started counts as not lasted, save in the last column."
    )


def _whom(found: Study, side: int) -> Iterator[Block]:
    """How many of 100 pairs are helped, harmed and unchanged."""
    yield Heading("Whom it helps and harms")
    units = "organisations" if found.units.population else "journeys"
    governs = found.paired(BY_COLUMN[GOVERNS], side)
    if governs.pairs:
        yield Words(whom(governs, units), beneath=True)
    rows = []
    for outcome in found.outcomes:
        paired = found.paired(outcome, side)
        if paired.pairs and outcome.good:
            shares = (paired.helped, paired.harmed, paired.unchanged)
            counts = (f"{paired.pairs}", f"{paired.dropped}")
            rows.append([outcome.says, *(f"{100.0 * share:.0f}" for share in shares), *counts])
    yield Grid(["of 100 pairs", "helped", "harmed", "unchanged", "pairs", "dropped"], rows)
    yield Words(
        "Pairs with a side missing are dropped and counted: where two years after the pilot lie "
        "beyond the horizon, or nothing ever started."
    )
