"""Which ingredient matters when? ``exit-sim importance``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from exit_sim.commands.interrupts import Stopped
from exit_sim.commands.options import whole

PAIRS, FEWEST, MOST = 1600, 4, 20_000


class By(StrEnum):
    """By what organisations are told apart."""

    SECTOR = "sector"
    PERFORMANCE = "performance"


class Level(StrEnum):
    """Over which settings."""

    PLAUSIBLE = "plausible"
    CALIBRATED = "calibrated"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "importance",
        short_help="Which ingredient matters when.",
        epilog="Example: exit-sim importance reference --pairs 4",
    )(importance)


def importance(
    population: Annotated[
        str, typer.Argument(metavar="POPULATION", help="A population by name, or a file.")
    ] = "reference",
    pairs: Annotated[
        int, typer.Option(help=f"Pairs of organisations, 128 runs each: {FEWEST} to {MOST}.")
    ] = PAIRS,
    by: Annotated[
        By | None, typer.Option(help="Also among two kinds of organisations, as many pairs each.")
    ] = None,
    level: Annotated[
        Level, typer.Option(help="Over all plausible settings, or over accepted sets.")
    ] = Level.PLAUSIBLE,
    seed: Annotated[int, typer.Option(help="The first luck: 0 to 2**53 - 1.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep tables, text and the figure in this folder."),
    ] = None,
) -> None:
    """Tell what each of five ingredients accounts for in starting, use, lasting and spreading.

    As it stands it takes some five minutes on two processors; with --by three times as long.
    """
    from exit_sim.analysis.importance import whole as study
    from exit_sim.commands.keeping_importance import keep
    from exit_sim.commands.place import check_out
    from exit_sim.commands.screen import plain, progress, show, show_end
    from exit_sim.commands.telling_importance import told
    from exit_sim.draws import LAST_SEED
    from exit_sim.results.folder import repeatable
    from exit_sim.scenario.population import Population

    whole("--pairs", pairs, FEWEST, MOST)
    journeys = study.journeys_needed(pairs, by)
    whole("--seed", seed, 0, LAST_SEED)
    whole("--seed plus journeys", seed + journeys, 0, LAST_SEED)
    if out is not None:
        check_out(out)
    words = ["importance", population, "--pairs", str(pairs), "--seed", str(seed)]
    words += ["--by", by.value] if by else []
    words += ["--level", level.value] if level != Level.PLAUSIBLE else []
    command = repeatable(words)
    one = Population.load(population)
    try:
        with progress(journeys) as done:
            found = study.importance(one, pairs, level=level, by=by, seed=seed, told=done)
        blocks = list(told(found))
        if out is not None:
            keep(found, out, command, plain(blocks))
    except KeyboardInterrupt:
        raise Stopped("Stopped: nothing was kept.") from None  # noqa: TRY003
    show(blocks)
    show_end(out, command)
