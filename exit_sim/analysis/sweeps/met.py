"""What came of one outcome at every point of a sweep, by the same lucks, under every option."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.twins.outcomes import Outcome

Floats = NDArray[np.float64]
LEVEL, DIFFERENCE = "level", "difference"


class Factor(NamedTuple):
    """One setting that points set, and its value at each: numbers, or words."""

    name: str
    values: NDArray[Any]

    @property
    def words(self) -> bool:
        """Whether it is a matter of words."""
        return self.values.dtype == object


class Met(NamedTuple):
    """One outcome, (points, replicates, options), NaN where it is missing or a run failed.

    A replicate is the same luck at every point and under every option; the first option is no
    change. Points stand in blocks of ``block``: those of one base sample or trajectory hang
    together. ``drawn`` says that points were drawn from ranges, not chosen one by one, and
    ``around`` that all others differ from the first in one setting.
    """

    outcome: Outcome
    values: Floats
    options: Sequence[str]
    factors: Sequence[Factor]
    block: int = 1
    drawn: bool = False
    around: bool = False

    @property
    def points(self) -> int:
        """How many points there are."""
        return int(self.values.shape[0])

    @property
    def replicates(self) -> int:
        """How many lucks each point met."""
        return int(self.values.shape[1])

    def subjects(self) -> Iterator["Subject"]:
        """Give the level under no change, then what each option changes, pair by pair."""
        first = self.values[:, :, 0]
        yield Subject(self.options[0], LEVEL, first)
        for number, option in enumerate(self.options[1:], 1):
            yield Subject(option, DIFFERENCE, self.values[:, :, number] - first)


class Subject(NamedTuple):
    """What is looked at: a level, or the difference that an option makes; (points, replicates)."""

    option: str
    what: str
    values: Floats
