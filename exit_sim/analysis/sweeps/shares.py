"""How much of the variation between runs is settings, and how much is luck."""

from math import nan, sqrt
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.sweeps.contrasts import quantile
from exit_sim.analysis.sweeps.met import Floats, Met, Subject

NOTHING = 1e-15
"""A variance below which nothing varies but what was lost in reckoning."""


class Shares(NamedTuple):
    """Shares of the variance between runs, which add up to 1; NaN where nothing varies.

    ``settings``: points differ in what they lead to on average. ``luck``: a luck is good or bad at
    every point alike. ``turned``: a luck that is good at one point is bad at another. ``error`` is
    the simulation error of the share of settings, and ``whole`` the variance between runs.
    """

    option: str
    what: str
    whole: float
    settings: float
    luck: float
    turned: float
    error: float

    @property
    def lucks(self) -> float:
        """The share of luck, alike at every point or not."""
        return self.luck + self.turned


class Parts(NamedTuple):
    """Variances of points, of lucks, and of what is left; as they are estimated, below 0 too."""

    points: float
    lucks: float
    rest: float


def components(values: Floats) -> Parts:
    """Take variances apart, (points, replicates), from products of runs that share one or neither.

    Every point meets the same lucks, so this is a crossed layout: taking all that is within a point
    for noise, as one does where lucks differ, would take too much off the variance of points. With
    nothing missing these are the estimates of a two-way analysis of variance by moments, without
    bias; runs that are missing drop out.

    Source: Searle, Casella and McCulloch 1992, Variance Components, chapter 5; for products of
    pairs Koch 1967, Technometrics 9(1).

    >>> import numpy as np
    >>> found = components(np.array([[0.0, 0.0], [1.0, 1.0]]))
    >>> found.points, found.lucks, found.rest
    (0.5, 0.0, 0.0)
    """
    return _parts(*_sums(values))


_Sums = tuple[Floats, Floats, Floats, Floats, float]


def _sums(values: Floats) -> _Sums:
    """Sums and counts by point and by luck of what is known, and the sum of squares."""
    known = ~np.isnan(values)
    count = int(known.sum())
    mean = float(np.nansum(values)) / count if count else 0.0
    there = np.where(known, values - mean, 0.0)
    by_point, by_luck = there.sum(axis=1), there.sum(axis=0)
    return by_point, known.sum(axis=1), by_luck, known.sum(axis=0), float((there * there).sum())


def _parts(
    by_point: Floats, points: Floats, by_luck: Floats, lucks: Floats, square: float
) -> Parts:
    count, total = float(points.sum()), float(by_point.sum())
    of_points, of_lucks = float((by_point**2).sum()), float((by_luck**2).sum())
    pairs_of_points = float((points * (points - 1.0)).sum())
    pairs_of_lucks = float((lucks * (lucks - 1.0)).sum())
    others = count * count - float((points**2).sum()) - float((lucks**2).sum()) + count
    if min(pairs_of_points, pairs_of_lucks, others) <= 0.0:
        return Parts(nan, nan, nan)
    same_point = (of_points - square) / pairs_of_points
    same_luck = (of_lucks - square) / pairs_of_lucks
    neither = (total * total - of_points - of_lucks + square) / others
    return Parts(
        same_point - neither,
        same_luck - neither,
        square / count - same_point - same_luck + neither,
    )


def shares(subject: Subject) -> Shares:
    """Say how much of the variance between runs is settings, and how much luck.

    A variance that is estimated below nought counts as none. The error is that of lucks, by leaving
    each of them out in turn (jackknife).
    """
    values = subject.values
    whole, *of_whole = _shares(components(values))
    replicates = values.shape[1]
    error = nan
    if replicates > 2 and whole > 0.0:
        left = np.array([_shares(parts)[1] for parts in _each_left_out(values)])
        left = left[~np.isnan(left)]
        if len(left) > 1:
            off = float(((left - left.mean()) ** 2).sum()) * (len(left) - 1) / len(left)
            error = min(1.0, quantile(len(left) - 1) * sqrt(off))
    of_settings, of_luck, of_turned = of_whole
    return Shares(subject.option, subject.what, whole, of_settings, of_luck, of_turned, error)


def _each_left_out(values: Floats) -> list[Parts]:
    """Variances without each luck in turn."""
    by_point, points, by_luck, lucks, square = _sums(values)
    known = ~np.isnan(values)
    mean = float(np.nanmean(values)) if known.any() else 0.0
    there = np.where(known, values - mean, 0.0)
    found = []
    for one in range(values.shape[1]):
        rest = np.arange(values.shape[1]) != one
        found.append(
            _parts(
                by_point - there[:, one],
                points - known[:, one],
                by_luck[rest],
                lucks[rest],
                square - float((there[:, one] ** 2).sum()),
            )
        )
    return found


def _shares(parts: Parts) -> tuple[float, float, float, float]:
    """The whole, and the share of each part."""
    if np.isnan(parts).any():
        return nan, nan, nan, nan
    settings, luck, turned = (max(0.0, part) for part in parts)
    whole = settings + luck + turned
    if not whole > NOTHING:
        return 0.0, nan, nan, nan
    return whole, settings / whole, luck / whole, turned / whole


def settled(values: Floats) -> float:
    """By how much means of points are to be drawn together, so that they differ by settings alone.

    Each mean is of few lucks, so that means differ by luck too; how much that adds is known.
    """
    parts = components(values)
    settings = max(0.0, parts.points)
    noise = max(0.0, parts.rest) / values.shape[1]
    if not settings + noise > 0.0:
        return 1.0
    return sqrt(settings / (settings + noise))


def all_shares(met: Met) -> list[Shares]:
    """Take apart the level under no change, and what each option changes."""
    return [shares(subject) for subject in met.subjects()]
