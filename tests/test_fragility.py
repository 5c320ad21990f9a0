"""Fragility: arms that are equal in all but sharing, costs by month, exit rates, kinds of exit."""

import re
from math import exp, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exit_sim.analysis.fragility import Fragility, fragility, journeys_needed, words
from exit_sim.analysis.fragility.against import against_the_study
from exit_sim.analysis.fragility.arms import (
    ONE,
    Arm,
    arms_of,
    by_luck,
    leaving,
    leaving_at,
    monthly,
    staying,
)
from exit_sim.analysis.fragility.crossing import Crossing, Verdict, crossing
from exit_sim.analysis.fragility.departures import in_the_pilot
from exit_sim.analysis.fragility.equality import before_coordination, exits_a_year
from exit_sim.analysis.fragility.lived import LASTING, LOOKED_AT, Lives
from exit_sim.analysis.fragility.redundancy import all_gone, erosion
from exit_sim.analysis.fragility.tables import tables_of
from exit_sim.errors import BadInput
from exit_sim.figures import fragility_exits, fragility_months, fragility_rates
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import Population
from exit_sim.twins.study import of_scenario
from small_organisations import eager, small

Z = 5.0
"""Standard errors that a mean of many lucks leaves with a probability below 1e-6."""


@pytest.fixture(scope="module", name="found")
def study(engine: None) -> Fragility:
    """A study of a small, eager organisation, with few lucks and few rates."""
    return fragility(eager(), runs=40, every=12, rates=(0.0, 0.3))


RATES = st.lists(st.tuples(st.floats(-0.5, 0.5), st.floats(0.001, 0.2)), min_size=1, max_size=9)


@given(RATES)
def test_sharing_pays_from_a_rate_only_if_clearly_at_every_higher_one(
    curve: list[tuple[float, float]],
) -> None:
    """A rate from which sharing pays is the first of those at which, and above which, it does."""
    rates = [0.1 * number for number in range(len(curve))]
    differences, errors = [d for d, _ in curve], [e for _, e in curve]
    found = crossing(rates, differences, errors, 0.05)
    clear = [d > e for d, e in curve]
    if found.verdict in {Verdict.FROM, Verdict.EVERY}:
        first = rates.index(found.high)
        assert all(clear[first:])
        assert first == 0 or not clear[first - 1]
    else:
        assert not clear[-1]
    assert (found.verdict == Verdict.EVERY) == all(clear)
    if found.verdict == Verdict.NEVER:
        assert all(d + e < 0.05 for d, e in curve)


@given(RATES)
def test_a_crossing_lies_within_its_bracket(curve: list[tuple[float, float]]) -> None:
    """Where the line meets nought is between the rates that bracket it."""
    rates = [0.1 * number for number in range(len(curve))]
    found = crossing(rates, [d for d, _ in curve], [e for _, e in curve], 0.05)
    if found.at is not None:
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.at <= found.high


@pytest.mark.parametrize(
    ("differences", "error", "verdict"),
    [
        ([-0.1, -0.1, -0.1], 0.02, Verdict.NEVER),
        ([0.1, 0.1, 0.1], 0.02, Verdict.EVERY),
        ([-0.1, 0.0, 0.1], 0.02, Verdict.FROM),
        ([-0.1, 0.1, -0.1], 0.02, Verdict.BETWEEN),
        ([-0.1, 0.0, 0.0], 0.2, Verdict.UNRESOLVED),
        ([-0.1, 0.3, 0.1], 0.2, Verdict.UNRESOLVED),
    ],
)
def test_a_curve_has_one_verdict(differences: list[float], error: float, verdict: Verdict) -> None:
    """Always, from some rate, between, never or unresolved: each where it should be."""
    assert crossing([0.0, 0.1, 0.2], differences, [error] * 3, 0.05).verdict == verdict


