"""A sweep gets more replicates, and what was there stays as it is."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from command_line import ask
from exit_sim.sweep.standing import Standing
from sweeping import design, lived, promised, runs_a_shard


@pytest.fixture
def small(tmp_path: Path, monkeypatch, engine: None) -> Path:
    """A small design, whose sweep of four replicates is complete beside it."""
    runs_a_shard(monkeypatch, 12)
    path = design(tmp_path / "small.toml")
    lived(tmp_path / "sweep", path)
    return path


def test_more_replicates(small: Path, tmp_path: Path, capsys) -> None:
    """New replicates of every point come in shards of their own; old files keep their bytes."""
    folder = tmp_path / "sweep"
    before = promised(folder)
    said = ask(capsys, "extend", str(small), "--out", str(folder), "--runs", "6")
    assert said.code == 0
    after = promised(folder)
    assert {name: after[name] for name in before} == before
    assert "plan-0002.json" in after
    assert json.loads(after["plan-0002.json"])["rounds"] == [[4, 6]]
    rows = pq.read_table(folder / "journeys").to_pylist()
    assert len(rows) == len({row["run_key"] for row in rows}) == 6 * 2 * 6
    assert {row["replicate"] for row in rows} == set(range(6))
    assert {row["seed"] for row in rows} == set(range(1, 7))
    assert Standing.open(folder).missing() == []
    assert ask(capsys, "verify", str(folder)).code == 0


def test_extended_twice_and_stopped(small: Path, tmp_path: Path, capsys) -> None:
    """An extension may be extended; one that was stopped goes on with the sweep command."""
    folder = tmp_path / "sweep"
    for runs in ("5", "7"):
        assert ask(capsys, "extend", str(small), "--out", str(folder), "--runs", runs).code == 0
    assert len(Standing.open(folder).rounds) == 3
    meant = promised(folder)
    last = max((folder / "journeys").iterdir())
    last.unlink()
    assert ask(capsys, "sweep", str(small), "--out", str(folder)).code == 0
    assert promised(folder) == meant


def test_a_sweep_by_precision(tmp_path: Path, capsys, monkeypatch, engine: None) -> None:
    """With a precision, rounds go on doubling; those that are not needed are not lived."""
    runs_a_shard(monkeypatch, 64)
    factors = {"receptivity.culture": [0.2, 0.8]}
    replicates = 'precision = 0.5\noutcome = "initiated"\ncap = 128'
    path = design(tmp_path / "precise.toml", factors=factors, options=(), replicates=replicates)
    lived(tmp_path / "sweep", path)
    said = ask(capsys, "extend", str(path), "--out", str(tmp_path / "sweep"), "--runs", "300")
    assert said.code == 0
    standing = Standing.open(tmp_path / "sweep")
    assert [each.last for each in standing.rounds] == [128, 256, 300]
    assert len(standing.done) == 4


@pytest.mark.parametrize(
    ("runs", "sentence"),
    [
        ("4", "has 4 replicates of every point already; allowed: --runs of 5 or more"),
        ("0", "--runs = 0 is out of range"),
    ],
)
def test_bad_input(runs: str, sentence: str, small: Path, tmp_path: Path, capsys) -> None:
    """What is no extension is refused in one sentence, and nothing is planned."""
    before = promised(tmp_path / "sweep")
    said = ask(capsys, "extend", str(small), "--out", str(tmp_path / "sweep"), "--runs", runs)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.error
    assert promised(tmp_path / "sweep") == before


def test_another_design(small: Path, tmp_path: Path, capsys) -> None:
    """A sweep is extended by the design that it was planned from, and by no other."""
    other = design(tmp_path / "other.toml", options=())
    said = ask(capsys, "extend", str(other), "--out", str(tmp_path / "sweep"), "--runs", "6")
    assert said.code == 2
    assert "was planned from another design" in said.error
    assert not list((tmp_path / "sweep").glob("plan-*"))


def test_no_sweep(small: Path, tmp_path: Path, capsys) -> None:
    """Where there is no sweep none is begun."""
    said = ask(capsys, "extend", str(small), "--out", str(tmp_path / "none"), "--runs", "6")
    assert said.code == 2
    assert "is not a sweep" in said.error
    assert not (tmp_path / "none").exists()
