"""The phases of a journey as shaded, named bands, and its key moments as flags above them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from exit_sim.figures.labels import INK, SIZE, rows_of_flags
from exit_sim.figures.paper import DARK, MIDDLE
from exit_sim.story.moments import KeyMoment, key_moments
from exit_sim.story.reading import Reading
from exit_sim.vocabulary import Phase

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exit_sim.results.run_record import Run

SHADES = {
    Phase.CONCEPTION: "#FFFFFF",
    Phase.INITIATION: "#D3D3D3",
    Phase.IMPLEMENTATION: "#DFE8F1",
    Phase.SUSTAINING: "#F5F5F5",
}
ROW = 0.148
"""Inches of one row of flags."""
MOST_ROWS = 7


class Band(NamedTuple):
    """A phase and its first and last month."""

    phase: Phase
    first: int
    last: int


class Flag(NamedTuple):
    """A label on a pole that stands at one month."""

    month: float
    text: str
    bold: bool = False


def bands_of(run: "Run") -> list[Band]:
    """The phases of a run, in order; a phase that a journey comes back to stands twice."""
    found: list[Band] = []
    for month, world in run.months:
        phase = Phase(int(world.journey.phase))
        if found and found[-1].phase == phase:
            found[-1] = found[-1]._replace(last=month)
        else:
            found.append(Band(phase, month, month))
    return found


def shade(all_axes: Sequence["Axes"], bands: Sequence[Band]) -> None:
    """Shade the phases behind several panels."""
    for axes in all_axes:
        for band in bands:
            axes.axvspan(
                band.first - 0.5, band.last + 0.5, color=SHADES[band.phase], linewidth=0, zorder=0
            )


def phase_name(code: float) -> str:
    """Spell a phase."""
    return Phase(int(code)).name.lower()


def phase_flags(bands: Sequence[Band]) -> list[Flag]:
    """A flag for the beginning of each phase."""
    return [Flag(band.first - 0.5, band.phase.name.lower(), bold=True) for band in bands]


def moment_flags(run: "Run", figure: "Figure", per_month: float, most: int = 12) -> list[Flag]:
    """Flags for as many key moments as their rows hold; those in one month may share a flag."""
    read = Reading(run)
    for number in range(most, 0, -1):
        flags = _shared(key_moments(read, number))
        if depth(flags, figure, per_month) <= MOST_ROWS:
            return flags
    return []


def _shared(moments: Sequence[KeyMoment]) -> list[Flag]:
    found: list[Flag] = []
    for moment in moments:
        if moment.brief == "first use" and found and found[-1] == Flag(moment.month, "launch"):
            found[-1] = Flag(moment.month, "launch and first use")
        else:
            found.append(Flag(moment.month, moment.brief))
    return found


def widths(flags: Sequence[Flag], figure: "Figure", per_month: float) -> list[float]:
    """How many months wide each flag is, a little room included."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = figure.canvas
    if not isinstance(canvas, FigureCanvasAgg):
        canvas = FigureCanvasAgg(figure)
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    found = []
    for flag in flags:
        text = figure.text(0, 0, flag.text, fontsize=SIZE, fontweight=_weight(flag))
        inches = text.get_window_extent(renderer).width / figure.dpi
        text.remove()
        found.append((inches + 0.10) / per_month)
    return found


def _weight(flag: Flag) -> str:
    return "bold" if flag.bold else "normal"


def depth(flags: Sequence[Flag], figure: "Figure", per_month: float) -> int:
    """How many rows flags need."""
    rows = rows_of_flags([flag.month for flag in flags], widths(flags, figure, per_month))
    return max(rows, default=-1) + 1


def fly(axes: "Axes", flags: Sequence[Flag], figure: "Figure", per_month: float) -> None:
    """Draw flags in a strip without ticks whose rows count from its foot."""
    rows = rows_of_flags([flag.month for flag in flags], widths(flags, figure, per_month))
    axes.set_ylim(0.0, max(rows, default=0) + 1.0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_yticks([])
    axes.set_xticks([])
    axes.patch.set_visible(False)
    for flag, row in zip(flags, rows, strict=True):
        colour = DARK if flag.bold else MIDDLE
        axes.plot([flag.month] * 2, [0.0, row + 0.85], color=colour, linewidth=0.8, clip_on=False)
        axes.annotate(
            flag.text,
            xy=(flag.month, row + 0.5),
            xytext=(3.0, 0.0),
            textcoords="offset points",
            fontsize=SIZE,
            fontweight=_weight(flag),
            color=INK,
            va="center",
            annotation_clip=False,
        )
