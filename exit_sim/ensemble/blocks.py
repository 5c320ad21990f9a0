"""Many runs in short blocks, handed to threads one at a time, and streamed back in order."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import numpy as np

from exit_sim.draws import key_of
from exit_sim.ensemble.compiling import size
from exit_sim.ensemble.composing import (
    WORLD_SIZE,
    place,
    state_of,
    stride,
)
from exit_sim.ensemble.jobs import Job, Wanted, allowed_threads
from exit_sim.ensemble.points import Point, point_of, points_of
from exit_sim.ensemble.program import program
from exit_sim.ensemble.running import LATEST, Memory, Out, Runs
from exit_sim.ensemble.shapes import Known, shape_of
from exit_sim.recorded import Recorded
from exit_sim.scenario import Scenario
from exit_sim.vocabulary import Happening, Role
from exit_sim.world import World

T = TypeVar("T")

SECONDS = 0.25
"""How long a block may take, as estimated, so that Ctrl-C is answered at once."""

A_PERSON_MONTH = 150e-9
"""Seconds, roughly and on a slow machine."""

MOST_RUNS = 256
EVENTS_A_RUN, EVENTS_A_POST_MONTH = 400, 0.1
"""How many events there is room for at first; where more happen, the block is run again."""


class Block(NamedTuple):
    """Runs of one shape that came back together: which jobs they were, and what was recorded.

    ``people`` is everyone's state by role, (runs, months kept, posts of the role, numbers).
    """

    jobs: np.ndarray
    recorded: Recorded
    people: dict[Role, np.ndarray]


def stream(
    jobs: Sequence[Job], wanted: Wanted, then: Callable[[Block], T], *, threads: int = 0
) -> Iterator[T]:
    """Run jobs in blocks and hand back what is made of each, in order, on any number of threads.

    ``then`` makes of a block what is wanted of it, in the block's own thread.

    Raises:
        ValueError: a seed that is none.
        ImportError: the compiler is not there.
    """
    run = program()

    def live(block: np.ndarray) -> T:
        return then(_live(run, block, jobs, wanted))

    waiting: deque[Future[T]] = deque()
    number = threads or allowed_threads()
    pool = ThreadPoolExecutor(number, thread_name_prefix="exit_sim")
    try:
        for block in blocks(jobs, people=wanted.people):
            waiting.append(pool.submit(live, block))
            if len(waiting) > 2 * number:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
        pool.shutdown(cancel_futures=True)


def blocks(jobs: Sequence[Job], *, people: bool = False) -> Iterator[np.ndarray]:
    """Sort jobs by shape, in the order in which shapes first come, and cut them into blocks."""
    of_shape: dict[int, tuple[Known, list[int]]] = {}
    latest: tuple[Scenario, Known] | None = None
    for number, (scenario, _) in enumerate(jobs):
        if latest is None or scenario is not latest[0]:  # runs of one mostly come together
            latest = scenario, shape_of(scenario)
        of_shape.setdefault(id(latest[1]), (latest[1], []))[1].append(number)
    for known, numbers in of_shape.values():
        months = int(known.shape.months.sum())
        work = max(1, len(known.roles)) * months * A_PERSON_MONTH
        length = max(1, min(MOST_RUNS, int(SECONDS / work)))
        if people:
            length = max(1, min(length, 8))
        for start in range(0, len(numbers), length):
            yield np.array(numbers[start : start + length], np.int64)


def live(jobs: Sequence[Job], wanted: Wanted) -> Block:
    """Run jobs of one shape here and now, as one block."""
    return _live(program(), np.arange(len(jobs)), jobs, wanted)


def _live(run: Callable[..., int], block: np.ndarray, jobs: Sequence[Job], wanted: Wanted) -> Block:
    mine = [jobs[number] for number in block]
    known = shape_of(mine[0].scenario)
    points: dict[int, int] = {}
    found: list[Point] = []
    for job in mine:
        if id(job.scenario) not in points:
            points[id(job.scenario)] = len(found)
            found.append(point_of(job.scenario))
    runs = Runs(
        np.array([key_of(job.seed) for job in mine], np.uint64),
        np.array([points[id(job.scenario)] for job in mine], np.int64),
    )
    sizes, number = known.sizes, len(mine)
    memory = Memory(
        numbers=np.zeros(sizes.numbers),
        starts=np.zeros(sizes.rows, np.int64),
        speakers=np.zeros(sizes.ties, np.int64),
        kinds=np.zeros(sizes.ties, np.int64),
        around=np.zeros(sizes.drawn, np.int64),
        noted=np.zeros(LATEST + max(Happening) + 1, np.int64),
    )
    keep = np.zeros(max(Happening) + 1, np.int64)
    keep[[int(kind) for kind in wanted.kinds]] = 1
    horizon = int(known.shape.months[1])
    at_most = EVENTS_A_POST_MONTH * len(known.roles) * int(known.shape.months.sum())
    capacity = number * (EVENTS_A_RUN + int(at_most))
    stacked = points_of(found)
    while True:
        out = Out(
            wanted=np.array([place(World, name) for name in wanted.columns], np.int64),
            keep=keep,
            months=np.empty((number, len(wanted.columns), horizon)),
            last=np.empty((number, WORLD_SIZE)),
            people=np.empty(
                (
                    number,
                    horizon if wanted.people else 1,
                    sizes.numbers - WORLD_SIZE,
                )
            ),
            ledger=np.empty((capacity, 10)),
            begins=np.zeros(number + 1, np.int64),
        )
        kept = run(known.shape, stacked, runs, memory, out)
        if kept <= capacity:
            break
        capacity = kept
    people = _states(known, out.people)
    recorded = Recorded(
        scenarios=tuple(job.scenario for job in mine),
        seeds=np.array([job.seed for job in mine], np.int64),
        columns=wanted.columns,
        months=np.swapaxes(out.months, 1, 2),
        last=out.last,
        events=out.ledger[:kept].copy(),
        begins=out.begins,
        roles=known.roles,
        states={role: every[:, -1] for role, every in people.items()},
    )
    return Block(block, recorded, people)


def _states(known: Known, people: np.ndarray) -> dict[Role, np.ndarray]:
    """Everyone's state by role; the last two axes are posts of the role and numbers of each."""
    found = {}
    for role, at in known.places.items():
        number, width = known.roles.count(role), stride(role)
        start = at - WORLD_SIZE
        rows = people[..., start : start + number * width]
        rows = rows.reshape(*people.shape[:-1], number, width)
        found[role] = rows[..., : size(state_of(role))]
    return found
