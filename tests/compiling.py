"""The compiled side of the tests: rules and steps as numba runs them, over many inputs at once.

Everything crosses as one row of 64-bit words for each input: settings stay in the row and are read
as a nested record, states are loaded as nested named tuples, luck as unsigned and signed words.
"""

import os
import struct
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, get_type_hints

import numpy as np
import pytest

from exit_sim.draws import Luck, uniform, uniform_compiled
from exit_sim.opening import empty
from exit_sim.rule import RULES, STEPS
from exit_sim.world import Parameters, World

os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")

NOT_A_NUMBER = float("nan")
Row = tuple[int, ...]


def numba_or_skip() -> Any:
    """Import numba, or skip the test and say why; in CI none may be missing."""
    if os.environ.get("CI") == "true":
        numba = import_module("numba")
    else:
        numba = pytest.importorskip("numba", exc_type=ImportError)
    if numba.config.DISABLE_JIT:
        pytest.skip("NUMBA_DISABLE_JIT is set: nothing is compiled")
    return numba


def hints(function: Callable[..., Any]) -> dict[str, Any]:
    """What a rule or step takes, by argument, and what it returns."""
    return get_type_hints(function, localns={"World": World, "Parameters": Parameters})


def _within(kind: Any) -> set[Any]:
    inner = [hint for hint in get_type_hints(kind).values() if hasattr(hint, "_fields")]
    return {kind}.union(*map(_within, inner))


READ_IN_PLACE = _within(Parameters)
"""The kinds of named tuple that hold settings."""


def flat(value: Any) -> list[Any]:
    """Every number of a value, named tuples within named tuples and all."""
    if isinstance(value, tuple):
        return [number for inner in value for number in flat(inner)]
    return [value]


def row(given: tuple[Any, ...]) -> Row:
    """Write the arguments of one call as 64-bit words: floats by their bits, others as they are."""
    numbers = [n if isinstance(n, float) else int(n) & 0xFFFFFFFFFFFFFFFF for n in flat(given)]
    form = "".join("d" if isinstance(n, float) else "Q" for n in numbers)
    return struct.unpack(f"<{len(numbers)}Q", struct.pack(f"<{form}", *numbers))


def bits(result: Any) -> Row:
    """Write a result as the bits of its numbers, whatever is not a number alike."""
    numbers = [float(n) for n in flat(result)]
    numbers = [NOT_A_NUMBER if n != n else n for n in numbers]  # noqa: PLR0124
    return row(tuple(numbers))


@cache
def register() -> None:
    """Make every recorded rule and step, and draws, known to the compiler."""
    extending = import_module("numba.extending")
    types = import_module("numba.core.types")
    lower_cast = import_module("numba.core.imputils").lower_cast

    @lower_cast(types.IntEnumMember, types.Float)
    def cast(context: Any, builder: Any, kind: Any, to: Any, value: Any) -> Any:
        return context.cast(builder, value, kind.dtype, to)

    def number_of(x):  # type: ignore[no-untyped-def]  # noqa: ANN202  # as the compiler wants it
        return (lambda x: x.value * 1.0) if isinstance(x, types.IntEnumMember) else None

    extending.overload(float)(number_of)
    extending.overload(uniform, strict=False)(lambda luck, purpose: uniform_compiled)  # noqa: ARG005
    for function in (*RULES.values(), *STEPS.values()):
        extending.register_jitable(function)


def _dtype(value: Any) -> np.dtype[Any]:
    if isinstance(value, tuple):
        return np.dtype([(name, _dtype(v)) for name, v in value._asdict().items()])  # type: ignore[attr-defined]
    return np.dtype("f8")


@cache
def _type(hint: Any) -> Any:
    """The compiler's type for an argument."""
    numba = import_module("numba")
    types = import_module("numba.core.types")
    if hint is Luck:
        fields = (types.uint64, types.int64, types.int64, types.int64)
        return types.NamedTuple(fields, Luck)
    if hint in READ_IN_PLACE:
        return numba.typeof(np.zeros(1, _dtype(empty(hint)))[0])
    if hasattr(hint, "_fields"):
        return numba.typeof(empty(hint))
    return types.int64 if hint is int else types.float64


def _loader(kinds: Sequence[Any]) -> Any:
    """Make an intrinsic that reads all arguments of one call from one row."""
    types = import_module("numba.core.types")
    ir = import_module("llvmlite.ir")
    word = ir.IntType(64)

    def load(context: Any, builder: Any, kind: Any, words: Any, at: int) -> tuple[Any, int]:
        if isinstance(kind, types.Record):
            start = builder.gep(words, [ir.Constant(word, at)])
            return builder.bitcast(start, context.get_value_type(kind)), at + kind.size // 8
        if isinstance(kind, types.BaseTuple):
            parts = []
            for inner in kind.types:
                part, at = load(context, builder, inner, words, at)
                parts.append(part)
            return context.make_tuple(builder, kind, parts), at
        value = builder.load(builder.gep(words, [ir.Constant(word, at)]))
        if kind == types.float64:
            value = builder.bitcast(value, ir.DoubleType())
        return value, at + 1

    @import_module("numba.extending").intrinsic
    def arguments(_typing: Any, row: Any) -> Any:
        every = types.Tuple(kinds)

        def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            data = context.make_array(signature.args[0])(context, builder, values[0]).data
            return load(context, builder, every, data, 0)[0]

        return every(row), generate

    return arguments


@cache
def _storer() -> Any:
    """Make an intrinsic that writes a result into a row, number by number."""
    types = import_module("numba.core.types")
    ir = import_module("llvmlite.ir")

    def store(context: Any, builder: Any, kind: Any, value: Any, row: Any, at: int) -> int:
        if isinstance(kind, types.BaseTuple):
            for number, inner in enumerate(kind.types):
                part = builder.extract_value(value, number)
                at = store(context, builder, inner, part, row, at)
            return at
        number = context.cast(builder, value, kind, types.float64)
        builder.store(number, builder.gep(row, [ir.Constant(ir.IntType(64), at)]))
        return at + 1

    @import_module("numba.extending").intrinsic
    def put(_typing: Any, row: Any, result: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            data = context.make_array(signature.args[0])(context, builder, values[0]).data
            store(context, builder, signature.args[1], values[1], data, 0)
            return context.get_dummy_value()

        return types.void(row, result), generate

    return put


def compiled(function: Callable[..., Any]) -> Callable[[Sequence[tuple[Any, ...]]], list[Row]]:
    """Compile a rule or step into what takes many inputs and gives the bits of each result."""
    numba = numba_or_skip()
    register()
    takes = [hint for name, hint in hints(function).items() if name != "return"]
    arguments, put = _loader([_type(hint) for hint in takes]), _storer()

    @numba.njit
    def each(rows: Any, out: Any) -> None:
        for n in range(rows.shape[0]):
            put(out[n], function(*arguments(rows[n])))

    def run(inputs: Sequence[tuple[Any, ...]]) -> list[Row]:
        rows = np.array([row(given) for given in inputs], dtype=np.uint64)
        width = len(bits(function(*inputs[0])))
        out = np.empty((len(inputs), width))
        each(rows, out)
        out[np.isnan(out)] = np.nan
        return [tuple(map(int, result)) for result in out.view(np.uint64)]

    return run


def interpreted(function: Callable[..., Any], inputs: Sequence[tuple[Any, ...]]) -> list[Row]:
    """Run a rule or step as Python, for the bits of each result."""
    return [bits(function(*given)) for given in inputs]
