"""A mechanism that is held acts at its usual level, measured once over the baseline."""

import json
from functools import cache
from typing import NamedTuple

from exit_sim.rule import Mechanism
from exit_sim.scenario_file import SHIPPED

ROLES = Mechanism._fields[2:]


class Held(NamedTuple):
    """The usual level of each mechanism for each role, and the rules they were measured with."""

    rules: str
    constants: dict[str, dict[str, float]]


@cache
def held_constants() -> Held:
    """Read the constants that ship with the scenarios; none where they have not been measured."""
    path = SHIPPED / "held.json"
    if not path.is_file():
        return Held("", {})
    data = json.loads(path.read_text("utf-8"))
    constants = {
        f"mechanisms.{name}": {role: float(by_role.get(role, 0.0)) for role in ROLES}
        for name, by_role in data["constants"].items()
    }
    return Held(data["rules"], constants)
