"""Options against no change, as tables: one row a unit and option, one an option and outcome."""

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from exit_sim.results.columns import Key, Table, Text, cell, declared
from exit_sim.results.journeys import journey_columns
from exit_sim.vocabulary import HUGE, Share, Unit

if TYPE_CHECKING:
    from exit_sim.twins.pairs import Paired
    from exit_sim.twins.plausible import Plausible
    from exit_sim.twins.study import Study

Number = Annotated[int, Unit("number", 0.0, HUGE)]
Amount = Annotated[float | None, Unit("as the outcome", -HUGE, HUGE)]


class Which(NamedTuple):
    """Which option and outcome a row is about."""

    option: Annotated[str, Text("name"), "option, compared with no change"]
    outcome: Annotated[str, Text("name"), "outcome: a column of journeys"]


class Under(NamedTuple):
    """Under which set of settings."""

    set: Annotated[Number, "accepted set of settings that the unit is under, by number"]


class Group(NamedTuple):
    """Among which organisations."""

    by: Annotated[str, Text("name"), "by what organisations are sorted"]
    kind: Annotated[str, Text("name"), "which kind"]


class Difference(NamedTuple):
    """What came of one outcome, pair by pair; ``_spread`` and so on as in every table."""

    pairs: Annotated[Number, "pairs that count"]
    dropped: Annotated[Number, "pairs with a side missing"]
    no_change: Annotated[Amount, "mean level under no change"]
    option_level: Annotated[Amount, "mean level under the option"]
    difference: Annotated[Amount, "mean difference between the option and no change"]
    low_spread: Annotated[Amount, "10th percentile of single pairs' differences: luck"]
    high_spread: Annotated[Amount, "90th percentile of single pairs' differences: luck"]
    half_width_simulation: Annotated[Amount, "half-width of the mean's simulation error, 95 %"]
    low_plausible: Annotated[Amount, "10th percentile of means over plausible settings"]
    high_plausible: Annotated[Amount, "90th percentile of means over plausible settings"]
    holds_plausible: Annotated[Share | None, "share of plausible settings with the same sign"]
    low_rival: Annotated[Amount, "least mean under rival forms"]
    high_rival: Annotated[Amount, "greatest mean under rival forms"]
    helped: Annotated[Share | None, "share of pairs helped"]
    harmed_pairs: Annotated[Share | None, "share of pairs harmed"]
    unchanged: Annotated[Share | None, "share of pairs unchanged"]
    correlation: Annotated[
        float | None, Unit("correlation", -1.0, 1.0), "correlation between twins"
    ]
    independent: Annotated[
        float | None, Unit("number", 0.0, 1e15), "journeys a side without common luck"
    ]


def difference(found: "Paired", over: "Plausible | None" = None) -> Difference:
    """Put one comparison into the form of its columns."""
    plausible: tuple[float | None, ...] = found.plausible or (None, None, None)
    rival: tuple[float | None, ...] = (None, None)
    if over is not None:
        plausible = over.settings[found.outcome.column]
        rival = over.rivals[found.outcome.column][:2]
    values: list[Any] = [
        found.pairs,
        found.dropped,
        found.no_change,
        found.option,
        found.difference,
        found.spread_low,
        found.spread_high,
        found.simulation,
        *plausible,
        *rival,
        found.helped,
        found.harmed,
        found.unchanged,
        found.correlation,
        found.independent,
    ]
    return Difference(*values)


def differences(found: "Study", over: "Sequence[Plausible | None]") -> Table:
    """One row for each option and outcome."""
    rows = [
        (option.label, outcome.column, *difference(found.paired(outcome, side), over[side - 1]))
        for side, option in enumerate(found.options)
        if side
        for outcome in found.outcomes
    ]
    return table("differences", (Which, Difference), rows)


def breakdown(found: "Study", parts: "Sequence[tuple[int, str, str, Paired]]") -> Table:
    """One row for each option and kind of organisation."""
    rows = [
        (found.options[side].label, paired.outcome.column, by, kind, *difference(paired))
        for side, by, kind, paired in parts
    ]
    return table("breakdown", (Which, Group, Difference), rows)


def pairs(found: "Study") -> Table:
    """One row for each unit and option: what came of it, and the settings in which units differ."""
    name = "pairs"
    known = {column.name: column for column in journey_columns()}
    inputs = [known[each] for each in found.inputs]
    outcomes = [known[each] for each in found.columns[0]]
    columns = [
        one._replace(table=name)
        for one in (
            *declared(Key, name),
            *declared(Which, name)[:1],
            *(declared(Under, name) if found.units.sets else ()),
            *inputs,
            *outcomes,
        )
    ]
    rows, sets = [], found.units.sets
    for option, came in zip(found.options, found.columns, strict=True):
        for unit in range(found.pairs):
            values: list[Any] = [found.names[unit], "", found.seeds[unit], option.label]
            values += [sets[unit % len(sets)]] if sets else []
            values += [values_of[unit] for values_of in found.inputs.values()]
            values += [column[unit] for column in came.values()]
            rows.append(tuple(map(cell, columns, values)))
    return Table(name, tuple(columns), rows)


def table(name: str, kinds: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Table:
    """Make a table whose columns are declared by named tuples, one after another."""
    columns = tuple(column for kind in kinds for column in declared(kind, name))
    made = [tuple(map(cell, columns, map(_known, row))) for row in rows]
    return Table(name, columns, made)


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and isnan(value) else value
