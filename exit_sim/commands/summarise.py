"""A first look at a sweep: options, settings, luck, and which settings matter."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exit_sim.analysis.sweeps.look import Look

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep.")]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "summarise",
        short_help="A first look at a sweep.",
        epilog="Example: exit-sim summarise sweep",
    )(summarise)


def summarise(
    folder: Folder,
    outcome: Annotated[
        str, typer.Option(metavar="NAME", help="The outcome that is looked at closely.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep tables, text and figures in this folder."),
    ] = None,
) -> None:
    """Say what options do over all points, what is settings and what is luck, and what matters.

    Complete rounds count, and no others.
    """
    from exit_sim.commands.place import check_out
    from exit_sim.commands.screen import show, show_end
    from exit_sim.commands.telling_summary import told
    from exit_sim.results.folder import repeatable

    if out is not None:
        check_out(out)
    found, plan = _looked(folder, outcome)
    blocks = list(told(found))
    show(blocks)
    words = ["summarise", str(folder), *(["--outcome", outcome] if outcome else [])]
    command = repeatable(words)
    if out is not None:
        from exit_sim.commands.keeping_summary import keep

        keep(found, plan, out, command, blocks)
    show_end(out, command)


def _looked(folder: Path, outcome: str) -> "tuple[Look, Mapping[str, Any]]":
    """Read a folder, look at what is complete, and give the plan besides."""
    from exit_sim.analysis.sweeps.look import look
    from exit_sim.sweep.gathered import Gathered, outcomes_of
    from exit_sim.sweep.standing import Standing

    standing = Standing.open(folder)
    governs, besides = outcomes_of(standing.store, outcome)
    gathered = Gathered(standing)
    return look(gathered.facts(), gathered.met, governs, besides), standing.store.plan
