"""Two settings of a sweep at once: heat-maps whose cells carry their numbers."""

from typing import TYPE_CHECKING

from exit_sim.analysis.sweeps import words
from exit_sim.analysis.sweeps.amounts import amount, sure
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.of_many import TITLE
from exit_sim.figures.paper import MARGIN, panel, sheet
from exit_sim.figures.sweep_paper import below, cut, foot_of, scale, subject_says, unit, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from exit_sim.analysis.sweeps.crossed import Crossed
    from exit_sim.analysis.sweeps.look import Look

NAME = "two_settings"
MOST = 3


def two_settings(found: "Look") -> Drawn:
    """Draw pairs of settings: of the level, or the strongest pair for each option's difference."""
    each = _shown(found)
    sentence = words.together(found, each[0])
    by = scale(found.outcome)
    values = [by * cell.mean.value for one in each for cell in one.cells]
    low, high = min(values), max(values)
    what = "no change" if each[0].subject.what == "level" else "difference from no change"
    foot = foot_of(found, "±: simulation error only")
    with style(NAME):
        figure = sheet(sentence, below(found, f"{what}, {unit(found)}"), foot)
        wide = (WIDE - 0.2) / len(each)
        for place, one in enumerate(each):
            left = 0.2 + wide * place
            axes = panel(
                figure, 1.25, TALL - 1.25 - 1.15, left=left + 1.05, right=WIDE - left - wide + 0.15
            )
            _map(axes, found, one, (low, high))
        said = "Darker is more. Small print: simulation error. Empty cells were met by no point."
        figure.text(MARGIN / WIDE, 0.36 / TALL, said, fontsize=SIZE, color=INK, va="bottom")
    rows = tuple(
        (
            subject_says(one.subject), one.down.name, cell.down.says, one.along.name,
            cell.along.says, cell.points, *cell.mean, *cell.apart,
        )
        for one in found.crossed
        for cell in one.cells
    )  # fmt: skip
    columns = (
        "of", "setting", "value", "other", "other_value", "points", "mean",
        "half_width_simulation", "apart", "apart_half_width_simulation",
    )  # fmt: skip
    signed = each[0].subject.what != "level"
    told = ". ".join(
        f"{subject_says(one.subject)}, {one.down.name} by {one.along.name}: "
        + "; ".join(
            f"{cell.down.says} and {cell.along.says} "
            f"{sure(found.outcome, cell.mean, signed=signed)}"
            for cell in one.cells
        )
        for one in each
    )
    return Drawn(NAME, figure, sentence, f"Heat-maps, {unit(found)}. {told}.", Data(columns, rows))


def _shown(found: "Look") -> "Sequence[Crossed]":
    asked = found.asked
    if len(asked) == 1:
        return [one for one in found.crossed if one.subject.option == asked[0].option][:MOST]
    first = {one.subject.option: one for one in reversed(found.crossed)}
    return [first[one.option] for one in asked[:MOST]]


def _map(axes: "Axes", found: "Look", one: "Crossed", ends: tuple[float, float]) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    down, along = ([each.says for each in some] for some in one.sides)
    shades = LinearSegmentedColormap.from_list("shades", ["#FFFFFF", "#12436D"])
    by, signed = scale(found.outcome), one.subject.what != "level"
    span = ends[1] - ends[0] or 1.0
    for cell in one.cells:
        x, y = along.index(cell.along.says), down.index(cell.down.says)
        dark = (
            (by * cell.mean.value - ends[0]) / span if cell.mean.value == cell.mean.value else 0.0
        )
        axes.fill_between(
            [x - 0.5, x + 0.5], y - 0.5, y + 0.5, color=shades(0.04 + 0.9 * dark), linewidth=0.0
        )
        ink = "white" if dark > 0.5 else INK
        mean = amount(found.outcome, cell.mean.value, signed=signed)
        error = f"±{amount(found.outcome, cell.mean.half_width)}"
        size = 11.0 if len(along) <= 5 else 8.5
        axes.text(x, y - 0.07, mean, ha="center", va="center", fontsize=size, color=ink)
        axes.text(x, y + 0.2, error, ha="center", va="center", fontsize=SIZE, color=ink)
    axes.set_xlim(-0.5, len(along) - 0.5)
    axes.set_ylim(len(down) - 0.5, -0.5)
    for set_, labels in ((axes.set_xticks, along), (axes.set_yticks, down)):
        set_(range(len(labels)), [label.replace(" to ", "\nto ") for label in labels])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    axes.set_xlabel(one.along.name, fontsize=8.5, color=INK, labelpad=4)
    axes.set_ylabel(one.down.name, fontsize=8.5, color=INK, labelpad=7)
    axes.set_title(wrapped(cut(one.subject.option, 60), 30), **TITLE)
