"""What is told is headings, words, commands, lines and grids, wherever it is then shown."""

from collections.abc import Sequence
from typing import NamedTuple


class Heading(NamedTuple):
    """A line that stands out; at the ``top`` of a part, underlined."""

    text: str
    top: bool = False


class Words(NamedTuple):
    """A paragraph; what is ``beneath`` stands closely below what came before.

    All lines but the first stand further in by ``hang``.
    """

    text: str
    indent: int = 0
    beneath: bool = False
    hang: int = 0


class Command(NamedTuple):
    """A command to copy: never wrapped."""

    text: str


class Line(NamedTuple):
    """A line that is never wrapped, such as one that names a file."""

    text: str


class Grid(NamedTuple):
    """Rows under heads; columns of ``words`` are on the left, numbers on the right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: Sequence[int] = (0,)


Block = Heading | Words | Command | Line | Grid
