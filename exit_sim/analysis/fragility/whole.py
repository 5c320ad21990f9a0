"""Fragility: what a champion's departure costs, when, under whom, and whether sharing protects."""

from collections.abc import Sequence
from typing import NamedTuple

from exit_sim.analysis.fragility.arms import ONE, Arm, arms_of, by_luck, staying
from exit_sim.analysis.fragility.departures import Departures, departures
from exit_sim.analysis.fragility.equality import Alike, alike, exits_a_year
from exit_sim.analysis.fragility.kinds import Kinds, kinds_of_exit
from exit_sim.analysis.fragility.lived import Found, Lives
from exit_sim.analysis.fragility.rates import RATES, Rates, exit_rates
from exit_sim.errors import BadInput
from exit_sim.results.many import Told
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import Population
from exit_sim.twins.accepted import units_at
from exit_sim.twins.ranges import FEWEST as FEWEST_A_SET
from exit_sim.twins.study import of_population, of_scenario

RUNS = 400
EVERY = 6
"""Months from one departure of the curve to the next."""

FEWEST = 20
KINDS_A_ARM = 6


class Fragility(NamedTuple):
    """What came of a study of fragility; see :func:`fragility`.

    ``sets`` says under how many accepted sets organisations went in turn, and ``remark`` is a
    sentence that has to be said of them, or of why they went under none.
    """

    title: str
    population: bool
    runs: int
    seed: int
    arms: tuple[Arm, ...]
    launched: float
    alike: tuple[Alike, ...]
    yearly: float
    departures: Departures
    exit_rates: Rates
    kinds: Kinds
    sets: int = 0
    remark: str = ""

    @property
    def enough(self) -> int:
        """How many organisations a range over sets takes."""
        return FEWEST_A_SET * self.sets

    @property
    def shared(self) -> Arm:
        """The arm in which most share."""
        return self.arms[-1]


def fragility(
    unit: Scenario | Population,
    *,
    level: str | None = None,
    runs: int = RUNS,
    seed: int = 1,
    every: int = EVERY,
    rates: Sequence[float] = RATES,
    threads: int = 0,
    done: Told | None = None,
) -> Fragility:
    """Study how much rests on a champion in one organisation, or in the members of a population.

    Each of ``runs`` organisations is lived through again and again by the same luck: with the
    champion staying, and leaving in every ``every``-th month; with leaders who leave at each of
    ``rates`` a year; and after a poor inspection. One champion is compared with several who share
    the same hours. Members of a population are under accepted sets of settings in turn, unless
    ``level`` is ``baseline`` or there are none. ``done`` is told how many journeys have ended; see
    :func:`journeys_needed`.

    Raises:
        BadInput: no champion, too short a horizon, or a number that cannot be.
    """
    units = units_at(unit, level, seed)
    arms = arms_of(units)
    _check(runs, every, rates)
    lives = Lives(units, runs, threads=threads, done=done)
    scenario = units.one(0).scenario
    stays: dict[Arm, Found] = {}
    leave: dict[Arm, Found] = {}
    for arm in arms:
        stays[arm] = lives.under(arm, staying)
        leave[arm] = lives.under(arm, by_luck)
    return Fragility(
        title=units.title,
        population=units.population,
        runs=runs,
        seed=seed,
        arms=arms,
        launched=float((stays[ONE]["launched_month"] > 0.0).mean()),
        yearly=exits_a_year(leave[ONE])[0],
        alike=alike(scenario, arms, stays, leave),
        departures=departures(lives, arms, months_to_leave(scenario.horizon, every), stays),
        exit_rates=exit_rates(lives, arms, rates, stays),
        kinds=kinds_of_exit(lives, arms, stays[ONE], leave[ONE]),
        sets=len(units.sets),
        remark=units.remark,
    )


def months_to_leave(horizon: int, every: int) -> tuple[int, ...]:
    """The months in which the champion leaves: the first, and every so many up to the horizon.

    >>> months_to_leave(24, 6)
    (1, 6, 12, 18, 24)
    """
    return tuple(dict.fromkeys((1, *range(every, horizon + 1, every))))


def journeys_needed(
    unit: Scenario | Population, runs: int = RUNS, every: int = EVERY, rates: int = len(RATES)
) -> int:
    """How many journeys a study lives through, so that one may see how far it has come."""
    units = of_scenario(unit) if isinstance(unit, Scenario) else of_population(unit)
    arms = len(arms_of(units))
    horizon = units.one(0).scenario.horizon
    return runs * arms * (2 + len(months_to_leave(horizon, every)) + rates + KINDS_A_ARM)


def _check(runs: int, every: int, rates: Sequence[float]) -> None:
    if runs < FEWEST:
        problem, allowed = "are too few organisations to compare", f"allowed: {FEWEST} or more"
        raise BadInput(problem, key="runs", value=runs, allowed=allowed)
    if every < 1:
        problem, allowed = "is not a number of months", "allowed: 1 or more"
        raise BadInput(problem, key="every", value=every, allowed=allowed)
    rising = all(a < b for a, b in zip(rates, list(rates)[1:], strict=False))
    if not rates or not rising or min(rates) < 0.0:
        problem, allowed = "cannot be compared", "allowed: rates from 0 on, each above the last"
        raise BadInput(problem, key="rates", value=list(rates), allowed=allowed)
