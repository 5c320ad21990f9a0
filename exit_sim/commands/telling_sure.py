"""How sure a mean difference is: each uncertainty by its name, and which were not computed."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.story.sentence import signed
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS, Outcome
from exit_sim.twins.ranges import FEWEST
from exit_sim.twins.study import Study
from exit_sim.twins.uncertainty import NAMES, Interval, uncertainties

if TYPE_CHECKING:
    from exit_sim.twins.plausible import Plausible

SHORT = {
    "initiated": "started",
    "sustained_any": "lasted",
    "sustained_partial": "in part",
    "sustained_full": "in full",
    "scaled": "scaled",
    "reach_24_months_after_pilot": "reach",
    "benefit_24": "benefit",
    "benefit_fifth_24": "fifth",
    "harmed_24": "harmed",
    "months_to_start": "months to use",
    "cost": "money",
    "cost_grant": "a funder's",
    "cost_contract": "a contract's",
    "cost_own": "its own",
}
"""Outcomes in a word or two, in the order in which they are told."""


def left_out(found: Study, over: "Sequence[Plausible | None]") -> list[str]:
    """Name which of the four uncertainties were not computed, and what it would have taken."""
    if None not in over:
        return []
    sides = range(1, len(found.options))
    if any(found.paired(BY_COLUMN[GOVERNS], side).plausible is not None for side in sides):
        return [NAMES[3]]
    enough = FEWEST * len(found.units.sets)
    more = f" (from {enough} pairs on)" if found.pairs < enough else ""
    return [f"{NAMES[2]}{more}", NAMES[3]]


def number(outcome: Outcome, value: float, *, sign: bool = False) -> str:
    """Write a level or a difference: of 100 where it is yes or no."""
    if value != value:  # noqa: PLR0124
        return "–"
    value, places = (100.0 * value, 1) if outcome.flag else (value, 3)
    return signed(value, places) if sign else f"{value:.{places}f}"


def _interval(outcome: Outcome, one: Interval | None) -> str:
    if one is None or one.low != one.low:
        return "–"
    low, high = (number(outcome, end, sign=True) for end in one)
    return f"{low} to {high}"


def sure(found: Study, side: int, over: "Plausible | None") -> Iterator[Block]:
    """The four uncertainties of each difference, as far as computed."""
    yield Heading("How sure that is")
    rows, ranges = [], 0
    for outcome in found.outcomes:
        paired = found.paired(outcome, side)
        if paired.pairs:
            known = uncertainties(paired, over)
            spread = _interval(outcome, known.spread)
            if outcome.flag:
                spread = f"{100.0 * paired.helped:.0f} up, {100.0 * paired.harmed:.0f} down"
            others = [_interval(outcome, one) for one in known[1:]]
            if over is None and known.plausible is not None and known.plausible.width <= 0.0:
                others[1] = "within luck"
            rows.append([SHORT[outcome.column], spread, *others])
            ranges += known.plausible is not None
    heads = ["", "spread", "simulation error", "plausible", "rival forms"]
    if over is None:
        shown = 4 if ranges else 3
        heads, rows = heads[:shown], [row[:shown] for row in rows]
    yield Grid(heads, rows)
    said = (
        "Spread: how many of 100 pairs go which way, or from the 10th to the 90th of them; luck, "
        "which does not shrink. Simulation error: the mean's; it shrinks with more pairs and says "
        "nothing about the world."
    )
    if over is not None:
        said += (
            f" Plausible: from the 10th to the 90th of {over.points} draws of settings. Rival "
            f"forms: least and most under {over.forms} other accounts."
        )
    elif ranges:
        each = found.pairs // len(found.units.sets)
        said += (
            f" Plausible: from the 10th to the 90th of {len(found.units.sets)} sets, {each} pairs "
            "each, luck's part taken off. Within luck: no more than luck would make of it."
        )
    yield Words(said)
    governing = found.paired(BY_COLUMN[GOVERNS], side)
    if governing.independent >= 1.0 and governing.correlation == governing.correlation:
        alike = f"Twins' correlation in what lasts is {governing.correlation:.2f}. "
        yield Words(
            f"{alike}Without common luck {governing.independent:.0f} journeys a side would give "
            f"the same simulation error; here {governing.pairs} do."
        )
