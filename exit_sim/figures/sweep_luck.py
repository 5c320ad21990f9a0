"""How much of the variation between runs of a sweep is settings, and how much is luck."""

from typing import TYPE_CHECKING

from exit_sim.analysis.sweeps import words
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.paper import BLUE, FAINT, MARGIN, MIDDLE, panel, sheet
from exit_sim.figures.sweep_paper import below, beside, foot_of, names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from exit_sim.analysis.sweeps.look import Look
    from exit_sim.analysis.sweeps.shares import Shares

NAME = "settings_and_luck"
MOST = 12
LOOKS = (
    ("settings", {"color": BLUE}, "white"),
    ("luck", {"color": FAINT}, INK),
    ("turned luck", {"facecolor": "white", "edgecolor": MIDDLE, "hatch": "...."}, INK),
)
"""What each part is called, how it is filled, and in which colour its number is written."""

KEY = (
    "Settings: points differ in their true means. Luck: good or bad at every point alike. Turned "
    "luck (dotted): good at one point, bad at another.\nBlack line: simulation error of the share "
    "of settings."
)


def settings_and_luck(found: "Look") -> Drawn:
    """Draw the shares of the variance, for the level and for what each option changes."""
    sentence = words.luck(found)
    each = [one for one in found.shares if one.settings == one.settings][:MOST]
    with style(NAME):
        what = "parts of the variance between runs"
        figure = sheet(
            sentence, below(found, what), foot_of(found, "line: simulation error (95 %)")
        )
        axes = panel(figure, 1.02, TALL - 1.02 - 1.05, left=2.6, right=1.3)
        for place, one in enumerate(each):
            start = 0.0
            for (_, fill, ink), share in zip(LOOKS, _parts(one), strict=True):
                axes.barh(
                    place, 100.0 * share, left=100.0 * start, height=0.5, linewidth=0.8, zorder=2,
                    **fill,  # type: ignore[arg-type]
                )  # fmt: skip
                if share >= 0.05:
                    axes.text(
                        100.0 * (start + 0.5 * share), place, f"{100.0 * share:.0f}", color=ink,
                        ha="center", va="center", fontsize=9, zorder=4,
                        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0}
                        if ink == INK else None,
                    )  # fmt: skip
                start += share
            ends = (max(0.0, one.settings - one.error), min(1.0, one.settings + one.error))
            axes.plot([100.0 * end for end in ends], [place + 0.34] * 2, color=INK, linewidth=2.4)
            if not place:
                _heads(axes, one)
            beside(axes, place, f"settings {100.0 * one.settings:.0f}")
        names(axes, [_says(one) for one in each], 34)
        axes.set_xlim(0.0, 100.0)
        axes.set_xlabel("of 100 parts of the variance", fontsize=SIZE, color=INK, labelpad=2)
        figure.text(
            MARGIN / WIDE, 0.36 / TALL, KEY, fontsize=SIZE, color=INK, va="bottom", linespacing=1.3
        )
    told = "; ".join(
        f"{_says(one)}: settings {100 * one.settings:.0f}, luck {100 * one.luck:.0f}, turned luck "
        f"{100 * one.turned:.0f}"
        for one in each
    )
    alt = f"Stacked bars, of 100 parts of the variance between runs. {told}."
    columns = ("option", "what", "variance", "settings", "luck", "turned", "half_width_simulation")
    return Drawn(NAME, figure, sentence, alt, Data(columns, tuple(tuple(one) for one in each)))


def _parts(one: "Shares") -> tuple[float, float, float]:
    return one.settings, one.luck, one.turned


def _says(one: "Shares") -> str:
    return one.option if one.what == "level" else f"{one.option}, minus no change"


def _heads(axes: "Axes", one: "Shares") -> None:
    """Name the parts above the first bar, where they are wide enough."""
    start = 0.0
    for (name, _, _), share in zip(LOOKS, _parts(one), strict=True):
        if share >= 0.09:
            axes.text(
                100.0 * (start + 0.5 * share), -0.3, name, ha="center", va="bottom", fontsize=8.5,
                color=INK, fontweight="bold",
            )  # fmt: skip
        start += share
