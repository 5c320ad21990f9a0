"""Where the value of a setting comes from, and how sure one may be of it."""

from typing import NamedTuple

from exit_sim.scenario.lineage import usual
from exit_sim.scenario.settable import SETTABLE, Value
from exit_sim.scenario.stated import Given


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


def source_of(name: str, given: Given) -> Source:
    """Say where a value comes from; what is not said beside it is the baseline's.

    The baseline's source is that of the baseline's value alone.

    >>> source_of("receptivity.culture", Given(0.4, "--set", {"value": 0.4}, ())).source
    'set by --set, which gives no source'
    """
    one = SETTABLE[name]
    said = {**usual()[name].said, **given.said}
    if "source" not in given.said and given.value != usual()[name].value:
        said |= {"source": f"set by {given.by}, which gives no source", "confidence": "low"}
    return Source(
        name=name,
        value=given.value,
        range=tuple(said["range"]),
        unit=one.unit,
        source=said["source"],
        confidence=said["confidence"],
        short=said["short"],
        label=said.get("label", one.meaning),
        meaning=one.meaning,
        set_by=given.by,
    )
