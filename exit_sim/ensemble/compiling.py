"""Rules are made known to the compiler as they stand: numbers in a row of memory, read by name.

The ensemble keeps an organisation as one row of numbers. Here the compiler learns to read a named
tuple from that row and to write one into it, to read what may be set and what is known of the
organisation in place, and to call every recorded rule.
"""

import os
from collections.abc import Callable
from functools import cache
from inspect import signature
from typing import Any, get_type_hints

os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")  # its exp and log differ by processor
os.environ.setdefault("NUMBA_SLP_VECTORIZE", "1")  # reads and adds neighbours at once

import numpy as np
from llvmlite import ir
from numba import njit, typeof
from numba.core import types
from numba.core.datamodel import models
from numba.core.imputils import lower_cast
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    overload,
    register_jitable,
    register_model,
)

from exit_sim.draws import uniform, uniform_compiled
from exit_sim.elementary import LARGEST, SMALLEST, Parts, clamp, parts, scaled
from exit_sim.opening import empty
from exit_sim.rule import RULES, STEPS

WITHIN: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""For what only compiled code calls: no way in is made from outside, which takes long to make."""

part, part_inlined = njit(**WITHIN), njit(**WITHIN, forceinline=True)
"""Compile a function as a part of the program; inlined where it is called every month."""

WORD = ir.IntType(64)
NUMBER = ir.DoubleType()


class Reference(types.Type):
    """A named tuple that stays where it is, and whose fields are read one at a time.

    What a step may hand back whole (a part of the world) is read as a named tuple; with
    ``in_place`` (what may be set) even the innermost stays where it is. What may be set is never
    written to, so that it may be read at any time: once for all people, before their loop.
    """

    def __init__(self, kind: Any, *, in_place: bool) -> None:
        self.kind = kind
        self.in_place = in_place
        super().__init__(f"Reference({kind.__module__}.{kind.__qualname__}, {in_place})")

    def field(self, name: str) -> tuple[Any, int] | None:
        """Give the compiler's type of a field and how many numbers stand before it."""
        at = 0
        for field, hint in get_type_hints(self.kind).items():
            nested = hasattr(hint, "_fields")
            if field == name:
                if not nested:
                    return types.float64, at
                if self.in_place or any(
                    hasattr(h, "_fields") for h in get_type_hints(hint).values()
                ):
                    return Reference(hint, in_place=self.in_place), at
                return typeof(empty(hint)), at
            at += size(hint)
        return None


@register_model(Reference)
class _ReferenceModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, NUMBER.as_pointer())


@infer_getattr
class _Fields(AttributeTemplate):
    key = Reference

    def generic_resolve(self, reference: Any, name: str) -> Any:
        found = reference.field(name)
        return None if found is None else found[0]


