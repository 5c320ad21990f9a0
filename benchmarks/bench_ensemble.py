"""What a person-month costs compiled, against Mesa, over sizes and threads; ratios in one run.

Nothing here is asserted: read the tables. The busy organisation is in implementation or later in
most of its months and nobody ends early; person-months are those of people, not of other sites.
"""

import resource
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter
from types import FrameType
from typing import Any

import numpy as np
from bench_mesa import organisation  # beside this file
from mesa import Agent, DataCollector, Model
from mesa.batchrunner import batch_run
from numba import njit
from rich.console import Console
from rich.table import Table

from exit_sim import draws, elementary
from exit_sim.draws import Luck, uniform
from exit_sim.ensemble import compiling
from exit_sim.ensemble.jobs import Job
from exit_sim.results.many import in_blocks, journeys_of
from exit_sim.results.run_record import simulate
from exit_sim.scenario import Scenario
from exit_sim.ties import counts, lay_out
from exit_sim.twins.study import Option, of_scenario, study
from exit_sim.vocabulary import Phase, Role

SIZES = (30, 100, 500, 2000)
RUNS = 256
LASTS: dict[str, Any] = {
    "take_up.reluctance": 0.0,
    "setting.reserves": 2.0,
    "setting.mandatory_need": 0.6,
    "leadership.champion_leaves": 0.0,
    "time.burn_in": 0,
}
"""Everybody takes the practice up, and nothing ends it."""


def busy(people: int = 100) -> Scenario:
    """An organisation that is soon at work with a practice, and stays so."""
    return Scenario.load("baseline").with_({**organisation(people), **LASTS})


def people_of(scenario: Scenario) -> int:
    """How many people there are; other sites are none of them."""
    known = counts(scenario.parameters)
    return sum(number for role, number in known.items() if role != Role.SITE)


def seconds(scenario: Scenario, runs: int, threads: int = 1, repeats: int = 3) -> float:
    """Time so many runs, summaries made of them and all; the best of a few tries."""
    jobs = [Job(scenario, seed) for seed in range(runs)]
    best = float("inf")
    for _ in range(repeats):
        start = perf_counter()
        for _ in in_blocks(jobs, threads=threads):
            pass
        best = min(best, perf_counter() - start)
    return best


def person_month(scenario: Scenario, runs: int = RUNS, threads: int = 1) -> float:
    """Nanoseconds for each person-month."""
    months = scenario.horizon + scenario.burn_in
    return seconds(scenario, runs, threads) / runs / months / people_of(scenario) * 1e9


def at_work(scenario: Scenario) -> float:
    """Share of months in implementation or later."""
    months = simulate(scenario, 1).months
    return sum(world.journey.phase >= Phase.IMPLEMENTATION for _, world in months) / len(months)


def ties(scenario: Scenario) -> float:
    """Ties for each person."""
    return len(lay_out(scenario.parameters, draws.key_of(1)).edges) / people_of(scenario)


COUNTED = {
    uniform.__code__: "draws",
    elementary.exp.__code__: "exponentials",
    elementary.log.__code__: "logarithms",
}


def called(scenario: Scenario) -> dict[str, float]:
    """Draws, exponentials and logarithms for each person-month, counted in Mesa."""
    seen: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in COUNTED:
            seen[COUNTED[frame.f_code]] += 1

    short = scenario.with_({"time.horizon": 36})
    sys.setprofile(count)
    try:
        simulate(short, 1)
    finally:
        sys.setprofile(None)
    return {name: seen[name] / 36 / people_of(scenario) for name in COUNTED.values()}


def in_mesa(scenario: Scenario) -> float:
    """Nanoseconds for each person-month in Mesa."""
    short = scenario.with_({"time.horizon": 36})
    start = perf_counter()
    simulate(short, 1)
    return (perf_counter() - start) / 36 / people_of(scenario) * 1e9


def memory() -> float:
    """The most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def growth() -> tuple[float, float]:
    """Megabytes held after 1,000 runs and after 100,000, summaries streamed and let go."""
    small = Scenario.load("baseline").with_({**organisation(30), "time.horizon": 24})
    held = []
    for runs in (1_000, 100_000):
        jobs = [Job(small, seed) for seed in range(runs)]
        for _ in in_blocks(jobs):
            pass
        del jobs
        held.append(memory())
    return held[0], held[1]


FRESH = """
from time import perf_counter
start = perf_counter()
from exit_sim.api import Scenario, ensemble
ensemble(Scenario.load("baseline"), seeds=[1], columns=["ending"])
print(perf_counter() - start)
"""


def fresh(cache: str) -> float:
    """Seconds from the first import to the first result in a process of its own."""
    import os

    said = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-W", "ignore", "-c", FRESH],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "XDG_CACHE_HOME": cache},
    )
    return float(said.stdout.splitlines()[-1])


# The framework alone: people who move towards the mean of six neighbours, with a draw each.
TOY_PEOPLE, TOY_MONTHS = 100, 120


class Neighbour(Agent):
    """Moves towards the mean of its neighbours, and a little by luck."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.x = 0.5
        self.neighbours: list[Neighbour] = []

    def step(self) -> None:
        """Move."""
        near = sum(other.x for other in self.neighbours) / len(self.neighbours)
        self.x += 0.1 * (near - self.x) + 0.01 * (self.random.random() - 0.5)


