"""Places are what shipped questions are asked of: scenarios that ship, and a few that differ."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from exit_sim.errors import shown
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import Value

FILE = Path(__file__).parent / "places.toml"
INVENTED = "All of it: it is no real organisation."


class Place(NamedTuple):
    """One place: what ships, of which it is, and what differs from it.

    ``file`` is the scenario that it is written as where it does not ship.
    """

    name: str
    of: str
    title: str
    says: str
    sets: tuple[tuple[str, Value], ...] = ()

    @property
    def ships(self) -> bool:
        """Whether it is known by its name wherever exit_sim is."""
        return not self.sets

    @property
    def file(self) -> str:
        """The name by which a command finds it."""
        return self.of if self.ships else f"{self.name}.toml"


@cache
def places() -> tuple[Place, ...]:
    """Read which places there are, in order."""
    return tuple(map(_place, tomllib.loads(FILE.read_text("utf-8"))["place"]))


def _place(said: Mapping[str, object]) -> Place:
    of, sets = str(said["of"]), said.get("set", {})
    if not isinstance(sets, dict) or not sets:
        base = shipped(of)
        return Place(of, of, base.title, base.about.get("says", ""))
    return Place(str(said["name"]), of, str(said["title"]), str(said["says"]), tuple(sets.items()))


def shipped(name: str) -> Scenario | Population:
    """Load what ships by this name."""
    return Population.load(name) if name in Population.names() else Scenario.load(name)


def organisation(place: Place) -> Scenario | Population:
    """Load a place."""
    base = shipped(place.of)
    if place.ships or isinstance(base, Population):
        return base
    about = {"title": place.title, "says": place.says, "invented": INVENTED}
    return base.with_(dict(place.sets), by=place.file).but(name=place.name, about=about)


def written(place: Place) -> str:
    """Write a place that does not ship as a scenario of one's own."""
    lines = [f"extends = {shown(place.of)}", "", "[about]"]
    lines += [f"title = {shown(place.title, len(place.title) + 2)}"]
    lines += [f"says = {shown(place.says, len(place.says) + 2)}"]
    lines += [f"invented = {shown(INVENTED)}"]
    groups: dict[str, list[str]] = {}
    for name, value in place.sets:
        group, _, key = name.rpartition(".")
        groups.setdefault(group, []).append(f"{key} = {shown(value)}")
    for group, said in groups.items():
        lines += ["", f"[{group}]", *said]
    return "\n".join(lines) + "\n"
