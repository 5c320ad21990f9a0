"""Many runs are shared out among threads, alike on any machine, and stop when they are asked to."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import exit_sim
from equality import difference
from exit_sim.ensemble.jobs import EVERYTHING, Job
from exit_sim.results.many import in_blocks, journeys_of, replays
from small_organisations import EAGER, LEAST, eager

pytestmark = pytest.mark.usefixtures("engine")

PATIENCE = 20
"""Seconds after Ctrl-C: ten times what is promised, for a busy machine."""

SHORT: dict[str, Any] = {**LEAST, **EAGER, "time.horizon": 20}


def mixed(number: int = 160) -> list[Job]:
    """Jobs of two shapes and several points, mixed."""
    points = [
        eager(time__horizon=20),
        eager(time__horizon=20, receptivity__culture=0.3),
        eager(time__horizon=20, people__members=1),
    ]
    return [Job(points[seed % 3], seed) for seed in range(number)]


def digest(jobs: list[Job], *, threads: int = 0) -> str:
    """Hash every outcome column of these jobs, and which came in which block."""
    whole = hashlib.sha256()
    for which, columns in in_blocks(jobs, threads=threads):
        whole.update(which.tobytes())
        for name, column in columns.items():
            words = column.dtype == object
            whole.update(name.encode())
            whole.update(repr(column.tolist()).encode() if words else column.tobytes())
    return whole.hexdigest()


def test_threads_change_nothing() -> None:
    """The same blocks with the same bytes come in the same order on one thread, two and five."""
    jobs = mixed()
    assert len({digest(jobs, threads=number) for number in (0, 1, 2, 5)}) == 1


def test_jobs_may_come_in_any_order() -> None:
    """A run is the same wherever it stands among the jobs, and beside whatever others."""
    jobs = mixed(60)
    forwards = replays(jobs, people=True)
    backwards = replays(jobs[::-1], people=True)[::-1]
    alone = [replays([job], people=True)[0] for job in jobs[:6]]
    for one, other in [*zip(forwards, backwards, strict=True), *zip(forwards, alone, strict=False)]:
        assert difference(one, other) == ""


def test_progress_is_told() -> None:
    """How many runs have ended is told block by block, up to all of them."""
    for ask in (replays, journeys_of):
        told: list[int] = []
        ask(mixed(), done=told.append)
        assert told == sorted(set(told))
        assert len(told) > 1
        assert told[-1] == 160


def test_no_jobs() -> None:
    """Nothing asked is nothing answered."""
    assert replays([]) == []
    assert list(in_blocks([])) == []


SAID = """
import json, sys
sys.path.insert(0, sys.argv[1])
from test_ensemble_running import digest, mixed
print(json.dumps(digest(mixed())))
"""


def elsewhere(**env: str) -> str:
    """Hash the same jobs in a process of its own."""
    root = str(Path(exit_sim.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SAID, str(Path(__file__).parent)],
        env={**os.environ, "PYTHONPATH": root, **env},
        capture_output=True,
        text=True,
        check=True,
    )
    return str(json.loads(done.stdout))


def test_another_process_gives_the_same() -> None:
    """A process of its own, which finds the rules compiled, gives the same bytes."""
    assert elsewhere(PYTHONHASHSEED="7") == digest(mixed())


@pytest.mark.slow
def test_a_plainer_processor_gives_the_same(tmp_path: Path) -> None:
    """Compiled without fused multiply-add and AVX2, the whole month gives the same bytes."""
    plain = {
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA",
        "NUMBA_CPU_NAME": "generic",
        "XDG_CACHE_HOME": str(tmp_path),
    }
    assert elsewhere(**plain) == digest(mixed())


def test_an_error_is_handed_on() -> None:
    """What fails in one block is raised, and no thread is left waiting or running."""
    import threading

    from exit_sim.ensemble.blocks import Block, stream

    class Broken(Exception):
        """Stands for whatever may go wrong."""

    def fails(block: Block) -> int:
        if block.jobs[0] > 0:
            raise Broken
        return len(block.jobs)

    def consume(threads: int) -> Iterator[int]:
        yield from stream(mixed(), EVERYTHING, fails, threads=threads)

    for threads in (1, 2):
        before = threading.active_count()
        found = consume(threads)
        assert next(found) > 0
        with pytest.raises(Broken):
            list(found)
        assert threading.active_count() == before
    assert len(replays(mixed(6))) == 6


def test_who_listens_may_stop_listening() -> None:
    """Whoever has seen enough of a long list leaves at once; what was not begun is not run."""
    import threading

    from exit_sim.ensemble.blocks import stream

    begun: list[int] = []
    before = threading.active_count()
    found = stream(mixed(2000), EVERYTHING, lambda block: begun.append(len(block.jobs)), threads=1)
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert sum(begun) < 1000
    assert threading.active_count() == before


LONG = """
import signal, sys
signal.alarm(300)  # whatever happens, it does not stay
from exit_sim.ensemble.jobs import Job
from exit_sim.results.many import in_blocks
from exit_sim.scenario import Scenario
place, done = Scenario.load("baseline"), 0
try:
    for which, columns in in_blocks([Job(place, n) for n in range(100_000)]):
        done += len(which)
        print(done, flush=True)
except KeyboardInterrupt:
    print("kept", done, flush=True)
    sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise on Windows")
def test_ctrl_c() -> None:
    """Ctrl-C is answered at once, in the middle of ever so many runs; what is complete is there."""
    root = str(Path(exit_sim.__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", LONG],
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stdout is not None
        first = int(running.stdout.readline())
        running.send_signal(signal.SIGINT)
        pressed = time.monotonic()
        said, _ = running.communicate(timeout=PATIENCE)
        took = time.monotonic() - pressed
    *_, last = said.splitlines()
    word, kept = last.split()
    assert (running.returncode, word) == (130, "kept")
    assert first <= int(kept) < 100_000
    assert took < PATIENCE
