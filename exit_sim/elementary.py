"""Growth, its inverse and the S-curve, to the same last bit on every processor.

The C library's `exp` and `log` differ in the last bit between processors with and without fused
multiply-add. Here is only + - * /, which IEEE 754 fixes to the bit, so interpreted and compiled
code agree anywhere; each result is within 2.3e-16 of the truth, relatively. Nothing raises: the
ends saturate, what is not a number stays so, and zero has no sign.
"""

from typing import NamedTuple

from exit_sim.rule import rule

NOT_A_NUMBER = float("nan")
LN2_HIGH = float.fromhex("0x1.62e42feep-1")  # the first 32 bits of ln 2: exact times any exponent
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")  # the rest of ln 2
SMALLEST, LARGEST = float.fromhex("0x1p-1022"), float.fromhex("0x1.fffffffffffffp1023")
UP_16, DOWN_16, UP_128, DOWN_128 = (float.fromhex(f"0x1p{n}") for n in (16, -16, 128, -128))


@rule
def clamp(x: float, low: float, high: float) -> float:
    """Hold x between two bounds, the lower first [the unit of x].

    Source: definition.

    >>> clamp(7.0, -1.0, 2.5)
    2.5
    """
    if low <= x <= high:
        return x + 0.0  # which makes a zero of minus zero
    if x < low:
        return low + 0.0
    if x > high:
        return high + 0.0
    return NOT_A_NUMBER


@rule
def share(x: float) -> float:
    """Hold x between nothing and everything [share].

    Source: definition.

    >>> share(-0.2)
    0.0
    """
    return clamp(x, 0.0, 1.0)


@rule
def scaled(y: float, k: int) -> float:
    """Multiply y by 2 to the power k, exactly, for k from -1022 to 1023 [the unit of y].

    Source: IEEE 754; compiled, the exponent's bits are written at once.

    >>> scaled(1.5, -3)
    0.1875
    """
    left, power = (k if k > 0 else -k), 1.0
    while left >= 128:
        left, power = left - 128, power * UP_128
    while left >= 16:
        left, power = left - 16, power * UP_16
    while left >= 1:
        left, power = left - 1, power * 2.0
    return y * power if k > 0 else y / power


class Parts(NamedTuple):
    """A number as a mantissa about 1, from 0.7071 to 1.4142, times 2 to a whole power."""

    mantissa: float
    power: float


@rule
def parts(x: float) -> Parts:
    """Take a number apart into a mantissa about 1 and a power of 2 [pure numbers].

    From 2^-1022 down it is taken for 2^-1022.

    Source: IEEE 754; compiled, the exponent's bits are read at once.

    >>> parts(0.1875)
    Parts(mantissa=0.75, power=-2.0)
    """
    m, k = clamp(x, SMALLEST, LARGEST), 0.0
    while m >= UP_128:
        m, k = m * DOWN_128, k + 128.0
    while m < DOWN_128:
        m, k = m * UP_128, k - 128.0
    while m >= UP_16:
        m, k = m * DOWN_16, k + 16.0
    while m < 1.0:
        m, k = m * UP_16, k - 16.0
    while m >= 2.0:
        m, k = m / 2.0, k + 1.0
    if m > 1.4142135623730951:
        m, k = m / 2.0, k + 1.0
    return Parts(m, k)


@rule
def exp(x: float) -> float:
    """Raise e to the power x; below -708 it is 0, above 708 as at 708 [pure number].

    Source: x = k ln 2 + r, and the series of r coth(r / 2) (Abramowitz and Stegun 1964, 4.5.67).

    >>> exp(1.0)
    2.718281828459045
    """
    x = clamp(x, -709.0, 708.0)
    if x < -708.0:
        return 0.0
    if x != x:  # noqa: PLR0124
        return NOT_A_NUMBER
    k = int(x * 1.4426950408889634 + (0.5 if x > 0.0 else -0.5))
    high, low = x - k * LN2_HIGH, k * LN2_LOW
    r = high - low
    z = r * r
    series = -1 / 604800 + z * (1 / 23950080 + z * (-691 / 653837184000))
    c = r - z * (1 / 6 + z * (-1 / 360 + z * (1 / 15120 + z * series)))
    y = 1.0 + high
    y = y + (((1.0 - y) + high) - low + r * c / (2.0 - c))  # with what 1 + high rounded off
    return scaled(y, k)


@rule
def log(x: float) -> float:
    """Take the natural logarithm of x; from 2^-1022 down it is that of 2^-1022 [pure number].

    Source: x = 2^k m, and the series of 2 artanh((m - 1) / (m + 1)) (Abramowitz and Stegun 1964,
    4.1.27).

    >>> log(10.0)
    2.302585092994046
    """
    if x != x:  # noqa: PLR0124
        return NOT_A_NUMBER
    m, k = parts(x)
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = 2 / 3 + w * (2 / 7 + w * (2 / 11 + w * (2 / 15 + w * (2 / 19))))
    even = 2 / 5 + w * (2 / 9 + w * (2 / 13 + w * (2 / 17 + w * (2 / 21))))
    half = 0.5 * f * f
    return k * LN2_HIGH - ((half - (s * (half + (z * odd + w * even)) + k * LN2_LOW)) - f)


@rule
def logistic(x: float) -> float:
    """Turn any push, for or against, into a share: a half at no push, never quite 0 [share].

    Source: Verhulst 1845, the law of population growth.

    >>> logistic(0.0)
    0.5
    """
    return 1.0 / (1.0 + exp(-x))
