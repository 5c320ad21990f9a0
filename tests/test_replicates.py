"""Over many seeds the model keeps its promises; tolerances come from the replicates themselves.

Seeds are fixed, so nothing here fails by chance; were they drawn anew, a comparison would fail
falsely with a probability of at most 6e-7 (five standard errors, both ways). What is only printed
is shown by ``pytest -m slow -rP tests/test_replicates.py``.
"""

from functools import cache
from math import sqrt
from statistics import mean, variance
from typing import Any

import pytest

from exit_sim.results.run_record import Run, simulate
from exit_sim.scenario import Scenario

pytestmark = pytest.mark.slow

STANDARD_ERRORS = 5.0
RUNS = {30: 40, 100: 20, 500: 8}
"""How many seeds for organisations of about so many people."""

EVERYTHING_FOR_IT = {
    "receptivity.culture": 1,
    "receptivity.daring_mean": 1,
    "leadership.champion_commitment": 1,
    "decisions.leaning": 0.9,
    "innovation.rounds_open": 1,
    "setting.mandatory_need": 0.4,
    "setting.demand_growth": 0,
    "setting.cut": 0,
    "setting.reserves": 2,
    "setting.pressure": 0,
    "setting.regulation": 0.1,
    "time.horizon": 84,
}


def of_size(people: int) -> dict[str, Any]:
    """Organisations of one make: the same top, and so many parts of two teams, one in the pilot.

    Each part has ten professionals, two managers, ten young people and a champion with the same
    hours; who decides is alike, since the best of many sponsors is better than the best of few.
    """
    parts = {30: 1, 100: 4, 500: 20}[people]
    return {
        "people.senior_leaders": 4,
        "people.members": 5,
        "people.sites": 2,
        "people.middle_managers": 2 * parts,
        "people.frontline": 10 * parts,
        "people.teams": 2 * parts,
        "people.care_leavers": 10 * parts,
        "innovation.pilot_teams": parts,
        "innovation.rounds_open": 1,
        "people.champions": parts,
        "time.horizon": 96,
        "leadership.champion_hours": 0.45 * parts,
    }


@cache
def journeys(people: int) -> list[Run]:
    """Journeys of organisations of one size."""
    scenario = Scenario.load("baseline").with_(of_size(people))
    return [simulate(scenario, seed) for seed in range(RUNS[people])]


def months_to_start(run: Run) -> float | None:
    """Month of first use."""
    return run.last.journey.first_used or None


def at_pilot_end(run: Run, column: str) -> float | None:
    """A column of the journey in the last month of the pilot."""
    world = run.at(run.last.journey.pilot_ended)
    return getattr(world.journey, column) if world and run.last.journey.pilot_ended else None


def alike(one: list[float], other: list[float]) -> bool:
    """Whether two means differ by no more than replicates of one mean would."""
    error = sqrt(variance(one) / len(one) + variance(other) / len(other))
    return abs(mean(one) - mean(other)) <= STANDARD_ERRORS * error


@pytest.mark.parametrize(("small", "large"), [(30, 100), (100, 500)])
def test_sizes_behave_alike(small: int, large: int) -> None:
    """Larger organisations of one make are alike in mean months to start, reach and use."""
    read = {
        "months to start": months_to_start,
        "reach": lambda run: at_pilot_end(run, "reach"),
        "use": lambda run: at_pilot_end(run, "use"),
    }
    for name, column in read.items():
        values = [
            [value for run in journeys(size) if (value := column(run)) is not None]
            for size in (small, large)
        ]
        said = " and ".join(f"{mean(v):.2f} (n = {len(v)})" for v in values)
        print(f"{name}, {small} and {large} people: {said}")  # noqa: T201
        assert alike(*values), name


def test_everything_speaks_for_it() -> None:
    """With endless money, a safe culture and everyone committed, at least 95 % are sustained."""
    scenario = Scenario.load("baseline").with_(of_size(100) | EVERYTHING_FOR_IT)
    levels = [simulate(scenario, seed).last.journey.sustained for seed in range(40)]
    assert sum(level >= 2.0 for level in levels) >= 38


def test_nobody_cares() -> None:
    """Where nobody is open and no champion is committed, none of forty ever starts."""
    nobody = {"receptivity.daring_mean": -5, "leadership.champion_commitment": 0}
    scenario = Scenario.load("baseline").with_(nobody | {"time.horizon": 60})
    assert not any(simulate(scenario, seed).last.start.initiated for seed in range(40))


@pytest.mark.parametrize("people", [30, 100, 500])
def test_splitting_is_shown(people: int) -> None:
    """How often openness is frozen a year after a poor inspection is shown, never asserted."""
    leaders = {30: 1, 100: 4, 500: 20}[people]
    size = of_size(people) | {"people.senior_leaders": leaders, "time.horizon": 24}
    for culture in (0.3, 0.45, 0.6, 0.75):
        scenario = Scenario.load("baseline").with_(size | {"receptivity.culture": culture})
        poor = scenario.changed("poor_inspection:month=12")
        frozen = [
            [simulate(one, seed).last.receptivity.frozen for seed in range(RUNS[people] // 2)]
            for one in (scenario, poor)
        ]
        print(  # noqa: T201
            f"{people} people, culture {culture}: frozen a year after a poor inspection "
            f"{mean(frozen[1]):.0%}, their twins without one {mean(frozen[0]):.0%}"
        )
