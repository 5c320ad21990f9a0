"""Ctrl-C is answered with one line and status 130, and leaves nothing half-written nor running."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from command_line import SMALL, ask, files, process, sets
from exit_sim.results import whole_folder
from small_organisations import LEAST

PATIENCE = 90
SLOW = ("--set", "time.horizon=1200")
LINUX = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="processes are read in /proc"
)


def session(leader: int) -> list[int]:
    """Every process of a session that still runs."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(told[3]) == leader and told[0] != "Z":
            found.append(int(folder.name))
    return found


def simulating(leader: int) -> list[int]:
    """Those of them that have loaded what simulating needs."""
    found = []
    for one in session(leader):
        try:
            if "_multiarray_umath" in Path(f"/proc/{one}/maps").read_text("utf-8"):
                found.append(one)
        except OSError:
            continue
    return found


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@LINUX
def test_many_runs_are_stopped(capsys, tmp_path: Path, monkeypatch) -> None:
    """The block that is being run is let go; an older result stays as it is."""
    monkeypatch.setattr("exit_sim.commands.pictures.drawn", lambda _: [])
    assert ask(capsys, "run", "baseline", *SMALL, "--out", str(tmp_path / "out")).code == 0
    kept = files(tmp_path)
    words = ["run", "baseline", *SLOW, "--runs", "1000", "--out", "out"]
    with process(words, tmp_path) as running:
        until(lambda: bool(simulating(running.pid)))
        time.sleep(4.0)
        os.killpg(running.pid, signal.SIGINT)
        out, error = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out) == (130, b"")
    said = error.decode().splitlines()[-1]
    assert said.startswith("Stopped after ")
    assert said.endswith(" of 1000 journeys: nothing was kept; out is as it was.")
    assert files(tmp_path) == kept
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    until(lambda: not session(running.pid))


@LINUX
def test_one_run_is_stopped(tmp_path: Path) -> None:
    """A single run says that nothing was kept, however often Ctrl-C is pressed."""
    words = ["run", "baseline", *SLOW, "--out", "new/out"]
    with process(words, tmp_path) as running:
        until(lambda: bool(simulating(running.pid)))
        time.sleep(1.0)
        for _ in range(3):
            running.send_signal(signal.SIGINT)
            time.sleep(0.01)
        out, error = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out) == (130, b"")
    assert error == b"Stopped: nothing was kept.\n"
    assert list(tmp_path.iterdir()) == []


class Instants:
    """Press Ctrl-C just before or just after the n-th of the dangerous instants."""

    def __init__(self, at: int) -> None:
        self.left = at

    def pressing(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Make two instants of a function: before it, and after it."""

        def with_two_instants(*arguments: Any) -> Any:
            self.pass_one()
            found = function(*arguments)
            self.pass_one()
            return found

        return with_two_instants

    def pass_one(self) -> None:
        """Come to an instant."""
        self.left -= 1
        if self.left == 0:
            signal.raise_signal(signal.SIGINT)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are raised otherwise on Windows")
@pytest.mark.parametrize("older", [False, True], ids=["a new folder", "an older result"])
def test_every_instant_of_writing_leaves_a_whole_folder_or_none(
    older: bool, capsys, tmp_path: Path, monkeypatch
) -> None:
    """Before each file, each settling and the swap: what was there is there, or all that is new."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("exit_sim.commands.pictures.drawn", lambda _: [])
    tiny = sets({**LEAST, "time.horizon": 2})
    short = ["run", "baseline", *tiny, "--out", "out"]
    seed = ["--seed", "5"]
    assert ask(capsys, *short).code == 0
    old = files(tmp_path)
    assert ask(capsys, *short, *seed).code == 0
    new = files(tmp_path, but=[whole_folder.PROVENANCE])
    said = ""
    for at in range(1, 100):
        whole_folder.shutil.rmtree(tmp_path / "out", ignore_errors=True)
        if older:
            for name, content in old.items():
                (tmp_path / name).parent.mkdir(exist_ok=True)
                (tmp_path / name).write_bytes(content)
        with monkeypatch.context() as patched:
            instants = Instants(at)
            for name in ("_write", "settle", "_swap", "_exchanged"):
                patched.setattr(whole_folder, name, instants.pressing(getattr(whole_folder, name)))
            answer = ask(capsys, *short, *seed)
        if answer.code == 0:
            break
        assert answer.code == 130
        assert answer.error.count("\n") == 1
        said += answer.error
        now = files(tmp_path)
        if "is complete" in answer.error:
            now.pop(f"out/{whole_folder.PROVENANCE}")
            assert now == new
        else:
            assert now == (old if older else {})
        assert {path.name for path in tmp_path.iterdir()} <= {"out"}
    else:
        pytest.fail("never came to the end")
    assert "Stopped: nothing was kept" in said
    assert "Stopped: out is complete." in said


@LINUX
@pytest.mark.slow
@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    "words",
    [
        ["what-if", "baseline", "--change", "champion_leaves:month=24", "--runs", "100000"],
        ["run", "reference", "--runs", "20000"],
    ],
    ids=["what-if", "run"],
)
def test_an_ensemble_that_is_stopped_tells_what_is_complete(
    words: list[str], tmp_path: Path
) -> None:
    """Complete rounds, or complete members, are told and kept; the rest is let go."""
    with process([*words, "--out", "out"], tmp_path) as running:
        until(lambda: bool(simulating(running.pid)))
        time.sleep(8.0)
        os.killpg(running.pid, signal.SIGINT)
        out, error = running.communicate(timeout=PATIENCE)
    assert running.returncode == 130
    assert b"Stopped: what is told here rests on" in out
    assert error.decode().splitlines()[-1].startswith("Stopped after ")
    assert "README.txt" in files(tmp_path / "out")
    until(lambda: not session(running.pid))
