"""Every column of every table of results is described by the declaration that it is read from."""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from exit_sim.draws import LAST_SEED
from exit_sim.scenario.settable import word_of
from exit_sim.vocabulary import Choice, Flag, Unit

NUMBER, WHOLE, CODE, YES_OR_NO, TEXT = "number", "whole number", "code", "yes or no", "text"
LONGEST_SHORT = 32
A_WORD, ANY_TEXT = "one of these words", "text"
_FLAG: Unit = get_args(Flag)[1]

Value = float | int | str | None
"""What stands in one cell; None where it is missing."""


class Word(NamedTuple):
    """A text that is one word of an enumeration, or one more."""

    words: type[IntEnum]
    besides: tuple[str, ...] = ()


class Text(NamedTuple):
    """Any text."""

    unit: str = ANY_TEXT


class Column(NamedTuple):
    """One column of one table: what it says, in which unit, within which bounds, from where."""

    name: str
    short: str
    label: str
    unit: str
    type: str
    low: float | None
    high: float | None
    source: str
    table: str
    labels: str


class Table(NamedTuple):
    """One table: its name, its columns, and its rows in the order of their key."""

    name: str
    columns: tuple[Column, ...]
    rows: list[tuple[Value, ...]]


class Key(NamedTuple):
    """What every row of every table begins with."""

    scenario: Annotated[str, Text("name"), "scenario"]
    changes: Annotated[str, Text("names"), "changes applied to the scenario"]
    seed: Annotated[int, Unit("number", 0.0, float(LAST_SEED)), "seed: which luck"]


def spelled(member: IntEnum) -> str:
    """Spell an enumeration's member in words.

    >>> from exit_sim.vocabulary import Ending
    >>> spelled(Ending.DISCONTINUED_AT_THE_CLIFF)
    'discontinued at the cliff'
    """
    return word_of(member.name)


_SHORTER = {
    "psychological": "psy",
    "practical": "prac",
    "concentration": "conc",
    "receptivity": "recept",
    "co_production": "coprod",
    "measurement": "measure",
    "adaptation": "adapt",
    "mainstream": "main",
    "leadership": "lead",
    "expected": "exp",
    "realised": "real",
    "benefit": "ben",
    "months": "mths",
    "shadow": "shad",
    "withdrawal": "withdr",
    "departure": "depart",
    "sponsorship": "sponsor",
    "permission": "permit",
    "business": "bus",
    "initiation": "init",
    "manager": "mgr",
}


def short_name(name: str) -> str:
    """Make a name of at most 32 letters that every statistics program takes.

    >>> short_name("receptivity.culture")
    'receptivity_culture'
    >>> short_name("lives.benefit_fifth_psychological")
    'lives_benefit_fifth_psy'
    """
    short = name.replace(".", "_")
    for word, shorter in _SHORTER.items():
        if len(short) > LONGEST_SHORT:
            short = short.replace(word, shorter)
    return short


def declared(
    kind: Any, table: str, prefix: str = "", aside: Iterable[str] = ()
) -> tuple[Column, ...]:
    """Read the columns off a named tuple's declaration; named tuples within it are dotted.

    Fields that are ``aside`` have no column.
    """
    found: list[Column] = []
    for field, hint in get_type_hints(kind, include_extras=True).items():
        if field in aside:
            continue
        if hasattr(hint, "_fields"):
            found += declared(hint, table, f"{prefix}{field}.")
        else:
            source = f"{kind.__module__}.{kind.__name__}.{field}"
            found.append(_column(f"{prefix}{field}", hint, source, table))
    return tuple(found)


def _column(name: str, hint: Any, source: str, table: str) -> Column:
    base, said = _parts(hint)
    measure, label = said[0], said[-1]
    low: float | None = None
    high: float | None = None
    unit, kind, labels = A_WORD, TEXT, ""
    if isinstance(measure, Choice):
        unit, kind, labels = "code", CODE, words_of(measure.words)
        low, high = float(min(measure.words)), float(max(measure.words))
        none = label.partition("; -1 ")[2]
        if none:
            low, labels = -1.0, f"-1 = {none}; {labels}"
    elif isinstance(measure, Word):
        words = (*measure.besides, *map(spelled, measure.words))
        labels = "; ".join(words)
    elif isinstance(measure, Text):
        unit = measure.unit
    else:
        unit, low, high = measure
        kind = WHOLE if base is int else NUMBER
        if measure == _FLAG:
            kind, labels = YES_OR_NO, "0 = no; 1 = yes"
    return Column(name, short_name(name), label, unit, kind, low, high, source, table, labels)


def _parts(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The plain type and all that is said of it, whether or not it may be missing."""
    said: tuple[Any, ...] = ()
    while get_origin(hint) in {Annotated, Union, UnionType}:
        if get_origin(hint) is Annotated:
            said = (*hint.__metadata__, *said)
            hint = hint.__origin__
        else:
            hint = next(one for one in get_args(hint) if one is not type(None))
    return hint, said


def words_of(words: type[IntEnum]) -> str:
    """Give the word for each code of an enumeration."""
    return "; ".join(f"{int(member)} = {spelled(member)}" for member in words)


def cell(column: Column, value: Any) -> Value:
    """Put a value into the one form that its column knows; NaN and None are missing.

    There is no minus nought, and a code, flag or whole number is an int.
    """
    if value is None or value != value:  # noqa: PLR0124
        return None
    if column.type == TEXT:
        return str(value)
    if column.type == NUMBER:
        return float(value) + 0.0
    whole = int(value)
    if whole != value:
        raise ValueError(f"{column.table}.{column.name} = {value} is not whole")  # noqa: TRY003
    return whole


def described(columns: Iterable[Column]) -> list[Mapping[str, Value]]:
    """One row for each column, as ``columns.csv`` has it."""
    return [column._asdict() for column in columns]
