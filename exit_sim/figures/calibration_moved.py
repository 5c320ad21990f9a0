"""What the targets say of unknown settings: as drawn against as accepted, the most moved first."""

from exit_sim.analysis.calibration import words
from exit_sim.analysis.calibration.found import Calibration
from exit_sim.figures.calibration_paper import foot_of
from exit_sim.figures.drawn import TALL, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.paper import BLUE, DARK, FAINT, MIDDLE, WINE, panel, sheet

NAME = "settings"
MOST = 16
LONGEST = 62


def settings(found: Calibration) -> Drawn:
    """Draw the most moved settings: the range drawn, and where most accepted sets lie."""
    sentence = words.identified(found)[0]
    some = found.moved[:MOST]
    with style(NAME):
        below = f"{found.population.title}: the {len(some)} most moved settings, as shares of their"
        figure = sheet(sentence, f"{below} plausible ranges", foot_of(found))
        axes = panel(figure, 0.95, TALL - 0.95 - 0.78, left=4.15, right=1.75)
        axes.axvspan(0.1, 0.9, color=FAINT, alpha=0.55, linewidth=0.0, zorder=0)
        axes.axvline(0.5, color=MIDDLE, linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
        for y, one in enumerate(some):
            colour = BLUE if one.identified else MIDDLE
            axes.hlines(y, 0.0, 1.0, color=MIDDLE, linewidth=0.5, zorder=1)
            axes.hlines(y, one.low, one.high, color=colour, linewidth=4.0, zorder=2)
            axes.plot([one.middle], [y], marker="o", color=INK, markersize=5, zorder=3)
            axes.plot(
                [one.baseline], [y], marker="D", color="white", markeredgecolor=WINE,
                markersize=5, zorder=4,
            )  # fmt: skip
            said = f"identified, {words.moves(one)}" if one.identified else "not identified"
            axes.annotate(
                said, xy=(1.0, y), xycoords=("axes fraction", "data"), xytext=(6, 0),
                textcoords="offset points", fontsize=SIZE, color=INK, va="center",
            )  # fmt: skip
        axes.set_yticks(range(len(some)))
        axes.set_yticklabels([_short(words.meaning(one)) for one in some], fontsize=SIZE)
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(max(len(some), 1) - 0.5, -0.5)
        axes.set_xlim(-0.01, 1.01)
        axes.set_xlabel(
            "share of the plausible range (grey: where 80 of 100 sets are drawn; bar: where 80 of"
            " 100 accepted lie; dot: their median; diamond: baseline)",
            fontsize=SIZE, color=DARK, labelpad=3, x=0.18,
        )  # fmt: skip
    rows = tuple(
        (one.name, one.low, one.middle, one.high, one.baseline, one.distance, int(one.identified))
        for one in some
    )
    told = "; ".join(f"{one.name}: {one.low:.2f} to {one.high:.2f}" for one in some)
    alt = f"One row a setting, a bar where most accepted sets lie, 0.1 to 0.9 as drawn. {told}."
    columns = ("setting", "low", "middle", "high", "baseline", "distance", "identified")
    return Drawn(NAME, figure, sentence, f"{alt} {sentence}", Data(columns, rows))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2].rstrip()} …"
