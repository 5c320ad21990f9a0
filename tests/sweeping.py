"""Small sweeps for tests: designs that take a moment, cut into many shards, and their folders."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from exit_sim.sweep import plan
from exit_sim.sweep.design import Design
from exit_sim.sweep.going import Stop, go
from exit_sim.sweep.lease import lease
from exit_sim.sweep.opened import opened
from exit_sim.sweep.plan import Plan, Shard
from exit_sim.sweep.precise import next_round, wanted
from exit_sim.sweep.store import Store
from exit_sim.sweep.where.place import Place
from exit_sim.sweep.where.threads import Threads
from small_organisations import EAGER, LEAST

LIVELY = {**LEAST, **EAGER, "time.horizon": 12, "time.burn_in": 0}
"""A small organisation in which much happens within a year."""

FACTORS = {"receptivity.culture": [0.2, 0.8], "setting.pressure": [0.2, 0.5, 0.8]}
OPTIONS = ("champion_leaves:month=3",)
RECORD = "months: reach, receptivity.openness"

PROGRAM = (
    "-c",
    """import sys
from exit_sim.sweep import plan
plan.FEWEST = plan.MOST = int(sys.argv.pop(1))
from exit_sim.cli import main; main()""",
)
"""The command line, but that shards are of so many runs as its first argument says."""


def design(
    where: Path,
    *,
    sets: Mapping[str, Any] = LIVELY,
    factors: Mapping[str, Sequence[float]] = FACTORS,
    options: Sequence[str] = OPTIONS,
    record: str = RECORD,
    replicates: str = "runs = 4",
    title: str = "small",
) -> Path:
    """Write a full factorial design to a file, and give its path."""
    lines = ['of = "baseline"', f"options = {list(options)}"]
    lines += [f'record = ["{record}"]', "every = 6"] if record else []
    lines += [
        "[about]",
        f'title = "{title}"',
        "[set]",
        *(f"{n} = {v}" for n, v in sets.items() if n not in factors),
    ]
    lines += ["[design]", 'kind = "full factorial"']
    lines += ["[factors]", *(f"{name} = {list(values)}" for name, values in factors.items())]
    lines += ["[replicates]", replicates]
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text("\n".join(lines).replace("'", '"') + "\n", "utf-8")
    return where


def runs_a_shard(monkeypatch: pytest.MonkeyPatch, runs: int) -> None:
    """Let shards be of so many runs, so that a small sweep has many."""
    monkeypatch.setattr(plan, "FEWEST", runs)
    monkeypatch.setattr(plan, "MOST", runs)


def promised(folder: Path) -> dict[str, bytes]:
    """Every file of a sweep's folder whose bytes are promised; what is hidden is there, too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "provenance"
    }


def tables(folder: Path) -> dict[str, bytes]:
    """The files of a sweep's tables."""
    return {name: one for name, one in promised(folder).items() if name.endswith(".parquet")}


def lived(
    folder: Path, path: Path, place: Place | None = None, *, task: int = 1, tasks: int = 1
) -> tuple[Store, Plan]:
    """Live through what is missing of a design, here, without a command line."""
    store, laid = opened(folder, Design.load(path))
    number = next_round(store, laid)
    with lease(folder, task, tasks) as mine:
        store.tidy()
        while number is not None:
            missing = [
                each for each in wanted(store, laid, number) if each.number not in store.done()
            ]
            ours = [each for each in missing if each.number % tasks == task % tasks]
            if not ours:
                break
            go(store, laid, ours, place or Threads(2, len(ours)), Stop(), mine, lambda _: None)
            number = next_round(store, laid)
    return store, laid


def every_run(laid: Plan, shards: Sequence[Shard] | None = None) -> list[tuple[int, int, int]]:
    """Point, replicate and option of each run of a plan, in the order of its rows."""
    return [
        (run.point, run.replicate, run.option)
        for shard in shards or laid.shards
        for run in laid.runs_in(shard)
    ]
