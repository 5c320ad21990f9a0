"""What a reader sees: wrapped at 88 letters, plain where it is not a terminal."""

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import fill
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from exit_sim.commands.streams import NobodyReads, put
from exit_sim.story.blocks import Block, Command, Grid, Heading, Line, Words

__all__ = [
    "Block",
    "Command",
    "Grid",
    "Heading",
    "Line",
    "Words",
    "console_of",
    "plain",
    "progress",
    "show",
    "show_end",
    "waves",
]

WIDTH = 88


def show(blocks: Sequence[Block]) -> None:
    """Print to standard output."""
    console = console_of(sys.stdout)
    if console.is_terminal:
        _draw(console, blocks)
    else:
        put(plain(blocks, console.encoding))


def show_end(out: Path | None, command: str) -> None:
    """Print, below an answer, where it was kept and the command that repeats it."""
    last = "Nothing was kept; --out DIR keeps tables, text and figures."
    if out is not None:
        last = f"Kept in {out}, where README.txt explains the rest."
    show([Words(""), Words(last, beneath=True), Words("The same again:"), Command(command)])


def plain(blocks: Sequence[Block], encoding: str = "utf-8") -> str:
    """Write as plain text, with no space at a line's end."""
    file = io.StringIO()
    console = _Console(file=file, width=WIDTH, color_system=None, force_terminal=False)
    console.writes_in = encoding
    _draw(console, blocks)
    return "\n".join(line.rstrip() for line in file.getvalue().split("\n"))


@contextmanager
def progress(*totals: int, of: str = "journeys") -> Iterator[Callable[[int], None]]:
    """Show on standard error how many ``of`` several are done, and the time left.

    With several totals, each the end of a round that may be the last, it is the time left in the
    round.
    """
    console = console_of(sys.stderr)
    if totals[-1] < 2 or not console.is_terminal:
        yield lambda _: None
        return
    parts = (TextColumn(of), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=console, transient=True) as bar:
        task = bar.add_task(of, total=totals[0])

        def show(done: int) -> None:
            bar.update(task, completed=done, total=next(end for end in totals if end >= done))

        yield show


@contextmanager
def waves() -> Iterator[tuple[Callable[[str, int], None], Callable[[int], None]]]:
    """Show on standard error how far the wave at hand is, and the time left in it.

    Gives what is told that a wave begins, and how many of it are done.
    """
    console = console_of(sys.stderr)
    if not console.is_terminal:
        yield lambda _name, _total: None, lambda _done: None
        return
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*parts, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def begins(name: str, total: int) -> None:
            bar.reset(task, total=total, description=f"{name} wave, journeys")

        yield begins, lambda done: bar.update(task, completed=done)


class _Console(Console):
    """A console that says so when nobody reads any more."""

    writes_in = ""

    @property
    def encoding(self) -> str:
        """What is written in; anything but UTF-8 gets plain letters."""
        return self.writes_in or super().encoding

    def on_broken_pipe(self) -> None:
        """Stop, and leave the rest to whoever asked."""
        raise NobodyReads


def console_of(file: TextIO) -> _Console:
    """Write to a file or terminal, in the form that it can take."""
    console = _Console(
        file=file,
        highlight=False,
        markup=False,
        emoji=False,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
    )
    console.width = min(WIDTH, console.width) if console.is_terminal else WIDTH
    return console


def _draw(console: Console, blocks: Sequence[Block]) -> None:
    for number, block in enumerate(blocks):
        beneath = isinstance(block, Command) or (isinstance(block, Words) and block.beneath)
        beneath |= isinstance(block, Line) and isinstance(blocks[number - 1], Line)
        if number and not beneath:
            console.print()
        if isinstance(block, Heading):
            console.print(Text(block.text, style="bold"))
            if block.top:
                console.print(Text("=" * min(len(block.text), console.width)))
        elif isinstance(block, Words):
            text = block.text
            if block.hang:
                width = console.width - block.indent
                text = fill(text, width, subsequent_indent=" " * block.hang)
            console.print(Padding(Text(text), (0, 0, 0, block.indent)))
        elif isinstance(block, Command):
            console.print(Text(f"  {block.text}", style="cyan"), soft_wrap=True)
        elif isinstance(block, Line):
            console.print(Text(block.text), soft_wrap=True)
        else:
            console.print(_table(block))


def _table(grid: Grid) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="italic", show_edge=False)
    for place, head in enumerate(grid.heads):
        words = place in grid.words
        table.add_column(
            Text(head),
            justify="left" if words else "right",
            no_wrap=not words,
            vertical="top",
        )
    for row in grid.rows:
        table.add_row(*map(Text, row))
    return table
