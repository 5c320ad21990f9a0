"""Shards are lived through by workers of dask: they give back rows, and only here is written."""

import logging
import pickle
import secrets
import time
import warnings
from concurrent.futures import Future
from importlib.metadata import version as version_of
from typing import Any, NamedTuple

from exit_sim import __version__
from exit_sim.ensemble.notices import EngineNotice
from exit_sim.errors import BadInput
from exit_sim.sweep.shard import Lost, Made, Refused, Task
from exit_sim.sweep.versions import fingerprint, version
from exit_sim.sweep.where.sent import live_through_again, sent

WAIT = 20
"""Seconds in which a scheduler must answer."""

A_WORKER = 2
"""Shards in flight for each worker's thread: one at work, one that waits."""

RETRIES = 3
"""How often a shard is given to another worker where one could not live through it."""

A_COUNT = 5.0
"""Seconds between two counts of the workers, which may come and go."""

PATIENCE = 2
"""Seconds to take leave of a scheduler."""

EXTRA = "install it with pip install 'exit_sim[cluster]'"
NO_WORKER = "The scheduler has no worker yet: shards wait for one."
ALL_GONE = "All workers are gone: shards wait for others."


class Same(NamedTuple):
    """What must be the same in all processes, so that they give the same bytes."""

    rules: str
    pyarrow: str
    fingerprint: str


class Call(NamedTuple):
    """To unpickle it is to live through a shard: only then is exit_sim looked for.

    So a worker that lacks it comes to an error, which is told; had it to find a function of ours
    before, dask would end it without a word.
    """

    same: Same
    packed: bytes

    def __reduce__(self) -> tuple[Any, ...]:
        """Say what is called."""
        return lived, (tuple(self.same), self.packed)


class Cluster:
    """A bounded window of shards on a scheduler of dask.

    What came of a shard is held by a worker until it is written here; to let go of it earlier would
    be to live through it again should this process end.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._theirs: dict[Future[Made], Any] = {}
        self._name = f"exit_sim-{secrets.token_hex(6)}"
        self._counted = 0.0
        self._threads = 0
        self._seen = False

    @property
    def width(self) -> int:
        """How many shards are worth having in flight: two for each thread that there is now."""
        if time.monotonic() - self._counted > A_COUNT:
            try:
                self._threads = sum(self._client.nthreads().values())
            except OSError as error:
                raise _lost(error) from None
            if not self._threads:
                said = ALL_GONE if self._seen else NO_WORKER
                warnings.warn(said, EngineNotice, stacklevel=2)
            self._seen = self._seen or self._threads > 0
            self._counted = time.monotonic()
        return A_WORKER * max(1, self._threads)

    def submit(self, task: Task) -> "Future[Made]":
        """Take a shard."""
        ours: Future[Made] = Future()
        same = Same(task.version, version_of("pyarrow"), fingerprint())
        theirs = self._client.submit(
            pickle.loads,
            pickle.dumps(Call(same, pickle.dumps(sent(task)))),
            key=f"{self._name}-{task.number}",
            pure=False,
            retries=RETRIES,
        )
        self._theirs[ours] = theirs
        theirs.add_done_callback(lambda _: _hand_over(theirs, ours))
        return ours

    def kept(self, future: "Future[Made]") -> None:
        """Let go of what came of a shard: it is on disk."""
        self._theirs.pop(future).release()

    def close(self) -> None:
        """Drop what is in flight, and leave the scheduler as it was."""
        self._theirs.clear()
        self._client.close(timeout=PATIENCE)


def lived(told: tuple[str, str, str], packed: bytes) -> Made | str:
    """Live through a shard in a worker, or say why it would not give the same bytes."""
    from distributed import get_worker

    same = Same(*told)
    who = f"The worker at {get_worker().address}"
    if version() != same.rules:
        return f"{who} has other rules than the sweep: install exit_sim {__version__} there too."
    if version_of("pyarrow") != same.pyarrow:
        return f"{who} writes with pyarrow {version_of('pyarrow')}, not {same.pyarrow} as here."
    if fingerprint() != same.fingerprint:
        return (
            f"{who} gives other numbers than this process for the same inputs"
            f" (fingerprint {fingerprint()[:12]}, not {same.fingerprint[:12]})."
        )
    try:
        return live_through_again(pickle.loads(packed))  # noqa: S301  whoever sends may do all
    except Refused as error:
        return f"{who} {error}: install exit_sim {__version__} there too."


def _hand_over(theirs: Any, ours: "Future[Made]") -> None:
    """Pass on what came of a shard, or why nothing did."""
    try:
        came = theirs.result()
    except BaseException as error:  # noqa: BLE001  whatever it is, it is told where it is waited for
        ours.set_exception(_lost(error))
        return
    if isinstance(came, str):
        ours.set_exception(Refused(came))
    else:
        ours.set_result(came)


def _lost(error: BaseException) -> Exception:
    """Say why nothing comes back from a cluster."""
    from distributed.scheduler import KilledWorker

    said = str(error).strip().splitlines()
    if isinstance(error, ImportError):
        return Refused(f"A worker cannot take shards: {said[0]}.")
    if isinstance(error, KilledWorker):
        return Lost("one shard was with every worker that died: they may lack memory")
    reason = f"{type(error).__name__}: {said[0]}" if said else type(error).__name__
    return Lost(f"the cluster gives nothing back ({reason})")


def quiet() -> None:
    """Let dask say nothing: what matters of it is said in a sentence."""
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def connected(where: Any) -> Cluster:
    """Find a scheduler by its address or its file, or take one that was started here.

    Raises:
        BadInput: dask is not installed, or nobody answers.
    """
    try:
        from distributed import Client
    except ImportError:
        problem = "needs dask"
        raise BadInput(problem, key="--on", value=where, allowed=EXTRA) from None
    quiet()
    by = "scheduler_file" if str(where).endswith(".json") else "address"
    try:
        client = Client(**{by: where}, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        said = str(error).strip().splitlines()
        problem = f"does not answer: {said[0] if said else type(error).__name__}"
        raise BadInput(problem, key="--on", value=str(where)) from None
    return Cluster(client)
