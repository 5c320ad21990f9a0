"""Many journeys are run by the engine that is sooner done, and told the same."""

from typing import Any

import pytest

from command_line import SMALL, ask
from exit_sim.commands import running
from exit_sim.commands.running import lived, soon_by_mesa
from exit_sim.ensemble.jobs import Job
from exit_sim.scenario import Scenario
from small_organisations import eager


def _jobs(number: int) -> list[Job]:
    scenario = eager(time__horizon=30)
    return [Job(scenario, seed) for seed in range(1, number + 1)]


def _compiled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "COMPILED_FROM", 0)
    monkeypatch.setattr(running, "WORTH_COMPILING", 0)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("keep", [True, False])
def test_either_engine_gives_the_same_journeys(keep: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are the same, and each journey lived through again is the one that was lived."""
    how: dict[str, Any] = {"keep": keep, "people": False, "threads": 0, "done": lambda _: None}
    by_mesa = lived(_jobs(3), **how)
    _compiled_at_once(monkeypatch)
    compiled = lived(_jobs(3), **how)
    assert by_mesa.rows == compiled.rows
    assert [by_mesa.one(n) for n in range(3)] == [compiled.one(n) for n in range(3)]
    assert bool(compiled.kept) == keep


@pytest.mark.usefixtures("engine")
def test_many_are_told_the_same_by_either_engine(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can tell from the text which engine ran."""
    words = ("run", "baseline", *SMALL, "--runs", "4")
    by_mesa = ask(capsys, *words)
    _compiled_at_once(monkeypatch)
    assert ask(capsys, *words) == by_mesa


def test_nobody_waits_for_a_compiler_for_a_few_journeys(monkeypatch: pytest.MonkeyPatch) -> None:
    """One journey is Mesa's; what is worth compiling for depends on whether that was done."""
    usual = Scenario.load("baseline")
    jobs = [Job(usual, seed) for seed in range(100)]
    for ready in (True, False):
        monkeypatch.setattr(running, "is_compiled", lambda ready=ready: ready)
        assert soon_by_mesa(jobs[:1])
        assert soon_by_mesa(jobs[:10]) == (not ready)
        assert not soon_by_mesa(jobs)
