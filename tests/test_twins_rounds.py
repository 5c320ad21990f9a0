"""Rounds: as many pairs as the precision takes, and an interval that keeps its word."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exit_sim.ensemble.jobs import Job
from exit_sim.errors import BadInput
from exit_sim.results.many import journeys_of
from exit_sim.scenario import Scenario
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS
from exit_sim.twins.rounds import FIRST, check, ends
from exit_sim.twins.study import study
from paired_studies import BETTER, by_luck, lives_by, units

STUDIES = 2000


@given(st.integers(1, 200_000))
def test_rounds_double_to_the_last_pair(last: int) -> None:
    """Rounds end at 128, 256 and so on, and at the number asked for, whichever says it."""
    rounds = list(ends(runs=last))
    assert rounds == list(ends(cap=last))
    assert rounds[-1] == last
    assert rounds[:-1] == [FIRST * 2**number for number in range(len(rounds) - 1)]


@pytest.mark.parametrize("runs", [0, -1])
def test_no_pairs_are_no_study(runs: int) -> None:
    """A study of no pairs is refused in one sentence."""
    with pytest.raises(BadInput, match=rf"^runs = {runs} is not a number of pairs; allowed: 1"):
        study(units(), [BETTER], runs=runs)


@pytest.mark.parametrize("precision", [0.0, -0.01, 1.01, 1e-5, nan, inf])
def test_a_precision_that_cannot_be_is_refused(precision: float) -> None:
    """Zero, negative, endless or finer than any cap: one sentence that says what is allowed."""
    with pytest.raises(BadInput, match=r"^--precision = .* allowed: a number from 0\.0001 to 1"):
        check(precision)


def test_a_precision_out_of_reach_is_unresolved_at_the_cap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the cap comes first, the study says that its precision was not reached."""
    lives_by(monkeypatch, by_luck)
    found = study(units(), [BETTER], precision=0.001, cap=300)
    assert (found.pairs, found.precise) == (300, False)


def test_the_finer_the_precision_the_more_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs never become fewer as precision becomes finer, and what is reached is reached."""
    lives_by(monkeypatch, by_luck)
    counted = []
    for precision in (0.2, 0.1, 0.07, 0.05, 0.035):
        found = study(units(), [BETTER], precision=precision)
        assert found.precise
        assert found.paired(BY_COLUMN[GOVERNS]).simulation <= precision
        counted.append(found.pairs)
    assert counted == sorted(counted)
    assert counted[0] == FIRST
    assert counted[-1] > FIRST


def test_a_study_stops_only_after_a_complete_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """However soon it would do, as many pairs are met as a round has."""
    lives_by(monkeypatch, by_luck)
    assert study(units(), [], precision=1.0).pairs == FIRST
    for precision in (0.06, 0.04):
        assert study(units(), [BETTER], precision=precision).pairs in set(ends())


def test_what_no_pair_knows_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the horizon hides the outcome that governs, no pairs are run in vain."""
    lives_by(monkeypatch, lambda jobs: np.full(len(jobs), nan))
    found = study(units(), [BETTER], precision=0.01)
    assert (found.pairs, found.precise) == (FIRST, None)


def _covered(monkeypatch: pytest.MonkeyPatch, pool: np.ndarray, precision: float) -> float:
    """Run studies that draw their pairs from a pool: how often the interval holds its mean.

    ``pool`` is (pairs, 2): no change and the option. Studies run through all rounds as any does.
    """
    rng = np.random.default_rng(20_240)
    truth = float((pool[:, 1] - pool[:, 0]).mean())
    lives_by(monkeypatch, lambda jobs: pool[rng.integers(len(pool), size=len(jobs) // 2)].T.ravel())
    covered = 0
    for _ in range(STUDIES):
        found = study(units(), [BETTER], [BY_COLUMN[GOVERNS]], precision=precision)
        of = found.paired(BY_COLUMN[GOVERNS])
        covered += abs(of.difference - truth) <= of.simulation
    return covered / STUDIES


def _null(helped_and_harmed: float) -> np.ndarray:
    """Pairs of which as many are helped as harmed, as a share of all."""
    number = round(10_000 * helped_and_harmed / 2)
    kinds = [[0.0, 1.0]] * number + [[1.0, 0.0]] * number
    kinds += [[1.0, 1.0], [0.0, 0.0]] * (5_000 - number)
    return np.array(kinds)


@pytest.mark.slow
@pytest.mark.parametrize(("differ", "precision"), [(0.4, 0.1), (0.2, 0.04), (0.1, 0.02)])
def test_the_interval_covers_as_often_as_it_says(
    monkeypatch: pytest.MonkeyPatch, differ: float, precision: float
) -> None:
    """Where single journeys change and none on average, 95 ± 2.5 % of 2,000 intervals hold zero.

    By chance it would fail in fewer than one of 10⁶ draws of the studies where coverage is 95 %.
    """
    assert abs(_covered(monkeypatch, _null(differ), precision) - 0.95) <= 0.025


@pytest.mark.slow
@pytest.mark.parametrize("precision", [0.05, 0.03, 0.02])
def test_where_pairs_rarely_differ_the_interval_covers_more_often_than_it_says(
    monkeypatch: pytest.MonkeyPatch, precision: float
) -> None:
    """Where 3 of 100 pairs are helped and 3 harmed, at least 92.5 % of 2,000 intervals hold zero.

    The two further pairs of the half-width weigh more the fewer differ, so that coverage may lie
    above 97.5 %: at a coarse precision it does.
    """
    assert _covered(monkeypatch, _null(0.06), precision) >= 0.925


@pytest.mark.slow
@pytest.mark.parametrize(("helped", "precision"), [(0.004, 0.02), (0.01, 0.02), (0.12, 0.05)])
def test_where_some_are_helped_and_none_harmed_the_interval_does_not_collapse(
    monkeypatch: pytest.MonkeyPatch, helped: float, precision: float
) -> None:
    """A first round in which hardly any pair differs by chance does not pass for certainty.

    The last is the worst case that was found, in which 92 of 100 intervals hold the truth; by
    chance it would fall below 89 in fewer than one of 10⁶ draws of the studies.
    """
    number = round(10_000 * helped)
    pool = np.array([[0.0, 1.0]] * number + [[0.0, 0.0]] * (10_000 - number))
    assert _covered(monkeypatch, pool, precision) >= 0.89


@pytest.mark.slow
@pytest.mark.usefixtures("engine")
def test_the_interval_covers_for_journeys_that_were_lived(monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is for real twins: the champion stays or not, and a coin says which is the option.

    By the coin each difference is as likely as its opposite, so that on average there is none.
    """
    here = Scenario.load("champion_leaves_pilot")
    there = here.changed("champion_stays")
    jobs = [Job(side, seed) for side in (here, there) for seed in range(1, 2049)]
    came = journeys_of(jobs, [GOVERNS])[GOVERNS].reshape(2, -1).T
    came = came[~np.isnan(came).any(axis=1)]
    assert (came[:, 0] != came[:, 1]).mean() > 0.2, "twins of which none differ would show nothing"
    pool = np.concatenate([came, came[:, ::-1]])
    assert abs(_covered(monkeypatch, pool, 0.06) - 0.95) <= 0.025
