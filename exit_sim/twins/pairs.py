"""Two journeys by the same luck differ only by what was changed; their differences are averaged."""

from math import nan
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.draws import normal_quantile
from exit_sim.twins.outcomes import Outcome
from exit_sim.twins.ranges import Range, over_sets

Z = normal_quantile(0.975)
LOW, HIGH = 10, 90


class Paired(NamedTuple):
    """What came of one outcome under *no change* and under an option, pair by pair.

    Levels are means over the pairs that count; ``dropped`` pairs miss one side or both.
    ``spread_low`` and ``spread_high`` are the 10th and 90th percentile of single pairs'
    differences: luck, which does not shrink. ``simulation`` is the half-width of the mean
    difference's 95 % interval: it shrinks with runs and says nothing about the world. ``helped``,
    ``harmed`` and ``unchanged`` are shares of pairs (NaN where neither way is good).
    ``independent`` is how many journeys a side would give the same half-width without common luck.
    ``plausible`` is how far the mean difference moves between the sets of settings that pairs were
    under; None where they were under none, or met each too seldom.
    """

    outcome: Outcome
    pairs: int
    dropped: int
    no_change: float
    option: float
    difference: float
    spread_low: float
    spread_high: float
    simulation: float
    helped: float
    harmed: float
    unchanged: float
    correlation: float
    independent: float
    plausible: Range | None = None


def paired(
    outcome: Outcome,
    no_change: NDArray[np.float64],
    option: NDArray[np.float64],
    sets: NDArray[np.int64] | None = None,
) -> Paired:
    """Compare two aligned arrays of one outcome, (journeys,), NaN where it is missing.

    ``sets`` says under which set of settings each pair was, where there are some.

    The half-width reckons with two further pairs, one each way by as much as matters, so that it
    does not collapse where few pairs or none differ. For yes or no that is the adjusted interval
    for a difference of paired proportions.

    Source: Bonett and Price 2012, Adjusted Wald confidence interval for a difference of binomial
    proportions based on paired data, Journal of Educational and Behavioral Statistics 37(4).

    >>> import numpy as np
    >>> from exit_sim.twins.outcomes import BY_COLUMN
    >>> found = paired(BY_COLUMN["scaled"], np.array([0.0, 1, 0, 0]), np.array([1.0, 1, 0, np.nan]))
    >>> found.pairs, found.dropped, round(found.difference, 3), round(found.helped, 3)
    (3, 1, 0.333, 0.333)
    """
    both = ~(np.isnan(no_change) | np.isnan(option))
    before, after = no_change[both], option[both]
    count = len(before)
    if not count:
        missing: Any = [nan] * 11
        return Paired(outcome, 0, len(no_change), *missing)
    differences = after - before
    simulation = half_width(differences, outcome.matters)
    better = differences * outcome.good >= outcome.matters
    worse = -differences * outcome.good >= outcome.matters
    shares = [float(group.mean()) for group in (better, worse, ~(better | worse))]
    helped, harmed, unchanged = shares if outcome.good else [nan, nan, nan]
    low, high = np.percentile(differences, (LOW, HIGH))
    return Paired(
        outcome=outcome,
        pairs=count,
        dropped=len(no_change) - count,
        no_change=float(before.mean()),
        option=float(after.mean()),
        difference=float(differences.mean()),
        spread_low=float(low),
        spread_high=float(high),
        simulation=simulation,
        helped=helped,
        harmed=harmed,
        unchanged=unchanged,
        correlation=_correlation(before, after),
        independent=Z * Z * float(before.var() + after.var()) / (simulation * simulation),
        plausible=None if sets is None else over_sets(differences, sets[both]),
    )


def half_width(differences: NDArray[np.float64], matters: float) -> float:
    """Give the half-width of the 95 % interval of a mean difference; see :func:`paired`.

    >>> import numpy as np
    >>> round(half_width(np.zeros(62), 1.0), 4)
    0.0433
    """
    total, squares = float(differences.sum()), float((differences * differences).sum())
    return float(half_width_of(len(differences), total, squares, matters))


def half_width_of(count: Any, total: Any, squares: Any, matters: float) -> Any:
    """Give the half-width of one mean, or of many, from how many differences, sum and squares."""
    reckoned = count + 2
    mean = total / reckoned
    square = (squares + 2.0 * matters * matters) / reckoned
    return Z * np.sqrt(np.maximum(0.0, square - mean * mean) / reckoned)


def _correlation(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    """How alike twins are; 1 where they are the same, missing where one side does not vary."""
    if np.array_equal(before, after):
        return 1.0
    if before.std() <= 0.0 or after.std() <= 0.0:
        return nan
    return float(np.corrcoef(before, after)[0, 1])
