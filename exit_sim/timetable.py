"""What is scheduled: events written in a file become what happens, or is pinned, each month."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from exit_sim.errors import nearest
from exit_sim.scenario_file import Document
from exit_sim.scheduled import NOTHING_SCHEDULED, Scheduled
from exit_sim.settable import EVENTS, Fault, Value, accept, number_of
from exit_sim.toml_lines import Path as Keys

KEYS = ("kind", "month", "from", "to", "value")
LATEST = 1200
_OPTION = re.compile(r"\$\s*([A-Za-z_][\w-]*)\s*(?:([+-])\s*(\d{1,4}))?\s*")

Options = Mapping[str, Value]


class Event(NamedTuple):
    """Something scheduled from one month to another, both included."""

    kind: str
    first: int
    last: int
    value: Value
    by: str


def chosen(doc: Document, keys: Keys, raw: Any, options: Options | None) -> Any:
    """What stands for an option, as in "$month + 23", is replaced by it."""
    if options is None or not isinstance(raw, str) or "$" not in raw:
        return raw
    form = _OPTION.fullmatch(raw)
    if form is None:
        raise doc.bad("is not an option", keys, raw, 'write "$name" or "$name + 3"')
    name, sign, offset = form.groups()
    if name not in options:
        allowed = "options: " + (", ".join(options) or "none")
        raise doc.bad(f"names no option {name}", keys, raw, allowed, nearest(name, options))
    value = options[name]
    if sign is None:
        return value
    if isinstance(value, str):
        raise doc.bad(f"adds a number to {name}, which is text", keys, raw)
    return value + int(f"{sign}{offset}")


def events_in(doc: Document, horizon: int, options: Options | None = None) -> tuple[Event, ...]:
    """Every event that a file states, checked, in the order in which they stand.

    A change (a file with ``options``) fits any horizon: what lies beyond it is left out, unless it
    was to begin there in a month that was chosen.
    """
    found = []
    for number, table in enumerate(doc.tables("events")):
        keys: Keys = ("events", number)
        doc.known(keys, table, KEYS, "a part of an event")
        kind = _kind(doc, keys, table)
        value = _value(doc, keys, table, kind, options)
        first, last = _months(doc, keys, table, horizon, options)
        if first <= min(last, horizon):
            found.append(Event(kind, first, last, value, doc.label))
    return tuple(found)


def _kind(doc: Document, keys: Keys, table: Mapping[str, Any]) -> str:
    if "kind" not in table:
        raise doc.bad("has no kind", ("events", keys[-1]), None, 'write kind = "…"')
    kind = table["kind"]
    if not isinstance(kind, str) or kind not in EVENTS:
        allowed = "allowed: " + ", ".join(EVENTS)
        meant = nearest(str(kind), EVENTS)
        raise doc.bad("is not a kind of event", (*keys, "kind"), kind, allowed, meant)
    return kind


def _value(
    doc: Document, keys: Keys, table: Mapping[str, Any], kind: str, options: Options | None
) -> Value:
    one = EVENTS[kind]
    if "value" not in table:
        if one.flag:
            return 1.0
        raise doc.bad("needs a value", (*keys, "kind"), kind, one.allowed)
    raw = chosen(doc, (*keys, "value"), table["value"], options)
    value = accept(one, raw)
    if isinstance(value, Fault):
        problem = f"{value.problem} for {kind}"
        raise doc.bad(problem, (*keys, "value"), raw, value.allowed, value.suggestion)
    return value


def _months(
    doc: Document, keys: Keys, table: Mapping[str, Any], horizon: int, options: Options | None
) -> tuple[int, int]:
    if "month" in table and ("from" in table or "to" in table):
        raise doc.bad("contradicts from and to: give one month or a stretch", (*keys, "month"))
    start = "month" if "month" in table else "from"
    if start not in table:
        raise doc.bad("has no month", ("events", keys[-1]), None, "write month = 12, or from = 12")
    first = _month(doc, (*keys, start), table[start], horizon, options)
    last = first if start == "month" else LATEST
    if "to" in table:
        last = _month(doc, (*keys, "to"), table["to"], horizon, options)
    if last < first:
        raise doc.bad(f"is before from = {first}", (*keys, "to"), table["to"])
    return max(first, 1) if options is not None else first, last


def _month(doc: Document, keys: Keys, raw: Any, horizon: int, options: Options | None) -> int:
    month = chosen(doc, keys, raw, options)
    number = isinstance(month, int | float) and not isinstance(month, bool)
    if not number or month != month or abs(month) > 10 * LATEST or month != int(month):
        raise doc.bad("is not a month", keys, raw, f"allowed: a whole number from 1 to {horizon}")
    bound = options is None or (keys[-1] != "to" and _is_an_option(raw))
    low, high = (1, horizon) if bound else (-LATEST, 2 * LATEST)
    if not low <= month <= high:
        problem = "is beyond the horizon" if month > horizon else "is before month 1"
        raise doc.bad(problem, keys, month, f"allowed: a whole number from 1 to {horizon}")
    return int(month)


def _is_an_option(raw: Any) -> bool:
    form = _OPTION.fullmatch(raw) if isinstance(raw, str) else None
    return form is not None and form[2] is None


def by_month(events: Iterable[Event], horizon: int) -> dict[int, Scheduled]:
    """What is scheduled in each month that has anything; later events override earlier ones."""
    found: dict[int, dict[str, float]] = {}
    for event in events:
        number = number_of(EVENTS[event.kind], event.value)
        for month in range(event.first, min(event.last, horizon) + 1):
            found.setdefault(month, {})[event.kind] = number
    return {month: NOTHING_SCHEDULED._replace(**found[month]) for month in sorted(found)}


def in_stretches(months: Mapping[int, Scheduled]) -> dict[str, list[tuple[int, int, float]]]:
    """What differs from nothing scheduled, as stretches of months, for each kind of event."""
    found: dict[str, list[tuple[int, int, float]]] = {}
    for month, now in months.items():
        for kind, number, nothing in zip(EVENTS, now, NOTHING_SCHEDULED, strict=True):
            if number == nothing:
                continue
            stretches = found.setdefault(kind, [])
            if stretches and stretches[-1][1] == month - 1 and stretches[-1][2] == number:
                stretches[-1] = (stretches[-1][0], month, number)
            else:
                stretches.append((month, month, number))
    return found
