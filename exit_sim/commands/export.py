"""A sweep is handed on to other programs: ``exit-sim export``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.commands.exits import CannotWrite
from exit_sim.commands.status import Folder
from exit_sim.errors import BadInput, nearest

if TYPE_CHECKING:
    from exit_sim.sweep.standing import Standing

CSV, PARQUET, XLSX, DTA = FORMS = ("csv", "parquet", "xlsx", "dta")
NAMED = ("columns.csv", "settings.csv")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "export",
        short_help="Hand a sweep on: csv, xlsx, Stata.",
        epilog="Example: exit-sim export sweep --to xlsx --out sweep.xlsx",
    )(export)


def export(
    folder: Folder,
    to: Annotated[str, typer.Option("--to", help="csv, parquet, xlsx (a summary), dta (Stata).")],
    out: Annotated[
        Path,
        typer.Option(metavar="FILE|DIR", help="A new file of the runs, or a folder of all tables."),
    ],
) -> None:
    """Write a sweep in a form that other programs read; it stays as it is.

    A summary has outcomes by point and option; all other forms have every run.
    """
    from exit_sim.commands.screen import Command, Words, show
    from exit_sim.sweep.files import CannotKeep
    from exit_sim.sweep.standing import Standing

    if to not in FORMS:
        allowed = "allowed: " + ", ".join(FORMS)
        problem = "is no form"
        raise BadInput(
            problem, key="--to", value=to, allowed=allowed, suggestion=nearest(to, FORMS)
        )
    standing = Standing.open(folder)
    files = _files(standing, to, out)
    try:
        for table, where in files.items():
            _write(standing, table, where, to)
        if out not in files.values():
            _explain(standing, out)
    except CannotKeep as error:
        text = f"{error}. The sweep is as it was."
        raise CannotWrite(text) from None
    said = f"{len(standing.done):,} of {len(standing.shards):,} shards are in {out}."
    if len(standing.done) < len(standing.shards):
        said += " Rounds that are not complete do not count."
    if len(files) < len(standing.store.tables) and to != XLSX:
        said += " Months are left out; a folder takes them too."
    show([Words(said), Words("Whether they can be trusted:"), Command(f"exit-sim verify {folder}")])


def _files(standing: "Standing", to: str, out: Path) -> dict[str, Path]:
    """Where each table goes.

    Raises:
        BadInput: something is there, or may not be.
    """
    from exit_sim.sweep.rows import JOURNEYS

    suffix = out.suffix.removeprefix(".").lower()
    if suffix in FORMS and suffix != to:
        problem, allowed = f"ends in .{suffix}, and --to is {to}", f"write .{to}, or a folder"
        raise BadInput(problem, key="--out", value=str(out), allowed=allowed)
    if standing.folder.resolve() in out.resolve().parents or out.resolve() == standing.folder:
        problem = "lies within the sweep, whose folder holds nothing else"
        raise BadInput(problem, key="--out", value=str(out), allowed="take another place")
    whole = out.is_dir() and any(out.iterdir())
    if (out.exists() and not out.is_dir()) or whole:
        problem = "holds something already" if whole else "is there already"
        raise BadInput(problem, key="--out", value=str(out), allowed="take another name")
    if suffix == to:
        return {JOURNEYS: out}
    tables = (JOURNEYS,) if to == XLSX else standing.store.tables
    return {table: out / f"{'results' if to == XLSX else table}.{to}" for table in tables}


def _write(standing: "Standing", table: str, where: Path, to: str) -> None:
    from exit_sim.commands.screen import progress
    from exit_sim.sweep.exporting import export_csv, export_dta, export_parquet
    from exit_sim.sweep.files import make
    from exit_sim.sweep.workbook import export_xlsx, summed_up

    make(where.absolute().parent)
    if to == XLSX:
        with progress(len(summed_up(standing)), of="outcomes") as told:
            export_xlsx(standing, where, told)
        return
    write = {CSV: export_csv, PARQUET: export_parquet, DTA: export_dta}[to]
    with progress(len(standing.parts(table)), of="shards") as told:
        write(standing, table, where, told)


def _explain(standing: "Standing", out: Path) -> None:
    """Put what explains columns and settings beside the tables."""
    from exit_sim.sweep.files import put

    for name in NAMED:
        path = standing.folder / name
        if path.exists():
            put(out / name, path.read_bytes())
