"""The compiled side of the tests: rules and steps as the ensemble compiles them, over many inputs.

Numbers of one call stand in one row of memory, whole numbers in another, and each argument is read
as the composed program reads it: what may be set and the world in place, all else as it stands.
"""

import os
from array import array
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, get_type_hints

import numpy as np
import pytest

from exit_sim.draws import Luck
from exit_sim.recorded import flat
from exit_sim.world import Parameters, World

NOT_A_NUMBER = float("nan")


def engine_or_skip() -> Any:
    """Import what compiles, or skip the test and say why; in CI none may be missing."""
    if os.environ.get("CI") == "true":
        numba = import_module("numba")
    else:
        numba = pytest.importorskip("numba", exc_type=ImportError)
    if numba.config.DISABLE_JIT:
        pytest.skip("NUMBA_DISABLE_JIT is set: nothing is compiled")
    engine = import_module("exit_sim.ensemble.compiling")
    engine.register()
    return engine


def hints(function: Callable[..., Any]) -> dict[str, Any]:
    """What a rule or step takes, by argument, and what it returns."""
    return get_type_hints(function, localns={"World": World, "Parameters": Parameters})


def _within(kind: Any) -> set[Any]:
    inner = [hint for hint in get_type_hints(kind).values() if hasattr(hint, "_fields")]
    return {kind}.union(*map(_within, inner))


SETTINGS = _within(Parameters)
"""The kinds of named tuple that hold settings."""


def _reader(engine: Any, kind: Any) -> Any:
    if kind in SETTINGS:
        return engine.referrer(kind, in_place=True)
    if kind is World:
        return engine.referrer(kind, in_place=False)
    return engine.loader(kind)


def bits(result: Any) -> bytes:
    """Write a result as the bits of its numbers, whatever is not a number alike."""
    numbers = [NOT_A_NUMBER if n != n else n for n in flat((result,))]  # noqa: PLR0124
    return array("d", numbers).tobytes()


def compiled(function: Callable[..., Any]) -> Callable[[Sequence[tuple[Any, ...]]], list[bytes]]:
    """Compile a rule or step into what takes many inputs and gives the bits of each result."""
    engine, numba = engine_or_skip(), import_module("numba")
    takes = [hint for name, hint in hints(function).items() if name != "return"]
    known = {"function": function, "store": engine.store, "Luck": Luck, "uint64": np.uint64}
    given, at, of_wholes = [], 0, 0
    for number, hint in enumerate(takes):
        whole = [f"wholes[n, {of_wholes + i}]" for i in range(4)]
        if hint is Luck:
            given.append(f"Luck(uint64({whole[0]}), {', '.join(whole[1:])})")
            of_wholes += 4
        elif hint is int:
            given.append(whole[0])
            of_wholes += 1
        elif hint is float:
            given.append(f"numbers[n, {at}]")
            at += 1
        else:
            known[f"read_{number}"] = _reader(engine, hint)
            given.append(f"read_{number}(numbers, n * numbers.shape[1] + {at})")
            at += engine.size(hint)
    source = f"""
def each(numbers, wholes, out):
    for n in range(numbers.shape[0]):
        store(out, n * out.shape[1], function({", ".join(given)}))
"""
    exec(source, known)  # noqa: S102  # as the month is composed, so is one call
    each = numba.njit(known["each"])

    def run(inputs: Sequence[tuple[Any, ...]]) -> list[bytes]:
        width = len(bits(function(*inputs[0]))) // 8
        out = np.empty((len(inputs), width))
        each(*_rows(inputs, takes), out)
        out[np.isnan(out)] = NOT_A_NUMBER
        return [result.tobytes() for result in out]

    return run


def _rows(inputs: Sequence[tuple[Any, ...]], takes: Sequence[Any]) -> tuple[Any, Any]:
    numbers, wholes = [], []
    for given in inputs:
        own: tuple[list[float], list[int]] = ([], [])
        for value, hint in zip(given, takes, strict=True):
            if hint is Luck or hint is int:
                own[1].extend(
                    int(n) & 0xFFFFFFFFFFFFFFFF for n in (value if hint is Luck else [value])
                )
            else:
                own[0].extend(flat((value,)))
        numbers.append(own[0])
        wholes.append(own[1])
    shaped = np.array(wholes, np.uint64).reshape(len(inputs), -1)
    return np.array(numbers, np.float64).reshape(len(inputs), -1), shaped.view(np.int64)


def interpreted(function: Callable[..., Any], inputs: Sequence[tuple[Any, ...]]) -> list[bytes]:
    """Run a rule or step as Python, for the bits of each result."""
    return [bits(function(*given)) for given in inputs]
