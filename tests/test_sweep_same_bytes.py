"""A sweep has the same bytes however many live through it, wherever, and in whatever parts."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_line import finished
from exit_sim.sweep import plan as planning
from exit_sim.sweep.design import Design
from exit_sim.sweep.going import Stop, go
from exit_sim.sweep.lease import lease
from exit_sim.sweep.opened import opened
from exit_sim.sweep.plan import Plan
from exit_sim.sweep.runs import Runs
from exit_sim.sweep.shard import live_through, task_of
from exit_sim.sweep.where.processes import Processes
from exit_sim.sweep.where.threads import Threads
from sweeping import PROGRAM, design, every_run, lived, promised, runs_a_shard, tables

RUNS = 12


@pytest.fixture
def small(tmp_path: Path, monkeypatch) -> Path:
    """A small design of four shards."""
    runs_a_shard(monkeypatch, RUNS)
    return design(tmp_path / "small.toml")


@pytest.fixture
def meant(small: Path, tmp_path: Path, engine: None) -> dict[str, bytes]:
    """What it is meant to give."""
    lived(tmp_path / "meant", small, Threads(1, 1))
    found = promised(tmp_path / "meant")
    assert len(tables(tmp_path / "meant")) == 8
    return found


@pytest.mark.parametrize("threads", [2, 3])
def test_on_any_number_of_threads(threads: int, small: Path, meant, tmp_path: Path) -> None:
    """Two threads, or three that share shards, give the bytes of one."""
    lived(tmp_path / "out", small, Threads(threads, 2))
    assert promised(tmp_path / "out") == meant


def test_a_shard_that_threads_share(small: Path, meant, engine: None) -> None:
    """One shard has the same bytes by one thread as by several."""
    laid = Plan(Design.load(small))
    task = task_of(laid, laid.shards[1], "a plan")
    assert live_through(task, 3).files == live_through(task, 1).files


@pytest.mark.slow
def test_by_processes(small: Path, meant, tmp_path: Path) -> None:
    """Processes of their own give the bytes of threads."""
    lived(tmp_path / "out", small, Processes(2))
    assert promised(tmp_path / "out") == meant


@pytest.mark.parametrize("order", [[3, 1, 2], [2, 3, 1]], ids=str)
def test_by_jobs_of_an_array(order: list[int], small: Path, meant, tmp_path: Path) -> None:
    """Jobs that live through a part each, in any order, give the bytes of one that does all."""
    for task in order:
        lived(tmp_path / "out", small, task=task, tasks=3)
    assert promised(tmp_path / "out") == meant


def test_resumed_after_a_stop(small: Path, meant, tmp_path: Path) -> None:
    """Stopped after its first shard and resumed, a sweep gives the bytes of one that was not."""
    stop = Stop()
    store, laid = opened(tmp_path / "out", Design.load(small))
    with lease(store.folder) as mine:
        went = go(store, laid, laid.shards, Threads(1, 4), stop, mine, lambda _: stop.hear(2, None))
    assert went.shards == 1
    assert store.done() == {1}
    lived(tmp_path / "out", small)
    assert promised(tmp_path / "out") == meant


@pytest.mark.slow
def test_by_mesa(tmp_path: Path, engine: None) -> None:
    """Without a compiler Mesa lives through the sweep, and gives the same bytes."""
    path = design(
        tmp_path / "tiny.toml", replicates="runs = 1", factors={"setting.pressure": [0.4, 0.6]}
    )
    for name, env in (("compiled", {}), ("mesa", {"NUMBA_DISABLE_JIT": "1"})):
        words = ["8", "sweep", str(path), "--out", name]
        assert finished(words, tmp_path, env, PROGRAM).code == 0
    assert promised(tmp_path / "mesa") == promised(tmp_path / "compiled")
    assert len(tables(tmp_path / "mesa")) == 2


@st.composite
def designs(draw: st.DrawFn) -> dict[str, Any]:
    """Small designs: points, options, and replicates in one round or several."""
    factors = {
        "receptivity.culture": draw(
            st.lists(st.floats(0.0, 1.0), min_size=2, max_size=4, unique=True)
        ),
        "people.frontline": draw(st.lists(st.integers(3, 9), min_size=2, max_size=3, unique=True)),
    }
    seed = f"\nseed = {draw(st.integers(0, 2**40))}"
    runs = f"runs = {draw(st.integers(1, 30))}"
    precise = f"precision = 0.1\ncap = {draw(st.integers(2, 40))}"
    options = ["champion_leaves:month=3", "taper"][: draw(st.integers(0, 2))]
    return {
        "factors": factors,
        "options": options,
        "replicates": draw(st.sampled_from([runs, precise])) + seed,
        "record": draw(st.sampled_from(["", "months: reach"])),
    }


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=designs(), runs=st.integers(1, 40), tasks=st.integers(1, 7))
def test_shards_part_the_runs(asked, runs: int, tasks: int, tmp_path: Path, monkeypatch) -> None:
    """Every point, replicate and option is in one shard, once, and in one job of an array."""
    with monkeypatch.context() as patched:
        runs_a_shard(patched, runs)
        patched.setattr("exit_sim.twins.rounds.FIRST", 4)
        laid = Plan(Design.load(design(tmp_path / "some.toml", **asked)))
        shards = laid.shards
    replicates = laid.rounds[-1].last
    options = len(laid.design.options)
    every = every_run(laid)
    assert len(every) == len({*every}) == laid.runs == laid.points * replicates * options
    assert {*every} == {
        (p, r, o) for p in range(laid.points) for r in range(replicates) for o in range(options)
    }
    assert [shard.number for shard in shards] == list(range(1, len(shards) + 1))
    jobs = [[one for one in shards if one.number % tasks == k % tasks] for k in range(1, tasks + 1)]
    assert sorted(every_run(laid, [one for job in jobs for one in job])) == sorted(every)
    ends = [laid.rounds[shard.round] for shard in shards]
    for shard, here in zip(shards, ends, strict=True):
        assert {r for _, r, _ in every_run(laid, [shard])} <= {*range(here.first, here.last)}
        assert laid.runs_of(shard) <= max(runs, options)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=designs(), data=st.data())
def test_runs_of_a_shard_are_a_sequence(asked, data, tmp_path: Path, monkeypatch) -> None:
    """Any stretch of a shard's runs is what stands there, though runs are made when asked for."""
    with monkeypatch.context() as patched:
        runs_a_shard(patched, data.draw(st.integers(1, 20)))
        laid = Plan(Design.load(design(tmp_path / "some.toml", **asked)))
        shard = data.draw(st.sampled_from(laid.shards))
    runs, whole = Runs(laid, shard), list(laid.runs_in(shard))
    first, last = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))
    assert len(runs) == len(whole)
    assert [one[:3] for one in runs[first:last]] == [one[:3] for one in whole[first:last]]
    at = data.draw(st.integers(0, len(whole) - 1))
    assert runs[at][:3] == whole[at][:3]
    assert runs[at].job.seed == whole[at].job.seed
    assert runs[at].job.scenario.canonical() == whole[at].job.scenario.canonical()


