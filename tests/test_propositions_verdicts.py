"""Verdicts follow from estimates alone: any of the five could have come out."""

from collections.abc import Sequence
from math import nan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exit_sim.analysis.propositions.estimates import GROUPS, Estimate, estimate
from exit_sim.analysis.propositions.knockouts import Fate, fate
from exit_sim.analysis.propositions.proposition import Estimand
from exit_sim.analysis.propositions.verdicts import Verdict, of_many, of_one

BASE = Estimand(
    of="scaled",
    among="",
    per="",
    summary="mean",
    contrast="difference",
    options=("a", "b"),
    at=(),
    against=0.0,
    expected="positive",
    smallest=0.03,
    says="more reach another site under a than under b",
)
effects = st.floats(-1.0, 1.0)
errors = st.floats(0.0, 0.5)


def of_columns(*columns: Sequence[float]) -> dict[str, dict[str, np.ndarray]]:
    """What options a, b, … came to."""
    return {
        label: {"scaled": np.array(column, np.float64)}
        for label, column in zip("abcd", columns, strict=False)
    }


@given(effects, errors)
def test_one_estimate_has_one_verdict_and_its_mirror_image_the_mirrored_one(effect, error) -> None:
    """Expecting the reverse turns supported into contradicted, and leaves the others."""
    here = of_one(BASE, Estimate((), effect, error, 100))
    there = of_one(BASE._replace(expected="negative"), Estimate((), effect, error, 100))
    mirrored = {
        Verdict.SUPPORTED: Verdict.CONTRADICTED,
        Verdict.CONTRADICTED: Verdict.SUPPORTED,
    }
    assert there == mirrored.get(here, here)


@given(effects, errors, errors)
def test_more_runs_never_turn_a_verdict_into_its_reverse(effect, error, smaller) -> None:
    """Around one effect, a smaller error resolves what was open and changes nothing else."""
    assume(smaller <= error)
    wide = of_one(BASE, Estimate((), effect, error, 100))
    narrow = of_one(BASE, Estimate((), effect, smaller, 100))
    assert wide in {narrow, Verdict.UNRESOLVED}


def test_what_is_not_known_is_unresolved() -> None:
    """Nothing known is no verdict, however many sets there are."""
    nothing = Estimate((), nan, nan, 0)
    assert of_one(BASE, nothing) == Verdict.UNRESOLVED
    assert of_many(BASE, np.full(5, nan), nothing)[0] == Verdict.UNRESOLVED


@pytest.mark.parametrize(
    ("holds", "reverse", "verdict"),
    [
        (85, 0, Verdict.SUPPORTED),
        (0, 85, Verdict.CONTRADICTED),
        (10, 5, Verdict.NEGLIGIBLE),
        (50, 20, Verdict.CONDITIONAL),
    ],
)
def test_four_in_five_sets_decide(holds: int, reverse: int, verdict: Verdict) -> None:
    """Of a hundred sets, eighty must say the same; else it depends on settings."""
    every = np.array([0.1] * holds + [-0.1] * reverse + [0.0] * (100 - holds - reverse))
    found, shares = of_many(BASE, every, Estimate((), float(every.mean()), 0.001, 1000))
    assert found == verdict
    assert shares.holds + shares.reversed + shares.small == pytest.approx(1.0)
    assert shares.holds == holds / 100


def test_what_luck_leaves_open_of_all_sets_is_open() -> None:
    """Sets that just reach the smallest effect do not decide where luck could undo it."""
    every = np.full(100, 0.031)
    assert of_many(BASE, every, Estimate((), 0.031, 0.0005, 9))[0] == Verdict.SUPPORTED
    assert of_many(BASE, every, Estimate((), 0.031, 0.02, 9))[0] == Verdict.UNRESOLVED


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=200))
def test_a_difference_is_the_mean_difference_of_twins(pairs) -> None:
    """The effect of a difference of shares is the mean over pairs, exactly."""
    a, b = np.array(pairs, np.float64).T
    found = estimate(BASE, of_columns(a, b))
    assert found.effect == pytest.approx(float((a - b).mean()))
    assert found.units == len(pairs)
    swapped = estimate(BASE._replace(options=("b", "a")), of_columns(a, b))
    assert swapped.effect == pytest.approx(-found.effect)
    if len(pairs) <= GROUPS:  # one unit a group: the textbook error of a mean
        textbook = 1.959964 * float((a - b).std(ddof=1)) / np.sqrt(len(a))
        assert found.simulation == pytest.approx(textbook, abs=1e-6)


