"""A few of a design's own runs are lived through, to see what all of them would take and tell."""

import io
import time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.draws import LAST_SEED
from exit_sim.ensemble.jobs import Job
from exit_sim.sweep.plan import Plan, Run
from exit_sim.sweep.rows import FINE, JOURNEYS
from exit_sim.sweep.shard import live_through, task_of

SECONDS = 2.5
"""Of one processor, for the last try of a sample; half of it tells the rate."""

MORE = 4
"""How many times as many units each further try takes."""

POINTS, REPLICATES = 32, 8
"""Replicates of each point of a sample; more than that where there are so many points of it."""


class Sample(NamedTuple):
    """What came of a few runs: (points, replicates, options) of each outcome, NaN where missing.

    ``seconds`` are those of one processor for a run, from its making to its rows. A shard's files
    take ``file`` bytes, and ``row`` for each run.
    """

    runs: int
    failed: int
    seconds: float
    file: float
    row: float
    outcomes: dict[str, NDArray[np.float64]]


def sample(plan: Plan) -> Sample:
    """Live through more and more runs of a plan, until the rate is known."""
    most = min(plan.units_a_shard, plan.points * _replicates(plan))
    _lived(plan, 1)  # what happens once is not counted
    before = now = _lived(plan, 1)
    units = 1
    while now.took < SECONDS / 2 and units < most:
        longest = max(2, int(SECONDS * units / max(now.took, 1e-9)))
        before, units = now, min(MORE * units, longest, most)
        now = _lived(plan, units)
    more = max(1, now.runs - before.runs)
    row = max(0.0, (now.bytes - before.bytes) / more)
    return Sample(
        runs=now.runs,
        failed=now.failed,
        seconds=now.took / now.runs,
        file=max(0.0, now.bytes - row * now.runs),
        row=row,
        outcomes=now.outcomes,
    )


class _Lived(NamedTuple):
    runs: int
    failed: int
    took: float
    bytes: int
    outcomes: dict[str, NDArray[np.float64]]


def _lived(plan: Plan, units: int) -> _Lived:
    import pyarrow.parquet as pq

    replicates = min(max(REPLICATES, units // POINTS), _replicates(plan), units)
    points = _spread(plan.points, units // replicates)
    began = time.process_time()
    runs = _runs(plan, points, replicates)
    made = live_through(task_of(plan, plan.shards[0], "a sample")._replace(runs=runs))
    took = time.process_time() - began
    rows = pq.read_table(io.BytesIO(made.files[JOURNEYS]))
    fine = np.array(rows["status"].to_pylist()) == FINE
    shape = (len(points), replicates, len(plan.design.options))
    outcomes = {}
    for name in plan.design.outcomes:
        values = rows[name].to_pandas().to_numpy()
        if values.dtype != object:
            known = np.where(fine, values.astype(float), np.nan)
            outcomes[name] = known.reshape(shape)
    size = sum(map(len, made.files.values()))
    return _Lived(len(runs), made.failed, took, size, outcomes)


def _replicates(plan: Plan) -> int:
    """How many replicates a point may have: as planned, and two at least, to see luck by."""
    wanted = plan.design.replicates
    return min(max(2, wanted.most), LAST_SEED - wanted.seed + 1)


def _spread(points: int, number: int) -> list[int]:
    """Take so many points, evenly through the design."""
    number = min(number, points)
    return [place * points // number for place in range(number)]


def _runs(plan: Plan, points: list[int], replicates: int) -> list[Run]:
    design, found = plan.design, []
    for point in points:
        for replicate in range(replicates):
            here = design.at(point, replicate)
            seed = design.replicates.seed + replicate
            for number, option in enumerate(design.options):
                found.append(Run(point, number, replicate, Job(option.of(here), seed)))
    return found
