"""Sets of settings are lived through by the same members of a population, and scored by targets."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.calibration.targets import (
    Columns,
    Reading,
    Target,
    aimed_at,
    needed,
    reading,
    started,
    targets,
)
from exit_sim.ensemble.jobs import Job
from exit_sim.results.many import Told, journeys_of
from exit_sim.scenario.population import Population
from exit_sim.twins.accepted import under
from exit_sim.twins.study import further

TOLERANCE = {"mean": 0.02, "share above 0": 0.02, "median": 1.0}
"""How far beyond a band a value may lie for what the model leaves out: assumed. Shares; months."""

KNOWN = 0.25
"""A value is known where its error is at most this share of its band: a band is four errors wide.

Where hardly any organisation starts, hardly anything is seen of what came: luck would explain any
distance, and what is not known would fit.
"""

AS_IT_STANDS = -1
"""Stands for no set: every free setting has its baseline's value."""

AT_ONCE = 16
"""Sets that are lived through together: their scenarios are not kept after."""


class Scores(NamedTuple):
    """What came of sets: numbers (sets,), values and errors (sets, targets), how many started."""

    numbers: NDArray[np.int64]
    values: NDArray[np.float64]
    errors: NDArray[np.float64]
    started: NDArray[np.float64]

    def implausibility(self, wanted: Sequence[Target] | None = None) -> NDArray[np.float64]:
        """How far the worst of the targets lies beyond its band, in units of what luck allows.

        Luck's part is the simulation error, and the tolerance is added to it in square. A target
        of which a set lets nothing be seen is endlessly far.

        Source: the implausibility of history matching, Craig et al. 1997, with a band in place of
        an observation and its error; Andrianakis et al. 2015, PLoS Computational Biology 11(1).
        """
        worst = np.zeros(len(self.numbers))
        for target in aimed_at() if wanted is None else wanted:
            beyond, error = self._beyond(target)
            far = beyond / np.sqrt(error * error + TOLERANCE[target.summary] ** 2)
            worst = np.maximum(worst, np.where(np.isnan(far), np.inf, far))
        return worst

    def known(self) -> NDArray[np.bool_]:
        """Whether enough is seen of every target to say whether it is met: a mask."""
        found = np.ones(len(self.numbers), np.bool_)
        for target in aimed_at():
            found &= self._beyond(target)[1] <= KNOWN * (target.high - target.low)
        return found

    def within(self, wanted: Sequence[Target]) -> NDArray[np.bool_]:
        """Whether values lie within bands and their tolerance, luck and all: a mask."""
        found = np.ones(len(self.numbers), np.bool_)
        for target in wanted:
            found &= self._beyond(target)[0] <= TOLERANCE[target.summary]
        return found

    def _beyond(self, target: Target) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How far values lie outside a band, and their errors; NaN where nothing is seen."""
        place = targets().index(target)
        value, error = self.values[:, place], self.errors[:, place]
        return np.maximum(np.maximum(target.low - value, value - target.high), 0.0), error

    def some(self, which: NDArray[np.bool_]) -> "Scores":
        """Some of the sets, a mask."""
        numbers, values, errors, share = self
        return Scores(numbers[which], values[which], errors[which], share[which])


def lived(
    population: Population, numbers: Sequence[int], members: int, seed: int, told: Told
) -> Scores:
    """Live through sets, each by the same first members and lucks from a seed on."""
    found = []
    for start in range(0, len(numbers), AT_ONCE):
        some = [int(number) for number in numbers[start : start + AT_ONCE]]
        here = {number: under(population, number) for number in some}
        found.append(_scored(here, members, seed, further(told, start * members)))
    return together(*found) if found else _scores([], [])


def as_it_stands(population: Population, members: int, seed: int) -> Scores:
    """Live through the population as it stands, under no set."""
    return _scored({AS_IT_STANDS: population}, members, seed, lambda _: None)


def together(*parts: Scores) -> Scores:
    """Put scores one after the other."""
    numbers, values, errors, share = map(np.concatenate, zip(*parts, strict=True))
    return Scores(numbers, values, errors, share)


def _scored(populations: Mapping[int, Population], members: int, seed: int, told: Told) -> Scores:
    """Live through the same members of each, and score what came."""
    jobs = [
        Job(here.member(member, seed), seed + member)
        for here in populations.values()
        for member in range(members)
    ]
    came = journeys_of(jobs, needed(), done=told)
    of_each = (
        {name: values[place * members : (place + 1) * members] for name, values in came.items()}
        for place in range(len(populations))
    )
    return _scores(list(populations), list(of_each))


def _scores(numbers: Sequence[int], columns: Sequence[Columns]) -> Scores:
    found = [[reading(target, each) for target in targets()] for each in columns]
    return Scores(
        np.array(numbers, np.int64),
        _array([[one.value for one in each] for each in found]),
        _array([[_error(one) for one in each] for each in found]),
        np.array([float(started(each).mean()) for each in columns]),
    )


def _error(found: Reading) -> float:
    """The simulation error of a reading; a share of none or all is not known without error.

    There the half-width of the rule of three stands for it, as a standard error: 1.5 of so many.
    """
    if found.among and found.error == 0.0 and found.target.summary != "median":
        return 1.5 / found.among
    return found.error


def _array(rows: list[list[float]]) -> NDArray[np.float64]:
    return np.array(rows, np.float64).reshape(len(rows), len(targets()))
