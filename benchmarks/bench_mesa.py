"""What a month costs in the Mesa model, by size, and where the time goes; ratios in one run.

Nothing here is asserted: read the table. Rules, draws and scheduling are told apart by leaving one
of them out: without draws every number drawn is a half; scheduling alone walks the same agenda
over steps that do nothing.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

from exit_sim import model as model_file
from exit_sim.draws import Luck
from exit_sim.model import InnovationJourney
from exit_sim.month import AGENDA, Muster, Step
from exit_sim.rule import RULES, STEPS
from exit_sim.vocabulary import NOTHING, ORGANISATION

SIZES = (30, 100, 500, 2000)
MONTHS = 12
REPEATS = 5


def organisation(people: int) -> dict[str, float]:
    """Scale the usual organisation to about so many people, in the same proportions."""
    front = max(5, round(people * 0.4 / 5) * 5)
    return {
        "people.senior_leaders": max(1, round(people * 0.04)),
        "people.middle_managers": max(2, round(people * 0.08)),
        "people.frontline": front,
        "people.teams": front // 5,
        "people.members": max(1, round(people * 0.05)),
        "people.care_leavers": front,
        "people.sites": 0,
        "innovation.pilot_teams": max(1, round(front // 5 * 3 / 8)),
        "decisions.proposer_bar": 0,
        "decisions.sponsor_bar": 0,
        "innovation.rounds_open": 1,
    }


def cost(people: int, months: int = MONTHS) -> tuple[float, float, int]:
    """Microseconds for each person-month in the middle of a pilot, ties a person, people."""
    journey = InnovationJourney(seed=1, **organisation(people))
    while journey.month < 20:
        journey.step()
    start = perf_counter()
    for _ in range(months):
        journey.step()
    took = perf_counter() - start
    n = len(journey.people)
    ties = sum(len(person.ties) for person in journey.people) / n
    return took / (months * n) * 1e6, ties, n


def middle(people: int) -> tuple[float, float, int]:
    """Take the median of some repeats; fewer where one is long."""
    found = [cost(people) for _ in range(REPEATS if people < 1000 else 2)]
    return median(each[0] for each in found), found[0][1], found[0][2]


def _half(luck: Luck, purpose: int) -> float:
    del luck, purpose
    return 0.5


@contextmanager
def without_draws() -> Iterator[None]:
    """Let every draw be a half, at no cost."""
    modules = {function.__module__ for function in [*RULES.values(), *STEPS.values()]}
    patches = [
        patch.object(sys.modules[name], drawn, _half)
        for name in modules
        for drawn in ("uniform", "normal")
        if hasattr(sys.modules[name], drawn) and name != "exit_sim.draws"
    ]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


def _idle(step: Step) -> Callable[..., Any]:
    if step.role == ORGANISATION:
        return lambda world, _p, _luck: (getattr(world, step.part), NOTHING)
    if step.part:
        return lambda me, *_: (getattr(me, step.part), NOTHING)
    return lambda me, *_: (me, NOTHING)


@contextmanager
def without_rules() -> Iterator[None]:
    """Walk the same agenda, hear and count the same people, but let nobody do anything."""
    idle = tuple(
        step if isinstance(step, Muster) else step._replace(function=_idle(step)) for step in AGENDA
    )
    with patch.object(model_file, "AGENDA", idle):
        yield


def parts_of_the_cost() -> tuple[float, float, float]:
    """Cost at 100 people with everything, without draws, and of scheduling alone.

    The three take turns, so that a busy machine is busy for all of them; the least of each counts.
    """
    rounds = []
    for _ in range(REPEATS):
        whole = cost(100)[0]
        with without_draws():
            undrawn = cost(100)[0]
        with without_rules():
            rounds.append((whole, undrawn, cost(100)[0]))
    return min(r[0] for r in rounds), min(r[1] for r in rounds), min(r[2] for r in rounds)


def answer_time() -> float:
    """Seconds until ``exit-sim --help`` has answered, in a fresh process."""
    start = perf_counter()
    subprocess.run([sys.executable, "-m", "exit_sim", "--help"], check=True, capture_output=True)
    return perf_counter() - start


def main() -> None:
    """Print the tables."""
    console = Console()
    sizes = Table(title="Mesa model: cost of a person-month in implementation")
    for heading in ("people", "ties a person", "microseconds", "against 100 people"):
        sizes.add_column(heading, justify="right")
    found = {people: middle(people) for people in SIZES}
    for people in SIZES:
        took, ties, n = found[people]
        sizes.add_row(str(n), f"{ties:.1f}", f"{took:.1f}", f"{took / found[100][0]:.2f}")
    console.print(sizes)

    whole, undrawn, scheduling = parts_of_the_cost()
    parts = Table(title="Where it goes, at 100 people")
    for heading in ("part", "microseconds", "share"):
        parts.add_column(heading, justify="right")
    for name, took in (
        ("draws", whole - undrawn),
        ("rules", undrawn - scheduling),
        ("hearing, counting, scheduling", scheduling),
    ):
        parts.add_row(name, f"{took:.1f}", f"{took / whole:.0%}")
    console.print(parts)
    console.print(f"exit-sim --help: {median(answer_time() for _ in range(7)):.2f} s")


if __name__ == "__main__":
    main()
