"""A ready answer: one question of one place, its report in one file, and its answer in a line."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import exit_sim
from exit_sim.ready_answers.places import Place
from exit_sim.report.document import Report
from exit_sim.report.page import Files

RECORDS = ".records"
"""The folder of a library that says which reports are whole, so that it can be gone on with."""

READ = frozenset({".py", ".toml", ".html", ".css", ".js", ".csv", ".json"})
DRAWS = ("matplotlib", "numpy")


class Made(NamedTuple):
    """A report with the figures it shows."""

    report: Report
    files: Files


class Ready(NamedTuple):
    """One question of one place: its answer, or why there is none; ``report`` is its page."""

    question: str
    place: str
    says: str
    report: str


Ask = Callable[[Place, str], Made | str]
"""Asks a question of a place, and gives a report, or one sentence that says why there is none."""


def page_of(question: str, place: Place) -> str:
    """Name the page of a report, within a library."""
    return f"reports/{question}/{place.name}.html"


@cache
def made_by() -> str:
    """Hash all that a report may rest on: every file of this package, and what draws figures."""
    whole = hashlib.sha256()
    package = Path(exit_sim.__file__).parent
    for path in sorted(path for path in package.rglob("*") if path.suffix in READ):
        whole.update(path.relative_to(package).as_posix().encode() + b"\0")
        whole.update(path.read_bytes() + b"\0")
    for name in DRAWS:
        whole.update(f"{name} {version(name)}".encode())
    return whole.hexdigest()


def key(question: str, place: Place, pairs: int) -> str:
    """Say what a report was made of."""
    said = json.dumps([made_by(), question, place, pairs])
    return hashlib.sha256(said.encode()).hexdigest()


def record(ready: Ready, made_of: str, page: bytes) -> bytes:
    """Write that a report is whole."""
    said = {"made_of": made_of, "page": hashlib.sha256(page).hexdigest(), **ready._asdict()}
    return (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()


def record_of(out: Path, question: str, place: Place) -> Path:
    """Give the place of the record of a report."""
    return out / RECORDS / question / f"{place.name}.json"


def kept(out: Path, question: str, place: Place, made_of: str) -> Ready | None:
    """Read a report that is there, whole, and made of the same; else there is none."""
    try:
        said = json.loads(record_of(out, question, place).read_text("utf-8"))
        found = Ready(*(str(said[name]) for name in Ready._fields))
        page = (out / page_of(question, place)).read_bytes()
        whole = said["page"] == hashlib.sha256(page).hexdigest()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if whole and said["made_of"] == made_of else None
