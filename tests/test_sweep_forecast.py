"""What a sweep would take is near what it takes, and what it cannot tell is said before."""

import re
import subprocess
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import ask
from exit_sim.errors import BadInput
from exit_sim.sweep.design import Design
from exit_sim.sweep.forecast import Forecast, array_of, forecast
from exit_sim.sweep.plan import Plan
from exit_sim.sweep.resolving import half_width, resolution, warnings
from exit_sim.sweep.sampled import Sample, sample
from exit_sim.twins import pairs
from exit_sim.twins.outcomes import GOVERNS
from sweeping import LIVELY, design, lived, runs_a_shard, tables

HEAD = 'of = "baseline"\n[set]\ntime.horizon = 24\ntime.burn_in = 0\n'


def laid(where: Path, text: str) -> Plan:
    """The plan of a design."""
    path = where / "some.toml"
    path.write_text(HEAD + text, "utf-8")
    return Plan(Design.load(path))


def told(plan: Plan, values: np.ndarray, **more: object) -> list[str]:
    """What is said of a plan, had the outcome that governs come out so in a sample."""
    found = Sample(values.size, 0, 0.001, 30_000.0, 100.0, {GOVERNS: values, **more})
    return list(warnings(plan, found, resolution(plan, found)))


def kind(words: str, factors: int = 3, replicates: str = "runs = 64") -> str:
    """A design of this kind over some factors."""
    names = ("receptivity.culture", "setting.pressure", "setting.mandatory_need", "finance.x")
    each = "\n".join(f"{name} = {{ from = 0.2, to = 0.8 }}" for name in names[:factors])
    return f"[design]\nkind = {words}\n[factors]\n{each}\n[replicates]\n{replicates}\n"


@pytest.mark.usefixtures("engine")
def test_a_forecast_is_near_what_it_takes(tmp_path: Path, monkeypatch) -> None:
    """Runs, shards and files are exact; bytes are near what a sweep writes."""
    runs_a_shard(monkeypatch, 200)
    monkeypatch.setattr("exit_sim.sweep.sampled.SECONDS", 0.2)
    path = design(tmp_path / "small.toml", replicates="runs = 50")
    what = forecast(Plan(Design.load(path)), 1)
    _, plan = lived(tmp_path / "out", path)
    assert what.first == what.likely == what.most
    assert (what.most.runs, what.most.shards) == (plan.runs, len(plan.shards)) == (600, 3)
    files = tables(tmp_path / "out")
    assert len(files) == 6
    size = sum(map(len, files.values())) / 1e9
    assert size / 1.5 < what.most.gigabytes < size * 1.5
    every = [each for each in (tmp_path / "out").rglob("*") if each.is_file()]
    assert len(every) <= what.most.files
    assert what.sampled.failed == 0
    assert what.most.core_hours == pytest.approx(600 * what.sampled.seconds / 3600)


@pytest.mark.usefixtures("engine")
def test_a_sample_is_of_the_designs_own_runs(tmp_path: Path, monkeypatch) -> None:
    """What a sample says of an outcome is what the sweep says of the same points and lucks."""
    monkeypatch.setattr("exit_sim.sweep.sampled.SECONDS", 0.05)
    path = design(tmp_path / "small.toml", replicates="runs = 16")
    found = sample(Plan(Design.load(path)))
    values = found.outcomes["cost"]
    points, replicates, options = values.shape
    assert options == 2
    assert found.runs == values.size
    _, plan = lived(tmp_path / "out", path)
    import pyarrow.parquet as pq

    rows = pq.read_table(tmp_path / "out" / "journeys").to_pandas()
    rows = rows.set_index(["point", "replicate", "option"]).sort_index()
    labels = [option.label for option in plan.design.options]
    for place in range(points):
        for replicate in range(replicates):
            for number, label in enumerate(labels):
                point = place * plan.points // points
                meant = rows.loc[(point, replicate, label), "cost"]
                assert values[place, replicate, number] == meant


@given(
    values=st.lists(st.floats(-1.0, 1.0), min_size=2, max_size=60),
    matters=st.floats(0.01, 1.0),
)
def test_a_half_width_is_that_of_pairs(values: list[float], matters: float) -> None:
    """A variance gives the half-width that its pairs give, where they are balanced around none."""
    both = np.array([*values, *(-value for value in values)])
    expected = half_width(float(both.var()), len(both), matters)
    assert expected == pytest.approx(pairs.half_width(both, matters))


