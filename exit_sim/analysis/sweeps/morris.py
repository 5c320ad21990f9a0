"""Morris screening: how much an outcome moves when one setting goes through its whole range."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any, NamedTuple

import numpy as np

from exit_sim.analysis.sweeps.met import Factor, Floats, Subject
from exit_sim.analysis.sweeps.verdicts import Verdict, ratio, squared

SEED, RESAMPLES = 1, 1000


class Screened(NamedTuple):
    """Elementary effects of one setting, in units of the outcome for its whole range.

    ``mean_absolute``, with the half-width of SALib's bootstrap, ``mean`` and ``deviation`` are of
    means over lucks; of words there is no direction and so no ``mean``. ``alone`` is the root of
    the mean squared effect without what luck adds, and the verdict rests on that square.
    """

    name: str
    mean_absolute: float
    mean_absolute_half_width: float
    mean: float
    deviation: float
    alone: float
    verdict: Verdict


class Morris(NamedTuple):
    """Effects on one subject over so many trajectories; those with a missing mean are dropped."""

    subject: Subject
    trajectories: int
    dropped: int
    each: tuple[Screened, ...]


def morris(subject: Subject, factors: Sequence[Factor], problem: Mapping[str, Any]) -> Morris:
    """Analyse one subject along the trajectories of a Morris design.

    All points meet the same lucks, so a setting that does nothing has no effect at all; one that
    merely turns lucks has effects that cancel out over many lucks, and a mean of absolute effects
    does not see that. So squares of effects are taken as in :mod:`exit_sim.analysis.sweeps.sobol`.

    Sources: Morris 1991, Technometrics 33(2); Campolongo, Cariboni and Saltelli 2007, Environmental
    Modelling & Software 22(10).
    """
    names, levels = list(problem["names"]), int(problem["levels"])
    step, lucks = len(names) + 1, subject.values.shape[1]
    runs = subject.values.reshape(-1, step, lucks)
    there = ~np.isnan(runs).any(axis=(1, 2))
    none = Morris(subject, int(there.sum()), int((~there).sum()), ())
    if there.sum() < 2:
        return none
    at = np.column_stack([_numbers(factor) for factor in factors]).reshape(-1, step, len(names))
    at, runs = at[there], runs[there]
    moves = np.diff(at, axis=1)
    which = np.abs(np.sign(moves)).argmax(axis=2)
    by_setting = np.argsort(which, axis=1)
    steps = np.take_along_axis(np.diff(runs, axis=1), by_setting[:, :, None], axis=1)
    length = levels / (2.0 * (levels - 1.0))
    said = _salib(at.reshape(-1, len(names)), runs.mean(axis=2).ravel(), names, levels)
    each = []
    for place, (name, factor) in enumerate(zip(names, factors, strict=True)):
        parts = squared(steps[:, place] / length)
        # squares have no whole of which they were a share, so none can be said to hardly matter
        clear = ratio(parts, np.ones(len(parts)), len(names)).clear
        absolute, off, mean, deviation = (
            float(said[key][place]) for key in ("mu_star", "mu_star_conf", "mu", "sigma")
        )
        each.append(
            Screened(
                name,
                absolute,
                off,
                np.nan if factor.words else mean,
                deviation,
                sqrt(max(0.0, float(parts.mean()))),
                Verdict.MATTERS if clear else Verdict.NOT_CLEAR,
            )
        )
    return none._replace(each=tuple(each))


def _numbers(factor: Factor) -> Floats:
    """Values as numbers: words by their order in the alphabet."""
    if not factor.words:
        return factor.values.astype(float)
    return np.unique(factor.values.astype(str), return_inverse=True)[1].astype(float)


def _salib(at: Floats, means: Floats, names: list[str], levels: int) -> Mapping[str, Any]:
    from SALib.analyze import morris as salib

    found: Mapping[str, Any] = salib.analyze(
        {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)},
        at,
        means,
        num_resamples=RESAMPLES,
        num_levels=levels,
        seed=SEED,
    )
    return found
