"""A mechanism that is held acts at its usual level, measured once over the baseline."""

import json
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from exit_sim.rule import Mechanism
from exit_sim.scenario.file import SHIPPED

ROLES = Mechanism._fields[2:]
"""Where a mechanism may act: in the organisation, or in a person of some role."""


class Held(NamedTuple):
    """The hash of the rules that were measured, and each mechanism's usual level by role."""

    rules: str
    constants: Mapping[str, Mapping[str, float]]


@cache
def held_constants() -> Held:
    """Read the usual levels that ship with the scenarios; none where none were measured."""
    path = SHIPPED / "held.json"
    if not path.is_file():
        return Held("", {})
    data = json.loads(path.read_text("utf-8"))
    constants = {
        f"mechanisms.{name}": {role: float(by_role.get(role, 0.0)) for role in ROLES}
        for name, by_role in data["constants"].items()
    }
    return Held(data["rules"], constants)
