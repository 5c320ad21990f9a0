"""Results that a reviewer can make again without us, as one file: ``exit-sim deposit``."""

from pathlib import Path
from typing import Annotated

import typer

from exit_sim.commands.methods import Results
from exit_sim.errors import BadInput


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "deposit",
        short_help="Put results and what makes them into one zip.",
        epilog="Example: exit-sim deposit results",
    )(deposit)


def deposit(
    folder: Results,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.zip", help="Where to write it; else the folder's name with .zip."
        ),
    ] = None,
) -> None:
    """Put results, your own files, the software and versions into one zip that reruns.

    Say it in the folder in which the results were made. The zip names no machine and no user.
    """
    from exit_sim.commands.depositing import SIGN, of_a_sweep, of_results
    from exit_sim.commands.methods_told import refuse_neither
    from exit_sim.commands.screen import Command, Words, show
    from exit_sim.results.deposit import archive, private
    from exit_sim.results.folder import repeatable
    from exit_sim.results.manifest import read_manifest
    from exit_sim.sweep.store import PLAN

    here, whole = Path.cwd(), folder.resolve()
    where = Path(f"{whole.name}.zip") if out is None else out
    archive.check_file(where, SIGN)
    if whole in where.resolve().parents:
        problem = "lies in the folder that goes into it"
        raise BadInput(problem, file=str(where), allowed="name a file elsewhere")
    manifest = read_manifest(folder)
    if (folder / PLAN).is_file():
        entries = of_a_sweep(folder, here)
    elif manifest is None:
        refuse_neither(folder)
    else:
        entries = of_results(folder, manifest, here)
    ours = {name: one for name, one in entries.items() if not name.startswith("software/")}
    private.check(ours, [here, whole])
    archive.put_zip(where, entries)
    size = where.stat().st_size / 1e6
    inputs = sum(name.startswith("inputs/") for name in entries)
    show(
        [
            Words(f"Written: {where}, {size:.1f} MB, {len(entries)} files; {inputs} your own."),
            Words("Its README.md says how to make the results again:"),
            Command("python rerun.py"),
            Words("The same again:"),
            Command(repeatable(["deposit", str(folder)], leave_out=())),
        ]
    )
