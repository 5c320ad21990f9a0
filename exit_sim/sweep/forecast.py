"""What a sweep would take, and what it could tell, are estimated from a few of its own runs."""

import sys
from math import ceil
from typing import NamedTuple

from exit_sim.errors import BadInput
from exit_sim.sweep.plan import Plan
from exit_sim.sweep.resolving import Resolution, resolution, warnings
from exit_sim.sweep.sampled import Sample, sample

AT_EACH_START = 60.0
"""Seconds in which a job of an array finds its rules and reads the design."""

AT_THE_END = 60
"""Seconds before the end of its time in which a job is told to stop."""

BUSY = 1.25
"""How much longer a shard may take than it did here."""

BESIDES = 10
"""Files of a sweep beside its shards, about."""

A_CELL = 24
"""Bytes of a value of a row, while its shard is lived through and written, about."""


class Amount(NamedTuple):
    """So many replicates of each point, all rounds up to there: what they would take."""

    replicates: int
    runs: int
    shards: int
    core_hours: float
    gigabytes: float
    files: int


class Array(NamedTuple):
    """An array of jobs that ends in its time: how many, and how long one shard takes."""

    jobs: int
    threads: int
    walltime: float
    shard: float
    megabytes: int


class Forecast(NamedTuple):
    """What a sweep would take: at the first round, as far as the sample says it must go, at most.

    ``resident`` is the memory of one process, in megabytes; where the system does not say, None.
    """

    plan: Plan
    sampled: Sample
    first: Amount
    likely: Amount
    most: Amount
    resolution: Resolution | None
    resident: float | None
    warnings: tuple[str, ...]


def forecast(plan: Plan, threads: int) -> Forecast:
    """Live through a sample, and say what all would take, on so many threads."""
    found = sample(plan)
    expected = resolution(plan, found)
    ends = [each.last for each in plan.rounds]
    enough = (expected.enough if expected else None) or ends[-1]
    amounts = [
        _amount(plan, found, rounds + 1) for rounds in (0, ends.index(enough), len(ends) - 1)
    ]
    return Forecast(
        plan=plan,
        sampled=found,
        first=amounts[0],
        likely=amounts[1],
        most=amounts[2],
        resolution=expected,
        resident=_resident(plan, threads),
        warnings=tuple(warnings(plan, found, expected)),
    )


def array_of(what: Forecast, walltime: float, threads: int) -> Array:
    """Choose an array of jobs that live through what is likely within so many seconds each.

    Raises:
        BadInput: one shard takes longer.
    """
    plan, rate = what.plan, what.sampled.seconds
    longest = max(plan.runs_of(shard) for shard in plan.shards) * rate * BUSY
    left = walltime - AT_EACH_START - AT_THE_END
    if left < longest:
        problem = f"is too short: one shard takes up to {ceil(longest)} seconds"
        allowed = f"allowed: {ceil((longest + AT_EACH_START + AT_THE_END) / 60)} minutes or more"
        raise BadInput(problem, key="--walltime", value=f"{walltime:g} s", allowed=allowed)
    at_once = int(left / longest) * threads
    largest = max(
        sum(shard.round == number for shard in plan.shards)
        for number, each in enumerate(plan.rounds)
        if each.last <= what.likely.replicates
    )
    megabytes = ceil((what.resident or 500.0) * 1.5 / 100) * 100
    return Array(ceil(largest / at_once), threads, walltime, longest, megabytes)


def _amount(plan: Plan, found: Sample, rounds: int) -> Amount:
    shards = [shard for shard in plan.shards if shard.round < rounds]
    runs = sum(map(plan.runs_of, shards))
    tables = 2 if plan.design.columns else 1
    return Amount(
        replicates=plan.rounds[rounds - 1].last,
        runs=runs,
        shards=len(shards),
        core_hours=runs * found.seconds / 3600.0,
        gigabytes=(len(shards) * found.file + runs * found.row) / 1e9,
        files=tables * len(shards) + BESIDES,
    )


def _resident(plan: Plan, threads: int) -> float | None:
    """What this process came to hold, and the rows of a shard for each thread, in megabytes."""
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    held = held if sys.platform == "darwin" else held * 1024
    cells = len(plan.design.outcomes) + len(plan.varied)
    rows = max(map(plan.runs_of, plan.shards)) * cells * A_CELL
    if plan.design.columns:
        months = plan.design.at(0, 0).horizon // plan.design.every
        rows += max(map(plan.runs_of, plan.shards)) * months * len(plan.design.columns) * A_CELL
    return float(held + threads * rows) / 1e6
