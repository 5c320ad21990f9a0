"""What was assumed, worst-sourced first, with what each assumption was computed to do here."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from exit_sim.report.document import Assumption, Assumptions
from exit_sim.scenario import Scenario
from exit_sim.scenario.lineage import usual
from exit_sim.scenario.settable import SETTABLE, Value
from exit_sim.scenario.stated import CONFIDENCE
from exit_sim.twins.accepted import BY_SET
from exit_sim.twins.study import Units

TOUCHED = (
    "Shown are those that this question touches, or that were stated for it; the file for "
    "download has every one."
)
SOME = "Shown are some of the weakly sourced; the file for download has every one."
SHOWN = 16
"""Assumptions that a page shows; its CSV has all."""

WORST = tuple(reversed(CONFIDENCE))
NOBODY: Mapping[str, str] = MappingProxyType({})


def assumptions(
    units: Units,
    influence: Mapping[str, str] = NOBODY,
    touched: Iterable[str] = (),
) -> Assumptions:
    """List every setting of what was met; shown are those that were moved, stated or looked at.

    ``influence`` says what was computed of a setting, by its name, and ``touched`` names settings
    that what was asked changes.
    """
    scenario, instead = _as_stated(units)
    every = [
        Assumption(
            source.name,
            SETTABLE[source.name].meaning,
            instead.get(source.name) or _value(source.value),
            _range(source.range),
            source.source,
            source.confidence,
            influence.get(source.name, ""),
        )
        for source in scenario.sources()
    ]
    asked = {*touched, *influence}
    stated = {name for name, given in scenario.given.items() if given.value != usual()[name].value}
    by_source = sorted(every, key=lambda one: WORST.index(one.confidence))
    first = [one for one in by_source if one.name in asked]
    first += [one for one in by_source if one.name in stated - asked]
    shown = sorted(first[:SHOWN], key=lambda one: WORST.index(one.confidence))
    words = _words(every, influence, TOUCHED if shown else SOME)
    return Assumptions(words, tuple(shown or by_source[:SHOWN]), tuple(by_source))


def _as_stated(units: Units) -> tuple[Scenario, dict[str, str]]:
    """Give a scenario in which what differs between units stands as usual, and how that differs."""
    one = units.one(0).scenario
    instead = {
        name: f"{len(units.sets)} sets"
        for name, given in one.given.items()
        if given.by.startswith(BY_SET)
    }
    instead |= dict.fromkeys(units.varies, "differs")
    return one.with_({name: usual()[name].value for name in instead}), instead


def touched(before: Scenario, after: Scenario) -> list[str]:
    """Name the settings in which two scenarios differ."""
    return [name for name, value in before.values.items() if after.values[name] != value]


def _words(
    every: Iterable[Assumption], influence: Mapping[str, str], which: str
) -> tuple[str, ...]:
    count = dict.fromkeys(WORST, 0)
    for one in every:
        count[one.confidence] += 1
    low, medium, high = count.values()
    whole = low + medium + high
    said = [
        f"Of {whole} settings {low} are assumed or weakly sourced, {medium} fairly, {high} well.",
        which,
    ]
    if not influence:
        said.append("What each of them does to this answer was not computed here.")
    return tuple(said)


def _value(value: Value) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _range(ends: tuple[Value, ...]) -> str:
    join = " to " if len(ends) == 2 and not isinstance(ends[0], str) else ", "
    return join.join(_value(end) for end in ends)
