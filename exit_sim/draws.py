"""Every chance event has its own number, found by seed, month, post and purpose, in any order.

A change to one thing leaves everybody else's luck as it was. The numbers are Philox4x32-10 blocks
(Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): the seed makes
the key, and (month + 1024, post, purpose // 2, stream) is the counter. A block gives two numbers of
53 bits, one for each of two neighbouring purposes.
"""

from enum import IntEnum
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

import numpy as np

from exit_sim.elementary import clamp, log
from exit_sim.rule import rule

LAST_SEED = 9007199254740991  # 2^53 - 1: the last whole number that a spreadsheet keeps exactly
GRAIN = 1.0 / 9007199254740992.0
RAREST = float.fromhex("0x1p-36")
WORD = 0xFFFFFFFF


class Stream(IntEnum):
    """Whose luck it is: append-only."""

    PERSON_MONTH = 0
    NEWCOMER = 1
    """Traits on arrival; the occupant's number stands where the month would."""
    ORGANISATION = 2
    TIES = 3
    SITES = 4
    POPULATION = 5


class Luck(NamedTuple):
    """One address of luck: whose seed, which month (or occupant), which post, which stream."""

    key: int
    month: int
    post: int
    stream: int


def key_of(seed: object) -> int:
    """Mix a seed into a key of 64 bits, so that neighbouring seeds share nothing.

    Source: Steele, Lea and Flood 2014, SplitMix64.

    >>> hex(key_of(0))
    '0xe220a8397b1dcdaf'
    """
    if not isinstance(seed, int | np.integer) or not 0 <= seed <= LAST_SEED:
        raise ValueError(  # noqa: TRY003
            f"seed {seed!r} is not a whole number from 0 to {LAST_SEED}"
        )
    z = (int(seed) + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return z ^ z >> 31


@lru_cache(maxsize=64)
def _round_keys(key: int) -> tuple[tuple[int, int], ...]:
    low, high = int(key) & WORD, int(key) >> 32
    return tuple(((low + i * 0x9E3779B9) & WORD, (high + i * 0xBB67AE85) & WORD) for i in range(10))


# The last block computed: read once and replaced whole, so that any thread finds a true one.
_last = [(Luck(0, 0, 0, 0), -1, 0.0, 0.0)]


def uniform(luck: Luck, purpose: int) -> float:
    """Draw the number, from 0 to just under 1, of this luck and purpose [share].

    >>> uniform(Luck(key_of(1), 12, 3, Stream.PERSON_MONTH), 0)
    0.5474877284131746
    """
    whose, which, first, second = _last[0]
    block = purpose >> 1
    if which != block or whose != luck:
        key, month, post, stream = luck
        a, b = int(month) + 1024 & WORD, int(post) & WORD
        c, d = int(block) & WORD, int(stream) & WORD
        for left, right in _round_keys(key):
            p = 0xD2511F53 * a
            q = 0xCD9E8D57 * c
            a = q >> 32 ^ b ^ left
            b = q & WORD
            c = p >> 32 ^ d ^ right
            d = p & WORD
        first, second = (a << 21 | b >> 11) * GRAIN, (c << 21 | d >> 11) * GRAIN
        _last[0] = (luck, block, first, second)
    return second if purpose & 1 else first


def uniform_compiled(luck: Luck, purpose: int) -> float:
    """Draw what `uniform` draws, in a compiler's unsigned words of 64 bits [share]."""
    word, half = np.uint64(WORD), np.uint64(32)
    left, right = np.uint64(luck.key) & word, np.uint64(luck.key) >> half
    a = np.uint64((luck.month + 1024) & WORD)
    b = np.uint64(luck.post & WORD)
    c = np.uint64((purpose >> 1) & WORD)
    d = np.uint64(luck.stream & WORD)
    for _ in range(10):
        p = np.uint64(0xD2511F53) * a
        q = np.uint64(0xCD9E8D57) * c
        a, b = (q >> half) ^ b ^ left, q & word
        c, d = (p >> half) ^ d ^ right, p & word
        left = (left + np.uint64(0x9E3779B9)) & word
        right = (right + np.uint64(0xBB67AE85)) & word
    if purpose & 1:
        a, b = c, d
    return np.int64((a << np.uint64(21)) | (b >> np.uint64(11))) * GRAIN


@rule
def normal_quantile(u: float) -> float:
    """Find the standard normal value that a share u stays below [standard deviations].

    Followed to a share of 2^-36 in either tail, so never beyond 6.65.

    Source: Wichura 1988, algorithm AS 241 (PPND16), Applied Statistics 37(3), 477-484.

    >>> normal_quantile(0.5)
    0.0
    """
    u = clamp(u, RAREST, 1.0 - RAREST)
    q = u - 0.5
    if -0.425 <= q <= 0.425:
        r = 0.180625 - q * q
        top = 6.7265770927008700853e4 + r * (3.3430575583588128105e4 + r * 2.5090809287301226727e3)
        top = 1.3731693765509461125e4 + r * (4.5921953931549871457e4 + r * top)
        top = 1.3314166789178437745e2 + r * (1.9715909503065514427e3 + r * top)
        low = 3.9307895800092710610e4 + r * (2.8729085735721942674e4 + r * 5.2264952788528545610e3)
        low = 5.3941960214247511077e3 + r * (2.1213794301586595867e4 + r * low)
        low = 4.2313330701600911252e1 + r * (6.8718700749205790830e2 + r * low)
        return q * (3.3871328727963666080e0 + r * top) / (1.0 + r * low)
    r = sqrt(-log(u if q < 0.0 else 1.0 - u)) - 1.6
    top = 2.4178072517745061177e-1 + r * (2.27238449892691845833e-2 + r * 7.7454501427834140764e-4)
    top = 3.64784832476320460504e0 + r * (1.27045825245236838258e0 + r * top)
    top = 4.63033784615654529590e0 + r * (5.76949722146069140550e0 + r * top)
    low = 1.51986665636164571966e-2 + r * (5.475938084995344946e-4 + r * 1.05075007164441684324e-9)
    low = 6.89767334985100004550e-1 + r * (1.48103976427480074590e-1 + r * low)
    low = 2.05319162663775882187e0 + r * (1.67638483018380384940e0 + r * low)
    far = (1.42343711074968357734e0 + r * top) / (1.0 + r * low)
    return far if q > 0.0 else -far


@rule
def normal(luck: Luck, purpose: int) -> float:
    """Draw the standard normal value of this luck and purpose [standard deviations].

    Source: inversion of one uniform (Devroye 1986, Non-uniform random variate generation, II.2).

    >>> normal(Luck(key_of(1), 12, 3, Stream.PERSON_MONTH), 0)
    0.1193165865886005
    """
    return normal_quantile(uniform(luck, purpose))
