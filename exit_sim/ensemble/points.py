"""What was set, point by point, as the compiled program reads it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from exit_sim.ensemble.composing import EVERY_ROLE
from exit_sim.leading import WEIGHTS
from exit_sim.opening import usual_opening
from exit_sim.recorded import flat
from exit_sim.scenario import Scenario
from exit_sim.scheduled import NOTHING_SCHEDULED
from exit_sim.ties import KINDS


class Points(NamedTuple):
    """One row for each point: settings, the opening, weights of leadership and ties, what comes.

    ``timetables`` is (timetables, months from 0, fields of what may be scheduled); row 0 stands
    for every month of burn-in.
    """

    settings: Any
    openings: Any
    leads: Any
    usual: Any
    rewired: Any
    timetable_of: Any
    timetables: Any


class Point(NamedTuple):
    """One point: a scenario as rows of numbers."""

    settings: list[float]
    opening: list[float]
    leads: list[float]
    usual: list[float]
    rewired: float
    timetable: bytes


def point_of(scenario: Scenario) -> Point:
    """Write a scenario as rows of numbers."""
    p = scenario.parameters
    leads = [0.0] * len(EVERY_ROLE)
    for role, weight in WEIGHTS.items():
        leads[role] = weight(p.leadership)
    months = np.array([NOTHING_SCHEDULED] * (scenario.horizon + 1), np.float64)
    for month in range(1, scenario.horizon + 1) if scenario.events else ():
        months[month] = scenario.schedule(month)
    return Point(
        settings=flat(p),
        opening=flat(usual_opening(p)),
        leads=leads,
        usual=[getattr(p.ties, kind, 1.0) for kind in KINDS],
        rewired=p.ties.rewired,
        timetable=months.tobytes(),
    )


def points_of(points: Sequence[Point]) -> Points:
    """Stack points of one shape; timetables that are alike are kept once."""
    known = dict.fromkeys(each.timetable for each in points)
    tables = {table: number for number, table in enumerate(known)}
    width = len(NOTHING_SCHEDULED)
    return Points(
        settings=np.array([each.settings for each in points], np.float64),
        openings=np.array([each.opening for each in points], np.float64),
        leads=np.array([each.leads for each in points], np.float64),
        usual=np.array([each.usual for each in points], np.float64),
        rewired=np.array([each.rewired for each in points], np.float64),
        timetable_of=np.array([tables[each.timetable] for each in points], np.int64),
        timetables=np.array([np.frombuffer(t, np.float64).reshape(-1, width) for t in tables]),
    )
