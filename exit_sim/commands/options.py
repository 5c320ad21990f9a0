"""Options that several commands share, and what may be given for each."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exit_sim.scenario import Scenario

Name = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A scenario by name (exit-sim scenarios), or a file.",
        show_default=True,
    ),
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--change",
        metavar="NAME[:OPT=V,...]",
        help="What is to be otherwise; may be given again. (exit-sim changes)",
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="A setting by its dotted name; may be given again. (exit-sim parameters)",
    ),
]


class Level(StrEnum):
    """At which settings a population is met; the first is usual."""

    CALIBRATED = "calibrated"
    BASELINE = "baseline"


OfLevel = Annotated[
    Level | None,
    typer.Option(
        "--level",
        help="Of a population: over accepted sets of settings (calibrated, where there are some), "
        "or as it stands.",
    ),
]


def given(name: str, changes: "Sequence[str] | None", sets: "Sequence[str] | None") -> "Scenario":
    """Load a scenario, with changes and settings."""
    from exit_sim.scenario import Scenario

    return Scenario.load(name, changes or (), sets or ())


def arguments(
    name: str, changes: "Sequence[str] | None", sets: "Sequence[str] | None"
) -> list[str]:
    """Write a scenario with its changes and settings as they are given on a command line."""
    said = [name]
    for change in changes or ():
        said += ["--change", change]
    for one in sets or ():
        said += ["--set", one]
    return said


def whole(option: str, value: int, low: int, high: int) -> None:
    """Refuse a whole number that is out of range."""
    if not low <= value <= high:
        problem, allowed = "is out of range", f"allowed: a whole number from {low} to {high}"
        raise BadInput(problem, key=option, value=value, allowed=allowed)
