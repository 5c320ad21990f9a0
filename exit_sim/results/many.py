"""The journeys of many organisations, as columns: from the compiled ensemble, or from Mesa."""

import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from exit_sim.ensemble.jobs import EVERYTHING, Job, Wanted
from exit_sim.ensemble.notices import EngineNotice
from exit_sim.ledger import Event
from exit_sim.month import ROLES
from exit_sim.recorded import rebuilt
from exit_sim.results.journey_context import KINDS
from exit_sim.results.read_off import columns_read, read_off
from exit_sim.results.run_record import Moment, Run, recorded_of, simulate
from exit_sim.scenario import Scenario
from exit_sim.world import World

if TYPE_CHECKING:
    from exit_sim.ensemble.blocks import Block

Columns = Mapping[str, np.ndarray]
"""Outcome columns by name, one value a run: numbers with NaN where missing; words, or None."""

Told = Callable[[int], None]
"""Is told how many runs have ended, whenever some have."""

SLOW = (
    "The compiled engine cannot be used here ({why}); Mesa gives the same numbers, about a"
    " thousand times more slowly."
)


def compiled() -> bool:
    """Whether the compiled engine can be used here; if not, one line says why."""
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in {"", "0"}:
        why = "NUMBA_DISABLE_JIT is set"
    else:
        try:
            import exit_sim.ensemble.blocks  # noqa: F401
        except (ImportError, OSError) as error:
            why = str(error)
        else:
            return True
    warnings.warn(SLOW.format(why=why), EngineNotice, stacklevel=2)
    return False


MOMENT = 250 * 120 * 98
"""Person-months that the compiled engine lives through in about half a second."""


def at_once(scenario: Scenario, runs: int = 200) -> bool:
    """Whether so many journeys take a moment: the program is compiled, and they are not large."""
    from exit_sim.ties import counts

    people = sum(counts(scenario.parameters).values())
    months = scenario.horizon + scenario.burn_in
    if runs * people * months > 2 * MOMENT or not compiled():
        return False
    from exit_sim.ensemble.program import is_compiled

    return is_compiled()


def in_blocks(jobs: Sequence[Job], *, threads: int = 0) -> Iterator[tuple[np.ndarray, Columns]]:
    """Run jobs; give, block by block, which jobs they were and the outcome columns of each.

    Blocks come in the same order on any number of threads, and nothing of them is kept here.

    Raises:
        ValueError: a seed that is none.
    """
    if compiled():
        from exit_sim.ensemble.blocks import Block, stream

        def read(block: Block) -> tuple[np.ndarray, Columns]:
            return block.jobs, read_off(block.recorded)

        yield from stream(jobs, Wanted(columns_read(), KINDS), read, threads=threads)
        return
    for number, job in enumerate(jobs):
        yield np.array([number]), read_off(recorded_of(simulate(job.scenario, job.seed)))


def journeys_of(
    jobs: Sequence[Job],
    columns: Sequence[str] | None = None,
    *,
    threads: int = 0,
    done: Told | None = None,
) -> dict[str, np.ndarray]:
    """Run jobs and give their outcome columns, or those that are named, in the order of the jobs.

    >>> quiet = Scenario.load("baseline", sets=["time.horizon=12", "time.burn_in=0"])
    >>> journeys_of([Job(quiet, 1), Job(quiet, 2)], ["inspections"])["inspections"].shape
    (2,)
    """
    found: dict[str, np.ndarray] = {}
    ended = 0
    for which, block in in_blocks(jobs, threads=threads):
        for name in columns or block:
            if name not in found:
                found[name] = np.empty(len(jobs), block[name].dtype)
            found[name][which] = block[name]
        ended += len(which)
        if done is not None:
            done(ended)
    return found


def runs_in(block: "Block") -> dict[int, Run]:
    """Make runs, kept whole, of a block in which everything was recorded; by number of the job."""
    recorded, found = block.recorded, {}
    kinds = {role: ROLES[role].first.__annotations__["return"] for role in recorded.states}
    for n, job in enumerate(block.jobs):
        months = recorded.months[n]
        pages = next(iter(block.people.values())).shape[1]
        found[int(job)] = Run(
            scenario=recorded.scenarios[n],
            seed=int(recorded.seeds[n]),
            months=tuple((m + 1, rebuilt(World, row)) for m, row in enumerate(months)),
            ledger=tuple(
                Event(*map(int, line[:7]), *map(float, line[7:]))
                for line in recorded.events[recorded.begins[n] : recorded.begins[n + 1]]
            ),
            roles=recorded.roles,
            people=tuple(
                Moment(
                    len(months) - pages + page + 1,
                    tuple(
                        rebuilt(kinds[role], row)
                        for role in kinds
                        for row in block.people[role][n, page]
                    ),
                )
                for page in range(pages)
            ),
        )
    return found


def replay(scenario: Scenario, seed: int, *, people: bool = False) -> Run:
    """Run one journey with the compiled engine, whole; the same in every bit as with Mesa.

    With ``people``, everyone's state is kept month by month.
    """
    (run,) = replays([Job(scenario, seed)], people=people)
    return run


def replays(
    jobs: Sequence[Job], *, people: bool = False, threads: int = 0, done: Told | None = None
) -> list[Run]:
    """Run jobs, each kept whole, in their order; the same in every bit as with Mesa."""
    found: dict[int, Run] = {}
    if compiled():
        from exit_sim.ensemble.blocks import stream

        wanted = EVERYTHING._replace(people=people)
        for some in stream(jobs, wanted, runs_in, threads=threads):
            found.update(some)
            if done is not None:
                done(len(found))
    else:
        for number, job in enumerate(jobs):
            found[number] = simulate(job.scenario, job.seed, people=people)
            if done is not None:
                done(len(found))
    return [found[number] for number in range(len(jobs))]