def test_a_straight_line_is_found_to_cross_where_it_does() -> None:
    """Between neighbours the line is straight, so a straight curve is met exactly."""
    rates = [0.0, 0.1, 0.2, 0.3]
    found = crossing(rates, [rate - 0.17 for rate in rates], [0.01] * 4, 0.05)
    assert found.at == pytest.approx(0.17)
    assert (found.low, found.high) == (0.1, 0.2)


def test_redundancy_of_independent_leaders_is_arithmetic() -> None:
    """At 0.2 leavers a year, 45, 20, 9 and 4 of 100 groups of one to four are gone in 3 years."""
    assert [round(100 * all_gone(0.2, posts)) for posts in (1, 2, 3, 4)] == [45, 20, 9, 4]


@given(
    st.lists(st.integers(0, 36), min_size=2, max_size=20),
    st.floats(0.0, 0.1),
    st.floats(0.0, 3.0),
)
def test_what_makes_leaders_leave_together_never_helps_redundancy(
    raised: list[int], hazard: float, added: float
) -> None:
    """At one mean, all are gone at least as often where exits rise together; one post is alike."""
    rows = erosion(hazard, added, np.array(raised, np.float64), 4)
    assert rows[0].correlated == pytest.approx(rows[0].independent)
    assert all(one.correlated >= one.independent - 1e-12 for one in rows)


@pytest.mark.usefixtures("engine")
@pytest.mark.slow
@pytest.mark.parametrize("posts", [1, 2, 3, 4])
def test_exits_of_the_model_are_as_redundancy_arithmetic_has_them(posts: int) -> None:
    """Left to themselves, all are gone after 36 months in p to the power of their number.

    By luck alone this fails less often than once in a million seeds.
    """
    alone = small(time__horizon=36, leadership__emerged_leaves=1).off(
        "leadership.succession", "leadership.correlated_exits", "leadership.burnout"
    )
    runs = 2000
    found = Lives(of_scenario(alone), runs).under(Arm(posts), lambda one: leaving_at(one, 0.2))
    expected = all_gone(0.2, posts)
    gone = float((found["exits"] >= posts).mean())
    assert abs(gone - expected) < Z * sqrt(expected * (1.0 - expected) / runs) + 1e-3
    hazard = found["exits"].sum() / found["post_months"].sum()
    error = sqrt(monthly(0.2) / found["post_months"].sum())
    assert abs(hazard - monthly(0.2)) < Z * error


def test_a_yearly_rate_is_that_many_leavers_for_each_post() -> None:
    """A month's chance is such that a year's share leaving is 1 - exp(-rate)."""
    assert 1.0 - (1.0 - monthly(0.3)) ** 12 == pytest.approx(1.0 - exp(-0.3))


def test_arms_have_the_same_hours_and_exit_rate() -> None:
    """Nothing but the number of deputies differs between arms."""
    one, three = ONE.of(small()), Arm(3).of(small())
    changed = {name for name, value in one.values.items() if three.values[name] != value}
    assert changed == {"leadership.deputies"}


def test_no_more_posts_lead_than_there_are_pilot_teams() -> None:
    """A deputy leads a pilot team; arms stop where teams do, and always hold two."""
    for teams, posts in ((1, [1, 2]), (2, [1, 2]), (3, [1, 2, 3])):
        scenario = Scenario.load("baseline", sets=[f"innovation.pilot_teams={teams}"])
        assert [arm.posts for arm in arms_of(of_scenario(scenario))] == posts


def test_a_departure_is_the_one_thing_in_which_twins_differ() -> None:
    """Whoever leaves in a month, and whoever stays: schedules differ in that month alone."""
    scenario = Scenario.load("champion_leaves_pilot")
    stays, leaves = staying(scenario), leaving(scenario, 12)
    differ = [m for m in range(1, 121) if stays.schedule(m) != leaves.schedule(m)]
    assert differ == [12]
    assert all(stays.schedule(m).champion_leaves == 0.0 for m in range(1, 121))
    assert all(by_luck(scenario).schedule(m).champion_stays == 0.0 for m in range(1, 121))


