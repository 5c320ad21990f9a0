"""What keeping every run costs, against runs that are let go, and against Mesa's batch_run.

    python benchmarks/bench_sweep.py            some ten minutes: 160,000 default runs
    python benchmarks/bench_sweep.py --million  some 25 minutes: a million of them

Nothing here is asserted: read the tables. Start-up and compiling are apart: both sides are warm.
The sweep and the bare ensemble take turns, so that a busy machine is as busy for both.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from exit_sim.results.many import in_blocks
from exit_sim.sweep.design import Design
from exit_sim.sweep.going import Stop, go
from exit_sim.sweep.lease import lease
from exit_sim.sweep.opened import opened
from exit_sim.sweep.plan import Plan
from exit_sim.sweep.store import Store
from exit_sim.sweep.where.threads import Threads

THREADS = 2
TURNS = 2
RUNS, MILLION = 160_000, 1_000_000
POINTS = 20
A_KILL = 60.0
"""Seconds after which what is being measured is killed."""

DESIGN = """
of = "baseline"
[design]
kind = "full factorial"
[factors]
receptivity.culture = [0.2, 0.4, 0.6, 0.8]
setting.pressure = [0.1, 0.3, 0.5, 0.7, 0.9]
[replicates]
runs = {runs}
seed = {seed}
"""


def design(folder: Path, runs: int, seed: int = 1) -> Path:
    """Write a design of about so many default runs: twenty points, every outcome."""
    path = folder / f"default-{runs}-{seed}.toml"
    path.write_text(DESIGN.format(runs=runs // POINTS, seed=seed), "utf-8")
    return path


def swept(folder: Path, path: Path) -> tuple[float, Store, Plan]:
    """Time a sweep from its first run to its last file; what was planned before is apart."""
    store, plan = opened(folder / path.stem, Design.load(path))
    with lease(store.folder) as mine:
        place, start = Threads(THREADS, len(plan.shards)), time.perf_counter()
        go(store, plan, plan.shards, place, Stop(), mine, lambda _: None)
        return time.perf_counter() - start, store, plan


def bare(path: Path) -> float:
    """Time the same runs, of which the same columns are read, and let go."""
    plan = Plan(Design.load(path))
    jobs = [run.job for shard in plan.shards for run in plan.runs_in(shard)]
    start = time.perf_counter()
    for _ in in_blocks(jobs, threads=THREADS):
        pass
    return time.perf_counter() - start


def in_turns(folder: Path, runs: int) -> tuple[float, float]:
    """Seconds of the sweep and of the bare ensemble for so many runs each, a part at a time."""
    kept = let_go = 0.0
    for turn in range(TURNS):
        path = design(folder, runs // TURNS, turn * runs)
        kept += swept(folder, path)[0]
        let_go += bare(path)
    return kept, let_go


def on_disk(store: Store) -> tuple[int, int]:
    """Files and bytes of a sweep's folder."""
    sizes = [path.stat().st_size for path in store.folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def memory() -> float:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def alone(runs: int) -> list[tuple[str, str]]:
    """Sweep so many runs in this process, and say what it took."""
    with tempfile.TemporaryDirectory() as folder:
        swept(Path(folder), design(Path(folder), 400))
        before = memory()
        took, store, plan = swept(Path(folder), design(Path(folder), runs, 9))
        grown, (files, size) = memory() - before, on_disk(store)
        there = sum(map(plan.runs_of, plan.shards))
        scale = MILLION / there
        rows = [
            ("runs, seconds, runs a second", f"{there:,}, {took:.0f}, {there / took:,.0f}"),
            ("growth of resident memory", f"{grown:.0f} MB"),
            ("files, bytes on disk a run", f"{files}, {size / there:.0f}"),
        ]
        if there < MILLION:
            shards = MILLION // plan.units_a_shard + 1
            rows.append(("a million would take, by this rate", f"{took * scale / 60:.0f} minutes"))
            rows.append(("and be, in files", f"{shards + files - len(plan.shards)}"))
        return rows


def in_its_own(*words: str) -> str:
    """Run this file as a process of its own, and give what it prints."""
    return subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-W", "ignore", __file__, *words],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def first_line(folder: Path) -> float:
    """Seconds until a sweep, warm, says the first thing of how far it is."""
    words = [sys.executable, "-m", "exit_sim", "sweep", str(design(folder, RUNS, 77))]
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603  # our own code
        [*words, "--out", str(folder / "first")], stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None  # noqa: S101
        running.stderr.readline()
        took = time.perf_counter() - start
        running.send_signal(signal.SIGINT)
        running.communicate()
    return took


def with_batch_run(runs: int) -> None:
    """Run the same points with Mesa's batch_run, and print seconds and memory."""
    from mesa.batchrunner import batch_run

    from exit_sim.model import InnovationJourney

    with tempfile.TemporaryDirectory() as folder:
        points = Design.load(design(Path(folder), POINTS)).points
    cells: dict[str, Any] = {
        name: sorted({row[at] for row in points}) for at, name in enumerate(points.names)
    }
    start = time.perf_counter()
    found = batch_run(
        InnovationJourney,
        {**cells, "seed": list(range(max(1, runs // POINTS)))},
        number_processes=THREADS,
        iterations=1,
        max_steps=1200,
        display_progress=False,
    )
    took = time.perf_counter() - start
    print(f"{len(found) / took:.2f} {memory():.0f}")


def left_after_a_kill(words: list[str], folder: Path, seconds: float) -> tuple[int, int]:
    """Rows on disk, and processes that still run, after a kill some seconds on."""
    running = subprocess.Popen(  # noqa: S603  # our own code
        [sys.executable, "-W", "ignore", *words],
        cwd=folder,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    running.kill()
    running.wait()
    time.sleep(1.0)
    left = list(session(running.pid))
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    import pyarrow.parquet as pq

    files = folder.rglob("journeys/part-*.parquet")
    return sum(pq.read_metadata(path).num_rows for path in files), len(left)


def session(leader: int) -> Iterator[int]:
    """Give every process of a session that still runs, as Linux tells it."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = stat.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(told[3]) == leader and told[0] != "Z":
            yield int(stat.parent.name)


def table(title: str, rows: list[tuple[str, str]]) -> None:
    """Print rows of two columns."""
    grid = Table(title=title, show_header=False)
    for row in rows:
        grid.add_row(*row)
    Console().print(grid)


def beside_batch_run() -> None:
    """Print what a sweep and batch_run do with the same model and points."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        path = design(Path(one), MILLION, 5)
        sweep = ["-m", "exit_sim", "sweep", str(path), "--out", "out"]
        kept, ours = left_after_a_kill(sweep, Path(one), A_KILL)
        lost, theirs = left_after_a_kill([__file__, "--batch-run", "4000"], Path(other), A_KILL)
    rate, held = in_its_own("--batch-run", str(POINTS)).split()
    rows = [
        ("batch_run, two processes: runs a second", rate),
        ("memory of its first process in the end", f"{held} MB"),
        (f"killed after {A_KILL:.0f} s: runs on disk by a sweep", f"{kept:,}"),
        (f"killed after {A_KILL:.0f} s: runs on disk by batch_run", f"{lost:,}"),
        ("processes left by a sweep, by batch_run", f"{ours}, {theirs}"),
    ]
    table("Mesa's batch_run beside it", rows)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--million", action="store_true", help="sweep a million runs, too")
    asked.add_argument("--runs", type=int, default=RUNS, help="how many default runs")
    asked.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    asked.add_argument("--batch-run", type=int, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.batch_run:
        with_batch_run(given.batch_run)
        return
    if given.alone:
        table(f"A sweep of {given.alone:,} default runs", alone(given.alone))
        return
    with tempfile.TemporaryDirectory() as folder:
        swept(Path(folder), design(Path(folder), 400))  # compiles, where nothing is
        kept, let_go = in_turns(Path(folder), given.runs)
        rows = [
            ("sweep: seconds", f"{kept:.1f}"),
            ("bare ensemble: seconds", f"{let_go:.1f}"),
            ("sweep against the bare ensemble", f"{let_go / kept:.3f}"),
            ("first line of progress, warm", f"{first_line(Path(folder)):.1f} s"),
        ]
    table(f"{given.runs:,} default runs on {THREADS} threads", rows)
    print(in_its_own("--alone", str(MILLION if given.million else given.runs)))
    beside_batch_run()


if __name__ == "__main__":
    main()
