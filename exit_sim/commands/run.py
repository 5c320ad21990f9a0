"""One journey is told from its ledger, or the most typical of many: ``exit-sim run``."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from exit_sim.commands.interrupts import Stopped
from exit_sim.commands.options import Changes, Name, Sets, arguments, given, whole
from exit_sim.commands.place import check_out
from exit_sim.errors import BadInput

if TYPE_CHECKING:
    from exit_sim.commands.screen import Block
    from exit_sim.results.run_record import Run
    from exit_sim.scenario import Scenario

MOST_RUNS = 1000
"""More journeys than this would fill a desktop's memory."""

MOST_WORKERS = 256


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
        int, typer.Option(help=f"How many journeys, with this seed and the next: 1 to {MOST_RUNS}.")
    ] = 1,
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
    workers: Annotated[
        int, typer.Option(help="Processes that share many runs; 0 takes what is allowed.")
    ] = 0,
) -> None:
    """Run an organisation's journey and tell it: what happened, why it ended so, for whom."""
    from exit_sim.draws import LAST_SEED

    whole("--seed", seed, 0, LAST_SEED)
    whole("--runs", runs, 1, MOST_RUNS)
    whole("--seed plus --runs", seed + runs - 1, 0, LAST_SEED)
    whole("--workers", workers, 0, MOST_WORKERS)
    if out is not None:
        check_out(out)
    found = given(scenario, change, set_)
    words = arguments(scenario, change, set_)
    asked = Asked(words, seed, runs, out, people, to, months)
    before, count = _mark(out), [0]
    try:
        ended = _run(found, asked, workers, count)
        blocks = _told(found, asked, ended)
        if out is not None:
            _keep(found, asked, out, ended, blocks)
        _print(asked, blocks)
    except KeyboardInterrupt:
        raise Stopped(_stopped(asked, before, count[0])) from None


def _mark(out: Path | None) -> tuple[int, int] | None:
    """What tells whether a folder was put in its place meanwhile."""
    from exit_sim.results.whole_folder import PROVENANCE

    try:
        found = (out / PROVENANCE).stat() if out is not None else None
    except OSError:
        return None
    return (found.st_ino, found.st_mtime_ns) if found is not None else None


def _stopped(asked: Asked, before: tuple[int, int] | None, ended: int) -> str:
    """Say what was kept when Ctrl-C was pressed."""
    if _mark(asked.out) != before:
        return f"Stopped: {asked.out} is complete."
    after = f" after {ended} of {asked.runs} journeys" if asked.runs > 1 else ""
    as_it_was = f"; {asked.out} is as it was" if before else ""
    return f"Stopped{after}: nothing was kept{as_it_was}."


def _run(scenario: "Scenario", asked: Asked, workers: int, count: list[int]) -> "list[Run]":
    from exit_sim.commands.many import WorkerLost, allowed_workers, journeys
    from exit_sim.commands.screen import progress

    with progress(asked.runs) as show:

        def done(number: int) -> None:
            count[0] = number
            show(number)

        try:
            return journeys(
                scenario,
                asked.seeds,
                people=asked.out is not None and (asked.people or asked.runs == 1),
                workers=workers or allowed_workers(),
                done=done,
            )
        except WorkerLost:
            problem = "a worker was ended from outside, perhaps for want of memory"
            allowed = "nothing was kept; fewer --runs or --workers 1 may do"
            raise BadInput(problem, allowed=allowed) from None


def _told(scenario: "Scenario", asked: Asked, ended: "Sequence[Run]") -> "list[Block]":
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
    blocks += [*telling.story(ended[0]), *telling.months(ended[0], every=asked.every_month)]
    return [*blocks, *telling.one_of_many(asked.command(runs=100))]


def _keep(
    scenario: "Scenario",
    asked: Asked,
    out: Path,
    ended: "Sequence[Run]",
    blocks: "Sequence[Block]",
) -> None:
    from exit_sim.commands import telling, telling_many
    from exit_sim.commands.pictures import pictures
    from exit_sim.commands.screen import plain
    from exit_sim.results.folder import Said, write_folder

    if asked.runs > 1:
        question = f"How do {asked.runs} journeys of one organisation end, and how far apart?"
        answer = telling_many.counts(ended)
    else:
        question = "How did this journey go, and why did it end as it did?"
        answer = telling.in_short(ended[0])
    asks = [each.about["question"] for each in scenario.applied]
    said = Said(
        question=" ".join([f"{scenario.title}.", question, *asks]),
        answer=answer,
        command=asked.command(),
        figures=pictures(ended),
        uncertainty=telling_many.uncertainty(ended),
        texts={"story.txt": plain(blocks)},
    )
    write_folder(out, ended, said, form=asked.form, people=asked.people)


def _print(asked: Asked, blocks: "Sequence[Block]") -> None:
    from exit_sim.commands.screen import Command, Words, show

    last: list[Block] = [Words("Nothing was kept; --out DIR keeps tables, text and figures.")]
    if asked.out is not None:
        drawn = sorted(path.stem for path in (asked.out / "figures").glob("*.svg"))
        what = f"story.txt, tables, and these figures: {', '.join(drawn)}"
        last = [Words(f"Kept in {asked.out}, where README.txt explains the rest: {what}.")]
    show([*blocks, *last, Words("The same again:"), Command(asked.command())])
