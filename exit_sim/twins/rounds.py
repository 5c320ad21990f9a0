"""How many pairs are enough: looked at after fixed doubling rounds, never in between."""

from collections.abc import Iterator
from math import isfinite

from exit_sim.errors import BadInput

FIRST = 128
"""Pairs in the first round: enough for the half-width itself to be known to about a tenth."""

CAP = 16_384
"""Pairs after which what is still unresolved is called so."""

FINEST = 1e-4


def ends(runs: int | None = None, cap: int = CAP) -> Iterator[int]:
    """Give how many pairs each round ends with: doubling from the first, up to a number or the cap.

    A decision rests on complete rounds alone. As rounds double there are few looks, and as the
    half-width counts two further pairs that differ (see :mod:`exit_sim.twins.pairs`) a first
    round in which hardly any differ by chance does not stop a study; a test over 2,000 studies
    holds the interval's coverage.

    >>> list(ends(cap=1000)), list(ends(runs=300))
    ([128, 256, 512, 1000], [128, 256, 300])
    """
    last, number = runs or cap, FIRST
    while number < last:
        yield number
        number *= 2
    yield last


def check(precision: float) -> None:
    """Refuse a precision that no number of journeys can have."""
    if not (isfinite(precision) and FINEST <= precision <= 1.0):
        problem = "is not a half-width that can be asked for"
        allowed = f"allowed: a number from {FINEST:g} to 1, as of a share"
        raise BadInput(problem, key="--precision", value=precision, allowed=allowed)
