"""Numbers of many runs, by month: at one, between two, in all; what is missing is NaN."""

from collections.abc import Callable, Iterable
from functools import cached_property
from math import isnan
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from exit_sim.recorded import Recorded, names_of
from exit_sim.vocabulary import Happening, Role
from exit_sim.world import World

Numbers = NDArray[np.float64]
"""One number a run, (runs,)."""

YEAR = 12
_PLACES = {name: place for place, name in enumerate(names_of(World))}


class Happened(NamedTuple):
    """Recorded events of some kinds: of which run, and their fields."""

    run: NDArray[np.int64]
    month: Numbers
    who: Numbers
    threshold: Numbers


class Months(NamedTuple):
    """Some months of each run: where they stand in the record, and which of them count.

    Both are (runs, so many); there is one row where it is the same for every run.
    """

    places: NDArray[np.int64]
    counted: NDArray[np.bool_]


class Reader:
    """Reads a batch; sums are taken month by month, so that one run alone gives the same bits."""

    def __init__(self, recorded: Recorded) -> None:
        self.recorded = recorded
        self.runs, self.months = recorded.months.shape[:2]
        self.index = {name: place for place, name in enumerate(recorded.columns)}
        self.of = np.repeat(np.arange(self.runs), np.diff(recorded.begins))

    def every(self, name: str) -> NDArray[np.float64]:
        """One column of the world, (runs, months)."""
        return self.recorded.months[:, :, self.index[name]]

    def last(self, name: str) -> Numbers:
        """One number of the world in the last month."""
        return self.recorded.last[:, _PLACES[name]]

    def at(self, name: str, month: Numbers | float) -> Numbers:
        """One column in some month of each run; missing where that month is not recorded."""
        where = np.broadcast_to(np.asarray(month, np.float64), (self.runs,))
        known = (where >= 1.0) & (where <= self.months)
        place = np.where(known, where, 1.0).astype(np.int64) - 1
        return np.where(known, self.every(name)[np.arange(self.runs), place], np.nan)

    def total(self, values: NDArray[np.float64]) -> Numbers:
        """The sum over months of (runs, months), from 0 and in their order."""
        sums: Numbers = np.cumsum(values, axis=1)[:, -1] + 0.0  # of minus noughts it is nought
        return sums

    def within(self, name: str, some: Months) -> NDArray[np.float64]:
        """One column in some months of each run, (runs, so many)."""
        return self.every(name)[np.arange(self.runs)[:, None], some.places]

    def mean(self, name: str, among: Months) -> Numbers:
        """The mean over months that count; missing where none does."""
        count = among.counted.sum(axis=1)
        total = self.total(np.where(among.counted, self.within(name, among), 0.0))
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)

    def those(self, counted: NDArray[np.bool_]) -> Months:
        """Whichever of all months are marked, (runs, months)."""
        return Months(np.arange(self.months)[None, :], counted)

    def between(self, first: Numbers | float, last: Numbers | float) -> NDArray[np.bool_]:
        """Which months lie from first to last, both included: (runs, months)."""
        numbers = np.arange(1.0, self.months + 1.0)[None, :]
        low = np.broadcast_to(np.asarray(first, np.float64), (self.runs,))[:, None]
        high = np.broadcast_to(np.asarray(last, np.float64), (self.runs,))[:, None]
        found: NDArray[np.bool_] = (numbers >= low) & (numbers <= high)
        return found

    def year_to(self, last: Numbers) -> Months:
        """The 12 months up to one; none where they are not all recorded."""
        whole = (last >= YEAR) & (last <= self.months)
        first = np.where(whole, last, YEAR).astype(np.int64) - YEAR
        places = np.minimum(first[:, None] + np.arange(YEAR), self.months - 1)
        return Months(places, np.broadcast_to(whole[:, None], places.shape))

    @cached_property
    def lately(self) -> Months:
        """The last 12 recorded months, or as many as there are."""
        places = np.arange(max(0, self.months - YEAR), self.months)[None, :]
        return Months(places, np.ones(places.shape, np.bool_))

    def followed(self, name: str, among: Months, people: str) -> Numbers:
        """The mean over months in which there is somebody whom the number is about."""
        there = self.within(people, among) > 0.0
        return self.mean(name, among._replace(counted=among.counted & there))

    def happened(self, *kinds: Happening) -> Happened:
        """Recorded events of these kinds, from month 1."""
        events = self.recorded.events
        chosen = np.isin(events[:, 2], [float(kind) for kind in kinds]) & (events[:, 0] >= 1.0)
        mine = events[chosen]
        return Happened(self.of[chosen], mine[:, 0], mine[:, 3], mine[:, 8])

    def count(self, of: NDArray[np.int64]) -> Numbers:
        """How many there are of each run."""
        return np.bincount(of, minlength=self.runs).astype(np.float64)

    def first(self, of: NDArray[np.int64], month: Numbers) -> Numbers:
        """The earliest month of each run; missing where there is none."""
        found = np.full(self.runs, np.inf)
        np.minimum.at(found, of, month)
        return np.where(np.isinf(found), np.nan, found)

    def post(self, role: Role) -> int:
        """The first post of a role; -1 where there is none."""
        return self.recorded.roles.index(role) if role in self.recorded.roles else -1

    def words(self, spell: Callable[[int], str], values: Iterable[float]) -> NDArray[Any]:
        """Spell codes, each once; None where they are missing."""
        codes = [float(code) for code in values]
        spelt = {code: spell(int(code)) for code in set(codes) if not isnan(code)}
        found = np.empty(self.runs, object)
        found[:] = [spelt.get(code) for code in codes]
        return found


T = TypeVar("T", bound=tuple[Any, ...])


def many(kind: type[T], **columns: Any) -> T:
    """Declare columns of many runs as one run's values are declared: an array stands for each."""
    return kind(**columns)


def alone(columns: T) -> T:
    """Give what was read off a batch of one as plain values, None where missing."""
    kind: Any = type(columns)
    values = [column.tolist()[0] for column in columns]
    found: T = kind(*(None if missing(value) else value for value in values))
    return found


def missing(value: Any) -> bool:
    """Whether a value is None, or not a number."""
    return value is None or (isinstance(value, float) and isnan(value))


def marked(month: Numbers) -> Numbers:
    """A month in which a mark was met, missing where it is 0: not met."""
    return np.where(month > 0.0, month, np.nan)


def flags(yes: NDArray[np.bool_]) -> Numbers:
    """1 for yes, 0 for no."""
    return yes.astype(np.float64)
