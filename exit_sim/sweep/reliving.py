"""Runs of a sweep are lived again from what stands in their rows, and compared bit by bit."""

import io
import math
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from exit_sim.ensemble.jobs import Job, allowed_threads
from exit_sim.results.columns import cell
from exit_sim.results.read_off import read_off
from exit_sim.results.run_record import recorded_of, simulate
from exit_sim.results.tables import MONTHS
from exit_sim.sweep.checking import MOST_SCENARIOS, Checker, Row
from exit_sim.sweep.plan import Run, person_months
from exit_sim.sweep.rows import JOURNEYS, Which
from exit_sim.sweep.shard import Task, live_through

if TYPE_CHECKING:
    import pyarrow as pa

LEAST = 200
"""Runs that are lived again at least, where there are so many."""


class Lived(NamedTuple):
    """One run of a folder: the number of its shard, its row, and its months that were kept."""

    shard: int
    row: Row
    months: Sequence[Row]


def how_many(share: float, runs: int) -> int:
    """How many runs are lived again: a share of them, or the least that is worth it.

    >>> how_many(0.01, 100), how_many(0.01, 5000), how_many(0.01, 1_000_000)
    (100, 200, 10000)
    """
    return min(runs, max(LEAST, math.ceil(share * runs)))


def quotas(sizes: Sequence[int], wanted: int) -> list[int]:
    """Spread so many runs over shards of these sizes, as evenly as can be.

    >>> quotas([10, 10, 20], 4), quotas([1, 1, 1], 2)
    ([1, 1, 2], [0, 1, 1])
    """
    runs, found, before, met = sum(sizes), list[int](), 0, 0
    for size in sizes:
        met += size
        up_to = wanted * met // runs
        found.append(up_to - before)
        before = up_to
    return found


def chosen(rows: Sequence[Row], number: int) -> list[int]:
    """Choose so many rows of a shard: those whose keys come first, which are as good as drawn.

    More of them hold fewer of them, so that a larger share goes on where a smaller one ended.
    """
    places = sorted(range(len(rows)), key=lambda place: rows[place]["run_key"])
    return sorted(places[:number])


def cost(checker: Checker, row: Row) -> float:
    """How much of a life a run is: months by people."""
    return person_months(checker.scenario(row))


def again(checker: Checker, lived: Sequence[Lived]) -> Iterator[tuple[Row, list[Row]]]:
    """Live runs again as a sweep does; give the row of each, and its months.

    Raises:
        Refused: rules are others than those of the plan.
    """
    for first in range(0, len(lived), MOST_SCENARIOS):
        yield from _again(checker, lived[first : first + MOST_SCENARIOS])


def _again(checker: Checker, lived: Sequence[Lived]) -> list[tuple[Row, list[Row]]]:
    plan = checker.plan
    options = tuple(plan["options"])
    task = Task(
        number=1,
        plan=checker.standing.store.name,
        version=plan["version"],
        options=options,
        inputs=tuple(plan["varied"]),
        outcomes=tuple(plan["outcomes"]),
        columns=tuple(plan["columns"]),
        every=plan["every"],
        runs=tuple(_run(checker, options, one.row) for one in lived),
    )
    made = live_through(task, allowed_threads())
    rows = _table(made.files[JOURNEYS]).to_pylist()
    if MONTHS not in made.files:
        return [(row, []) for row in rows]
    months = iter(_table(made.files[MONTHS]).to_pylist())
    return [(row, [next(months) for _ in checker.months_of(row)]) for row in rows]


def again_by_mesa(checker: Checker, lived: Lived) -> tuple[Row, list[Row]]:
    """Live a run again with Mesa; give what came of it, and its months."""
    scenario, seed = checker.scenario(lived.row), lived.row["seed"]
    recorded = recorded_of(simulate(scenario, seed))
    columns = checker.standing.store.columns()
    came = read_off(recorded)
    known = {column.name: column for column in columns[JOURNEYS]}
    row = {name: cell(known[name], came[name][0]) for name in checker.plan["outcomes"]}
    months: list[Row] = []
    for month in checker.months_of(lived.row) if MONTHS in columns else ():
        values = dict(zip(recorded.columns, recorded.months[0, month - 1], strict=True))
        kept = [one for one in columns[MONTHS] if one.name in checker.plan["columns"]]
        months.append({one.name: cell(one, values[one.name]) for one in kept})
    return row, months


def differing(lived: Lived, row: Row, months: Sequence[Row]) -> list[str]:
    """Name what of a run is not the same to the last bit, as it stands and as it came again.

    Nothing but what came again is compared.
    """
    found = _unlike(lived.row, row)
    if len(months) != len(lived.months):
        return [*found, f"{len(lived.months)} months stand there, and {len(months)} came again"]
    for there, came in zip(lived.months, months, strict=True):
        found += _unlike(there, came, f" of month {there['month']}")
    return found


def _unlike(there: Row, came: Row, of: str = "") -> list[str]:
    return [
        f"{name}{of} stands as {there[name]!r} and came again as {value!r}"
        for name, value in came.items()
        if repr(value) != repr(there[name])
    ]


def held(
    checker: Checker,
    shard: int,
    rows: Sequence[Row],
    months: "pa.Table | None",
    places: Collection[int],
) -> list[Lived]:
    """Take what stands in a shard of the runs at these places."""
    found, at = list[Lived](), 0
    for place, row in enumerate(rows):
        kept = len(checker.months_of(row)) if months is not None else 0
        if place in places:
            its = months.slice(at, kept).to_pylist() if months is not None else []
            found.append(Lived(shard, row, its))
        at += kept
    return found


def _run(checker: Checker, options: Sequence[str], row: Row) -> Run:
    point, option, replicate, seed = (row[name] for name in Which._fields)
    job = Job(checker.scenario(row), seed)
    return Run(point, options.index(option), replicate, job)


def _table(content: bytes) -> "pa.Table":
    import pyarrow.parquet as pq

    return pq.read_table(io.BytesIO(content))