def test_what_a_precision_takes(tmp_path: Path) -> None:
    """The first round that is precise enough is named; where none is, that is said."""
    rng = np.random.default_rng(1)
    values = (rng.random((4, 64, 1)) < 0.5).astype(float)
    plan = laid(tmp_path, kind('"full factorial"\nlevels = 2', 2, "precision = 0.05"))
    found = Sample(256, 0, 0.001, 0.0, 0.0, {GOVERNS: values})
    expected = resolution(plan, found)
    assert expected is not None
    assert expected.enough == 512
    assert 1.96 * sqrt(0.25 / 512) == pytest.approx(expected.widths[512], rel=0.05)
    finer = laid(tmp_path, kind('"full factorial"\nlevels = 2', 2, "precision = 0.005"))
    (said,) = [line for line in told(finer, values) if "cap" in line]
    assert re.fullmatch(
        r"At the cap of 4,096 replicates sustained_any is known to ±0\.015, not to ±0\.005\.", said
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ('"latin hypercube"\npoints = 29', "29 points are few for 3 factors"),
        ('"morris"\npoints = 9', "9 trajectories are few"),
        ('"sobol"\npoints = 64', "64 base samples of 3 factors: first effects are known to about"),
    ],
)
def test_too_few_for_its_kind(words: str, sentence: str, tmp_path: Path) -> None:
    """A design of fewer points than its kind takes is told so; one of enough is not."""
    pytest.importorskip("SALib")
    values = np.random.default_rng(1).random((2, 8, 1))
    assert any(line.startswith(sentence) for line in told(laid(tmp_path, kind(words)), values))
    more = re.sub(r"\d+", "1024", words)
    assert not any(
        "few" in line or "base samp" in line for line in told(laid(tmp_path, kind(more)), values)
    )


def test_options_that_cannot_be_told_from_none(tmp_path: Path) -> None:
    """An option that hardly changes the outcome is named, one that does is not."""
    text = 'options = ["taper", "champion_stays"]\n' + HEAD
    path = tmp_path / "some.toml"
    path.write_text(text.replace("[set]", "[replicates]\nruns = 128\n[set]"), "utf-8")
    plan = Plan(Design.load(path))
    base = np.random.default_rng(1).random((1, 64, 1)) < 0.3
    values = np.concatenate([base, base, np.ones_like(base)], axis=2).astype(float)
    (said,) = told(plan, values)
    assert said.startswith("Closer to no change in sustained_any than ±")
    assert "in the sample: taper. " in said


def test_points_that_luck_alone_parts(tmp_path: Path) -> None:
    """Where points differ by less than luck makes of them, single points are not to be read."""
    rng = np.random.default_rng(1)
    plan = laid(tmp_path, kind('"full factorial"', 2, "runs = 16"))
    luck = rng.standard_normal((9, 16, 1))
    (said,) = told(plan, luck)
    assert said.startswith("Two points differ in sustained_any by ")
    assert told(plan, luck + 10.0 * np.arange(9.0).reshape(9, 1, 1)) == []


def test_luck_that_drowns_effects(tmp_path: Path) -> None:
    """Where most of what points differ by is luck, more replicates are advised."""
    pytest.importorskip("SALib")
    rng = np.random.default_rng(1)
    plan = laid(tmp_path, kind('"sobol"\npoints = 1024', 2, "runs = 4"))
    luck = rng.standard_normal((32, 4, 1))
    (said,) = told(plan, luck)
    assert re.match(r"\d+% of what points differ by in sustained_any is luck at 4 replicates", said)
    assert told(plan, luck + 10.0 * np.arange(32.0).reshape(32, 1, 1)) == []


def test_what_is_mostly_missing(tmp_path: Path) -> None:
    """Outcomes that most runs of a sample lack are named; so is an outcome that governs."""
    plan = laid(tmp_path, kind('"full factorial"\nlevels = 2', 2))
    there = np.tile([0.0, 1.0], 8).reshape(2, 8, 1)
    gone = np.full((2, 8, 1), np.nan)
    (said,) = told(plan, there, months_to_start=gone)
    assert said == "Missing in most runs of the sample, as when nothing began: months_to_start."
    assert told(plan, gone)[0] == (
        "sustained_any was not there in the sample, so that its precision is not known."
    )


def forecast_of(tmp_path: Path, seconds: float) -> Forecast:
    """A forecast of a design of 1,000 shards, had a run taken so long."""
    text = kind('"full factorial"\nlevels = 10', 2, "runs = 40960")
    plan = laid(tmp_path, text)
    assert len(plan.shards) == 1000
    values = np.tile([0.0, 1.0], 8).reshape(2, 8, 1)
    found = Sample(16, 0, seconds, 0.0, 0.0, {GOVERNS: values})
    from exit_sim.sweep import forecast as module

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "sample", lambda _: found)
        return forecast(plan, 1)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize("hours", [1, 2, 24])
