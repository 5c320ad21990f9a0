"""Waves are kept as they end, so that what was lived through is not lived through again."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np

from exit_sim.analysis.calibration.sets import Scores
from exit_sim.analysis.calibration.targets import targets
from exit_sim.results.table_files import as_csv
from exit_sim.sweep.files import put
from exit_sim.twins.accepted import SET

ERROR = "_simulation"
STARTED = "started"


def keep_in(folder: Path) -> Callable[[str, Callable[[], Scores]], Scores]:
    """Keep each wave in a file of a folder, and read it where it is there already."""

    def keep(name: str, live: Callable[[], Scores]) -> Scores:
        path = folder / f"{name}.csv"
        if path.exists():
            return read(path)
        found = live()
        folder.mkdir(parents=True, exist_ok=True)
        put(path, written(found))
        return found

    return keep


def keep_nothing(_name: str, live: Callable[[], Scores]) -> Scores:
    """Live through each wave, and keep none."""
    return live()


def heads() -> list[str]:
    """The heads of a table of scores."""
    columns = [f"{target.column}{end}" for target in targets() for end in ("", ERROR)]
    return [SET, *columns, STARTED]


def written(scores: Scores) -> bytes:
    """Write scores as CSV, in full."""
    rows = []
    for place, number in enumerate(scores.numbers):
        pairs = zip(scores.values[place], scores.errors[place], strict=True)
        cells = [None if np.isnan(one) else float(one) for pair in pairs for one in pair]
        rows.append([int(number), *cells, float(scores.started[place])])
    return as_csv(heads(), rows)


def read(path: Path) -> Scores:
    """Read scores again."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def column(name: str) -> list[float]:
        return [float(row[name]) if row[name] else np.nan for row in rows]

    shape = (len(rows), len(targets()))
    values = np.array([column(target.column) for target in targets()]).T.reshape(shape)
    errors = np.array([column(f"{target.column}{ERROR}") for target in targets()]).T.reshape(shape)
    numbers = np.array([int(row[SET]) for row in rows], np.int64)
    return Scores(numbers, values, errors, np.array(column(STARTED)))
