"""How often champions leave decides whether it pays to share: arms are compared rate by rate."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from exit_sim.analysis.fragility.arms import ONE, Arm, leaving_at
from exit_sim.analysis.fragility.crossing import Crossing, crossing
from exit_sim.analysis.fragility.equality import exits_a_year
from exit_sim.analysis.fragility.lived import LOOKED_AT, Found, Lives
from exit_sim.twins.outcomes import Outcome
from exit_sim.twins.pairs import Paired

RATES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6)
"""Leavers a year for each post: social workers' 0.16 and directors' 0.31 to 0.41 lie between."""

SMALLEST_SHARE = 0.05
"""Five of 100 organisations: the smallest difference in lasting that matters."""


class AtRate(NamedTuple):
    """Sharing against one champion at one exit rate.

    ``pair`` compares one champion (*no change*) with the shared arm. ``costs_one`` and
    ``costs_shared`` are what exits at this rate cost each arm against its own twin that loses
    nobody, and ``protects`` compares those two costs, journey by journey: above nought, sharing
    protects. ``left`` is how many left a year for each post, burnt out or not, one and shared.
    """

    arm: Arm
    rate: float
    pair: Paired
    costs_one: Paired
    costs_shared: Paired
    protects: Paired
    left: tuple[float, float]


class Pays(NamedTuple):
    """From which rate on one shared arm pays, by one outcome.

    ``crossing`` is about levels: more of the outcome than under one champion. ``protects`` is about
    what exits cost: less than under one champion.
    """

    arm: Arm
    outcome: Outcome
    crossing: Crossing
    protects: Crossing


class Rates(NamedTuple):
    """Every rate, arm and outcome, and where sharing begins to pay."""

    rates: tuple[float, ...]
    each: tuple[AtRate, ...]
    pays: tuple[Pays, ...]

    def curve(self, arm: Arm, outcome: Outcome) -> tuple[AtRate, ...]:
        """Give one arm and outcome, rate by rate."""
        return tuple(one for one in self.each if one.arm == arm and one.pair.outcome == outcome)


def smallest(outcome: Outcome) -> float:
    """The smallest mean difference that matters."""
    return SMALLEST_SHARE if outcome.flag else outcome.matters


def exit_rates(
    lives: Lives, arms: Sequence[Arm], rates: Sequence[float], stays: dict[Arm, Found]
) -> Rates:
    """Let champions and deputies leave by luck, at each rate, under each arm."""
    each: list[AtRate] = []
    shared = [arm for arm in arms if arm != ONE]
    for rate in rates:
        found = {arm: lives.under(arm, partial(leaving_at, yearly=rate)) for arm in arms}
        for arm in shared:
            for outcome in LOOKED_AT:
                name = outcome.column
                one, several = found[ONE][name], found[arm][name]
                before_one, before_several = stays[ONE][name], stays[arm][name]
                each.append(
                    AtRate(
                        arm,
                        rate,
                        lives.paired(outcome, one, several),
                        lives.paired(outcome, before_one, one),
                        lives.paired(outcome, before_several, several),
                        lives.paired(outcome, one - before_one, several - before_several),
                        (exits_a_year(found[ONE])[0], exits_a_year(found[arm])[0]),
                    )
                )
    every = Rates(tuple(rates), tuple(each), ())
    pays = [
        Pays(
            arm,
            outcome,
            _crossing([one.pair for one in every.curve(arm, outcome)], rates),
            _crossing([one.protects for one in every.curve(arm, outcome)], rates),
        )
        for arm in shared
        for outcome in LOOKED_AT
    ]
    return every._replace(pays=tuple(pays))


def _crossing(curve: Sequence[Paired], rates: Sequence[float]) -> Crossing:
    differences = [one.difference for one in curve]
    errors = [one.simulation for one in curve]
    return crossing(rates, differences, errors, smallest(curve[0].outcome))
