"""In which months which change would have turned a journey's end, under the journey itself."""

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING

from exit_sim import __version__
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

if TYPE_CHECKING:
    from exit_sim.analysis.why.turning import Tried, Why

MOST = 12
LEFT = 3.25


def turning_points(found: "Why", changes: "Sequence[tuple[Tried, list[int]]]") -> Drawn:
    """Draw reach above, and below each change with the months in which it turns the ending."""
    name, shown = "turning_points", changes[:MOST]
    verb = "sunk" if found.lasted else "saved"
    turning = f"{len(changes)} of {found.changes} changes tried would have {verb} it"
    sentence = f"{found.ending.capitalize()}; {turning}."
    if found.no_return is not None:
        sentence = f"{sentence[:-1]}, the last of them in month {found.no_return}."
    below = f"{found.scenario.title}, seed {found.seed}: one of many possible journeys"
    foot = (
        f"Simulated by exit_sim {__version__}; twins of one journey, seed {found.seed}, not a "
        f"forecast; scenario {found.scenario.name}"
    )
    reach = _reach(found)
    with style(name):
        figure = sheet(sentence, below, foot)
        top = panel(figure, 0.85, 1.15, left=LEFT, right=1.2)
        rest = panel(figure, 2.2, TALL - 2.2 - 0.75, left=LEFT, right=1.2)
        months = range(1, len(reach) + 1)
        top.plot(months, reach, color=BLUE, linewidth=1.8)
        top.set_ylim(0.0, 1.0)
        months_below(top, len(reach), words=False)
        name_panel(top, "reach", "share of staff in scope,\nuse times skill", inset=LEFT - 0.16)
        months_below(rest, len(reach))
        colour = WINE if found.lasted else TEAL
        for row, (one, when) in enumerate(shown):
            if not one.candidate.dated:
                rest.plot([1], [row], "D", color=DARK, markersize=5)
                rest.annotate("from the start", (3, row), va="center", fontsize=SIZE, color=INK)
                continue
            for month in when:
                rest.barh(row, 1.0, left=month - 0.5, height=0.5, color=colour, zorder=2)
            rest.annotate(
                f"{when[-1]}", (when[-1] + 1.2, row), va="center", fontsize=SIZE, color=INK
            )
        rest.set_ylim(max(len(shown), 6) - 0.4, -0.6)
        rest.set_yticks(range(len(shown)))
        rest.set_yticklabels(
            [fill(one.candidate.says, 42) for one, _ in shown], fontsize=SIZE, linespacing=1.0
        )
        rest.grid(axis="x", color=FAINT, linewidth=0.6, zorder=0)
        if found.no_return is not None:
            gridless([top, rest], float(found.no_return), colour=INK)
            top.annotate(
                "last point of no return",
                (found.no_return, 0.93),
                xytext=(-4 if found.no_return > len(reach) / 2 else 4, 0),
                textcoords="offset points",
                ha="right" if found.no_return > len(reach) / 2 else "left",
                va="top",
                fontsize=SIZE,
                color=INK,
            )
    data = Data(
        ("change", "month"),
        tuple((one.candidate.change.spec, month) for one, when in changes for month in when),
    )
    told = "; ".join(
        f"{one.candidate.says}: "
        + (f"{len(when)} months, the last {when[-1]}" if one.candidate.dated else "from the start")
        for one, when in shown
    )
    alt = f"Changes that would have {verb} the journey, by month: {told or 'none'}."
    return Drawn(name, figure, sentence, alt, data)


def _reach(found: "Why") -> list[float]:
    from exit_sim.results.many import replay

    run = replay(found.scenario, found.seed)
    return [world.journey.reach for _, world in run.months]
