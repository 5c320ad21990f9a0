"""What the figures of fragility share: a colour, a dash and a mark for each arm, and their foot."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from exit_sim import __version__
from exit_sim.figures.labels import INK, LINE, SIZE, End, apart
from exit_sim.figures.paper import BLUE, TEAL, WINE
from exit_sim.twins.ranges import said_over

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from exit_sim.analysis.fragility import Fragility


class Look(NamedTuple):
    """How an arm is drawn; dashes and marks tell arms apart in grey."""

    colour: str
    dash: Any
    mark: str


LOOKS = {1: Look(WINE, "-", "o"), 2: Look(TEAL, (0, (5, 2)), "s"), 3: Look(BLUE, (0, (1, 1)), "^")}
"""By number of posts."""


def foot_of(found: "Fragility") -> str:
    """The line at the foot of a figure of a study of fragility."""
    last = found.seed + found.runs - 1
    return (
        f"Simulated by exit_sim {__version__}; n = {found.runs} organisations an arm, seeds "
        f"{found.seed} to {last}{said_over(found.sets)}, not a forecast; bands: simulation error "
        "only (95 %)"
    )


def label_starts(axes: "Axes", ends: Sequence[End], before: float) -> None:
    """Write each label to the left of its line's first point, nudged apart, a thin line between.

    ``before`` is where on the axis of months labels end.
    """
    figure = axes.get_figure(root=True)
    if figure is None:
        return
    low, high = axes.get_ylim()
    tall = axes.get_position().height * figure.get_figheight() * 72.0
    points = [tall * (end.value - low) / (high - low) for end in ends]
    placed = apart(points, SIZE * LINE * 1.15, 0.5 * SIZE, tall)
    for end, height in zip(ends, placed, strict=True):
        axes.annotate(
            end.text,
            xy=(1.0, end.value),
            xytext=(before, low + (high - low) * height / tall),
            textcoords="data",
            fontsize=SIZE,
            color=INK,
            va="center",
            ha="right",
            arrowprops={
                "arrowstyle": "-",
                "color": end.colour,
                "linewidth": 1.0,
                "shrinkA": 2.0,
                "shrinkB": 2.0,
                "relpos": (1.0, 0.5),
            },
        )
