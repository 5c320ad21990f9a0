"""A library is built in a folder, can be gone on with, and is there to be opened at any time."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from exit_sim.errors import BadInput
from exit_sim.ready_answers import site
from exit_sim.ready_answers.making import PAIRS, Told, make_reports
from exit_sim.ready_answers.places import Place
from exit_sim.ready_answers.ready import RECORDS, Ask, Ready
from exit_sim.results.deposit.archive import check_file, put_zip
from exit_sim.sweep.files import make, put

WITHIN = "exit_sim_library"
"""The folder that a zip of a library unpacks to."""


def check_place(out: Path, *, zips: bool = False) -> None:
    """Refuse a folder, and a zip beside it, that hold something else, before anything is made.

    Raises:
        BadInput: it is a file, or holds what is no library.
    """
    if zips:
        check_file(zip_of(out), f"{WITHIN}/index.html", "library")
    if out.exists() and not out.is_dir():
        problem = "is a file, not a folder"
        raise BadInput(problem, file=str(out), allowed="name a new folder, such as site")
    if out.is_dir() and any(out.iterdir()) and not (out / RECORDS).is_dir():
        problem = "holds something else, and no library"
        raise BadInput(problem, file=str(out), allowed="name a new folder, such as site")


def build(
    out: Path,
    questions: Sequence[str],
    places: Sequence[Place],
    ask: Ask,
    *,
    pairs: int = PAIRS,
    told: Told = lambda _: None,
) -> tuple[Ready, ...]:
    """Make what is missing of a library, and its pages; the same bytes however often it stopped.

    Raises:
        CannotKeep: the system refuses to keep something.
    """
    make(out / RECORDS)
    answers = make_reports(out, questions, places, pairs, ask, told)
    _leave_only(out / "reports", {out / one.report for one in answers if one.report})
    for name, content in site.files(answers, places, pairs).items():
        make((out / name).parent)
        put(out / name, content)
    return answers


def _leave_only(folder: Path, wanted: set[Path]) -> None:
    """Remove reports of what is asked no more."""
    for path in folder.glob("*/*.html"):
        if path not in wanted:
            path.unlink()
    for inner in folder.iterdir():
        if inner.is_dir() and not any(inner.iterdir()):
            shutil.rmtree(inner)


def zip_of(out: Path) -> Path:
    """Name the zip of a library, beside its folder."""
    return out.absolute().with_name(f"{out.absolute().name}.zip")


def zipped(out: Path) -> Path:
    """Put a library into one zip beside its folder: the same bytes for the same library.

    Raises:
        BadInput: the system refuses.
    """
    where = zip_of(out)
    put_zip(
        where,
        {
            f"{WITHIN}/{path.relative_to(out).as_posix()}": path
            for path in out.rglob("*")
            if path.is_file()
            and not any(part.startswith(".") for part in path.relative_to(out).parts)
        },
    )
    return where
