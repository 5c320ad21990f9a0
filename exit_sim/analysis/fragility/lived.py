"""Journeys are lived through under one arm at a time, and what an arm is judged by is read off."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.fragility.arms import Arm
from exit_sim.analysis.fragility.redundancy import YEARS
from exit_sim.ensemble.jobs import Job, Wanted
from exit_sim.recorded import Recorded
from exit_sim.results.journey_context import KINDS
from exit_sim.results.many import Told, compiled
from exit_sim.results.read_off import columns_read, read_off
from exit_sim.results.reader import Reader
from exit_sim.results.run_record import recorded_of, simulate
from exit_sim.scenario import Scenario
from exit_sim.twins.outcomes import BY_COLUMN, Outcome
from exit_sim.twins.pairs import Paired, paired
from exit_sim.twins.study import Units

LOOKED_AT: tuple[Outcome, ...] = tuple(
    BY_COLUMN[name]
    for name in (
        "sustained_any",
        "sustained_partial",
        "sustained_full",
        "reach_24_months_after_pilot",
        "benefit_24",
        "benefit_fifth_24",
    )
)
"""What a departure may cost, in the order in which it is told."""

LASTING = LOOKED_AT[0]
DATES = ("initiated", "launched_month", "pilot_end_month", "concentration_at_launch")
MONTHLY = (
    "leadership.pool",
    "leadership.coordination",
    "people.champion.effort",
    "people.champion.left",
    "people.champion.present",
    "people.champion.posts",
    "setting.exits_left",
)

Numbers = NDArray[np.float64]
Found = dict[str, Numbers]
"""Facts by name, one number a journey; NaN where missing."""

Alter = Callable[[Scenario], Scenario]


class Lives:
    """Lives through the same units under whatever alteration, one after another.

    ``done`` is told how many journeys have ended in all.
    """

    def __init__(
        self, units: Units, runs: int, *, threads: int = 0, done: Told | None = None
    ) -> None:
        self.units, self.runs, self.threads, self.done = units, runs, threads, done
        self.jobs = [units.one(number) for number in range(runs)]
        self.sets = units.sets_of(runs)
        self.ended = 0

    def setting(self, name: str) -> float:
        """What a setting is in the middle of the units, where they differ in it."""
        return float(np.median([float(job.scenario.values[name]) for job in self.jobs]))

    def paired(
        self, outcome: Outcome, before: Numbers, after: Numbers, among: Any | None = None
    ) -> Paired:
        """Compare what came of all units, or of some (a mask), by the sets that they are under."""
        here = slice(None) if among is None else among
        sets = None if self.sets is None else self.sets[here]
        return paired(outcome, before[here], after[here], sets)

    def under(self, arm: Arm, *alter: Alter) -> Found:
        """Live through every unit under an arm, altered in this order."""
        changed: dict[int, Scenario] = {}
        jobs = []
        for job in self.jobs:
            if id(job.scenario) not in changed:
                altered = arm.of(job.scenario)
                for one in alter:
                    altered = one(altered)
                changed[id(job.scenario)] = altered
            jobs.append(Job(changed[id(job.scenario)], job.seed))
        found: Found = {}
        for which, block in _blocks(jobs, self.threads):
            for name, values in block.items():
                found.setdefault(name, np.empty(self.runs))[which] = values
            self.ended += len(which)
            if self.done is not None:
                self.done(self.ended)
        return found


def _blocks(jobs: Sequence[Job], threads: int) -> Iterator[tuple[NDArray[np.int64], Found]]:
    if compiled():
        from exit_sim.ensemble.blocks import Block, stream

        def read(block: Block) -> tuple[NDArray[np.int64], Found]:
            return block.jobs, facts(block.recorded)

        wanted = Wanted(tuple(dict.fromkeys((*columns_read(), *MONTHLY))), KINDS)
        yield from stream(jobs, wanted, read, threads=threads)
        return
    for number, job in enumerate(jobs):
        yield np.array([number]), facts(recorded_of(simulate(job.scenario, job.seed)))


def facts(recorded: Recorded) -> Found:
    """Read off outcomes, what leaders gave at launch, who left, and when exits were raised."""
    outcomes, reader = read_off(recorded), Reader(recorded)
    found = {name: outcomes[name] for name in (*DATES, *(one.column for one in LOOKED_AT))}
    launched = outcomes["launched_month"]
    for name in ("leadership.pool", "leadership.coordination", "people.champion.effort"):
        found[f"{name}.at_launch"] = reader.at(name, launched)
    posts, present = reader.every("people.champion.posts"), reader.every("people.champion.present")
    at_risk = np.concatenate([posts[:, :1], present[:, :-1]], axis=1)
    heat = (reader.every("setting.exits_left") > 0.0).astype(np.float64)
    found["exits"] = reader.total(reader.every("people.champion.left"))
    found["post_months"] = reader.total(at_risk)
    found["raised_months"] = reader.total(at_risk * heat)
    found["raised_early"] = reader.total(heat[:, : 12 * YEARS])
    found["raised_share"] = heat.mean(axis=1)
    return found
