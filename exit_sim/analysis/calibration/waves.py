"""History matching in waves: what does not fit is left aside, and what is left is looked at closer.

A first wave draws sets as they come. A forest learned from it foretells what a set would come to,
and how surely; a second wave draws sets that it does not rule out. Whatever was not ruled out by
its own few runs is then lived through by many members, and what fits is accepted: by runs, never by
the forest. Where so few organisations start that hardly anything is seen of what came, luck would
explain any distance; there still more members are lived through, and what then fits is accepted if
enough is seen to say so.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.calibration.sets import Scores, lived, together
from exit_sim.errors import BadInput
from exit_sim.results.many import Told
from exit_sim.scenario.population import Population
from exit_sim.twins.accepted import free
from exit_sim.twins.plausible import drawn

RULED_OUT = 1.5
"""A set is ruled out, by few runs or by the forest, where it lies so far beyond a band."""

FITS = 1.0
"""A set fits where, lived through by many members, no target lies further beyond its band."""

FIRST_OF_SECOND = 1_000_000
"""The number of the first candidate of the second wave; those of the first begin with 0."""

TREES, LEAF = 200, 5


NAMES = ("first", "second", "closer", "closest")
"""The waves, in order."""


class Sizes(NamedTuple):
    """How many sets each wave lives through, among how many candidates, by how many members."""

    first: int = 3000
    candidates: int = 8000
    second: int = 1000
    members: int = 64
    closer: int = 256
    closest: int = 512


class Wave(NamedTuple):
    """What came of one wave."""

    name: str
    scores: Scores


Keep = Callable[[str, Callable[[], Scores]], Scores]
"""Gives what came of a wave that was lived through before, or lets it be lived through now."""


Begins = Callable[[str, int], None]
"""Is told which wave begins, and how many journeys it takes."""


def matched(
    population: Population,
    sizes: Sizes,
    seed: int,
    keep: Keep,
    told: Told,
    begins: Begins = lambda _name, _journeys: None,
) -> list[Wave]:
    """Go through the waves; the last two are what was looked at closer."""

    def live(name: str, numbers: Callable[[], Sequence[int]], members: int) -> Wave:
        def now() -> Scores:
            some = numbers()
            begins(name, len(some) * members)
            return lived(population, some, members, seed, told)

        return Wave(name, keep(name, now))

    first = live("first", lambda: range(sizes.first), sizes.members)
    second = live("second", lambda: _not_ruled_out(population, first.scores, sizes), sizes.members)
    both = together(first.scores, second.scores)
    left = both.numbers[both.implausibility() <= RULED_OUT].tolist()
    closer = live("closer", lambda: left, sizes.closer)
    unseen = not_known(closer.scores).numbers.tolist()
    closest = live("closest", lambda: unseen, sizes.closest)
    return [first, second, closer, closest]


def fitting(some: Scores) -> Scores:
    """Keep the sets that fit, where enough is seen to say so."""
    return some.some((some.implausibility() <= FITS) & some.known())


def not_known(some: Scores) -> Scores:
    """Keep the sets that may fit, where too little is seen to say so."""
    return some.some((some.implausibility() <= FITS) & ~some.known())


def shares(population: Population, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Where each free setting of each set lies between the ends of its range: (sets, settings)."""
    names = free(population)
    lows, highs = (np.array(ends) for ends in zip(*map(range_of, names), strict=True))
    values = np.array([[value for _, value in drawn(names, int(n))] for n in numbers], np.float64)
    found: NDArray[np.float64] = (values.reshape(-1, len(names)) - lows) / (highs - lows)
    return found


def range_of(name: str) -> tuple[float, float]:
    """From where to where a setting is drawn."""
    from exit_sim.scenario.lineage import usual

    low, high = usual()[name].said["range"]
    return float(low), float(high)


def _not_ruled_out(population: Population, first: Scores, sizes: Sizes) -> list[int]:
    """The first so many candidates of the second wave that the forest does not rule out."""
    foretell = forest(shares(population, first.numbers), first.values)
    numbers = np.arange(FIRST_OF_SECOND, FIRST_OF_SECOND + sizes.candidates)
    values, errors = foretell(shares(population, numbers))
    foretold = Scores(numbers, values, errors, np.zeros(len(numbers)))
    left = numbers[foretold.implausibility() <= RULED_OUT]
    return [int(number) for number in left[: sizes.second]]


Foretell = Callable[[NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]]


def forest(inputs: NDArray[np.float64], values: NDArray[np.float64]) -> Foretell:
    """Learn what sets come to; give what foretells it, with its error from trees that saw none.

    Raises:
        BadInput: scikit-learn is not installed.
    """
    try:
        from sklearn.ensemble import RandomForestRegressor
    except ImportError:
        problem, allowed = "needs scikit-learn", "install it with pip install 'exit_sim[sweep]'"
        raise BadInput(problem, key="calibrate", allowed=allowed) from None
    trees: list[Any] = []
    errors = []
    for place in range(values.shape[1]):
        known = ~np.isnan(values[:, place])
        one = RandomForestRegressor(
            TREES,
            min_samples_leaf=LEAF,
            max_features=1 / 3,
            oob_score=True,
            random_state=1,
            n_jobs=1,
        )
        one.fit(inputs[known], values[known, place])
        trees.append(one)
        errors.append(float(np.sqrt(np.mean((one.oob_prediction_ - values[known, place]) ** 2))))

    def foretell(there: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        found = np.column_stack([one.predict(there) for one in trees])
        return found, np.tile(errors, (len(there), 1))

    return foretell