def test_a_population_is_met_member_by_member(tmp_path: Path, monkeypatch) -> None:
    """Replicates of a population are its members, drawn once for every point and option."""
    runs_a_shard(monkeypatch, 7)
    path = tmp_path / "some.toml"
    path.write_text(
        'of = "reference"\noptions = ["taper"]\n[design]\nkind = "full factorial"\n'
        "[factors]\nsetting.pressure = [0.2, 0.6]\n[replicates]\nruns = 5\n",
        "utf-8",
    )
    laid = Plan(Design.load(path))
    every = every_run(laid)
    assert len(every) == len({*every}) == 20
    assert [replicate for _, replicate, _ in every] == sorted(r for _, r, _ in every)


@pytest.mark.usefixtures("engine")
def test_a_plan_depends_on_the_design_alone(small: Path, monkeypatch) -> None:
    """Neither threads nor an array are in a plan: the same design is the same plan."""
    laid = Plan(Design.load(small)).said()
    monkeypatch.setattr("exit_sim.ensemble.jobs.allowed_threads", lambda: 64)
    monkeypatch.setenv("SLURM_ARRAY_TASK_COUNT", "50")
    assert planning.same(Plan(Design.load(small)).said()) == planning.same(laid)
    assert Plan(Design.load(small)).said() == laid


@pytest.mark.usefixtures("engine")
def test_mended_words_make_no_other_plan(tmp_path: Path) -> None:
    """A design's title and comments are no part of what is run; its seed is."""
    names = [
        planning.same(Plan(Design.load(design(tmp_path / f"{n}.toml", **more))).said())
        for n, more in enumerate(({}, {"title": "another"}, {"replicates": "runs = 4\nseed = 2"}))
    ]
    assert names[0] == names[1] != names[2]
