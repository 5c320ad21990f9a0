"""A shard is lived through and becomes rows: the same bytes wherever and by whomever that is."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from exit_sim.ensemble.jobs import Job, Wanted
from exit_sim.recorded import Recorded
from exit_sim.results.journey_context import KINDS
from exit_sim.results.many import compiled
from exit_sim.results.read_off import columns_read, read_off
from exit_sim.results.run_record import recorded_of, simulate
from exit_sim.results.table_files import parquet_of
from exit_sim.results.tables import MONTHS
from exit_sim.scenario import Scenario
from exit_sim.sweep.plan import Plan, Run, Shard
from exit_sim.sweep.rows import (
    FINE,
    JOURNEYS,
    NOT_FINITE,
    RAISED,
    inputs_of,
    journeys_of_a_sweep,
    made_of,
    missing,
    months_of_a_sweep,
)
from exit_sim.sweep.versions import fingerprint, version

KEY_LETTERS = 32


def always() -> bool:
    """Go on, whatever happens."""
    return True


class Dropped(Exception):
    """A shard was dropped before its end: the sweep was told to stop."""


class Refused(Exception):
    """A worker is refused, since it would not give the same bytes; the text says why."""


class Task(NamedTuple):
    """A shard to be lived through, complete: nothing else is needed, on whatever machine."""

    number: int
    plan: str
    version: str
    options: tuple[str, ...]
    inputs: tuple[str, ...]
    outcomes: tuple[str, ...]
    columns: tuple[str, ...]
    every: int
    runs: tuple[Run, ...]


class Made(NamedTuple):
    """What came of a shard: a file for each table, by its name; runs, failed ones, and by whom.

    ``fingerprint`` is that of the process that lived through it.
    """

    number: int
    files: Mapping[str, bytes]
    runs: int
    failed: int
    fingerprint: str


def task_of(plan: Plan, shard: Shard, named: str) -> Task:
    """Write out a shard of a plan of this name."""
    design = plan.design
    return Task(
        number=shard.number,
        plan=named,
        version=plan.version,
        options=tuple(option.label for option in design.options),
        inputs=design.varied(),
        outcomes=design.outcomes,
        columns=design.columns,
        every=design.every,
        runs=tuple(plan.runs_in(shard)),
    )


def live_through(task: Task, threads: int = 1, goes_on: Callable[[], bool] = always) -> Made:
    """Live through a shard.

    Raises:
        Dropped: ``goes_on`` said no meanwhile.
        Refused: the rules here are not those of the sweep.
    """
    if task.version != version():
        problem = "A worker has other rules than the sweep: install the same version of exit_sim."
        raise Refused(problem)
    lived = _Lived(task)
    with ThreadPoolExecutor(threads, thread_name_prefix="shard") as pool:
        for _ in pool.map(lambda block: _attempt(lived, block, goes_on), _blocks(task)):
            pass
    failed = int(sum(lived.status != FINE))
    return Made(task.number, lived.files(), len(task.runs), failed, fingerprint())


def run_key(version: str, scenario: Scenario) -> "hashlib._Hash":
    """Begin the key of runs of one scenario; :func:`key_of_run` ends it with a seed."""
    return hashlib.sha256(f"{version}\n{scenario.canonical()}\n".encode())


def key_of_run(begun: "hashlib._Hash", seed: int) -> str:
    """End the key of a run with its seed."""
    whole = begun.copy()
    whole.update(str(seed).encode())
    return whole.hexdigest()[:KEY_LETTERS]


class _Lived:
    """What is known of a shard's runs so far, in the order of its rows."""

    def __init__(self, task: Task) -> None:
        number = len(task.runs)
        self.task = task
        self.jobs = [run.job for run in task.runs]
        self.known = journeys_of_a_sweep(task.inputs, task.outcomes)
        self.status = np.full(number, FINE, object)
        self.problem = np.full(number, None, object)
        self.came = {
            column.name: missing(column, number)
            for column in self.known
            if column.name in task.outcomes
        }
        self.months: list[np.ndarray[Any, Any] | None] = [None] * number

    def take(self, which: np.ndarray[Any, Any], recorded: Recorded) -> None:
        """Take runs that ended."""
        came = read_off(recorded)
        for name, values in self.came.items():
            values[which] = came[name]
        for place, number in enumerate(which):
            if not np.isfinite(recorded.last[place]).all():
                self.status[number] = NOT_FINITE
                self.problem[number] = "a number of the organisation's last month is not finite"
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
        which = self._which()
        rows = {**which, **self._how(), **self.came}
        values = [rows[column.name] for column in self.known]
        found = {JOURNEYS: parquet_of(JOURNEYS, self.known, values, said)}
        if self.task.columns:
            found[MONTHS] = self._months(which, said)
        return found

    def _which(self) -> dict[str, np.ndarray[Any, Any]]:
        runs, words = self.task.runs, np.array(self.task.options, object)
        return {
            "point": np.array([run.point for run in runs], np.int64),
            "option": words[[run.option for run in runs]],
            "replicate": np.array([run.replicate for run in runs], np.int64),
            "seed": np.array([run.job.seed for run in runs], np.int64),
        }

    def _how(self) -> dict[str, Any]:
        """Keys, how runs fared, and inputs: asked once of each scenario."""
        first: dict[int, tuple[Any, ...]] = {}
        for job in self.jobs:
            if id(job.scenario) not in first:
                inputs = inputs_of(job.scenario, self.task.inputs)
                begun = run_key(self.task.version, job.scenario)
                first[id(job.scenario)] = (begun, inputs, made_of(job.scenario))
        every = [first[id(job.scenario)] for job in self.jobs]
        found: dict[str, Any] = {
            "run_key": [key_of_run(e[0], j.seed) for e, j in zip(every, self.jobs, strict=True)],
            "status": self.status,
            "problem": self.problem,
            "events": [each[2].events for each in every],
            "held": [each[2].held for each in every],
        }
        for place, name in enumerate(self.task.inputs):
            found[name] = [each[1][place] for each in every]
        return found

    def _months(self, which: Mapping[str, np.ndarray[Any, Any]], said: Mapping[str, str]) -> bytes:
        known = months_of_a_sweep(self.task.columns)
        kept = [np.empty((0, len(self.task.columns))) if m is None else m for m in self.months]
        lengths = [len(months) for months in kept]
        every = self.task.every
        rows = {name: np.repeat(values, lengths) for name, values in which.items()}
        rows["month"] = np.concatenate([np.arange(1, n + 1) * every for n in lengths])
        whole = np.concatenate(kept)
        rows |= {name: whole[:, place] for place, name in enumerate(self.task.columns)}
        return parquet_of(MONTHS, known, [rows[column.name] for column in known], said)