class Neighbours(Model):
    """A ring of them."""

    def __init__(self, seed: int | None = None, **_: Any) -> None:
        super().__init__(rng=seed)
        self.people = [Neighbour(self) for _ in range(TOY_PEOPLE)]
        self.datacollector = DataCollector(model_reporters={"first": lambda m: m.people[0].x})
        for place, person in enumerate(self.people):
            hops = (-3, -2, -1, 1, 2, 3)
            person.neighbours = [self.people[(place + hop) % TOY_PEOPLE] for hop in hops]

    def step(self) -> None:
        """Let everybody move."""
        self.agents.do("step")
        self.datacollector.collect(self)


@njit
def toy(months: int, tied: Any, memory: Any) -> None:  # pragma: no cover  # compiled
    """The same in the ensemble's style: all months in one call, one draw a person-month."""
    people = tied.shape[0]
    for month in range(months):
        for i in range(people):
            near = 0.0
            for j in range(6):
                near += compiling.read(memory, tied[i, j])
            luck = uniform(Luck(np.uint64(7), month, i, 0), 0)
            now = compiling.read(memory, i)
            compiling.store(
                memory, people + i, now + 0.1 * (near / 6.0 - now) + 0.01 * (luck - 0.5)
            )
        for i in range(people):
            compiling.store(memory, i, compiling.read(memory, people + i))


def toys() -> list[tuple[str, float]]:
    """Nanoseconds for each person-month of the toy in three frameworks."""
    compiling.register()
    hops = (-3, -2, -1, 1, 2, 3)
    tied = np.array([[(i + hop) % TOY_PEOPLE for hop in hops] for i in range(TOY_PEOPLE)])
    memory = np.full(2 * TOY_PEOPLE, 0.5)
    toy(1, tied, memory)
    found = []
    start = perf_counter()
    for _ in range(200):
        toy(TOY_MONTHS, tied, memory)
    found.append(("in our ensemble's style", (perf_counter() - start) / 200))
    model = Neighbours(1)
    start = perf_counter()
    for _ in range(TOY_MONTHS):
        model.step()
    found.append(("in plain Mesa", perf_counter() - start))
    start = perf_counter()
    batch_run(Neighbours, {"seed": list(range(8))}, number_processes=1, max_steps=TOY_MONTHS,
              display_progress=False)  # fmt: skip
    found.append(("in Mesa's batch_run, 8 runs", (perf_counter() - start) / 8))
    return [(name, took / TOY_MONTHS / TOY_PEOPLE * 1e9) for name, took in found]


def twins() -> tuple[int, float]:
    """Pairs that a precision of 0.01 takes, and journeys a side that it takes without twins."""
    scenario = Scenario.load("baseline")
    leaves = Option("the champion leaves", lambda one: one.changed("champion_leaves:month=30"))
    found = study(of_scenario(scenario), [leaves], precision=0.01)
    lasts = found.paired(next(o for o in found.outcomes if o.column == "sustained_any"))
    alone = lasts.independent * (lasts.simulation / 0.01) ** 2
    return found.pairs, alone


def table(title: str, rows: list[tuple[str, str]]) -> None:
    """Print rows of two columns."""
    grid = Table(title=title, show_header=False)
    for row in rows:
        grid.add_row(*row)
    Console().print(grid)


def main() -> None:
    """Measure and print."""
    usual = busy()
    journeys_of([Job(usual, 1)])
    compiled, mesa = person_month(usual), in_mesa(usual)
    one, two = seconds(usual, 2 * RUNS, 1), seconds(usual, 2 * RUNS, 2)
    rows = [
        ("compiled, one core, ledger and summaries included", f"{compiled:.0f} ns"),
        ("share of months in implementation or later", f"{at_work(usual):.2f}"),
        ("ties a person", f"{ties(usual):.1f}"),
        *((f"{name} a person-month", f"{each:.2f}") for name, each in called(usual).items()),
        ("Mesa, the same", f"{mesa:.0f} ns: {mesa / compiled:.0f} times as much"),
        ("two threads against one", f"{one / two:.2f} times as fast"),
    ]
    table("A person-month", rows)
    costs = {size: person_month(busy(size), max(8, RUNS * 30 // size)) for size in SIZES}
    table("By size", [(f"{size} people", f"{cost:.0f} ns") for size, cost in costs.items()])
    table("The framework alone: a toy", [(name, f"{cost:.0f} ns") for name, cost in toys()])
    before, after = growth()
    with tempfile.TemporaryDirectory() as cache:
        cold, warm = fresh(cache), fresh(cache)
    pairs, alone = twins()
    rows = [
        ("memory after 1,000 runs and after 100,000", f"{before:.0f} and {after:.0f} MB"),
        ("to the first result, nothing compiled yet", f"{cold:.1f} s"),
        ("to the first result, second process", f"{warm:.2f} s"),
        ("champion leaves, precision 0.01: pairs of twins", f"{pairs}"),
        ("the same without common luck: journeys a side", f"{alone:.0f}"),
    ]
    table("The rest", rows)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
