"""What came of a shard's runs is gathered, block by block, into rows in the order of the plan."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from exit_sim.recorded import Recorded
from exit_sim.results.journeys import Made as Beside
from exit_sim.results.journeys import made
from exit_sim.results.many import compiled
from exit_sim.results.read_off import read_off
from exit_sim.results.table_files import parquet_of
from exit_sim.results.tables import MONTHS
from exit_sim.sweep.keys import key_of_run, run_key
from exit_sim.sweep.plan import Run
from exit_sim.sweep.rows import (
    FINE,
    JOURNEYS,
    NOT_FINITE,
    RAISED,
    Which,
    inputs_of,
    journeys_of_a_sweep,
    missing,
    months_of_a_sweep,
)

if TYPE_CHECKING:
    from exit_sim.sweep.shard import Task


class Some:
    """Runs that stand side by side in a shard, from the one numbered ``first``."""

    def __init__(self, first: int, runs: Sequence[Run]) -> None:
        self.first = first
        self.runs = runs
        self.jobs = [run.job for run in runs]

    def blocks(self) -> Iterator[np.ndarray[Any, Any]]:
        """Cut them into blocks that are lived through together."""
        if compiled():
            from exit_sim.ensemble.blocks import blocks

            return blocks(self.jobs)
        return iter(np.arange(len(self.jobs)).reshape(-1, 1))


class Lived:
    """What is known of a shard's runs so far, in the order of its rows."""

    def __init__(self, task: "Task") -> None:
        number = len(task.runs)
        self.task = task
        self.known = journeys_of_a_sweep(task.inputs, task.outcomes)
        self.words = np.array(task.options, object)
        self.rows = {column.name: missing(column, number) for column in self.known}
        self.which = {name: self.rows[name] for name in Which._fields}
        for name in ("point", "replicate", "seed"):
            self.rows[name] = self.which[name] = np.zeros(number, np.int64)
        self.status, self.problem = self.rows["status"], self.rows["problem"]
        self.status[:] = FINE
        self.months: list[np.ndarray[Any, Any] | None] = [None] * number

    def begin(self, some: Some) -> None:
        """Note which runs these are, of which scenarios; asked once of each."""
        known: dict[int, tuple[Any, ...]] = {}
        for job in some.jobs:
            if id(job.scenario) not in known:
                begun = run_key(self.task.version, job.scenario)
                beside = (*made(job.scenario), *inputs_of(job.scenario, self.task.inputs))
                known[id(job.scenario)] = (begun, beside)
        every = [known[id(job.scenario)] for job in some.jobs]
        columns: dict[str, Any] = {
            "point": [run.point for run in some.runs],
            "option": self.words[[run.option for run in some.runs]],
            "replicate": [run.replicate for run in some.runs],
            "seed": [job.seed for job in some.jobs],
            "run_key": [key_of_run(e[0], j.seed) for e, j in zip(every, some.jobs, strict=True)],
        }
        names = (*Beside._fields, *self.task.inputs)
        columns |= zip(names, zip(*(each[1] for each in every), strict=True), strict=True)
        for name, values in columns.items():
            self.rows[name][some.first : some.first + len(some.runs)] = values

    def take(self, which: np.ndarray[Any, Any], recorded: Recorded) -> None:
        """Take runs that ended."""
        came = read_off(recorded)
        for name in self.task.outcomes:
            self.rows[name][which] = came[name]
        astray = which[~np.isfinite(recorded.last).all(axis=1)]
        self.status[astray] = NOT_FINITE
        self.problem[astray] = "a number of the organisation's last month is not finite"
        if self.task.columns:
            wanted = [recorded.columns.index(name) for name in self.task.columns]
            for place, number in enumerate(which):
                every = self.task.every
                self.months[number] = recorded.months[place, every - 1 :: every][:, wanted].copy()

    def fail(self, number: int, error: Exception) -> None:
        """Note that a run came to an error."""
        self.status[number] = RAISED
        self.problem[number] = f"{type(error).__name__}: {error}"

    def files(self) -> dict[str, bytes]:
        """Write the rows."""
        said = {"plan": self.task.plan, "shard": str(self.task.number)}
        values = [self.rows[column.name] for column in self.known]
        found = {JOURNEYS: parquet_of(JOURNEYS, self.known, values, said)}
        if self.task.columns:
            found[MONTHS] = self._months(said)
        return found

    def _months(self, said: Mapping[str, str]) -> bytes:
        known = months_of_a_sweep(self.task.columns)
        kept = [np.empty((0, len(self.task.columns))) if m is None else m for m in self.months]
        lengths = [len(months) for months in kept]
        every = self.task.every
        rows = {name: np.repeat(values, lengths) for name, values in self.which.items()}
        rows["month"] = np.concatenate([np.arange(1, n + 1) * every for n in lengths])
        whole = np.concatenate(kept)
        rows |= {name: whole[:, place] for place, name in enumerate(self.task.columns)}
        return parquet_of(MONTHS, known, [rows[column.name] for column in known], said)
