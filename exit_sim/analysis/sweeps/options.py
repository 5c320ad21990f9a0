"""What came of each option over all points, and at each of them."""

from typing import NamedTuple

import numpy as np

from exit_sim.analysis.sweeps.contrasts import Estimate, contrast
from exit_sim.analysis.sweeps.met import Floats, Met
from exit_sim.analysis.sweeps.shares import settled
from exit_sim.twins.pairs import HIGH, LOW, Paired, Z, paired


class Range(NamedTuple):
    """From the 10th to the 90th percentile of points' means, as far as luck does not make it.

    ``holds`` is the share of points with the sign of the mean over all.
    """

    low: float
    high: float
    holds: float


class Level(NamedTuple):
    """One outcome under one option: over how many runs, its mean, spread, and range over points."""

    option: str
    runs: int
    missing: int
    mean: Estimate
    low_spread: float
    high_spread: float
    points: Range


class Compared(NamedTuple):
    """An option against no change, pair by pair, over all points.

    The simulation error of ``pair`` reckons with lucks that all points share.
    """

    option: str
    pair: Paired
    points: Range


def level(met: Met, number: int) -> Level:
    """Say what came of one outcome under one option."""
    values = met.values[:, :, number]
    known = values[~np.isnan(values)]
    low, high = np.percentile(known, (LOW, HIGH)) if len(known) else (np.nan, np.nan)
    mean = contrast(met._replace(drawn=False), values, [(1, np.ones(met.points, bool))])
    return Level(
        met.options[number],
        len(known),
        values.size - len(known),
        mean,
        float(low),
        float(high),
        over_points(values, mean.value),
    )


def compared(met: Met, number: int) -> Compared:
    """Compare an option with no change by the same luck."""
    before, after = met.values[:, :, 0], met.values[:, :, number]
    pair = paired(met.outcome, before.ravel(), after.ravel())
    differences = after - before
    if met.points > 1 and met.replicates > 1:
        every = [(1, np.ones(met.points, bool))]
        error = contrast(met._replace(drawn=False), differences, every).half_width
        both = ~np.isnan(differences)
        apart = float(before[both].var() + after[both].var()) if both.any() else np.nan
        pair = pair._replace(simulation=error, independent=Z * Z * apart / (error * error))
    return Compared(met.options[number], pair, over_points(differences, pair.difference))


def over_points(values: Floats, mean: float) -> Range:
    """How far points' means lie apart, drawn together by what luck adds to that."""
    known = values[~np.isnan(values).all(axis=1)]
    if len(known) < 2:
        return Range(np.nan, np.nan, np.nan)
    means = np.nanmean(known, axis=1)
    centre = means.mean()
    means = centre + settled(known) * (means - centre) if values.shape[1] > 1 else means
    low, high = np.percentile(means, (LOW, HIGH))
    return Range(float(low), float(high), float((np.sign(means) == np.sign(mean)).mean()))


class AtPoints(NamedTuple):
    """One option at every point, (points,): runs or pairs, means, and their simulation errors.

    Under no change differences are missing.
    """

    runs: Floats
    mean: Floats
    half_width: Floats
    pairs: Floats
    difference: Floats
    difference_half_width: Floats
    helped: Floats
    harmed: Floats


def at_points(met: Met, number: int) -> AtPoints:
    """Say what came of an option at each point by itself."""
    outcome = met.outcome
    values = met.values[:, :, number]
    runs, mean, _ = _each(values, outcome.matters)
    error = _each(values - mean[:, None], outcome.matters)[2]
    missing = np.full(met.points, np.nan)
    if not number:
        return AtPoints(runs, mean, error, *[missing] * 5)
    apart = values - met.values[:, :, 0]
    pairs, difference, off = _each(apart, outcome.matters)
    shares = [missing, missing]
    if outcome.good:
        count = np.where(pairs > 0, pairs, np.nan)
        better = apart * outcome.good >= outcome.matters
        worse = -apart * outcome.good >= outcome.matters
        shares = [better.sum(axis=1) / count, worse.sum(axis=1) / count]
    return AtPoints(runs, mean, error, pairs, difference, off, *shares)


def _each(values: Floats, matters: float) -> tuple[Floats, Floats, Floats]:
    """Number, mean and half-width of each row; see :func:`exit_sim.twins.pairs.half_width`."""
    known = ~np.isnan(values)
    runs = known.sum(axis=1).astype(float)
    there = np.where(known, values, 0.0)
    total, count = there.sum(axis=1), runs + 2.0
    square = ((there * there).sum(axis=1) + 2.0 * matters * matters) / count
    error = Z * np.sqrt(np.maximum(0.0, square - (total / count) ** 2) / count)
    some = runs > 0
    mean = np.where(some, total / np.maximum(runs, 1.0), np.nan)
    return runs, mean, np.where(some, error, np.nan)
