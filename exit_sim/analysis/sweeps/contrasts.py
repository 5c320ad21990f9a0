"""A mean over points, or the difference between two, and its simulation error under common luck."""

from collections.abc import Sequence
from math import hypot, nan, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.sweeps.met import Floats, Met
from exit_sim.twins.pairs import half_width

SURE = 0.975


class Estimate(NamedTuple):
    """A number, and the half-width of its simulation error, 95 %; NaN where there is none."""

    value: float
    half_width: float

    @property
    def clear(self) -> bool:
        """Whether it can be told from nought."""
        return abs(self.value) > self.half_width


Part = tuple[int, NDArray[np.bool_]]
"""A sign, and the points whose mean is added with it."""


def contrast(met: Met, values: Floats, parts: Sequence[Part], alike: int = 1) -> Estimate:
    """Add up means over points, each with its sign; ``values`` are (points, replicates).

    With several ``alike``, of which the largest is looked at, the error holds for all at once.

    All points meet the same lucks, so that runs of one replicate hang together: the error is taken
    from how the whole differs from luck to luck (Student's t), never as if runs were independent.
    Where hardly any run differs that would collapse; it is never less than what two further runs
    would make that differ by as much as matters, see :func:`exit_sim.twins.pairs.half_width`. Where
    points were drawn, other points might have been: that error is added, block by block. Of yes or
    no, no error is larger than 1.
    """
    known = [(sign, mask & ~np.isnan(values).all(axis=1)) for sign, mask in parts]
    fewest = min(int(mask.sum()) for _, mask in known)
    if not fewest:
        return Estimate(nan, nan)
    means = [(sign, mask, float(np.nanmean(values[mask]))) for sign, mask in known]
    whole = sum(sign * mean for sign, _, mean in means)
    error = _of_luck(values, known, met.outcome.matters / fewest, alike)
    if met.drawn:
        error = hypot(error, _of_points(met, values, means, alike))
    return Estimate(whole, min(error, 1.0) if met.outcome.flag else error)


def _of_luck(values: Floats, parts: Sequence[Part], matters: float, alike: int) -> float:
    """How far the whole may be off because the lucks were these."""
    with np.errstate(invalid="ignore"):
        by_luck = sum(sign * _mean(values[mask]) for sign, mask in parts)
    by_luck = np.asarray(by_luck)
    by_luck = by_luck[~np.isnan(by_luck)]
    count = len(by_luck)
    if count < 2:
        return nan
    error = quantile(count - 1, alike) * float(by_luck.std(ddof=1)) / sqrt(count)
    return max(error, half_width(by_luck - by_luck.mean(), matters))


def _mean(values: Floats) -> Floats:
    """The mean of each luck over points; missing where no point is known."""
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    found: Floats = np.where(count > 0, total / np.maximum(count, 1), nan)
    return found


def _of_points(
    met: Met, values: Floats, means: Sequence[tuple[int, NDArray[np.bool_], float]], alike: int
) -> float:
    """How far the whole may be off because the points were these; points of a block go together."""
    block = np.arange(len(values)) // met.block
    blocks = int(block[-1]) + 1
    if blocks < 2:
        return nan
    off = np.zeros(blocks)
    for sign, mask, mean in means:
        apart = np.nanmean(values[mask], axis=1) - mean
        off += sign * np.bincount(block[mask], apart, blocks) / int(mask.sum())
    return quantile(blocks - 1, alike) * sqrt(float((off * off).sum()) * blocks / (blocks - 1))


def quantile(freedom: int, alike: int = 1) -> float:
    """Student's quantile of a 95 % interval, or of so many intervals that hold together."""
    from scipy.stats import t

    return float(t.ppf(1.0 - (1.0 - SURE) / alike, freedom))
