"""What came of journeys is read off what was recorded of them, many at once or one alone."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exit_sim.recorded import Recorded, names_of
from exit_sim.results.journey_context import contexts
from exit_sim.results.journey_dates import all_dates
from exit_sim.results.journey_endings import how_they_ended
from exit_sim.results.journey_lives import all_lives_and_cost
from exit_sim.results.reader import Reader
from exit_sim.world import World

SECTIONS = (how_they_ended, all_dates, contexts, all_lives_and_cost)
"""The parts of a row that are read off; each gives a named tuple of arrays, one value a run."""


def read_off(recorded: Recorded) -> dict[str, NDArray[Any]]:
    """Give every outcome column: one value a run, numbers with NaN where missing, words or None."""
    reader = Reader(recorded)
    parts = [section(reader)._asdict() for section in SECTIONS]
    return {name: values for part in parts for name, values in part.items()}


class _Noting(dict[str, int]):
    """Says of any column where it stands, and notes that it was asked for."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


@cache
def columns_read() -> tuple[str, ...]:
    """Name the columns of the world that outcomes are read off, as found by reading none."""
    nothing = np.zeros((0, 1, 1000))
    reader = Reader(
        Recorded(
            scenarios=(),
            seeds=np.zeros(0, np.int64),
            columns=(),
            months=nothing,
            last=np.zeros((0, len(names_of(World)))),
            events=np.zeros((0, 10)),
            begins=np.zeros(1, np.int64),
            roles=(),
            states={},
        )
    )
    reader.index = asked = _Noting()
    for section in SECTIONS:
        section(reader)
    return tuple(asked)
