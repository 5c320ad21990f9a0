"""Values of a setting stand in bins: its levels where they are few, else parts of equal number."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.sweeps.met import Factor

MOST_LEVELS, PARTS, PARTS_OF_A_PAIR = 8, 5, 4


class Bin(NamedTuple):
    """Points at which a setting has one value, or values from ``low`` to ``high``.

    Of words there is neither; ``says`` is what stands at an axis.
    """

    says: str
    low: float | None
    high: float | None
    mask: NDArray[np.bool_]

    @property
    def middle(self) -> float | None:
        """Where a number stands on an axis."""
        return None if self.low is None or self.high is None else 0.5 * (self.low + self.high)


def bins(factor: Factor, parts: int = PARTS) -> tuple[Bin, ...]:
    """Sort points by a setting.

    >>> import numpy as np
    >>> [one.says for one in bins(Factor("people.sites", np.array([5.0, 10.0, 5.0])))]
    ['5', '10']
    >>> [one.says for one in bins(Factor("setting.cut", np.linspace(0.0, 0.3, 12)), 2)]
    ['0 to 0.136', '0.164 to 0.3']
    """
    values = factor.values
    levels = list(dict.fromkeys(values.tolist()))
    if factor.words:
        return tuple(Bin(str(word), None, None, values == word) for word in levels)
    if len(levels) <= MOST_LEVELS:
        return tuple(Bin(f"{level:.3g}", level, level, values == level) for level in sorted(levels))
    order = np.argsort(values, kind="stable")
    # equal values stay together: a bin begins with the first of them
    starts = [values[order[len(values) * part // parts]] for part in range(parts)]
    ends = sorted(set(starts))
    place = np.searchsorted(ends, values, side="right") - 1
    return tuple(_between(values, place == part) for part in range(len(ends)))


def _between(values: NDArray[np.float64], mask: NDArray[np.bool_]) -> Bin:
    low, high = float(values[mask].min()), float(values[mask].max())
    return Bin(f"{low:.3g} to {high:.3g}", low, high, mask)


def moved(factors: Sequence[Factor], factor: Factor) -> NDArray[np.bool_]:
    """Points that differ from the first in no setting but one.

    >>> import numpy as np
    >>> a, b = Factor("a", np.array([0.0, 1.0, 0.0])), Factor("b", np.array([0.0, 0.0, 1.0]))
    >>> moved([a, b], a).tolist()
    [True, True, False]
    """
    found = np.ones(len(factor.values), bool)
    for other in factors:
        if other.name != factor.name:
            found &= other.values == other.values[0]
    return found
