"""Every chance event has its own number: the published ones, evenly spread, alike everywhere."""

import hashlib
import json
import math
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import exit_sim
from exit_sim.draws import (
    LAST_SEED,
    Luck,
    Stream,
    key_of,
    normal,
    normal_quantile,
    uniform,
    uniform_compiled,
)

# Random123's kat_vectors for philox4x32-10: counter and key, answer.
VECTORS = {
    "00000000 00000000 00000000 00000000 00000000 00000000": "6627e8d5e169c58d bc57ac4c9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff": "408f276d41c83b0e a20bc7c66d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0": "d16cfe0994fdcceb 5001e42024126ea1",
}
KNOWN = [
    (Luck(high << 32 | low, month - 1024, post, stream), 2 * block + half, int(pair, 16) >> 11)
    for address, answer in VECTORS.items()
    for month, post, block, stream, low, high in [[int(word, 16) for word in address.split()]]
    for half, pair in enumerate(answer.split())
]
REFERENCE = {
    "uniform": "3e97e258681a0aa7b2a6332cb0813e89c9b6146458172e983c276bec19013366",
    "normal": "b4d1d154750fb556ffa8df2502d17e71bf564d3a1710deb97292397a1379cfed",
}
GRID = [
    (Luck(key_of(seed), month, post, stream), purpose)
    for seed in (0, 1, LAST_SEED)
    for month in (-1024, 0, 119)
    for post in (-1, 0, 4999)
    for stream in Stream
    for purpose in range(4)
]
lucks = st.builds(
    Luck,
    st.integers(0, LAST_SEED).map(key_of),
    st.integers(-1024, 2**32 - 1025),
    st.integers(-1, 2**32 - 1),
    st.sampled_from(Stream),
)
Engine = Callable[[Luck, int], tuple[float, float]]
purposes = st.integers(0, 2**33 - 1)


def both(luck: Luck, purpose: int) -> tuple[float, float]:
    """Draw both kinds."""
    return uniform(luck, purpose), normal(luck, purpose)


def load(name: str) -> Any:
    """Import a module, or skip the test; in CI none may be missing."""
    if os.environ.get("CI") == "true":
        return import_module(name)
    return pytest.importorskip(name, exc_type=ImportError)


def typed(luck: Luck) -> Luck:
    """Give an address the types that it has when it comes out of arrays."""
    parts: list[Any] = [np.uint64(luck.key), *(np.int64(part) for part in luck[1:])]
    return Luck(*parts)


def compile_both() -> Engine:
    """Compile both draws."""
    numba = load("numba")
    load("exit_sim.ensemble.compiling").register()
    engine: Engine = numba.njit(both)
    return lambda luck, purpose: engine(typed(luck), purpose)


@pytest.fixture(scope="module")
def compiled() -> Engine:
    """Give the compiled draws."""
    return compile_both()


def digests(function: Engine) -> dict[str, str]:
    """Hash each draw's bits over the grid."""
    columns = zip(*(function(luck, purpose) for luck, purpose in GRID), strict=True)
    packed = [struct.pack(f"<{len(GRID)}d", *column) for column in columns]
    return {
        name: hashlib.sha256(bits).hexdigest()
        for name, bits in zip(("uniform", "normal"), packed, strict=True)
    }


@pytest.mark.parametrize("body", [uniform, uniform_compiled])
def test_known_answers(body: Callable[[Luck, int], float]) -> None:
    """Each body gives the answers that the generator's authors published."""
    assert [body(luck, purpose) * 2.0**53 for luck, purpose, _ in KNOWN] == [k[2] for k in KNOWN]


def test_known_answers_compiled(compiled: Engine) -> None:
    """So does the second body once it is compiled."""
    assert [compiled(luck, p)[0] * 2.0**53 for luck, p, _ in KNOWN] == [k[2] for k in KNOWN]


def test_keys_are_the_published_mix() -> None:
    """A seed's key is SplitMix64's first number, and a seed that is out of range is refused."""
    assert key_of(0) == 0xE220A8397B1DCDAF
    assert key_of(1) == 0x910A2DEC89025CC1
    for seed in (-1, LAST_SEED + 1):
        with pytest.raises(ValueError, match=f"seed {seed} "):
            key_of(seed)


