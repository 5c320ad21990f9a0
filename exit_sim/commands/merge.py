"""Shards that were lived on several disks are brought into one folder: ``exit-sim merge``."""

from pathlib import Path
from typing import Annotated

import typer

from exit_sim.commands.exits import CannotWrite, SomeFailed


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "merge",
        short_help="Bring shards from other folders.",
        epilog="Example: exit-sim merge sweep disk1/sweep disk2/sweep",
    )(merge)


def merge(
    into: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where they go: a sweep, or a new folder.")
    ],
    sources: Annotated[
        list[Path], typer.Argument(metavar="FROM…", help="Folders of the same sweep.")
    ],
) -> None:
    """Bring the whole shards of other folders of the same plan into one; each is hashed first.

    Nothing that is there is replaced, and the other folders stay as they are.
    """
    from exit_sim.commands.screen import Block, Command, Line, Words, progress, show
    from exit_sim.sweep.files import CannotKeep
    from exit_sim.sweep.merging import check
    from exit_sim.sweep.merging import merge as bring
    from exit_sim.sweep.precise import next_round, wanted
    from exit_sim.sweep.standing import Standing, as_jobs

    standings = check(into, sources)
    try:
        with progress(sum(len(each.done) for each in standings), of="shards") as told:
            merged = bring(into, standings, told)
    except CannotKeep as error:
        text = f"{error}. What was brought before is whole; the same command goes on."
        raise CannotWrite(text) from None
    there = Standing.open(into)
    text = f"{merged.came:,} shards came, and {merged.known:,} were there already."
    text += f" {len(there.done):,} of {len(there.shards):,} whole shards are in {into} now."
    blocks: list[Block] = [
        Line(f"{one.where}: {one.what}; it was not taken") for one in merged.refused
    ]
    blocks.append(Words(text))
    number = next_round(there.store, there)
    if number is not None:
        missing = as_jobs(there.missing(wanted(there.store, there, number)), len(there.shards))
        blocks += [Words(f"Missing: {missing}", beneath=True, hang=2)]
        blocks += [Words("Go on with it here:"), Command(there.resume())]
    else:
        blocks += [Words("It is complete:"), Command(f"exit-sim verify {into}")]
    show(blocks)
    if merged.refused:
        text = f"{len(merged.refused):,} files were not taken, named above."
        raise SomeFailed(text)
