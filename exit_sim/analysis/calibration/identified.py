"""What the targets identify and what they leave free; and what each target does, by dropping it."""

from itertools import permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.calibration.sets import Scores
from exit_sim.analysis.calibration.targets import Target, aimed_at, targets
from exit_sim.analysis.calibration.waves import range_of, shares
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
    baseline: float
    low: float
    middle: float
    high: float
    distance: float
    chance: float

    @property
    def identified(self) -> bool:
        """Whether the targets say anything of it that chance does not."""
        return self.distance > self.chance

    @property
    def inside(self) -> bool:
        """Whether the baseline lies where most accepted sets do."""
        return self.low <= self.baseline <= self.high


class Dropped(NamedTuple):
    """Which share of the first wave's sets meet a target, all the others, and all of them.

    Values are read as they came, luck and all: few members met a set of the first wave. Of the
    rest some lie ``above`` its band and some ``below``, and some let nothing be seen of it.
    """

    target: Target
    meet: float
    above: float
    below: float
    without: float
    all: float


class Together(NamedTuple):
    """Which share of the first wave's sets meet each of two targets, and both.

    Of those that meet ``one``, some lie ``above`` and some ``below`` the band of the other.
    """

    one: Target
    other: Target
    meet_one: float
    meet_other: float
    both: float
    above: float
    below: float


def moved(population: Population, numbers: NDArray[np.int64]) -> list[Moved]:
    """Compare accepted sets with sets as they are drawn, the most moved setting first."""
    if not len(numbers):
        return []
    where = shares(population, numbers)
    chance = _by_chance(len(numbers), where.shape[1])
    found = []
    for name, column in zip(free(population), where.T, strict=True):
        low, middle, high = (float(one) for one in np.percentile(column, (10, 50, 90)))
        least, most = range_of(name)
        here = (float(population.base.given[name].value) - least) / (most - least)
        found.append(Moved(name, here, low, middle, high, _distance(column), chance))
    return sorted(found, key=lambda one: -one.distance)


def dropped(first: Scores) -> list[Dropped]:
    """Say what each target does among sets as they come, a share of them each."""
    every = aimed_at()
    found = []
    for target in every:
        above, below = _missed(first, target)
        found.append(
            Dropped(
                target,
                meet=_share(first, [target]),
                above=above,
                below=below,
                without=_share(first, [other for other in every if other is not target]),
                all=_share(first, every),
            )
        )
    return found


def together(first: Scores) -> list[Together]:
    """Say how often sets as they come meet two targets at once, the rarest two first."""
    found = []
    for one, other in permutations(aimed_at(), 2):
        above, below = _missed(first.some(first.within([one])), other)
        found.append(
            Together(
                one,
                other,
                meet_one=_share(first, [one]),
                meet_other=_share(first, [other]),
                both=_share(first, [one, other]),
                above=above,
                below=below,
            )
        )
    return sorted(found, key=lambda each: (each.both, -each.meet_one))


def _share(some: Scores, wanted: list[Target]) -> float:
    return float(some.within(wanted).mean()) if len(some.numbers) else 0.0


def _missed(some: Scores, target: Target) -> tuple[float, float]:
    """Which share lies above the band of a target, and which below, beyond its tolerance."""
    if not len(some.numbers):
        return 0.0, 0.0
    value = some.values[:, targets().index(target)]
    missed = ~some.within([target])
    above, below = (missed & (value > target.high)), (missed & (value < target.low))
    return float(above.mean()), float(below.mean())


def _distance(values: NDArray[np.float64]) -> float:
    """The largest gap between the distribution of shares and an even one."""
    from scipy.stats import kstest

    return float(kstest(values, "uniform").statistic)


def _by_chance(sets: int, settings: int) -> float:
    """How far the most moved of so many settings goes where sets are drawn as they come."""
    from scipy.stats import kstwo

    return float(kstwo.ppf(USUAL ** (1.0 / settings), sets))
