"""A place takes shards and gives them back lived through; nothing else is asked of it."""

from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

from exit_sim.errors import BadInput, nearest
from exit_sim.sweep.shard import Made, Task

HERE = ("threads", "processes")
THERE = ("tcp://", "tls://")
ALLOWED = "allowed: threads, processes, tcp://…, tls://…, scheduler.json, slurm:PROFILE.toml"


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


def check(where: str) -> None:
    """Refuse what names no place, before anything is begun.

    Raises:
        BadInput: it does not, or a file that it names cannot be used.
    """
    if where.startswith("slurm:"):
        from exit_sim.sweep.where.slurm import profile_in

        profile_in(where.removeprefix("slurm:"))
    elif where.endswith(".json"):
        if not Path(where).is_file():
            problem = "is not there"
            raise BadInput(problem, key="--on", value=where, allowed="start a scheduler first")
    elif where not in HERE and not where.startswith(THERE):
        problem, meant = "is no place to run a sweep", nearest(where, HERE)
        raise BadInput(problem, key="--on", value=where, allowed=ALLOWED, suggestion=meant)
