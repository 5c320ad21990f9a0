"""A first look at a sweep as tables: options, shares, effects, pairs, indices, and points."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np

from exit_sim.analysis.sweeps.bins import Bin
from exit_sim.analysis.sweeps.columns import (
    Apart,
    AtBesides,
    AtBin,
    AtLevel,
    AtPoint,
    Elementary,
    Indices,
    MainEffect,
    OfOption,
    OfSetting,
    OfSubject,
    OverPoints,
    Point,
    Second,
    Together,
)
from exit_sim.analysis.sweeps.contrasts import Estimate
from exit_sim.analysis.sweeps.look import Look
from exit_sim.analysis.sweeps.met import Subject
from exit_sim.results.columns import Table
from exit_sim.results.paired_tables import Difference, difference, table

MOST_CELLS = 2_000_000
"""Cells of the table of points; a larger one is left out, and that is said."""


def tables_of(found: Look) -> list[Table]:
    """Put a first look into tables, those that it has."""
    every = [
        _levels(found), _differences(found), _shares(found), _effects(found), _crossed(found),
        _sobol(found), _seconds(found), _morris(found), _points(found),
    ]  # fmt: skip
    return [one for one in every if one is not None and one.rows]


def points_fit(found: Look) -> bool:
    """Whether the table of points is small enough to be kept beside the others."""
    rows = found.met.points * len(found.met.options)
    return rows * len((*Point._fields, *AtPoint._fields)) <= MOST_CELLS


def _of(found: Look, subject: Subject) -> tuple[str, str, str]:
    return found.outcome.column, subject.option, subject.what


def _levels(found: Look) -> Table:
    rows = [
        (one.option, outcome.column, *one[1:3], *one.mean, *one[4:6], *one.points)
        for outcome, one in found.levels
    ]
    return table("levels", (OfOption, AtLevel, OverPoints), rows)


def _differences(found: Look) -> Table:
    rows = []
    for one in found.compared:
        said = difference(one.pair)
        if found.facts.spans:
            low, high, holds = one.points
            said = said._replace(low_plausible=low, high_plausible=high, holds_plausible=holds)
        rows.append((one.option, one.pair.outcome.column, *said, *one.points))
    return table("differences", (OfOption, Difference, OverPoints), rows)


def _shares(found: Look) -> Table:
    rows = [(found.outcome.column, *one) for one in found.shares]
    return table("shares", (OfSubject, Apart), rows)


def _bin(name: str, one: Bin) -> tuple[Any, ...]:
    return name, one.says, one.low, one.high


def _estimates(*each: Estimate) -> Iterator[float]:
    return chain.from_iterable(each)


def _effects(found: Look) -> Table:
    rows = [
        (
            *_of(found, one.subject),
            *_bin(one.factor.name, at.bin),
            int(at.bin.mask.sum()),
            *_estimates(at.mean, at.effect),
        )
        for one in found.effects
        for at in one.each
    ]
    return table("effects", (OfSubject, AtBin, MainEffect), rows)


def _crossed(found: Look) -> Table:
    rows = [
        (
            *_of(found, one.subject),
            *_bin(one.down.name, cell.down),
            *_bin(one.along.name, cell.along),
            cell.points,
            *_estimates(cell.mean, cell.apart),
        )
        for one in found.crossed
        for cell in one.cells
    ]
    return table("crossed", (OfSubject, AtBin, AtBesides, Together), rows)


def _sobol(found: Look) -> Table:
    rows = [
        (
            *_of(found, one.subject), each.name, one.samples, one.dropped, *each[1:5],
            *each.first_alone[:2], *each.total_alone[:3], each.verdict.value,
        )
        for one in found.sobol
        for each in one.each
    ]  # fmt: skip
    return table("sobol", (OfSubject, OfSetting, Indices), rows)


def _seconds(found: Look) -> Table:
    rows = [
        (*_of(found, one.subject), both.one, *both[1:]) for one in found.sobol for both in one.pairs
    ]
    return table("sobol_pairs", (OfSubject, OfSetting, Second), rows)


def _morris(found: Look) -> Table:
    rows = [
        (
            *_of(found, one.subject), each.name, one.trajectories, one.dropped, *each[1:6],
            each.verdict.value,
        )
        for one in found.morris
        for each in one.each
    ]  # fmt: skip
    return table("morris", (OfSubject, OfSetting, Elementary), rows)


def _points(found: Look) -> Table | None:
    if not points_fit(found):
        return None
    rows: list[Sequence[Any]] = []
    for number, option in enumerate(found.met.options):
        each = np.column_stack(found.at_points(number)).tolist()
        if not number:
            each = [[*one[:3], None, *one[4:]] for one in each]
        rows += [(point, option, *one) for point, one in enumerate(each)]
    return table("points", (Point, AtPoint), rows)
