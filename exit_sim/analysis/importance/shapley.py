"""How much of the variance each group accounts for, shared fairly where groups act together."""

from itertools import combinations
from math import factorial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.importance.groups import GROUPS, INGREDIENTS
from exit_sim.analysis.importance.mixed import AGAIN, MIXES

RESAMPLES = 400
"""Times that pairs are drawn again, for intervals."""

WHOLE = MIXES - 1


class Range(NamedTuple):
    """A value and the 95 % interval that luck leaves it, over pairs drawn again."""

    value: float
    low: float
    high: float


class Ranked(NamedTuple):
    """What each group accounts for in a phase.

    ``shares`` are Shapley effects over what all groups account for together, so that they sum to 1;
    ``settings`` is how much of all variation between runs that is: the rest is luck. ``pairs`` is
    how many pairs count, ``dropped`` how many miss an outcome.
    """

    phase: str
    shares: dict[str, Range]
    settings: Range
    pairs: int
    dropped: int
    again: NDArray[np.float64]

    def order(self) -> list[str]:
        """The ingredients, the most important first."""
        return sorted(INGREDIENTS, key=lambda name: -self.shares[name].value)


def ranked(phase: str, outcomes: NDArray[np.float64]) -> Ranked:
    """Share the variance between groups, from every mix of pairs of organisations, (pairs, runs).

    Two runs of a pair that have the groups S in common, and nothing else, covary by what S accounts
    for. All mixes that do are taken together.

    Source: Shapley effects, Owen 2014, SIAM/ASA Journal on Uncertainty Quantification 2(1); by
    covariances of runs that share some inputs, Sobol' 1993.
    """
    whole = outcomes[~np.isnan(outcomes).any(axis=1)]
    products = _products(whole)
    parts = _shares(products.mean(axis=0))
    again = np.array([_shares(products[rows].mean(axis=0)) for rows in _drawn_again(len(whole))])
    ranges = [Range(float(p), *_ends(again[:, place])) for place, p in enumerate(parts)]
    return Ranked(
        phase=phase,
        shares=dict(zip(GROUPS, ranges, strict=False)),
        settings=ranges[-1],
        pairs=len(whole),
        dropped=len(outcomes) - len(whole),
        again=again[:, : len(INGREDIENTS)],
    )


def agreement(one: Ranked, other: Ranked) -> Range:
    """Give Kendall's tau between the orders of ingredients in two phases: 1 where they are one.

    Pairs of the two phases are the same and are drawn again together.
    """
    from scipy.stats import kendalltau

    def tau(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
        return float(kendalltau(a, b).statistic)

    values = [np.array([each.shares[name].value for name in INGREDIENTS]) for each in (one, other)]
    again = np.array([tau(a, b) for a, b in zip(one.again, other.again, strict=True)])
    return Range(tau(*values), *_ends(again))


def _products(outcomes: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each pair and each set of groups, the mean product of runs that have just it in common.

    The last two columns are the mean square of a run and nothing in common squared away later.
    """
    found = np.empty((len(outcomes), MIXES + 1))
    every = np.arange(MIXES)
    for common in range(WHOLE):
        other = every ^ (WHOLE ^ common)
        found[:, common] = (outcomes[:, every] * outcomes[:, other]).mean(axis=1)
    ends = np.array(AGAIN)
    lived_twice = outcomes[:, ends] * outcomes[:, MIXES + np.arange(len(AGAIN))]
    found[:, WHOLE] = lived_twice.mean(axis=1)
    found[:, MIXES] = (outcomes * outcomes).mean(axis=1)
    return found


def _shares(products: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each group's share of what all account for, and that as a share of all variance."""
    known = products[:MIXES] - products[0]
    total, variance = known[WHOLE], products[MIXES] - products[0]
    found = [
        _effect(known, group) / total if total > 0.0 else np.nan for group in range(len(GROUPS))
    ]
    return np.array([*found, total / variance if variance > 0.0 else np.nan])


def _effect(known: NDArray[np.float64], group: int) -> float:
    """What a group adds to others, over every order in which groups may come."""
    number, found = len(GROUPS), 0.0
    others = [each for each in range(number) if each != group]
    for size in range(number):
        weight = factorial(size) * factorial(number - 1 - size) / factorial(number)
        for some in combinations(others, size):
            before = sum(1 << each for each in some)
            found += weight * float(known[before | 1 << group] - known[before])
    return found


def _drawn_again(pairs: int) -> NDArray[np.int64]:
    """Which pairs are drawn, time after time; alike for the same number of pairs."""
    from exit_sim.draws import Luck, Stream, key_of, uniform

    luck = [Luck(key_of(pairs), 0, time, int(Stream.POPULATION)) for time in range(RESAMPLES)]
    drawn = [[uniform(one, place) for place in range(pairs)] for one in luck]
    return (np.array(drawn).reshape(RESAMPLES, pairs) * pairs).astype(np.int64)


def _ends(values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.nanpercentile(values, (2.5, 97.5)) if len(values) else (np.nan, np.nan)
    return float(low), float(high)
