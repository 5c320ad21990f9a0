"""A name stands for one scenario or for a population of organisations that differ."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exit_sim.errors import BadInput, nearest

if TYPE_CHECKING:
    from exit_sim.commands.options import Level
    from exit_sim.scenario import Scenario
    from exit_sim.scenario.population import Population


def no_level(name: str, level: "Level | None") -> None:
    """Refuse a level of a scenario."""
    if level is not None:
        problem = f"goes with a population, and {name} is a scenario"
        raise BadInput(problem, key="--level", value=level.value, allowed="leave it out")


def is_population(name: str) -> bool:
    """Whether a name, or a file by what it states, is a population.

    A file that cannot be read is taken for a scenario, which then says why it cannot be.
    """
    from exit_sim.scenario.file import read
    from exit_sim.scenario.population import Population

    if name in Population.names():
        return True
    path = Path(name)
    if not name.endswith(".toml") or not path.is_file():
        return False
    try:
        data = read(path, name).data
    except BadInput:
        return False
    return "distribution" in data or "joint" in data


def found(
    name: str, changes: Sequence[str] | None = None, sets: Sequence[str] | None = None
) -> "Scenario | Population":
    """Load a scenario with changes and settings, or a population.

    Raises:
        BadInput: neither is there.
    """
    from exit_sim.scenario.population import Population

    return Population.load(name) if is_population(name) else scenario(name, changes, sets)


def scenario(
    name: str, changes: Sequence[str] | None = None, sets: Sequence[str] | None = None
) -> "Scenario":
    """Load a scenario where a population would do as well: of both the nearest name is said.

    Raises:
        BadInput: there is none.
    """
    from exit_sim.scenario import Scenario
    from exit_sim.scenario.population import Population

    try:
        return Scenario.load(name, changes or (), sets or ())
    except BadInput as error:
        if not error.suggestion:
            error.suggestion = nearest(name, Population.names())
        raise
