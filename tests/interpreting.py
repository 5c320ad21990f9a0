"""Stands in for the compiler, so that the composed program runs as plain Python and can be changed.

Memory is a row of Python's own numbers. A named tuple in memory is read when a field of it is asked
for, as the compiled program reads it; what the compiler is told elsewhere is nothing here.
"""

import builtins
from collections.abc import Callable
from functools import cache
from types import ModuleType, SimpleNamespace
from typing import Any, get_type_hints

from exit_sim.ensemble import composing
from exit_sim.ensemble.composing import place, size
from exit_sim.recorded import flat


class Reference:
    """A named tuple that stays where it is, and whose fields are read one at a time."""

    def __init__(self, memory: Any, at: int, kind: Any, in_place: bool) -> None:
        self._where = (memory, at, kind, in_place)

    def __getattr__(self, name: str) -> Any:
        memory, at, kind, in_place = self._where
        hint, before, deep = _field(kind, name)
        if hint is None:
            return memory[at + before]
        if in_place or deep:
            return Reference(memory, at + before, hint, in_place)
        return _reader(hint)(memory, at + before)


@cache
def _field(kind: Any, name: str) -> tuple[Any, int, bool]:
    hint = get_type_hints(kind)[name]
    if not hasattr(hint, "_fields"):
        return None, place(kind, name), False
    deep = any(hasattr(inner, "_fields") for inner in get_type_hints(hint).values())
    return hint, place(kind, name), deep


@cache
def _reader(kind: Any) -> Callable[[Any, int], Any]:
    parts, before = [], 0
    for hint in get_type_hints(kind).values():
        parts.append((_reader(hint) if hasattr(hint, "_fields") else None, before))
        before += size(hint)

    def read(memory: Any, at: int) -> Any:
        return kind(*[inner(memory, at + n) if inner else memory[at + n] for inner, n in parts])

    return read


def njit(*given: Any, **_options: Any) -> Any:
    """Leave a function as it is."""
    return given[0] if given else njit


def loader(kind: Any) -> Callable[[Any, int], Any]:
    """Make what reads a named tuple of this kind from a place in memory."""
    return _reader(kind)


def referrer(kind: Any, *, in_place: bool) -> Callable[[Any, int], Reference]:
    """Make what refers to a named tuple of this kind at a place in memory."""
    return lambda memory, at: Reference(memory, at, kind, in_place)


def bare(array: Any) -> Any:
    """An array is as good as where it begins."""
    return array


def read(array: Any, at: int) -> Any:
    """Read one number of an array."""
    return array[at]


def store(memory: Any, at: int, value: Any) -> None:
    """Write a number, or every number of a named tuple, to a place in memory."""
    numbers = flat(value) if isinstance(value, tuple) else [value]
    memory.reshape(-1)[at : at + len(numbers)] = numbers


def register() -> None:
    """There is no compiler to tell anything."""


STAND_IN = SimpleNamespace(
    bare=bare,
    njit=njit,
    part=njit,
    part_inlined=njit,
    loader=loader,
    read=read,
    referrer=referrer,
    store=store,
    store_beside=store,
    note_beside=store,
    register=register,
    size=size,
)


def _module(name: str, source: str, instead: dict[str, Any]) -> ModuleType:
    """Run source as a module that finds something else where it imports these names."""

    def find(asked: str, *others: Any) -> Any:
        return instead[asked] if asked in instead else builtins.__import__(asked, *others)

    module = ModuleType(name)
    module.__dict__["__builtins__"] = {**vars(builtins), "__import__": find}
    exec(compile(source, name, "exec"), module.__dict__)  # noqa: S102  # it is our own source
    return module


def _own(value: Any) -> Any:
    """Arrays of a named tuple as arrays of Python's own numbers."""
    return type(value)(*[array.astype(object) for array in value])


def program(
    month: str, around: str, change: Callable[[ModuleType], None] = lambda _: None
) -> Callable[..., int]:
    """Make a program of the sources of the composed month and of what goes around it."""
    instead = {"numba": STAND_IN, "exit_sim.ensemble.compiling": STAND_IN}
    instead["exit_sim.ensemble"] = SimpleNamespace(compiling=STAND_IN)
    running = _module("interpreted_running", around, instead)
    instead["exit_sim.ensemble.running"] = running
    instead["exit_sim.ensemble"] = SimpleNamespace(compiling=STAND_IN, running=running)
    composed = _module("interpreted_month", month, instead)
    change(composed)

    def run(shape: Any, points: Any, runs: Any, memory: Any, out: Any) -> int:
        wanted = out.wanted.astype(object)
        given = (_own(shape), _own(points), _own(runs), _own(memory))
        return int(composed.run(*given, out._replace(wanted=wanted)))

    return run


def sources() -> tuple[str, str]:
    """The sources of the composed month and of what goes around it, as they are."""
    from inspect import getsource

    from exit_sim.ensemble import running

    return composing.composed(), getsource(running)
