"""Over plausible settings and rival forms: both sides of a pair are moved alike."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exit_sim.ensemble.jobs import Job
from exit_sim.scenario import Scenario
from exit_sim.scenario.lineage import usual
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import SETTABLE, number_of
from exit_sim.twins import plausible
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS
from exit_sim.twins.plausible import (
    POINTS,
    over_plausible,
    point,
    rivals,
    twins_of,
    uncertain,
)
from exit_sim.twins.ranges import shrunk
from exit_sim.twins.study import KEEP, Option, instead, of_population
from paired_studies import BASELINE, BETTER, by_luck, lives_by, units

OUTCOMES = [BY_COLUMN[GOVERNS]]
UP = {GOVERNS: 0.3}


def _felt(jobs: Sequence[Job]) -> np.ndarray:
    """Everything that may be moved is felt, so that a side that is moved alone differs."""
    return np.array([_sum(job.scenario) + job.seed for job in jobs])


def _sum(scenario: Scenario) -> float:
    return sum(number_of(SETTABLE[name], value) for name, value in scenario.values.items())


def test_what_counts_posts_and_what_a_scenario_states_stays() -> None:
    """Drawn are numbers with a range; not whole numbers, words, mechanisms, or what is stated."""
    drawn = uncertain(BASELINE)
    assert "receptivity.culture" in drawn
    assert not any(SETTABLE[name].whole or SETTABLE[name].words for name in drawn)
    assert not any(name.startswith("mechanisms.") for name in drawn)
    assert "receptivity.culture" not in uncertain(BETTER.of(BASELINE))


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_points_lie_within_the_plausible_ranges(number: int) -> None:
    """A point is the same each time, within each range, and nothing else is moved."""
    found = point(BASELINE, number).values
    assert found == point(BASELINE, number).values
    drawn = set(uncertain(BASELINE))
    for name, value in found.items():
        if name in drawn:
            low, high = usual()[name].said["range"]
            assert low <= value <= high, name
        else:
            assert value == BASELINE.values[name], name


def test_points_of_two_scenarios_agree_on_what_neither_states() -> None:
    """What one scenario states moves no other setting's draw."""
    other = BETTER.of(BASELINE)
    here, there = point(BASELINE, 3).values, point(other, 3).values
    assert {name for name in here if here[name] != there[name]} == {"receptivity.culture"}


@pytest.mark.parametrize("name", Scenario.names())
def test_every_scenario_can_be_tried_at_plausible_points(name: str) -> None:
    """No draw from the plausible ranges makes a shipped scenario one that cannot be."""
    scenario = Scenario.load(name)
    for number in range(8):
        assert point(scenario, number).horizon == scenario.horizon


def test_rival_forms_are_tried_one_family_at_a_time() -> None:
    """Each other word of each family of forms, and nothing else beside it."""
    found = rivals(BASELINE)
    assert len(found) == sum(
        len(one.words) - 1 for name, one in SETTABLE.items() if name.startswith("forms.")
    )
    assert all(len(form) == 1 for form in found)
    assert all(BASELINE.values[name] != word for form in found for name, word in form.items())


@pytest.mark.parametrize("option", [KEEP, instead(BASELINE)], ids=["no change", "whole scenario"])
def test_both_sides_are_moved_alike(monkeypatch: pytest.MonkeyPatch, option: Option) -> None:
    """Against itself a scenario differs by nothing, at any point and under any form."""
    lives_by(monkeypatch, _felt)
    found = over_plausible(units(), option, OUTCOMES, {GOVERNS: 0.0})
    assert found.settings[GOVERNS] == (0.0, 0.0, 1.0)
    assert found.rivals[GOVERNS] == (0.0, 0.0, 1.0)


def test_what_an_option_sets_stays_set_at_every_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """An option changes the organisation that was moved; what it sets is not drawn over."""
    asked = lives_by(monkeypatch, by_luck)
    found = over_plausible(units(), BETTER, OUTCOMES, UP)
    jobs = [job for some in asked for job in some]
    assert {job.scenario.values["receptivity.culture"] for job in jobs[1::2]} == {0.9}
    assert len({job.scenario.values["receptivity.culture"] for job in jobs[0::2]}) == POINTS + 1
    assert [job.seed for job in jobs[0::2]] == [job.seed for job in jobs[1::2]]
    assert found.settings[GOVERNS].low < found.settings[GOVERNS].high
    assert found.settings[GOVERNS].holds == 1.0


@pytest.mark.parametrize("population", [False, True])
def test_as_many_journeys_are_lived_as_are_announced(
    monkeypatch: pytest.MonkeyPatch, population: bool
) -> None:
    """Progress ends where it was said to end; members of a population are each moved."""
    monkeypatch.setattr(plausible, "POINTS", 3)
    monkeypatch.setattr(plausible, "PAIRS_A_POINT", 2)
    monkeypatch.setattr(plausible, "PAIRS_A_FORM", 40)
    lives_by(monkeypatch, by_luck)
    of = of_population(Population.load("reference")) if population else units()
    told: list[int] = []
    found = over_plausible(of, BETTER, OUTCOMES, UP, done=told.append)
    assert told == sorted(told)
    assert told[-1] == twins_of(of)
    assert (found.points, found.forms) == (3, len(rivals(BASELINE)))


def test_a_missing_outcome_has_no_range(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is known there is no range and no sign that could hold."""
    lives_by(monkeypatch, lambda jobs: np.full(len(jobs), np.nan))
    found = over_plausible(units(), BETTER, OUTCOMES, {GOVERNS: np.nan})
    assert np.isnan(found.settings[GOVERNS]).all()
    assert np.isnan(found.rivals[GOVERNS]).all()


def test_luck_does_not_pass_for_settings() -> None:
    """Points that differ by luck alone are drawn together; those that differ by more keep it."""
    rng = np.random.default_rng(2)
    noise = rng.normal(0.0, 0.05, (400, 64))
    error = np.full(64, 0.05**2)
    left = np.mean([shrunk(row, error).std() for row in noise])
    assert left < 0.2 * 0.05
    truth = rng.normal(0.2, 0.1, (400, 64))
    kept = np.mean([shrunk(row, error).std() for row in truth + noise])
    assert kept == pytest.approx(0.1, rel=0.05)


@given(st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=64))
def test_where_settings_do_not_matter_the_range_is_a_point(means: list[float]) -> None:
    """Means that differ by no more than their luck are drawn into their mean, and no range left."""
    found = np.array(means)
    error = np.full(len(found), found.var(ddof=1) * 1.01 + 1e-12)
    assert shrunk(found, error) == pytest.approx(found.mean(), abs=1e-12)


@given(st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=64))
def test_without_luck_nothing_is_drawn_together(means: list[float]) -> None:
    """Means that are known exactly keep all of their range."""
    found = np.array(means)
    assert shrunk(found, np.zeros(len(found))) == pytest.approx(found, abs=1e-12)


def test_what_a_scenario_states_stays_at_every_point() -> None:
    """At every point what was stated is as it was, and what was not is elsewhere each time."""
    stated = BETTER.of(BASELINE)
    points = [point(stated, number) for number in range(16)]
    assert {one.values["receptivity.culture"] for one in points} == {0.9}
    for name in uncertain(stated):
        assert len({one.values[name] for one in points}) > 1, name
