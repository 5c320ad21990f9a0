"""Propositions by mechanisms: what becomes of each finding where a mechanism is held or off."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exit_sim import __version__
from exit_sim.analysis.propositions.knockouts import Fate, Knocked
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.paper import BLUE, DARK, FAINT, MIDDLE, ORANGE, WINE, panel, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "knockouts"
LOOK = {
    Fate.STAYS: (".", MIDDLE, 3.0),
    Fate.WEAKENS: ("v", ORANGE, 6.0),
    Fate.VANISHES: ("o", BLUE, 6.0),
    Fate.REVERSES: ("X", WINE, 7.0),
    Fate.APPEARS: ("P", DARK, 6.5),
    Fate.OPEN: ("_", MIDDLE, 4.0),
}
"""Mark, colour and size of each fate; none is told by colour alone."""


ON_A_PANEL = 30
"""Propositions that stand below one another with room between their names; more take two panels."""

LEFT, RIGHT, TOP, BELOW = 0.55, 0.15, 0.95, 2.25
"""Inches around a panel: numbers on its left, names of mechanisms below."""


def knockouts(found: Sequence[Knocked], how: str = "held") -> Drawn:
    """Draw the matrix of fates, with each mechanism held."""
    names = list(dict.fromkeys(k.mechanism for one in found for k in one.knocks))
    rows = [
        (one.proposition.id, k.mechanism, k.how, str(k.fate), k.found.effect, one.whole.effect)
        for one in found
        for k in one.knocks
    ]
    shown = [k.fate for one in found for k in one.knocks if k.how == how]
    gone = sum(each in {Fate.WEAKENS, Fate.VANISHES, Fate.REVERSES} for each in shown)
    sentence = f"With one mechanism {how}, a finding does not stay {gone} of {len(shown):,} times."
    asked = ", ".join(one.proposition.id for one in found[:3]) + (" …" if len(found) > 3 else "")
    foot = f"Simulated by exit_sim {__version__}; propositions {asked}; not a forecast"
    half = len(found) if len(found) <= ON_A_PANEL else (len(found) + 1) // 2
    panels = 1 if half == len(found) else 2
    wide = WIDE / panels
    with style(NAME):
        figure = sheet(
            sentence,
            f"what becomes of a finding with one mechanism {how}; shaded: its file names it",
            foot,
        )
        for number in range(panels):
            left, right = number * wide + LEFT, WIDE - (number + 1) * wide + RIGHT
            axes = panel(figure, TOP, TALL - TOP - BELOW, left=left, right=right)
            _panel(axes, found[number * half : (number + 1) * half], names, half, how)
            if number == 0:
                _legend(axes)
    told = "; ".join(f"{r[0]} without {r[1]} ({r[2]}): {r[3]}" for r in rows if r[3] != "stays")
    alt = f"A matrix of propositions by mechanisms. All but these stay: {told or 'none'}."
    columns = ("proposition", "mechanism", "how", "fate", "effect", "as_it_is")
    return Drawn(NAME, figure, sentence, alt, Data(columns, tuple(rows)))


def _panel(
    axes: "Axes", found: Sequence[Knocked], names: Sequence[str], rows: int, how: str
) -> None:
    """Draw some propositions below one another, with room for so many."""
    for y, one in enumerate(found):
        _line(axes, y, one, names, how)
    axes.set_xlim(-0.6, len(names) - 0.4)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_xticks(range(len(names)))
    axes.set_xticklabels(names, rotation=90, fontsize=SIZE)
    axes.set_yticks(range(len(found)))
    axes.set_yticklabels([one.proposition.id for one in found], fontsize=SIZE)
    axes.tick_params(length=0)


def _line(axes: "Axes", y: int, one: Knocked, names: Sequence[str], how: str) -> None:
    axes.axhline(y, color=FAINT, linewidth=0.4, zorder=0)
    for each in one.knocks:
        if each.how == how:
            mark, colour, size = LOOK[each.fate]
            x = names.index(each.mechanism)
            if each.mechanism in one.proposition.mechanisms:
                axes.fill_between(
                    [x - 0.5, x + 0.5], y - 0.5, y + 0.5, color=FAINT, linewidth=0, zorder=0
                )
            axes.plot([x], [y], marker=mark, color=colour, markeredgecolor=INK if size > 5 else
                      colour, markeredgewidth=0.5, markersize=size)  # fmt: skip


def _legend(axes: "Axes") -> None:
    from matplotlib.lines import Line2D

    lines = [
        Line2D([], [], marker=mark, color=colour, linestyle="none", markersize=size, label=fate)
        for fate, (mark, colour, size) in LOOK.items()
    ]
    axes.legend(
        handles=lines, loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=len(lines),
        frameon=False, fontsize=SIZE, handletextpad=0.1, columnspacing=1.2,
    )  # fmt: skip
