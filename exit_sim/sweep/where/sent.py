"""A shard is sent as what its scenarios have in common and where they differ, each said once."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from exit_sim.ensemble.jobs import Job
from exit_sim.scenario import Scenario
from exit_sim.scenario.settable import SETTABLE, Value
from exit_sim.scenario.stated import Given
from exit_sim.scenario.timetable import Event
from exit_sim.sweep.keys import key_of_run, run_key
from exit_sim.sweep.plan import Run
from exit_sim.sweep.shard import Made, Refused, Task, live_through

Column = NDArray[np.float64] | tuple[Value, ...]


class Sent(NamedTuple):
    """A shard as it goes to another process, which makes its scenarios again.

    ``usual`` has every setting of the first scenario, ``differs`` those in which others differ, a
    value for each; ``events`` what is scheduled, and ``of`` which of these for each. ``runs`` are
    rows of point, option, replicate, seed, and place among the scenarios. ``keys``, of the first
    run of each option, tell whether the scenarios are the same when they were made again.
    """

    task: Task
    usual: Mapping[str, Value]
    differs: Mapping[str, Column]
    events: tuple[tuple[Event, ...], ...]
    of: NDArray[np.int64]
    runs: NDArray[np.int64]
    keys: Mapping[int, str]


class Again(Sequence[Run]):
    """The runs of a shard that was sent; each is made when it is asked for, and not kept."""

    def __init__(self, what: Sent) -> None:
        self._what = what
        self._common = {name: _given(value) for name, value in what.usual.items()}

    def __len__(self) -> int:
        """How many runs the shard holds."""
        return len(self._what.runs)

    @overload
    def __getitem__(self, at: int) -> Run: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Run]: ...
    def __getitem__(self, at: int | slice) -> Run | Sequence[Run]:
        """Make one, or several, each scenario once."""
        if isinstance(at, int):
            return self[at : at + 1][0]
        rows = self._what.runs[at].tolist()
        scenarios = {
            place: self._scenario(place) for place in dict.fromkeys(row[4] for row in rows)
        }
        return tuple(
            Run(point, option, replicate, Job(scenarios[place], seed))
            for point, option, replicate, seed, place in rows
        )

    def _scenario(self, place: int) -> Scenario:
        own = {
            name: _given(column[place] if isinstance(column, tuple) else float(column[place]))
            for name, column in self._what.differs.items()
        }
        events = self._what.events[self._what.of[place]]
        return Scenario("run", {}, {**self._common, **own}, events)


def sent(task: Task) -> Sent:
    """Write a shard out to be sent."""
    every = tuple(task.runs)
    scenarios = {id(run.job.scenario): run.job.scenario for run in every}
    places = {one: place for place, one in enumerate(scenarios)}
    rows = [[each.given[name].value for name in SETTABLE] for each in scenarios.values()]
    scheduled = [each.events for each in scenarios.values()]
    events = {one: place for place, one in enumerate(dict.fromkeys(scheduled))}
    first_of = {run.option: number for number, run in reversed(list(enumerate(every)))}
    runs = [(r.point, r.option, r.replicate, r.job.seed, places[id(r.job.scenario)]) for r in every]
    return Sent(
        task=task._replace(runs=()),
        usual=dict(zip(SETTABLE, rows[0], strict=True)),
        differs={
            name: _column(values)
            for name, values in zip(SETTABLE, zip(*rows, strict=True), strict=True)
            if len(set(values)) > 1
        },
        events=tuple(events),
        of=np.array([events[each] for each in scheduled], np.int64),
        runs=np.array(runs, np.int64),
        keys={number: _key(task, every[number]) for number in sorted(first_of.values())},
    )


def received(what: Sent) -> Task:
    """Make a shard again of what was sent.

    Raises:
        Refused: its scenarios are not those that were sent.
    """
    again = Again(what)
    for number, key in what.keys.items():
        if _key(what.task, again[number]) != key:
            problem = "makes other scenarios of the same settings"
            raise Refused(problem)
    return what.task._replace(runs=again)


def live_through_again(what: Sent) -> Made:
    """Live through a shard that was sent.

    Raises:
        Refused: its scenarios, or the rules here, are not those of the sweep.
    """
    return live_through(received(what))


def _key(task: Task, run: Run) -> str:
    return key_of_run(run_key(task.version, run.job.scenario), run.job.seed)


def _given(value: Value) -> Given:
    return Given(value, "the sweep", {}, ())


def _column(values: tuple[Value, ...]) -> Column:
    return values if any(isinstance(value, str) for value in values) else np.array(values, float)
