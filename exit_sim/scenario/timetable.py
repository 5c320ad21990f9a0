"""What is scheduled: events written in a file become what happens, or is pinned, each month."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from exit_sim.errors import nearest
from exit_sim.scenario.file import Document
from exit_sim.scenario.settable import EVENTS, Value, number_of
from exit_sim.scenario.stated import taken
from exit_sim.scenario.toml_lines import Keys
from exit_sim.scheduled import NOTHING_SCHEDULED, Scheduled

KEYS = ("kind", "month", "from", "to", "value")
LATEST = 1200
_OPTION = re.compile(r"\s*\$\s*([A-Za-z_][\w-]*)\s*(?:([+-])\s*(\d{1,4}))?\s*")

Options = Mapping[str, Value]
"""What was chosen for each option of a change."""


class Event(NamedTuple):
    """Something scheduled from one month to another, both included."""

    kind: str
    first: int
    last: int
    value: Value
    by: str


def events_in(doc: Document, horizon: int, options: Options | None = None) -> tuple[Event, ...]:
    """Take every event that a file states, in the order in which they stand.

    A change (a file with ``options``) fits any horizon: what lies beyond it is left out, unless it
    begins in a month that was chosen by an option.
    """
    found = []
    for number, table in enumerate(doc.tables("events")):
        keys: Keys = ("events", number)
        doc.known(keys, table, KEYS, "a part of an event")
        kind = _kind(doc, keys, table)
        value = _value(doc, keys, table, options)
        first, last = _months(doc, keys, table, horizon, options)
        if first <= min(last, horizon):
            found.append(Event(kind, first, last, value, doc.label))
    return tuple(found)


def chosen(doc: Document, keys: Keys, raw: Any, options: Options | None) -> Any:
    """Replace an option, as in "$month + 23", by what was chosen for it."""
    if options is None or not isinstance(raw, str) or "$" not in raw:
        return raw
    form = _OPTION.fullmatch(raw)
    if form is None:
        doc.refuse("is not an option", keys, raw, 'write "$name" or "$name + 3"')
    name, sign, offset = form.groups()
    if name not in options:
        allowed = "options: " + (", ".join(options) or "none")
        doc.refuse("names no option", keys, raw, allowed, nearest(name, options))
    value = options[name]
    if sign is None:
        return value
    if isinstance(value, str):
        doc.refuse(f"adds a number to {name}, which is a word", keys, raw)
    return value + int(f"{sign}{offset}")


def _kind(doc: Document, keys: Keys, table: Mapping[str, Any]) -> str:
    if "kind" not in table:
        doc.refuse("has no kind", keys, None, 'write kind = "…"')
    kind = table["kind"]
    if not isinstance(kind, str) or kind not in EVENTS:
        allowed = "allowed: " + ", ".join(EVENTS)
        meant = nearest(str(kind), EVENTS)
        doc.refuse("is not a kind of event", (*keys, "kind"), kind, allowed, meant)
    return kind


def _value(doc: Document, keys: Keys, table: Mapping[str, Any], options: Options | None) -> Value:
    one = EVENTS[table["kind"]]
    if "value" not in table:
        if one.flag:
            return 1.0
        doc.refuse("needs a value", (*keys, "kind"), table["kind"], one.allowed)
    where = (*keys, "value")
    value: Value = taken(doc, where, one, chosen(doc, where, table["value"], options))
    return value


def _months(
    doc: Document, keys: Keys, table: Mapping[str, Any], horizon: int, options: Options | None
) -> tuple[int, int]:
    if "month" in table and ("from" in table or "to" in table):
        problem = "contradicts from and to"
        doc.refuse(problem, (*keys, "month"), table["month"], "give one month, or a stretch")
    start = "month" if "month" in table else "from"
    if start not in table:
        doc.refuse("has no month", keys, None, "write month = 12, or from = 12")
    first = _month(doc, (*keys, start), table[start], horizon, options)
    last = first if start == "month" else LATEST
    if "to" in table:
        last = _month(doc, (*keys, "to"), table["to"], horizon, options)
    if last < first:
        doc.refuse(f"is before from = {first}", (*keys, "to"), last)
    return max(first, 1), last


def _month(doc: Document, keys: Keys, raw: Any, horizon: int, options: Options | None) -> int:
    month = chosen(doc, keys, raw, options)
    allowed = f"allowed: a whole number from 1 to {horizon}"
    number = isinstance(month, int | float) and not isinstance(month, bool)
    if not number or not abs(month) <= 1e9 or month != int(month):
        doc.refuse("is not a month", keys, month, allowed)
    bound = options is None or (keys[-1] != "to" and _alone(raw))
    if bound and not 1 <= month <= horizon:
        problem = "is beyond the horizon" if month > horizon else "is before month 1"
        doc.refuse(problem, keys, int(month), allowed)
    return int(month)


def _alone(raw: Any) -> bool:
    form = _OPTION.fullmatch(raw) if isinstance(raw, str) else None
    return form is not None and form[2] is None


def by_month(events: Iterable[Event], horizon: int) -> dict[int, Scheduled]:
    """Lay out what is scheduled, month by month; later events override earlier ones."""
    found: dict[int, dict[str, float]] = {}
    for event in events:
        number = number_of(EVENTS[event.kind], event.value)
        for month in range(event.first, min(event.last, horizon) + 1):
            found.setdefault(month, {})[event.kind] = number
    return {month: NOTHING_SCHEDULED._replace(**found[month]) for month in sorted(found)}


def in_stretches(months: Mapping[int, Scheduled]) -> dict[str, list[tuple[int, int, float]]]:
    """Sum up what differs from nothing scheduled as stretches of months, kind by kind."""
    found: dict[str, list[tuple[int, int, float]]] = {}
    for month, now in months.items():
        for kind, number, nothing in zip(EVENTS, now, NOTHING_SCHEDULED, strict=True):
            stretches = found.setdefault(kind, []) if number != nothing else []
            if number == nothing:
                continue
            if stretches and stretches[-1][1:] == (month - 1, number):
                stretches[-1] = (stretches[-1][0], month, number)
            else:
                stretches.append((month, month, number))
    return found
