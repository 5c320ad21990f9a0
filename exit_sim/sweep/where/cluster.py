"""Shards are lived through by workers of dask: they give back rows, and only here is written."""

from concurrent.futures import Future
from typing import Any

from exit_sim.errors import BadInput
from exit_sim.sweep.shard import Made, Task, live_through

WAIT = 60
"""Seconds to wait for the first worker."""

A_WORKER = 2
"""Shards in flight for each worker's thread: one at work, one that waits."""

RETRIES = 3


class Cluster:
    """A bounded window of shards on a scheduler of dask.

    What came of a shard is held by a worker until it is written here; to hold it longer would be to
    live through it again should that worker be lost.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        threads = sum(client.nthreads().values())
        self.width = A_WORKER * max(1, threads)
        self._theirs: dict[Future[Made], Any] = {}

    def submit(self, task: Task) -> "Future[Made]":
        """Take a shard."""
        ours: Future[Made] = Future()
        theirs = self._client.submit(
            live_through, task, key=f"{task.plan[:16]}-{task.number}", pure=False, retries=RETRIES
        )
        self._theirs[ours] = theirs
        theirs.add_done_callback(lambda _: _hand_over(theirs, ours))
        return ours

    def kept(self, future: "Future[Made]") -> None:
        """Let go of what came of a shard: it is on disk."""
        self._theirs.pop(future).release()

    def close(self) -> None:
        """Drop what is in flight, and leave the scheduler as it was."""
        self._client.cancel(list(self._theirs.values()), force=True)
        self._theirs.clear()
        self._client.close()


def _hand_over(theirs: Any, ours: "Future[Made]") -> None:
    """Pass on what came of a shard, or why nothing did."""
    if theirs.cancelled():
        ours.cancel()
        return
    try:
        ours.set_result(theirs.result())
    except Exception as error:  # noqa: BLE001  whatever it is, it is told where it is waited for
        ours.set_exception(error)


def connected(where: str) -> Cluster:
    """Find a scheduler by its address or its file.

    Raises:
        BadInput: dask is not installed, or nobody answers.
    """
    try:
        from distributed import Client
    except ImportError:
        problem = "needs dask"
        allowed = "install it with pip install 'exit_sim[cluster]'"
        raise BadInput(problem, key="--on", value=where, allowed=allowed) from None
    try:
        by = {"scheduler_file": where} if where.endswith(".json") else {"address": where}
        client = Client(**by, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        problem = f"does not answer: {str(error).splitlines()[0]}"
        raise BadInput(problem, key="--on", value=where) from None
    try:
        client.wait_for_workers(1, timeout=WAIT)
    except TimeoutError:
        client.close()
        problem = f"has no worker after {WAIT} seconds"
        raise BadInput(problem, key="--on", value=where) from None
    return Cluster(client)
