"""Reports of every kind, of small organisations, each made once for all tests that read them."""

import os
import shutil
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

import pytest

from exit_sim.cli import answer
from exit_sim.commands.report import read
from exit_sim.report.document import Report
from exit_sim.report.page import Files
from exit_sim.scenario.settable import SETTABLE
from small_organisations import EAGER, LEAST
from sweeping import design

SETS = {**LEAST, **EAGER, "time.horizon": 60, "innovation.pilot_months": 12}
"""A small organisation that is followed for long enough to know what lasts."""

KINDS = (
    "what_if", "two_options", "population_what_if", "over_plausible", "journey", "journeys",
    "population", "why", "fragility", "sweep", "sweep_of_levels", "propositions",
)  # fmt: skip


class Kept(NamedTuple):
    """A folder of results, its report, and the figures it shows."""

    folder: Path
    report: Report
    files: Files


def small(folder: Path) -> str:
    """Write a small organisation as a scenario, and give its path."""
    path = folder / "small.toml"
    lines = ['extends = "baseline"', "[about]", 'title = "A small place"']
    tables: dict[str, list[str]] = {}
    for name, value in SETS.items():
        table, _, key = name.rpartition(".")
        said = f'"{value}"' if SETTABLE[name].words else f"{value}"
        tables.setdefault(table, []).append(f"{key} = {said}")
    for table, settings in tables.items():
        lines += [f"[{table}]", *settings]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return str(path)


def command(kind: str, folder: Path) -> Sequence[str]:
    """Give the command whose result is of a kind."""
    here = small(folder)
    return {
        "what_if": ["what-if", here, "--change", "taper", "--runs", "16"],
        "two_options": [
            "what-if", here, "--change", "taper", "--change", "champion_stays", "--runs", "12"
        ],
        "population_what_if": ["what-if", "reference", "--change", "taper", "--runs", "40"],
        "over_plausible": [
            "what-if", here, "--change", "without_co_production", "--runs", "8",
            "--over", "plausible",
        ],
        "journey": ["run", here, "--seed", "3"],
        "journeys": ["run", here, "--runs", "6"],
        "population": ["run", "reference", "--runs", "40"],
        "why": ["why", "champion_leaves_pilot", "--seed", "1"],
        "fragility": ["fragility", here, "--runs", "20", "--every", "24"],
        "propositions": ["propositions", "P10", "P19", "--units", "16"],
    }[kind]  # fmt: skip


@cache
def kept(kind: str) -> Kept:
    """Make a result of a kind, and keep it for as long as tests run."""
    return made(kind, _place() / kind)


def made(kind: str, folder: Path) -> Kept:
    """Make a result of a kind in a folder."""
    folder.mkdir(parents=True)
    out = folder / "out"
    words = command(kind, folder) if not kind.startswith("sweep") else _swept(kind, folder)
    assert answer([*words, "--out", str(out)]) == 0
    return Kept(out, *read(out))


def _swept(kind: str, folder: Path) -> Sequence[str]:
    options: Any = () if kind == "sweep_of_levels" else ("champion_leaves:month=3",)
    path = design(folder / "small.toml", sets=SETS, options=options, record="")
    assert answer(["sweep", str(path), "--out", str(folder / "sweep")]) == 0
    return ["summarise", str(folder / "sweep")]


@cache
def _place() -> Path:
    import atexit

    folder = Path(mkdtemp(prefix="exit_sim-reports-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def needed(name: str) -> Any:
    """Import a module, or skip the test; in CI none may be missing."""
    if os.environ.get("CI") == "true":
        return import_module(name)
    return pytest.importorskip(name, exc_type=ImportError)


def program(name: str) -> str:
    """Find a program, or skip the test; in CI none may be missing."""
    found = shutil.which(name)
    if found is None:
        missing = f"{name} is not installed"
        assert os.environ.get("CI") != "true", missing
        pytest.skip(missing)
    return found
