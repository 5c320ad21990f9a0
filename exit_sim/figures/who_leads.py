"""Who leads: shares of leadership by role, how concentrated it is, and who left when."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from exit_sim.figures import phases
from exit_sim.figures.by_person import DASHED, PALE, draw_people
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import End, label_ends
from exit_sim.figures.paper import (
    BLUE,
    DARK,
    LEFT,
    LILAC,
    ORANGE,
    RIGHT,
    TEAL,
    WINE,
    foot_of,
    gridless,
    months_below,
    name_panel,
    panel,
    sheet,
)
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import joined, level, percent
from exit_sim.vocabulary import Happening, Role

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from exit_sim.ingredients.leadership import Leadership
    from exit_sim.results.run_record import Run


class Share(NamedTuple):
    """One role's share of leadership, and how it is drawn."""

    role: Role
    column: str
    colour: str
    hatch: str
    read: "Callable[[Leadership], float]"


SHARES = (
    Share(Role.SENIOR_LEADER, "senior_share", BLUE, "", lambda now: now.senior_share),
    Share(Role.MIDDLE_MANAGER, "manager_share", TEAL, "", lambda now: now.manager_share),
    Share(Role.CHAMPION, "champion_share", WINE, "", lambda now: now.champion_share),
    Share(Role.FRONTLINE, "frontline_share", LILAC, "", lambda now: now.frontline_share),
    Share(Role.MEMBER, "member_share", DARK, "", lambda now: now.member_share),
    Share(Role.CARE_LEAVER, "care_leaver_share", ORANGE, "", lambda now: now.care_leaver_share),
    Share(Role.CARER, "carer_share", PALE, "////", lambda now: now.carer_share),
)
"""Neighbours in the stack differ in grey: dark and light take turns."""

PLURAL = {
    Role.SENIOR_LEADER: "senior leaders",
    Role.MIDDLE_MANAGER: "managers",
    Role.CHAMPION: "champion",
    Role.FRONTLINE: "professionals",
    Role.MEMBER: "members",
    Role.CARE_LEAVER: "care leavers",
    Role.CARER: "carers",
}


def leadership(run: "Run") -> Drawn:
    """Draw shares of leadership by role, its concentration, departures, and single people."""
    read, name = Reading(run), "leadership"
    sentence = _finding(read)
    by_person = len(run.people) > 1
    with style(name):
        title = f"{run.scenario.title}: who led, month by month"
        figure = sheet(sentence, title, foot_of(run))
        per_month = (WIDE - LEFT - RIGHT) / run.last_month
        flags = _departures(read, lambda some: phases.depth(some, figure, per_month))
        tall = phases.ROW * max(phases.depth(flags, figure, per_month), 1)
        strip = panel(figure, 0.60, tall)
        top = 0.60 + tall + 0.06
        heights = _heights(TALL - top - 0.62, by_person=by_person)
        all_axes: list[Axes] = []
        for height in heights:
            all_axes.append(panel(figure, top, height))
            top += height + 0.14
        for axes in (strip, *all_axes):
            months_below(axes, run.last_month, words=axes is all_axes[-1])
        phases.fly(strip, flags, figure, per_month)
        name_panel(strip, "Departures", "")
        for flag in flags:
            gridless(all_axes[1:], flag.month)
        _stack(all_axes[0], read, [flag.month for flag in flags])
        _concentration(all_axes[1], run)
        if by_person:
            draw_people(all_axes[2], read)
    return Drawn(name, figure, sentence, _alt(read), _data(run))


def _heights(room: float, *, by_person: bool) -> tuple[float, ...]:
    if by_person:
        rest = room - 2 * 0.14
        return 0.48 * rest, 0.22 * rest, 0.30 * rest
    return 0.66 * (room - 0.14), 0.34 * (room - 0.14)


def _departures(read: Reading, deep: Callable[[Sequence[phases.Flag]], int]) -> list[phases.Flag]:
    found: list[tuple[int, phases.Flag]] = []
    for event in read.of(Happening.LEFT, Happening.SUCCEEDED, Happening.POST_LAPSED, since=1):
        role, month = read.role(event.who), float(event.month)
        if role == Role.CHAMPION:
            who = read.name(event.who).removeprefix("the ")
            if event.kind == Happening.LEFT:
                found.append((0, phases.Flag(month, f"{who} leaves", bold=True)))
            elif event.kind == Happening.SUCCEEDED:
                found.append((1, phases.Flag(month, f"{read.name(event.whom)} takes over")))
            else:
                found.append((1, phases.Flag(month, "nobody takes over")))
        elif read.is_top(event.who):
            found.append((2, phases.Flag(month, "top leader leaves")))
    while found and deep([flag for _, flag in found]) > phases.MOST_ROWS:
        found.remove(max(reversed(found), key=lambda one: one[0]))
    return [flag for _, flag in found]


