"""The house stands as it is drawn: imports point down, and every setting and mechanism is used."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import pytest

import exit_sim
from exit_sim.month import ROLES
from exit_sim.rule import Mechanism
from exit_sim.scenario.settable import GROUPS, SETTABLE
from exit_sim.ties import KINDS
from exit_sim.world import Mechanisms, Parameters

ROOT = Path(exit_sim.__file__).parent

FLOORS = (
    "vocabulary rule elementary draws errors",
    "ingredients",
    """setting money staffing politics climate ties innovation people leading decisions starting
    keeping spreading outcomes journey scheduled ledger world opening month recorded""",
    "scenario",
    "agents model ensemble",
    "results analysis twins sweep",
    "story figures",
    "report",
    "live",
    "watching",
    "ready_answers",
    "cli commands api __main__",
)
"""Which file or folder stands on which floor; a scenario stands below the model that is made of it.

A file imports from floors below it, or from its own floor where nothing imports in a circle.
"""

ONLY_THERE = {
    "mesa": ("agents", "model", "watching"),
    "numba": ("ensemble",),
    "llvmlite": ("ensemble",),
    "solara": ("watching",),
    "starlette": ("live", "watching"),
    "uvicorn": ("live", "watching"),
    "random": (),
    "numpy.random": (),
}
"""Libraries that only these files may import."""

LONG = {
    "people.care_leaver": "two lives side by side, thirty things that change, and what is counted",
    "setting": "every setting of the organisation stands here, each on its line",
    "leading": "units of leadership, their sums and their pins",
    "people.frontline": "the take-up sum with its rival forms stands in one place",
    "ingredients.leadership": "the ingredient with most settings, each on its line",
    "ties": "a table of who hears what of whom, and its layout",
    "people.champion": "leaving, succession and burning out are one story",
    "vocabulary": "enumerations, one member a line",
    "journey": "the definitions of a journey, all in one place",
    "people.middle_manager": "leads, learns, is led and may inherit",
    "people.senior_leader": "opens, sponsors, covers and attends",
    "ingredients.receptivity": "the ingredient with five rival forms",
    "ensemble.compiling": "all that the compiler must be told, in one place",
    "ensemble.composing": "the composed program, part by part as it is written out",
}
"""Files longer than 250 lines, each with the reason."""

LONGEST = 250

ONLY_NAMES = {"setting.sector"}
"""Settings that name a bundle of others: no rule may read them."""


class Import(NamedTuple):
    """One import of a file: what, and whether it happens as the file itself is imported."""

    what: str
    at_once: bool


@cache
def files() -> dict[str, ast.Module]:
    """Every file of the package by its dotted name below the package, parsed."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        if name:
            found[name] = ast.parse(path.read_text("utf-8"))
    return found


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imports(node: ast.AST, at_once: bool = True) -> Iterator[Import]:
    """Every import of a file, but those that are for type checkers alone."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.Import):
            yield from (Import(alias.name, at_once) for alias in inner.names)
        elif isinstance(inner, ast.ImportFrom) and inner.module:
            yield from (Import(f"{inner.module}.{a.name}", at_once) for a in inner.names)
        elif _is_for_types(inner):
            continue
        else:
            later = isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from imports(inner, at_once and not later)


def within(what: str) -> str | None:
    """The file of the package that an import reads, if any."""
    if what != "exit_sim" and not what.startswith("exit_sim."):
        return None
    name = what.removeprefix("exit_sim").removeprefix(".")
    while name and name not in files():
        name = name.rpartition(".")[0]
    return name or None


def floor(name: str) -> int:
    """The floor on which a file stands."""
    top = name.partition(".")[0]
    found = [number for number, names in enumerate(FLOORS) if top in names.split()]
    assert len(found) == 1, f"{name} has no floor of its own in the table above"
    return found[0]


def test_imports_point_down() -> None:
    """A file imports only from floors below it, or from its own."""
    wrong = [
        f"{name} imports {what.what}"
        for name, tree in files().items()
        for what in imports(tree)
        if (other := within(what.what)) is not None and floor(other) > floor(name)
    ]
    assert wrong == []


def test_nothing_is_imported_in_a_circle() -> None:
    """Files of one floor may import each other, never in a circle."""
    graph = {
        name: {
            other
            for what in imports(tree)
            if what.at_once and (other := within(what.what)) not in {None, name}
        }
        for name, tree in files().items()
    }
    order = list(TopologicalSorter(graph).static_order())
    assert set(order) == set(graph)


@pytest.mark.parametrize("library", ONLY_THERE)
def test_libraries_stay_in_their_rooms(library: str) -> None:
    """Mesa stays with agents, model and viewer, numba in the ensemble; chance comes from draws."""
    wrong = [
        name
        for name, tree in files().items()
        if name.partition(".")[0] not in ONLY_THERE[library]
        for what in imports(tree)
        if what.what == library or what.what.startswith(f"{library}.")
    ]
    wrong += [
        name
        for name, tree in files().items()
        for node in ast.walk(tree)
        if library == "numpy.random"
        and isinstance(node, ast.Attribute)
        and ast.unparse(node) in {"np.random", "numpy.random"}
    ]
    assert wrong == []


def test_a_scenario_is_read_without_mesa_or_numba() -> None:
    """Reading a scenario and its rules loads none of the heavy libraries."""
    code = (
        "import sys, exit_sim.scenario, exit_sim.month;"
        "exit_sim.scenario.Scenario.load('baseline').parameters;"
        "print([m for m in ('mesa', 'numba', 'pandas', 'matplotlib', 'scipy') if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize("name", files())
def test_first_line(name: str) -> None:
    """The first line of every file reads as a sentence."""
    said = ast.get_docstring(files()[name])
    assert said, f"{name} says nothing"
    first = said.splitlines()[0]
    assert first.endswith(".")
    assert first[0].isupper()


def test_files_are_short() -> None:
    """A file is one idea of at most 250 lines, or there is a reason."""
    lines = {name: len((_path(name)).read_text("utf-8").splitlines()) for name in files()}
    long = {name for name, number in lines.items() if number > LONGEST}
    assert long - set(LONG) == set()


def _path(name: str) -> Path:
    path = ROOT.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


class Read(NamedTuple):
    """A setting, or a group of them, that a function reads, and where."""

    path: str
    file: str
    function: str


@cache
def group_of(file: str, annotation: str) -> str | None:
    """Which group of settings an argument stands for, by its annotation; all of them: nothing."""
    if annotation == "Parameters":
        return ""
    found: Any = import_module(f"exit_sim.{file}")
    for name in annotation.split("."):
        found = getattr(found, name, None)
    kinds = {table: group for group, table in GROUPS.items() if "mechanisms" not in group}
    return kinds.get(found) if isinstance(found, type) else None


@cache
def reads() -> tuple[Read, ...]:
    """Every setting that rules, steps and layout read, whatever they call it locally."""
    found = []
    for name, tree in files().items():
        if floor(name) not in {1, 2, 4}:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                found += list(_reads_of(node, name))
            elif isinstance(node, ast.Lambda):
                found += list(_reads_of_lambda(node, name))
    return tuple(found)


def _reads_of(function: ast.FunctionDef, file: str) -> Iterator[Read]:
    known = {"self.p": "", "model.p": ""}
    for arg in function.args.args:
        kind = ast.unparse(arg.annotation).strip("\"'") if arg.annotation else ""
        group = group_of(file, kind)
        if group is not None:
            known[arg.arg] = group
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            _learn(node, known)
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            path = _resolve(node, known)
            if path:
                yield Read(path, file, function.name)


def _reads_of_lambda(function: ast.Lambda, file: str) -> Iterator[Read]:
    """What is read of a group by a lambda counts for every group that has it."""
    for node in ast.walk(function.body):
        if isinstance(node, ast.Attribute):
            for name in SETTABLE:
                if name.endswith(f".{node.attr}"):
                    yield Read(name, file, "lambda")


def _learn(node: ast.Assign, known: dict[str, str]) -> None:
    target = node.targets[0]
    pairs = [(target, node.value)]
    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        pairs = list(zip(target.elts, node.value.elts, strict=True))
    for to, value in pairs:
        path = _resolve(value, known)
        if isinstance(to, ast.Name) and path:
            known[to.id] = path


def _resolve(node: ast.AST, known: dict[str, str]) -> str | None:
    """The dotted name of the setting, or group, that an expression stands for."""
    text = ast.unparse(node)
    if text in known:
        return known[text]
    if isinstance(node, ast.Attribute):
        base = _resolve(node.value, known)
        if base is not None:
            return f"{base}.{node.attr}".removeprefix(".")
    return None


def all_mechanisms() -> list[str]:
    """The closed list."""
    return [
        f"mechanisms.{group}.{name}"
        for group, table in get_type_hints(Mechanisms).items()
        for name in table._fields
    ]


def test_what_is_read_exists() -> None:
    """No rule reads a setting that a scenario cannot set."""
    known = set(SETTABLE) | set(GROUPS) | {"mechanisms"}
    known |= {f"{name}.{field}" for name in all_mechanisms() for field in Mechanism._fields}
    assert sorted({read for read in reads() if read.path not in known}) == []


def test_every_setting_is_read() -> None:
    """Every setting is read by some rule, or lays an organisation out."""
    read = {each.path for each in reads()} | {f"ties.{kind}" for kind in KINDS}
    settings = {
        f"{group}.{name}"
        for group in Parameters._fields
        if group != "mechanisms"
        for name in GROUPS[group]._fields
    }
    assert sorted(settings - read) == sorted(ONLY_NAMES)


def test_no_rule_reads_a_phase() -> None:
    """A phase is read off the state and moves nothing; nor does a sector."""
    wrong = [
        name
        for name, tree in files().items()
        if 1 <= floor(name) <= 2 and name != "journey"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"phase", "sector"}
    ]
    assert wrong == []


@pytest.mark.parametrize("name", all_mechanisms())
def test_every_mechanism_acts(name: str) -> None:
    """Every mechanism of the closed list is named beside the rule or step in which it acts."""
    assert [read for read in reads() if read.path == name or read.path.startswith(f"{name}.")]


def test_a_mechanism_is_held_at_its_own_level() -> None:
    """A mechanism that is held takes its own constant, that of the role in whose file it acts."""
    roles = {module.__name__.removeprefix("exit_sim."): role for role, module in ROLES.items()}
    wrong = []
    for file, tree in files().items():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            known = {"p": ""}
            for node in ast.walk(function):
                if isinstance(node, ast.Assign):
                    _learn(node, known)
            for call in ast.walk(function):
                if not isinstance(call, ast.Call) or ast.unparse(call.func) != "through":
                    continue
                mechanism = _resolve(call.args[0], known)
                level = _resolve(call.args[1], known)
                if mechanism is None or not mechanism.startswith("mechanisms."):
                    continue
                own = level is None or level.startswith(f"{mechanism}.")
                role = level.rpartition(".")[2] if level else ""
                here = roles[file].name.lower() if file in roles else role
                if not own or (level and role != here):
                    wrong.append(f"{file}.{function.name}: {ast.unparse(call)}")
    assert wrong == []
