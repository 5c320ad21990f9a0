"""Which ingredient matters when: what each accounts for, phase by phase, with its interval."""

from math import isnan
from typing import TYPE_CHECKING

from exit_sim import __version__
from exit_sim.analysis.importance import words
from exit_sim.analysis.importance.groups import INGREDIENTS, SETTING
from exit_sim.analysis.importance.shapley import Ranked
from exit_sim.analysis.importance.whole import CALIBRATED, Importance
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.of_many import TITLE
from exit_sim.figures.paper import BLUE, DARK, FAINT, WINE, panel, sheet
from exit_sim.results.columns import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "importance"
LOOKS = ((INK, "o"), (BLUE, "s"), (WINE, "^"))
"""A colour and a mark for all organisations, and for each of two kinds: marks differ in grey."""

LEFT, BETWEEN, TOP = 1.75, 0.28, 1.5


def by_phase(found: Importance) -> Drawn:
    """Draw what each ingredient accounts for in each phase."""
    sentence = words.headline(found)
    names = list(INGREDIENTS)
    phases = [one.phase for one in found.among[0].phases]
    rows: list[tuple[Value, ...]] = []
    with style(NAME):
        below = (
            "Of 100 parts of what settings account for, how many are each ingredient's: dots, with"
            " simulation error (95 %)"
        )
        figure = sheet(sentence, below, _foot(found))
        tall = TALL - TOP - 0.75
        wide = (WIDE - LEFT - 0.3 - BETWEEN * (len(phases) - 1)) / len(phases)
        ends = _ends(found)
        for place, phase in enumerate(phases):
            left = LEFT + place * (wide + BETWEEN)
            axes = panel(figure, TOP, tall, left=left, right=WIDE - left - wide)
            _paper(axes, names, ends, labelled=not place)
            _says(axes, phase, found.among[0].phase(phase))
            for number, among in enumerate(found.among):
                one = among.phase(phase)
                _dots(axes, names, one, number, len(found.among))
                rows += [(among.kind, phase, group, *one.shares[group]) for group in one.shares]
            if not place and len(found.among) > 1:
                _marks(axes, found)
    told = "; ".join(f"{phase}: {words.order(found.among[0].phase(phase))}" for phase in phases)
    alt = f"Four panels, one a phase, a dot for each ingredient. {told}. {sentence}"
    columns = ("among", "phase", "group", "share", "low_simulation", "high_simulation")
    return Drawn(NAME, figure, sentence, alt, Data(columns, tuple(rows)))


def _ends(found: Importance) -> tuple[float, float]:
    """The ends of the axis that all panels share: beyond every interval."""
    shares = [
        one.shares[name] for among in found.among for one in among.phases for name in INGREDIENTS
    ]
    most = max([share.high for share in shares if not isnan(share.high)], default=0.1)
    least = min([share.low for share in shares if not isnan(share.low)], default=0.0)
    return min(105.0 * least, -3.0 * most), 108.0 * most


def _paper(axes: "Axes", names: list[str], ends: tuple[float, float], *, labelled: bool) -> None:
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(*ends)
    axes.set_yticks(range(len(names)))
    axes.set_yticklabels(names if labelled else [], fontsize=9, color=INK)
    axes.tick_params(axis="y", length=0)
    axes.axvline(0.0, color=DARK, linewidth=0.8, zorder=1)
    for y in range(len(names)):
        axes.axhline(y, color=FAINT, linewidth=0.8, zorder=0)
    axes.set_xlabel("parts of 100", fontsize=SIZE, color=INK, labelpad=2)


def _says(axes: "Axes", phase: str, one: Ranked) -> None:
    axes.set_title(f"{phase}", **{**TITLE, "pad": 27})
    luck, rest = 1.0 - one.settings.value, one.shares[SETTING].value
    axes.annotate(
        f"luck is {100.0 * luck:.0f} of 100 of all variation;\nof the rest, {100.0 * rest:.0f} is "
        "setting and all else",
        xy=(0.0, 1.0), xycoords="axes fraction", xytext=(0, 4), textcoords="offset points",
        fontsize=SIZE, color=DARK, va="bottom", linespacing=1.2,
    )  # fmt: skip


def _dots(axes: "Axes", names: list[str], one: Ranked, number: int, of: int) -> None:
    colour, mark = LOOKS[number]
    shift = 0.22 * (number - 0.5 * (of - 1))
    for y, name in enumerate(names):
        share = one.shares[name]
        axes.hlines(
            y + shift, 100.0 * share.low, 100.0 * share.high, color=colour, linewidth=1.6, zorder=2
        )
        axes.plot(
            [100.0 * share.value], [y + shift], marker=mark, color=colour, markersize=5, zorder=3
        )
        if of == 1:
            axes.annotate(
                f"{100.0 * share.value:.0f}", xy=(100.0 * share.value, y), xytext=(0, 6),
                textcoords="offset points", fontsize=SIZE, color=INK, ha="center",
            )  # fmt: skip


def _marks(axes: "Axes", found: Importance) -> None:
    """Say beside the first panel's rows which mark stands for whom."""
    for number, among in enumerate(found.among):
        colour, mark = LOOKS[number]
        y = 1.0 + (TOP - 0.62 - 0.17 * number) / (TALL - TOP - 0.75) - 0.02
        axes.plot(
            [-0.72], [y], marker=mark, color=colour, markersize=5, transform=axes.transAxes,
            clip_on=False,
        )  # fmt: skip
        axes.annotate(
            among.kind, xy=(-0.67, y), xycoords="axes fraction", fontsize=SIZE, color=INK,
            va="center", annotation_clip=False,
        )  # fmt: skip


def _foot(found: Importance) -> str:
    sets = f"{found.sets} accepted sets" if found.level == CALIBRATED else "plausible settings"
    return (
        f"Simulated by exit_sim {__version__}; n = {found.pairs:,} pairs of organisations"
        f" {'of each kind, ' if len(found.among) > 1 else ''}over {sets}; seed {found.seed};"
        " not a forecast"
    )