def _those(role: Role, read: Reading) -> str:
    if role == Role.MEMBER:
        return read.members
    return "champions" if role == Role.CHAMPION and read.posts(role) > 1 else PLURAL[role]


def _stack(axes: "Axes", read: Reading, marks: Sequence[float]) -> None:
    run = read.run
    edges = [month - 0.5 for month, _ in run.months] + [run.last_month + 0.5]
    below = [0.0] * len(run.months)
    ends = []
    for share in SHARES:
        values = [share.read(world.leadership) for _, world in run.months]
        if max(values) <= 0.0:
            continue
        above = [b + v for b, v in zip(below, values, strict=True)]
        axes.fill_between(
            edges,
            [*below, below[-1]],
            [*above, above[-1]],
            step="post",
            facecolor=share.colour,
            edgecolor="white",
            hatch=share.hatch,
            linewidth=0.8,
            zorder=2,
        )
        middle = 0.5 * (below[-1] + above[-1])
        ends.append(End(f"{_those(share.role, read)} {level(values[-1])}", middle, share.colour))
        below = above
    for mark in marks:
        axes.axvline(mark, color="white", linewidth=1.4, linestyle=(0, (1, 2)), zorder=3)
    axes.set_ylim(0.0, 1.0)
    axes.set_yticks([0.0, 0.5, 1.0])
    axes.set_yticklabels(["0", "0.5", "1"])
    name_panel(axes, "By role", "share of all\nleadership")
    label_ends(axes, ends)


def _concentration(axes: "Axes", run: "Run") -> None:
    months = [month for month, _ in run.months]
    ends = []
    for word, colour, stroke, values in (
        (
            "concentration",
            ORANGE,
            DASHED,
            [world.leadership.concentration for _, world in run.months],
        ),
        ("all leadership", BLUE, "solid", [world.leadership.pool for _, world in run.months]),
    ):
        axes.plot(months, values, color=colour, linewidth=1.6, linestyle=stroke, zorder=3)
        ends.append(End(f"{word} {level(values[-1])}", values[-1], colour))
    axes.set_ylim(0.0, 1.04)
    axes.set_yticks([0.0, 0.5, 1.0])
    axes.set_yticklabels(["0", "0.5", "1"])
    name_panel(axes, "How shared", "1 = one person\nor unit does it all")
    label_ends(axes, ends)


def _finding(read: Reading) -> str:
    run = read.run
    first = run.months[0][1].leadership.concentration
    last = run.last.leadership.concentration
    biggest = max(SHARES, key=lambda share: sum(share.read(w.leadership) for _, w in run.months))
    mean = sum(biggest.read(world.leadership) for _, world in run.months) / len(run.months)
    return (
        f"The {_those(biggest.role, read)} gave {percent(mean)} of leadership on average; "
        f"concentration went from {level(first)} to {level(last)}."
    )


def _alt(read: Reading) -> str:
    run, last = read.run, read.run.last.leadership
    shares = [
        f"{_those(share.role, read)} {percent(share.read(last))}"
        for share in SHARES
        if max(share.read(world.leadership) for _, world in run.months) > 0.0
    ]
    gone = [f"month {event.month}" for event in read.departures(Role.CHAMPION, 1, run.last_month)]
    left = f"A champion or deputy left in {joined(gone)}" if gone else "No champion left"
    return (
        f"Stacked shares of leadership by role over {run.last_month} months, the lines of "
        f"concentration and of all leadership below. In the last month: {', '.join(shares)}. "
        f"{left}. Concentration ends at {level(last.concentration)}, "
        f"all leadership at {level(last.pool)}."
    )


def _data(run: "Run") -> Data:
    columns = ("month", *(share.column for share in SHARES), "concentration", "leadership_pool")
    rows = tuple(
        (
            month,
            *(share.read(world.leadership) for share in SHARES),
            world.leadership.concentration,
            world.leadership.pool,
        )
        for month, world in run.months
    )
    return Data(columns, rows)
