"""A shard that is sent to another process is made again there, to the same runs."""

import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exit_sim.sweep.design import Design
from exit_sim.sweep.keys import key_of_run, run_key
from exit_sim.sweep.plan import Plan
from exit_sim.sweep.shard import Refused, Task, live_through, task_of
from exit_sim.sweep.where.sent import live_through_again, received, sent
from sweeping import design, runs_a_shard
from test_sweep_same_bytes import designs


def keys(task: Task) -> list[tuple[int, int, int, str]]:
    """Which runs a shard holds, each with the key of its row."""
    found = []
    for run in task.runs[:]:
        begun = run_key(task.version, run.job.scenario)
        found.append((run.point, run.option, run.replicate, key_of_run(begun, run.job.seed)))
    return found


def again(task: Task) -> Task:
    """What another process makes of a shard."""
    return received(pickle.loads(pickle.dumps(sent(task))))  # noqa: S301  our own


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=designs(), data=st.data())
def test_what_is_sent_is_what_is_made_again(asked, data, tmp_path: Path, monkeypatch) -> None:
    """Settings, events, seeds and run keys are the same, of points, options and replicates."""
    with monkeypatch.context() as patched:
        runs_a_shard(patched, data.draw(st.integers(1, 20)))
        laid = Plan(Design.load(design(tmp_path / "some.toml", **asked)))
        task = task_of(laid, data.draw(st.sampled_from(laid.shards)), "a plan")
    there = again(task)
    assert keys(there) == keys(task)
    assert len(there.runs) == len(task.runs)
    assert there.runs[0].job.seed == task.runs[0].job.seed
    assert there._replace(runs=()) == task._replace(runs=())


def test_words_and_what_is_held_are_sent_too(tmp_path: Path) -> None:
    """Settings that are words, mechanisms that are held, and members of a population stay so.

    A word that differs is sent for each scenario, as a number is.
    """
    path = tmp_path / "some.toml"
    path.write_text(
        'of = "reference"\noptions = [{ label = "held", set = { mechanisms.decisions.voice = '
        '"held" } }]\n[design]\nkind = "full factorial"\n[factors]\n'
        'innovation.profile = ["cliff", "taper"]\n[replicates]\nruns = 3\n',
        "utf-8",
    )
    laid = Plan(Design.load(path))
    task = task_of(laid, laid.shards[0], "a plan")
    assert keys(again(task)) == keys(task)


@pytest.mark.usefixtures("engine")
def test_it_has_the_same_bytes(tmp_path: Path) -> None:
    """A shard that was sent has the files of one that was not."""
    laid = Plan(Design.load(design(tmp_path / "small.toml")))
    task = task_of(laid, laid.shards[0], "a plan")
    assert live_through_again(pickle.loads(pickle.dumps(sent(task)))) == live_through(task)  # noqa: S301


def test_it_is_small(tmp_path: Path) -> None:
    """Scenarios that differ in one setting take no more than their rows."""
    laid = Plan(Design.load(design(tmp_path / "small.toml", replicates="runs = 300")))
    task = task_of(laid, laid.shards[0], "a plan")
    assert len(pickle.dumps(sent(task))) < 60 * len(task.runs) + 20_000


def test_other_scenarios_are_refused(tmp_path: Path) -> None:
    """Where a shard is not made again as it was, it is not lived through."""
    laid = Plan(Design.load(design(tmp_path / "small.toml")))
    what = sent(task_of(laid, laid.shards[0], "a plan"))
    other = what._replace(usual={**what.usual, "co_production.voice_weight": 0.987})
    with pytest.raises(Refused, match="makes other scenarios of the same settings"):
        received(other)
