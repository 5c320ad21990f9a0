"""What is known of such journeys: bands that published figures leave open, and their reading."""

from collections.abc import Callable, Mapping
from functools import cache
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.scenario.file import read, shipped

FOLDER = "calibration"
Columns = Mapping[str, NDArray[np.float64]]
"""Outcome columns of many runs by name, NaN where missing."""

PARTS = ("name", "column", "among", "summary", "band", "use", "source")


class Target(NamedTuple):
    """One band: what is read, among whom, how it is summed up, between which bounds, from where.

    ``accepts`` says that sets of settings are accepted by it; else it is only told.
    """

    name: str
    column: str
    among: str
    summary: str
    low: float
    high: float
    accepts: bool
    source: str


class Reading(NamedTuple):
    """What came out for one target: its value, its simulation error, and how many it rests on."""

    target: Target
    value: float
    error: float
    among: int

    @property
    def beyond(self) -> float:
        """How far the value lies outside the band; 0 within it."""
        return max(self.target.low - self.value, self.value - self.target.high, 0.0)

    @property
    def verdict(self) -> str:
        """Whether the value lies in its band."""
        if not self.beyond:
            return "reached"
        return "missed, above" if self.value > self.target.high else "missed, below"


@cache
def targets() -> tuple[Target, ...]:
    """Read the bands.

    >>> [target.name for target in targets() if not target.accepts]
    ['top leader changed within 24 months']
    """
    doc = read(*shipped("targets", FOLDER))
    found = []
    for number, table in enumerate(doc.tables("target")):
        doc.known(("target", number), table, PARTS, "a part of a target")
        low, high = table["band"]
        name, column, among, summary = (table[part] for part in PARTS[:4])
        accepts, source = table["use"] == "target", table["source"]
        found.append(Target(name, column, among, summary, low, high, accepts, source))
    return tuple(found)


def aimed_at() -> list[Target]:
    """The targets by which sets are accepted."""
    return [target for target in targets() if target.accepts]


def started(columns: Columns) -> NDArray[np.bool_]:
    """Whether the practice was used at some time."""
    return ~np.isnan(columns["first_use_month"])


def observable(columns: Columns) -> NDArray[np.bool_]:
    """Started, and 24 months after the pilot lie within the horizon."""
    return started(columns) & ~np.isnan(columns["sustained_any"])


def completed(columns: Columns) -> NDArray[np.bool_]:
    """Started, and the pilot came to its end."""
    return started(columns) & ~np.isnan(columns["pilot_end_month"])


def everyone(columns: Columns) -> NDArray[np.bool_]:
    """Any organisation."""
    return np.ones(len(columns["first_use_month"]), np.bool_)


AMONG: Mapping[str, Callable[[Columns], NDArray[np.bool_]]] = {
    each.__name__: each for each in (started, observable, completed, everyone)
}


def needed() -> list[str]:
    """Name the columns that targets are read off."""
    always = ["first_use_month", "sustained_any", "pilot_end_month"]
    return list(dict.fromkeys([*always, *(target.column for target in targets())]))


def reading(target: Target, columns: Columns) -> Reading:
    """Read one target off runs, with the error that more of them would shrink; NaN off none.

    A median's error is half the distance between the two ranks that stand one standard error from
    the middle.
    """
    values = columns[target.column][AMONG[target.among](columns)]
    values = values[~np.isnan(values)]
    number = len(values)
    if not number:
        return Reading(target, float("nan"), float("nan"), 0)
    if target.summary == "median":
        ranked, half = np.sort(values), sqrt(number) / 2.0
        low = ranked[max(0, int(number / 2 - half))]
        high = ranked[min(number - 1, int(number / 2 + half))]
        return Reading(target, float(np.median(values)), float(high - low) / 2.0, number)
    if target.summary == "share above 0":
        values = (values > 0.0).astype(np.float64)
    share = float(values.mean())
    return Reading(target, share, sqrt(share * (1.0 - share) / number), number)
