"""What one file states about settings, each taken as it may stand, with its source."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from exit_sim.errors import a_letter_away, nearest, shown_key
from exit_sim.scenario.file import Document
from exit_sim.scenario.settable import (
    GROUPS,
    ONE_OF_THESE,
    SETTABLE,
    Fault,
    Settable,
    Value,
    accept,
)
from exit_sim.scenario.toml_lines import Keys
from exit_sim.vocabulary import Rating

PERFORMANCE, RATING = "setting.performance", "setting.rating"
PERFORMANCE_OF: Mapping[str, float] = {
    "inadequate": 0.30,
    "requires improvement": 0.50,
    "good": 0.70,
    "outstanding": 0.88,
}
"""The performance that a rating stands for, in the middle of its band."""

BANDS = Settable(
    name=RATING,
    meaning="the performance the service tends to, named by its band",
    unit=ONE_OF_THESE,
    low=0.0,
    high=0.0,
    words=tuple(PERFORMANCE_OF),
    choice=Rating,
)
BESIDE = ("extends", "about", "events")
"""What a scenario's file states beside settings."""

FIELDS = ("value", "range", "unit", "source", "confidence", "short", "label")
CONFIDENCE = ("high", "medium", "low")
LONGEST_SHORT = 32
TABLES = frozenset({*GROUPS, *(group.split(".")[0] for group in GROUPS)})


class Given(NamedTuple):
    """A value that was given to a setting, by whom, and what was said about it."""

    value: Value
    by: str
    said: Mapping[str, Any]
    keys: Keys


def settings_in(doc: Document, table: Mapping[str, Any], keys: Keys = ()) -> dict[str, Given]:
    """Take every setting that a table states, by its dotted name; a rating is a performance."""
    found: dict[str, Given] = {}
    for name, where, raw in leaves(doc, table, keys):
        said = raw if isinstance(raw, dict) else {"value": raw}
        _check_fields(doc, where, said)
        one = BANDS if name == RATING else SETTABLE[name]
        value = taken(doc, where, one, said["value"])
        _check_said(doc, where, one, said)
        of = PERFORMANCE if name == RATING else name
        if of in found:
            other = ".".join(str(key) for key in found[of].keys[len(keys) :])
            doc.refuse(f"contradicts {other}", where, said["value"], "give one of the two")
        found[of] = Given(
            PERFORMANCE_OF[value] if name == RATING else value, doc.label, said, where
        )
    return found


def leaves(
    doc: Document, table: Mapping[str, Any], keys: Keys = (), prefix: str = ""
) -> Iterator[tuple[str, Keys, Any]]:
    """Find each setting's dotted name, where it stands, and what stands there."""
    for key, raw in table.items():
        name, where = f"{prefix}{key}", (*keys, str(key))
        a_table = name.count(".") <= prefix.count(".") and prefix in {"", "mechanisms."}
        if name in SETTABLE or name == RATING:
            yield name, where, raw
        elif name in TABLES and isinstance(raw, dict):
            yield from leaves(doc, raw, where, f"{name}.")
        elif name in TABLES:
            doc.refuse("is a table of settings, not one setting", where, raw)
        elif a_table and _holds_more(raw):
            doc.refuse("is not a table of settings", where, None, "", _meant(doc, str(key), prefix))
        else:
            doc.refuse("is not a setting", where, raw, "", _meant(doc, str(key), prefix))


def _holds_more(raw: Any) -> bool:
    """Whether this is a table, or an array of tables, and not a value with what is said of it."""
    if isinstance(raw, list):
        return any(isinstance(one, dict) for one in raw)
    return isinstance(raw, dict) and "value" not in raw


def _meant(doc: Document, key: str, prefix: str) -> str:
    """Find what was meant: a letter away in this table, of this name elsewhere, or nearest."""
    every = {*SETTABLE, RATING, *TABLES}
    inside = {name.removeprefix(prefix) for name in every if name.startswith(prefix)}
    here = {name.split(".")[0] for name in inside}
    if not prefix:
        here |= {*inside, *(BESIDE if doc.text else ())}
    elif "." in key:
        here = inside
    elsewhere = sorted(name for name in every if name.endswith(f".{key}"))
    return " or ".join(a_letter_away(key, here) or elsewhere) or nearest(key, here)


def taken(doc: Document, where: Keys, one: Settable, raw: Any) -> Any:
    """Take a value that may stand, and refuse any other."""
    value = accept(one, raw)
    if isinstance(value, Fault):
        doc.refuse(value.problem, where, raw, value.allowed, value.suggestion)
    return value


def _check_fields(doc: Document, where: Keys, said: Mapping[str, Any]) -> None:
    _one_of(doc, where, "part", said, FIELDS)
    if "value" not in said:
        doc.refuse("has no value", where, None, 'write { value = …, source = "…" }')


def _check_said(doc: Document, where: Keys, one: Settable, said: Mapping[str, Any]) -> None:
    for field in ("source", "short", "label", "unit", "confidence"):
        if field in said and not (isinstance(said[field], str) and said[field].strip()):
            doc.refuse(f"has a {field} that is not a text", where, said[field])
    if said.get("unit", one.unit) != one.unit:
        doc.refuse("has another unit than its own", where, said["unit"], f'allowed: "{one.unit}"')
    _one_of(doc, where, "confidence", [said.get("confidence", "low")], CONFIDENCE)
    if len(said.get("short", "")) > LONGEST_SHORT:
        problem = f"has a short name of more than {LONGEST_SHORT} letters"
        doc.refuse(problem, where, said["short"])
    if "range" in said:
        _check_range(doc, where, one, said["range"])


def _one_of(
    doc: Document, where: Keys, what: str, given: Iterable[str], words: Iterable[str]
) -> None:
    for word in given:
        if word not in words:
            allowed = "allowed: " + ", ".join(words)
            problem = f"has a {what} called {shown_key(word)}, which there is not"
            doc.refuse(problem, where, None, allowed, nearest(word, words))


def _check_range(doc: Document, where: Keys, one: Settable, given: Any) -> None:
    if not isinstance(given, list) or not given or (not one.words and len(given) != 2):
        form = "a list of words" if one.words else "[least, most]"
        doc.refuse("has a range that is none", where, given, f"write {form}")
    ends = [taken(doc, where, one, end) for end in given]
    if not one.words and ends[0] > ends[1]:
        doc.refuse("has a range that ends before it begins", where, given)
