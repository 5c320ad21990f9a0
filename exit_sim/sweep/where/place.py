"""A place takes shards and gives them back lived through; nothing else is asked of it."""

from concurrent.futures import Future
from typing import Protocol

from exit_sim.sweep.shard import Made, Task


class Place(Protocol):
    """Somewhere to live through shards.

    A shard is handed over as a :class:`~exit_sim.sweep.shard.Task`, which is complete, and its rows
    come back: whoever asked writes them, and only then lets go of them with ``kept``.
    """

    @property
    def width(self) -> int:
        """How many shards are worth having in flight."""
        ...

    def submit(self, task: Task) -> "Future[Made]":
        """Take a shard."""
        ...

    def kept(self, future: "Future[Made]") -> None:
        """Let go of what came of a shard: it is on disk."""
        ...

    def close(self) -> None:
        """Drop what is in flight and leave nothing behind."""
        ...
