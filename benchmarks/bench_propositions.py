"""What it takes to put every proposition to the model, and to take its mechanisms away.

    python benchmarks/bench_propositions.py

Nothing here is asserted: read the table. The baseline level is put in full. Of the wider levels and
of knock-outs a part is put, and what all of them would take follows from the rate.
"""

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from exit_sim.analysis.propositions.going import knock_out, put, runs_of
from exit_sim.analysis.propositions.knockouts import MECHANISMS
from exit_sim.analysis.propositions.levels import SIZES, Level, Row, Size, knocked_out, rows_of
from exit_sim.analysis.propositions.proposition import Proposition
from exit_sim.commands.knockouts import UNITS
from exit_sim.sweep.going import Stop
from exit_sim.twins.accepted import fits

A_PART = ("P10", "P12", "P16")
"""Propositions by which the rate of the wider levels is measured."""


def timed(go: Callable[[Path], object]) -> float:
    """Seconds that something takes in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        go(Path(folder))
        return perf_counter() - start


def at(level: Level, some: Sequence[Proposition], size: Size) -> float:
    """Seconds that it takes to put some propositions at a level."""
    return timed(lambda folder: list(put(some, level, size, folder, Stop(), lambda _: None)))


def without(some: Sequence[Proposition]) -> float:
    """Seconds that it takes to take every mechanism away from some propositions."""

    def go(folder: Path) -> object:
        return list(knock_out(some, lambda _: MECHANISMS, UNITS, folder, Stop(), lambda _: None))

    return timed(go)


def main() -> None:
    """Measure and print."""
    every = [one for one in map(Proposition.load, Proposition.names()) if not one.waiting]
    some = [Proposition.load(name) for name in A_PART]
    at(Level.BASELINE, some[:1], Size(1, 8))  # compiles, where nothing is
    grid = Table(title=f"{len(every)} propositions, all threads")
    for head in ("what", "runs", "seconds", "runs a second", "all of it, minutes"):
        grid.add_column(head, justify="left" if head == "what" else "right")

    def line(what: str, rows: Callable[[Proposition], Sequence[Row]], units: int, took: float,
             of: Sequence[Proposition]) -> None:  # fmt: skip
        here, whole = runs_of(of, rows, units), runs_of(every, rows, units)
        rate = here / took
        grid.add_row(what, f"{here:,}", f"{took:.1f}", f"{rate:,.0f}", f"{whole / rate / 60:.1f}")

    for level in Level:
        if level == Level.CALIBRATED and not fits():
            continue
        size, of = SIZES[level], every if level == Level.BASELINE else some
        took = at(level, of, size)
        line(level, partial(rows_of, level=level, size=size), size.units, took, of)
    line("knock-outs", lambda _: knocked_out(MECHANISMS), UNITS, without(some), some)
    Console().print(grid)


if __name__ == "__main__":
    main()
