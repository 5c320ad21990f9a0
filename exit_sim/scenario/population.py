"""A population of settings: organisations that differ as places differ, each by its own luck."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from exit_sim.draws import Luck, Stream, key_of, uniform
from exit_sim.scenario.file import Document, find, names, read
from exit_sim.scenario.lineage import ABOUT, below
from exit_sim.scenario.resolved import Scenario
from exit_sim.scenario.settable import Value
from exit_sim.scenario.spread import Spread, check, spreads_in, varied

FOLDER = "populations"
PARTS = ("extends", "about", "distribution", "joint")
LAST_MEMBER = 2**32 - 1


@dataclass(frozen=True)
class Population:
    """A scenario, and how its settings differ between members; load one by name or path."""

    name: str
    about: Mapping[str, str]
    base: Scenario
    spreads: Mapping[int, Spread]
    label: str

    @classmethod
    def load(cls, name: str | Path) -> "Population":
        """Read a population.

        Raises:
            BadInput: something in it cannot be used.
        """
        path, label = find(name, FOLDER)
        doc = read(path, label)
        doc.known((), doc.data, PARTS, "a part of a population")
        if "extends" not in doc.data:
            doc.refuse("extends no scenario", (), None, 'write extends = "baseline"')
        spreads = spreads_in(doc)
        check(doc, spreads)
        base = Scenario.load(
            below(doc)[1] if doc.data["extends"] not in names() else doc.data["extends"]
        )
        return cls(path.stem, doc.texts("about", ABOUT), base, spreads, label)

    @staticmethod
    def names() -> list[str]:
        """Name the populations that ship with exit_sim."""
        return names(FOLDER)

    @property
    def title(self) -> str:
        """What the population is called in texts and figures."""
        return self.about.get("title", self.name)

    @cached_property
    def varies(self) -> tuple[str, ...]:
        """The settings in which members differ, by dotted name."""
        every = (name for spread in self.spreads.values() for name in varied(spread))
        return tuple(dict.fromkeys(every))

    def member(self, number: int, seed: int = 1) -> Scenario:
        """Draw one member, from 0; the same number and seed is the same member.

        Members of one number under two seeds are two organisations; a run's own seed is another.
        """
        if not 0 <= number <= LAST_MEMBER or number != int(number):
            allowed = f"allowed: a whole number from 0 to {LAST_MEMBER}"
            Document(self.label, {}).refuse("is not a member", ("number",), number, allowed)
        luck = Luck(key_of(seed), 0, int(number), int(Stream.POPULATION))
        drawn: dict[str, Value] = {}
        for purpose, spread in self.spreads.items():
            drawn |= spread.draw(uniform(luck, purpose))
        title = f"{self.title}: member {number}"
        member = self.base.with_(drawn, by=self.label)
        return member.but(name=f"{self.name}_{number}", about={**self.about, "title": title})
