"""One row a run: how the journey ended, when, for whom and at what cost, from which settings."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, NamedTuple

from numpy.typing import NDArray

from exit_sim.ensemble.jobs import Job
from exit_sim.results.columns import (
    A_WORD,
    NUMBER,
    TEXT,
    Column,
    Key,
    Table,
    Text,
    Value,
    cell,
    declared,
)
from exit_sim.results.journey_context import Context
from exit_sim.results.journey_dates import Dates
from exit_sim.results.journey_endings import HowItEnded
from exit_sim.results.journey_lives import LivesAndCost
from exit_sim.results.read_off import read_off
from exit_sim.results.run_record import Run, recorded_of
from exit_sim.scenario import Scenario
from exit_sim.scenario.settable import HELD, SETTABLE

TABLE = "journeys"


class Made(NamedTuple):
    """What was done to a scenario beside its settings, so that any row explains itself."""

    events: Annotated[str, Text("JSON"), "events scheduled: kind, first month, last month, value"]
    held: Annotated[str, Text("names"), "mechanisms held at their usual level"]


def made(scenario: Scenario) -> Made:
    """Say what was done to a scenario."""
    events = [[each.kind, each.first, each.last, each.value] for each in scenario.events]
    held = [name for name, value in scenario.values.items() if value == HELD]
    return Made(json.dumps(events), " ".join(held))


SECTIONS: tuple[type[Any], ...] = (HowItEnded, Dates, Context, LivesAndCost, Made)
"""The parts of a row after its key and before its settings, as they are declared."""


@cache
def journey_columns() -> tuple[Column, ...]:
    """Describe every column of ``journeys``, from the declarations of its parts and settings."""
    found = list(declared(Key, TABLE))
    for part in SECTIONS:
        found += declared(part, TABLE)
    for source in Scenario.load("baseline").sources():
        one = SETTABLE[source.name]
        words = bool(one.words)
        found.append(
            Column(
                name=source.name,
                short=source.short,
                label=f"setting: {source.label}",
                unit=A_WORD if words else one.unit,
                type=TEXT if words else NUMBER,
                low=None if words else one.low,
                high=None if words else one.high,
                source=f"the scenario; in the baseline: {source.source}",
                table=TABLE,
                labels="; ".join(one.words),
            )
        )
    return tuple(found)


def outcome_columns() -> list[str]:
    """Name the columns that are read off a run: what came of it."""
    return [column.name for part in SECTIONS[:-1] for column in declared(part, TABLE)]


def journey_row(run: Run) -> tuple[Value, ...]:
    """Make the row of one run, in the order of its columns."""
    came = [column[0] for column in read_off(recorded_of(run)).values()]
    return _row(run.scenario, run.seed, came)


def journeys_table(jobs: Sequence[Job], came: Mapping[str, NDArray[Any]]) -> Table:
    """Make the table of many runs from their outcome columns, in the order of the jobs."""
    rows = [
        _row(job.scenario, job.seed, [column[number] for column in came.values()])
        for number, job in enumerate(jobs)
    ]
    return Table(TABLE, journey_columns(), rows)


def _row(scenario: Scenario, seed: int, came: Sequence[Any]) -> tuple[Value, ...]:
    values: list[Any] = [scenario.name, " ".join(scenario.changes), seed, *came, *made(scenario)]
    for name in SETTABLE:
        value = scenario.given[name].value
        values.append(1.0 if value == HELD else value)
    return tuple(map(cell, journey_columns(), values))
