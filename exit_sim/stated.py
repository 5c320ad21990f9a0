"""What one file states about settings, each taken as it may stand, with its source."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from exit_sim.errors import nearest
from exit_sim.scenario_file import Document
from exit_sim.settable import GROUPS, SETTABLE, Fault, Settable, Value, accept
from exit_sim.toml_lines import Path as Keys
from exit_sim.vocabulary import Rating

PERFORMANCE, RATING = "setting.performance", "setting.rating"
BANDS = Settable(
    RATING,
    "a rating that stands for a band of performance",
    "one of these words",
    0.0,
    0.0,
    ("inadequate", "requires improvement", "good", "outstanding"),
    Rating,
)
PERFORMANCE_OF = {
    "inadequate": 0.30,
    "requires improvement": 0.50,
    "good": 0.70,
    "outstanding": 0.88,
}
"""Performance in the middle of the band that a rating names."""

FIELDS = ("value", "range", "unit", "source", "confidence", "short", "label")
CONFIDENCE = ("high", "medium", "low")
LONGEST_SHORT = 32
TABLES = frozenset(".".join(group.split(".")[:depth]) for group in GROUPS for depth in (1, 2))


class Given(NamedTuple):
    """A value that was given to a setting, by whom, and what was said about it."""

    value: Value
    by: str
    said: Mapping[str, Any]
    keys: Keys


def settings_in(doc: Document, table: Mapping[str, Any], keys: Keys = ()) -> dict[str, Given]:
    """Every setting that a table states, checked, by its dotted name."""
    found: dict[str, Given] = {}
    for name, where, raw in leaves(doc, table, keys):
        said = raw if isinstance(raw, dict) else {"value": raw}
        _check_fields(doc, where, said)
        value = _taken(doc, where, name, said["value"])
        _check_said(doc, where, name, said)
        if name == RATING:
            name, value = PERFORMANCE, PERFORMANCE_OF[str(value)]
        if name in found:
            other = ".".join(str(key) for key in found[name].keys[len(keys) :])
            raise doc.bad(f"contradicts {other}: give one of the two", where, said["value"])
        found[name] = Given(value, doc.label, said, where)
    return found


def leaves(
    doc: Document, table: Mapping[str, Any], keys: Keys, prefix: str = ""
) -> Iterator[tuple[str, Keys, Any]]:
    """Each setting's dotted name, where it stands, and what stands there."""
    for key, raw in table.items():
        name, where = f"{prefix}{key}", (*keys, key)
        if name in SETTABLE or name == RATING:
            yield name, where, raw
        elif name in TABLES and isinstance(raw, dict):
            yield from leaves(doc, raw, where, f"{name}.")
        elif name in TABLES:
            raise doc.bad("is a table of settings, not a setting", where, raw)
        else:
            problem = "is not a setting"
            if isinstance(raw, dict) and not prefix and "value" not in raw:
                problem = "is not a table of settings"
            shown = None if isinstance(raw, dict) and "value" not in raw else raw
            raise doc.bad(problem, where, shown, "", _meant(name, prefix))


def _meant(name: str, prefix: str) -> str:
    """The nearest setting or table in the same table, or one of this name in another."""
    siblings = {*TABLES, *SETTABLE, RATING}
    depth = prefix.count(".")
    here = [one for one in siblings if one.startswith(prefix) and one.count(".") >= depth]
    parts = {one.removeprefix(prefix).split(".")[0] for one in here}
    found = nearest(name.removeprefix(prefix), parts)
    if not found:
        found = nearest(name, siblings)
    if not found:
        last = name.rsplit(".", 1)[-1]
        found = " or ".join(one for one in SETTABLE if one.rsplit(".", 1)[-1] == last)
    return found


def _taken(doc: Document, where: Keys, name: str, raw: Any) -> Value:
    one = BANDS if name == RATING else SETTABLE[name]
    value = accept(one, raw)
    if isinstance(value, Fault):
        raise doc.bad(value.problem, where, raw, value.allowed, value.suggestion)
    return value


def _check_fields(doc: Document, where: Keys, said: Mapping[str, Any]) -> None:
    for field in said:
        if field not in FIELDS:
            allowed = "allowed: " + ", ".join(FIELDS)
            problem = f"has a field {field} that no setting has"
            raise doc.bad(problem, where, None, allowed, nearest(field, FIELDS))
    if "value" not in said:
        raise doc.bad("has no value", where, None, 'write { value = …, source = "…" }')


def _check_said(doc: Document, where: Keys, name: str, said: Mapping[str, Any]) -> None:
    for field in ("source", "short", "label", "unit", "confidence"):
        if field in said and not (isinstance(said[field], str) and said[field].strip()):
            raise doc.bad(f"has a {field} that is not text", where, said[field])
    one = BANDS if name == RATING else SETTABLE[name]
    if said.get("unit", one.unit) != one.unit:
        raise doc.bad(f"has the unit {said['unit']!r}", where, None, f"its unit is {one.unit!r}")
    if said.get("confidence", "low") not in CONFIDENCE:
        allowed = "allowed: " + ", ".join(CONFIDENCE)
        meant = nearest(said["confidence"], CONFIDENCE)
        raise doc.bad(f"has the confidence {said['confidence']!r}", where, None, allowed, meant)
    if len(said.get("short", "")) > LONGEST_SHORT:
        raise doc.bad(f"has a short name of more than {LONGEST_SHORT} letters", where)
    if "range" in said:
        _check_range(doc, where, name, said["range"], one)


def _check_range(doc: Document, where: Keys, name: str, given: Any, one: Settable) -> None:
    if not isinstance(given, list) or not given or (not one.words and len(given) != 2):
        form = "a list of its words" if one.words else "[least, most]"
        raise doc.bad("has a range that is not one", where, given, f"write {form}")
    ends = [_taken(doc, where, name, end) for end in given]
    if not one.words and float(ends[0]) > float(ends[1]):
        raise doc.bad("has a range that ends before it begins", where, given)
