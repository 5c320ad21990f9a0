"""What a design can tell apart: simulation error to expect, beside what differs in a sample."""

from collections.abc import Iterator
from math import nan, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.sweep.plan import Plan
from exit_sim.sweep.sampled import Sample
from exit_sim.sweep.sampling import FACTORIAL, HYPERCUBE, MORRIS, ONE_AT_A_TIME, SOBOL
from exit_sim.twins.outcomes import BY_COLUMN, Outcome
from exit_sim.twins.pairs import Z

A_FACTOR = 10
"""Points of a Latin hypercube for each factor, at least.

Source: Loeppky, Sacks and Welch 2009, Choosing the sample size of a computer experiment: a
practical guide, Technometrics 51(4).
"""

TRAJECTORIES = 10
"""Of Morris's method, at least.

Source: Campolongo, Cariboni and Saltelli 2007, An effective screening design for sensitivity
analysis of large models, Environmental Modelling & Software 22(10).
"""

FIRST_EFFECTS = 1000
"""Base samples from which first effects of single factors are known to about ±0.06."""

FEWEST = 4
"""Points of a sample from which the spread between points is estimated."""


class Resolution(NamedTuple):
    """What simulation error to expect of one outcome, as the sample has it.

    ``options`` says that it is of paired differences from no change, the least precise option's;
    else it is of each point's own mean. ``widths`` are half-widths by replicates, at the end of
    each round. ``enough`` is the first end that is precise enough, where a precision was asked for.
    """

    outcome: Outcome
    options: bool
    widths: dict[int, float]
    enough: int | None


def resolution(plan: Plan, found: Sample) -> Resolution | None:
    """Estimate the simulation error of the outcome that governs, if it is ever there."""
    asked = plan.design.replicates
    outcome = BY_COLUMN[asked.outcome]
    values = found.outcomes.get(outcome.column)
    variance = _variance(_compared(values)) if values is not None else nan
    if np.isnan(variance):
        return None
    ends = [each.last for each in plan.rounds]
    widths = {end: half_width(variance, end, outcome.matters) for end in ends}
    enough = [end for end, width in widths.items() if width <= (asked.precision or 0.0)]
    return Resolution(outcome, len(plan.design.options) > 1, widths, min(enough, default=None))


def half_width(variance: float, number: int, matters: float) -> float:
    """Give the half-width to expect of a mean of so many, as pairs are reckoned with.

    >>> round(half_width(0.0, 62, 1.0), 4), round(half_width(0.25, 400, 1.0), 3)
    (0.0433, 0.049)
    """
    count = number + 2
    return Z * sqrt((number * variance + 2.0 * matters * matters) / count / count)


def warnings(plan: Plan, found: Sample, expected: Resolution | None) -> Iterator[str]:
    """Say where a design cannot tell what it asks for."""
    yield from _too_few(plan)
    asked = plan.design.replicates
    if expected is None:
        yield f"{asked.outcome} was not there in the sample, so that its precision is not known."
    else:
        if asked.precision is not None and expected.enough is None:
            last, width = list(expected.widths.items())[-1]
            yield (
                f"At the cap of {last:,} replicates {asked.outcome} is known to ±{width:.2g},"
                f" not to ±{asked.precision:g}."
            )
        yield from _alike(plan, found, expected)
    yield from _missing(found)
    if found.failed:
        yield f"{found.failed:,} of {found.runs:,} runs of the sample failed."


def _too_few(plan: Plan) -> Iterator[str]:
    """Hold the size of a design beside what its kind takes."""
    design = plan.design
    factors, number = len(design.names), int((design.problem or {}).get("n", plan.points))
    if design.kind == HYPERCUBE and number < A_FACTOR * factors:
        yield (
            f"{number:,} points are few for {factors} factors:"
            f" a Latin hypercube takes {A_FACTOR * factors:,} or more."
        )
    if design.kind == MORRIS and number < TRAJECTORIES:
        yield f"{number} trajectories are few: Morris's method takes {TRAJECTORIES} or more."
    if design.kind == SOBOL and number < FIRST_EFFECTS:
        yield (
            f"{number:,} base samples of {factors} factors: first effects are known to about"
            f" ±{Z / sqrt(number):.2f}, and smaller ones cannot be told from none."
        )


def _alike(plan: Plan, found: Sample, expected: Resolution) -> Iterator[str]:
    """Name what lies closer together in the sample than simulation error will let one see."""
    values, name = found.outcomes[expected.outcome.column], expected.outcome.column
    number = expected.enough or list(expected.widths)[-1]
    width = expected.widths[number]
    if expected.options:
        means = _means(_compared(values).reshape(-1, values.shape[2] - 1))
        labels = [option.label for option in plan.design.options[1:]]
        close = [label for label, mean in zip(labels, means, strict=True) if abs(mean) < width]
        if close:
            yield (
                f"Closer to no change in {name} than ±{width:.2g} in the sample: {_some(close)}."
                f" At one point {number:,} replicates may not tell them from none."
            )
    each = values[:, :, :1]
    if len(each) < FEWEST:
        return
    luck, between = _variance(each), _between(each)
    apart = Z * sqrt(_variance(np.diff(each, axis=0)) / number)  # points share their lucks
    if np.isnan(luck) or np.isnan(apart):
        return
    typical = sqrt(2.0 * between)
    if plan.design.kind in {FACTORIAL, ONE_AT_A_TIME} and typical < apart:
        yield (
            f"Two points differ in {name} by {typical:.2g}, typically, and by up to {apart:.2g} by"
            " luck alone: read effects over many points, not one point."
        )
    if plan.design.kind in {SOBOL, MORRIS} and luck / number > between:
        share = luck / number / (between + luck / number)
        yield (
            f"{share:.0%} of what points differ by in {name} is luck at {number:,} replicates:"
            " more replicates would tell more than more points."
        )


def _missing(found: Sample) -> Iterator[str]:
    gone = [name for name, values in found.outcomes.items() if np.isnan(values).mean() > 0.5]
    if gone:
        yield f"Missing in most runs of the sample, as when nothing began: {_some(gone)}."


def _compared(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Options as they differ from no change, by the same luck; else the values themselves."""
    return values[:, :, 1:] - values[:, :, :1] if values.shape[2] > 1 else values


def _variance(values: NDArray[np.float64]) -> float:
    """What luck does at a point: the largest option's variance, over points."""
    there = np.sum(~np.isnan(values), axis=1)
    if values.shape[1] < 2 or not (there > 1).any():
        return nan
    squares = np.nansum((values - _keep(values)) ** 2, axis=1)
    free = np.maximum(there - 1, 0)
    known = free.sum(axis=0) > 0
    return float((squares.sum(axis=0)[known] / free.sum(axis=0)[known]).max())


def _keep(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over replicates."""
    there = np.maximum(np.sum(~np.isnan(values), axis=1, keepdims=True), 1)
    means: NDArray[np.float64] = np.nansum(values, axis=1, keepdims=True) / there
    return means


def _means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of columns; 0 where nothing is known, which is close to no change."""
    there = np.maximum(np.sum(~np.isnan(values), axis=0), 1)
    means: NDArray[np.float64] = np.nansum(values, axis=0) / there
    return means


def _between(values: NDArray[np.float64]) -> float:
    """What points differ by, beyond what luck makes of their means in the sample."""
    means = _keep(values)[:, 0, 0]
    luck = _variance(values) / max(1, values.shape[1])
    return max(0.0, float(np.var(means, ddof=1)) - luck) if len(means) > 1 else 0.0


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown
