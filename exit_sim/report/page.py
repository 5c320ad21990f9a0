"""A report becomes one page that needs nothing else: no script, no network, no other file."""

from collections.abc import Mapping
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from exit_sim.report import cells, svg
from exit_sim.report.document import Assumption, Picture, Report, Table

if TYPE_CHECKING:
    from jinja2 import Environment

Files = Mapping[str, bytes]
"""Figures by file name: each as ``name.svg``, ``name.csv`` and ``name.png``."""


class Sent(NamedTuple):
    """What whoever sends a report puts on it: a title of theirs, a marking, and a note."""

    title: str = ""
    marking: str = ""
    note: str = ""


def page(report: Report, files: Files, sent: Sent | None = None) -> bytes:
    """Write a report as one HTML file: the same bytes for the same report every time."""
    template = environment().get_template("report.html")
    shown = template.render(
        report=report,
        sent=sent or Sent(),
        shows=Shows(files),
    )
    return shown.encode()


class Shows:
    """What a template asks for while it writes one page, where names are given once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._numbers = {what: count(1) for what in ("table", "figure", "command")}

    def number(self, what: str) -> int:
        """Give the next table, figure or command of this page its number."""
        return next(self._numbers[what])

    def drawing(self, picture: Picture, number: int) -> Any:
        """Put a figure into the page, in lines."""
        from markupsafe import Markup

        source = self._files[f"{picture.name}.svg"]
        drawn = svg.for_page(source, f"figure-{number}", picture.alt, picture.sentence)
        return Markup(drawn)  # noqa: S704  an XML library wrote it, with what is text as text

    def numbers(self, picture: Picture) -> Table:
        """Give the numbers behind a figure."""
        return cells.shown(self._csv(picture), f"Numbers behind the figure: {picture.sentence}")

    def rows(self, picture: Picture) -> int:
        """Say how many rows of numbers there are behind a figure."""
        return len(self._csv(picture)) - 1

    def download(self, picture: Picture) -> str:
        """Give the address that holds a figure's numbers as CSV."""
        return cells.download(self._csv(picture))

    def _csv(self, picture: Picture) -> list[list[str]]:
        return cells.rows_of(self._files[f"{picture.name}.csv"])

    @staticmethod
    def table_download(table: Table) -> str:
        """Give the address that holds a table as CSV."""
        return cells.download([table.heads, *table.rows])

    @staticmethod
    def assumed_download(every: tuple[Assumption, ...]) -> str:
        """Give the address that holds every assumption as CSV."""
        return cells.download([Assumption._fields, *every])


@cache
def environment() -> "Environment":
    """Give what reads the templates; the live page and the library read them too."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("exit_sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
