"""Several who leave independently are seldom all gone; what makes them leave together undoes it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

YEARS = 3


class AllGone(NamedTuple):
    """In how many of all organisations everyone of so many is gone, if nobody is replaced.

    ``independent`` is p to the power of their number, p being how many single leaders are gone;
    ``correlated`` is what the same hazards make of it where they rise for all at once.
    """

    posts: int
    independent: float
    correlated: float


def all_gone(yearly: float, posts: int, years: float = YEARS) -> float:
    """Say how many of all groups of leaders are gone, who leave independently and stay away.

    >>> [round(all_gone(0.2, posts), 2) for posts in (1, 2, 3, 4)]
    [0.45, 0.2, 0.09, 0.04]
    """
    return float(1.0 - np.exp(-yearly * years)) ** posts


def erosion(
    hazard: float, added: float, raised: NDArray[np.float64], most: int, months: int = 12 * YEARS
) -> tuple[AllGone, ...]:
    """Compare independent leaders with those whose leaving rises together, at one mean.

    ``raised`` are, for each organisation, how many of these months have raised exits; in them the
    monthly ``hazard`` is 1 + ``added`` times as high. Their own luck is averaged out, so that no
    simulation error but that of ``raised`` is left.
    """
    calm, hot = 1.0 - hazard, max(0.0, 1.0 - hazard * (1.0 + added))
    gone = 1.0 - calm ** (months - raised) * hot**raised
    return tuple(
        AllGone(posts, float(gone.mean()) ** posts, float((gone**posts).mean()))
        for posts in range(1, most + 1)
    )
