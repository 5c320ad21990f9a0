"""Propositions by mechanisms: what becomes of each finding where a mechanism is held or off."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exit_sim import __version__
from exit_sim.analysis.propositions.knockouts import Fate, Knocked
from exit_sim.figures.drawn import TALL, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.paper import BLUE, DARK, FAINT, MIDDLE, ORANGE, WINE, panel, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "knockouts"
LOOK = {
    Fate.STAYS: (".", FAINT, 3.0),
    Fate.WEAKENS: ("v", ORANGE, 6.0),
    Fate.VANISHES: ("o", BLUE, 6.0),
    Fate.REVERSES: ("X", WINE, 7.0),
    Fate.APPEARS: ("P", DARK, 6.5),
    Fate.OPEN: ("_", MIDDLE, 4.0),
}
"""Mark, colour and size of each fate; none is told by colour alone."""


def knockouts(found: Sequence[Knocked], how: str = "held") -> Drawn:
    """Draw the matrix of fates, with each mechanism held."""
    names = list(dict.fromkeys(k.mechanism for one in found for k in one.knocks))
    rows = [
        (one.proposition.id, k.mechanism, k.how, str(k.fate), k.found.effect, one.whole.effect)
        for one in found
        for k in one.knocks
    ]
    gone = sum(k.fate in {Fate.VANISHES, Fate.REVERSES} for one in found for k in one.knocks)
    sentence = f"{gone} of {len(rows)} knock-outs make a finding vanish or reverse in the model."
    asked = ", ".join(one.proposition.id for one in found[:3]) + (" …" if len(found) > 3 else "")
    foot = f"Simulated by exit_sim {__version__}; propositions {asked}; not a forecast"
    with style(NAME):
        figure = sheet(sentence, f"what becomes of a finding with a mechanism {how}", foot)
        axes = panel(figure, 0.62, TALL - 0.62 - 2.25, left=0.7, right=1.3)
        for y, one in enumerate(found):
            _line(axes, y, one, names, how)
        axes.set_xlim(-0.6, len(names) - 0.4)
        axes.set_ylim(len(found) - 0.4, -0.6)
        axes.set_xticks(range(len(names)))
        axes.set_xticklabels(names, rotation=90, fontsize=SIZE)
        axes.set_yticks(range(len(found)))
        axes.set_yticklabels([one.proposition.id for one in found], fontsize=SIZE)
        axes.tick_params(length=0)
        _legend(axes)
    told = "; ".join(f"{r[0]} without {r[1]} ({r[2]}): {r[3]}" for r in rows if r[3] != "stays")
    alt = f"A matrix of propositions by mechanisms. All but these stay: {told or 'none'}."
    columns = ("proposition", "mechanism", "how", "fate", "effect", "as_it_is")
    return Drawn(NAME, figure, sentence, alt, Data(columns, tuple(rows)))


def _line(axes: "Axes", y: int, one: Knocked, names: Sequence[str], how: str) -> None:
    axes.axhline(y, color=FAINT, linewidth=0.4, zorder=0)
    for each in one.knocks:
        if each.how == how:
            mark, colour, size = LOOK[each.fate]
            x = names.index(each.mechanism)
            axes.plot([x], [y], marker=mark, color=colour, markeredgecolor=INK if size > 5 else
                      colour, markeredgewidth=0.5, markersize=size)  # fmt: skip


def _legend(axes: "Axes") -> None:
    from matplotlib.lines import Line2D

    lines = [
        Line2D([], [], marker=mark, color=colour, linestyle="none", markersize=size, label=fate)
        for fate, (mark, colour, size) in LOOK.items()
    ]
    axes.legend(
        handles=lines, loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False, fontsize=SIZE
    )
