"""Among which organisations: levels for each kind of them, one line a kind."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from exit_sim import __version__
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.paper import FAINT, MARGIN, MIDDLE, TEAL, panel, sheet
from exit_sim.results.columns import Value
from exit_sim.story.sentence import signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEFT, RIGHT = 2.75, 2.35
"""Inches beside the panel: for the kinds, and for what stands beside each line."""

MARKS: tuple[dict[str, Any], ...] = (
    {"marker": "o", "color": "white", "markeredgecolor": INK, "markersize": 9.0},
    {"marker": "o", "color": INK, "markersize": 5.5},
    {"marker": "D", "color": TEAL, "markeredgecolor": INK, "markersize": 6.0},
)
SHAPES = ("white circle", "dark circle", "diamond")
"""How each mark is told apart without colour."""


class Mark(NamedTuple):
    """One level that is marked on every line: what it says, and its column in the numbers."""

    says: str
    column: str


class Kinds(NamedTuple):
    """What the figure says beside its lines.

    ``sure`` is the place of the mark around which a simulation error is drawn, and ``error`` says
    of what it is; ``besides`` heads what stands beside each line, as shares.
    """

    name: str
    sentence: str
    below: str
    number: str
    axis: str
    marks: Sequence[Mark]
    sure: int
    error: str
    besides: Sequence[str]


class Row(NamedTuple):
    """One kind of organisation: how many there are, levels, an error, and what stands beside."""

    by: str
    kind: str
    number: int
    levels: Sequence[float]
    error: float
    besides: Sequence[float]


def among(kinds: Kinds, rows: Sequence[Row]) -> Drawn:
    """Draw a line for each kind, its marks at their levels and an error around one of them."""
    places = _places(rows)
    with style(kinds.name):
        foot = f"Simulated by exit_sim {__version__}; n = {kinds.number}, not a forecast"
        figure = sheet(kinds.sentence, kinds.below, foot)
        axes = panel(figure, 0.98, TALL - 0.98 - 1.05, left=LEFT, right=RIGHT)
        for row, place in zip(rows, places, strict=True):
            _line(axes, row, place, kinds.sure)
        _names(axes, rows, places)
        _beside(axes, kinds, rows, places)
        axes.set_xlim(-2.0, 102.0)
        axes.set_xlabel(kinds.axis, fontsize=SIZE, color=INK, labelpad=2)
        marked = "; ".join(
            f"{shape}: {mark.says}" for shape, mark in zip(SHAPES, kinds.marks, strict=False)
        )
        said = f"{marked[:1].upper()}{marked[1:]}. Thick line: simulation error of {kinds.error}."
        x, y = MARGIN / WIDE, 0.36 / TALL
        figure.text(x, y, said, fontsize=SIZE, color=INK)
    columns = (
        "by", "kind", "number", *(mark.column for mark in kinds.marks), "half_width_simulation",
        *kinds.besides,
    )  # fmt: skip
    table: tuple[tuple[Value, ...], ...] = tuple(
        (row.by, row.kind, row.number, *row.levels, row.error, *row.besides) for row in rows
    )
    told = "; ".join(
        f"{row.kind} ({row.by}) "
        + ", ".join(
            f"{100.0 * level:.0f} {mark.says}"
            for level, mark in zip(row.levels, kinds.marks, strict=True)
        )
        for row in rows
    )
    alt = f"{kinds.sentence} {kinds.axis[:1].upper()}{kinds.axis[1:]}: {told}."
    return Drawn(kinds.name, figure, kinds.sentence, alt, Data(columns, table))


def _places(rows: Sequence[Row]) -> list[float]:
    """Where each line stands, from the top, with room for a name above each family of kinds."""
    found: list[float] = []
    place, by = -1.0, ""
    for row in rows:
        place += 1.0 if row.by == by else 2.1
        by = row.by
        found.append(place)
    return found


def _line(axes: "Axes", row: Row, place: float, sure: int) -> None:
    levels = [100.0 * level for level in row.levels]
    known = [level for level in levels if level == level]  # noqa: PLR0124
    if not known:
        return
    axes.plot([0.0, 100.0], [place] * 2, color=FAINT, linewidth=0.6, zorder=1)
    axes.plot([min(known), max(known)], [place] * 2, color=MIDDLE, linewidth=1.2, zorder=2)
    error = 100.0 * row.error
    ends = [max(0.0, levels[sure] - error), min(100.0, levels[sure] + error)]
    axes.plot(ends, [place] * 2, color=INK, linewidth=3.0, alpha=0.45, zorder=3)
    for number, level in enumerate(levels):
        axes.plot([level], [place], linestyle="none", zorder=4 + number, **MARKS[number])


def _names(axes: "Axes", rows: Sequence[Row], places: Sequence[float]) -> None:
    axes.set_ylim(places[-1] + 0.7, places[0] - 1.6)
    axes.set_yticks(list(places))
    axes.set_yticklabels([f"{row.kind} ({row.number})" for row in rows], fontsize=8.5)
    axes.tick_params(axis="y", length=0)
    by = ""
    for row, place in zip(rows, places, strict=True):
        if row.by != by:
            by = row.by
            _write(axes, f"by {by}", -0.012, place - 0.95, "right", weight="bold")


def _beside(axes: "Axes", kinds: Kinds, rows: Sequence[Row], places: Sequence[float]) -> None:
    """What stands beside each line, in columns below their heads."""
    for column, head in enumerate(kinds.besides):
        x = 1.12 + 0.115 * column
        _write(axes, head, x, places[0] - 0.95, "right", weight="bold")
        for row, place in zip(rows, places, strict=True):
            value = 100.0 * row.besides[column]
            said = signed(value, 1) if head == "difference" else f"{value:.0f}"
            _write(axes, said, x, place, "right")


def _write(axes: "Axes", text: str, x: float, y: float, side: str, weight: str = "normal") -> None:
    axes.annotate(
        text, (x, y), xycoords=("axes fraction", "data"), fontsize=8.5, color=INK, ha=side,
        va="center", fontweight=weight, annotation_clip=False,
    )  # fmt: skip
