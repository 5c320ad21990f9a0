"""A proposition is judged at a level: by the estimand that decides, and by its other ways."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.propositions.estimates import Estimate, estimate
from exit_sim.analysis.propositions.levels import Level
from exit_sim.analysis.propositions.lived import Under
from exit_sim.analysis.propositions.proposition import Estimand, Proposition
from exit_sim.analysis.propositions.verdicts import Shares, Verdict, of_many, of_one
from exit_sim.twins.pairs import Z
from exit_sim.twins.ranges import shrunk

LOW, HIGH = 10.0, 90.0


class Finding(NamedTuple):
    """What one estimand came to at a level.

    ``found`` is over all units of all sets; ``effects`` that of each set, freed of luck as far as
    it can be, and ``low`` and ``high`` their 10th and 90th percentile: the range over plausible
    settings, missing where there is one set. ``shares`` say in which share of sets it holds.
    """

    estimand: Estimand
    verdict: Verdict
    found: Estimate
    effects: NDArray[np.float64]
    low: float
    high: float
    shares: Shares


class Judged(NamedTuple):
    """What a proposition came to at a level: the finding that decides, and its other ways."""

    proposition: Proposition
    level: Level
    findings: tuple[Finding, ...]
    sets: int
    units: int

    @property
    def verdict(self) -> Verdict:
        """The verdict in the model, by the estimand that decides."""
        return self.findings[0].verdict


def judged(proposition: Proposition, level: Level, under: Under, sets: int) -> Judged:
    """Judge a proposition from what was lived through; the first ``sets`` points are sets."""
    first = next(iter(next(iter(under.values())).values()))
    findings = tuple(finding(each, under, range(sets)) for each in proposition.estimands)
    return Judged(proposition, level, findings, sets, first.shape[1])


def finding(of: Estimand, under: Under, points: Sequence[int]) -> Finding:
    """Judge one estimand over some points."""
    every = [estimate(of, at(under, point)) for point in points]
    if len(every) == 1:
        verdict = of_one(of, every[0])
        effects = np.array([every[0].effect])
        return Finding(of, verdict, every[0], effects, np.nan, np.nan, _one(verdict))
    whole = estimate(of, _together(under, points))
    errors = np.array([each.simulation / Z for each in every])
    effects = shrunk(np.array([each.effect for each in every]), errors**2)
    verdict, shares = of_many(of, effects, whole)
    known = effects[~np.isnan(effects)]
    low, high = np.percentile(known, (LOW, HIGH)) if len(known) else (np.nan, np.nan)
    return Finding(of, verdict, whole, effects, float(low), float(high), shares)


def at(under: Under, point: int) -> dict[str, dict[str, NDArray[np.float64]]]:
    """What came of the units of one point, by option and column."""
    return {
        option: {name: values[point] for name, values in columns.items()}
        for option, columns in under.items()
    }


def _together(under: Under, points: Sequence[int]) -> dict[str, dict[str, NDArray[np.float64]]]:
    """All units of some points, one after the other; a unit's twins stay its own."""
    rows = list(points)
    return {
        option: {name: values[rows].T.reshape(-1) for name, values in columns.items()}
        for option, columns in under.items()
    }


def _one(verdict: Verdict) -> Shares:
    """Of one set, it holds, is reversed, or is too small; nothing where it is unresolved."""
    if verdict == Verdict.UNRESOLVED:
        return Shares(np.nan, np.nan, np.nan)
    words = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NEGLIGIBLE)
    return Shares(*(float(verdict == word) for word in words))
