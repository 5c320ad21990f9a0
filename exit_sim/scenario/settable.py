"""Everything a scenario may set: meaning, unit, bounds and words, read off the ingredients."""

from collections.abc import Mapping
from enum import IntEnum
from math import isfinite
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

from exit_sim.errors import nearest
from exit_sim.rule import Mechanism
from exit_sim.scheduled import Scheduled
from exit_sim.vocabulary import Choice, Count, Flag, Unit
from exit_sim.world import Mechanisms, Parameters

ONE_OF_THESE = "one of these words"
YES_OR_NO: str = get_args(Flag)[1].name
COUNTED: str = get_args(Count)[1].name
STRENGTH = Unit("strength (0 is off)", 0.0, 10.0)
OFF, HELD = "off", "held"

Value = float | str
"""A number, or a word as it is written in a scenario."""


class Time(NamedTuple):
    """How long an organisation is followed."""

    horizon: Annotated[float, Unit("months", 1.0, 1200.0), "months that are recorded"]
    burn_in: Annotated[float, Unit("months", 0.0, 240.0), "months before month 1, unrecorded"]


class Settable(NamedTuple):
    """One thing that may be set: a number within bounds, or one of a few words."""

    name: str
    meaning: str
    unit: str
    low: float
    high: float
    words: tuple[str, ...] = ()
    choice: type[IntEnum] | None = None
    whole: bool = False

    @property
    def flag(self) -> bool:
        """Whether it is yes or no."""
        return self.unit == YES_OR_NO

    @property
    def mechanism(self) -> bool:
        """Whether it is the strength of a mechanism."""
        return self.unit == STRENGTH.name

    @property
    def allowed(self) -> str:
        """What may stand there, in words."""
        if self.words:
            return "allowed: " + ", ".join(f'"{word}"' for word in self.words)
        if self.flag:
            return "allowed: true, false, 1 or 0"
        number = "a whole number" if self.whole else "a number"
        words = f', "{OFF}" or "{HELD}"' if self.mechanism else ""
        return f"allowed: {number} from {self.low:g} to {self.high:g} ({self.unit}){words}"


class Fault(NamedTuple):
    """Why a value cannot stand, what could, and what was perhaps meant."""

    problem: str
    allowed: str
    suggestion: str = ""


MEASURES = frozenset(
    {"setting.caseload", "setting.caseload_reference", "measurement.measures_to_report"}
)
"""Numbers that may have a fraction; all others count posts, teams or ties and are whole."""


def word_of(member: str) -> str:
    """Spell an enumeration's member as a scenario does.

    >>> word_of("BY_THIRDS")
    'by thirds'
    """
    return member.lower().replace("_", " ")


def _settables(table: Any, prefix: str) -> dict[str, Settable]:
    found = {}
    for field, hint in get_type_hints(table, include_extras=True).items():
        name = f"{prefix}{field}"
        if hint is Mechanism:
            meaning = f"strength of the mechanism {name.removeprefix('mechanisms.')}"
            found[name] = Settable(name, meaning, STRENGTH.name, STRENGTH.low, STRENGTH.high)
            continue
        unit, meaning = hint.__metadata__
        if isinstance(unit, Choice):
            words = tuple(word_of(member.name) for member in unit.words)
            found[name] = Settable(name, meaning, ONE_OF_THESE, 0.0, 0.0, words, unit.words)
        else:
            whole = table is Time or (unit.name == COUNTED and name not in MEASURES)
            found[name] = Settable(name, meaning, unit.name, unit.low, unit.high, whole=whole)
    return found


def _groups() -> dict[str, Any]:
    groups = {"time": Time, **get_type_hints(Parameters)}
    del groups["mechanisms"]
    of_mechanisms = get_type_hints(Mechanisms)
    return groups | {f"mechanisms.{name}": table for name, table in of_mechanisms.items()}


GROUPS: Mapping[str, Any] = MappingProxyType(_groups())
"""Every table of a scenario, by its dotted name, and the named tuple that declares it."""

