"""Two sweeps do not work on one folder unknown to one another; what crashed leaves it free."""

import json
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from exit_sim.errors import BadInput
from exit_sim.sweep.files import alive, put

STALE = 180.0
"""Seconds after which a sweep on another machine that says nothing is taken to be no more."""

BEAT = 20.0
"""Seconds between two signs of life."""


class Lease:
    """A sign that somebody is at work on the shards of one place in an array, kept fresh."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.beaten = time.monotonic()

    def beat(self) -> None:
        """Give a sign of life, now and then."""
        if time.monotonic() - self.beaten > BEAT:
            self.beaten = time.monotonic()
            self.path.touch()


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
    found = []
    for path in sorted(folder.glob(".at-work-*")):
        said, (task, tasks) = _said(path), _place(path)
        pid = said.get("pid")
        found.append(
            Sign(task, tasks, pid if isinstance(pid, int) else 0, _here(said), _there(path))
        )
    return found


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
    put(mine, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode())
    try:
        for other in sorted(folder.glob(".at-work-*")):
            if other != mine and _overlap(other, task, tasks) and _at_work(other):
                said = _said(other)
                problem = f"is being worked on by another sweep, process {said.get('pid', '?')}"
                problem += "" if _here(said) else " on another machine"
                allowed = "wait for it or stop it; exit-sim status tells how far it is"
                raise BadInput(problem, file=str(folder), allowed=allowed)
        yield Lease(mine)
    finally:
        mine.unlink(missing_ok=True)


def _overlap(other: Path, task: int, tasks: int) -> bool:
    """Whether another sweep works on some of the same shards, by the name of its file."""
    theirs, of = _place(other)
    return of != tasks or theirs == task


def _place(other: Path) -> tuple[int, int]:
    """Which place of how many a sign is for."""
    parts = other.name.split("-")
    return int(parts[2]), int(parts[4])


def _at_work(other: Path) -> bool:
    """Whether who left a sign is still there; the signs of those who are not are removed."""
    there = _there(other)
    if not there:
        other.unlink(missing_ok=True)
    return there


def _there(other: Path) -> bool:
    """Whether who left a sign is still there, as far as this machine can tell."""
    said = _said(other)
    try:
        quiet = time.time() - other.stat().st_mtime
    except OSError:
        return False
    here = _here(said) and isinstance(said.get("pid"), int)
    return alive(int(str(said["pid"]))) if here else quiet < STALE


def _here(said: dict[str, object]) -> bool:
    return said.get("host") == socket.gethostname()


def _said(path: Path) -> dict[str, object]:
    try:
        said = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
