"""What does a finding rest on? Each mechanism is taken away: ``exit-sim knockouts``."""

from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.commands.options import whole
from exit_sim.commands.propositions import MOST_UNITS, Asked, Ids, Out, loaded, runs_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exit_sim.analysis.propositions.proposition import Proposition

UNITS = 128
"""Organisations or lucks at each knock-out; fixed before any was read."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "knockouts",
        short_help="What the study's claims rest on, in the model.",
        epilog="Example: exit-sim knockouts P10 --named --units 16",
    )(knockouts)


def knockouts(
    ids: Ids = None,
    named: Annotated[
        bool, typer.Option("--named", help="Only mechanisms that a proposition says it rests on.")
    ] = False,
    units: Annotated[int, typer.Option(help="Organisations or lucks at each knock-out.")] = UNITS,
    out: Out = None,
) -> None:
    """Ask propositions again without each mechanism, off and held, and see what stays."""
    from exit_sim.analysis.propositions.going import knock_out, runs_of
    from exit_sim.analysis.propositions.knockouts import MECHANISMS
    from exit_sim.analysis.propositions.levels import knocked_out
    from exit_sim.commands.keeping_knockouts import keep
    from exit_sim.commands.screen import plain, progress, show, show_end
    from exit_sim.commands.telling_knockouts import told

    whole("--units", units, 2, MOST_UNITS)

    def without(one: "Proposition") -> "Sequence[str]":
        return one.mechanisms if named else MECHANISMS

    words = ["knockouts", *(ids or ())]
    words += ["--named"] if named else []
    words += ["--units", str(units)] if units != UNITS else []
    asked = Asked(words, out)
    asking = [one for one in loaded(ids) if not one.waiting]
    with runs_in(asked) as (folder, stop):
        total = runs_of(asking, lambda one: knocked_out(without(one)), units)
        with progress(max(total, 1)) as shown:
            found = list(knock_out(asking, without, units, folder, stop, shown))
    blocks = list(told(found, units))
    show(blocks)
    if out is not None:
        keep(out / "knockouts", found, units, asked.command(), plain(blocks))
    show_end(out and out / "knockouts", asked.command())
