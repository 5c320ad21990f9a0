"""What happened, as tables: one row a run, a month, an event, and on request a person and month."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Annotated, Any, NamedTuple

from exit_sim.ledger import Event
from exit_sim.month import ROLES
from exit_sim.results.columns import Column, Key, Table, cell, declared
from exit_sim.results.journeys import TABLE as JOURNEYS
from exit_sim.results.journeys import journey_columns, journey_row
from exit_sim.results.run_record import Run
from exit_sim.vocabulary import Role, Unit
from exit_sim.world import World

MONTHS, EVENTS, PEOPLE = "months", "events", "people_"
ASIDE = frozenset({"people", "units", "scheduled"})
"""Parts of the world that have no column in ``months``.

Tallies of people and sums over units of leadership are steps on the way to other columns, and can
be had from the tables of people; what is scheduled stands in ``journeys``, in ``events``.
"""


class MonthKey(NamedTuple):
    """Which month a row is about."""

    month: Annotated[int, Unit("month number (1 is the first April)", 1.0, 1200.0), "month"]


def people_table(role: Role) -> str:
    """Name the table of the people of one role.

    >>> people_table(Role.CARE_LEAVER)
    'people_care_leaver'
    """
    return f"{PEOPLE}{role.name.lower()}"


@cache
def columns_of(table: str) -> tuple[Column, ...]:
    """Describe every column of a table, as the state is declared."""
    if table == JOURNEYS:
        return journey_columns()
    keys = declared(Key, table)
    if table == EVENTS:
        return (*keys, *declared(Event, table))
    keys = (*keys, *declared(MonthKey, table))
    if table == MONTHS:
        return (*keys, *declared(World, table, aside=ASIDE))
    role = Role[table.removeprefix(PEOPLE).upper()]
    return (*keys, *declared(ROLES[role].first.__annotations__["return"], table))


def tables(runs: Sequence[Run], *, people: bool = False) -> list[Table]:
    """Put runs into tables, rows by scenario, changes and seed, then as they come within a run.

    With ``people`` there is a table for each role that anybody has, of the months that the runs
    kept.
    """
    ordered = sorted(runs, key=lambda run: run.key)
    found = [
        Table(JOURNEYS, columns_of(JOURNEYS), [journey_row(run) for run in ordered]),
        _table(MONTHS, (row for run in ordered for row in _months(run))),
        _table(EVENTS, (row for run in ordered for row in _events(run))),
    ]
    if people:
        for role in sorted({role for run in ordered for role in run.roles}):
            rows = (row for run in ordered for row in _people(run, role))
            found.append(_table(people_table(role), rows))
    return found


def _table(name: str, rows: Iterable[list[Any]]) -> Table:
    columns = columns_of(name)
    return Table(name, columns, [tuple(map(cell, columns, row)) for row in rows])


def _months(run: Run) -> Iterable[list[Any]]:
    for month, world in run.months:
        parts = (part for name, part in zip(World._fields, world, strict=True) if name not in ASIDE)
        yield [*run.key, month, *(value for part in parts for value in part)]


def _events(run: Run) -> Iterable[list[Any]]:
    for event in run.ledger:
        yield [*run.key, *event]


def _people(run: Run, role: Role) -> Iterable[list[Any]]:
    for moment in run.people:
        for post, state in zip(run.roles, moment.states, strict=True):
            if post == role:
                yield [*run.key, moment.month, *_flat(state)]


def _flat(state: Any) -> Iterable[float]:
    for value in state:
        if isinstance(value, tuple):
            yield from _flat(value)
        else:
            yield value
