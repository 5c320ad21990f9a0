"""Points are chosen among what factors may be: all of them, a few at a time, or spread evenly."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from exit_sim.draws import LAST_SEED
from exit_sim.scenario.file import Document
from exit_sim.scenario.settable import Value
from exit_sim.sweep.asked import whole, yes_or_no
from exit_sim.sweep.factors import MOST_LEVELS, Factor
from exit_sim.sweep.points import Points, Row, Where

DESIGN = "design"
FACTORIAL, ONE_AT_A_TIME = "full factorial", "one at a time"
HYPERCUBE, SOBOL, MORRIS = "latin hypercube", "sobol", "morris"
ASKS: Mapping[str, tuple[str, ...]] = {
    FACTORIAL: ("levels",),
    ONE_AT_A_TIME: ("levels",),
    HYPERCUBE: ("points", "seed"),
    SOBOL: ("points", "seed", "second_order"),
    MORRIS: ("points", "seed", "levels"),
}
"""What each kind of design over factors may be asked for."""

USUAL_LEVELS = {FACTORIAL: 3, ONE_AT_A_TIME: 2, MORRIS: 4}
MOST_POINTS, MOST_VALUES = 1_000_000, 50_000_000
EXTRA = "pip install 'exit_sim[sweep]'"


class Sampled(NamedTuple):
    """Points, and what SALib must be told to analyse what came of them, where it chose them."""

    points: Points
    problem: Mapping[str, Any] | None = None


def sampled(
    doc: Document, kind: str, factors: Sequence[Factor], base: Mapping[str, Value]
) -> Sampled:
    """Choose the points of a design; ``base`` has every setting where no factor moves it."""
    asked = doc.table(DESIGN)
    if kind in {FACTORIAL, ONE_AT_A_TIME}:
        return Sampled(_stepped(doc, kind, factors, base))
    number = asked.get("points")
    if number is None:
        doc.refuse("has no points", (DESIGN,), None, "write points = 64")
    number = whole(doc, (DESIGN, "points"), number, 1, MOST_POINTS)
    seed = whole(doc, (DESIGN, "seed"), asked.get("seed", 1), 0, LAST_SEED)
    if kind == HYPERCUBE:
        check_size(doc, number, len(factors))
        return Sampled(_over(doc, factors, _hypercube(doc, number, len(factors), seed)))
    if len(factors) < 2:
        doc.refuse("has one factor, and ranks several", (DESIGN, "kind"), kind)
    problem: dict[str, Any] = {
        "num_vars": len(factors),
        "names": [factor.name for factor in factors],
        "bounds": [list(factor.bounds) for factor in factors],
        "n": number,
    }
    if kind == SOBOL:
        both = yes_or_no(doc, (DESIGN, "second_order"), asked.get("second_order", False))
        shares = _sobol(doc, number, len(factors), seed, second_order=both)
        return Sampled(_over(doc, factors, shares), {**problem, "second_order": both})
    levels = _levels(doc, kind)
    shares = _morris(doc, number, len(factors), seed, levels)
    return Sampled(_over(doc, factors, shares), {**problem, "levels": levels})


def check_size(doc: Document, points: int, settings: int) -> None:
    """Refuse more points than a machine holds."""
    keys = (DESIGN,) if DESIGN in doc.data else ()
    if points > MOST_POINTS:
        doc.refuse(f"makes {points} points", keys, None, f"allowed: at most {MOST_POINTS}")
    if points * settings > MOST_VALUES:
        problem = f"makes {points} points of {settings} settings each"
        doc.refuse(problem, keys, None, f"allowed: at most {MOST_VALUES} values in all")


def _stepped(
    doc: Document, kind: str, factors: Sequence[Factor], base: Mapping[str, Value]
) -> Points:
    number = _levels(doc, kind)
    levels = [factor.levels(number) for factor in factors]
    if kind == FACTORIAL:
        check_size(doc, prod(map(len, levels)), len(factors))
        return _of_rows(doc, factors, list(product(*levels)))
    first = tuple(base[factor.name] for factor in factors)
    check_size(doc, 1 + sum(map(len, levels)), len(factors))
    moved = [
        (*first[:at], value, *first[at + 1 :])
        for at, values in enumerate(levels)
        for value in values
        if value != first[at]
    ]
    return _of_rows(doc, factors, [first, *moved])


def _levels(doc: Document, kind: str) -> int:
    given = doc.table(DESIGN).get("levels", USUAL_LEVELS[kind])
    levels = whole(doc, (DESIGN, "levels"), given, 2, MOST_LEVELS)
    if kind == MORRIS and levels % 2:
        allowed = "allowed: an even number, so that every level is met as often"
        doc.refuse("is odd", (DESIGN, "levels"), levels, allowed)
    return levels


def _hypercube(doc: Document, number: int, factors: int, seed: int) -> NDArray[np.float64]:
    """Shares of the way, each factor's in each of as many equal parts as there are points."""
    try:
        from scipy.stats.qmc import LatinHypercube
    except ImportError:
        _missing(doc, "scipy")
    shares: NDArray[np.float64] = LatinHypercube(factors, rng=seed).random(number)
    return shares


