"""Which settings that nobody knows fit what is known? ``exit-sim calibrate``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.commands.interrupts import Stopped
from exit_sim.commands.options import whole

if TYPE_CHECKING:
    from exit_sim.analysis.calibration.found import Calibration
    from exit_sim.analysis.calibration.waves import Sizes
    from exit_sim.scenario.population import Population

SETS, FEWEST, MOST = 3000, 20, 900_000


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "calibrate",
        short_help="Find sets of settings that fit what is known.",
        epilog="Example: exit-sim calibrate reference --sets 20 --out calibration",
    )(calibrate)


def calibrate(
    population: Annotated[
        str, typer.Argument(metavar="POPULATION", help="A population by name, or a file.")
    ] = "reference",
    seed: Annotated[int, typer.Option(help="The first luck: 0 to 2**53 - 1.")] = 1,
    sets: Annotated[int, typer.Option(help=f"Sets of the first wave: {FEWEST} to {MOST}.")] = SETS,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep waves as they end, and the result, in this folder."),
    ] = None,
) -> None:
    """Draw sets of settings that nobody knows, and keep those that fit what is known.

    As it stands it takes an hour or two. With --out, waves that ended are not lived through again.
    """
    from exit_sim.draws import LAST_SEED
    from exit_sim.results.folder import repeatable
    from exit_sim.scenario.population import Population

    whole("--seed", seed, 0, LAST_SEED)
    whole("--sets", sets, FEWEST, MOST)
    sizes = sizes_of(sets)
    whole("--seed plus members", seed + sizes.closer, 0, LAST_SEED)
    found = Population.load(population)
    words = ["calibrate", population, "--seed", str(seed)]
    words += ["--sets", str(sets)] if sets != SETS else []
    answer(found, sizes, seed, out, repeatable(words))


def sizes_of(sets: int) -> "Sizes":
    """Give every wave its size for so many sets in the first."""
    from exit_sim.analysis.calibration.waves import Sizes

    usual = Sizes()
    return usual._replace(
        first=sets,
        candidates=sets * usual.candidates // usual.first,
        second=sets * usual.second // usual.first,
    )


def answer(
    population: "Population", sizes: "Sizes", seed: int, out: Path | None, command: str
) -> None:
    """Calibrate, tell, and keep.

    Raises:
        BadInput: there is no such place, or it holds something else.
        CannotWrite: the system refused to keep a wave.
        Stopped: Ctrl-C; what was kept stays.
    """
    from exit_sim.commands.exits import CannotWrite
    from exit_sim.commands.keeping_calibrate import keep
    from exit_sim.commands.place import check_out
    from exit_sim.commands.screen import plain, show, show_end
    from exit_sim.commands.telling_calibrate import told
    from exit_sim.sweep.files import CannotKeep

    if out is not None:
        check_out(out)
    try:
        found = _found(population, sizes, seed, out)
        blocks = list(told(found))
        if out is not None:
            keep(found, out, command, plain(blocks))
    except CannotKeep as error:
        raise CannotWrite(str(error)) from None
    except KeyboardInterrupt:
        kept = "nothing was kept."
        if out is not None:
            kept = f"waves that ended are kept. Go on with: {command} --out {out}"
        raise Stopped(f"Stopped: {kept}") from None  # noqa: TRY003
    show(blocks)
    show_end(out, command)


def _found(population: "Population", sizes: "Sizes", seed: int, out: Path | None) -> "Calibration":
    from exit_sim.analysis.calibration.found import calibrated
    from exit_sim.analysis.calibration.kept import keep_nothing
    from exit_sim.analysis.calibration.made import made_from
    from exit_sim.analysis.calibration.resumed import waves_in
    from exit_sim.commands.screen import waves

    made = made_from(population, sizes, seed)
    keep = keep_nothing if out is None else waves_in(out, made)
    with waves() as (begins, told):
        return calibrated(population, sizes, seed, keep, told, begins)
