"""The shards that are missing are lived through, kept one by one, and nothing that was is lost."""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing, contextmanager
from types import FrameType
from typing import Any, NamedTuple

from exit_sim.sweep.lease import Lease
from exit_sim.sweep.plan import Plan, Shard
from exit_sim.sweep.shard import Lost, Made, Refused, task_of
from exit_sim.sweep.store import Store
from exit_sim.sweep.versions import fingerprint
from exit_sim.sweep.where.place import Place

A_LOOK = 0.2
"""Seconds between two looks at whether to stop."""


class Told(NamedTuple):
    """How far a sweep is: runs and shards done here and now, and runs that failed."""

    runs: int
    shards: int
    failed: int


class Halted(BaseException):
    """It was told to stop while no shard was in flight."""


class Stop:
    """Whether to stop, and why: a signal, or the time that was given."""

    def __init__(self, seconds: float | None = None) -> None:
        self.why = ""
        self._until = None if seconds is None else time.monotonic() + seconds
        self._patient = False

    def __bool__(self) -> bool:
        """Say whether to stop."""
        if not self.why and self._until is not None and time.monotonic() > self._until:
            self.why = "its time was up"
        return bool(self.why)

    def hear(self, number: int, _frame: FrameType | None) -> None:
        """Take a signal: at once, or between two looks where shards are in flight.

        Raises:
            Halted: no shard was.
        """
        first, self.why = not self.why, self.why or f"{signal.Signals(number).name} told it to"
        if first and not self._patient:
            raise Halted

    @contextmanager
    def looked_at(self) -> Iterator[None]:
        """Let signals wait until somebody looks."""
        self._patient = True
        try:
            yield
        finally:
            self._patient = False


@contextmanager
def heeding(stop: Stop) -> Iterator[None]:
    """Heed signals that ask a process to stop; only the main thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = ("SIGINT", "SIGTERM", "SIGUSR1")
    known = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before: dict[int, Any] = {number: signal.signal(number, stop.hear) for number in known}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def go(
    store: Store,
    plan: Plan,
    shards: Sequence[Shard],
    place: Place,
    stop: Stop,
    lease: Lease,
    told: Callable[[Told], None],
) -> Told:
    """Live through shards and keep each; stop where told to, and drop what is in flight.

    Raises:
        CannotKeep: the system refused to keep a shard.
        Lost: those who live through shards are no more.
        Refused: a worker would not give the same bytes.
    """
    waiting = iter(shards)
    flying: dict[Future[Made], Shard] = {}
    done = Told(0, 0, 0)
    with stop.looked_at(), closing(place):
        while not stop:
            while len(flying) < place.width:
                shard = next(waiting, None)
                if shard is None:
                    break
                flying[place.submit(task_of(plan, shard, store.name))] = shard
            if not flying:
                break
            ended, _ = wait(flying, timeout=A_LOOK, return_when=FIRST_COMPLETED)
            lease.beat()
            for future in sorted(ended, key=lambda each: flying[each].number):
                made = _result(future)
                _check(made)
                store.put(made)
                place.kept(future)
                del flying[future]
                done = Told(done.runs + made.runs, done.shards + 1, done.failed + made.failed)
                told(done)
    return done


def _result(future: Future[Made]) -> Made:
    """Give what came of a shard.

    Raises:
        Lost: this machine could not go on.
    """
    try:
        return future.result()
    except (MemoryError, OSError) as error:
        problem = f"this machine could not go on ({type(error).__name__}: {error})"
        raise Lost(problem) from error


def _check(made: Made) -> None:
    """Refuse what was lived by a worker that does not give the same bits."""
    if made.fingerprint != fingerprint():
        problem = (
            "A worker gives other numbers than this process for the same inputs"
            f" (fingerprint {made.fingerprint[:12]} and {fingerprint()[:12]}):"
            " give all the same version of exit_sim and its libraries."
        )
        raise Refused(problem)
