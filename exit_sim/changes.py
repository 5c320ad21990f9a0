"""What if: a change asks one plain question of any scenario, and says who could decide it."""

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from exit_sim.errors import BadInput, nearest
from exit_sim.given_on_the_line import parsed
from exit_sim.scenario_file import Document, find, read
from exit_sim.scenario_file import names as names_in
from exit_sim.settable import SETTABLE, Value
from exit_sim.stated import Given, leaves, settings_in
from exit_sim.timetable import Event, Options, chosen, events_in

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
_SPEC = re.compile(r"(?P<name>.*?\.toml|[^:]*)(?::(?P<options>.*))?", re.DOTALL)


class Change(NamedTuple):
    """One change, with the options that were chosen for it."""

    spec: str
    name: str
    about: dict[str, str]
    options: dict[str, Value]
    sets: dict[str, Given]
    adds: dict[str, float]
    multiplies: dict[str, float]
    doc: Document

    def events(self, horizon: int) -> tuple[Event, ...]:
        """What the change schedules, in a scenario of this horizon."""
        return events_in(self.doc, horizon, self.options)

    def moved(self, given: Mapping[str, Given]) -> dict[str, Given]:
        """The settings that the change multiplies and adds to, held within their bounds."""
        found = {}
        for name in {**self.multiplies, **self.adds}:
            one, before = SETTABLE[name], given[name].value
            keys: tuple[str, ...] = ("multiply" if name in self.multiplies else "add", name)
            if isinstance(before, str):
                raise self.doc.bad(f"cannot move {name}, which is {before}", keys)
            number = before * self.multiplies.get(name, 1.0) + self.adds.get(name, 0.0)
            number = min(max(number, one.low), one.high)
            number = float(int(number + 0.5)) if one.whole or one.flag else number
            found[name] = Given(number, self.doc.label, {"value": number}, keys)
        return found


def names() -> list[str]:
    """The names of the changes that ship with exit_sim."""
    return names_in(FOLDER)


def load(spec: str | Path) -> Change:
    """Read a change by its name or path, with options as in ``champion_leaves:month=18``."""
    form = _SPEC.fullmatch(str(spec))
    given = form["name"] if form else str(spec)
    path, label = find(given, FOLDER)
    doc = read(path, label)
    doc.known((), doc.data, PARTS, "a part of a change")
    options = _options(doc, given, (form["options"] or "") if form else "")
    sets = settings_in(doc, _chosen(doc, "set", options), ("set",))
    adds = _numbers(doc, "add", options)
    multiplies = _numbers(doc, "multiply", options)
    for name in sets.keys() & (adds.keys() | multiplies.keys()):
        raise doc.bad("is both set and moved", sets[name].keys, sets[name].value)
    stem = path.stem
    chosen_options = ",".join(f"{name}={_written(value)}" for name, value in options.items())
    change = Change(
        f"{given}:{chosen_options}" if options else given,
        stem,
        _about(doc),
        options,
        sets,
        adds,
        multiplies,
        doc,
    )
    return change


def contradictions(changes: Sequence[Change], horizon: int) -> None:
    """Refuse two changes that would do different things to the same setting or month."""
    for one, other in combinations(changes, 2):
        for name in {**one.sets, **other.sets}:
            moved = other.adds.keys() | other.multiplies.keys()
            moves = one.adds.keys() | one.multiplies.keys()
            if name in one.sets and name in other.sets:
                if one.sets[name].value != other.sets[name].value:
                    raise _contradict(one, other, f"set {name} to different values")
            elif (name in one.sets and name in moved) or (name in other.sets and name in moves):
                raise _contradict(one, other, f"set and move {name}")
        for mine in one.events(horizon):
            for theirs in other.events(horizon):
                first, last = max(mine.first, theirs.first), min(mine.last, theirs.last)
                if mine.kind == theirs.kind and first <= last and mine.value != theirs.value:
                    problem = f"schedule different values of {mine.kind} in month {first}"
                    raise _contradict(one, other, problem)


def _contradict(one: Change, other: Change, problem: str) -> BadInput:
    return BadInput(
        f"the changes {one.spec} and {other.spec} contradict each other: both {problem}".replace(
            "both set and move", "one sets and the other moves"
        )
    )


def _options(doc: Document, name: str, given: str) -> dict[str, Value]:
    options: dict[str, Value] = {}
    for option, default in doc.table("options").items():
        options[option] = _option(doc, ("options", option), default)
    line = Document("--change", {})
    for part in filter(None, given.split(",")):
        option, equals, text = part.partition("=")
        option = option.strip()
        if not equals:
            raise line.bad("has an option without a value", (name,), None, "write name:month=18")
        if option not in options:
            allowed = "options: " + (", ".join(options) or "none")
            meant = nearest(option, options)
            raise line.bad(f"has no option {option}", (name,), None, allowed, meant)
        value = _option(line, (name, option), parsed(line, option, text))
        if isinstance(value, str) != isinstance(options[option], str):
            kind = "a word" if isinstance(options[option], str) else "a number"
            raise line.bad(f"is not {kind}", (f"{name}:{option}",), value)
        options[option] = value
    return options


def _option(doc: Document, keys: tuple[str, ...], value: Any) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise doc.bad("is neither a number nor a word", keys, value)
    if isinstance(value, str):
        return value
    if not abs(value) <= 1e9:  # noqa: PLR2004
        raise doc.bad("is not a sensible number", keys, value)
    return float(value)


def _written(value: Value) -> str:
    return value if isinstance(value, str) else f"{value:.17g}"


def _chosen(doc: Document, part: str, options: Options) -> dict[str, Any]:
    def replaced(raw: Any, keys: tuple[str, ...]) -> Any:
        if isinstance(raw, dict):
            return {key: replaced(inner, (*keys, key)) for key, inner in raw.items()}
        return chosen(doc, keys, raw, options)

    table: dict[str, Any] = replaced(doc.table(part), (part,))
    return table


def _numbers(doc: Document, part: str, options: Mapping[str, Value]) -> dict[str, float]:
    found = {}
    for name, keys, raw in leaves(doc, _chosen(doc, part, options), (part,)):
        if name not in SETTABLE or SETTABLE[name].words:
            raise doc.bad("is a word, which cannot be moved", keys, raw)
        number = isinstance(raw, int | float) and not isinstance(raw, bool)
        if not number or not abs(raw) <= 1e6:  # noqa: PLR2004
            raise doc.bad("is not a number to move a setting by", keys, raw)
        found[name] = float(raw)
    return found


def _about(doc: Document) -> dict[str, str]:
    about = doc.table("about")
    doc.known(("about",), about, ABOUT, "said about a change")
    for key, text in about.items():
        if not isinstance(text, str):
            raise doc.bad("is not text", ("about", key), text)
    for key, words in (("decider", DECIDERS), ("ingredient", INGREDIENTS)):
        if about.get(key, words[0]) not in words:
            allowed = "allowed: " + ", ".join(words)
            meant = nearest(about[key], words)
            raise doc.bad(f"is not {key!r}", ("about", key), about[key], allowed, meant)
    return about
