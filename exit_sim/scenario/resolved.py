"""A scenario is an organisation and its innovation, complete: read, checked, never altered."""

import json
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from exit_sim.scenario import changes as what_ifs
from exit_sim.scenario import lineage
from exit_sim.scenario.changes import Change
from exit_sim.scenario.file import Document, names
from exit_sim.scenario.given_on_the_line import assigned
from exit_sim.scenario.held import held_constants
from exit_sim.scenario.settable import HELD, OFF, SETTABLE, Value, assemble
from exit_sim.scenario.sources import Source, source_of
from exit_sim.scenario.stated import Given, settings_in
from exit_sim.scenario.timetable import Event, by_month, events_in, in_stretches
from exit_sim.scheduled import NOTHING_SCHEDULED, Scheduled
from exit_sim.world import Parameters

PARTS = ("name", "about", "given", "written", "applied")


class Scenario:
    """One organisation with its innovation; load one by name or path, derive others from it."""

    name: str
    about: Mapping[str, str]
    given: Mapping[str, Given]
    written: tuple[Event, ...]
    applied: tuple[Change, ...]

    def __init__(
        self,
        name: str,
        about: Mapping[str, str],
        given: Mapping[str, Given],
        written: tuple[Event, ...] = (),
        applied: tuple[Change, ...] = (),
    ) -> None:
        parts = {"name": name, "about": about, "given": given}
        vars(self).update(parts, written=written, applied=applied)

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse: a scenario is never altered."""
        raise AttributeError(f"derive another scenario: {name} stays as it is")  # noqa: TRY003

    def but(self, **parts: Any) -> "Scenario":
        """Derive the scenario of which these parts are other ones."""
        kept = {name: vars(self)[name] for name in PARTS}
        return Scenario(**{**kept, **parts})

    @classmethod
    def load(
        cls,
        name: str | Path,
        changes: Iterable[str | Path] = (),
        sets: Iterable[str] = (),
    ) -> "Scenario":
        """Read a scenario, apply changes to it, and set what is given as ``dotted.key=value``.

        Raises:
            BadInput: something in it cannot be used.
        """
        found = lineage.resolve(name)
        scenario = cls(Path(name).stem, found.about, found.given, found.events)
        return scenario.changed(*changes).with_(assigned(sets))

    @staticmethod
    def names() -> list[str]:
        """The names of the scenarios that ship with exit_sim."""
        return names()

    def with_(self, settings: Mapping[str, Any], by: str = "--set") -> "Scenario":
        """Derive the scenario in which these settings, by dotted name, are as given.

        ``by`` says who gave them, in errors and sources.
        """
        if not settings:
            return self
        doc = Document(by, dict(settings))
        given = lineage.laid_upon(dict(self.given), settings_in(doc, doc.data), doc)
        return self.but(given=given)

    def with_events(self, events: Iterable[Mapping[str, Any]], by: str = "--set") -> "Scenario":
        """Derive the scenario in which these happen too, each written as one of ``[[events]]``."""
        doc = Document(by, {"events": [dict(event) for event in events]})
        return self.but(written=(*self.written, *events_in(doc, self.horizon)))

    def changed(self, *changes: str | Path) -> "Scenario":
        """Derive the scenario to which these changes apply, in whatever order."""
        before = {change.spec for change in self.applied}
        new = {change.spec: change for change in map(what_ifs.load, changes)}
        fresh = [change for spec, change in new.items() if spec not in before]
        if not fresh:
            return self
        applied = (*self.applied, *fresh)
        what_ifs.check(applied, self.horizon)
        in_order = sorted(fresh, key=lambda one: (lineage.SECTOR not in one.sets, one.spec))
        given = self.given
        for change in in_order:
            given = lineage.laid_upon(given, change.sets, change.doc)
        doc = in_order[0].doc if len(in_order) == 1 else Document("--change", {})
        given = lineage.laid_upon(given, what_ifs.moved(in_order, given), doc)
        scenario = self.but(given=given, applied=applied)
        events = [event for one in in_order for event in one.events(scenario.horizon)]
        return scenario.but(written=(*self.written, *events))

    def off(self, *mechanisms: str) -> "Scenario":
        """Derive the scenario in which these mechanisms do nothing."""
        return self.with_({_mechanism(name): OFF for name in mechanisms})

    def held(self, *mechanisms: str) -> "Scenario":
        """Derive the scenario in which these mechanisms act at their usual level."""
        return self.with_({_mechanism(name): HELD for name in mechanisms})

    @property
    def title(self) -> str:
        """What the scenario is called in texts and figures."""
        return self.about.get("title", self.name)

    @property
    def changes(self) -> tuple[str, ...]:
        """The changes that were applied, with their options."""
        return tuple(change.spec for change in self.applied)

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """Every setting by its dotted name: a number, or a word as it is written."""
        return {name: self.given[name].value for name in SETTABLE}

    @cached_property
    def parameters(self) -> Parameters:
        """Every setting as the rules read it."""
        return assemble(self.values, held_constants().constants)

    @property
    def horizon(self) -> int:
        """Months that are recorded."""
        return int(self.given["time.horizon"].value)

    @property
    def burn_in(self) -> int:
        """Months before month 1."""
        return int(self.given["time.burn_in"].value)

    @property
    def events(self) -> tuple[Event, ...]:
        """What is scheduled within the horizon, in the order in which it was written."""
        last = self.horizon
        return tuple(
            event._replace(last=min(event.last, last))
            for event in self.written
            if event.first <= last
        )

    @cached_property
    def _timetable(self) -> dict[int, Scheduled]:
        return by_month(self.written, self.horizon)

    def schedule(self, month: int) -> Scheduled:
        """What is scheduled for a month."""
        return self._timetable.get(month, NOTHING_SCHEDULED)

    def canonical(self) -> str:
        """Everything that matters to results, as JSON that is alike where results are."""
        usual = held_constants().constants
        matters = {
            "values": self.values,
            "events": in_stretches(self._timetable),
            "held": {name: usual[name] for name, value in self.values.items() if value == HELD},
        }
        return json.dumps(matters, sort_keys=True, separators=(",", ":"))

    def sources(self, names: Iterable[str] | None = None) -> list[Source]:
        """Where each setting's value comes from, for all of them or for those that are named."""
        return [source_of(name, self.given[name]) for name in names or SETTABLE]

    def __repr__(self) -> str:
        """Say which scenario this is, in a line."""
        changed = "".join(f" with {change}" for change in self.changes)
        own = sum(one.value != lineage.usual()[name].value for name, one in self.given.items())
        return f"<Scenario {self.name}{changed}: {own} settings are not the baseline's>"

    def __eq__(self, other: object) -> bool:
        """Whether two scenarios have the same name and would give the same results."""
        if not isinstance(other, Scenario):
            return NotImplemented
        return self.name == other.name and self.canonical() == other.canonical()

    def __hash__(self) -> int:
        """Hash what makes two scenarios the same."""
        return hash((self.name, self.canonical()))


def _mechanism(name: str) -> str:
    return name if name.startswith("mechanisms.") else f"mechanisms.{name}"


@cache
def baseline() -> Parameters:
    """The settings of the baseline, as the rules read them."""
    return Scenario.load("baseline").parameters
