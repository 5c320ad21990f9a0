"""Why did it end so, and what would have turned it, how late? ``exit-sim why``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.commands.interrupts import Stopped
from exit_sim.commands.options import Changes, Name, Sets, arguments, given, whole

if TYPE_CHECKING:
    from exit_sim.commands.screen import Block


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "why",
        short_help="Find what would have turned one journey's end.",
        epilog="Example: exit-sim why champion_leaves_pilot --seed 1",
    )(why)


def why(
    scenario: Name,
    change: Changes = None,
    set_: Sets = None,
    seed: Annotated[int, typer.Option(help="Which luck: 0 to 2**53 - 1.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep the table, text and figure in this folder."),
    ] = None,
) -> None:
    """Find the smallest change that would have saved a journey, or sunk it, and how late."""
    from exit_sim.analysis.why import finding
    from exit_sim.commands import keeping_why, telling_why
    from exit_sim.commands.place import check_out
    from exit_sim.commands.screen import Command, Words, progress, show
    from exit_sim.draws import LAST_SEED
    from exit_sim.results.folder import repeatable

    whole("--seed", seed, 0, LAST_SEED)
    if out is not None:
        check_out(out)
    found = given(scenario, change, set_)
    command = repeatable(["why", *arguments(scenario, change, set_), "--seed", str(seed)])
    try:
        with progress(finding.journeys_needed(found)) as done:
            said = finding.why(found, seed, done=done)
        blocks = list(telling_why.told(said))
        last: list[Block] = [Words("Nothing was kept; --out DIR keeps table, text and figure.")]
        if out is not None:
            keeping_why.keep(said, out, command, blocks)
            last = [Words(f"Kept in {out}, where README.txt explains the rest.")]
    except KeyboardInterrupt:
        raise Stopped("Stopped: nothing was kept.") from None  # noqa: TRY003
    show([*blocks, *last, Words("The same again:"), Command(command)])