SETTABLE: Mapping[str, Settable] = MappingProxyType(
    {
        name: one
        for group, table in GROUPS.items()
        for name, one in _settables(table, f"{group}.").items()
    }
)
"""Every setting, by its dotted name, in the order of the baseline."""

EVENTS: Mapping[str, Settable] = MappingProxyType(_settables(Scheduled, ""))
"""Every kind of event, by its name; what is settable is its value."""


def accept(one: Settable, raw: Any) -> Value | Fault:
    """Take a value as it was written if it may stand; otherwise say why it may not.

    >>> accept(SETTABLE["setting.elections"], "By_Thirds")
    'by thirds'
    >>> accept(SETTABLE["receptivity.culture"], True).problem
    'is yes or no, not a number'
    """
    value = raw.item() if hasattr(raw, "item") and not isinstance(raw, dict) else raw
    if one.words:
        return _word(one, value)
    if one.mechanism and isinstance(value, str) and value.strip().lower() in {OFF, HELD}:
        return HELD if value.strip().lower() == HELD else 0.0
    if one.flag and isinstance(value, bool):
        return float(value)
    return _number(one, value)


def _word(one: Settable, value: Any) -> Value | Fault:
    if not isinstance(value, str):
        return Fault("is not a word", one.allowed)
    word = word_of(value.strip().replace("-", "_"))
    if word in one.words:
        return word
    return Fault("is not one of its words", one.allowed, nearest(word, one.words))


def _number(one: Settable, value: Any) -> Value | Fault:
    if isinstance(value, str):
        return Fault("is text, not a number", one.allowed, _unquoted(value))
    if isinstance(value, bool):
        return Fault("is yes or no, not a number", one.allowed)
    if not isinstance(value, int | float):
        return Fault("is not a number", one.allowed)
    if isinstance(value, float) and not isfinite(value):
        return Fault("is not a finite number", one.allowed)
    if not one.low <= value <= one.high:
        return Fault("is out of range", one.allowed)
    if one.flag and value not in {0, 1}:
        return Fault("is neither yes nor no", one.allowed)
    if one.whole and value != int(value):
        return Fault("is not a whole number", one.allowed)
    return float(value) + 0.0


def _unquoted(text: str) -> str:
    try:
        return text.strip() if isfinite(float(text)) else ""
    except ValueError:
        return ""


def number_of(one: Settable, value: Value) -> float:
    """Turn a value into the number that the rules read.

    >>> number_of(SETTABLE["setting.elections"], "by thirds")
    2.0
    """
    if one.choice is None or isinstance(value, float):
        return float(value)
    return float(one.choice[value.upper().replace(" ", "_")])


def assemble(values: Mapping[str, Value], held: Mapping[str, Mapping[str, float]]) -> Parameters:
    """Put the values of all settings together as the rules read them.

    ``held`` gives, for each mechanism that is held, its constants by role.
    """
    groups: dict[str, Any] = {}
    mechanisms: dict[str, Any] = {}
    for group, table in GROUPS.items():
        if group.startswith("mechanisms."):
            names = [f"{group}.{field}" for field in table._fields]
            parts = [_mechanism(values[name], held.get(name, {})) for name in names]
            mechanisms[group.removeprefix("mechanisms.")] = table(*parts)
        elif group != "time":
            names = [f"{group}.{field}" for field in table._fields]
            groups[group] = table(*[number_of(SETTABLE[name], values[name]) for name in names])
    return Parameters(mechanisms=Mechanisms(**mechanisms), **groups)


_AS_DESCRIBED = Mechanism(1.0, *[0.0] * (len(Mechanism._fields) - 1))


def _mechanism(value: Value, constants: Mapping[str, float]) -> Mechanism:
    if isinstance(value, str):
        return _AS_DESCRIBED._replace(held=1.0, **constants)
    return _AS_DESCRIBED._replace(strength=value)
