"""Two sweeps do not work on one folder unknown to one another; what crashed leaves it free."""

import json
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from exit_sim.errors import BadInput
from exit_sim.sweep.files import HOST, LIFE, lives, put

STALE = 180.0
"""Seconds after which a sweep that gives no sign of life is taken to be no more."""

BEAT = 20.0
"""Seconds between two signs of life."""

_NAME = re.compile(r"\.at-work-(\d+)-of-(\d+)-[0-9a-f]{8}")


class Lease:
    """A sign that somebody is at work on the shards of one place in an array, kept fresh."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.beaten = time.monotonic()

    def beat(self) -> None:
        """Give a sign of life, now and then."""
        if time.monotonic() - self.beaten > BEAT:
            self.beaten = time.monotonic()
            with suppress(OSError):  # what is amiss is told when a shard is kept
                os.utime(self.path)


class Sign(NamedTuple):
    """Who says to be at work on which place of how many; ``there`` where that seems so.

    ``pid`` is a process of this machine where it is ``here``.
    """

    task: int
    tasks: int
    pid: int
    here: bool
    there: bool


def signs(folder: Path) -> list[Sign]:
    """Read who says to be at work in a folder, and leave all as it is."""
    return [sign for _, sign in _signs(folder, time.time())]


@contextmanager
def lease(folder: Path, task: int = 1, tasks: int = 1) -> Iterator[Lease]:
    """Take the shards of one place in an array, or all where there is one place.

    A file for each says who is at work; none is written by two, and no file is locked. It is not
    what keeps results right (shards are written whole, and whoever lives a shard writes the same
    bytes) but what keeps two from doing the same work.

    Raises:
        BadInput: somebody is at work on them.
        CannotKeep: the system refused.
    """
    mine = folder / f".at-work-{task}-of-{tasks}-{secrets.token_hex(4)}"
    put(mine, json.dumps({"pid": os.getpid(), "host": HOST, "life": LIFE}).encode())
    try:
        now = mine.stat().st_mtime  # by the clock of whoever keeps the files
        for path, other in _signs(folder, now):
            if path == mine or not (other.tasks != tasks or other.task == task):
                continue
            if other.there:
                problem = f"is being worked on by another sweep, process {other.pid}"
                problem += "" if other.here else " on another machine"
                allowed = "wait for it or stop it; exit-sim status tells how far it is"
                raise BadInput(problem, file=str(folder), allowed=allowed)
            path.unlink(missing_ok=True)
        yield Lease(mine)
    finally:
        with suppress(OSError):
            mine.unlink()


def _signs(folder: Path, now: float) -> Iterator[tuple[Path, Sign]]:
    """Read each sign that is there, as it is seen at some time."""
    for path in sorted(folder.glob(".at-work-*")):
        named = _NAME.fullmatch(path.name)
        if named is None:
            continue
        try:
            said = json.loads(path.read_text("utf-8"))
            pid, here, life = int(said["pid"]), said["host"] == HOST, str(said["life"])
            quiet = now - path.stat().st_mtime
        except (OSError, ValueError, KeyError, TypeError):
            continue  # gone meanwhile, or no sign of ours
        there = quiet < STALE and (not here or lives(pid, life))
        yield path, Sign(int(named[1]), int(named[2]), pid, here, there)