def test_an_array_ends_in_its_time(threads: int, hours: int, tmp_path: Path) -> None:
    """Each job's shards fit its time, with room, and no job is without shards."""
    what = forecast_of(tmp_path, 0.01)
    array = array_of(what, 3600.0 * hours, threads)
    each = -(-1000 // array.jobs)
    assert each * 4096 * 0.01 / threads < 3600.0 * hours - 120
    assert array.jobs <= 1000
    assert array.jobs == 1 or (each + threads) * 4096 * 0.01 * 1.25 > 3600.0 * hours * threads / 2


@pytest.mark.usefixtures("engine")
def test_a_time_too_short_for_a_shard(tmp_path: Path) -> None:
    """Where one shard takes longer than a job may, the time that is needed is said."""
    what = forecast_of(tmp_path, 1.0)
    with pytest.raises(BadInput, match="too short: one shard takes up to 5120 seconds"):
        array_of(what, 3600.0, 1)
    assert array_of(what, 3600.0 * 2, 1).jobs == 1000


@pytest.mark.usefixtures("engine")
def test_it_is_told(capsys, tmp_path: Path, monkeypatch) -> None:
    """Points, options, runs, shards, time, bytes, files and memory are printed; nothing is kept."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("exit_sim.sweep.sampled.SECONDS", 0.1)
    design(Path("small.toml"), replicates='precision = 0.2\noutcome = "cost"\ncap = 512')
    said = ask(capsys, "sweep", "small.toml", "--dry-run", "--threads", "2")
    assert (said.code, said.error) == (0, "")
    for line in (
        r"points +6",
        r"options, no change among them +2",
        r"runs, first round +1,536",
        r"runs, at most +6,144",
        r"core-hours, at most +[\d.e-]+",
        r"gigabytes, at most +[\d.e-]+",
        r"jobs of one core, 01:00:00 each +1",
        r"memory with 2 threads +[\d,]+ MB",
    ):
        assert re.search(rf"^{line}$", said.out, re.MULTILINE), line
    assert "It says nothing about the world." in said.out
    assert [path.name for path in tmp_path.iterdir()] == ["small.toml"]


@pytest.mark.usefixtures("engine")
def test_a_script_for_slurm(capsys, tmp_path: Path, monkeypatch) -> None:
    """A script is shell, names its array and time, and leaves room to stop in time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("exit_sim.sweep.sampled.SECONDS", 0.1)
    path = Path("with space.toml")
    design(path, sets={**LIVELY}, replicates="runs = 50")
    words = ("--script", "slurm", "--walltime", "02:00:00", "--out", "my sweep")
    said = ask(capsys, "sweep", str(path), *words)
    assert (said.code, said.error) == (0, "")
    script = Path("job.sh")
    script.write_text(said.out, "utf-8")
    subprocess.run(["bash", "-n", str(script)], check=True)
    for line in ("#SBATCH --array=1-1", "#SBATCH --time=02:00:00", "#SBATCH --signal=B:USR1@60"):
        assert line in said.out.splitlines()
    # what SLURM would do, but for SLURM: each task runs the script with its own number
    stub = tmp_path / "exit-sim"
    stub.write_text('#!/bin/sh\nprintf "<%s>" "$@"; echo\n', "utf-8")
    stub.chmod(0o755)
    done = subprocess.run(
        ["bash", str(script)],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "SLURM_ARRAY_TASK_ID": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = done.stdout.splitlines()
    assert first == "<compile>"
    assert second == (
        "<sweep><with space.toml><--out><my sweep><--threads><1><--shard><1/1>"
        "<--time-limit><01:58:30>"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--script", "slrm"), '--script = "slrm" is no kind of script; allowed: slurm; did you'),
        (("--script", "slurm"), "--out is needed: the folder of the sweep"),
        (("--dry-run", "--walltime", "2h"), '--walltime = "2h" is not a time; allowed: HH:MM:SS'),
    ],
)
def test_what_cannot_be_forecast(words, sentence: str, capsys) -> None:
    """What a forecast cannot be made of is said in one sentence."""
    said = ask(capsys, "sweep", "concentration_exit_rate", *words)
    assert (said.code, said.out) == (2, "")
    assert said.error.startswith(sentence)
