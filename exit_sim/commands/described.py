"""A setting as it is described to a reader: value, unit, range, source, and how sure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exit_sim.errors import shown
from exit_sim.scenario.settable import ONE_OF_THESE, SETTABLE, Value

if TYPE_CHECKING:
    from exit_sim.commands.screen import Block
    from exit_sim.scenario.sources import Source

CSV = (
    "name",
    "short",
    "label",
    "value",
    "range_low",
    "range_high",
    "words",
    "unit",
    "allowed_low",
    "allowed_high",
    "source",
    "confidence",
    "set_by",
)


def written(name: str, value: Value) -> str:
    """Write a value as a scenario file does.

    >>> written("setting.elections", "by thirds"), written("people.frontline", 40.0)
    ('"by thirds"', '40')
    """
    if isinstance(value, str):
        return shown(value)
    if SETTABLE[name].flag:
        return "true" if value > 0.5 else "false"
    return repr(value).removesuffix(".0")


def ranged(source: "Source") -> str:
    """Write the plausible range of a setting.

    >>> from exit_sim.scenario.sources import Source
    >>> two = Source("people.frontline", 9.0, (5.0, 40.0), "number", "", "", "", "", "", "")
    >>> ranged(two)
    '5 to 40'
    """
    joint = ", " if SETTABLE[source.name].words else " to "
    return joint.join(written(source.name, end).strip('"') for end in source.range)


def blocks(source: "Source", usual: Value | None = None) -> "list[Block]":
    """Describe one setting; where ``usual`` is given, say who set it, and what is usual."""
    from exit_sim.commands.screen import Heading, Words

    one = SETTABLE[source.name]
    unit = "" if source.unit == ONE_OF_THESE else f" [{source.unit}]"
    value = written(source.name, source.value)
    if one.words:
        plausible = f"one of {ranged(source)}"
    else:
        plausible = f"plausible from {ranged(source)}"
    lines = f"{source.label}; {plausible}"
    sure = f"source: {source.source}; confidence {source.confidence}"
    found: list[Block] = [
        Heading(f"{source.name} = {value}{unit}"),
        Words(lines, 4, beneath=True),
        Words(sure, 4, beneath=True),
    ]
    if usual is None:
        found.append(Words(f"short name: {source.short}", 4, beneath=True))
    else:
        by = f"set by {source.set_by}; in the baseline {written(source.name, usual)}"
        found.append(Words(by, 4, beneath=True))
    return found


def rows(sources: "Sequence[Source]") -> list[tuple[Value | None, ...]]:
    """Describe settings as rows of numbers and words, under the heads of ``CSV``."""
    found: list[tuple[Value | None, ...]] = []
    for source in sources:
        one = SETTABLE[source.name]
        words = bool(one.words)
        low, high = (None, None) if words else source.range
        found.append(
            (
                source.name,
                source.short,
                source.label,
                source.value,
                low,
                high,
                "; ".join(map(str, one.words)) if words else "",
                source.unit,
                None if words else one.low,
                None if words else one.high,
                source.source,
                source.confidence,
                source.set_by,
            )
        )
    return found
