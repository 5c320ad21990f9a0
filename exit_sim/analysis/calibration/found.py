"""A whole calibration: its waves, the sets that fit, and what they say of settings and targets."""

from typing import NamedTuple

from exit_sim.analysis.calibration.identified import (
    Dropped,
    Moved,
    Together,
    dropped,
    moved,
    together,
)
from exit_sim.analysis.calibration.sets import Scores, as_it_stands
from exit_sim.analysis.calibration.sets import together as one_after_the_other
from exit_sim.analysis.calibration.waves import (
    Begins,
    Keep,
    Sizes,
    Wave,
    fitting,
    matched,
    not_known,
)
from exit_sim.results.many import Told
from exit_sim.scenario.population import Population


class Calibration(NamedTuple):
    """What was found.

    ``accepted`` are sets of the wave that looked closer, then of the one that looked closest;
    ``dropped`` and ``pairs`` are about sets of the first wave, which are as they come; ``baseline``
    is the population under no set, met by as many members as the last wave.
    """

    population: Population
    seed: int
    sizes: Sizes
    waves: list[Wave]
    accepted: Scores
    moved: list[Moved]
    dropped: list[Dropped]
    pairs: list[Together]
    baseline: Scores

    def wave(self, name: str) -> Scores:
        """What came of a wave."""
        return next(wave.scores for wave in self.waves if wave.name == name)

    @property
    def unknown(self) -> Scores:
        """The sets that may fit, of which too little is seen to say so, however close one looks."""
        return not_known(self.wave("closest"))

    @property
    def identified(self) -> list[Moved]:
        """The settings of which the targets say anything."""
        return [one for one in self.moved if one.identified]


def calibrated(
    population: Population, sizes: Sizes, seed: int, keep: Keep, told: Told, begins: Begins
) -> Calibration:
    """Go through the waves, and say what they identify."""
    waves = matched(population, sizes, seed, keep, told, begins)
    accepted = one_after_the_other(*(fitting(wave.scores) for wave in waves[2:]))
    first = waves[0].scores
    return Calibration(
        population,
        seed,
        sizes,
        waves,
        accepted,
        moved(population, accepted.numbers),
        dropped(first),
        together(first),
        as_it_stands(population, sizes.closest, seed),
    )
