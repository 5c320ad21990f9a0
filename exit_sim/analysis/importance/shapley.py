"""How much of the variance each group accounts for, shared fairly where groups act together."""

from functools import cache
from math import factorial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.importance.groups import GROUPS, INGREDIENTS
from exit_sim.analysis.importance.mixed import MIXES, Outcomes
from exit_sim.draws import Luck, Stream, key_of, uniform_compiled

RESAMPLES = 400
"""Times that pairs are drawn again, for intervals."""

RESOLVED = 0.975
"""Share of times drawn again in which one has to lie above another, for their order to be known."""

WHOLE = MIXES - 1


class Range(NamedTuple):
    """A value and the 95 % interval that luck leaves it, over pairs drawn again."""

    value: float
    low: float
    high: float


class Ranked(NamedTuple):
    """What each group accounts for in a phase.

    ``shares`` are Shapley effects over what all groups account for together, so that they sum to 1;
    ``settings`` is how much of all variation between runs that is: the rest is luck. ``missing`` is
    the share of runs whose outcome is not seen. ``again`` holds the ingredients' shares each time
    that pairs were drawn again, (times, ingredients), the same pairs in every phase.
    """

    phase: str
    shares: dict[str, Range]
    settings: Range
    mean: float
    missing: float
    again: NDArray[np.float64]

    def order(self) -> list[str]:
        """The ingredients, the one that accounts for most first."""
        return sorted(INGREDIENTS, key=lambda name: -self.shares[name].value)

    def above(self, one: str, other: str) -> bool:
        """Whether one ingredient accounts for more than another, beyond simulation error."""
        first, second = (list(INGREDIENTS).index(name) for name in (one, other))
        return bool(np.mean(self.again[:, first] > self.again[:, second]) >= RESOLVED)


def ranked(outcomes: Outcomes) -> list[Ranked]:
    """Share the variance between groups, phase by phase, from every mix of pairs of organisations.

    Two runs of a pair that have the groups S in common, and nothing else, covary by what S accounts
    for. All mixes that do are taken together; a run whose outcome is missing is left out of them.

    Source: Shapley effects, Owen 2014, SIAM/ASA Journal on Uncertainty Quantification 2(1); by
    covariances of runs that share some inputs, Sobol' 1993.
    """
    drawn = _drawn_again(len(next(iter(outcomes.values()))))
    return [_ranked(phase, values, drawn) for phase, values in outcomes.items()]


def _ranked(phase: str, values: NDArray[np.float64], drawn: NDArray[np.float64]) -> Ranked:
    known = ~np.isnan(values)
    mean = float(values[known].mean()) if known.any() else np.nan
    sums, counts = _products(np.where(known, values - mean, 0.0), known.astype(np.float64))
    parts = _shares(sums.sum(axis=0), counts.sum(axis=0))
    again = _shares(drawn @ sums, drawn @ counts)
    ranges = [Range(float(part), *_ends(again[:, at])) for at, part in enumerate(parts)]
    return Ranked(
        phase=phase,
        shares=dict(zip(GROUPS, ranges, strict=False)),
        settings=ranges[-1],
        mean=mean,
        missing=float(1.0 - known.mean()),
        again=again[:, : len(INGREDIENTS)],
    )


def agreement(one: Ranked, other: Ranked) -> Range:
    """Give Kendall's tau between the orders of ingredients in two phases: 1 where they are one."""
    from scipy.stats import kendalltau

    def tau(a: Any, b: Any) -> float:
        return float(kendalltau(a, b).statistic)

    values = [[each.shares[name].value for name in INGREDIENTS] for each in (one, other)]
    again = np.array([tau(a, b) for a, b in zip(one.again, other.again, strict=True)])
    return Range(tau(*values), *_ends(again))


def _products(
    values: NDArray[np.float64], known: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each pair and each set of groups, the products of runs that have just it in common.

    Gives their sums, and how many there are of which neither side is missing. Values are about
    their mean, nought where missing, (pairs, lucks, mixes). The last column is the square of a run.
    """
    every = np.arange(MIXES)
    found = []
    for each in (values, known):
        sums = np.empty((len(each), MIXES + 1))
        of_mix = each.sum(axis=1)
        for common in range(WHOLE):
            sums[:, common] = (of_mix[:, every] * of_mix[:, every ^ WHOLE ^ common]).sum(axis=1)
        sums[:, WHOLE] = each.prod(axis=1).sum(axis=1)
        sums[:, MIXES] = (each * each).sum(axis=(1, 2))
        found.append(sums)
    return found[0], found[1]


def _shares(sums: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each group's share of what all account for, and that as a share of all variance."""
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums / counts
        known = means - means[..., :1]
        total, variance = known[..., WHOLE : WHOLE + 1], known[..., MIXES:]
        parts = np.where(total > 0.0, known[..., :MIXES] @ _weights() / total, np.nan)
        of_all = np.where(variance > 0.0, total / variance, np.nan)
    return np.concatenate([parts, of_all], axis=-1)


@cache
def _weights() -> NDArray[np.float64]:
    """What a group adds to others, over every order in which groups may come: (sets, groups)."""
    number = len(GROUPS)
    found = np.zeros((MIXES, number))
    for group in range(number):
        for before in range(MIXES):
            if not before >> group & 1:
                size = before.bit_count()
                weight = factorial(size) * factorial(number - 1 - size) / factorial(number)
                found[before | 1 << group, group] += weight
                found[before, group] -= weight
    return found


def _drawn_again(pairs: int) -> NDArray[np.float64]:
    """How often each pair is drawn, time after time: (times, pairs); alike for as many pairs."""
    times: Any = np.arange(RESAMPLES)[:, None]
    places: Any = np.arange(pairs)[None, :]
    luck = Luck(key_of(pairs), times, places, int(Stream.POPULATION))
    which = (np.asarray(uniform_compiled(luck, 0)) * pairs).astype(np.int64)
    return np.array([np.bincount(row, minlength=pairs) for row in which], np.float64)


def _ends(values: NDArray[np.float64]) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    low, high = np.percentile(known, (2.5, 97.5)) if len(known) else (np.nan, np.nan)
    return float(low), float(high)
