"""What the targets identify and what they leave free; and what each target does, by dropping it."""

from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.calibration.sets import Scores
from exit_sim.analysis.calibration.targets import Target, targets
from exit_sim.analysis.calibration.waves import FITS, shares
from exit_sim.scenario.population import Population
from exit_sim.twins.accepted import free

USUAL = 0.95
"""Share of times in which chance alone moves no setting at all so far."""


class Moved(NamedTuple):
    """How far the accepted sets have moved a setting from where it was drawn.

    ``low``, ``middle`` and ``high`` are the 10th, 50th and 90th percentile as shares of its range,
    0.1, 0.5 and 0.9 where nothing was learned. ``distance`` is the largest gap between the two
    distributions (Kolmogorov and Smirnov's), ``chance`` what it reaches by chance in the most moved
    of all settings, in one of twenty times. ``identified`` where it lies beyond that.
    """

    name: str
    low: float
    middle: float
    high: float
    distance: float
    chance: float

    @property
    def identified(self) -> bool:
        """Whether the targets say anything of it that chance does not."""
        return self.distance > self.chance


class Dropped(NamedTuple):
    """Which share of the first wave's sets meet a target, all the others, and all of them."""

    target: Target
    meet: float
    without: float
    all: float


class Together(NamedTuple):
    """Which share of the first wave's sets meet each of two targets, and both."""

    one: Target
    other: Target
    meet_one: float
    meet_other: float
    both: float


def moved(population: Population, numbers: NDArray[np.int64]) -> list[Moved]:
    """Compare accepted sets with sets as they are drawn, the most moved setting first."""
    where = shares(population, numbers)
    chance = _by_chance(len(numbers), where.shape[1])
    found = []
    for name, column in zip(free(population), where.T, strict=True):
        low, middle, high = np.percentile(column, (10, 50, 90))
        found.append(Moved(name, float(low), float(middle), float(high), _distance(column), chance))
    return sorted(found, key=lambda one: -one.distance)


def dropped(first: Scores) -> list[Dropped]:
    """Say what each target does among sets as they come, a share of them each."""
    every = aimed_at()
    return [
        Dropped(
            target,
            meet=_share(first, [target]),
            without=_share(first, [other for other in every if other is not target]),
            all=_share(first, every),
        )
        for target in every
    ]


def together(first: Scores) -> list[Together]:
    """Say how often sets as they come meet two targets at once, the rarest two first."""
    found = [
        Together(
            one,
            other,
            meet_one=_share(first, [one]),
            meet_other=_share(first, [other]),
            both=_share(first, [one, other]),
        )
        for one, other in combinations(aimed_at(), 2)
    ]
    return sorted(found, key=lambda each: each.both)


def aimed_at() -> list[Target]:
    """The targets by which sets are accepted."""
    return [target for target in targets() if target.accepts]


def _share(first: Scores, wanted: list[Target]) -> float:
    return float((first.implausibility(wanted) <= FITS).mean())


def _distance(values: NDArray[np.float64]) -> float:
    """The largest gap between the distribution of shares and an even one."""
    from scipy.stats import kstest

    return float(kstest(values, "uniform").statistic)


def _by_chance(sets: int, settings: int) -> float:
    """How far the most moved of so many settings goes where sets are drawn as they come."""
    from scipy.stats import kstwo

    return float(kstwo.ppf(USUAL ** (1.0 / settings), sets))
