"""Everything that may be set, with its value, range and source: ``exit-sim parameters``."""

from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.errors import BadInput, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exit_sim.scenario.sources import Source


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "parameters",
        short_help="List every setting.",
        epilog="Example: exit-sim parameters culture",
    )(parameters)


def parameters(
    pattern: Annotated[
        str, typer.Argument(metavar="PATTERN", help="Part of a name or of what it says; * is any.")
    ] = "",
    csv: Annotated[bool, typer.Option("--csv", help="Print a table for other programs.")] = False,
) -> None:
    """List every setting: name, meaning, value, range, unit, source, confidence, short name."""
    from exit_sim.scenario import Scenario

    found = _matching(Scenario.load("baseline").sources(), pattern)
    if csv:
        _csv(found)
        return
    from exit_sim.commands import described
    from exit_sim.commands.screen import Words, show

    said = [block for one in found for block in described.blocks(one)]
    many = f"{len(found)} settings" if len(found) > 1 else "1 setting"
    set_so = f"{many}, as the baseline has them; exit-sim run SCENARIO --set NAME=VALUE sets one."
    show([*said, Words(set_so)])


def _matching(sources: "Sequence[Source]", pattern: str) -> "list[Source]":
    from fnmatch import fnmatchcase

    asked = pattern.strip().lower()
    inner = asked if "*" in asked else f"*{asked}*"
    found = [one for one in sources if fnmatchcase(one.name, inner)]
    found += [one for one in sources if one not in found and fnmatchcase(one.label.lower(), inner)]
    if not found:
        names = [one.name for one in sources]
        meant = nearest(asked, names) or nearest(asked, {name.split(".")[-1] for name in names})
        problem = "is in no setting's name or meaning"
        raise BadInput(problem, key=pattern, suggestion=meant)
    return found


def _csv(sources: "Sequence[Source]") -> None:
    from exit_sim.commands import described
    from exit_sim.commands.streams import put
    from exit_sim.results.table_files import as_csv

    put(as_csv(described.CSV, described.rows(sources)).decode())
