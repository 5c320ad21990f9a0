"""A shard is lived through and becomes rows: the same bytes wherever and by whomever that is."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from exit_sim.ensemble.jobs import Job, Wanted
from exit_sim.recorded import Recorded
from exit_sim.results.journey_context import KINDS
from exit_sim.results.journeys import Made as Beside
from exit_sim.results.many import compiled
from exit_sim.results.read_off import columns_read, read_off
from exit_sim.results.run_record import recorded_of, simulate
from exit_sim.results.table_files import parquet_of
from exit_sim.results.tables import MONTHS
from exit_sim.scenario import Scenario
from exit_sim.sweep.plan import Plan, Run, Runs, Shard
from exit_sim.sweep.rows import (
    FINE,
    JOURNEYS,
    NOT_FINITE,
    RAISED,
    Which,
    inputs_of,
    journeys_of_a_sweep,
    made_of,
    missing,
    months_of_a_sweep,
)
from exit_sim.sweep.versions import fingerprint, version

KEY_LETTERS = 32

AT_ONCE = 512
"""Runs whose scenarios a thread holds at once."""

ELSEWHERE = (MemoryError, OSError, ImportError)
"""What befalls a machine, not a run: the shard is not kept, and may be lived through again."""


def always() -> bool:
    """Go on, whatever happens."""
    return True


class Dropped(Exception):
    """A shard was dropped before its end: the sweep was told to stop."""


class Refused(Exception):
    """A worker is refused, since it would not give the same bytes; the text says why."""


class Lost(Exception):
    """Where shards were lived through is no more; the text says why."""


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
    runs: Sequence[Run]


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
        inputs=plan.varied,
        outcomes=design.outcomes,
        columns=design.columns,
        every=design.every,
        runs=Runs(plan, shard),
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
    lived, at_once = _Lived(task), AT_ONCE * threads
    with ThreadPoolExecutor(threads, thread_name_prefix="shard") as pool:
        for first in range(0, len(task.runs), at_once):
            if not goes_on():
                raise Dropped
            some = _Some(first, task.runs[first : first + at_once])
            lived.begin(some)
            for _ in pool.map(lambda block: _attempt(lived, some, block, goes_on), some.blocks()):  # noqa: B023
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


class _Some:
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


class _Lived:
    """What is known of a shard's runs so far, in the order of its rows."""

    def __init__(self, task: Task) -> None:
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

    def begin(self, some: _Some) -> None:
        """Note which runs these are, of which scenarios; asked once of each."""
        known: dict[int, tuple[Any, ...]] = {}
        for job in some.jobs:
            if id(job.scenario) not in known:
                begun = run_key(self.task.version, job.scenario)
                beside = (*made_of(job.scenario), *inputs_of(job.scenario, self.task.inputs))
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


def _attempt(
    lived: _Lived, some: _Some, block: np.ndarray[Any, Any], goes_on: Callable[[], bool]
) -> None:
    """Live through a block; where that fails, run by run, so that only the culprit fails."""
    if not goes_on():
        raise Dropped
    try:
        came = recorded([some.jobs[number] for number in block], lived.task.columns)
        lived.take(some.first + block, came)
    except ELSEWHERE:
        raise
    except Exception as error:  # noqa: BLE001  whatever it is, the other runs go on
        if len(block) == 1:
            lived.fail(some.first + int(block[0]), error)
            return
        for number in block:
            _attempt(lived, some, np.array([number]), goes_on)


def recorded(jobs: Sequence[Job], columns: Sequence[str]) -> Recorded:
    """Live through jobs of one shape, and record what outcomes are read off and these columns."""
    if not compiled():
        (job,) = jobs
        return recorded_of(simulate(job.scenario, job.seed))
    from exit_sim.ensemble.blocks import live

    names = tuple(dict.fromkeys([*columns_read(), *columns]))
    return live(jobs, Wanted(names, KINDS)).recorded