@lower_getattr_generic(Reference)
def _read_field(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
    inner, at = kind.field(name)
    start = builder.gep(value, [ir.Constant(WORD, at)])
    found = _load(context, builder, inner, start, _scope(builder))
    if kind.in_place and isinstance(found, ir.LoadInstr):
        found.set_metadata("invariant.load", builder.module.add_metadata([]))
    return found


def _load(context: Any, builder: Any, kind: Any, start: Any, scope: Any = None) -> Any:
    if isinstance(kind, Reference):
        return start
    if isinstance(kind, types.BaseTuple):
        parts, at = [], 0
        for inner in kind.types:
            part = builder.gep(start, [ir.Constant(WORD, at)])
            parts.append(_load(context, builder, inner, part, scope))
            at += _numbers(inner)
        return context.make_tuple(builder, kind, parts)
    number = builder.load(start)
    if scope is not None:
        number.set_metadata("alias.scope", scope)
    return number


def _scope(builder: Any) -> Any:
    """Name the memory that no person's step writes to, so that what is read there is read once."""
    module = builder.module
    found = module.add_metadata([ir.MetaDataString(module, "exit_sim: all that is not a person")])
    scope = module.add_metadata([ir.MetaDataString(module, "exit_sim: world and settings"), found])
    return module.add_metadata([scope])


def _numbers(kind: Any) -> int:
    return sum(map(_numbers, kind.types)) if isinstance(kind, types.BaseTuple) else 1


@cache
def size(kind: Any) -> int:
    """Count the numbers in a named tuple, those of named tuples within it too."""
    if not hasattr(kind, "_fields"):
        return 1
    return sum(size(hint) for hint in get_type_hints(kind).values())


def _start(context: Any, builder: Any, kind: Any, values: Any) -> Any:
    return builder.gep(_first(context, builder, kind, values[0]), [values[1]])


def _first(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    if isinstance(kind, types.CPointer):
        return value
    return context.make_array(kind)(context, builder, value).data


@intrinsic
def bare(_typing: Any, array: Any) -> Any:
    """Tell where an array's numbers begin: a word to hand on, where the array takes seven."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return _first(context, builder, signature.args[0], values[0])

    return types.CPointer(array.dtype)(array), generate


def loader(kind: Any) -> Any:
    """Make what reads a named tuple of this kind from a place in memory."""
    found = typeof(empty(kind))

    @intrinsic
    def load(_typing: Any, memory: Any, at: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            start = _start(context, builder, signature.args[0], values)
            return _load(context, builder, found, start)

        return found(memory, types.int64), generate

    return load


def referrer(kind: Any, *, in_place: bool) -> Any:
    """Make what refers to a named tuple of this kind at a place in memory."""
    found = Reference(kind, in_place=in_place)

    @intrinsic
    def refer(_typing: Any, memory: Any, at: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            _promise(builder, "arg.settings" if in_place else "arg.memory", size(kind))
            return _start(context, builder, signature.args[0], values)

        return found(memory, types.int64), generate

    return refer


def _promise(builder: Any, argument: str, numbers: int) -> None:
    """Tell the compiler that so many numbers stand there.

    It may then read them before a loop over people, not knowing whether anybody will ask.
    """
    for given in builder.function.args:
        if given.name == argument:
            given.attributes.align, given.attributes.dereferenceable = 8, 8 * numbers


def _put(context: Any, builder: Any, kind: Any, value: Any, start: Any, scope: Any) -> Any:
    if isinstance(kind, types.BaseTuple):
        for number, inner in enumerate(kind.types):
            part = builder.extract_value(value, number)
            start = _put(context, builder, inner, part, start, scope)
        return start
    written = builder.store(context.cast(builder, value, kind, types.float64), start)
    if scope is not None:
        written.set_metadata("noalias", scope)
    return builder.gep(start, [ir.Constant(WORD, 1)])


@intrinsic
def read(_typing: Any, array: Any, at: Any) -> Any:
    """Read one number, or whole number, of an array; places count from 0 and are not looked at."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.load(_start(context, builder, signature.args[0], values))

    return array.dtype(array, types.int64), generate


@intrinsic
def store(_typing: Any, memory: Any, at: Any, value: Any) -> Any:
    """Write every number of a named tuple to a place in memory."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        start = _start(context, builder, signature.args[0], values)
        _put(context, builder, signature.args[2], values[2], start, None)
        return context.get_dummy_value()

    return types.void(memory, types.int64, value), generate


@intrinsic
def store_beside(_typing: Any, memory: Any, at: Any, value: Any) -> Any:
    """Write a number, or every number of a named tuple, where neither world nor settings stand."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        start = _start(context, builder, signature.args[0], values)
        _put(context, builder, signature.args[2], values[2], start, _scope(builder))
        return context.get_dummy_value()

    return types.void(memory, types.int64, value), generate


@intrinsic
def note_beside(_typing: Any, whole: Any, at: Any, value: Any) -> Any:
    """Write a whole number where neither world nor settings stand."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        start = _start(context, builder, signature.args[0], values)
        written = builder.store(values[2], start)
        written.set_metadata("noalias", _scope(builder))
        return context.get_dummy_value()

    return types.void(whole, types.int64, types.int64), generate


@intrinsic
def _bits(_typing: Any, number: Any) -> Any:
    """Read the 64 bits of a number as a whole number."""

    def generate(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        return builder.bitcast(values[0], WORD)

    return types.int64(types.float64), generate


@intrinsic
def _of_bits(_typing: Any, bits: Any) -> Any:
    """Read a whole number as the 64 bits of a number."""

    def generate(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        return builder.bitcast(values[0], NUMBER)

    return types.float64(types.int64), generate


def scaled_compiled(y: float, k: int) -> float:
    """Multiply as `scaled` does, by writing the exponent's bits."""
    return y * _of_bits((np.int64(k) + 1023) << 52)


def parts_compiled(x: float) -> Parts:
    """Take apart as `parts` does, by reading the exponent's bits."""
    m = clamp(x, SMALLEST, LARGEST)
    if m != m:  # noqa: PLR0124  # not a number
        return Parts(m, 0.0)
    bits = _bits(m)
    power = (bits >> 52) - 1023
    mantissa = _of_bits((bits & 0xFFFFFFFFFFFFF) | (1023 << 52))
    if mantissa > 1.4142135623730951:
        mantissa, power = mantissa * 0.5, power + 1
    return Parts(mantissa, power * 1.0)


OTHERWISE = {uniform: uniform_compiled, scaled: scaled_compiled, parts: parts_compiled}
"""Functions that have a compiled body of their own; a test holds each to its twin, bit by bit."""


def _always(compiled: Callable[..., Any]) -> Callable[..., Any]:
    """Choose this body whatever is given; the compiler looks at the names of what it takes."""
    names = ", ".join(signature(compiled).parameters)
    chosen: Callable[..., Any] = eval(f"lambda {names}: compiled", {"compiled": compiled})  # noqa: S307
    return chosen


@cache
def register() -> None:
    """Make draws and every recorded rule and step known to the compiler; once is enough."""

    @lower_cast(types.IntEnumMember, types.Float)
    def cast(context: Any, builder: Any, kind: Any, to: Any, value: Any) -> Any:
        return context.cast(builder, value, kind.dtype, to)

    def number_of(x):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # for the compiler
        return (lambda x: x.value * 1.0) if isinstance(x, types.IntEnumMember) else None

    overload(float)(number_of)
    inlined = {"forceinline": True, **WITHIN}
    for function, compiled in OTHERWISE.items():
        overload(function, strict=False, jit_options=inlined)(_always(compiled))
    functions: list[Callable[..., Any]] = [*RULES.values(), *STEPS.values()]
    for function in functions:
        if function not in OTHERWISE:
            register_jitable(**inlined)(function)
