"""Shards are lived through in processes of their own, which end when this one does."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection

from exit_sim.ensemble.jobs import allowed_threads
from exit_sim.sweep.shard import Made, Task
from exit_sim.sweep.where.sent import live_through_again, sent


class Processes:
    """A shard to each process at a time; processes are started anew, not forked."""

    def __init__(self, processes: int = 0) -> None:
        self.width = processes or allowed_threads()
        begun = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(self.width, mp_context=begun, initializer=_end_with_parent)

    def submit(self, task: Task) -> "Future[Made]":
        """Take a shard."""
        with _not_heard_by_children():
            return self._pool.submit(live_through_again, sent(task))

    def kept(self, future: "Future[Made]") -> None:
        """Let go of what came of a shard: nothing else holds it."""

    def close(self) -> None:
        """End the processes, whatever they are at."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.kill()
        self._pool.shutdown()


def _end_with_parent() -> None:
    """End this process when the one that began it ends, even if that was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


@contextmanager
def _not_heard_by_children() -> Iterator[None]:
    """Let processes that are started here not hear Ctrl-C; here it is heard a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
