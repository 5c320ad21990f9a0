"""How far a sweep is, from any terminal and at any time: ``exit-sim status``."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from exit_sim.commands.screen import Block
    from exit_sim.sweep.lease import Sign
    from exit_sim.sweep.standing import Standing

MOST_NAMED = 8

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep.")]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "status",
        short_help="Tell how far a sweep is.",
        epilog="Example: exit-sim status sweep",
    )(status)


def status(folder: Folder) -> None:
    """Tell what is there and what is missing, who is at work, and how to go on.

    It writes nothing, and may be asked while the sweep runs.
    """
    from exit_sim.commands.screen import show
    from exit_sim.sweep.standing import Standing

    show(list(_told(Standing.open(folder))))


def _told(standing: "Standing") -> "Iterator[Block]":
    from exit_sim.commands.screen import Heading, Words
    from exit_sim.sweep.lease import signs

    plan, folder = standing.store.plan, standing.folder
    yield Heading(plan["about"].get("title", plan["name"]), top=True)
    yield Words(_how_far(standing))
    if len(standing.rounds) > 1:
        yield _rounds(standing)
    at_work = signs(folder)
    for sign in at_work:
        yield Words(_who(sign), beneath=sign is not at_work[0])
    aside = standing.put_aside()
    if aside:
        said = "damaged file was" if len(aside) == 1 else "damaged files were"
        yield Words(f"{len(aside)} {said} put aside, and their shards are lived again.")
    yield from _versions(standing)
    yield from _how_to_go_on(standing)


def _how_far(standing: "Standing") -> str:
    shards, done = standing.shards, standing.done
    runs = sum(standing.runs_of(shard) for shard in shards if shard.number in done)
    most = "at most " if standing.store.plan["precision"] is not None else ""
    text = f"{runs:,} of {most}{standing.runs:,} runs are there,"
    text += f" in {len(done):,} of {len(shards):,} whole shards."
    failed = standing.failed()
    text += f" {failed:,} of them failed; their rows say why." if failed else " None failed."
    return text


def _rounds(standing: "Standing") -> "Block":
    from exit_sim.commands.screen import Grid
    from exit_sim.sweep.precise import of_round

    rows = []
    for number, each in enumerate(standing.rounds):
        shards = of_round(standing, number)
        there = len(shards) - len(standing.missing(shards))
        rows.append([str(number + 1), f"{each.last:,}", f"{there:,}", f"{len(shards):,}"])
    return Grid(("round", "replicates by its end", "shards there", "of"), rows)


def _who(sign: "Sign") -> str:
    """Say who is at work, or was."""
    where = f"process {sign.pid} of this machine" if sign.here else "a process of another machine"
    place = "" if sign.tasks == 1 else f", job {sign.task} of {sign.tasks}"
    if sign.there:
        return f"At work: {where}{place}."
    return f"No longer at work: {where}{place}. It left a sign, which the next sweep removes."


def _versions(standing: "Standing") -> "Iterator[Block]":
    """Say whether rules have changed, and which versions stand beside."""
    from exit_sim.commands.screen import Words
    from exit_sim.sweep.versions import changed, theory, version

    if version() != standing.store.plan["version"]:
        names = changed(standing.store.plan["theory"], theory())
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        text = f"Rules have changed since: {', '.join(names[:MOST_NAMED])}{more}."
        yield Words(f"{text} The sweep goes on with the rules it began with, or --new-version.")
    beside = standing.beside()
    if beside:
        text = "Lived by other rules, and kept beside: "
        yield Words(text + ", ".join(str(path) for path in beside) + ".")


def _how_to_go_on(standing: "Standing") -> "Iterator[Block]":
    """Say what is missing of the round at hand, and what goes on with it."""
    from exit_sim.commands.screen import Command, Words
    from exit_sim.sweep.precise import next_round, wanted
    from exit_sim.sweep.standing import as_jobs

    number = next_round(standing.store, standing)
    if number is None:
        yield Words("It is complete. A first look at it, and whether it can be trusted:")
        yield Command(f"exit-sim summarise {standing.folder}")
        yield Command(f"exit-sim verify {standing.folder}")
        return
    missing = standing.missing(wanted(standing.store, standing, number))
    yield Words("Missing shards, as jobs of an array:")
    yield Words(as_jobs(missing, len(standing.shards)), indent=2, beneath=True, hang=2)
    yield Words("Go on with it here:")
    yield Command(standing.resume())
