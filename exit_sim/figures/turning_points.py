"""In which months which change would have turned a journey's end, under the journey itself."""

from collections.abc import Sequence
from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from exit_sim import __version__
from exit_sim.analysis.why.candidates import TURN
from exit_sim.figures.drawn import TALL, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.paper import (
    BLUE,
    DARK,
    FAINT,
    TEAL,
    WINE,
    gridless,
    months_below,
    name_panel,
    panel,
    sheet,
)
from exit_sim.story.sentence import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from exit_sim.analysis.why.finding import Turning, Why

MOST = 12
LEFT, RIGHT = 3.35, 1.2
LETTERS = 47
"""Letters in a line beside a bar."""


def turning_points(found: "Why") -> Drawn:
    """Draw reach above, and below each change with the months in which it turns the ending."""
    name, shown = "turning_points", found.turnings[:MOST]
    verb = "sunk" if found.alone.lasted else "saved"
    many = counted(len(found.turnings), "change") if found.turnings else "no change tried"
    sentence = f"Ended as «{found.alone.ending}»: {many} would have {verb} it"
    if found.no_return is not None:
        sentence += f"; the last point of no return is month {found.no_return}"
    below = (
        f"{found.scenario.title}, seed {found.seed}: one of many possible journeys, and the months "
        "in which each change, made then, turns its end"
    )
    foot = (
        f"Simulated by exit_sim {__version__}; n = {len(found.tried)} twins of one journey, seed "
        f"{found.seed}, not a forecast; scenario {_named(found)}"
    )
    reach = _reach(found)
    with style(name):
        figure = sheet(f"{sentence}.", below, foot)
        top = panel(figure, 0.85, 1.15, left=LEFT, right=RIGHT)
        rest = panel(figure, 2.2, TALL - 2.2 - 0.75, left=LEFT, right=RIGHT)
        top.plot(range(1, len(reach) + 1), reach, color=BLUE, linewidth=1.8)
        top.set_ylim(0.0, 1.0)
        top.annotate("as it was", (len(reach), reach[-1]), xytext=(6, 0), va="center",
                     textcoords="offset points", fontsize=SIZE, color=BLUE,
                     annotation_clip=False)  # fmt: skip
        months_below(top, len(reach), words=False)
        name_panel(top, "reach", "share of staff in scope,\nuse times skill", inset=LEFT - 0.16)
        months_below(rest, len(reach))
        for row, one in enumerate(shown):
            _bars(rest, row, one, WINE if found.alone.lasted else TEAL)
        if not shown:
            said = f"none of the {found.changes} changes tried would have {verb} it"
            rest.text(0.5, 0.5, said, transform=rest.transAxes, ha="center", color=INK)
        rest.set_ylim(max(len(shown), 6) - 0.4, -0.6)
        rest.set_yticks(range(len(shown)))
        rest.set_yticklabels([_label(one) for one in shown], fontsize=SIZE, linespacing=1.0)
        rest.grid(axis="x", color=FAINT, linewidth=0.6, zorder=0)
        if found.no_return is not None:
            _point(top, rest, found.no_return, len(reach))
    rows = tuple(
        (one.smallest.move.spec, *stretch) for one in found.turnings for stretch in one.stretches
    )
    alt = f"Reach by month, and changes that would have {verb} the journey: {_in_words(shown)}."
    return Drawn(
        name, figure, f"{sentence}.", alt, Data(("change", "first_month", "last_month"), rows)
    )


def _bars(axes: "Axes", row: int, one: "Turning", colour: str) -> None:
    """Draw a bar over the months in which a change turns the ending, and mark the last of them."""
    if not one.candidate.dated:
        axes.plot([1], [row], "D", color=DARK, markersize=5, clip_on=False)
        axes.annotate("from the start", (1, row), xytext=(8, 0), textcoords="offset points",
                      va="center", fontsize=SIZE, color=INK)  # fmt: skip
        return
    for start, end in one.stretches:
        axes.barh(row, end - start + 1.0, left=start - 0.5, align="center", height=0.5,
                  color=colour, zorder=2)  # fmt: skip
    axes.plot([one.last], [row], "|", color=INK, markersize=13, markeredgewidth=1.8, zorder=3)
    by = ", by circumstance" if one.candidate.decides == TURN else ""
    axes.annotate(f"month {one.last}{by}", (one.last, row), xytext=(6, 0), va="center",
                  textcoords="offset points", fontsize=SIZE, color=INK, annotation_clip=False,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0})  # fmt: skip


def _point(top: "Axes", rest: "Axes", month: int, last: int) -> None:
    gridless([top, rest], float(month), colour=INK)
    left = month > last / 2
    top.annotate("last point of no return", (month, 0.95), xytext=(-4 if left else 4, 0),
                 textcoords="offset points", ha="right" if left else "left", va="top",
                 fontsize=SIZE, color=INK)  # fmt: skip


def _label(one: "Turning") -> str:
    """Write a change in at most two lines."""
    lines = wrap(one.smallest.move.says, LETTERS)
    return "\n".join([lines[0], *([shorten(" ".join(lines[1:]), LETTERS)] if lines[1:] else [])])


def _in_words(shown: "Sequence[Turning]") -> str:
    told = (
        f"{one.smallest.move.says}, "
        + (f"last in month {one.last}" if one.candidate.dated else "from the start")
        for one in shown
    )
    return "; ".join(told) or "none"


def _named(found: "Why") -> str:
    return " with ".join([found.scenario.name, *found.scenario.changes])


def _reach(found: "Why") -> list[float]:
    from exit_sim.results.many import replay

    run = replay(found.scenario, found.seed)
    return [world.journey.reach for _, world in run.months]