def test_leaving_after_the_horizon_costs_nothing() -> None:
    """A month that is never reached is like staying."""
    scenario = small()
    assert leaving(scenario, scenario.horizon + 1) == staying(scenario)
    with pytest.raises(BadInput, match="is not a month"):
        leaving(scenario, 0)


def test_equal_efforts_are_equal_before_coordination() -> None:
    """What coordination takes of everybody's time is given back in the exponent of the pool."""
    signals, taken = np.array([0.3, 1.2]), np.array([0.1, 0.4])
    pool = 1.0 - np.exp(-signals * (1.0 - taken))
    assert before_coordination(pool, taken) == pytest.approx(1.0 - np.exp(-signals))


def test_a_departure_in_the_pilot_is_between_launch_and_pilots_end() -> None:
    """Months outside do not count; what was never launched loses nothing; unknown is missing."""
    nan = float("nan")
    lost = np.array([[1.0, 1.0, nan, 0.0], [0.0, 1.0, nan, nan], [0.0, 1.0, nan, 0.0]])
    reference = {
        "launched_month": np.array([6.0, 30.0, nan, 1.0]),
        "pilot_end_month": np.array([12.0, nan, nan, 24.0]),
    }
    found = in_the_pilot(lost, (6, 12, 24), reference)
    assert found[0] == 0.5
    assert np.isnan(found[1])
    assert found[2] == 0.0
    assert np.isnan(found[3])


def test_a_curve_ends_at_nought(found: Fragility) -> None:
    """A departure in the last month, long after lasting was read, costs nothing of it."""
    for arm in found.arms:
        last = found.departures.curve(arm, LASTING)[-1]
        assert last.difference == 0.0
        assert last.pairs + last.dropped == found.runs


def test_arms_give_the_same_hours_together_at_launch(found: Fragility) -> None:
    """Champion and deputies give as many hours as one champion, but for coordination."""
    for one in found.alike:
        assert one.effort_before == pytest.approx(found.alike[0].effort_before, abs=0.02)
        assert one.equal_effort
        assert one.pool <= one.pool_before


@pytest.mark.usefixtures("engine")
@pytest.mark.slow
def test_arms_have_equal_marginal_exits_in_the_baseline() -> None:
    """In the baseline, 300 lucks: posts fall vacant as often in each arm, within 5 errors."""
    lives = Lives(of_scenario(Scenario.load("baseline")), 300)
    found = [exits_a_year(lives.under(Arm(posts), by_luck)) for posts in (1, 2, 3)]
    for rate, error in found[1:]:
        assert abs(rate - found[0][0]) < Z / 1.96 * sqrt(error**2 + found[0][1] ** 2)


def test_nothing_is_lost_at_a_rate_of_nought(found: Fragility) -> None:
    """Where nobody leaves by luck, exits cost neither arm anything, and sharing cannot protect."""
    for one in found.exit_rates.each:
        if one.rate == 0.0 and one.left == (0.0, 0.0):
            assert one.costs_one.difference == 0.0
            assert one.costs_shared.difference == 0.0
            assert one.protects.difference == 0.0


@pytest.mark.usefixtures("engine")
def test_a_study_lives_through_as_many_journeys_as_it_says() -> None:
    """Progress is told against the number of journeys that there are."""
    told: list[int] = []
    fragility(eager(), runs=20, every=24, rates=(0.1,), done=told.append)
    assert told[-1] == journeys_needed(eager(), 20, 24, 1)
    assert told == sorted(told)


def test_the_same_study_says_the_same(found: Fragility) -> None:
    """Words and tables are the same for the same seeds."""
    again = fragility(eager(), runs=40, every=12, rates=(0.0, 0.3), threads=1)
    assert words.headline(found) == words.headline(again)
    assert tables_of(found) == tables_of(again)