def test_a_unit_that_is_missing_under_one_option_counts_under_none() -> None:
    """A pair with one side missing is dropped."""
    found = estimate(BASE, of_columns([1.0, 0.0, nan], [0.0, 0.0, 1.0]))
    assert (found.effect, found.units) == (0.5, 2)


def test_among_whom_is_asked_of_each_option_for_itself() -> None:
    """A denominator that an option changes is that option's own."""
    columns = {
        "a": {"scaled": np.array([1.0, 0.0, 0.0]), "initiated": np.array([1.0, 1.0, 0.0])},
        "b": {"scaled": np.array([1.0, 0.0, 0.0]), "initiated": np.array([1.0, 0.0, 0.0])},
    }
    found = estimate(BASE._replace(among="initiated == 1"), columns)
    assert found.levels == (0.5, 1.0)


def test_each_contrast_is_what_it_says() -> None:
    """Worked by hand: ratio, interaction, slope, shape and level of four shares."""
    every = of_columns([1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0])
    four = ("a", "b", "c", "d")

    def effect(contrast: str, options: Sequence[str], **other: object) -> float:
        of = BASE._replace(contrast=contrast, options=tuple(options), **other)
        return estimate(of, every).effect

    assert effect("ratio", "ab") == pytest.approx(0.5)
    assert effect("interaction", four) == pytest.approx(0.0)
    assert effect("slope", four, at=(0.0, 1.0, 2.0, 3.0)) == pytest.approx(-0.25)
    assert effect("shape", "acb") == pytest.approx(0.25 - 0.625)
    assert effect("level", "a", against=0.5) == pytest.approx(0.25)


def test_two_peaks_are_told_from_one() -> None:
    """Sarle's coefficient lies above 5/9 for two points and below it for a bell."""
    of = BASE._replace(summary="bimodality", contrast="level", options=("a",), against=5 / 9)
    two = estimate(of, of_columns([0.0, 1.0] * 50))
    bell = np.array(
        [np.sum([(k * 7919 + j * 104729) % 997 for j in range(12)]) for k in range(500)]
    )
    one = estimate(of, of_columns(bell / bell.max()))
    assert two.effect == pytest.approx(4 / 9)
    assert one.effect < 0.0


def test_a_hazard_is_events_over_exposure() -> None:
    """With ``per`` a mean is a ratio of sums."""
    columns = {
        label: {"scaled": np.array(y), "cost": np.array([10.0, 30.0])}
        for label, y in (("a", [1.0, 1.0]), ("b", [1.0, 0.0]))
    }
    found = estimate(BASE._replace(per="cost"), columns)
    assert found.levels == (0.05, 0.025)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (0.10, 0.09, Fate.STAYS),
        (0.10, 0.04, Fate.WEAKENS),
        (0.10, 0.00, Fate.VANISHES),
        (0.10, -0.1, Fate.REVERSES),
        (0.00, 0.10, Fate.APPEARS),
        (0.00, 0.00, Fate.STAYS),
    ],
)
def test_what_becomes_of_a_finding(before: float, after: float, found: Fate) -> None:
    """Without a mechanism a finding stays, weakens, vanishes, reverses or appears."""
    whole, without = (Estimate((), effect, 0.005, 100) for effect in (before, after))
    assert fate(BASE, whole, without) == found


def test_what_luck_hides_is_open() -> None:
    """A fate is told only where luck lets it be said."""
    sure, unsure = Estimate((), 0.1, 0.005, 100), Estimate((), 0.03, 0.02, 100)
    assert fate(BASE, sure, unsure) == fate(BASE, unsure, sure) == Fate.OPEN


def test_less_than_half_is_weaker_even_where_it_may_be_too_small() -> None:
    """Where luck leaves open whether what is left is too small, it may still be surely weaker."""
    large, left = Estimate((), 0.5, 0.05, 100), Estimate((), 0.024, 0.026, 100)
    assert of_one(BASE, left) == Verdict.UNRESOLVED
    assert fate(BASE, large, left) == Fate.WEAKENS


def test_the_jackknife_holds_the_truth_as_often_as_it_says() -> None:
    """Of 2,000 studies of 192 pairs, about 95 in 100 intervals hold the mean.

    Chance alone leads beyond these ends less than once in a million.
    """
    held, luck = 0, np.random.default_rng(1)
    for _ in range(2000):
        draws = luck.random(192)
        found = estimate(BASE, of_columns(draws < 0.4, draws < 0.3))
        held += abs(found.effect - 0.1) <= found.simulation
    assert 1840 <= held <= 1955
