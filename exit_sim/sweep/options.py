"""Options of a design: what may be done, each a change or several, beside no change."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

from exit_sim.errors import BadInput
from exit_sim.scenario import Scenario
from exit_sim.scenario import changes as what_ifs
from exit_sim.scenario.file import Document
from exit_sim.scenario.stated import Given, settings_in
from exit_sim.scenario.toml_lines import Keys, line_of
from exit_sim.sweep.subject import laid
from exit_sim.twins.study import KEEP, NO_CHANGE, Option

OPTIONS = "options"
PARTS = ("label", "changes", "set")
LONGEST_LABEL = 100
WRITE = 'write "champion_stays + taper", or { label = "…", changes = […], set = { … } }'


class Made(NamedTuple):
    """What an option is made of: changes as they were asked for, and settings of its own."""

    changes: tuple[str, ...]
    sets: dict[str, Given]
    doc: Document
    keys: Keys

    def of(self, scenario: Scenario) -> Scenario:
        """Apply the changes, then the settings."""
        with _named_in(self.doc, self.keys):
            changed = scenario.changed(*self.changes)
        return laid(changed, self.sets, self.doc)


def options_in(doc: Document) -> tuple[Option, ...]:
    """Take the options of a design; *no change* comes first."""
    raw = doc.data.get(OPTIONS, [])
    if not isinstance(raw, list):
        doc.refuse("is not a list of options", (OPTIONS,), raw, WRITE)
    found, seen = [KEEP], dict[Any, str]()
    for number, each in enumerate(raw):
        keys = (OPTIONS, number) if isinstance(each, dict) else (OPTIONS,)
        label, made = _option(doc, keys, each)
        same = (
            frozenset(_specs(made)),
            tuple((n, one.value) for n, one in sorted(made.sets.items())),
        )
        if label in {NO_CHANGE, *seen.values()}:
            doc.refuse("is the name of two options", keys, label, "give each a label of its own")
        if same in seen:
            doc.refuse(f"does the same as {seen[same]}", keys, label, "leave one out")
        seen[same] = label
        found.append(Option(label, partial(_applied, made=made)))
    return tuple(found)


def _applied(scenario: Scenario, made: Made) -> Scenario:
    return made.of(scenario)


def _option(doc: Document, keys: Keys, raw: Any) -> tuple[str, Made]:
    if isinstance(raw, str):
        changes = tuple(one.strip() for one in raw.split(" + "))
        return " + ".join(changes), Made(tuple(_beside(doc, one) for one in changes), {}, doc, keys)
    if not isinstance(raw, dict):
        doc.refuse("is not an option", keys, raw, WRITE)
    doc.known(keys, raw, PARTS, "a part of an option")
    changes = raw.get("changes", [])
    if not isinstance(changes, list) or not all(isinstance(one, str) for one in changes):
        doc.refuse("is not a list of changes", (*keys, "changes"), changes, 'write ["taper"]')
    table = raw.get("set", {})
    if not isinstance(table, dict):
        doc.refuse("is not a table of settings", (*keys, "set"), table, WRITE)
    sets = settings_in(doc, table, (*keys, "set"))
    if not changes and not sets:
        doc.refuse("changes nothing", keys, None, WRITE)
    label = raw.get("label", " + ".join([*changes, *_said(sets)]))
    fits = isinstance(label, str) and label.strip() and label.isprintable()
    if not fits or len(label) > LONGEST_LABEL:
        allowed = f"allowed: one line of at most {LONGEST_LABEL} letters"
        doc.refuse("is not a label", (*keys, "label"), label, allowed)
    return label.strip(), Made(tuple(_beside(doc, one) for one in changes), sets, doc, keys)


def _said(sets: Mapping[str, Given]) -> list[str]:
    return [
        f"{name} = {one.value if isinstance(one.value, str) else format(one.value, 'g')}"
        for name, one in sets.items()
    ]


def _beside(doc: Document, change: str) -> str:
    """A change that is a file is found from the design's own folder."""
    name, dot, choice = change.partition(".toml")
    return f"{doc.folder / name}{dot}{choice}" if dot else change


def _specs(made: Made) -> list[str]:
    with _named_in(made.doc, made.keys):
        return [what_ifs.load(change).spec for change in made.changes]


@contextmanager
def _named_in(doc: Document, keys: Keys) -> Iterator[None]:
    """Say where a design names a change that cannot be; what is wrong in its own file stays."""
    try:
        yield
    except BadInput as error:
        if error.file in {"", "--change"}:
            error.file, error.table, error.line = doc.label, OPTIONS, line_of(doc.lines, keys)
        raise
