"""Where the value of a setting comes from, and how sure one may be of it."""

from typing import NamedTuple

from exit_sim.lineage import resolve
from exit_sim.settable import SETTABLE, Value
from exit_sim.stated import Given


class Source(NamedTuple):
    """One line of the assumptions log."""

    name: str
    value: Value
    range: tuple[Value, ...]
    unit: str
    source: str
    confidence: str
    short: str
    label: str
    meaning: str
    set_by: str


def source_of(given: Given, name: str) -> Source:
    """Say where a value comes from; its range, unit and short name are the baseline's."""
    one = SETTABLE[name]
    usual = resolve("baseline").given[name]
    said = (
        {**given.said}
        if given.by == usual.by
        else {"source": "none given", "confidence": "low"} | {**given.said}
    )
    return Source(
        name,
        given.value,
        tuple(said.get("range", usual.said["range"])),
        one.unit,
        said["source"],
        said["confidence"],
        usual.said["short"],
        said.get("label", usual.said.get("label", one.meaning)),
        one.meaning,
        given.by,
    )
