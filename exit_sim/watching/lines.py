"""How it went so far: use and reach, and the five ingredients, on one axis of months."""

from typing import TYPE_CHECKING

from exit_sim.figures.five_ingredients import INGREDIENTS, USE, Panel
from exit_sim.figures.labels import INK, End, label_ends
from exit_sim.figures.paper import BLUE, DARK, MIDDLE, ORANGE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exit_sim.watching.watched import Watched
    from exit_sim.world import World

PANELS = (USE, *INGREDIENTS)
WIDE, TALL = 5.6, 4.6
LEFT, RIGHT, TOP, FOOT, GAP = 0.25, 0.30, 0.02, 0.11, 0.035
DASHED = (0, (4, 1.6))


def in_words(model: "Watched") -> str:
    """Say how it stands, for those who cannot see the lines."""
    world = model.world
    ends = [f"{line.name} {line.read(world) + 0.0:.2f}" for one in PANELS for line in one.lines]
    return f"Six panels over {model.month} of {model.horizon} months. Now: {', '.join(ends)}."


def draw(model: "Watched") -> "Figure":
    """Draw every month so far."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, TALL), facecolor="white")
    tall = (1.0 - TOP - FOOT - GAP * (len(PANELS) - 1)) / len(PANELS)
    for number, one in enumerate(PANELS):
        y = 1.0 - TOP - tall - number * (tall + GAP)
        axes = figure.add_axes((LEFT, y, 1.0 - LEFT - RIGHT, tall))
        _panel(axes, one, model.seen)
        axes.set_xlim(0, model.horizon)
        axes.tick_params(labelsize=8, colors=INK, labelbottom=one is PANELS[-1])
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        figure.text(0.005, y + tall, one.name, fontsize=9, fontweight="bold", color=INK, va="top")
        figure.text(0.005, y + tall - 0.036, one.unit, fontsize=8, color=DARK, va="top")
    figure.text(LEFT, 0.012, f"month {model.month} of {model.horizon}", fontsize=8, color=INK)
    return figure


def _panel(axes: "Axes", one: Panel, seen: "list[tuple[int, World]]") -> None:
    ends = []
    months = [month for month, _ in seen]
    for line in one.lines:
        values = [line.read(world) for _, world in seen]
        colour, stroke = (ORANGE, DASHED) if line.second else (BLUE, "solid")
        axes.plot(months, values, color=colour, linestyle=stroke, linewidth=1.6)
        axes.plot(months[-1:], values[-1:], color=colour, marker="o", markersize=3.5)
        now = f"{line.name} {values[-1] + 0.0:.2f}".replace("-", "−")
        ends.append(End(now, values[-1], colour))
    if one.name == "Measurement":
        axes.axhline(0.0, color=MIDDLE, linewidth=0.7)
        most = max(0.1, *(abs(line.read(world)) for line in one.lines for _, world in seen))
        axes.set_ylim(-1.1 * most, 1.1 * most)
    else:
        axes.set_ylim(0.0, 1.04)
        axes.set_yticks([0.0, 1.0])
    label_ends(axes, ends)
