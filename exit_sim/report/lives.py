"""Whose lives: the mean and the fifth, both sides of a life, harm, and withdrawal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from exit_sim.report.document import Part, Section, Table
from exit_sim.results.columns import Value
from exit_sim.story.sentence import signed
from exit_sim.twins.outcomes import LIVES
from exit_sim.twins.pairs import HIGH, LOW, half_width
from exit_sim.twins.ranges import Range, over_sets
from exit_sim.twins.uncertainty import NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

TITLE = "Whose lives"
UNITS = "In model units. The fifth: those with most against them."
NOBODY = "No young person was followed for so long, so nothing can be said of lives here."


def of_one(row: Mapping[str, Value], words: Sequence[str] = ()) -> Section:
    """What one journey did to lives, and what its story says of it."""
    rows = tuple(
        (outcome.says, signed(float(value), 3))
        for outcome in LIVES
        if isinstance(value := row[outcome.column], int | float)
    )
    return _section(("", "in this journey"), rows, words, "Lives, in one journey")


def of_many(
    columns: Mapping[str, Sequence[Value]],
    units: str,
    words: Sequence[str] = (),
    sets: "NDArray[np.int64] | None" = None,
) -> Section:
    """What many journeys did to lives: means, how sure they are, and the spread.

    ``sets`` says under which set of settings each was, where they were under some.
    """
    rows = []
    for outcome in LIVES:
        values = np.array([np.nan if v is None else float(v) for v in columns[outcome.column]])
        plausible = None if sets is None else over_sets(values, sets)
        values = values[~np.isnan(values)]
        if len(values):
            low, high = np.percentile(values, (LOW, HIGH))
            error = half_width(values - values.mean(), outcome.matters)
            rows.append(
                (
                    outcome.says,
                    signed(float(values.mean()), 3),
                    f"{error:.3f}",
                    f"{signed(float(low), 3)} to {signed(float(high), 3)}",
                    _range(plausible),
                    f"{len(values)}",
                )
            )
    heads = ("", "mean", "simulation error", "spread", NAMES[2], "known in")
    of = f"Spread: from the 10th to the 90th of 100 {units}."
    return _section(heads, tuple(rows), [*words, of], f"Lives, over {units}")


def _range(found: Range | None) -> str:
    if found is None:
        return "not computed"
    if found.width <= 0.0:
        return "within luck"
    return " to ".join(signed(end, 3) for end in found[:2])


def _section(
    heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], words: Sequence[str], caption: str
) -> Section:
    if not rows:
        return Section(TITLE, tuple(Part(words=said) for said in (*words, NOBODY)))
    table = Part(table=Table(heads, rows, (0,), caption))
    return Section(TITLE, (table, *(Part(words=said) for said in (UNITS, *words))))
