"""One journey is told from its ledger, or the most typical of many: ``exit-sim run``."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from exit_sim.commands import units
from exit_sim.commands.interrupts import Stopped
from exit_sim.commands.options import Changes, Level, Name, OfLevel, Sets, arguments, whole
from exit_sim.commands.place import check_out, mark, stopped

if TYPE_CHECKING:
    from exit_sim.commands.running import Journeys
    from exit_sim.commands.screen import Block
    from exit_sim.scenario import Scenario

MOST_RUNS, MOST_KEPT = 4000, 1000
"""More journeys than this, told or kept whole, would fill a desktop's memory."""

MOST_THREADS = 256


class Form(StrEnum):
    """The form of tables."""

    PARQUET = "parquet"
    CSV = "csv"


class Asked(NamedTuple):
    """What was asked for."""

    words: Sequence[str]
    seed: int
    runs: int
    out: Path | None
    people: bool
    form: Form
    every_month: bool
    level: Level | None = None

    @property
    def seeds(self) -> range:
        """The seeds, one a journey."""
        return range(self.seed, self.seed + self.runs)

    def command(self, **other: int) -> str:
        """The command that repeats this, or one with another number of runs."""
        from exit_sim.results.folder import repeatable

        runs = other.get("runs", self.runs)
        said = ["run", *self.words, "--seed", str(self.seed)]
        said += ["--runs", str(runs)] if runs > 1 else []
        said += ["--people"] if self.people else []
        said += ["--to", self.form.value] if self.form != Form.PARQUET else []
        said += ["--months"] if self.every_month else []
        return repeatable(said)


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "run",
        short_help="Tell one journey, or many.",
        epilog="Example: exit-sim run la_c --change taper --seed 7",
    )(run)


def run(
    scenario: Name,
    change: Changes = None,
    set_: Sets = None,
    seed: Annotated[int, typer.Option(help="Which luck: 0 to 2**53 - 1.")] = 1,
    runs: Annotated[
        int | None,
        typer.Option(
            help=f"How many journeys, with this seed and the next: 1 to {MOST_RUNS}, with --out to "
            f"{MOST_KEPT}; or members of a population."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep tables, text and figures in this folder."),
    ] = None,
    people: Annotated[
        bool, typer.Option("--people", help="With --out: a table for each role, too.")
    ] = False,
    to: Annotated[Form, typer.Option(help="With --out: the form of tables.")] = Form.PARQUET,
    months: Annotated[
        bool, typer.Option("--months", help="Print every month, not key months alone.")
    ] = False,
    level: OfLevel = None,
    threads: Annotated[
        int, typer.Option(help="Threads that share many runs; 0 takes what is allowed.")
    ] = 0,
) -> None:
    """Run an organisation's journey and tell it: what happened, why it ended so, for whom.

    Of a population it is told how many of 100 organisations start, last and spread.
    """
    from exit_sim.draws import LAST_SEED

    whole("--seed", seed, 0, LAST_SEED)
    whole("--threads", threads, 0, MOST_THREADS)
    if out is not None:
        check_out(out)
    if units.is_population(scenario):
        from exit_sim.commands.run_population import MEMBERS, run_population

        members = MEMBERS if runs is None else runs
        asked = Asked([scenario], seed, members, out, people, to, months, level)
        run_population(asked, change, set_, threads)
        return
    units.no_level(scenario, level)
    runs = 1 if runs is None else runs
    whole("--runs", runs, 1, MOST_RUNS if out is None else MOST_KEPT)
    whole("--seed plus --runs", seed + runs - 1, 0, LAST_SEED)
    found = units.scenario(scenario, change, set_)
    words = arguments(scenario, change, set_)
    asked = Asked(words, seed, runs, out, people, to, months)
    before, count = mark(out), [0]
    try:
        ended = _run(found, asked, threads, count)
        blocks = _told(found, asked, ended)
        if out is not None:
            from exit_sim.commands.keeping_run import keep

            keep(found, asked, out, ended, blocks)
        _print(asked, blocks, _like_it(found, asked, ended))
    except KeyboardInterrupt:
        after = f" after {count[0]} of {runs} journeys" if runs > 1 else ""
        raise Stopped(stopped(out, before, after)) from None


def _run(scenario: "Scenario", asked: Asked, threads: int, count: list[int]) -> "Journeys":
    from exit_sim.commands.running import lived
    from exit_sim.commands.screen import progress
    from exit_sim.ensemble.jobs import Job

    keep = asked.out is not None
    jobs = [Job(scenario, seed) for seed in asked.seeds]
    with progress(asked.runs) as show:

        def done(number: int) -> None:
            count[0] = number
            show(number)

        people = keep and (asked.people or asked.runs == 1)
        return lived(jobs, keep=keep, people=people, threads=threads, done=done)


def _like_it(scenario: "Scenario", asked: Asked, ended: "Journeys") -> "list[Block]":
    """Of a single journey: how many of 200 like it ended so, where that is known in a moment."""
    from exit_sim.analysis.like_it import LIKE_IT, how_many_like_it
    from exit_sim.commands.screen import Words
    from exit_sim.results.many import at_once

    if asked.runs > 1 or not at_once(scenario):
        return []
    ending = str(ended.rows[0]["ending"])
    found = how_many_like_it(scenario, asked.seed)
    said = f"{found[ending]} of {LIKE_IT} journeys like it ended as it did"
    return [Words(f"{said}: {ending}. The others had other luck.")]


def _told(scenario: "Scenario", asked: Asked, ended: "Journeys") -> "list[Block]":
    from exit_sim.commands import telling, telling_many
    from exit_sim.commands.screen import Heading, Words
    from exit_sim.results.folder import STANDING
    from exit_sim.story.sentence import counted

    seeds = f"seed {asked.seed}"
    if asked.runs > 1:
        seeds = f"{asked.runs} journeys, seeds {asked.seed} to {asked.seeds[-1]}"
    length = counted(scenario.horizon, "month")
    blocks: list[Block] = [
        Heading(scenario.title, top=True),
        Words(f"{scenario.name}, {seeds}, {length}. {STANDING[0]}", beneath=True),
    ]
    blocks += [Words(f"{each.about['question']} ({each.spec})") for each in scenario.applied]
    if asked.runs > 1:
        return [*blocks, *telling_many.several(ended, every=asked.every_month)]
    only = ended.one(0)
    blocks += [*telling.story(only), *telling.months(only, every=asked.every_month)]
    return [*blocks, *telling.one_of_many(asked.command(runs=100))]


def _print(asked: Asked, blocks: "Sequence[Block]", besides: "Sequence[Block]") -> None:
    from exit_sim.commands.screen import Command, Words, show

    last: list[Block] = [Words("Nothing was kept; --out DIR keeps tables, text and figures.")]
    if asked.out is not None:
        drawn = sorted(path.stem for path in (asked.out / "figures").glob("*.svg"))
        what = f"story.txt, tables, and these figures: {', '.join(drawn)}"
        last = [Words(f"Kept in {asked.out}, where README.txt explains the rest: {what}.")]
    show([*blocks, *besides, *last, Words("The same again:"), Command(asked.command())])
