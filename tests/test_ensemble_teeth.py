"""Equality has teeth: the program runs as plain Python too, and no mistake in it is missed."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import Phase as Stage
from hypothesis import given, settings

from engine_mutants import MUTANTS
from equality import difference
from exit_sim.ensemble import blocks
from exit_sim.ensemble.jobs import EVERYTHING, Job
from exit_sim.results.many import runs_in
from exit_sim.results.run_record import Run, simulate
from exit_sim.scenario import Scenario
from exit_sim.vocabulary import Happening, Phase
from interpreting import program, sources
from small_organisations import eager
from strategies import scenarios

BUSY: dict[str, Any] = {
    "people__carers": 2,
    "people__frontline": 9,
    "people__middle_managers": 4,
    "people__care_leavers": 7,
    "leadership__deputies": 1,
    "leadership__champion_leaves": 0.1,
    "leadership__invited_members": 1,
    "leadership__invited_care_leavers": 1,
    "innovation__pilot_months": 6,
    "adaptation__experiments_most": 0.5,
    "setting__frontline_leaves": 0.05,
    "setting__manager_leaves": 0.05,
    "ties__neighbours": 2,
    "ties__rewired": 0.5,
    "time__horizon": 24,
}
"""A place where much happens in two years."""

HAPPENS: list[dict[str, Any]] = [
    {"kind": "culture", "value": 0.9, "from": 1, "to": 6},
    {"kind": "inspection", "value": "inadequate", "month": 9},
    {"kind": "champion_leaves", "value": 1, "month": 14},
]


@cache
def jobs() -> tuple[Job, ...]:
    """Two runs of it, which the program runs one after the other."""
    busy = eager(**BUSY).with_events(HAPPENS, by="a test")
    return Job(busy, 2), Job(busy, 7)


@cache
def with_mesa() -> tuple[Run, ...]:
    """Both as Mesa runs them."""
    return tuple(simulate(job.scenario, job.seed, people=True) for job in jobs())


def differs(interpreted: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a program in the compiled one's place, and say where it first differs from Mesa.

    The second run is needed only by mistakes that carry something over from the first.
    """
    monkeypatch.setattr(blocks, "program", lambda: interpreted)
    for runs in (jobs()[:1], jobs()):
        for found in blocks.stream(runs, EVERYTHING, runs_in, threads=1):
            for number, run in found.items():
                if said := difference(with_mesa()[number], run):
                    return said
    return ""


def test_much_happens() -> None:
    """The runs in which mistakes are looked for reach the decision to keep it, and many events."""
    phases = {world.journey.phase for run in with_mesa() for _, world in run.months}
    assert phases == set(Phase)
    kinds = {event.kind for run in with_mesa() for event in run.ledger}
    assert {Happening.LEFT, Happening.ARRIVED} <= kinds
    assert len(kinds) >= 15, [Happening(kind).name for kind in kinds]


def test_the_program_is_right_as_plain_python(monkeypatch) -> None:
    """The composed program gives Mesa's very bits without any compiler."""
    assert differs(program(*sources()), monkeypatch) == ""


def test_random_organisations_too(monkeypatch) -> None:
    """So it does for random small organisations."""
    interpreted = program(*sources())
    monkeypatch.setattr(blocks, "program", lambda: interpreted)

    @settings(max_examples=8, phases=[Stage.generate])
    @given(scenarios(max_people=20, max_horizon=12))
    def equal(scenario: Scenario) -> None:
        (found,) = blocks.stream([Job(scenario, 3)], EVERYTHING, runs_in, threads=1)
        assert difference(simulate(scenario, 3, people=True), found[0]) == ""

    equal()


@pytest.mark.parametrize("mistake", MUTANTS)
def test_a_mistake_is_seen(mistake: str, monkeypatch) -> None:
    """A program with one mistake in it differs from Mesa."""
    assert differs(MUTANTS[mistake](), monkeypatch)
