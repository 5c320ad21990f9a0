"""Over sets of settings: a range without luck's part, and none where sets are met too seldom."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS, OUTCOMES
from exit_sim.twins.pairs import paired
from exit_sim.twins.ranges import FEWEST, FEWEST_SETS, means_of, over_sets
from exit_sim.twins.uncertainty import NAMES, uncertainties

MANY = st.integers(FEWEST_SETS, 40)
ONE = st.floats(-1, 1, width=32)


@given(MANY, st.lists(ONE, min_size=FEWEST, max_size=24))
def test_sets_that_do_not_differ_have_no_range(sets: int, lives: list[float]) -> None:
    """Where the same comes of every set the range is a point, which is the mean."""
    values = np.repeat(lives, sets)
    found = over_sets(values, np.resize(np.arange(sets), len(values)))
    assert found is not None
    assert found.low == found.high == pytest.approx(values.mean(), abs=1e-12)


@given(st.lists(ONE, min_size=FEWEST_SETS, max_size=40), st.integers(FEWEST, 20))
def test_sets_without_luck_keep_all_of_their_range(means: list[float], each: int) -> None:
    """Where every organisation of a set lives alike the range is that of the sets' own means."""
    sets = np.resize(np.arange(len(means)), each * len(means))
    found = over_sets(np.array(means)[sets], sets)
    assert found is not None
    assert found[:2] == pytest.approx(tuple(np.percentile(means, (10, 90))), abs=1e-9)


@given(MANY, st.integers(1, 3 * FEWEST), st.randoms(use_true_random=False))
def test_a_range_takes_enough_of_each_set(sets: int, each: int, luck) -> None:
    """Below so many a set, or of fewer than three sets, no range is told."""
    values = np.array([luck.random() for _ in range(sets * each)])
    which = np.resize(np.arange(sets), len(values))
    assert (over_sets(values, which) is None) == (each < FEWEST)
    assert over_sets(values, which % (FEWEST_SETS - 1)) is None


@given(
    st.lists(st.tuples(ONE, st.integers(0, 12)), min_size=60, max_size=200),
    st.permutations(range(13)),
)
def test_names_and_order_of_sets_tell_nothing(
    lived: list[tuple[float, int]], names: list[int]
) -> None:
    """Called otherwise, or met in another order, sets give the same range."""
    values, sets = np.array([v for v, _ in lived]), np.array([s for _, s in lived])
    found, called = over_sets(values, sets), over_sets(values, np.array(names)[sets])
    turned = over_sets(values[::-1], sets[::-1])
    assert (found is None) == (called is None) == (turned is None)
    if found is not None and called is not None and turned is not None:
        assert called[:2] == pytest.approx(found[:2], abs=1e-9)
        assert turned[:2] == pytest.approx(found[:2], abs=1e-9)


def test_luck_is_taken_off_and_no_more() -> None:
    """Of 50 sets met 16 times, what is left is on average as wide as sets truly differ."""
    rng = np.random.default_rng(5)
    sets = np.resize(np.arange(50), 50 * 16)
    true, found, raw = [], [], []
    for _ in range(200):
        truth = rng.normal(0.1, 0.1, 50)
        values = truth[sets] + rng.normal(0.0, 0.3, len(sets))
        one = over_sets(values, sets)
        assert one is not None
        true.append(np.ptp(np.percentile(truth, (10, 90))))
        found.append(one.width)
        raw.append(np.ptp(np.percentile(means_of(values, sets)[0], (10, 90))))
    assert np.mean(found) == pytest.approx(np.mean(true), rel=0.06)
    assert np.mean(raw) > 1.15 * np.mean(true)


def test_what_is_mostly_missing_has_no_range() -> None:
    """Where more than half of the pairs miss a side, how far sets differ is not told."""
    values = np.resize([1.0, np.nan, np.nan], 3 * 240)
    sets = np.repeat(np.arange(10), 72)
    assert over_sets(values, sets) is None
    assert over_sets(np.where(np.isnan(values), 0.0, values), sets) is not None


@given(st.integers(3, 10))
def test_a_pair_carries_its_sets_range(sets: int) -> None:
    """The third uncertainty is that of the sets, where pairs were under some, and no other is."""
    which = np.resize(np.arange(sets), sets * FEWEST)
    before, after = np.zeros(len(which)), (which % 2).astype(float)
    for outcome in OUTCOMES:
        known = uncertainties(paired(outcome, before, after, which))
        assert known.plausible is not None
        assert known.plausible.low <= after.mean() <= known.plausible.high
        assert known.not_computed == (NAMES[3],)
        assert uncertainties(paired(outcome, before, after)).not_computed == NAMES[2:]


def test_the_widest_may_be_the_range_over_sets() -> None:
    """Where sets differ by more than few pairs leave open, the range over them is told first."""
    which = np.resize(np.arange(4), 4 * 200)
    after = (which % 2).astype(float)
    known = uncertainties(paired(BY_COLUMN[GOVERNS], np.zeros(len(which)), after, which))
    assert known.widest[0] == NAMES[2]
