"""How far a sweep is: runs, rate, time left, shards and failures, on a bar or in plain lines."""

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from exit_sim.commands.screen import console_of
from exit_sim.sweep.going import Told
from exit_sim.sweep.plan import Plan, Shard

A_LINE = 10.0
"""Seconds between two lines where it is not a terminal."""


class Progress:
    """Tells on standard error how far the round at hand is."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._console = console_of(sys.stderr)
        self._bar: Bar | None = None
        self._began = self._told = time.monotonic()
        self._total = self._shards = 0
        self._of = ""

    def __enter__(self) -> Self:
        """Begin to tell."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def begin(self, number: int, missing: Sequence[Shard]) -> None:
        """Begin a round of which these shards are missing."""
        rounds = len(self._plan.rounds)
        self._of = f"round {number + 1} of at most {rounds}: " if rounds > 1 else ""
        self._total = sum(map(self._plan.runs_of, missing))
        self._shards = len(missing)
        self._began = time.monotonic()
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
        if self._console.is_terminal:
            self._bar = Bar(
                TextColumn("{task.fields[of]}runs"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[said]}"),
                TimeRemainingColumn(),
                console=self._console,
                transient=True,
            )
            self._bar.start()
            self._bar.add_task("runs", total=self._total, of=self._of, said="")
        self._line(Told(0, 0, 0))

    def show(self, told: Told) -> None:
        """Say how far it is."""
        rate = told.runs / max(time.monotonic() - self._began, 1e-9)
        if self._bar is not None:
            said = f"{rate:,.0f} a second, {told.shards} of {self._shards} shards"
            said += f", {told.failed:,} failed" if told.failed else ""
            self._bar.update(self._bar.task_ids[0], completed=told.runs, said=said)
        elif time.monotonic() - self._told > A_LINE or told.shards == self._shards:
            self._line(told)

    def _line(self, told: Told) -> None:
        """Write a plain line, where there is no bar."""
        if self._bar is not None:
            return
        self._told = time.monotonic()
        taken = self._told - self._began
        line = f"{self._of}{told.runs:,} of {self._total:,} runs"
        if told.runs:
            rate = told.runs / max(taken, 1e-9)
            left = (self._total - told.runs) / rate
            line += f", {rate:,.0f} a second, {duration(left)} left"
        line += f", {told.shards:,} of {self._shards:,} shards"
        line += f", {told.failed:,} failed" if told.failed else ""
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def duration(seconds: float) -> str:
    """Say roughly how long something takes.

    >>> duration(12.4), duration(600), duration(9000), duration(400000)
    ('12 s', '10 min', '2 h 30 min', '4 days 15 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 100:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 72:
        return f"{hours} h {rest} min"
    return f"{hours // 24} days {hours % 24} h"
