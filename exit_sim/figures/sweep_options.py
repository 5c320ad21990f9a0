"""What came of each option of a sweep over all its points, and what it changes, for how many."""

from typing import TYPE_CHECKING

from exit_sim.analysis.sweeps import amounts, words
from exit_sim.analysis.sweeps.amounts import sure, sure_of
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.of_many import TITLE
from exit_sim.figures.paper import BLUE, DARK, MARGIN, TEAL, WINE, panel, sheet
from exit_sim.figures.sweep_paper import below, beside, foot_of, names, scale, unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from exit_sim.analysis.sweeps.look import Look

NAME = "options"
MOST = 12
KEY = (
    "Circle and thick line: mean and its simulation error. Bracket above: range over {of}, 10th to "
    "90th percentile of points, what luck adds taken off."
)
WHOM = "\nFilled bar: better with the option. Hatched bar: worse (of 100 pairs by the same luck)."


def options(found: "Look") -> Drawn:
    """Draw levels under each option, and differences from no change."""
    sentence = words.options(found)
    several = len(found.met.options) > 1
    with style(NAME):
        figure = sheet(sentence, below(found, "over all points"), foot_of(found))
        tall = TALL - 1.02 - 1.05
        right = 5.95 if several else 1.25
        left = panel(figure, 1.02, tall, left=2.3, right=right)
        left.set_title("Level", **TITLE)
        _levels(left, found)
        if several:
            other = panel(figure, 1.02, tall, left=6.45, right=1.15)
            other.set_title("Difference from no change", **TITLE)
            _differences(other, found)
        spans = found.facts.spans
        said = KEY.format(of="plausible settings" if spans else "the points of this design")
        said += WHOM if several and found.outcome.good and found.outcome.flag else ""
        figure.text(
            MARGIN / WIDE, 0.36 / TALL, said, fontsize=SIZE, color=INK, va="bottom", linespacing=1.3
        )
    return Drawn(NAME, figure, sentence, _alt(found), _table(found))


def _levels(axes: "Axes", found: "Look") -> None:
    by, each = scale(found.outcome), found.under()[:MOST]
    for place, one in enumerate(each):
        _mean(axes, place, by * one.mean.value, by * one.mean.half_width)
        _range(axes, place, by * one.points.low, by * one.points.high)
        beside(axes, place, sure(found.outcome, one.mean))
    names(axes, [one.option for one in each], 31)
    if found.outcome.flag:
        axes.set_xlim(-2.0, 102.0)
    axes.set_xlabel(unit(found), fontsize=SIZE, color=INK, labelpad=2)


def _differences(axes: "Axes", found: "Look") -> None:
    by, outcome = scale(found.outcome), found.outcome
    each = found.by_option()[: MOST - 1]
    for place, one in enumerate(each, 1):
        pair = one.pair
        if outcome.good and outcome.flag:
            axes.barh(place, by * pair.helped, height=0.34, color=TEAL, zorder=2)
            axes.barh(
                place, -by * pair.harmed, height=0.34, facecolor="white", edgecolor=WINE,
                hatch="////", linewidth=0.8, zorder=2,
            )  # fmt: skip
        _mean(axes, place, by * pair.difference, by * pair.simulation)
        _range(axes, place, by * one.points.low, by * one.points.high)
        beside(axes, place, sure_of(outcome, pair.difference, pair.simulation))
    axes.axvline(0.0, color=DARK, linewidth=0.8, zorder=3)
    names(axes, [""] * (len(each) + 1), 31)
    axes.set_xlabel(unit(found), fontsize=SIZE, color=INK, labelpad=2)


def _mean(axes: "Axes", place: float, mean: float, error: float) -> None:
    axes.plot([mean - error, mean + error], [place] * 2, color=INK, linewidth=3.0, zorder=4)
    axes.plot([mean], [place], "o", color="white", markeredgecolor=INK, markersize=5.5, zorder=5)


def _range(axes: "Axes", place: float, low: float, high: float) -> None:
    axes.plot([low, high], [place - 0.28] * 2, color=BLUE, linewidth=1.4, zorder=4)
    for end in (low, high):
        axes.plot([end] * 2, [place - 0.33, place - 0.23], color=BLUE, linewidth=1.4, zorder=4)


def _table(found: "Look") -> Data:
    columns = (
        "option", "mean", "half_width_simulation", "low_points", "high_points", "difference",
        "difference_half_width_simulation", "low_difference", "high_difference", "helped",
        "harmed_pairs",
    )  # fmt: skip
    pairs = {one.option: one for one in found.by_option()}
    rows = []
    for one in found.under():
        last: tuple[float | None, ...] = (None,) * 6
        if one.option in pairs:
            pair, points = pairs[one.option].pair, pairs[one.option].points
            last = (
                pair.difference, pair.simulation, points.low, points.high, pair.helped, pair.harmed
            )  # fmt: skip
        rows.append((one.option, *one.mean, *one.points[:2], *last))
    return Data(columns, tuple(rows))


def _alt(found: "Look") -> str:
    levels = "; ".join(f"{one.option} {sure(found.outcome, one.mean)}" for one in found.under())
    differences = "; ".join(
        f"{one.option} {sure_of(found.outcome, one.pair.difference, one.pair.simulation)}"
        for one in found.by_option()
    )
    said = f" Differences from no change: {differences}." if differences else ""
    return f"Levels of {found.outcome.says}, {amounts.unit(found.outcome)}: {levels}.{said}"
