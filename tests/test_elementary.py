"""The elementary functions are right, rising, quiet at their ends and alike to the last bit."""

import hashlib
import json
import math
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal, localcontext
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exit_sim
from exit_sim.elementary import clamp, exp, log, logistic, share

NAMES = ("exp", "log", "logistic", "share", "clamp")
RISING = (exp, log, logistic, share)
GRID = [0.0] + [
    sign * step / 97 * math.ldexp(1.0, power)
    for power in (-1010, -300, -60, *range(-12, 11), 60, 300, 1015)
    for sign in (-1, 1)
    for step in range(97, 194, 3)
]
REFERENCE = {
    "exp": "09c904a7d44252fc0cc03ef53a6a74c37fae8a528f9a2857b2a19461b7a2eb40",
    "log": "ce83e9e83d5d0d342aecbe5857180270cc330c0dcb2334eac00982499936e956",
    "logistic": "41d22e01aebe5b024e5028b6fa7ce3342088200ff2b465d7bb0bb0805328bde2",
    "share": "bb26b702eec7b12354ddba28bb295ad1a0398833b1247e829a2e78d1001aee09",
    "clamp": "45966ba32962920ad036bc10b307b01e7fe58f98f85b603761668257362122db",
}
Engine = Callable[[float], tuple[float, ...]]
numbers = st.floats(allow_nan=False)


def outputs(x: float) -> tuple[float, ...]:
    """Call every function."""
    return exp(x), log(x), logistic(x), share(x), clamp(x, -0.5, 2.5)


def digests(function: Engine) -> dict[str, str]:
    """Hash each function's bits over the grid."""
    columns = zip(*(function(x) for x in GRID), strict=True)
    packed = (struct.pack(f"<{len(GRID)}d", *column) for column in columns)
    return {name: hashlib.sha256(p).hexdigest() for name, p in zip(NAMES, packed, strict=True)}


def load(name: str) -> Any:
    """Import a module, or skip the test; in CI none may be missing."""
    if os.environ.get("CI") == "true":
        return import_module(name)
    return pytest.importorskip(name, exc_type=ImportError)


def compile_outputs() -> Engine:
    """Compile every function at once."""
    numba = load("numba")
    load("exit_sim.ensemble.compiling").register()
    engine: Engine = numba.njit(outputs)
    return engine


@pytest.fixture(scope="module")
def compiled() -> Engine:
    """Give the compiled functions."""
    return compile_outputs()


def error(value: float, truth: Decimal) -> float:
    """Say how far a value is from the truth, relatively."""
    return float(abs((Decimal(value) - truth) / truth)) if truth else abs(value)


@given(st.floats(-708, 708))
def test_exp_and_logistic_are_within_a_last_bit(x: float) -> None:
    """The power is within 1.2e-16 of the truth and the S-curve within 2.3e-16, relatively."""
    with localcontext(prec=40):
        assert error(exp(x), Decimal(x).exp()) < 1.2e-16
        assert error(logistic(x), 1 / (1 + (-Decimal(x)).exp())) < 2.3e-16
    assert math.isclose(exp(x), math.exp(x), rel_tol=2.3e-16)


@given(st.floats(2.0**-1022, allow_infinity=False) | st.floats(0.5, 2.0))
def test_log_is_within_a_last_bit(x: float) -> None:
    """The logarithm is within 1.6e-16 of the truth, relatively, near 1 too."""
    with localcontext(prec=40):
        assert error(log(x), Decimal(x).ln()) < 1.6e-16
    assert math.isclose(log(x), math.log(x), rel_tol=4.5e-16)


@given(numbers, numbers | st.none())
def test_each_rises(x: float, y: float | None) -> None:
    """More in is never less out, from one floating-point number to the next and further."""
    low, high = sorted((x, math.nextafter(x, math.inf) if y is None else y))
    for function in RISING:
        assert function(low) <= function(high)


@given(numbers)
def test_any_number_gives_a_number(x: float) -> None:
    """No input raises or gives infinity, not-a-number or a zero with a sign; shares stay shares."""
    for value in outputs(x):
        assert math.isfinite(value)
        assert value != 0.0 or math.copysign(1.0, value) == 1.0
    assert 0.0 <= share(x) <= 1.0
    assert 0.0 < logistic(x) <= 1.0
    assert -0.5 <= clamp(x, -0.5, 2.5) <= 2.5


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (exp(-708.0000000000001), 0.0),
        (exp(-math.inf), 0.0),
        (exp(709.0), exp(708.0)),
        (exp(math.inf), exp(708.0)),
        (exp(0.0), 1.0),
        (exp(1.0), math.e),
        (log(1.0), 0.0),
        (log(math.inf), log(sys.float_info.max)),
        (log(0.0), log(sys.float_info.min)),
        (log(-1.0), log(sys.float_info.min)),
        (logistic(40.0), 1.0),
        (logistic(-math.inf), 1.0 / (1.0 + exp(708.0))),
        (clamp(0.25, -0.5, 2.5), 0.25),
        (share(math.inf), 1.0),
    ],
)
def test_ends_are_held(value: float, expected: float) -> None:
    """Beyond its range a function keeps the value it has at the end of it."""
    assert value == expected


def test_not_a_number_stays_one(compiled: Engine) -> None:
    """Not-a-number in is the one canonical not-a-number out, in both engines."""
    canonical = struct.pack("<d", math.nan)
    for x in (math.nan, -math.nan):
        for value in (*outputs(x), *compiled(x), clamp(0.5, math.nan, 1.0)):
            assert struct.pack("<d", value) == canonical


@given(st.floats())
def test_compiled_is_interpreted(compiled: Engine, x: float) -> None:
    """Compiled and interpreted functions give the same bits for any input."""
    assert struct.pack("<5d", *compiled(x)) == struct.pack("<5d", *outputs(x))


def test_outputs_are_the_reference() -> None:
    """The functions give the bits that were stored when they were written."""
    assert digests(outputs) == REFERENCE


@pytest.mark.usefixtures("compiled")
def test_a_plainer_processor_gives_the_same_bits() -> None:
    """Without fused multiply-add and AVX2, interpreted or compiled, no bit changes."""
    plain = {
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA",
        "NUMBA_CPU_NAME": "generic",
        "PYTHONPATH": str(Path(exit_sim.__file__).parents[1]),
    }
    run = [sys.executable, __file__]
    answer = subprocess.run(run, env=os.environ | plain, check=True, capture_output=True, text=True)
    assert json.loads(answer.stdout) == [REFERENCE, REFERENCE]


if __name__ == "__main__":
    print(json.dumps([digests(outputs), digests(compile_outputs())]))  # noqa: T201
