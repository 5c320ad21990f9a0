"""How often champions leave, and whether it pays to share: levels, and the difference."""

from typing import TYPE_CHECKING

from exit_sim.analysis.fragility.arms import ONE, Arm
from exit_sim.analysis.fragility.crossing import Verdict
from exit_sim.analysis.fragility.lived import LASTING
from exit_sim.analysis.fragility.words import pays, when_it_pays
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.fragility_paper import LOOKS, foot_of
from exit_sim.figures.labels import INK, SIZE, End, label_ends
from exit_sim.figures.of_many import TITLE
from exit_sim.figures.paper import FAINT, MIDDLE, panel, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from exit_sim.analysis.fragility import Fragility

NAME = "exit_rates"
ALONG = "leavers a year for each 100 posts"


def exit_rates(found: "Fragility") -> Drawn:
    """Draw how many organisations last at each exit rate, by arm, and shared minus one champion."""
    sentence = when_it_pays(found)
    with style(NAME):
        below = f"{found.title}: what lasts two years after the pilot, nobody or many leaving"
        figure = sheet(sentence, below, foot_of(found))
        tall = TALL - 1.02 - 0.82
        left = panel(figure, 1.02, tall, left=0.7, right=WIDE - 4.3)
        right = panel(figure, 1.02, tall, left=6.3, right=1.5)
        left.set_title("Organisations that last, of 100", **TITLE)
        right.set_title("Shared minus one champion, of 100", **TITLE)
        rows = _levels(left, found)
        _differences(right, found)
        for axes in (left, right):
            axes.set_xlabel(ALONG, fontsize=SIZE, color=INK, labelpad=2)
    told = "; ".join(
        f"{arm} at {100 * rate:.0f}: {100 * level:.0f} last"
        + ("" if arm == ONE.says else f", difference {100 * more:+.0f} ± {100 * error:.0f}")
        for arm, rate, level, more, error in rows
    )
    alt = f"Two panels of lines over leavers a year for each 100 posts. {told}. {sentence}"
    columns = ("arm", "rate", "lasting", "difference", "difference_half_width_simulation")
    return Drawn(NAME, figure, sentence, alt, Data(columns, tuple(rows)))


def _levels(axes: "Axes", found: "Fragility") -> list[tuple[str, float, float, float, float]]:
    rows: list[tuple[str, float, float, float, float]] = []
    rates = [100.0 * rate for rate in found.exit_rates.rates]
    ends = []
    for arm in found.arms:
        curve = found.exit_rates.curve(found.shared if arm == ONE else arm, LASTING)
        pairs = [one.pair for one in curve]
        levels = [one.no_change if arm == ONE else one.option for one in pairs]
        look = LOOKS[arm.posts]
        axes.plot(
            rates, [100.0 * level for level in levels], color=look.colour, linestyle=look.dash,
            marker=look.mark, markersize=3.5, linewidth=1.8,
        )  # fmt: skip
        ends.append(End(_short(arm), 100.0 * levels[-1], look.colour))
        for one, level in zip(curve, levels, strict=True):
            more, error = (0.0, 0.0) if arm == ONE else (one.pair.difference, one.pair.simulation)
            rows.append((arm.says, one.rate, level, more, error))
    axes.set_ylim(0.0, 103.0)
    axes.set_xlim(rates[0] - 1.0, rates[-1] + 1.0)
    label_ends(axes, ends)
    return rows


def _differences(axes: "Axes", found: "Fragility") -> None:
    rates = [100.0 * rate for rate in found.exit_rates.rates]
    ends = []
    for arm in found.arms[1:]:
        look = LOOKS[arm.posts]
        pairs = [one.pair for one in found.exit_rates.curve(arm, LASTING)]
        middle = [100.0 * one.difference for one in pairs]
        errors = [100.0 * one.simulation for one in pairs]
        low = [m - e for m, e in zip(middle, errors, strict=True)]
        high = [m + e for m, e in zip(middle, errors, strict=True)]
        axes.fill_between(rates, low, high, color=look.colour, alpha=0.16, linewidth=0.0)
        axes.plot(
            rates, middle, color=look.colour, linestyle=look.dash, marker=look.mark,
            markersize=3.5, linewidth=1.8, zorder=3,
        )  # fmt: skip
        ends.append(End(_short(arm), middle[-1], look.colour))
    axes.axhline(0.0, color=MIDDLE, linewidth=0.9, zorder=1)
    axes.set_xlim(rates[0] - 1.0, rates[-1] + 1.0)
    _mark(axes, found)
    label_ends(axes, ends)


def _mark(axes: "Axes", found: "Fragility") -> None:
    """Shade the bracket in which sharing begins to pay, and say so."""
    verdict = pays(found, found.shared, LASTING).crossing
    if verdict.verdict not in {Verdict.FROM, Verdict.BETWEEN} or verdict.low is None:
        return
    low, high = 100.0 * verdict.low, 100.0 * (verdict.high or 0.0)
    axes.axvspan(low, high, color=FAINT, alpha=0.7, linewidth=0.0, zorder=0)
    if verdict.at is not None:
        axes.axvline(100.0 * verdict.at, color=INK, linewidth=0.9, linestyle=(0, (2, 2)))
    at = f"about {100.0 * verdict.at:.0f}, " if verdict.at is not None else ""
    axes.annotate(
        f"begins to pay: {at}{low:.0f} to {high:.0f}",
        xy=(high, 0.0), xycoords=("data", "axes fraction"), xytext=(4, 6),
        textcoords="offset points", fontsize=SIZE, color=INK, ha="left", va="bottom",
    )  # fmt: skip


def _short(arm: Arm) -> str:
    return arm.says.replace("champion and", "with")
