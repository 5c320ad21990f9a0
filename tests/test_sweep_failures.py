"""A run that fails is a row that says so: the sweep goes on, and ends with a code of its own."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from command_line import ask
from exit_sim.ensemble.jobs import Job
from exit_sim.recorded import Recorded
from exit_sim.sweep import gathering, shard
from exit_sim.sweep.store import Store
from sweeping import design, lived, promised, runs_a_shard

pytestmark = pytest.mark.usefixtures("engine")
SEED, PRESSURE = 3, 0.5
"""The seed and setting of two runs, of all that there are: one of each culture, with no change."""


def guilty(job: Job) -> bool:
    """Whether this run is to fail."""
    there = job.scenario.values["setting.pressure"] == PRESSURE
    return there and job.seed == SEED and not job.scenario.events


def table(folder: Path, name: str = "journeys") -> Any:
    """A table of a sweep, as one."""
    return pq.read_table(folder / name).to_pandas()


def fine(folder: Path, failed: Any) -> list[dict[str, Any]]:
    """The other rows, value by value."""
    rows: list[dict[str, Any]] = pq.read_table(folder / "journeys").to_pylist()
    return [row for row, out in zip(rows, failed, strict=True) if not out]


@pytest.fixture
def small(tmp_path: Path, monkeypatch) -> Path:
    """A small design of four shards, and what comes of it where nothing fails."""
    runs_a_shard(monkeypatch, 12)
    path = design(tmp_path / "small.toml")
    lived(tmp_path / "meant", path)
    return path


def failing(
    monkeypatch, fails: Callable[[Sequence[Job], Recorded], Recorded]
) -> Callable[[], None]:
    """Let what is recorded of runs come to this."""
    before = shard.recorded

    def recorded(jobs: Sequence[Job], columns: Sequence[str]) -> Recorded:
        return fails(jobs, before(jobs, columns))

    monkeypatch.setattr(shard, "recorded", recorded)
    return lambda: monkeypatch.setattr(shard, "recorded", before)


def raising(jobs: Sequence[Job], came: Recorded) -> Recorded:
    """Raise where a run is to fail."""
    if any(map(guilty, jobs)):
        problem = "the rules went astray"
        raise ZeroDivisionError(problem)
    return came


def endless(jobs: Sequence[Job], came: Recorded) -> Recorded:
    """Give a number that is not finite where a run is to fail."""
    for place, job in enumerate(jobs):
        if guilty(job):
            came.last[place, 3] = np.inf
    return came


def test_only_the_culprit_is_an_error(small: Path, capsys, tmp_path: Path, monkeypatch) -> None:
    """A block that raises is run again run by run; other rows are what they would have been."""
    failing(monkeypatch, raising)
    said = ask(capsys, "sweep", str(small), "--out", str(tmp_path / "out"), "--threads", "2")
    assert said.code == 3
    assert said.error.splitlines()[-1] == (
        "2 of 48 runs failed; their rows say why (status, problem)."
        f" exit-sim verify {tmp_path / 'out'} --run KEY lives one again."
    )
    found, meant = table(tmp_path / "out"), table(tmp_path / "meant")
    failed = found["status"] != "ended"
    assert {*found["problem"][failed]} == {"ZeroDivisionError: the rules went astray"}
    assert {*found["status"][failed]} == {"raised"}
    assert [*found["seed"][failed]] == [SEED, SEED]
    assert {*found["setting.pressure"][failed]} == {PRESSURE}
    assert {*found["option"][failed]} == {"no change"}
    assert fine(tmp_path / "out", failed) == fine(tmp_path / "meant", failed)
    assert [*found["run_key"]] == [*meant["run_key"]]
    assert found.loc[failed, "ending"].isna().all()
    months = table(tmp_path / "out", "months")
    assert len(months) == 46 * 2
    assert not months.groupby(["point", "option", "replicate"]).size().ne(2).any()


def test_a_failure_is_kept_as_anything_else(
    small: Path, capsys, tmp_path: Path, monkeypatch
) -> None:
    """Asked again, the sweep has nothing to do, tells of the failures, and ends with the code."""
    failing(monkeypatch, raising)
    words = ("sweep", str(small), "--out", str(tmp_path / "out"))
    assert ask(capsys, *words).code == 3
    kept = promised(tmp_path / "out")
    again = ask(capsys, *words)
    assert (again.code, promised(tmp_path / "out")) == (3, kept)
    assert "2 of 48 runs failed" in again.error


def test_a_number_without_bounds_is_told(small: Path, capsys, tmp_path: Path, monkeypatch) -> None:
    """A run whose numbers are not finite keeps its row, which says so."""
    failing(monkeypatch, endless)
    assert ask(capsys, "sweep", str(small), "--out", str(tmp_path / "out")).code == 3
    found = table(tmp_path / "out")
    failed = found["status"] != "ended"
    assert {*found["status"][failed]} == {"not finite"}
    assert [*found["seed"][failed]] == [SEED, SEED]
    assert found["problem"][failed].str.contains("not finite").all()


def test_reading_off_that_raises_fails_its_run_alone(
    small: Path, capsys, tmp_path: Path, monkeypatch
) -> None:
    """What is read off a run may fail as the run itself may."""
    before = gathering.read_off

    def read_off(recorded: Recorded) -> Any:
        jobs = map(Job, recorded.scenarios, recorded.seeds.tolist())
        if any(map(guilty, jobs)):
            raise IndexError(PRESSURE)
        return before(recorded)

    monkeypatch.setattr(gathering, "read_off", read_off)
    assert ask(capsys, "sweep", str(small), "--out", str(tmp_path / "out")).code == 3
    found = table(tmp_path / "out")
    assert (found["status"] == "raised").sum() == 2
    failed = found["status"] != "ended"
    assert fine(tmp_path / "out", failed) == fine(tmp_path / "meant", failed)


@pytest.mark.parametrize("error", [MemoryError(), OSError(28, "No space left on device")], ids=str)
def test_what_befalls_the_machine_is_no_failure_of_a_run(
    error: Exception, small: Path, capsys, tmp_path: Path, monkeypatch
) -> None:
    """Where memory or the disk gives out, no row says so: the sweep stops, and can be resumed."""

    def lacking(jobs: Sequence[Job], came: Recorded) -> Recorded:
        if any(map(guilty, jobs)):
            raise error
        return came

    mend = failing(monkeypatch, lacking)
    words = ("sweep", str(small), "--out", str(tmp_path / "out"), "--threads", "1")
    said = ask(capsys, *words)
    assert said.code == 75
    assert "this machine could not go on" in said.error
    assert said.error.splitlines()[-1].strip() == "exit-sim " + " ".join(words)
    assert Store.open(tmp_path / "out").done() < {1, 2, 3, 4}
    mend()
    assert ask(capsys, *words).code == 0
    assert promised(tmp_path / "out") == promised(tmp_path / "meant")
