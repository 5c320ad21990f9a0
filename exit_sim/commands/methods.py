"""How was this made, for a paper's methods section: ``exit-sim methods``."""

from pathlib import Path
from typing import Annotated

import typer

Results = Annotated[Path, typer.Argument(metavar="DIR", help="A folder of results, or of a sweep.")]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "methods",
        short_help="Print a paragraph on methods for a paper.",
        epilog="Example: exit-sim methods results",
    )(methods)


def methods(folder: Results) -> None:
    """Print how results were made, as one paragraph that a paper can take over.

    It says what the folder says of itself, and nothing else.
    """
    from exit_sim.commands.methods_told import paragraph
    from exit_sim.commands.streams import put

    put(paragraph(folder))
