"""A file appears whole or not at all, and stays when the power fails."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exit_sim.results.whole_folder import settle

PART = ".part-"
"""How names of files begin that are being written; what reads tables looks past a leading dot."""


class CannotKeep(Exception):
    """The system refused to keep a file; the text says which and why, in one sentence."""


@contextmanager
def keeping(where: Path) -> Iterator[None]:
    """Say in one sentence why the system refuses to keep something.

    Raises:
        CannotKeep: it did.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        problem = f"{where}: cannot be written: {reason[:1].lower()}{reason[1:]}"
        raise CannotKeep(problem) from error


def put(where: Path, content: bytes) -> None:
    """Write a file beside its place, let it reach the disk, and put it there.

    Raises:
        CannotKeep: the system refused; then nothing is there that was not before.
    """
    part = where.with_name(f"{PART}{os.getpid()}-{where.name}")
    with keeping(where):
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(where)
            settle(where.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def sweep_away(folder: Path) -> None:
    """Remove what a process that is no more left half-written."""
    for part in folder.glob(f"{PART}*"):
        pid = part.name.removeprefix(PART).partition("-")[0]
        if not (pid.isdigit() and alive(int(pid))):
            part.unlink(missing_ok=True)


def alive(pid: int) -> bool:
    """Whether a process of this number is there, as far as this machine can tell."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
