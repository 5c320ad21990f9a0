"""Ctrl-C stops at once, leaves nothing half-written, and is answered with one line."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE = 2.0
"""Seconds in which a second Ctrl-C is not heard, so that what was begun is tidied away."""


class Pressed(KeyboardInterrupt):
    """Ctrl-C was pressed.

    Python ends as if killed where a plain KeyboardInterrupt ever passed through code that it had
    made from text, even if it was answered; of another kind of it, it thinks nothing.
    """


class Stopped(Exception):
    """Ctrl-C was pressed; the text says what was kept."""


class Heard:
    """Whether Ctrl-C was pressed, even where a library swallowed it."""

    def __init__(self) -> None:
        self.last: float | None = None

    def __bool__(self) -> bool:
        """Say whether it was."""
        return self.last is not None

    def hear(self, _number: int, _frame: FrameType | None) -> None:
        """Interrupt whatever is being done, once."""
        now = time.monotonic()
        if self.last is None or now - self.last > PATIENCE:
            self.last = now
            raise Pressed


@contextmanager
def listening(*, to_the_end: bool = False) -> Iterator[Heard]:
    """Listen for Ctrl-C; only the main thread can.

    Where nothing comes after, ``to_the_end``, it is not heard any more while Python ends.
    """
    heard = Heard()
    if threading.current_thread() is not threading.main_thread():
        yield heard
        return
    before = signal.signal(signal.SIGINT, heard.hear)
    try:
        yield heard
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN if to_the_end else before)
