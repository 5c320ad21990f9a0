"""Two settings at once: mean outcomes for each pair of values, and what does not merely add up."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.sweeps.bins import PARTS_OF_A_PAIR, Bin, bins
from exit_sim.analysis.sweeps.contrasts import Estimate, contrast
from exit_sim.analysis.sweeps.met import Factor, Met, Subject

TOP = 3
"""Settings that are crossed with each other where there are many."""


class Cell(NamedTuple):
    """One pair of values: the mean there, and how far it is from what the two add up to alone."""

    down: Bin
    along: Bin
    points: int
    mean: Estimate
    apart: Estimate


class Crossed(NamedTuple):
    """Two settings crossed, cell by cell; ``down`` and ``along`` the sheet."""

    subject: Subject
    down: Factor
    along: Factor
    cells: tuple[Cell, ...]

    @property
    def sides(self) -> tuple[tuple[Bin, ...], tuple[Bin, ...]]:
        """The bins down the sheet, and those along it."""
        return bins(self.down, PARTS_OF_A_PAIR), bins(self.along, PARTS_OF_A_PAIR)

    @property
    def farthest(self) -> Cell:
        """The cell that is farthest from adding up, as measured by its error."""

        def far(cell: Cell) -> float:
            value, error = cell.apart
            known = value == value and error == error  # noqa: PLR0124
            return abs(value) / max(error, 1e-12) if known else -1.0

        return max(self.cells, key=far)


def crossed(met: Met, subject: Subject, factors: Sequence[Factor]) -> list[Crossed]:
    """Cross these settings pair by pair, where points met them together."""
    if met.around:
        return []
    found = [_cross(met, subject, a, b) for a, b in combinations(factors[:TOP], 2)]
    return [one for one in found if len(one.cells) > 3]


def _cross(met: Met, subject: Subject, down: Factor, along: Factor) -> Crossed:
    every = np.ones(met.points, bool)
    cells = []
    for above in bins(down, PARTS_OF_A_PAIR):
        for beside in bins(along, PARTS_OF_A_PAIR):
            both = above.mask & beside.mask
            if not both.any():
                continue
            parts = [(1, both), (-1, above.mask), (-1, beside.mask), (1, every)]
            mean = contrast(met, subject.values, parts[:1])
            apart = contrast(met, subject.values, parts)
            cells.append(Cell(above, beside, int(both.sum()), mean, apart))
    return Crossed(subject, down, along, tuple(cells))
