"""What a report is: a brief, findings, lives, what would change it, limits, assumptions, sources.

It is data and no page: pages and documents are made of it, and every result folder keeps it.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from exit_sim.errors import BadInput

FILE = "report.json"
"""The file of a result folder that holds its report as data."""

FORM = 1
"""Raised whenever the form of that file changes."""


class Table(NamedTuple):
    """Rows under heads; columns of ``words`` are on the left, numbers on the right.

    A row of which only the first cell is filled is a heading of those below it.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: tuple[int, ...] = (0,)
    caption: str = ""


class Picture(NamedTuple):
    """A figure by its name in the folder's ``figures``: what it found, and what it shows."""

    name: str
    sentence: str
    alt: str


class Part(NamedTuple):
    """One piece of a section: a heading, words, a table, a command or a picture."""

    heading: str = ""
    words: str = ""
    table: Table | None = None
    command: str = ""
    picture: Picture | None = None


class Section(NamedTuple):
    """What stands under one heading."""

    title: str
    parts: tuple[Part, ...]


class Brief(NamedTuple):
    """Page one: ``answer`` is one sentence with the widest uncertainty that was computed.

    ``like_it`` says of one journey how many like it ended so, where that is known.
    """

    question: str
    answer: str
    picture: Picture | None
    depends: tuple[str, ...]
    cannot: tuple[str, ...]
    like_it: str = ""


class Limit(NamedTuple):
    """One thing that a report is not, or does not know."""

    name: str
    says: str


class Assumption(NamedTuple):
    """One setting: its value, where that comes from, and what it was computed to do here."""

    name: str
    says: str
    value: str
    range: str
    source: str
    confidence: str
    influence: str


class Assumptions(NamedTuple):
    """What was assumed: in words, those that matter most here, and every one of them."""

    words: tuple[str, ...]
    shown: tuple[Assumption, ...]
    every: tuple[Assumption, ...]


class Again(NamedTuple):
    """How to make the same again: the command, and the version and rules that made this."""

    command: str
    version: str
    rules: str


class Report(NamedTuple):
    """All that is said of one result, in the order in which it is said."""

    kind: str
    title: str
    brief: Brief
    findings: tuple[Section, ...]
    lives: Section
    otherwise: Section
    limits: tuple[Limit, ...]
    assumptions: Assumptions
    again: Again
    sources: tuple[str, ...]

    @property
    def sections(self) -> Iterable[Section]:
        """Every section that may hold tables and pictures."""
        return (*self.findings, self.lives, self.otherwise)

    @property
    def pictures(self) -> "list[Picture]":
        """Every picture that it shows, each once."""
        shown = [part.picture for section in self.sections for part in section.parts]
        return list(dict.fromkeys(filter(None, [self.brief.picture, *shown])))


def written(report: Report) -> str:
    """Write a report as JSON, every field by its name."""
    return json.dumps({"form": FORM, "report": _named(report)}, indent=1, ensure_ascii=False) + "\n"


def _named(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _named(inner) for name, inner in value._asdict().items()}
    return [_named(inner) for inner in value] if isinstance(value, tuple) else value


def read(text: str, where: str) -> Report:
    """Read a report as it was written.

    Raises:
        BadInput: it is no report, or one of another form.
    """
    from pydantic import ValidationError

    try:
        data = json.loads(text)
        if isinstance(data, dict) and data.get("form") == FORM:
            found: Report = _form().validate_python(data["report"])
            return found
    except (ValueError, KeyError, ValidationError):
        pass
    problem = "is no report, or one of another version"
    raise BadInput(problem, file=where, allowed="make the result again with this version")


@cache
def _form() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Report)
