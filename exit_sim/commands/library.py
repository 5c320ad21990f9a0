"""Ready answers that need nothing installed, as pages for a folder or a web host.

The command is ``exit-sim library``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from exit_sim.ready_answers.making import Going, Told

MOST_THREADS = 256
SOON = 8
"""After so many reports it is said what all of them come to."""

MB = 1e6


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "library",
        short_help="Make ready answers for everybody.",
        epilog="Example: exit-sim library --out site",
    )(library)


def library(
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where to put it: a new folder, or one begun.")
    ],
    zip_: Annotated[
        bool, typer.Option("--zip", help="Also put it into one zip beside the folder.")
    ] = False,
    threads: Annotated[int, typer.Option(help="How many threads; 0 takes what is allowed.")] = 0,
) -> None:
    """Ask every question that ships of a dozen places, and put the answers into pages.

    They open from a file or any web host. Stopped, the same command goes on.
    """
    from exit_sim.commands.answering_library import asking
    from exit_sim.commands.exits import CannotWrite, Resumable
    from exit_sim.commands.options import whole
    from exit_sim.commands.place import check_above
    from exit_sim.commands.screen import Command, Words, show
    from exit_sim.ready_answers.building import build, check_place, zipped
    from exit_sim.ready_answers.making import PAIRS
    from exit_sim.ready_answers.places import places
    from exit_sim.results.folder import repeatable
    from exit_sim.scenario.changes import names
    from exit_sim.sweep.files import CannotKeep

    whole("--threads", threads, 0, MOST_THREADS)
    check_place(out, zips=zip_)
    check_above(out)
    questions, of = names(), places()
    show([Words(f"{len(questions)} questions of {len(of)} places, {PAIRS} pairs of twins each.")])
    words = ["library", "--out", str(out), *(["--zip"] if zip_ else [])]
    again = repeatable(words, leave_out=())
    try:
        with _shown(len(questions) * len(of)) as told:
            found = build(out, questions, of, asking(PAIRS, threads), pairs=PAIRS, told=told)
        where = zipped(out) if zip_ else None
    except KeyboardInterrupt:
        text = f"Stopped: reports that are whole are kept. Go on with:\n  {again}"
        raise Resumable(text) from None
    except CannotKeep as error:
        text = f"{error}. Go on with: {again}"
        raise CannotWrite(text) from None
    ready = sum(bool(one.report) for one in found)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    said = [
        f"{ready} reports, and {len(found) - ready} questions that a place answers without one.",
        f"Open {out / 'index.html'} in a browser: {size / MB:.0f} MB in all.",
    ]
    if where is not None:
        said.append(f"In one file: {where.name}, {where.stat().st_size / MB:.1f} MB.")
    show([*map(Words, said), Words("The same again:"), Command(again)])


@contextmanager
def _shown(total: int) -> "Iterator[Told]":
    """Show how far it is, and once what all of it comes to."""
    import sys

    from exit_sim.commands.screen import progress
    from exit_sim.commands.streams import put

    said = False
    with progress(total, of="reports") as bar:

        def told(going: "Going") -> None:
            nonlocal said
            bar(going.done)
            if going.made == SOON and not said:
                said = True
                put(f"{_estimate(going)}\n")
                sys.stdout.flush()

        yield told


def _estimate(going: "Going") -> str:
    return (
        f"By the first {going.made} reports: about {going.whole(going.size) / MB:.0f} MB, "
        f"{going.whole(going.zipped) / MB:.0f} MB as a zip; {going.left / 60:.0f} minutes left."
    )
