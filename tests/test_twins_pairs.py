"""Pairs: differences by the same luck, and how sure their mean is."""

from math import isnan, nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from exit_sim.results.journeys import outcome_columns
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS, OUTCOMES, Outcome
from exit_sim.twins.pairs import Paired, Z, half_width, paired
from exit_sim.twins.plausible import Plausible
from exit_sim.twins.ranges import Range
from exit_sim.twins.uncertainty import NAMES, uncertainties

Sides = tuple[Outcome, NDArray[np.float64], NDArray[np.float64]]
FLAG = BY_COLUMN["sustained_any"]
REACH = BY_COLUMN["reach_24_months_after_pilot"]


@st.composite
def sides(draw: st.DrawFn) -> Sides:
    """An outcome and what came of it under no change and under an option, some of it missing."""
    outcome = draw(st.sampled_from(OUTCOMES))
    number = st.sampled_from([0.0, 1.0]) if outcome.flag else st.floats(-1, 1, width=32)
    one = st.one_of(number, number, number, st.just(nan))
    pairs = draw(st.lists(st.tuples(one, one), min_size=1, max_size=60))
    before, after = np.array(pairs, np.float64).T
    return outcome, before, after


def test_every_outcome_is_a_column_of_journeys() -> None:
    """What twins are compared by is recorded of every journey, and one of them governs."""
    assert {outcome.column for outcome in OUTCOMES} <= set(outcome_columns())
    assert GOVERNS in BY_COLUMN
    assert all(outcome.matters > 0.0 for outcome in OUTCOMES)


@given(sides())
def test_swapping_the_options_turns_every_difference_round(given_sides: Sides) -> None:
    """What an option does against no change, no change undoes against the option."""
    outcome, before, after = given_sides
    there, back = paired(outcome, before, after), paired(outcome, after, before)
    assert there.pairs == back.pairs
    if there.pairs:
        assert there.difference == -back.difference
        assert there.simulation == back.simulation
        assert there.spread_low == pytest.approx(-back.spread_high, abs=1e-12)
        assert (there.no_change, there.option) == (back.option, back.no_change)
        if outcome.good:
            assert (there.helped, there.harmed) == (back.harmed, back.helped)


@given(sides(), st.integers(0, 2**32 - 1))
def test_the_order_of_pairs_changes_nothing(given_sides: Sides, shuffle: int) -> None:
    """Pairs are exchangeable."""
    outcome, before, after = given_sides
    order = np.random.default_rng(shuffle).permutation(len(before))
    one, other = paired(outcome, before, after), paired(outcome, before[order], after[order])
    assert one[1:] == pytest.approx(other[1:], abs=1e-12, nan_ok=True)


@given(sides())
def test_an_option_that_changes_nothing_differs_by_exactly_nothing(given_sides: Sides) -> None:
    """Twins that are the same differ by zero, correlate by one, and nobody is helped or harmed."""
    outcome, before, _ = given_sides
    found = paired(outcome, before, before.copy())
    if found.pairs:
        assert (found.difference, found.spread_low, found.spread_high) == (0.0, 0.0, 0.0)
        assert found.correlation == 1.0
        assert found.simulation > 0.0
        if outcome.good:
            assert (found.helped, found.harmed, found.unchanged) == (0.0, 0.0, 1.0)


@given(sides())
def test_each_pair_is_helped_harmed_or_unchanged_or_dropped(given_sides: Sides) -> None:
    """Shares add up to all pairs that count; a pair with a side missing is dropped and counted."""
    outcome, before, after = given_sides
    found = paired(outcome, before, after)
    assert found.pairs + found.dropped == len(before)
    assert found.dropped == int((np.isnan(before) | np.isnan(after)).sum())
    shares = (found.helped, found.harmed, found.unchanged)
    if found.pairs and outcome.good:
        assert sum(shares) == pytest.approx(1.0)
        assert all(0.0 <= share <= 1.0 for share in shares)
    else:
        assert all(map(isnan, shares))


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 400))
def test_yes_or_no_has_the_adjusted_interval_of_paired_proportions(
    alike: int, helped: int, harmed: int
) -> None:
    """The half-width is Bonett and Price's: one more pair each way, two more in all."""
    differences = np.repeat([0.0, 1.0, -1.0], [alike, helped, harmed])
    count = alike + helped + harmed
    up, down = (helped + 1) / (count + 2), (harmed + 1) / (count + 2)
    expected = Z * sqrt((up + down - (up - down) ** 2) / (count + 2))
    assert half_width(differences, 1.0) == pytest.approx(expected, rel=1e-12)


