"""Journeys are run by whichever engine is done sooner; few or none of many are kept whole."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from exit_sim.ensemble.jobs import Job
from exit_sim.ensemble.program import is_compiled
from exit_sim.results.columns import Value
from exit_sim.results.journeys import journeys_table
from exit_sim.results.many import Told, journeys_of, replays
from exit_sim.results.run_record import Run, simulate
from exit_sim.story.typical import rows_of
from exit_sim.ties import counts

COMPILED_FROM = 40_000
"""Person-months in which Mesa would take as long as the compiled program takes to be loaded."""

WORTH_COMPILING = 400_000
"""Person-months in which Mesa would take as long as the rules take to be compiled."""


class Journeys(NamedTuple):
    """Rows of the table of journeys, and each journey whole, as it was kept or lived through again.

    ``kept`` are all of them, where they were kept.
    """

    rows: Sequence[Mapping[str, Value]]
    one: Callable[[int], Run]
    kept: Sequence[Run] = ()

    @classmethod
    def of(cls, runs: Sequence[Run]) -> "Journeys":
        """Take runs that were kept."""
        return cls(rows_of(runs), runs.__getitem__, runs)


def soon_by_mesa(jobs: Sequence[Job]) -> bool:
    """Whether Mesa would be done before the compiled program could begin."""
    work = sum(
        sum(counts(job.scenario.parameters).values())
        * (job.scenario.horizon + job.scenario.burn_in)
        for job in jobs
    )
    return work <= COMPILED_FROM or (work <= WORTH_COMPILING and not is_compiled())


def lived(jobs: Sequence[Job], *, keep: bool, people: bool, threads: int, done: Told) -> Journeys:
    """Run jobs, and keep each whole if asked or if it costs nothing."""
    if soon_by_mesa(jobs):
        ended: list[Run] = []
        for job in jobs:
            ended.append(simulate(job.scenario, job.seed, people=people))
            done(len(ended))
        return Journeys.of(ended)
    if keep:
        return Journeys.of(replays(jobs, people=people, threads=threads, done=done))
    came = journeys_of(jobs, threads=threads, done=done)

    def again(number: int) -> Run:
        return replays([jobs[number]], people=people)[0]

    return Journeys(rows_of(journeys_table(jobs, came)), again)