def _sobol(
    doc: Document, number: int, factors: int, seed: int, *, second_order: bool
) -> NDArray[np.float64]:
    """Shares of the way at Saltelli's points over scrambled Sobol' ones."""
    if number & (number - 1):
        near = 2 ** (number.bit_length() - 1)
        problem = "is not a power of 2, as base samples of Sobol' points are"
        doc.refuse(problem, (DESIGN, "points"), number, "", f"{near} or {2 * near}")
    check_size(doc, number * (2 * factors + 2 if second_order else factors + 2), factors)
    try:
        from SALib.sample import sobol
    except ImportError:
        _missing(doc, "SALib")
    shares: NDArray[np.float64] = sobol.sample(
        _unit(factors), number, calc_second_order=second_order, seed=seed
    )
    return shares


def _morris(
    doc: Document, number: int, factors: int, seed: int, levels: int
) -> NDArray[np.float64]:
    """Shares of the way along trajectories that move one factor at each step."""
    if number < 2:
        doc.refuse("is one trajectory, which tells no spread", (DESIGN, "points"), number)
    check_size(doc, number * (factors + 1), factors)
    try:
        from SALib.sample import morris
    except ImportError:
        _missing(doc, "SALib")
    shares: NDArray[np.float64] = morris.sample(
        _unit(factors), number, num_levels=levels, seed=seed
    )
    return shares


def _missing(doc: Document, library: str) -> NoReturn:
    problem = f"needs {library}, which is not installed"
    doc.refuse(problem, (DESIGN, "kind"), doc.table(DESIGN)["kind"], EXTRA)


def _unit(factors: int) -> dict[str, Any]:
    names = [str(number) for number in range(factors)]
    return {"num_vars": factors, "names": names, "bounds": [[0.0, 1.0]] * factors}


def _over(doc: Document, factors: Sequence[Factor], shares: NDArray[np.float64]) -> Points:
    """Turn shares of the way into values."""
    codes = np.empty_like(shares)
    for at, factor in enumerate(factors):
        codes[:, at] = factor.over(shares[:, at])
    words = {at: factor.words for at, factor in enumerate(factors) if factor.words}
    names, where = _named(factors)
    return Points(names, codes, words, doc, where)


def _of_rows(doc: Document, factors: Sequence[Factor], rows: Sequence[Row]) -> Points:
    names, where = _named(factors)
    return Points.of_rows(names, rows, doc, where)


def _named(factors: Sequence[Factor]) -> tuple[tuple[str, ...], Where]:
    keys = {factor.name: factor.keys for factor in factors}
    return tuple(keys), lambda _, name: keys[name]
