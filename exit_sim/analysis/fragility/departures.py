"""What a champion's departure costs in each month: a twin of the run in which they stay."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.fragility.arms import Arm, leaving
from exit_sim.analysis.fragility.lived import LOOKED_AT, Found, Lives, Numbers
from exit_sim.twins.outcomes import Outcome
from exit_sim.twins.pairs import Paired, half_width
from exit_sim.twins.ranges import Range, over_sets

BANDS = (0.0, 0.25, 0.4, 0.6, 1.0)
"""Bands of concentration: four effective leaders or more, down to little more than one."""


FEW = 20
"""A band of fewer organisations than this is left out."""


class Departure(NamedTuple):
    """What one departure costs: the journeys that stay against their twins that lose somebody.

    ``pair.difference`` is what leaving adds, so that a cost is its opposite; ``among`` is the same
    among organisations that started in both.
    """

    arm: Arm
    month: int
    pair: Paired
    among: Paired


class Cost(NamedTuple):
    """What a departure during the pilot costs, mean over its months, and how surely.

    ``plausible`` is how far the mean moves between the sets that organisations were under; not of
    bands, in which one organisation may stand under several arms.
    """

    outcome: Outcome
    mean: float
    simulation: float
    plausible: Range | None = None


class Group(NamedTuple):
    """Organisations that are led alike, and what a departure during the pilot costs them."""

    says: str
    concentration: float
    organisations: int
    costs: tuple[Cost, ...]


class Departures(NamedTuple):
    """Costs by arm and month, by arm, and by how concentrated leadership was at launch."""

    months: tuple[int, ...]
    each: tuple[Departure, ...]
    by_arm: tuple[Group, ...]
    by_concentration: tuple[Group, ...]

    def curve(self, arm: Arm, outcome: Outcome) -> tuple[Paired, ...]:
        """Give the pairs of one arm and outcome, month by month."""
        return tuple(
            one.pair for one in self.each if one.arm == arm and one.pair.outcome == outcome
        )


def departures(
    lives: Lives, arms: Sequence[Arm], months: Sequence[int], stays: dict[Arm, Found]
) -> Departures:
    """Let the champion leave in each month, under each arm; ``stays`` are the twins who do not."""
    each: list[Departure] = []
    during: dict[Arm, dict[Outcome, Numbers]] = {}
    for arm in arms:
        reference = stays[arm]
        lost: dict[Outcome, list[Numbers]] = {outcome: [] for outcome in LOOKED_AT}
        for month in months:
            found = lives.under(arm, partial(leaving, month=month))
            both = (reference["initiated"] > 0.0) & (found["initiated"] > 0.0)
            for outcome in LOOKED_AT:
                before, after = reference[outcome.column], found[outcome.column]
                among = lives.paired(outcome, before, after, both)
                each.append(Departure(arm, month, lives.paired(outcome, before, after), among))
                lost[outcome].append(before - after)
        during[arm] = {
            outcome: in_the_pilot(np.array(lost[outcome]), months, reference)
            for outcome in LOOKED_AT
        }
    return Departures(
        tuple(months),
        tuple(each),
        tuple(_group(arm.says, stays[arm], during[arm], sets=lives.sets) for arm in arms),
        tuple(_bands(stays, during)),
    )


def in_the_pilot(lost: Numbers, months: Sequence[int], reference: Found) -> Numbers:
    """Mean loss of each journey over departures from its launch to its pilot's end.

    ``lost`` is (months, journeys). A journey that was never launched has nothing to lose.
    """
    when = np.array(months, np.float64)[:, None]
    launched, ended = reference["launched_month"], reference["pilot_end_month"]
    inside = (when >= launched) & (when <= np.where(np.isnan(ended), np.inf, ended))
    number = inside.sum(axis=0)
    mean = np.where(inside, lost, 0.0).sum(axis=0) / np.maximum(number, 1)
    unknown = np.isnan(np.where(inside, lost, 0.0)).any(axis=0)
    met = np.where(number > 0, mean, np.nan)
    found: Numbers = np.where(np.isnan(launched), 0.0, np.where(unknown, np.nan, met))
    return found


def _group(
    says: str,
    reference: Found,
    lost: dict[Outcome, Numbers],
    among: np.ndarray | None = None,
    sets: np.ndarray | None = None,
) -> Group:
    chosen = slice(None) if among is None else among
    concentration = reference["concentration_at_launch"][chosen]
    known = concentration[~np.isnan(concentration)]
    costs = []
    for outcome, values in lost.items():
        mine = values[chosen]
        plausible = None if sets is None else over_sets(mine, sets[chosen])
        mine = mine[~np.isnan(mine)]
        mean = float(mine.mean()) if len(mine) else float("nan")
        costs.append(Cost(outcome, mean, half_width(mine, outcome.matters), plausible))
    mean = float(known.mean()) if len(known) else float("nan")
    return Group(says, mean, len(concentration), tuple(costs))


def _bands(stays: dict[Arm, Found], during: dict[Arm, dict[Outcome, Numbers]]) -> list[Group]:
    """All arms together, sorted by the concentration that came of them; launched ones alone."""
    names = ("concentration_at_launch",)
    pooled = {name: np.concatenate([found[name] for found in stays.values()]) for name in names}
    lost = {
        outcome: np.concatenate([found[outcome] for found in during.values()])
        for outcome in LOOKED_AT
    }
    groups = []
    for low, high in pairwise(BANDS):
        value = pooled["concentration_at_launch"]
        among = (value > low) & (value <= high)
        if among.sum() >= FEW:
            groups.append(_group(f"{low:g} to {high:g}", pooled, lost, among))
    return groups
