"""A sweep's folder is audited, or one run of it lived again: ``exit-sim verify``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.commands.exits import SomeFailed
from exit_sim.commands.status import Folder
from exit_sim.errors import BadInput

if TYPE_CHECKING:
    from exit_sim.sweep.standing import Standing


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "verify",
        short_help="Audit a sweep, run by run.",
        epilog="Example: exit-sim verify sweep",
    )(verify)


def verify(
    folder: Folder,
    run: Annotated[
        str, typer.Option(metavar="KEY", help="Only this run, by its run_key: live it again.")
    ] = "",
    share: Annotated[
        float, typer.Option(help="Which share of runs is lived again, and at least 200 of them.")
    ] = 0.01,
) -> None:
    """Hash every file, hold every row to the plan, and run a share of all again, bit by bit.

    Whatever is not as it ought to be is named, and the exit code is 3.
    """
    from exit_sim.sweep.standing import Standing

    if not 0.0 < share <= 1.0:
        problem, allowed = "is no share", "allowed: above 0 up to 1, as 0.01"
        raise BadInput(problem, key="--share", value=share, allowed=allowed)
    standing = Standing.open(folder)
    if run:
        _one(standing, run)
    else:
        _all(standing, folder, share)


def _all(standing: "Standing", folder: Path, share: float) -> None:
    from exit_sim.commands.screen import progress, show
    from exit_sim.commands.verify_told import told
    from exit_sim.sweep.verifying import to_live
    from exit_sim.sweep.verifying import verify as audit

    with progress(to_live(standing, share)) as done:
        verdict = audit(standing, share, done)
    show(list(told(standing, verdict)))
    if verdict.findings:
        number = len(verdict.findings)
        text = f"{number:,} {'thing is' if number == 1 else 'things are'} not as it ought to be"
        text = f"{folder}: {text}, named above."
        raise SomeFailed(text)


def _one(standing: "Standing", key: str) -> None:
    from exit_sim.commands.screen import show
    from exit_sim.commands.verify_told import told_of_one
    from exit_sim.sweep.checking import Checker
    from exit_sim.sweep.one_run import compared, find
    from exit_sim.sweep.versions import version

    checker = Checker(standing, None)
    found = find(checker, key)
    same_rules = standing.store.plan["version"] == version()
    unlike = compared(checker, found.lived) if same_rules else []
    show(list(told_of_one(checker, found, unlike, same_rules=same_rules)))
    if unlike:
        text = f"Run {found.lived.row['run_key']} did not come again as it stands."
        raise SomeFailed(text)
