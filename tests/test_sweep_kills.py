"""A sweep that is killed at any instant loses nothing, and goes on to the same bytes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from command_line import process
from sweeping import PROGRAM, design, lived, promised, runs_a_shard, tables
from test_ctrl_c import LINUX, PATIENCE, session, until

PARTS = 4
"""So that several workers share every instant among them."""

HERE = Path(__file__).resolve().parent
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied, as POSIX can")


def killed(where: Path, *instants: int | str) -> dict[str, Any]:
    """Let a small sweep be killed at these instants, and hear what was found."""
    path = design(where / "small.toml")
    said = subprocess.run(
        [sys.executable, "-W", "ignore", HERE / "killing.py", path, where, *map(str, instants)],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE)])},
        timeout=1800,
    )
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def nothing_was_lost(found: dict[str, Any]) -> None:
    """Hold what was found to what a kill may cost."""
    assert found["tried"]
    for one in found["tried"]:
        assert one["killed"] == -signal.SIGKILL
        assert one["torn"] == []  # what has its name is whole
        assert one["resumed"] == 0
        assert one["redone"] == []  # what was whole is not done again
        assert one["differs"] == []  # no file more, none less, and nothing half-written left


@FORKS
@pytest.mark.usefixtures("engine")
def test_a_killed_sweep_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    """Half-way through the plan, before a link, and amid a shard: what is resumed is the same."""
    found = killed(tmp_path, 16, 20, 110)
    nothing_was_lost(found)
    assert {"half-way through write", "before fsync", "after link", "after replace"} < {
        *found["met"]
    }


@FORKS
@pytest.mark.slow
@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("part", range(PARTS))
def test_at_every_write_fsync_link_and_renaming(part: int, tmp_path: Path) -> None:
    """Killed before, after or half-way through each of them, a sweep loses nothing."""
    found = killed(tmp_path, *range(part + 1, 1000, PARTS))
    nothing_was_lost(found)
    assert len(found["met"]) > 100
    assert [one["at"] for one in found["tried"]] == [*range(part + 1, len(found["met"]) + 1, PARTS)]


@FORKS
@pytest.mark.slow
@pytest.mark.usefixtures("engine")
def test_twenty_kills_in_one_sweep(tmp_path: Path) -> None:
    """A sweep that is killed twenty times and resumed ends with the bytes of one that was not."""
    found = killed(tmp_path, "twenty")
    assert found["ended"].count(-signal.SIGKILL) >= 10
    assert {*found["ended"]} <= {-signal.SIGKILL, 0}
    assert (found["torn"], found["redone"], found["differs"]) == ([], [], [])
    assert found["resumed"] == 0


@LINUX
@pytest.mark.slow
@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("on", ["threads", "processes"])
def test_a_kill_leaves_no_process(on: str, tmp_path: Path, monkeypatch) -> None:
    """Killed at some moment, a sweep leaves no process, and goes on to the same bytes."""
    path = design(tmp_path / "many.toml", replicates="runs = 400")
    words = ["60", "sweep", str(path), "--out", "out", "--on", on, "--threads", "2"]
    with process(words, tmp_path, program=PROGRAM) as running:
        until(lambda: bool((tmp_path / "out").exists() and tables(tmp_path / "out")))
        assert running.poll() is None
        running.kill()
        running.communicate(timeout=PATIENCE)
    until(lambda: not session(running.pid))
    runs_a_shard(monkeypatch, 60)
    kept = {name: one for name, one in tables(tmp_path / "out").items() if "/." not in name}
    lived(tmp_path / "out", path)
    lived(tmp_path / "whole", path)
    assert promised(tmp_path / "out") == promised(tmp_path / "whole")
    assert kept.items() < promised(tmp_path / "whole").items()
