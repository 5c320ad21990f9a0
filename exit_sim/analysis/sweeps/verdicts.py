"""Whether a setting matters is said in plain words, with luck taken off and many settings asked."""

from enum import StrEnum
from math import nan, sqrt
from typing import NamedTuple

from exit_sim.analysis.sweeps.contrasts import quantile
from exit_sim.analysis.sweeps.met import Floats

HARDLY = 0.01
"""The share of the variance of settings below which a setting hardly matters."""


class Verdict(StrEnum):
    """What is said of a setting."""

    MATTERS = "matters"
    HARDLY = "hardly matters"
    NOT_CLEAR = "not distinguishable from zero"


class Ratio(NamedTuple):
    """A sum of single contributions as a share of the whole, and its half-width, 95 %.

    ``together`` is the half-width that holds for all settings at once; ``clear`` whether the sum
    itself is above nought by so much. Where the whole cannot be told from nought there is no share.
    """

    value: float
    half_width: float
    together: float
    clear: bool


def squared(values: Floats) -> Floats:
    """The square of a mean over lucks, (..., lucks), without what luck adds to a square.

    It is the mean product of two different lucks. A square of a mean of few lucks is larger than
    the square of what they have in common; of one luck alone nothing can be taken off.

    >>> import numpy as np
    >>> float(squared(np.array([1.0, -1.0]))), float(squared(np.array([2.0, 2.0])))
    (-1.0, 4.0)
    """
    return product(values, values)


def product(one: Floats, other: Floats) -> Floats:
    """The product of two means over lucks, alike: one luck here with another there."""
    lucks = one.shape[-1]
    found: Floats = one.sum(axis=-1) * other.sum(axis=-1)
    if lucks > 1:
        found = (found - (one * other).sum(axis=-1)) / (lucks * (lucks - 1))
    return found


def ratio(parts: Floats, wholes: Floats, alike: int) -> Ratio:
    """Put the mean of contributions over the mean of wholes; one of each for each base sample.

    The error is that of a ratio of means, by its linear part; base samples count as independent,
    which is on the safe side where they are spread evenly. ``alike`` is how many settings are asked
    at once: with hundreds of them, some would seem to matter by chance.
    """
    count, mean, whole = len(parts), float(parts.mean()), float(wholes.mean())
    one, many = quantile(count - 1), quantile(count - 1, alike)
    clear = mean > many * float(parts.std(ddof=1)) / sqrt(count)
    if not whole > one * float(wholes.std(ddof=1)) / sqrt(count):
        return Ratio(nan, nan, nan, clear)
    share = mean / whole
    error = float((parts - share * wholes).std(ddof=1)) / (whole * sqrt(count))
    return Ratio(share, one * error, many * error, clear)


def verdict(found: Ratio) -> Verdict:
    """Say whether a setting matters.

    >>> verdict(Ratio(0.3, 0.1, 0.2, True)), verdict(Ratio(0.3, 0.2, 0.4, False))
    (<Verdict.MATTERS: 'matters'>, <Verdict.NOT_CLEAR: 'not distinguishable from zero'>)
    """
    if not found.clear:
        return Verdict.NOT_CLEAR
    return Verdict.HARDLY if found.value + found.together < HARDLY else Verdict.MATTERS
