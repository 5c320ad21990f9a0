"""The paper a figure is drawn on: its title, its margins, its colours, and the line at its foot."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exit_sim import __version__
from exit_sim.figures.drawn import TALL, WIDE
from exit_sim.figures.labels import INK, SIZE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from exit_sim.results.run_record import Run

BLUE, TEAL, WINE = "#12436D", "#28A197", "#801650"
ORANGE, DARK, LILAC = "#F46A25", "#3D3D3D", "#A285D1"
"""The categorical palette of the UK Government Analysis Function."""
FAINT, MIDDLE = "#D9D9D9", "#8A8A8A"
LEFT, RIGHT = 1.50, 1.62
"""Inches beside the panels: for their names, and for the names of their lines."""
MARGIN = 0.16
"""Inches at the left and right edge of a sheet."""


def sheet(title: str, below: str, foot: str) -> "Figure":
    """An empty sheet with its finding on top, what it shows below that, and a line at its foot."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, TALL), dpi=100, facecolor="white")
    FigureCanvasAgg(figure)
    x = MARGIN / WIDE
    bold = figure.text(x, _up(0.10), title, fontweight="bold", color=INK, va="top")
    plain = figure.text(x, _up(0.34), below, color=DARK, va="top")
    small = figure.text(x, 0.07 / TALL, foot, color=DARK, va="bottom")
    _fit(bold, (12.0, 11.0, 10.0, 9.0))
    _fit(plain, (9.0, 8.5, SIZE))
    _fit(small, (SIZE,))
    return figure


def _fit(text: "Text", sizes: Sequence[float]) -> None:
    """Write in the largest size in which a line fits the sheet; else cut its end off."""
    for size in sizes:
        text.set_fontsize(size)
        if _fits(text):
            return
    whole = text.get_text()
    for letters in range(len(whole) - 2, 0, -1):
        text.set_text(f"{whole[:letters].rstrip()} …")
        if _fits(text):
            return


def _fits(text: "Text") -> bool:
    figure = text.get_figure(root=True)
    return figure is None or text.get_window_extent().width / figure.dpi <= WIDE - 2 * MARGIN


def _up(inches: float) -> float:
    return 1.0 - inches / TALL


def foot_of(run: "Run") -> str:
    """The line at the foot of a figure of one journey."""
    return (
        f"Simulated by exit_sim {__version__}; one journey, seed {run.seed}, not a forecast; "
        f"scenario {named(run)}"
    )


def foot_of_many(number: int, what: str) -> str:
    """The line at the foot of a figure of many journeys."""
    journeys = "1 journey" if number == 1 else f"{number} journeys"
    return (
        f"Simulated by exit_sim {__version__}; n = {journeys}, not a forecast; "
        f"spread between journeys (luck) only; {what}"
    )


def named(run: "Run") -> str:
    """The name of a run's scenario, with the changes made to it."""
    changes = run.scenario.changes
    return f"{run.scenario.name} with {' + '.join(changes)}" if changes else run.scenario.name


def panel(
    figure: "Figure",
    top: float,
    tall: float,
    *,
    left: float = LEFT,
    right: float = RIGHT,
) -> "Axes":
    """A panel so many inches from the top and so tall, with margins at its sides."""
    wide = WIDE - left - right
    axes = figure.add_axes((left / WIDE, _up(top + tall), wide / WIDE, tall / TALL))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(MIDDLE)
        axes.spines[side].set_linewidth(0.8)
    axes.tick_params(labelsize=SIZE, colors=INK, length=3, width=0.8, pad=2)
    return axes


def name_panel(axes: "Axes", name: str, unit: str, inset: float = LEFT - MARGIN) -> None:
    """Write a panel's name and unit to its left, on the level of its top."""
    figure = axes.get_figure(root=True)
    if figure is None:
        return
    box = axes.get_position()
    x = box.x0 - inset / WIDE
    figure.text(
        x, box.y1, name, fontsize=9, fontweight="bold", color=INK, va="top", linespacing=1.1
    )
    below = 0.155 * (1 + name.count("\n"))
    figure.text(
        x, box.y1 - below / TALL, unit, fontsize=SIZE, color=DARK, va="top", linespacing=1.1
    )


def months_below(axes: "Axes", last: int, *, words: bool = True) -> None:
    """Months along the foot of a panel, a mark every year, or every second one."""
    axes.set_xlim(0.5, last + 0.5)
    step = _step(last)
    axes.set_xticks([1, *range(step, last + 1, step)] if step > 1 else list(range(1, last + 1)))
    if words:
        axes.set_xlabel(
            "month (month 1 is the April of year 1)", fontsize=SIZE, color=INK, labelpad=2
        )
    else:
        axes.set_xticklabels([])


def _step(last: int) -> int:
    for step in (1, 3, 6, 12, 24, 60, 120):
        if last / step <= 12:
            return step
    return 240


def gridless(all_axes: Sequence["Axes"], x: float, *, colour: str = MIDDLE) -> None:
    """A thin upright line at one month through several panels."""
    for axes in all_axes:
        axes.axvline(x, color=colour, linewidth=0.7, linestyle=(0, (1, 2)), zorder=1.5)
