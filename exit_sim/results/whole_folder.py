"""A folder is written whole or not at all, and never in place of what somebody else put there."""

import ctypes
import json
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from exit_sim import errors

PROVENANCE = "provenance.json"
MADE_BY = "exit_sim"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


def check_place(where: Path) -> None:
    """Refuse a place at which no result folder can be put, before anything is computed.

    A new or empty folder will do, and so will one that was written here before and to which nobody
    has added anything.

    Raises:
        BadInput: the place is a file, or a folder that holds something else.
    """
    with _said(where):
        if not where.exists():
            return
        if not where.is_dir():
            problem = "is a file, not a folder"
            raise errors.BadInput(problem, file=str(where))
        _refuse_others(where, _listed(where))


def _refuse_others(where: Path, ours: frozenset[str]) -> None:
    """Refuse a folder that holds anything beside what is listed as ours."""
    for path in sorted(where.rglob("*")):
        name = path.relative_to(where).as_posix()
        if name in ours or (path.is_dir() and not path.is_symlink()):
            continue
        problem = "is a folder with something else in it"
        if ours:
            problem = f"holds {name}, which {MADE_BY} did not write"
        allowed = "allowed: a new folder, an empty one, or one of results to replace"
        raise errors.BadInput(problem, file=str(where), allowed=allowed)


def _listed(where: Path) -> frozenset[str]:
    """The files that we said we wrote here; none if it is not a folder of ours."""
    try:
        said = json.loads((where / PROVENANCE).read_text("utf-8"))
    except (OSError, ValueError):
        return frozenset()
    if not isinstance(said, dict) or said.get("made_by") != MADE_BY:
        return frozenset()
    return frozenset(map(str, said.get("files", [])))


def put_folder(where: Path, files: Mapping[str, bytes]) -> Path:
    """Write files, by their names within the folder, and put the whole folder in its place.

    They are written beside it first, under a name that begins with a dot, and reach the disk before
    the folder appears; where it replaces another, the two change places in one step wherever the
    system can do that.

    Raises:
        BadInput: they cannot be written; then nothing is, and what was there still is.
    """
    check_place(where)
    with _said(where):
        place = Path(os.path.realpath(where))
        place.parent.mkdir(parents=True, exist_ok=True)
        token = secrets.token_hex(6)
        part = place.parent / f".{MADE_BY}-{token}.part"
        try:
            part.mkdir()
            for name, content in files.items():
                _write(part / PurePosixPath(name), content)
            for folder in [*(path for path in part.rglob("*") if path.is_dir()), part]:
                settle(folder)
            _swap(part, place, place.parent / f".{MADE_BY}-{token}.old")
            settle(place.parent)
        finally:
            _remove(part)
    return where


@contextmanager
def _said(where: Path) -> Iterator[None]:
    """Say in one sentence why the system refuses."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        problem = f"cannot be written: {reason[:1].lower()}{reason[1:]}"
        raise errors.BadInput(problem, file=str(where)) from None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _remove(folder: Path) -> None:
    """Remove a folder, and do so first where Ctrl-C is pressed meanwhile."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def settle(folder: Path) -> None:
    """Let a folder's entries reach the disk, where folders can be opened for that."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(part: Path, where: Path, old: Path) -> None:
    """Put the new folder in its place; what it replaces ends up under ``part``, or is removed."""
    if not where.exists():
        part.rename(where)
        return
    if _exchanged(part, where):
        return
    where.rename(old)
    try:
        part.rename(where)
    except BaseException:
        old.rename(where)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename: Callable[..., int] = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0
