"""What the targets identify and what they leave free; and what each target does, by dropping it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.calibration.sets import Scores
from exit_sim.analysis.calibration.targets import Target, targets
from exit_sim.analysis.calibration.waves import FITS, shares
from exit_sim.draws import Luck, Stream, key_of, uniform
from exit_sim.scenario.population import Population
from exit_sim.twins.accepted import free

DRAWN_AGAIN = 400
"""Times that as many sets are drawn as they come, to see how far chance alone goes."""

USUAL = 95
"""Percentile of what chance alone does to the most moved of all settings."""


class Moved(NamedTuple):
    """How far the accepted sets have moved a setting from where it was drawn.

    ``low``, ``middle`` and ``high`` are the 10th, 50th and 90th percentile as shares of its range,
    0.1, 0.5 and 0.9 where nothing was learned. ``distance`` is the largest gap between the two
    distributions (Kolmogorov and Smirnov's), ``chance`` what it reaches by chance in the most moved
    of all settings. ``identified`` where it lies beyond that.
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
    """How many of the first wave's sets fit without a target, with it alone, and at all."""

    target: Target
    meet: float
    without: float
    alone: float


def moved(population: Population, numbers: NDArray[np.int64]) -> list[Moved]:
    """Compare accepted sets with sets as they are drawn, setting by setting, the most moved first."""
    where = shares(population, numbers)
    chance = _by_chance(len(numbers), where.shape[1])
    found = []
    for name, column in zip(free(population), where.T, strict=True):
        low, middle, high = np.percentile(column, (10, 50, 90))
        found.append(Moved(name, float(low), float(middle), float(high), _distance(column), chance))
    return sorted(found, key=lambda one: -one.distance)


def dropped(first: Scores) -> list[Dropped]:
    """Say what each target does among sets as they come, a share of them each."""
    every = [target for target in targets() if target.accepts]

    def share(wanted: list[Target]) -> float:
        return float((first.implausibility(wanted) <= FITS).mean())

    return [
        Dropped(
            target,
            meet=share([target]),
            without=share([other for other in every if other is not target]),
            alone=share(every),
        )
        for target in every
    ]


def _distance(values: NDArray[np.float64]) -> float:
    """The largest gap between the distribution of shares and an even one."""
    from scipy.stats import kstest

    return float(kstest(values, "uniform").statistic)


def _by_chance(sets: int, settings: int) -> float:
    """How far the most moved of so many settings goes where sets are drawn as they come."""
    key = key_of(sets)
    ranks = np.arange(1, sets + 1) / sets
    most = []
    for time in range(DRAWN_AGAIN):
        luck = Luck(key, 0, time, int(Stream.POPULATION))
        one = np.sort([uniform(luck, place) for place in range(sets)])
        most.append(np.max(np.maximum(ranks - one, one - ranks + 1 / sets)))
    # The most moved of many settings that are moved by chance alone, each as one of these.
    share = 100.0 * (USUAL / 100.0) ** (1.0 / settings)
    return float(np.percentile(most, share))
