"""Factors are settings that a design varies: over levels, or from one end of a range to another."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.errors import nearest
from exit_sim.scenario import Scenario
from exit_sim.scenario.file import Document
from exit_sim.scenario.lineage import usual
from exit_sim.scenario.settable import SETTABLE, Settable, Value
from exit_sim.scenario.stated import BANDS, PERFORMANCE, PERFORMANCE_OF, RATING, leaves, taken
from exit_sim.scenario.toml_lines import Keys
from exit_sim.sweep.asked import in_order, whole, yes_or_no
from exit_sim.twins.plausible import uncertain

FACTORS, UNCERTAIN, PLAUSIBLE = "factors", "uncertain", "plausible"
RANGE = ("from", "to", "levels")
MOST_LEVELS = 1000
HORIZON = "time.horizon"
FORMS = 'write levels as in [0.2, 0.5], a range as in { from = 0.2, to = 0.5 }, or "plausible"'


class Levels(NamedTuple):
    """A few values, each met as often as any other."""

    name: str
    keys: Keys
    values: tuple[Value, ...]

    def levels(self, number: int) -> tuple[Value, ...]:  # noqa: ARG002  a range needs to know
        """Give the values, however many were asked for."""
        return self.values

    @property
    def words(self) -> tuple[Value, ...]:
        """The values, where they cannot all be numbers."""
        return self.values if any(isinstance(value, str) for value in self.values) else ()

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest number that stands for a value."""
        numbers = range(len(self.values)) if self.words else self.values
        return float(min(numbers)), float(max(numbers))

    def over(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the value at each share of the way, from 0 to 1: equal shares for each.

        >>> Levels("people.sites", (), (5.0, 10.0)).over(np.array([0.0, 0.49, 0.5, 1.0])).tolist()
        [5.0, 5.0, 10.0, 10.0]
        """
        places = _place(shares, len(self.values))
        return places if self.words else np.array(self.values, float)[places.astype(int)]


class Range(NamedTuple):
    """Any value between two ends, or any whole number."""

    name: str
    keys: Keys
    low: float
    high: float
    whole: bool
    steps: int | None = None
    words: tuple[Value, ...] = ()

    def levels(self, number: int) -> tuple[Value, ...]:
        """Give values at equal steps, both ends among them; whole numbers once each.

        >>> Range("setting.cut", (), 0.0, 0.3, whole=False).levels(4)
        (0.0, 0.1, 0.2, 0.3)
        >>> Range("people.sites", (), 1.0, 3.0, whole=True).levels(9)
        (1.0, 2.0, 3.0)
        """
        last = (self.steps or number) - 1
        step = (self.high - self.low) / last
        # twelve digits, so that a tenth is written as one
        inner = [float(f"{self.low + step * place:.12g}") for place in range(1, last)]
        inner = [float(int(value + 0.5)) for value in inner] if self.whole else inner
        return tuple(dict.fromkeys([self.low, *inner, self.high]))

    @property
    def bounds(self) -> tuple[float, float]:
        """Its two ends."""
        return self.low, self.high

    def over(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the value at each share of the way from one end to the other.

        >>> Range("setting.cut", (), 0.0, 0.5, whole=False).over(np.array([0.5, 1.0])).tolist()
        [0.25, 0.5]
        """
        if self.whole:
            return self.low + _place(shares, int(self.high - self.low) + 1)
        values = self.low + shares * (self.high - self.low)
        return np.clip(values, self.low, self.high)


Factor = Levels | Range


def _place(shares: NDArray[np.float64], number: int) -> NDArray[np.float64]:
    """In which of so many equal parts each share lies, from 0.

    A share that ends a part but for what was lost in reckoning begins the next.
    """
    return np.minimum(np.floor(shares * number + 1e-9), number - 1.0)


def factors_in(doc: Document, base: Scenario, besides: Sequence[str]) -> tuple[Factor, ...]:
    """Take every factor of a design, in the order of its file.

    All that is uncertain comes last, but for what is stated itself and ``besides``.
    """
    table = doc.table(FACTORS)
    every = _all_uncertain(doc, table)
    stated = {name: one for name, one in table.items() if name != UNCERTAIN}
    found: dict[str, Factor] = {}
    for name, keys, raw in leaves(doc, stated, (FACTORS,)):
        factor = _factor(doc, keys, name, raw)
        if factor.name in found:
            doc.refuse(f"is varied twice, as {factor.name}", keys, None, "give one of the two")
        if factor.name == HORIZON:
            problem = "is followed for another length of time at each point"
            doc.refuse(problem, keys, None, "set one horizon for all under [set]")
        found[factor.name] = factor
    order = in_order(doc, {name: factor.keys for name, factor in found.items()})
    found = {name: found[name] for name in order}
    if every:
        for name in uncertain(base):
            if name not in found and name not in besides:
                found[name] = _plausible((FACTORS, UNCERTAIN), SETTABLE[name])
    return tuple(found.values())


def _all_uncertain(doc: Document, table: dict[str, Any]) -> bool:
    for key, raw in table.items():
        if isinstance(raw, bool) and key != UNCERTAIN and nearest(key, [UNCERTAIN]):
            doc.refuse("is not a factor", (FACTORS, key), raw, "", UNCERTAIN)
    return yes_or_no(doc, (FACTORS, UNCERTAIN), table.get(UNCERTAIN, False))


def _factor(doc: Document, keys: Keys, name: str, raw: Any) -> Factor:
    one = BANDS if name == RATING else SETTABLE[name]
    if isinstance(raw, list):
        return _levels(doc, keys, one, raw)
    if isinstance(raw, dict):
        return _range(doc, keys, one, raw)
    if raw != PLAUSIBLE:
        meant = nearest(raw, [PLAUSIBLE]) if isinstance(raw, str) else ""
        doc.refuse("is neither levels nor a range", keys, raw, FORMS, meant)
    if name == RATING:
        doc.refuse("has no plausible range of its own", keys, raw, "", PERFORMANCE)
    factor = _plausible(keys, one)
    if factor.bounds[0] == factor.bounds[1]:
        doc.refuse("has one plausible value alone", keys, raw, FORMS)
    return factor


def _plausible(keys: Keys, one: Settable) -> Factor:
    said = usual()[one.name].said["range"]
    if one.words:
        return Levels(one.name, keys, tuple(said))
    return Range(one.name, keys, float(said[0]), float(said[1]), one.whole or one.flag)


def _levels(doc: Document, keys: Keys, one: Settable, raw: list[Any]) -> Levels:
    values = [taken(doc, keys, one, value) for value in raw]
    if len(set(values)) < 2 or len(values) > MOST_LEVELS:
        doc.refuse("has other than 2 to 1000 levels", keys, raw, "set a single value under [set]")
    twice = next(_twice(values), None)
    if twice is not None:
        doc.refuse(f"has the level {twice} twice", keys, raw)
    if one.name == RATING:
        return Levels(PERFORMANCE, keys, tuple(PERFORMANCE_OF[value] for value in values))
    return Levels(one.name, keys, tuple(values))


def _twice(values: Sequence[Value]) -> Iterator[Value]:
    return (value for place, value in enumerate(values) if value in values[:place])


def _range(doc: Document, keys: Keys, one: Settable, raw: dict[str, Any]) -> Range:
    doc.known(keys, raw, RANGE, "a part of a range")
    if one.words:
        write = "[" + ", ".join(f'"{word}"' for word in one.words) + "]"
        doc.refuse("is a matter of words, not a range", keys, None, f"write {write}")
    for part in RANGE[:2]:
        if part not in raw:
            doc.refuse(f"has no {part}", keys, None, "write { from = 0.2, to = 0.5 }")
    low, high = (taken(doc, (*keys, part), one, raw[part]) for part in RANGE[:2])
    if isinstance(low, str) or isinstance(high, str):
        doc.refuse("is not from a number to a number", keys, None, FORMS)
    if not low < high:
        doc.refuse("ends before it begins", keys, None, "write { from = least, to = most }")
    steps = raw.get("levels")
    if steps is not None:
        steps = whole(doc, (*keys, "levels"), steps, 2, MOST_LEVELS)
    return Range(one.name, keys, low, high, one.whole or one.flag, steps)
