"""The columns of a sweep: which run it was, how it fared, its inputs, what came of it."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import numpy as np

from exit_sim.draws import LAST_SEED
from exit_sim.results.columns import Column, Text, declared
from exit_sim.results.journeys import Made, journey_columns
from exit_sim.results.tables import MONTHS, MonthKey, columns_of
from exit_sim.scenario import Scenario
from exit_sim.scenario.settable import HELD, SETTABLE, Value
from exit_sim.scenario.stated import Given
from exit_sim.scenario.timetable import Event
from exit_sim.vocabulary import Unit

JOURNEYS = "journeys"
NUMBERED = Unit("number", 0.0, 1e9)
FINE, NOT_FINITE, RAISED = "ended", "not finite", "raised"
"""How a run fared: it came to its end; numbers of it ran out of bounds; or it came to an error."""


class Which(NamedTuple):
    """Which run a row is about."""

    point: Annotated[int, NUMBERED, "number of the point of the design, from 0"]
    option: Annotated[str, Text("name"), "what was done; the first is no change"]
    replicate: Annotated[
        int, NUMBERED, "number of the replicate, from 0: the same luck at every point"
    ]
    seed: Annotated[int, Unit("number", 0.0, float(LAST_SEED)), "seed: which luck"]


class How(NamedTuple):
    """Under which key a run is found, and how it fared."""

    run_key: Annotated[str, Text("hash"), "hash of rules, settings, seed and version of the tables"]
    status: Annotated[str, Text("word"), f"how the run fared: {FINE}, {NOT_FINITE} or {RAISED}"]
    problem: Annotated[str | None, Text(), "what went wrong, where a run did not come to its end"]


def journeys_of_a_sweep(inputs: Sequence[str], outcomes: Sequence[str]) -> tuple[Column, ...]:
    """Describe the columns of a sweep's journeys, in their order."""
    known = {column.name: column for column in journey_columns()}
    beside = [*inputs, *outcomes, *(column.name for column in declared(Made, JOURNEYS))]
    return (
        *declared(Which, JOURNEYS),
        *declared(How, JOURNEYS),
        *(known[name] for name in beside),
    )


def months_of_a_sweep(columns: Sequence[str]) -> tuple[Column, ...]:
    """Describe the columns of a sweep's months, in their order."""
    known = {column.name: column for column in columns_of(MONTHS)}
    return (
        *declared(Which, MONTHS),
        *declared(MonthKey, MONTHS),
        *(known[name] for name in columns),
    )


def inputs_of(scenario: Scenario, names: Sequence[str]) -> list[Value]:
    """Give settings as a row has them: a mechanism that is held stands at 1, and beside it."""
    values = (scenario.given[name].value for name in names)
    return [1.0 if value == HELD else value for value in values]


def rebuilt(usual: Mapping[str, Value], row: Mapping[str, Any], inputs: Sequence[str]) -> Scenario:
    """Make the scenario of a row again, from what the plan and the row say of it and nothing else.

    >>> from exit_sim.results.journeys import made
    >>> base = Scenario.load("baseline", ["taper"])
    >>> row = {"setting.cut": 0.02, **made(base)._asdict()}
    >>> again = rebuilt(base.values, row, ["setting.cut"])
    >>> again.canonical() == base.with_({"setting.cut": 0.02}).canonical()
    True
    """
    values = {**usual, **{name: row[name] for name in inputs}}
    values |= dict.fromkeys(str(row["held"] or "").split(), HELD)
    given = {name: Given(values[name], "the store", {}, ()) for name in SETTABLE}
    events = tuple(
        Event(kind, first, last, value, "the store")
        for kind, first, last, value in json.loads(row["events"])
    )
    return Scenario("run", {}, given, events)


def missing(column: Column, number: int) -> np.ndarray[Any, Any]:
    """Give a column of which nothing is known."""
    return np.full(number, None, object) if column.type == "text" else np.full(number, np.nan)
