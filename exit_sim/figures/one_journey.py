"""One journey on one time axis: phases, key moments, use and reach, the five ingredients."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exit_sim.figures import phases
from exit_sim.figures.drawn import TALL, WIDE, Drawn, style
from exit_sim.figures.five_ingredients import (
    INGREDIENTS,
    USE,
    Panel,
    alternative,
    finding,
    numbers,
)
from exit_sim.figures.labels import End, label_ends
from exit_sim.figures.paper import (
    BLUE,
    LEFT,
    MIDDLE,
    ORANGE,
    RIGHT,
    foot_of,
    gridless,
    months_below,
    name_panel,
    panel,
    sheet,
)
from exit_sim.story.reading import Reading
from exit_sim.vocabulary import Happening

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exit_sim.results.run_record import Run

TIERS = ((0.10, "any"), (0.25, "partial"), (0.50, "full"))
DASHED = (0, (4, 1.6))
GAP, SMALL = 0.10, 0.50


def journey(run: "Run") -> Drawn:
    """Draw one journey: phases, key moments, use, reach and the five ingredients."""
    read, name = Reading(run), "journey"
    sentence = finding(read)
    with style(name):
        figure = sheet(
            sentence, f"{run.scenario.title}: one of many possible journeys", foot_of(run)
        )
        last = run.last_month
        per_month = (WIDE - LEFT - RIGHT) / last
        bands = phases.bands_of(run)
        names = phases.phase_flags(bands)
        flags = phases.moment_flags(run, figure, per_month)
        top = 0.60
        strips = []
        for flying in (flags, names):
            tall = phases.ROW * max(phases.depth(flying, figure, per_month), 1)
            strips.append((flying, panel(figure, top, tall)))
            top += tall + 0.06
        all_axes = _panels(figure, top)
        for axes in (*(strip for _, strip in strips), *all_axes):
            months_below(axes, last, words=axes is all_axes[-1])
        phases.shade(all_axes, bands)
        for flying, strip in strips:
            phases.fly(strip, flying, figure, per_month)
        name_panel(strips[0][1], "Key moments", "")
        name_panel(strips[1][1], "Phases", "")
        for flag in flags:
            gridless(all_axes, flag.month)
        for axes, shown in zip(all_axes, (USE, *INGREDIENTS), strict=True):
            _draw(axes, shown, read)
    return Drawn(name, figure, sentence, alternative(read, flags), numbers(run))


def _panels(figure: "Figure", top: float) -> "list[Axes]":
    room = TALL - top - 0.62
    small = min(SMALL, (room - 5 * GAP) / 7.0)
    tall = room - 5 * (small + GAP)
    found = [panel(figure, top, tall)]
    top += tall + GAP
    for _ in INGREDIENTS:
        found.append(panel(figure, top, small))
        top += small + GAP
    return found


def _draw(axes: "Axes", shown: Panel, read: Reading) -> None:
    months = [month for month, _ in read.run.months]
    ends = []
    for line in shown.lines:
        values = [line.read(world) for _, world in read.run.months]
        colour = ORANGE if line.second else BLUE
        stroke = DASHED if line.second else "solid"
        axes.plot(months, values, color=colour, linewidth=1.6, linestyle=stroke, zorder=3)
        ends.append(End(f"{line.name} {_number(values[-1])}", values[-1], colour))
    _limits(axes, shown, read)
    name_panel(axes, shown.name, shown.unit)
    if shown is USE:
        for tier, word in TIERS:
            axes.axhline(tier, color=MIDDLE, linewidth=0.7, linestyle=(0, (1, 2)), zorder=2)
            ends.append(End(f"{word} {tier:.2f}", tier, MIDDLE))
    elif shown.name == "Receptivity":
        bar = read.p.receptivity.frozen_below
        axes.axhline(bar, color=MIDDLE, linewidth=0.7, linestyle=(0, (1, 2)), zorder=2)
        ends.append(End(f"frozen below {bar:.2f}", bar, MIDDLE))
    elif shown.name == "Measurement":
        axes.axhline(0.0, color=MIDDLE, linewidth=0.7, zorder=2)
        margin = read.p.measurement.success_margin
        axes.axhline(margin, color=MIDDLE, linewidth=0.7, linestyle=(0, (1, 2)), zorder=2)
        ends.append(End(f"success above {_number(margin)}", margin, MIDDLE))
    elif shown.name == "Co-production":
        _in_the_room(axes, read)
    elif shown.name == "Adaptation":
        ends += _experiments(axes, read)
    label_ends(axes, ends)


def _limits(axes: "Axes", shown: Panel, read: Reading) -> None:
    if shown.name != "Measurement":
        axes.set_ylim(0.0, 1.04)
        axes.set_yticks([0.0, 0.5, 1.0])
        axes.set_yticklabels(["0", "0.5", "1"])
        return
    values = [world.measurement.reported for _, world in read.run.months]
    most = max(0.1, *(abs(value) for value in values))
    most = 0.1 * (int(most / 0.1 - 1e-9) + 1)
    low = -most if min(values) < -0.25 * most else -0.25 * most
    axes.set_ylim(low, most)
    ticks = [0.0, most] if low > -most else [-most, 0.0, most]
    axes.set_yticks(ticks)
    axes.set_yticklabels([f"{tick:.1f}".replace("-", "−").replace("0.0", "0") for tick in ticks])


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _in_the_room(axes: "Axes", read: Reading) -> None:
    together = [month for month, world in read.run.months if world.co_production.active > 0.5]
    for first, last in stretches(together):
        axes.plot(
            [first - 0.5, last + 0.5],
            [0.03, 0.03],
            color=BLUE,
            linewidth=3.0,
            zorder=3,
            solid_capstyle="butt",
        )
    text = "care leavers in the room" if together else "care leavers never in the room"
    x = together[0] if together else 0.9
    axes.annotate(text, (x, 0.07), fontsize=8, va="bottom", color="#444444", zorder=4)


def stretches(months: Sequence[int]) -> list[tuple[int, int]]:
    """Months in a row, as the first and last of each stretch.

    >>> stretches([3, 4, 5, 9])
    [(3, 5), (9, 9)]
    """
    found: list[tuple[int, int]] = []
    for month in months:
        if found and found[-1][1] == month - 1:
            found[-1] = (found[-1][0], month)
        else:
            found.append((month, month))
    return found


def _experiments(axes: "Axes", read: Reading) -> list[End]:
    ends = []
    for kind, mark, fill, word, y in (
        (Happening.EXPERIMENT_KEPT, "^", ORANGE, "kept", 0.88),
        (Happening.EXPERIMENT_FAILED, "v", "white", "given up", 0.62),
    ):
        months = [event.month for event in read.of(kind, since=1)]
        if months:
            axes.plot(
                months,
                [y] * len(months),
                linestyle="none",
                marker=mark,
                markersize=4.5,
                markerfacecolor=fill,
                markeredgecolor=ORANGE,
                markeredgewidth=0.9,
                zorder=3,
                clip_on=False,
            )
            sign = "▲" if mark == "^" else "▽"
            ends.append(End(f"{sign} {len(months)} {word}", y, ORANGE))
    return ends
