"""The targets a calibration aims at: bands, what accepted sets come to, and the baseline."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from exit_sim.analysis.calibration import words
from exit_sim.analysis.calibration.found import Calibration
from exit_sim.analysis.calibration.targets import Target, targets
from exit_sim.figures.calibration_paper import foot_of
from exit_sim.figures.drawn import TALL, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.paper import BLUE, DARK, FAINT, WINE, panel, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "targets"
WIDE_LEFT = 2.75
HALF = 0.30


def bands(found: Calibration) -> Drawn:
    """Draw each band, and where accepted sets lie: each set a stroke, their median a bar."""
    sentence = words.headline(found)[0]
    every = list(enumerate(targets()))
    shares = [one for one in every if one[1].summary != "median"]
    months = [one for one in every if one[1].summary == "median"]
    with style(NAME):
        below = f"{found.population.title}: bands in grey, each accepted set a thin stroke"
        figure = sheet(sentence, below, foot_of(found))
        room = TALL - 0.95 - 0.55 - 0.75
        tall = room * len(shares) / len(every)
        above = panel(figure, 0.95, tall, left=WIDE_LEFT, right=2.05)
        beneath = panel(figure, 0.95 + tall + 0.6, room - tall, left=WIDE_LEFT, right=2.05)
        rows = _rows(above, found, shares) + _rows(beneath, found, months)
        above.set_xlim(-0.01, 1.01)
        above.set_xlabel("share of organisations", fontsize=SIZE, color=INK, labelpad=2)
        beneath.set_xlabel("months", fontsize=SIZE, color=INK, labelpad=2)
        beneath.set_xlim(0.0, _last(found, months))
        above.annotate(
            "dark bar: median of accepted sets\ndiamond: the baseline\n(c) told, not aimed at",
            xy=(1.0, 1.0), xycoords="axes fraction", xytext=(6, 0), textcoords="offset points",
            fontsize=SIZE, color=DARK, va="top",
        )  # fmt: skip
    told = "; ".join(
        f"{name}: band {low:g} to {high:g}, accepted {least:.3g} to {most:.3g}, median {middle:.3g}"
        for name, low, high, least, middle, most, _ in rows
    )
    columns = (
        "target", "band_low", "band_high", "low_accepted", "middle_accepted", "high_accepted",
        "baseline",
    )  # fmt: skip
    alt = f"One row a target, a grey band in each, accepted sets as strokes. {told}. {sentence}"
    return Drawn(NAME, figure, sentence, alt, Data(columns, tuple(rows)))


def _last(found: Calibration, months: Sequence[tuple[int, Target]]) -> float:
    """The end of the axis of months: beyond the bands and all that is drawn."""
    seen = [target.high for _, target in months]
    for at, _ in months:
        seen += [*found.accepted.values[:, at], found.baseline.values[0, at]]
    return 1.08 * float(np.nanmax(seen))


def _rows(
    axes: "Axes", found: Calibration, some: Sequence[tuple[int, Target]]
) -> list[tuple[str, float, float, float, float, float, float]]:
    rows = []
    for y, (at, target) in enumerate(some):
        values, base = found.accepted.values[:, at], float(found.baseline.values[0, at])
        axes.barh(y, target.high - target.low, 0.8, left=target.low, color=FAINT, zorder=1)
        least = middle = most = float("nan")
        if len(values):
            least, middle, most = map(float, np.percentile(values, (0, 50, 100)))
            axes.vlines(values, y - HALF, y + HALF, color=BLUE, alpha=0.35, linewidth=0.6, zorder=2)
            axes.vlines(middle, y - 0.4, y + 0.4, color=INK, linewidth=2.4, zorder=3)
        axes.plot(
            [base], [y], marker="D", color="white", markeredgecolor=WINE, markersize=6, zorder=4,
            linestyle="none",
        )  # fmt: skip
        rows.append((target.name, target.low, target.high, least, middle, most, base))
    axes.set_yticks(range(len(some)))
    axes.set_yticklabels(
        [target.name + ("" if target.accepts else " (c)") for _, target in some], fontsize=SIZE
    )
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(some) - 0.5, -0.5)
    return rows