@given(lucks, purposes)
def test_compiled_is_interpreted(compiled: Engine, luck: Luck, purpose: int) -> None:
    """Compiled and interpreted draws give the same bits at any address."""
    assert struct.pack("<2d", *compiled(luck, purpose)) == struct.pack("<2d", *both(luck, purpose))
    assert uniform_compiled(luck, purpose) == uniform(luck, purpose)


@given(lucks, purposes, st.sampled_from(Luck._fields))
def test_each_address_has_its_own_number(luck: Luck, purpose: int, field: str) -> None:
    """A number is from 0 to just under 1, is its address's alone, and comes again when asked."""
    value = uniform(luck, purpose)
    assert 0.0 <= value < 1.0
    assert math.ldexp(value, 53).is_integer()
    assert uniform(luck._replace(**{field: getattr(luck, field) ^ 1}), purpose) != value
    assert uniform(luck, purpose ^ 1) != value
    assert uniform(luck, purpose) == value


@given(lucks, purposes)
def test_numbers_of_numpy_find_the_same_number(luck: Luck, purpose: int) -> None:
    """An address read from an array is the same address."""
    expected = uniform(luck, purpose)
    uniform(luck, purpose + 2)  # so that the next is computed anew
    number: Any = np.int64(purpose)
    assert uniform(typed(luck), number) == expected


def test_numbers_are_evenly_spread() -> None:
    """100,000 numbers fill 256 cells, and the whole line, evenly (each fails once in 10^7)."""
    values = np.array([uniform(Luck(key_of(1), 1, i // 2, 0), i % 2) for i in range(100_000)])
    counts = np.bincount((values * 256).astype(int), minlength=256)
    expected = len(values) / 256
    assert ((counts - expected) ** 2 / expected).sum() < 390.5
    furthest = np.abs(np.sort(values) - np.arange(len(values)) / len(values)).max()
    assert furthest * math.sqrt(len(values)) < 2.9


@pytest.mark.parametrize("moved", range(5), ids=["seed", "month", "post", "stream", "purpose"])
def test_neighbours_share_nothing(moved: int) -> None:
    """Numbers at neighbouring addresses do not correlate (fails once in 10^7)."""

    def at(seed: int, month: int, post: int, stream: int, purpose: int) -> float:
        return uniform(Luck(key_of(seed), month, post, stream), purpose)

    here = [(i // 100, i % 100, i % 7, i % 3, i % 5) for i in range(10_000)]
    there = [(*a[:moved], a[moved] + 1, *a[moved + 1 :]) for a in here]
    correlation = np.corrcoef([at(*a) for a in here], [at(*a) for a in there])[0, 1]
    assert abs(correlation) * math.sqrt(len(here)) < 5.4


@given(st.floats(2.0**-36, 0.5) | st.floats(0.5, 1 - 2.0**-36), st.floats(0, 1))
def test_normal_values_follow_the_bell_curve(u: float, other: float) -> None:
    """A share's normal value is right to 2e-15, rises with it, and is mirrored at a half."""
    value = normal_quantile(u)
    assert math.isclose(value, NormalDist().inv_cdf(u), rel_tol=2e-15, abs_tol=0.0)
    assert (other - u) * (normal_quantile(other) - value) >= 0.0
    if 1.0 - (1.0 - u) == u:
        assert normal_quantile(1.0 - u) == -value


@pytest.mark.parametrize("tail", [0.0, 1e-300, 2.0**-36])
def test_normal_values_end_at_six_and_a_half(tail: float) -> None:
    """The tails beyond a share of 2^-36 are gathered at their ends."""
    assert normal_quantile(tail) == -normal_quantile(1.0 - tail) == -6.651035379893009


def test_draws_are_the_reference() -> None:
    """The draws give the bits that were stored when they were written."""
    assert digests(both) == REFERENCE


@pytest.mark.usefixtures("compiled")
def test_a_plainer_processor_draws_the_same() -> None:
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
    print(json.dumps([digests(both), digests(compile_both())]))  # noqa: T201
