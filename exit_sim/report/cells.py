"""Numbers behind a figure are handed on as CSV that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Sequence
from urllib.parse import quote

from exit_sim.report.document import Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
PLAIN = "!*();:@$,/?[]~"
"""Letters that stand for themselves in an address that holds CSV."""

MOST_ROWS = 40
"""Rows of a figure's numbers that a page shows; its CSV has all."""


def safe(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula; numbers stay numbers.

    >>> safe("=1+1"), safe("-0.25"), safe("- a list"), safe("baseline")
    ("'=1+1", '-0.25', "'- a list", 'baseline')
    """
    if not cell.startswith(FORMULA):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def rows_of(content: bytes) -> list[list[str]]:
    """Read CSV, its header first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def download(rows: Sequence[Sequence[str]]) -> str:
    """Write rows as an address that holds them as CSV, in letters that zips make small."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return f"data:text/csv;charset=utf-8,{quote(text.getvalue(), safe=PLAIN)}"


def shown(rows: Sequence[Sequence[str]], caption: str) -> Table:
    """Make a table of CSV, its numbers short; rows beyond some stand in the CSV alone."""
    header, *others = rows
    heads = tuple(name.replace("_", " ").replace(".", ": ") for name in header)
    words = tuple(
        place
        for place in range(len(header))
        if not all(_is_number(row[place]) for row in others if row[place])
    )
    cells = tuple(tuple(_short(cell) for cell in row) for row in others[:MOST_ROWS])
    return Table(heads, cells, words or (0,), caption)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _short(cell: str) -> str:
    """Write a number with at most four figures.

    >>> _short("0.123456"), _short("-0.0"), _short("240"), _short("never started")
    ('0.1235', '0', '240', 'never started')
    """
    if not _is_number(cell) or (len(cell) <= 4 and cell != "-0.0"):
        return cell
    return f"{float(cell) + 0.0:.4g}"
