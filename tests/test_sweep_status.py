"""How far a sweep is can be told at any time, from its folder alone, and nothing is written."""

import json
import os
from pathlib import Path

import pytest

from command_line import ask
from exit_sim.sweep.arrays import as_array, from_array
from exit_sim.sweep.lease import lease
from exit_sim.sweep.standing import Standing
from sweeping import design, lived, promised, runs_a_shard

A_SHARD = 12


@pytest.fixture
def half(tmp_path: Path, monkeypatch, engine: None) -> Path:
    """A sweep of which two of four shards are there."""
    runs_a_shard(monkeypatch, A_SHARD)
    path = design(tmp_path / "small.toml")
    for task in (1, 3):
        lived(tmp_path / "sweep", path, task=task, tasks=4)
    return tmp_path / "sweep"


def test_half_of_it(half: Path, capsys) -> None:
    """Runs and shards that are there, those that are missing as an array, and what goes on."""
    before = promised(half)
    said = ask(capsys, "status", str(half))
    assert (said.code, said.error) == (0, "")
    assert "24 of 48 runs are there, in 2 of 4 whole shards. None failed." in said.out
    assert "--array=2,4, each with --shard $SLURM_ARRAY_TASK_ID/4" in said.out
    assert said.out.rstrip().endswith(f"exit-sim sweep {half}/design.toml --out {half}")
    assert promised(half) == before


def test_its_last_line_goes_on_with_it(half: Path, capsys) -> None:
    """The command that is printed last is what completes the sweep."""
    words = ask(capsys, "status", str(half)).out.rstrip().splitlines()[-1].split()
    assert ask(capsys, *words[1:]).code == 0
    said = ask(capsys, "status", str(half))
    assert "48 of 48 runs are there" in said.out
    assert f"exit-sim verify {half}" in said.out
    assert "Missing" not in said.out


def test_jobs_of_the_array_do_what_is_missing(half: Path, tmp_path: Path) -> None:
    """Each of the jobs that are named lives through one of the shards that are missing."""
    for task in from_array("2,4"):
        lived(half, tmp_path / "small.toml", task=task, tasks=4)
    assert Standing.open(half).missing() == []


def test_a_list_of_an_array_is_read_as_it_is_written() -> None:
    """What is written as an array's list is read as the same numbers."""
    for numbers in ([], [3], [1, 2, 3], [1, 3, 4, 9, 10, 11]):
        assert from_array(as_array(numbers)) == numbers


def test_who_is_at_work(half: Path, capsys) -> None:
    """Whoever works on it is named while that lasts, and not after."""
    with lease(half, 2, 4):
        out = ask(capsys, "status", str(half)).out
        assert f"At work: process {os.getpid()} of this machine, job 2 of 4." in out
    assert "t work" not in ask(capsys, "status", str(half)).out


def test_who_is_no_longer_at_work(half: Path, capsys) -> None:
    """A sign that a crash left is told as such, and left there."""
    with lease(half) as mine:
        sign, said = mine.path, json.loads(mine.path.read_text())
    sign.write_text(json.dumps({**said, "life": "that of another"}))
    out = ask(capsys, "status", str(half)).out
    assert f"No longer at work: process {os.getpid()} of this machine." in out
    assert sign.exists()


def test_rounds(tmp_path: Path, capsys, monkeypatch, engine: None) -> None:
    """Of a sweep by rounds each is told; those that were not needed are not called missing."""
    runs_a_shard(monkeypatch, 256)
    factors = {"receptivity.culture": [0.2, 0.8]}
    replicates = 'precision = 0.5\noutcome = "initiated"\ncap = 300'
    path = design(tmp_path / "precise.toml", factors=factors, options=(), replicates=replicates)
    lived(tmp_path / "sweep", path)
    standing = Standing.open(tmp_path / "sweep")
    assert [each.last for each in standing.rounds] == [128, 256, 300]
    assert standing.missing() == [2, 3]
    out = ask(capsys, "status", str(tmp_path / "sweep")).out
    assert "256 of at most 600 runs are there, in 1 of 3 whole shards" in out
    assert "replicates by its end" in out
    assert "It is complete" in out
    assert "--array" not in out


def test_versions_kept_beside(half: Path, capsys, monkeypatch) -> None:
    """Versions that were kept apart are named, and rules that are not those of the folder."""
    kept = half / "version-0123456789ab"
    kept.mkdir()
    (kept / "plan.json").write_text((half / "plan.json").read_text())
    monkeypatch.setattr("exit_sim.sweep.versions.version", lambda: "another")
    monkeypatch.setattr("exit_sim.sweep.versions.theory", lambda: {"exit_sim.a.rule": "other"})
    out = ask(capsys, "status", str(half)).out
    assert f"keptbeside:{kept}" in "".join(out.split())  # a long path is broken over lines
    assert "Rules have changed since: " in out


def test_what_failed_and_what_was_put_aside(half: Path, capsys) -> None:
    """Damaged files that were put aside are counted."""
    standing = Standing.open(half)
    standing.store.put_aside(next(standing.store.parts("journeys")).path)
    out = ask(capsys, "status", str(half)).out
    assert "1 damaged file was put aside" in out
    assert "12 of 48 runs are there" in out


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        (lambda folder: (folder / "plan.json").unlink(), "is not a sweep: it holds no plan.json"),
        (lambda folder: (folder / "plan.json").write_text("{}"), "is damaged, or not a plan"),
        (
            lambda folder: (folder / "plan-0002.json").write_text('{"extends": "x", "rounds": []}'),
            "is damaged, or extends another sweep",
        ),
    ],
)
def test_bad_input(done, sentence: str, half: Path, capsys) -> None:
    """What is no sweep, or not as it was planned, is refused in one sentence."""
    done(half)
    said = ask(capsys, "status", str(half))
    assert (said.code, said.out) == (2, "")
    assert sentence in said.error
    assert len(said.error.splitlines()) == 1
