"""A sweep that is told to stop says how to go on, leaves with 75, and goes on to the same bytes."""

import os
import signal
from pathlib import Path

import pytest

from command_line import ask, last_command, process
from exit_sim.sweep.design import Design
from sweeping import PROGRAM, design, lived, promised, runs_a_shard, tables
from test_ctrl_c import LINUX, PATIENCE, session, until

SLOWLY = (
    "-c",
    """import time
from exit_sim.sweep.where import threads
lived = threads.live_through
def slowly(*given):
    time.sleep(0.5)
    return lived(*given)
threads.live_through = slowly
"""
    + PROGRAM[1],
)
"""The command line, but that each shard takes half a second longer, so that there is time."""

RUNS = 4


def stopped(
    tmp_path: Path, monkeypatch, number: int | None, *more: str, program: tuple[str, ...] = SLOWLY
) -> None:
    """Begin a sweep, stop it when some of it is there, and go on."""
    path = design(tmp_path / "small.toml", replicates="runs = 8")
    words = ["sweep", str(path), "--out", "out", *more]
    with process([str(RUNS), *words], tmp_path, program=program) as running:
        if number is not None:
            until(lambda: (tmp_path / "out").exists() and len(tables(tmp_path / "out")) > 2)
            os.killpg(running.pid, number)
        out, error = running.communicate(timeout=PATIENCE)
    said = error.decode()
    assert (running.returncode, out) == (75, b""), said
    assert last_command(said) == "exit-sim " + " ".join(words)
    assert "Stopped, since " in said
    until(lambda: not session(running.pid))
    kept = promised(tmp_path / "out")
    assert not any(Path(name).name.startswith(".") for name in kept)
    runs_a_shard(monkeypatch, RUNS)
    lived(tmp_path / "whole", path)
    meant = promised(tmp_path / "whole")
    assert kept.items() < meant.items()
    lived(tmp_path / "out", path)
    assert promised(tmp_path / "out") == meant


@LINUX
@pytest.mark.slow
@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGUSR1"])
def test_signals_stop_it(name: str, tmp_path: Path, monkeypatch) -> None:
    """Ctrl-C, a cluster's request to end, and its warning: what is in flight is dropped."""
    stopped(tmp_path, monkeypatch, getattr(signal, name), "--threads", "2")


@LINUX
@pytest.mark.slow
@pytest.mark.usefixtures("engine")
def test_processes_stop_with_it(tmp_path: Path, monkeypatch) -> None:
    """Ctrl-C reaches every process of a terminal; the sweep alone answers it."""
    path = ("--on", "processes", "--threads", "2")
    before = design
    monkeypatch.setattr(
        "test_sweep_stops.design",
        lambda where, **_: before(where, replicates="runs = 600"),
        raising=False,
    )
    stopped(tmp_path, monkeypatch, signal.SIGINT, *path, program=PROGRAM)


@pytest.mark.slow
@pytest.mark.usefixtures("engine")
def test_a_time_limit_stops_it(tmp_path: Path, monkeypatch) -> None:
    """The time that is given is kept, from when the command began."""
    stopped(tmp_path, monkeypatch, None, "--threads", "1", "--time-limit", "00:00:04")


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGUSR1"])
def test_stopped_before_anything_is_in_flight(
    name: str, capsys, tmp_path: Path, monkeypatch
) -> None:
    """While a design is read, it stops at once, however long that would have taken."""
    path = design(tmp_path / "small.toml")
    load = Design.load

    def slow(which: str) -> Design:
        signal.raise_signal(getattr(signal, name))
        pytest.fail("went on")
        return load(which)

    monkeypatch.setattr(Design, "load", slow)
    handlers = [signal.getsignal(number) for number in (2, 15, 10)]
    words = ("sweep", str(path), "--out", str(tmp_path / "out"))
    said = ask(capsys, *words)
    assert [signal.getsignal(number) for number in (2, 15, 10)] == handlers
    assert said.code == 75
    assert said.error.startswith(f"Stopped, since {name} told it to.")
    assert last_command(said.error) == "exit-sim " + " ".join(words)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("engine")
def test_stopped_between_two_shards(capsys, tmp_path: Path, monkeypatch) -> None:
    """What is kept stays, what is in flight is dropped, and the command that is printed goes on."""
    runs_a_shard(monkeypatch, RUNS)
    path = design(tmp_path / "small.toml")
    words = ("sweep", str(path), "--out", str(tmp_path / "out"), "--threads", "1")
    put = "exit_sim.sweep.store.Store.put"
    with monkeypatch.context() as patched:
        from exit_sim.sweep.store import Store

        before, kept = Store.put, []

        def stopping(store, made) -> None:
            before(store, made)
            kept.append(made.number)
            if len(kept) == 3:
                signal.raise_signal(signal.SIGINT)

        patched.setattr(put, stopping)
        said = ask(capsys, *words)
    assert (said.code, said.out) == (75, "")
    assert "Stopped, since SIGINT told it to: 12 runs are kept" in said.error
    assert last_command(said.error) == "exit-sim " + " ".join(words)
    assert Store.open(tmp_path / "out").done() == {*kept} == {1, 2, 3}
    assert ask(capsys, *words).code == 0
    lived(tmp_path / "whole", path)
    assert promised(tmp_path / "out") == promised(tmp_path / "whole")
