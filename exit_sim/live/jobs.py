"""Work is done two at a time, others wait in a short queue, and nobody's work outlives interest."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from exit_sim.errors import BadInput

SLOTS, QUEUE, KEPT = 2, 20, 24
"""Works at once, works that wait, and results that are kept in memory for who asks again."""

PATIENCE = 10.0
"""Seconds without anybody asking after which a browser counts as closed, and work stops."""

TRY_AGAIN = 10
"""Seconds after which who was sent away may ask again."""


class Full(Exception):
    """Both slots and the queue are taken."""


class Cancelled(Exception):
    """Work was cancelled, or nobody waits for it any more."""


class Work:
    """One piece of work that several may wait for; ``look`` is called by who does it, often."""

    def __init__(self, key: str, now: Callable[[], float]) -> None:
        self.key = key
        self.finished = threading.Event()
        self.result: Any = None
        self.problem: Exception | None = None
        self.done, self.total, self.doing = 0, 0, ""
        self.began: float | None = None
        self._now, self._cancelled, self._asked = now, False, now()

    def asked(self) -> None:
        """Note that somebody waits."""
        self._asked = self._now()

    def cancel(self) -> None:
        """Stop it soon."""
        self._cancelled = True

    @property
    def given_up(self) -> bool:
        """Whether nobody wants it any more."""
        return self._cancelled or self._now() - self._asked > PATIENCE

    def look(self) -> None:
        """Go on only while it is wanted.

        Raises:
            Cancelled: it is not.
        """
        if self.given_up:
            raise Cancelled

    def goes(self, doing: str, done: int = 0, total: int = 0) -> None:
        """Say how far it is."""
        self.look()
        self.doing, self.done, self.total = doing, done, total


Do = Callable[[Work], Any]


class Jobs:
    """Works by their keys: the same key asked for twice is one work, and one result."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._going: OrderedDict[str, Work] = OrderedDict()
        self._kept: OrderedDict[str, Work] = OrderedDict()
        self._pool = ThreadPoolExecutor(SLOTS, thread_name_prefix="exit_sim-live")

    def ask(self, key: str, do: Do) -> Work:
        """Give the work of a key, which is begun if there is none; who asks is waiting.

        Raises:
            Full: as many are at it, and wait, as there may be.
        """
        with self._lock:
            self._drop()
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            work = self._going.get(key)
            if work is None:
                if len(self._going) >= SLOTS + QUEUE:
                    raise Full
                work = self._going[key] = Work(key, self._now)
                self._pool.submit(self._do, work, do)
            work.asked()
            return work

    def find(self, key: str) -> Work | None:
        """Give the work of a key, if there is one that is wanted; who asks is waiting."""
        with self._lock:
            work = self._kept.get(key) or self._going.get(key)
            if work is None or (work.given_up and key not in self._kept):
                return None
            work.asked()
            return work

    def room(self) -> None:
        """See whether there is room for one more.

        Raises:
            Full: there is none.
        """
        with self._lock:
            self._drop()
            if len(self._going) >= SLOTS + QUEUE:
                raise Full

    def cancel(self, key: str) -> bool:
        """Cancel a work; say whether there was one."""
        with self._lock:
            work = self._going.get(key)
            if work is not None:
                work.cancel()
            self._drop()
        return work is not None

    def before(self, work: Work) -> int:
        """Count the works that have to end before one begins."""
        with self._lock:
            waiting = [one for one in self._going.values() if one.began is None]
        return waiting.index(work) + 1 if work in waiting else 0

    @property
    def going(self) -> int:
        """How many works are done or wait."""
        with self._lock:
            return len(self._going)

    def close(self) -> None:
        """Cancel all of it, and begin no more."""
        with self._lock:
            for work in self._going.values():
                work.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _drop(self) -> None:
        """Forget works that nobody wants and that have not begun, so that others may wait."""
        for key, work in [*self._going.items()]:
            if work.given_up and work.began is None:
                work.problem = Cancelled()
                work.finished.set()
                del self._going[key]
            elif work.given_up and key == work.key:  # whoever asks again begins afresh
                del self._going[key]
                self._going[f"{key}, given up: {id(work)}"] = work

    def _do(self, work: Work, do: Do) -> None:
        with self._lock:
            if work.finished.is_set():
                return
            work.began = self._now()
        try:
            work.look()
            work.result = do(work)
        except (BadInput, Cancelled) as error:
            work.problem = error
        except Exception as error:
            logging.getLogger("exit_sim.live").exception("A comparison failed.")
            work.problem = error
        with self._lock:
            for key, other in [*self._going.items()]:
                if other is work:
                    del self._going[key]
            if not isinstance(work.problem, Cancelled):
                self._kept[work.key] = work
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        work.finished.set()