def test_an_adjusted_interval_worked_by_hand() -> None:
    """Of 20 pairs 6 are helped and 2 harmed: 7 and 3 of 22 differ, so 1.96 √(204 / 22³)."""
    differences = np.repeat([1.0, -1.0, 0.0], [6, 2, 12])
    assert half_width(differences, 1.0) == pytest.approx(0.27129, abs=5e-6)


@given(sides(), st.integers(2, 5))
def test_the_same_pairs_once_more_say_more(given_sides: Sides, times: int) -> None:
    """The more pairs of one make, the nearer their mean is known; their spread stays."""
    outcome, before, after = given_sides
    once = paired(outcome, before, after)
    again = paired(outcome, np.tile(before, times), np.tile(after, times))
    if once.pairs:
        assert again.simulation < once.simulation
        assert again.difference == pytest.approx(once.difference, abs=1e-12)
        assert again.helped == pytest.approx(once.helped, nan_ok=True)


@given(st.integers(1, 10_000))
def test_no_pair_that_differs_is_no_certainty(count: int) -> None:
    """Where no pair differs the interval still reaches the most that so many pairs can hide."""
    width = half_width(np.zeros(count), 1.0)
    assert width > 2.7 / (count + 2)
    assert width < 1.97


@pytest.mark.parametrize(
    ("column", "fewer_helps"),
    [("months_to_start", True), ("harmed_24", True), ("reach_24_months_after_pilot", False)],
)
def test_which_way_is_good_is_the_outcomes_own(column: str, fewer_helps: bool) -> None:
    """A sooner start and less harm help; less reach harms."""
    outcome = BY_COLUMN[column]
    found = paired(outcome, np.array([10.0, 10.0]), np.array([1.0, 10.0]))
    assert (found.helped, found.harmed) == ((0.5, 0.0) if fewer_helps else (0.0, 0.5))


def test_savings_help_nobody() -> None:
    """Money spent is compared and never counted as help or harm."""
    found = paired(BY_COLUMN["cost"], np.array([3.0, 2.0]), np.array([1.0, 2.0]))
    assert found.difference == -1.0
    assert isnan(found.helped)
    assert isnan(found.harmed)


def test_less_than_matters_is_unchanged() -> None:
    """A journey is helped from the smallest difference that matters on, not before."""
    small = REACH.matters * 0.9
    found = paired(REACH, np.zeros(4), np.array([small, -small, 2 * small, -2 * small]))
    assert (found.helped, found.harmed, found.unchanged) == (0.25, 0.25, 0.5)


def test_without_common_luck_as_many_journeys_would_do_as_were_paired() -> None:
    """Two sides of independent luck gain nothing by being paired; alike ones gain much."""
    rng = np.random.default_rng(5)
    before, after = (rng.random((2, 4096)) < 0.4).astype(np.float64)
    apart = paired(FLAG, before, after)
    assert apart.independent == pytest.approx(4096, rel=0.06)
    assert abs(apart.correlation) < 0.06
    alike = np.where(rng.random(4096) < 0.1, after, before)
    assert paired(FLAG, before, alike).independent > 4 * 4096


def test_a_study_in_which_nothing_counts_is_all_missing() -> None:
    """Where every pair misses a side there is no level, no difference and no interval."""
    found = paired(FLAG, np.array([nan, 1.0]), np.array([1.0, nan]))
    assert (found.pairs, found.dropped) == (0, 2)
    assert all(map(isnan, found[3:-1]))
    assert found.plausible is None
    name, widest = uncertainties(found).widest
    assert name == NAMES[1]
    assert isnan(widest.width)


def _found() -> Paired:
    return paired(FLAG, np.zeros(400), np.repeat([0.0, 1.0], [300, 100]))


def test_what_was_not_computed_is_said() -> None:
    """Without plausible settings and rival forms, those two are named as not computed."""
    known = uncertainties(_found())
    assert known.not_computed == NAMES[2:]
    assert known.widest[0] == "simulation error"
    assert (known.simulation.low + known.simulation.high) / 2 == pytest.approx(0.25)


@pytest.mark.parametrize(("settings", "forms", "widest"), [(0.3, 0.2, 2), (0.2, 0.3, 3), (0, 0, 1)])
def test_the_widest_computed_speaks(settings: float, forms: float, widest: int) -> None:
    """The headline takes the widest about the mean; luck of single journeys does not compete."""
    column = FLAG.column
    over = Plausible(
        {column: Range(0.2, 0.2 + settings, 1.0)}, {column: Range(0.2, 0.2 + forms, 1.0)}, 64, 9
    )
    known = uncertainties(_found(), over)
    assert known.not_computed == ()
    assert known.widest == (NAMES[widest], known[widest])
    assert known.spread.width == 1.0
