"""What a proposition comes to: one number with a sign, from twins, and how sure luck leaves it."""

from collections.abc import Callable, Mapping, Sequence
from math import isnan, nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.propositions.formula_text import compiled
from exit_sim.analysis.propositions.proposition import Estimand
from exit_sim.twins.pairs import Z

Columns = Mapping[str, NDArray[np.float64]]
"""Outcome columns of the units under one option, aligned with those under every other."""

Sums = NDArray[np.float64]
"""Sums of powers that a summary is made of: one row a unit or group of units, (…, MOMENTS)."""

GROUPS = 64
"""Groups of units that are left out one by one; units of a group stand next to one another."""

MOMENTS = 8
_ONE, _Y, _Y2, _Y3, _Y4, _X, _X2, _XY = range(MOMENTS)


class Estimate(NamedTuple):
    """What an estimand comes to: the levels of its options, the effect, its simulation error.

    ``simulation`` is the half-width of a 95 % interval over units by the jackknife; ``units`` how
    many counted under every option. NaN where nothing is known.
    """

    levels: tuple[float, ...]
    effect: float
    simulation: float
    units: int


def estimate(of: Estimand, columns: Mapping[str, Columns]) -> Estimate:
    """Estimate from units that were lived under every option by the same luck.

    A unit that is missing under one option counts under none: twins are compared in pairs. Where an
    estimand says among whom, each option has its own denominator, since that is what it asks.

    Source: the delete-a-group jackknife, Kott 2001, Journal of Official Statistics 17(4).
    """
    sums = [moments(of, columns[option]) for option in of.options]
    if not of.among:
        whole = np.logical_and.reduce([each[:, _ONE] > 0.0 for each in sums])
        sums = [np.where(whole[:, None], each, 0.0) for each in sums]
    units = int(min((each[:, _ONE] > 0.0).sum() for each in sums))
    total = [each.sum(axis=0) for each in sums]
    effect = effect_of(of, [level(of, each) for each in total])
    return Estimate(
        tuple(level(of, each) for each in total),
        effect,
        _half_width(of, sums, total, effect),
        units,
    )


def moments(of: Estimand, columns: Columns) -> Sums:
    """Give each unit's part in the sums, (units, moments); nothing where it does not count."""
    y = compiled(of.of)(columns)
    x = compiled(of.per)(columns) if of.per else np.ones_like(y)
    counts = ~(np.isnan(y) | np.isnan(x))
    if of.among:
        counts &= compiled(of.among)(columns) == 1.0
    y, x = np.where(counts, y, 0.0), np.where(counts, x, 0.0)
    parts = [counts.astype(np.float64), y, y**2, y**3, y**4, x, x * x, x * y]
    return np.stack(parts, axis=1)


def level(of: Estimand, sums: Sums) -> float:
    """Sum up what an option came to."""
    number = sums[_ONE]
    if number <= 0.0:
        return nan
    if of.summary == "mean":
        return float(sums[_Y] / sums[_X]) if sums[_X] > 0.0 else nan
    mean = sums[_Y] / number
    spread = sums[_Y2] / number - mean * mean
    if spread <= 1e-12:
        return 0.0 if of.summary == "spread" else nan
    if of.summary == "spread":
        return float(np.sqrt(spread))
    if of.summary == "bimodality":
        return _bimodality(sums / number, float(mean), float(spread))
    middle = sums[_X] / number
    other = sums[_X2] / number - middle * middle
    if other <= 1e-12:
        return nan
    return float((sums[_XY] / number - mean * middle) / np.sqrt(spread * other))


def _bimodality(of: Sums, mean: float, spread: float) -> float:
    """Sarle's coefficient: 5/9 for evenly spread values, 1 for two points, 1/3 for a bell."""
    third = of[_Y3] - 3.0 * mean * of[_Y2] + 2.0 * mean**3
    fourth = of[_Y4] - 4.0 * mean * of[_Y3] + 6.0 * mean**2 * of[_Y2] - 3.0 * mean**4
    skewness = third / spread**1.5
    return float((skewness**2 + 1.0) / (fourth / spread**2))


def effect_of(of: Estimand, levels: Sequence[float]) -> float:
    """Contrast the levels of options."""
    return CONTRASTS[of.contrast](of, levels)


def _difference(_of: Estimand, levels: Sequence[float]) -> float:
    return levels[0] - levels[1]


def _ratio(_of: Estimand, levels: Sequence[float]) -> float:
    return levels[0] / levels[1] - 1.0 if levels[1] != 0.0 else nan


def _interaction(_of: Estimand, levels: Sequence[float]) -> float:
    return (levels[0] - levels[1]) - (levels[2] - levels[3])


def _slope(of: Estimand, levels: Sequence[float]) -> float:
    at = np.array(of.at) - np.mean(of.at)
    return float(at @ np.array(levels) / (at @ at))


def _shape(of: Estimand, levels: Sequence[float]) -> float:
    """How far the middle lies above the straight line between the ends."""
    at = np.array(of.at) if of.at else np.arange(len(levels), dtype=np.float64)
    line = np.interp(at[1:-1], [at[0], at[-1]], [levels[0], levels[-1]])
    return float(np.mean(np.array(levels[1:-1]) - line))


def _level(of: Estimand, levels: Sequence[float]) -> float:
    return levels[0] - of.against


CONTRASTS: Mapping[str, Callable[[Estimand, Sequence[float]], float]] = {
    "difference": _difference,
    "ratio": _ratio,
    "interaction": _interaction,
    "slope": _slope,
    "shape": _shape,
    "level": _level,
}


def _half_width(of: Estimand, sums: list[Sums], total: list[Sums], effect: float) -> float:
    """How sure luck leaves an effect: groups of units are left out one by one."""
    groups = min(GROUPS, len(sums[0]))
    if groups < 2 or isnan(effect):
        return nan
    of_group = np.arange(len(sums[0])) * groups // len(sums[0])
    parts = [np.zeros((groups, MOMENTS)) for _ in sums]
    for part, each in zip(parts, sums, strict=True):
        np.add.at(part, of_group, each)
    without = np.array(
        [
            effect_of(of, [level(of, t - p[g]) for t, p in zip(total, parts, strict=True)])
            for g in range(groups)
        ]
    )
    known = without[~np.isnan(without)]
    if len(known) < 2:
        return nan
    variance = (len(known) - 1) / len(known) * float(((known - known.mean()) ** 2).sum())
    return Z * float(np.sqrt(variance))
