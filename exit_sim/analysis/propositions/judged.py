"""A proposition is judged at a level: by the estimand that decides, and by its other ways."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.propositions.estimates import Estimate, estimate
from exit_sim.analysis.propositions.levels import Level, of_a_form
from exit_sim.analysis.propositions.lived import Under
from exit_sim.analysis.propositions.proposition import Estimand, Proposition
from exit_sim.analysis.propositions.verdicts import Shares, Verdict, of_many, of_one
from exit_sim.twins.pairs import Z
from exit_sim.twins.ranges import range_of, shrunk

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


class Rival(NamedTuple):
    """What the estimand that decides came to under one rival form, at a few of the sets."""

    form: str
    found: Estimate
    verdict: Verdict


class Rivals(NamedTuple):
    """How far the effect moves over rival forms, luck taken off, and what each came to.

    ``usual`` is the effect at the same sets without any of them; it lies in the range as well.
    """

    usual: Estimate
    low: float
    high: float
    forms: tuple[Rival, ...]


class Judged(NamedTuple):
    """What a proposition came to at a level: the finding that decides, and its other ways.

    ``rivals`` are there at the plausible level alone.
    """

    proposition: Proposition
    level: Level
    findings: tuple[Finding, ...]
    sets: int
    units: int
    rivals: Rivals | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict in the model, by the estimand that decides."""
        return self.findings[0].verdict


def judged(
    proposition: Proposition,
    level: Level,
    under: Under,
    sets: int,
    forms: Mapping[str, range] = MappingProxyType({}),
) -> Judged:
    """Judge a proposition from what was lived through; the first ``sets`` points are sets.

    ``forms`` says at which points each rival form was tried.
    """
    first = next(iter(next(iter(under.values())).values()))
    findings = tuple(finding(each, under, range(sets)) for each in proposition.estimands)
    came = _rivals(proposition.estimands[0], under, sets, forms) if any(forms.values()) else None
    return Judged(proposition, level, findings, sets, first.shape[1], came)


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


def _rivals(of: Estimand, under: Under, sets: int, forms: Mapping[str, range]) -> Rivals:
    """Compare rival forms at the sets that they were tried at, with none of them there."""
    usual = estimate(of, _together(under, of_a_form(sets)))
    every = [estimate(of, _together(under, points)) for points in forms.values()]
    effects = np.array([each.effect for each in every])
    errors = np.array([each.simulation / Z for each in every])
    ends = range_of(np.append(shrunk(effects, errors**2), usual.effect), 0.0, (0.0, 100.0))
    named = zip(forms, every, strict=True)
    tried = tuple(Rival(form, each, of_one(of, each)) for form, each in named)
    return Rivals(usual, ends.low, ends.high, tried)


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
