"""Points may be listed one by one, in the design itself or as lines of a table beside it."""

import csv
from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path, PurePath
from typing import Any, NoReturn

from exit_sim.errors import BadInput, nearest
from exit_sim.scenario.file import Document
from exit_sim.scenario.settable import SETTABLE
from exit_sim.scenario.stated import (
    BANDS,
    PERFORMANCE,
    PERFORMANCE_OF,
    RATING,
    settings_in,
    taken,
)
from exit_sim.scenario.toml_lines import Keys
from exit_sim.sweep.asked import beside, in_order
from exit_sim.sweep.points import Points, Row
from exit_sim.sweep.sampling import DESIGN, MOST_POINTS, check_size

POINTS, FILE = "points", "file"
WRITE = 'write file = "points.csv", with a setting above each column'


def listed(doc: Document) -> Points:
    """Take the points that a design lists, each a table of the same settings."""
    tables = doc.tables(POINTS)
    if not tables:
        doc.refuse("lists no points", (DESIGN,), None, "write [[points]] and settings under each")
    found = [settings_in(doc, table, (POINTS, number)) for number, table in enumerate(tables)]
    first = found[0]
    if not first:
        doc.refuse("is a point at which nothing is set", (POINTS, 0))
    for number, each in enumerate(found):
        for name in first:
            if name not in each:
                problem = f"does not say {name}, and the first point does"
                doc.refuse(problem, (POINTS, number), None, "state the same settings at each")
        for name, one in each.items():
            if name not in first:
                problem = f"says {name}, and the first point does not"
                doc.refuse(problem, one.keys, None, "state the same settings at each")
    names = tuple(in_order(doc, {name: one.keys for name, one in first.items()}))
    rows = [tuple(each[name].value for name in names) for each in found]
    places = [(POINTS, number) for number in range(len(rows))]
    _check_apart(doc, rows, places)
    check_size(doc, len(rows), len(names))
    return Points.of_rows(names, rows, doc, lambda number, name: found[number][name].keys)


class Sheet(Document):
    """A table of points, of which each place is a line and the setting above a column."""

    def refuse(
        self, problem: str, keys: Keys, value: Any = None, allowed: str = "", suggestion: str = ""
    ) -> NoReturn:
        """Say what is wrong on a line."""
        line, *key = keys
        raise BadInput(
            problem,
            file=self.label,
            line=int(line),
            key="".join(map(str, key)),
            value=value,
            allowed=allowed,
            suggestion=suggestion,
        ) from None


def in_a_file(doc: Document) -> Points:
    """Take the points that stand in a table of comma-separated values beside a design."""
    asked = doc.table(DESIGN)
    given = asked.get(FILE, asked.get(POINTS))
    key = FILE if FILE in asked else POINTS
    if given is None:
        doc.refuse("names no file of points", (DESIGN,), None, WRITE)
    if not isinstance(given, str):
        doc.refuse("is not the name of a file", (DESIGN, key), given, WRITE)
    path = beside(doc, given)
    if path is None:
        doc.refuse("is not there", (DESIGN, key), given, "allowed: the path of a file from here")
    sheet = Sheet((PurePath(doc.label).parent / given).as_posix(), {})
    try:
        lines = list(_lines(path, sheet))
    except UnicodeDecodeError:
        sheet.refuse("is not UTF-8 text; save it as UTF-8", (1,))
    except csv.Error as error:
        sheet.refuse(f"is not comma-separated values: {error}", (1,))
    except OSError as error:
        sheet.refuse(f"cannot be read: {error.strerror}", (1,))
    if len(lines) < 2:
        sheet.refuse("has no points below its first line", (1,), None, WRITE)
    (_, header), *below = lines
    names = _header(sheet, header)
    rows = [_row(sheet, line, header, texts) for line, texts in below]
    places = [line for line, _ in below]
    _check_apart(sheet, rows, [(line,) for line in places])
    check_size(doc, len(rows), len(names))
    return Points.of_rows(names, rows, sheet, lambda number, name: (places[number], name))


def _lines(path: Path, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Give every line that holds anything, with its number."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        for number, texts in enumerate(each for each in reader if any(map(str.strip, each))):
            if number > MOST_POINTS:
                allowed = f"allowed: at most {MOST_POINTS}"
                sheet.refuse("is one point too many", (reader.line_num,), None, allowed)
            yield reader.line_num, [text.strip() for text in texts]


def _header(sheet: Sheet, header: Sequence[str]) -> tuple[str, ...]:
    names = []
    for name in header:
        if name not in SETTABLE and name != RATING:
            meant = nearest(name, [*SETTABLE, RATING])
            sheet.refuse(
                "is not a setting", (1, name or "a column without a name"), None, "", meant
            )
        of = PERFORMANCE if name == RATING else name
        if of in names:
            sheet.refuse("stands above two columns", (1, name))
        names.append(of)
    return tuple(names)


def _row(sheet: Sheet, line: int, header: Sequence[str], texts: Sequence[str]) -> Row:
    if len(texts) != len(header):
        problem = f"has {len(texts)} values below {len(header)} settings"
        sheet.refuse(problem, (line,))
    found = []
    for name, text in zip(header, texts, strict=True):
        if not text:
            sheet.refuse("has no value", (line, name))
        one = BANDS if name == RATING else SETTABLE[name]
        value = taken(sheet, (line, name), one, text if one.words else _read(text))
        found.append(PERFORMANCE_OF[value] if name == RATING else value)
    return tuple(found)


def _read(text: str) -> Any:
    """Read a number, or yes or no, as programs write them; what is neither stays a text.

    >>> _read("1e-05"), _read("TRUE"), _read("off")
    (1e-05, True, 'off')
    """
    try:
        number = float(text)
    except ValueError:
        return {"true": True, "false": False}.get(text.lower(), text)
    return number if isfinite(number) else text


def _check_apart(doc: Document, rows: Sequence[Row], places: Sequence[Keys]) -> None:
    seen: dict[Row, int] = {}
    for number, row in enumerate(rows):
        if row in seen:
            doc.refuse(f"repeats point {seen[row] + 1}", places[number], None, "state each once")
        seen[row] = number
