"""Many journeys of one organisation, a seed each, in as many workers as are allowed."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from typing import NoReturn

from exit_sim.commands.interrupts import not_heard_by_children
from exit_sim.results.run_record import Run, simulate
from exit_sim.scenario import Scenario

WORKERS_FROM = 8
"""With fewer journeys than this, starting workers takes longer than they save."""


class WorkerLost(Exception):
    """A worker ended before its journey did."""


def allowed_workers() -> int:
    """How many processors this process may use; not how many the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def journeys(
    scenario: Scenario,
    seeds: Sequence[int],
    *,
    people: bool,
    workers: int,
    done: Callable[[int], None],
) -> list[Run]:
    """Run a scenario once for each seed; the same runs in the same order for any workers.

    ``done`` is told how many have ended whenever one has.
    """
    if workers > 1 and len(seeds) >= WORKERS_FROM:
        return _in_workers(scenario, seeds, people, min(workers, len(seeds)), done)
    runs = []
    for seed in seeds:
        runs.append(simulate(scenario, seed, people=people))
        done(len(runs))
    return runs


def _in_workers(
    scenario: Scenario,
    seeds: Sequence[int],
    people: bool,
    workers: int,
    done: Callable[[int], None],
) -> list[Run]:
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), _begin, (scenario, people)
    )
    found: dict[int, Run] = {}
    try:
        with not_heard_by_children():
            waiting = {pool.submit(_one, seed): seed for seed in seeds}
        for future in as_completed(list(waiting)):
            found[waiting.pop(future)] = future.result()._replace(scenario=scenario)
            done(len(found))
    except BrokenProcessPool as error:
        raise WorkerLost from error
    except BaseException:
        for worker in multiprocessing.active_children():
            worker.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    return [found[seed] for seed in seeds]


_GIVEN: list[tuple[Scenario, bool]] = []
"""What a worker was given when it began."""


def _begin(scenario: Scenario, people: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _GIVEN.append((scenario, people))


def _one(seed: int) -> Run:
    scenario, people = _GIVEN[-1]
    return simulate(scenario, seed, people=people)


def _end_with_parent() -> NoReturn:
    """End when whoever started this worker has ended, however that came about."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
