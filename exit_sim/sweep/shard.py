"""A shard is lived through and becomes rows: the same bytes wherever and by whomever that is."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from exit_sim.ensemble.jobs import Job, Wanted
from exit_sim.recorded import Recorded
from exit_sim.results.journey_context import KINDS
from exit_sim.results.many import compiled
from exit_sim.results.read_off import columns_read
from exit_sim.results.run_record import recorded_of, simulate
from exit_sim.sweep.gathering import Lived, Some
from exit_sim.sweep.plan import Plan, Run, Shard
from exit_sim.sweep.rows import (
    FINE,
)
from exit_sim.sweep.runs import Runs
from exit_sim.sweep.versions import fingerprint, version

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
    lived, at_once = Lived(task), AT_ONCE * threads
    with ThreadPoolExecutor(threads, thread_name_prefix="shard") as pool:
        for first in range(0, len(task.runs), at_once):
            if not goes_on():
                raise Dropped
            some = Some(first, task.runs[first : first + at_once])
            lived.begin(some)
            for _ in pool.map(lambda block: _attempt(lived, some, block, goes_on), some.blocks()):  # noqa: B023
                pass
    failed = int(sum(lived.status != FINE))
    return Made(task.number, lived.files(), len(task.runs), failed, fingerprint())


def _attempt(
    lived: Lived, some: Some, block: np.ndarray[Any, Any], goes_on: Callable[[], bool]
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
