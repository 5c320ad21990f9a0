"""What an option changes: whom it helps and harms, and how sure the mean difference is."""

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from exit_sim import __version__
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.of_many import TITLE
from exit_sim.figures.paper import BLUE, DARK, FAINT, MARGIN, MIDDLE, TEAL, WINE, panel, sheet
from exit_sim.story.sentence import signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Bar(NamedTuple):
    """One outcome as it is drawn; shares as they are, NaN where neither way is good."""

    says: str
    no_change: float
    option: float
    difference: float
    simulation: float
    spread: tuple[float, float]
    plausible: tuple[float, float] | None
    helped: float
    harmed: float
    flag: bool


class Asked(NamedTuple):
    """What was asked: the option, of what, over how many pairs and what settings; the answer."""

    name: str
    option: str
    title: str
    pairs: int
    population: bool
    sentence: str
    over: str = ""


def difference(asked: Asked, bars: Sequence[Bar]) -> Drawn:
    """Draw whom an option helps and harms, of 100, and mean differences of what is measured."""
    yes_or_no = [bar for bar in bars if bar.flag]
    measured = [bar for bar in bars if not bar.flag]
    units = "organisations" if asked.population else "journeys"
    foot = (
        f"Simulated by exit_sim {__version__}; n = {asked.pairs} pairs of {units} by the same "
        f"luck{asked.over}, not a forecast; against no change"
    )
    with style(asked.name):
        below = f"{asked.title}: {asked.option}, against no change"
        figure = sheet(asked.sentence, below, foot)
        tall = TALL - 1.02 - 1.05
        left = panel(figure, 1.02, tall, left=2.30, right=WIDE - 5.25)
        right = panel(figure, 1.02, tall, left=8.05, right=1.25)
        left.set_title(f"Of 100 {units}", **TITLE)
        right.set_title("Mean difference", **TITLE)
        _counts(left, yes_or_no, units)
        _means(right, measured)
        _key(figure, plausible=any(bar.plausible for bar in bars))
    rows = tuple(
        (
            bar.says, bar.no_change, bar.option, bar.difference, bar.simulation, *bar.spread,
            *(bar.plausible or (None, None)), bar.helped, bar.harmed,
        )
        for bar in bars
    )  # fmt: skip
    columns = (
        "outcome", "no_change", "option", "difference", "half_width_simulation", "low_spread",
        "high_spread", "low_plausible", "high_plausible", "helped", "harmed",
    )  # fmt: skip
    told = "; ".join(
        f"{bar.says}: {signed(bar.difference, 3)}, simulation error {bar.simulation:.3f}"
        for bar in bars
    )
    alt = f"Mean differences between {asked.option} and no change in {asked.pairs} pairs: {told}."
    return Drawn(asked.name, figure, asked.sentence, alt, Data(columns, rows))


def _counts(axes: "Axes", bars: Sequence[Bar], units: str) -> None:
    most = max([5.0, *(100.0 * end for bar in bars for end in _ends(bar))])
    for place, bar in enumerate(bars):
        axes.barh(place, 100.0 * bar.helped, height=0.5, color=TEAL, zorder=2)
        axes.barh(
            place, -100.0 * bar.harmed, height=0.5, facecolor="white", edgecolor=WINE,
            hatch="////", linewidth=0.8, zorder=2,
        )  # fmt: skip
        _mean(axes, place, 100.0 * bar.difference, 100.0 * bar.simulation)
        if bar.plausible is not None:
            _range(axes, place, *(100.0 * end for end in bar.plausible))
        levels = f"{100.0 * bar.no_change:.1f} → {100.0 * bar.option:.1f}"
        _beside(axes, place, signed(100.0 * bar.difference, 1), levels)
    axes.set_xlim(-most * 1.05, most * 1.05)
    _names(axes, bars, 31)
    axes.set_xlabel(f"{units} that fare worse (left) or better (right)", fontsize=SIZE, color=INK)


def _ends(bar: Bar) -> list[float]:
    """How far from no change anything of a bar reaches."""
    mean = [abs(bar.difference) + bar.simulation]
    return [*mean, bar.helped, bar.harmed, *(abs(end) for end in bar.plausible or ())]


def _means(axes: "Axes", bars: Sequence[Bar]) -> None:
    drawn = [
        bar for bar in bars if bar.says != "months to first use" and (bar.no_change or bar.option)
    ]
    scale = {bar.says: _scale(bar) for bar in drawn}
    for place, bar in enumerate(drawn):
        by = scale[bar.says]
        axes.plot([by * end for end in bar.spread], [place] * 2, color=MIDDLE, linewidth=1.2)
        _mean(axes, place, by * bar.difference, by * bar.simulation)
        if bar.plausible is not None:
            _range(axes, place, *(by * end for end in bar.plausible))
        levels = f"{bar.no_change:.3f} → {bar.option:.3f}"
        _beside(axes, place, signed(bar.difference, 3), levels)
    axes.set_xlim(-1.08, 1.08)
    axes.set_xticks([-1.0, 0.0, 1.0])
    axes.set_xticklabels(["less", "no change", "more"])
    _names(axes, drawn, 27)
    axes.set_xlabel("each on a scale of its own", fontsize=SIZE)


def _beside(axes: "Axes", place: int, difference: str, levels: str) -> None:
    """The difference, and below it the levels under no change and under the option."""
    for text, shift, size in ((difference, 6, 9.0), (levels, -6, SIZE)):
        axes.annotate(
            text, (1.02, place), xycoords=("axes fraction", "data"), xytext=(0, shift),
            textcoords="offset points", va="center", fontsize=size, color=INK,
            annotation_clip=False,
        )  # fmt: skip


def _scale(bar: Bar) -> float:
    mean = (bar.difference - bar.simulation, bar.difference + bar.simulation)
    ends = (*bar.spread, *(bar.plausible or ()), *mean)
    most = max([1e-12, *(abs(end) for end in ends if not isnan(end))])
    return float(1.0 / most)


def _mean(axes: "Axes", place: int, mean: float, error: float) -> None:
    axes.plot([mean - error, mean + error], [place] * 2, color=INK, linewidth=3.2, zorder=4)
    axes.plot([mean], [place], "o", color="white", markeredgecolor=INK, markersize=5.5, zorder=5)


def _range(axes: "Axes", place: int, low: float, high: float) -> None:
    axes.plot([low, high], [place - 0.36] * 2, color=BLUE, linewidth=1.4, zorder=4)
    for end in (low, high):
        axes.plot([end] * 2, [place - 0.42, place - 0.30], color=BLUE, linewidth=1.4, zorder=4)


def _names(axes: "Axes", bars: Sequence[Bar], letters: int) -> None:
    from textwrap import fill

    axes.axvline(0.0, color=DARK, linewidth=0.8, zorder=3)
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.set_yticks(range(len(bars)))
    axes.set_yticklabels([fill(bar.says, letters) for bar in bars], fontsize=8.5, linespacing=1.05)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=FAINT, linewidth=0.6, zorder=0)
    axes.set_axisbelow(True)


def _key(figure: "Figure", *, plausible: bool) -> None:
    words = (
        "Filled bar: better with the option. Hatched bar: worse. Circle and thick line: mean "
        "difference and its simulation error. Small print: no change → option.\nThin line: spread "
        "between journeys, from the 10th to the 90th percentile of pairs."
    )
    if plausible:
        words += " Bracket above: range over plausible settings."
    x, y = MARGIN / WIDE, 0.36 / TALL
    figure.text(x, y, words, fontsize=SIZE, color=INK, va="bottom", linespacing=1.3)
