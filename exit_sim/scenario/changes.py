"""What if: a change asks one plain question of any scenario, and says who could decide it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from exit_sim.elementary import clamp
from exit_sim.errors import nearest
from exit_sim.scenario.file import SHIPPED, Document, find, read
from exit_sim.scenario.file import names as names_in
from exit_sim.scenario.given_on_the_line import parsed
from exit_sim.scenario.settable import SETTABLE, Value
from exit_sim.scenario.stated import Given, leaves, settings_in
from exit_sim.scenario.timetable import Event, Options, chosen, events_in

FOLDER = "changes"
PARTS = ("about", "options", "set", "add", "multiply", "events")
ABOUT = ("question", "decider", "ingredient", "title")
DECIDERS = (
    "funder",
    "inspectorate",
    "council leaders",
    "members",
    "provider",
    "care leavers",
    "researcher",
)
INGREDIENTS = (
    "receptivity",
    "co-production",
    "leadership",
    "measurement",
    "adaptation and learning",
    "setting",
)
_SPEC = re.compile(r"(.*?\.toml|[^:]*)(?::(.*))?", re.DOTALL)


class Change(NamedTuple):
    """One change, with what was chosen for its options."""

    spec: str
    name: str
    about: Mapping[str, str]
    options: Mapping[str, Value]
    sets: Mapping[str, Given]
    adds: Mapping[str, float]
    multiplies: Mapping[str, float]
    doc: Document

    def events(self, horizon: int) -> tuple[Event, ...]:
        """Give what the change schedules in a scenario of this horizon."""
        return events_in(self.doc, horizon, self.options)


def names() -> list[str]:
    """Name the changes that ship with exit_sim."""
    return names_in(FOLDER)


def load(spec: str | Path) -> Change:
    """Read a change by name or path, with options as in ``champion_leaves:month=18,value=2``."""
    form = _SPEC.fullmatch(str(spec))
    given, choice = (form[1], form[2] or "") if form else (str(spec), "")
    path, label = find(given, FOLDER)
    made = _made_once if SHIPPED in path.parents else _made
    return made(given, choice, path, label)


def _made(given: str, choice: str, path: Path, label: str) -> Change:
    """Make a change of its file and of what was chosen for its options."""
    doc = read(path, label)
    doc.known((), doc.data, PARTS, "a part of a change")
    options = _options(doc, given, choice)
    words = ",".join(f"{name}={_plain(value)}" for name, value in options.items())
    change = Change(
        spec=f"{given}:{words}" if words else given,
        name=path.stem,
        about=_about(doc),
        options=options,
        sets=settings_in(doc, _chosen(doc, "set", options), ("set",)),
        adds=dict(_numbers(doc, "add", options)),
        multiplies=dict(_numbers(doc, "multiply", options)),
        doc=doc,
    )
    for name, one in change.sets.items():
        if name in change.adds or name in change.multiplies:
            doc.refuse("contradicts this change's own add or multiply", one.keys, one.value)
    return change


_made_once = lru_cache(maxsize=1024)(_made)
"""One that ships with exit_sim is made once: every run of a sweep asks for it again."""


def moved(changes: Sequence[Change], given: Mapping[str, Given]) -> dict[str, Given]:
    """Multiply settings by all that multiplies them, add what is added, and keep within bounds."""
    found = {}
    for name in dict.fromkeys(name for one in changes for name in (*one.multiplies, *one.adds)):
        one, number = SETTABLE[name], given[name].value
        movers = [change for change in changes if name in change.multiplies or name in change.adds]
        part = "multiply" if name in movers[0].multiplies else "add"
        keys = (part, *name.split("."))
        if isinstance(number, str):
            movers[0].doc.refuse(f"cannot be moved where it is {number}", keys)
        for change in movers:
            number *= change.multiplies.get(name, 1.0)
        for change in movers:
            number += change.adds.get(name, 0.0)
        number = clamp(number, one.low, one.high)
        number = float(int(number + 0.5)) if one.whole or one.flag else number
        by = " and ".join(change.doc.label for change in movers)
        found[name] = Given(number, by, {"value": number}, keys)
    return found


def check(changes: Sequence[Change], horizon: int) -> None:
    """Refuse two changes that would do different things to one setting or in one month."""
    for one, other in combinations(changes, 2):
        reason = next(_contradictions(one, other, horizon), "")
        if reason:
            keys = (f"{one.spec} and {other.spec}",)
            Document("--change", {}).refuse("contradict each other", keys, None, reason)


def _contradictions(one: Change, other: Change, horizon: int) -> Iterator[str]:
    for name in sorted(one.sets.keys() & other.sets.keys()):
        first, second = one.sets[name].value, other.sets[name].value
        if first != second:
            yield f"they set {name} to {first} and to {second}"
    for mine, theirs in ((one, other), (other, one)):
        for name in sorted(mine.sets.keys() & {**theirs.adds, **theirs.multiplies}.keys()):
            yield f"{mine.spec} sets {name}, which {theirs.spec} moves"
    for a in one.events(horizon):
        for b in other.events(horizon):
            month = max(a.first, b.first)
            if a.kind == b.kind and month <= min(a.last, b.last) and a.value != b.value:
                yield f"they schedule {a.kind} = {a.value} and {b.value} in month {month}"


def _about(doc: Document) -> dict[str, str]:
    about = doc.texts("about", ABOUT)
    for key, words in (("decider", DECIDERS), ("ingredient", INGREDIENTS)):
        if key in about and about[key] not in words:
            allowed, meant = "allowed: " + ", ".join(words), nearest(about[key], words)
            doc.refuse("is not one of its words", ("about", key), about[key], allowed, meant)
    return about


def _options(doc: Document, name: str, choice: str) -> dict[str, Value]:
    options = {
        option: _option(doc, ("options", option), default)
        for option, default in doc.table("options").items()
    }
    line = Document("--change", {})
    for part in filter(None, choice.split(",")):
        option, equals, text = (each.strip() for each in part.partition("="))
        keys = (f"{name}:{option}",)
        if option not in options:
            allowed = "options: " + (", ".join(options) or "none")
            line.refuse("is not an option", keys, text or None, allowed, nearest(option, options))
        if not equals:
            line.refuse("has no value", keys, None, f"write {name}:{option}={options[option]}")
        value = _option(line, keys, parsed(line, keys[0], text))
        if isinstance(value, str) != isinstance(options[option], str):
            kind = "word" if isinstance(options[option], str) else "number"
            line.refuse(f"is not a {kind}", keys, value)
        options[option] = value
    return options


def _option(doc: Document, keys: tuple[str, ...], value: Any) -> Value:
    if isinstance(value, str) and value.strip():
        return value.strip()
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) <= 1e9:
        doc.refuse("is neither a number nor a word", keys, value)
    return float(value)


def _plain(value: Value) -> str:
    return value if isinstance(value, str) else repr(value).removesuffix(".0")


def _chosen(doc: Document, part: str, options: Options) -> dict[str, Any]:
    def choose(raw: Any, keys: tuple[str, ...]) -> Any:
        if isinstance(raw, dict):
            return {key: choose(inner, (*keys, key)) for key, inner in raw.items()}
        return chosen(doc, keys, raw, options)

    table: dict[str, Any] = choose(doc.table(part), (part,))
    return table


def _numbers(doc: Document, part: str, options: Options) -> Iterator[tuple[str, float]]:
    for name, keys, raw in leaves(doc, _chosen(doc, part, options), (part,)):
        if name not in SETTABLE or SETTABLE[name].words:
            doc.refuse("is a word, which cannot be moved", keys, raw, "use [set]")
        number = isinstance(raw, int | float) and not isinstance(raw, bool)
        if not number or not abs(raw) <= 1e6:
            doc.refuse("is not a number to move a setting by", keys, raw)
        yield name, float(raw)
