"""A file appears whole or not at all, and stays when the power fails."""

import errno
import hashlib
import os
import platform
import re
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exit_sim.results import whole_folder

PART = ".part-"
"""How names of files begin that are being written; what reads tables looks past a leading dot."""

HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
"""This machine, by a name that does not tell which it is."""

LIFE = secrets.token_hex(4)
"""This process: another may have its number one day, as after a restart of a container."""

AN_HOUR = 3600.0

_PART = re.compile(rf"{re.escape(PART)}([0-9a-f]{{8}})-(\d+)-([0-9a-f]{{8}})-")
_CANNOT_SETTLE = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})


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


def make(folder: Path) -> None:
    """Make a folder, and those that it is in; they are there for good before anything is in it.

    Raises:
        CannotKeep: the system refused.
    """
    with keeping(folder):
        new = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for each in new:
            _settle(each.parent)


def put(where: Path, content: bytes) -> None:
    """Write a file beside its place, let it reach the disk, and put it there.

    Raises:
        CannotKeep: the system refused; then nothing is there that was not before.
    """
    with keeping(where), _written(where, content) as part:
        part.replace(where)
        _settle(where.parent)


def put_first(where: Path, content: bytes) -> bool:
    """Put a file where none is, and say whether it was put: of many who try, one does.

    Raises:
        CannotKeep: the system refused.
    """
    with keeping(where), _written(where, content) as part:
        try:
            os.link(part, where)
        except FileExistsError:
            return False
        except OSError:  # there are systems without such links
            if where.exists():
                return False
            part.replace(where)
        _settle(where.parent)
        return True


@contextmanager
def _written(where: Path, content: bytes) -> Iterator[Path]:
    """Write a file beside its place; what is left of it in the end is removed."""
    begins = f"{PART}{HOST}-{os.getpid()}-{LIFE}-{secrets.token_hex(4)}"
    part = where.with_name(f"{begins}-{where.name}")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield part
    finally:
        part.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Let a folder's entries reach the disk, where the system can do that for folders."""
    try:
        whole_folder.settle(folder)
    except OSError as error:
        if error.errno not in _CANNOT_SETTLE:
            raise


def sweep_away(folder: Path) -> None:
    """Remove what a process that is no more left half-written.

    What one on another machine left is removed after an hour: until then it may be at work.
    """
    for part in folder.glob(f"{PART}*"):
        told = _PART.match(part.name)
        try:
            old = time.time() - part.stat().st_mtime > AN_HOUR
            if not lives(int(told[2]), told[3]) if told and told[1] == HOST else old:
                part.unlink()
        except OSError:  # whoever wrote it was quicker, or it is not ours to remove
            continue


def lives(pid: int, life: str) -> bool:
    """Whether a process of this machine is there, as far as can be told."""
    if pid == os.getpid():
        return life == LIFE
    if sys.platform == "win32":  # there, to ask is to send Ctrl-C
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
