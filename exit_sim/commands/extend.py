"""A sweep that is there gets more replicates of every point: ``exit-sim extend``."""

from pathlib import Path
from typing import Annotated

import typer

from exit_sim.commands.options import whole
from exit_sim.commands.sweep import MOST_WORKERS, Asked, DesignName, On, Workers, go_on


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "extend",
        short_help="Add replicates to a sweep.",
        epilog="Example: exit-sim extend concentration_exit_rate --out sweep --runs 1024",
    )(extend)


def extend(
    design: DesignName,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder of the sweep.")],
    runs: Annotated[
        int, typer.Option(help="How many replicates of every point there are to be in the end.")
    ],
    threads: Workers = 0,
    on: On = "threads",
) -> None:
    """Plan more replicates of every point, in a file beside the plan, and run them.

    What is there stays as it is, byte for byte. Stopped, the sweep command goes on with it.
    """
    from exit_sim.sweep.opened import extended
    from exit_sim.sweep.replicates import MOST

    whole("--threads", threads, 0, MOST_WORKERS)
    whole("--runs", runs, 1, MOST)
    words = ["sweep", design, "--out", str(out)]
    words += ["--on", on] if on != "threads" else []
    words += ["--threads", str(threads)] if threads else []
    asked = Asked(design, out, threads, on, 1, 1, None, words)
    go_on(asked, lambda found: extended(out, found, runs))
