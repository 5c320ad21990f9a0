"""A verdict is one of five words, always *in the model*: any of them could have come out."""

from enum import StrEnum
from math import isnan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.propositions.estimates import Estimate
from exit_sim.analysis.propositions.proposition import Estimand

ENOUGH = 0.8
"""In how large a share of sets a finding must hold, or fail, to be called so."""


class Verdict(StrEnum):
    """What the model says of a proposition."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    CONDITIONAL = "conditional"
    NEGLIGIBLE = "negligible"
    UNRESOLVED = "unresolved"


class Shares(NamedTuple):
    """In which share of sets a finding holds, is reversed, or is too small to matter."""

    holds: float
    reversed: float
    small: float


def signed(of: Estimand, effect: float) -> float:
    """An effect, counted positive in the direction that the proposition expects."""
    return effect if of.expected == "positive" else -effect


def of_one(of: Estimand, found: Estimate) -> Verdict:
    """Judge one estimate: unresolved where luck leaves open on which side of a bar it lies.

    >>> from exit_sim.analysis.propositions.proposition import Estimand
    >>> of = Estimand("scaled", "", "", "mean", "difference", ("a", "b"), (), 0.0, "positive",
    ...               0.03, "more scale")
    >>> [str(of_one(of, Estimate((), e, 0.01, 100))) for e in (0.08, -0.08, 0.0, 0.035)]
    ['supported', 'contradicted', 'negligible', 'unresolved']
    """
    effect, sure = signed(of, found.effect), found.simulation
    if isnan(sure):
        return Verdict.UNRESOLVED
    if effect - sure >= of.smallest:
        return Verdict.SUPPORTED
    if effect + sure <= -of.smallest:
        return Verdict.CONTRADICTED
    if -of.smallest < effect - sure and effect + sure < of.smallest:
        return Verdict.NEGLIGIBLE
    return Verdict.UNRESOLVED


def of_many(of: Estimand, effects: NDArray[np.float64], mean: Estimate) -> tuple[Verdict, Shares]:
    """Judge effects over many sets, each freed of luck as far as it can be.

    ``mean`` is the estimate over all of them together. What luck leaves open of it, it leaves open
    of every set: where the verdict would be another at either end of its simulation error, it is
    unresolved.
    """
    known = effects[~np.isnan(effects)]
    if not len(known) or isnan(mean.simulation):
        return Verdict.UNRESOLVED, Shares(np.nan, np.nan, np.nan)
    toward = known if of.expected == "positive" else -known
    shares = _shares(of, toward)
    verdict = _by(shares)
    ends = [_by(_shares(of, toward + sign * mean.simulation)) for sign in (-1.0, 1.0)]
    return (verdict if ends == [verdict, verdict] else Verdict.UNRESOLVED), shares


def _shares(of: Estimand, toward: NDArray[np.float64]) -> Shares:
    return Shares(
        float((toward >= of.smallest).mean()),
        float((toward <= -of.smallest).mean()),
        float((np.abs(toward) < of.smallest).mean()),
    )


def _by(shares: Shares) -> Verdict:
    words = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NEGLIGIBLE)
    for share, verdict in zip(shares, words, strict=True):
        if share >= ENOUGH:
            return verdict
    return Verdict.CONDITIONAL