def sentences(found: Fragility) -> list[str]:
    """Everything that is said of a study."""
    parts = (
        words.headline, words.departure, words.equal, words.kinds, against_the_study,
    )  # fmt: skip
    return [words.TWINS, words.together(found), *(line for part in parts for line in part(found))]


def test_sentences_are_short(found: Fragility) -> None:
    """No sentence has more than 25 words."""
    for text in sentences(found):
        for sentence in re.split(r"(?<=[.:;]) ", text):
            assert len(sentence.split()) <= 25, sentence


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_headline(verdict: Verdict, found: Fragility) -> None:
    """Whatever was found is said in one short sentence."""
    crossed = Crossing(verdict, 0.1, 0.2, 0.15, 0.3)
    changed = tuple(one._replace(crossing=crossed) for one in found.exit_rates.pays)
    said = words.when_it_pays(found._replace(exit_rates=found.exit_rates._replace(pays=changed)))
    assert len(said.split()) <= 25
    assert "model" in said


def test_figures_carry_their_numbers(found: Fragility) -> None:
    """Each figure says what it found, has a text alternative, and the numbers behind it."""
    for draw in (
        fragility_months.departures,
        fragility_rates.exit_rates,
        fragility_exits.kinds_of_exit,
    ):
        drawn = draw(found)
        assert drawn.sentence
        assert "simulation error" in drawn.alt or "±" in drawn.alt
        assert len(drawn.table.rows) >= len(found.arms)
        assert all(len(row) == len(drawn.table.columns) for row in drawn.table.rows)


def test_tables_have_a_row_for_each_finding(found: Fragility) -> None:
    """Departures by arm, month and outcome; rates by arm, rate and outcome."""
    rows = {table.name: len(table.rows) for table in tables_of(found)}
    arms, months = len(found.arms), len(found.departures.months)
    assert rows["departures"] == arms * months * len(LOOKED_AT)
    assert rows["exit_rates"] == (arms - 1) * 2 * len(LOOKED_AT)
    assert rows["arms"] == arms


@pytest.mark.usefixtures("engine")
@pytest.mark.slow
def test_what_never_starts_loses_nothing() -> None:
    """Where nobody would ever start, no departure costs anything, and the study says so."""
    found = fragility(
        small(decisions__sponsor_bar=1, time__horizon=60), runs=20, every=24, rates=(0.1,)
    )
    assert found.launched == 0.0
    assert all(one.pair.difference == 0.0 for one in found.departures.each)
    assert all(words.of_100(one.pool) == "–" for one in found.alike)
    assert sentences(found)
    assert fragility_months.departures(found).sentence


@pytest.mark.usefixtures("engine")
@pytest.mark.slow
def test_a_population_is_studied_like_an_organisation() -> None:
    """Members of a population are lived through with the same arms."""
    found = fragility(Population.load("reference"), runs=20, every=60, rates=(0.2,))
    assert found.population
    assert [arm.posts for arm in found.arms] == [1, 2, 3]
    assert "within each organisation" in words.equal(found)[0]


@pytest.mark.parametrize(
    ("scenario", "more", "said"),
    [
        (small(people__champions=0), {}, "has no champion"),
        (small(time__horizon=30), {}, "is too short"),
        (eager(), {"runs": 3}, "too few organisations"),
        (eager(), {"every": 0}, "is not a number of months"),
        (eager(), {"rates": (0.2, 0.1)}, "cannot be compared"),
        (eager(), {"rates": ()}, "cannot be compared"),
    ],
)
def test_what_cannot_be_studied_is_said_in_a_sentence(
    scenario: Scenario, more: dict[str, object], said: str
) -> None:
    """No champion, a horizon too short, numbers that cannot be: one clear sentence."""
    with pytest.raises(BadInput, match=said) as caught:
        fragility(scenario, **more)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
