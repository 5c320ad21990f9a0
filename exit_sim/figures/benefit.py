"""What was reported beside what was true: the mean, the fifth, practical and psychological."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from exit_sim.figures.drawn import TALL, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE, End, label_ends
from exit_sim.figures.paper import (
    BLUE,
    DARK,
    MIDDLE,
    ORANGE,
    foot_of,
    months_below,
    name_panel,
    panel,
    sheet,
)
from exit_sim.results.run_record import mean
from exit_sim.story.lives import last_in_use
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import level, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from exit_sim.results.run_record import Run
    from exit_sim.world import World

DASHED = (0, (4, 1.6))
DOTTED = (0, (1, 1.1))
YEAR = 12
HEIGHTS, GAP = (2.25, 1.2, 1.2), 0.16


class Line(NamedTuple):
    """One line: its label, its column, its colour and stroke, and what it reads."""

    label: str
    column: str
    colour: str
    stroke: object
    read: "Callable[[World], float]"


def _both(column: str) -> tuple[Line, Line]:
    name, fifth = f"benefit_{column}", f"benefit_fifth_{column}"
    return (
        Line("mean", name, BLUE, "solid", lambda w: float(getattr(w.lives, name))),
        Line("the fifth", fifth, ORANGE, DASHED, lambda w: float(getattr(w.lives, fifth))),
    )


REPORTED = Line("reported", "reported_change", DARK, DOTTED, lambda w: w.measurement.reported)
MEAN = Line("true, mean", "benefit", BLUE, "solid", lambda w: w.lives.benefit)
FIFTH = Line("true, the fifth", "benefit_fifth", ORANGE, DASHED, lambda w: w.lives.benefit_fifth)
PANELS = (
    (
        "Reported\nand true",
        "change,\nmodel units;\nreported: mean\nof 12 months\n(grey: monthly)",
        (REPORTED, MEAN, FIFTH),
    ),
    ("Practical side", "true benefit,\nmodel units", _both("practical")),
    ("Psychological", "true benefit,\nmodel units", _both("psychological")),
)


def success_and_benefit(run: "Run") -> Drawn:
    """Draw reported change beside true benefit, the mean beside the fifth, both sides of a life."""
    read, name = Reading(run), "success_and_benefit"
    sentence = _finding(read)
    with style(name):
        figure = sheet(sentence, _below(read), foot_of(run))
        top, stretch = 0.72, (TALL - 0.72 - 0.62 - 2 * GAP) / sum(HEIGHTS)
        all_axes: list[Axes] = []
        for height in HEIGHTS:
            all_axes.append(panel(figure, top, height * stretch))
            top += height * stretch + GAP
        lower = _limits(run, (*PANELS[1][2], *PANELS[2][2]))
        for axes, (title, unit, lines) in zip(all_axes, PANELS, strict=True):
            months_below(axes, run.last_month, words=axes is all_axes[-1])
            first = axes is all_axes[0]
            axes.set_ylim(*(_limits(run, lines) if first else lower))
            _scale(axes, most=6 if first else 4)
            name_panel(axes, title, unit)
            _draw(axes, lines, read, first=first)
    return Drawn(name, figure, sentence, _alt(read), _data(run))


def _below(read: Reading) -> str:
    young = read.run.last.people.care_leaver
    return (
        f"True: life with the practice less life without, for {round(young.scope)} young people "
        f"on pilot caseloads; the fifth: {round(young.fifth)} with most against them, "
        "luck averaged out"
    )


def _limits(run: "Run", lines: Sequence[Line]) -> tuple[float, float]:
    values = [line.read(world) for line in lines for _, world in run.months]
    low, high = min(-0.02, *values), max(0.04, *values)
    room = 0.08 * (high - low)
    return low - room, high + room


def _scale(axes: "Axes", most: int) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(nbins=most, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:.2f}".replace("-", "−")))


def _draw(axes: "Axes", lines: Sequence[Line], read: Reading, *, first: bool) -> None:
    run = read.run
    months = [month for month, _ in run.months]
    axes.axhline(0.0, color=INK, linewidth=0.8, zorder=2)
    for event, word in ((read.launched, "launch"), (read.pilot_ended, "pilot ends")):
        if event is not None:
            axes.axvline(event.month, color=MIDDLE, linewidth=0.8, linestyle=DOTTED, zorder=1.5)
            if first:
                axes.annotate(
                    word,
                    (event.month, axes.get_ylim()[1]),
                    xytext=(2, 2),
                    textcoords="offset points",
                    fontsize=SIZE,
                    color=INK,
                    annotation_clip=False,
                )
    ends = []
    for line in lines:
        values = [line.read(world) for _, world in run.months]
        if line is REPORTED:
            axes.plot(months, values, color="#B0B0B0", linewidth=0.7, zorder=1.8)
            values = of_the_year(values)
        axes.plot(months, values, color=line.colour, linestyle=line.stroke, linewidth=1.8, zorder=3)
        ends.append(End(f"{line.label} {plain(values[-1])}", values[-1], line.colour))
    if first:
        margin = read.p.measurement.success_margin
        axes.axhline(margin, color=MIDDLE, linewidth=0.8, linestyle=DOTTED, zorder=1.5)
        ends.append(End(f"success above {plain(margin)}", margin, MIDDLE))
    label_ends(axes, ends)


def of_the_year(values: Sequence[float]) -> list[float]:
    """The mean of each month and the eleven before it, or of as many as there are.

    >>> of_the_year([1.0, 3.0])
    [1.0, 2.0]
    """
    found = []
    for last in range(1, len(values) + 1):
        year = values[max(0, last - YEAR) : last]
        found.append(sum(year) / len(year))
    return found


def plain(value: float) -> str:
    """Write a number with two decimals and a true minus.

    >>> plain(-0.012), plain(-0.001)
    ('−0.01', '0.00')
    """
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _finding(read: Reading) -> str:
    if read.first_used is None:
        return "Nobody used the practice, so it did young people neither good nor harm."
    last, when = last_in_use(read)
    since = max(read.first_used.month, last - YEAR + 1)
    worlds = [world for _, world in read.between(since, last)]
    said, true, fifth = (level(mean(worlds, line.read) or 0.0) for line in (REPORTED, MEAN, FIFTH))
    return (
        f"{when} {said} was reported; the true benefit was {true}, "
        f"and {fifth} for the fifth with most against them."
    )


def _alt(read: Reading) -> str:
    last = read.run.last
    told = [
        f"{' '.join(title.lower().split())}: "
        + ", ".join(f"{line.label} {level(line.read(last))}" for line in lines)
        for title, _, lines in PANELS
    ]
    end = f"The pilot ends in month {read.pilot_ended.month}. " if read.pilot_ended else ""
    return (
        f"Three panels of lines over {read.run.last_month} months with a zero line. {end}"
        f"In the last month, {'; '.join(told)}. "
        f"{percent(last.lives.harmed)} of young people are then worse off than without it. "
        "All in model units; no effect on a real young person is claimed."
    )


def _data(run: "Run") -> Data:
    lines = [line for _, _, some in PANELS for line in some]
    columns = ("month", *(line.column for line in lines), "reported_change_12", "harmed")
    reported = of_the_year([REPORTED.read(world) for _, world in run.months])
    rows = tuple(
        (month, *(line.read(world) for line in lines), year, world.lives.harmed)
        for (month, world), year in zip(run.months, reported, strict=True)
    )
    return Data(columns, rows)
