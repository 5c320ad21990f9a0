"""Of many journeys, the most typical one is told, and then the one most different from it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from exit_sim.results.columns import Table, Value
from exit_sim.results.journeys import journey_columns, journey_row
from exit_sim.results.run_record import Run

if TYPE_CHECKING:
    import numpy as np

WORDS = ("ending", "ending_cause")
MONTHS = (
    "initiated_month",
    "first_use_month",
    "pilot_end_month",
    "money_kept_month",
    "spread_month",
    "ended_month",
)
NUMBERS = (
    "reach_at_pilot_end",
    "reach_24_months_after_pilot",
    "reported_change",
    "benefit",
    "benefit_fifth",
)
HOW = (
    "Typical means nearest to all the others in ending, phase months, reach and benefit; "
    "the most different is furthest from it."
)


class Chosen(NamedTuple):
    """Places of the most typical journey and of the most different one, and how they were chosen.

    ``different`` is None where there is only one journey.
    """

    typical: int
    different: int | None
    how: str = HOW


def typical_and_different(journeys: Sequence[Run] | Table | Any) -> Chosen:
    """Choose from runs, or from the rows of a table of journeys, by their place in it.

    Two journeys are as far apart as they differ on average over endings, causes, months of the
    phases, reach and benefit, each difference as a share of its widest; a month that never came
    counts as later than any that did. The most typical is the medoid: the one whose distances to
    all others add up to least, the first of them where several are level.
    """
    import numpy as np

    rows = rows_of(journeys)
    if not rows:
        raise ValueError("no journey to choose from")  # noqa: TRY003
    if len(rows) == 1:
        return Chosen(0, None)
    far = _distances(rows)
    typical = int(np.argmin(np.round(far.sum(axis=1), 9)))
    away = np.round(far[typical], 9)
    away[typical] = -1.0
    return Chosen(typical, int(np.argmax(away)))


def rows_of(journeys: Any) -> list[Mapping[str, Value]]:
    """Rows by column name, from runs, from a table of results, or from a data frame."""
    if isinstance(journeys, Table):
        names = [column.name for column in journeys.columns]
        return [dict(zip(names, row, strict=True)) for row in journeys.rows]
    if hasattr(journeys, "to_dict"):
        return list(journeys.to_dict("records"))
    names = [column.name for column in journey_columns()]
    return [
        dict(zip(names, journey_row(each), strict=True)) if isinstance(each, Run) else each
        for each in journeys
    ]


def _distances(rows: Sequence[Mapping[str, Value]]) -> "np.ndarray[Any, np.dtype[np.float64]]":
    import numpy as np

    total = np.zeros((len(rows), len(rows)))
    for name in WORDS:
        words = np.array([str(row[name]) for row in rows])
        total += words[:, None] != words[None, :]
    for name in (*MONTHS, *NUMBERS):
        numbers = np.array([_number(row[name]) for row in rows])
        missing = np.isnan(numbers)
        if name in MONTHS and not missing.all():
            numbers = np.where(missing, np.nanmax(numbers) + 1.0, numbers)
            missing = np.zeros_like(missing)
        known = numbers[~missing]
        width = float(known.max() - known.min()) if known.size else 0.0
        filled = np.where(missing, 0.0, numbers)
        apart = np.abs(filled[:, None] - filled[None, :]) / width if width > 0.0 else 0.0
        one_missing = missing[:, None] != missing[None, :]
        both = missing[:, None] & missing[None, :]
        total += np.where(one_missing, 1.0, np.where(both, 0.0, apart))
    return total / len((*WORDS, *MONTHS, *NUMBERS))


def _number(value: Value) -> float:
    return float("nan") if value is None or isinstance(value, str) else float(value)
