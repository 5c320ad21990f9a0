"""Shards are lived through in threads of this process: the rules' program lets go of Python."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

from exit_sim.ensemble.jobs import allowed_threads
from exit_sim.sweep.shard import Made, Task, live_through


class Threads:
    """Some shards at once, a thread each; where there are fewer shards than threads, they share."""

    def __init__(self, threads: int = 0, shards: int = 1) -> None:
        number = threads or allowed_threads()
        self.width = max(1, min(number, shards))
        self._each = max(1, number // self.width)
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(self.width, thread_name_prefix="exit_sim")

    def submit(self, task: Task) -> "Future[Made]":
        """Take a shard."""
        return self._pool.submit(live_through, task, self._each, self._goes_on)

    def kept(self, future: "Future[Made]") -> None:
        """Let go of what came of a shard: nothing else holds it."""

    def close(self) -> None:
        """Drop what is in flight, block by block."""
        self._stop.set()
        self._pool.shutdown(cancel_futures=True)

    def _goes_on(self) -> bool:
        return not self._stop.is_set()
