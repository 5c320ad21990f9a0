"""No run at all, in the form of many: what the program is compiled for."""

from typing import Any

import numpy as np

from exit_sim.ensemble.points import Points
from exit_sim.ensemble.running import LATEST, Memory, Out, Runs
from exit_sim.ensemble.shapes import Shape


def _numbers(axes: int) -> Any:
    return np.zeros((0,) * axes)


def _whole(axes: int) -> Any:
    return np.zeros((0,) * axes, np.int64)


def nothing() -> tuple[Shape, Points, Runs, Memory, Out]:
    """Give what the program takes, with no run in it; the kinds of arrays are those of any run."""
    return (
        Shape(
            months=_whole(1),
            where=_whole(1),
            posts=_numbers(1),
            post_roles=_whole(1),
            post_places=_whole(1),
            units=_whole(2),
            efforts=_whole(1),
            fixed=_whole(1),
            rings=_whole(2),
        ),
        Points(
            settings=_numbers(2),
            openings=_numbers(2),
            leads=_numbers(2),
            usual=_numbers(2),
            rewired=_numbers(1),
            timetable_of=_whole(1),
            timetables=_numbers(3),
        ),
        Runs(keys=np.zeros(0, np.uint64), point_of=_whole(1)),
        Memory(
            numbers=_numbers(1),
            starts=_whole(1),
            speakers=_whole(1),
            kinds=_whole(1),
            around=_whole(1),
            noted=np.zeros(LATEST + 1, np.int64),
        ),
        Out(
            wanted=_whole(1),
            keep=_whole(1),
            months=_numbers(3),
            last=_numbers(2),
            people=_numbers(3),
            ledger=_numbers(2),
            begins=np.zeros(1, np.int64),
        ),
    )
