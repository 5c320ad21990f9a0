"""A place for results is looked at before anything is run."""

import os
from pathlib import Path

from exit_sim.errors import BadInput


def check_out(out: Path) -> None:
    """Refuse a folder that cannot be written, before anything is run.

    Raises:
        BadInput: it is a file, holds something else, or may not be written.
    """
    from exit_sim.results.whole_folder import check_place

    check_place(out)
    check_above(out)


def check_above(out: Path) -> None:
    """Refuse a place that cannot be written because of what it lies in.

    Raises:
        BadInput: a file stands in the way, or it may not be written.
    """
    above = out.absolute().parent
    while not above.exists():
        above = above.parent
    if not above.is_dir():
        problem = f"cannot be written: {above.name} is a file"
        raise BadInput(problem, file=str(out))
    if not os.access(above, os.W_OK | os.X_OK):
        problem = "cannot be written: permission denied"
        raise BadInput(problem, file=str(out))


def mark(out: Path | None) -> tuple[int, int] | None:
    """What tells whether a folder was put in its place meanwhile."""
    from exit_sim.results.whole_folder import PROVENANCE

    try:
        found = (out / PROVENANCE).stat() if out is not None else None
    except OSError:
        return None
    return (found.st_ino, found.st_mtime_ns) if found is not None else None


def stopped(out: Path | None, before: tuple[int, int] | None, after: str = "") -> str:
    """Say what was kept when Ctrl-C was pressed, after so much of what was asked for."""
    if mark(out) != before:
        return f"Stopped: {out} is complete."
    as_it_was = f"; {out} is as it was" if before else ""
    return f"Stopped{after}: nothing was kept{as_it_was}."
