"""From which exit rate on does sharing pay: from some rate, at every one, at none, or unclear."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """What a curve of differences over exit rates says."""

    EVERY = "pays at every rate"
    FROM = "pays from some rate on"
    BETWEEN = "pays at some rates, and no longer at higher ones"
    NEVER = "never pays"
    UNRESOLVED = "unresolved"


class Crossing(NamedTuple):
    """Where a curve of differences comes to lie above nought, beyond its simulation error.

    ``low`` and ``high`` bracket the rate: the last at which the difference was not above nought,
    and the first at which it is so by more than its error. ``at`` is where the line between
    neighbours meets nought. ``until`` is the last rate at which sharing clearly pays, unless it
    does to the end.
    """

    verdict: Verdict
    low: float | None = None
    high: float | None = None
    at: float | None = None
    until: float | None = None


def crossing(
    rates: Sequence[float],
    differences: Sequence[float],
    errors: Sequence[float],
    matters: float,
) -> Crossing:
    """Find from which rate on a difference is above nought by more than its simulation error.

    It has to stay so at every higher rate. Where it is so at none, *never* needs an upper end of
    the error below the smallest difference that ``matters`` at every rate; *no longer* needs the
    same, or no difference above nought, at the higher rates. Else it is unresolved.

    >>> crossing([0, 0.1, 0.2, 0.3], [-0.1, -0.02, 0.06, 0.1], [0.03] * 4, 0.05)[1:4]
    (0.1, 0.2, 0.125)
    >>> crossing([0, 0.1], [-0.1, 0.0], [0.03] * 2, 0.05).verdict.value
    'never pays'
    """
    clear = [d - e > 0.0 for d, e in zip(differences, errors, strict=True)]
    if not any(clear):
        small = all(d + e < matters for d, e in zip(differences, errors, strict=True))
        return Crossing(Verdict.NEVER if small else Verdict.UNRESOLVED)
    last = len(clear) - 1 - clear[::-1].index(True)
    first = last
    while first > 0 and clear[first - 1]:
        first -= 1
    verdict = Verdict.FROM if first else Verdict.EVERY
    if last < len(clear) - 1:
        above = zip(differences[last + 1 :], errors[last + 1 :], strict=True)
        small = all(d + e < matters or d <= 0.0 for d, e in above)
        verdict = Verdict.BETWEEN if small else Verdict.UNRESOLVED
    if first == 0:
        return Crossing(verdict, None, rates[0], None, _until(verdict, rates[last]))
    below = first - 1
    while below >= 0 and differences[below] > 0.0:
        below -= 1
    if below < 0:
        return Crossing(verdict, rates[0], rates[first], None, _until(verdict, rates[last]))
    here, there = differences[below], differences[below + 1]
    at = rates[below] + (rates[below + 1] - rates[below]) * (-here) / (there - here)
    return Crossing(verdict, rates[below], rates[first], at, _until(verdict, rates[last]))


def _until(verdict: Verdict, last: float) -> float | None:
    return last if verdict in {Verdict.BETWEEN, Verdict.UNRESOLVED} else None