def _blocks(task: Task) -> Iterator[np.ndarray[Any, Any]]:
    jobs = [run.job for run in task.runs]
    if compiled():
        from exit_sim.ensemble.blocks import blocks

        return blocks(jobs)
    return iter(np.arange(len(jobs)).reshape(-1, 1))


def _attempt(lived: _Lived, block: np.ndarray[Any, Any], goes_on: Callable[[], bool]) -> None:
    """Live through a block; where that fails, run by run, so that only the culprit fails."""
    if not goes_on():
        raise Dropped
    try:
        lived.take(block, recorded([lived.jobs[number] for number in block], lived.task.columns))
    except Exception as error:  # noqa: BLE001  whatever it is, the other runs go on
        if len(block) == 1:
            lived.fail(int(block[0]), error)
            return
        for number in block:
            _attempt(lived, np.array([number]), goes_on)


def recorded(jobs: Sequence[Job], columns: Sequence[str]) -> Recorded:
    """Live through jobs of one shape, and record what outcomes are read off and these columns."""
    if not compiled():
        (job,) = jobs
        return recorded_of(simulate(job.scenario, job.seed))
    from exit_sim.ensemble.blocks import live

    names = tuple(dict.fromkeys([*columns_read(), *columns]))
    return live(jobs, Wanted(names, KINDS)).recorded
