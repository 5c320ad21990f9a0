"""How much rests on one person? What a champion's departure costs: ``exit-sim fragility``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from exit_sim.commands.interrupts import Stopped
from exit_sim.commands.options import Changes, Level, OfLevel, Sets, arguments, whole
from exit_sim.commands.run import Form
from exit_sim.errors import BadInput

if TYPE_CHECKING:
    from exit_sim.analysis.fragility import Fragility
    from exit_sim.commands.screen import Block
    from exit_sim.scenario import Scenario
    from exit_sim.scenario.population import Population

RUNS, FEWEST, MOST_RUNS = 400, 20, 20_000
EVERY, LONGEST = 6, 1200


class Asked(NamedTuple):
    """What was asked for."""

    words: Sequence[str]
    seed: int
    runs: int
    every: int
    form: Form
    level: Level | None = None

    def command(self) -> str:
        """The command that repeats this."""
        from exit_sim.results.folder import repeatable

        said = ["fragility", *self.words, "--seed", str(self.seed), "--runs", str(self.runs)]
        said += ["--every", str(self.every)] if self.every != EVERY else []
        said += ["--to", self.form.value] if self.form != Form.PARQUET else []
        said += ["--level", self.level.value] if self.level == Level.BASELINE else []
        return repeatable(said)


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "fragility",
        short_help="What a champion's departure costs.",
        epilog="Example: exit-sim fragility champion_leaves_pilot --runs 20 --every 24",
    )(fragility)


def fragility(
    name: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO|POPULATION", help="An organisation, or a population of them."
        ),
    ],
    change: Changes = None,
    set_: Sets = None,
    seed: Annotated[int, typer.Option(help="The first luck: 0 to 2**53 - 1.")] = 1,
    runs: Annotated[
        int, typer.Option(help=f"How many organisations an arm: {FEWEST} to {MOST_RUNS}.")
    ] = RUNS,
    every: Annotated[
        int, typer.Option(help="Months from one departure of the curve to the next.")
    ] = EVERY,
    level: OfLevel = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep tables, text and figures in this folder."),
    ] = None,
    to: Annotated[Form, typer.Option(help="With --out: the form of tables.")] = Form.PARQUET,
) -> None:
    """Let the champion leave in each month, and compare one champion with shared leadership."""
    from exit_sim.commands.place import check_out
    from exit_sim.commands.units import no_level
    from exit_sim.draws import LAST_SEED
    from exit_sim.scenario import Scenario

    whole("--seed", seed, 0, LAST_SEED)
    whole("--runs", runs, FEWEST, MOST_RUNS)
    whole("--seed plus --runs", seed + runs - 1, 0, LAST_SEED)
    whole("--every", every, 1, LONGEST)
    if out is not None:
        check_out(out)
    unit = _unit(name, change, set_)
    if isinstance(unit, Scenario):
        no_level(name, level)
    asked = Asked(arguments(name, change, set_), seed, runs, every, to, level)
    try:
        _answer(asked, unit, _study(asked, unit), out)
    except KeyboardInterrupt:
        problem = "Stopped: the study was not complete, and nothing was kept."
        raise Stopped(problem) from None


def _unit(
    name: str, change: Sequence[str] | None, sets: Sequence[str] | None
) -> "Scenario | Population":
    from exit_sim.commands.units import found
    from exit_sim.scenario import Scenario

    unit = found(name, change, sets)
    if not isinstance(unit, Scenario) and (change or sets):
        problem = "is a population, to which no --change and no --set can be made here"
        raise BadInput(problem, key=name, allowed="give a scenario, or write a population of yours")
    return unit


def _study(asked: Asked, unit: "Scenario | Population") -> "Fragility":
    from exit_sim.analysis.fragility import fragility as study
    from exit_sim.analysis.fragility import journeys_needed
    from exit_sim.commands.screen import progress

    with progress(journeys_needed(unit, asked.runs, asked.every)) as show:
        return study(
            unit,
            level=asked.level,
            runs=asked.runs,
            seed=asked.seed,
            every=asked.every,
            done=show,
        )


def _answer(
    asked: Asked, unit: "Scenario | Population", found: "Fragility", out: Path | None
) -> None:
    from exit_sim.commands import telling_fragility
    from exit_sim.commands.screen import Command, Words, show

    blocks = list(telling_fragility.told(found))
    last: list[Block] = [Words("Nothing was kept; --out DIR keeps tables, text and figures.")]
    if out is not None:
        from exit_sim.commands.keeping_fragility import keep

        keep(found, unit, asked, out, blocks)
        last = [Words(f"Kept in {out}, where README.txt explains the rest.")]
    show([*blocks, *last, Words("The same again:"), Command(asked.command())])
