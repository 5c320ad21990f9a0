"""Every proposition on one sheet: what was found, in units of what matters, and its verdict."""

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING

from exit_sim import __version__
from exit_sim.analysis.propositions.judged import Judged
from exit_sim.analysis.propositions.verdicts import Verdict
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.paper import BLUE, DARK, FAINT, MIDDLE, ORANGE, WINE, panel, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "verdicts"
FARTHEST = 10.0
"""Times the smallest effect that matters; beyond it an arrow stands at the edge."""

LOOK = {
    Verdict.SUPPORTED: ("o", BLUE),
    Verdict.CONTRADICTED: ("X", WINE),
    Verdict.CONDITIONAL: ("D", ORANGE),
    Verdict.NEGLIGIBLE: ("s", DARK),
    Verdict.UNRESOLVED: ("o", "white"),
}
"""Mark and colour: no verdict is told by colour alone."""

ON_A_PANEL = 30
"""Propositions that stand below one another with room between their names; more take two panels."""

NAMES, WORDS = 3.0, 0.85
"""Inches beside a panel: for titles on its left, for verdicts on its right."""

LONGEST_TITLE = 46


def verdicts(judged: Sequence[Judged]) -> Drawn:
    """Draw propositions, a line each, in the order in which they came."""
    level, count = judged[0].level, len(judged)
    told = {each: sum(one.verdict == each for one in judged) for each in Verdict}
    sentence = "In the model: " + ", ".join(f"{n} {v}" for v, n in told.items() if n) + "."
    sets = judged[0].sets
    below = "effect as expected, over the smallest that matters; bars: simulation error"
    below += "; thin lines: range over plausible settings" if sets > 1 else ""
    foot = (
        f"Simulated by exit_sim {__version__}; {count} proposition{'s' * (count > 1)}, {level}:"
        f" {sets} set{'s' * (sets > 1)}, {judged[0].units} organisations or lucks each;"
        " not a forecast"
    )
    half = count if count <= ON_A_PANEL else (count + 1) // 2
    with style(NAME):
        figure = sheet(sentence, below, foot)
        panels = 1 if half == count else 2
        wide = WIDE / panels
        for number in range(panels):
            left, right = number * wide + NAMES, WIDE - (number + 1) * wide + WORDS
            axes = panel(figure, 0.62, TALL - 0.62 - 0.62, left=left, right=right)
            _panel(axes, judged[number * half : (number + 1) * half], half)
    rows = tuple(_numbers(one) for one in judged)
    said = "; ".join(f"{row[0]}: {_written(row[2])}, {row[-1]}" for row in rows)
    alt = f"A line a proposition, with effect over smallest effect and verdict. {said}."
    columns = (
        "proposition", "title", "times_smallest", "half_width_simulation", "low_plausible",
        "high_plausible", "verdict",
    )  # fmt: skip
    return Drawn(NAME, figure, sentence, alt, Data(columns, rows))


def _panel(axes: "Axes", judged: Sequence[Judged], rows: int) -> None:
    """Draw some propositions below one another, with room for so many."""
    axes.axvspan(-1.0, 1.0, color=FAINT, alpha=0.6, linewidth=0, zorder=0)
    axes.axvline(0.0, color=MIDDLE, linewidth=0.8)
    for place, one in enumerate(judged):
        _line(axes, place, one)
    axes.set_xlim(-FARTHEST * 1.06, FARTHEST * 1.06)
    axes.set_xticks([-FARTHEST, -FARTHEST / 2, 0.0, FARTHEST / 2, FARTHEST])
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_yticks(range(len(judged)))
    axes.set_yticklabels([_title(one) for one in judged], fontsize=SIZE)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("times the smallest; shaded: too small", fontsize=SIZE, color=INK, labelpad=2)


def _line(axes: "Axes", place: int, one: Judged) -> None:
    _, _, found, error, low, high, verdict = _numbers(one)
    axes.axhline(place, color=FAINT, linewidth=0.5, zorder=0.5)
    axes.annotate(
        str(verdict),
        (1.0, place),
        xycoords=("axes fraction", "data"),
        xytext=(6, 0),
        textcoords="offset points",
        fontsize=SIZE,
        color=INK,
        va="center",
        annotation_clip=False,
    )
    if not isinstance(found, float):
        return
    if isinstance(low, float) and isinstance(high, float):
        axes.plot([_held(low), _held(high)], [place] * 2, color=DARK, linewidth=1.0, zorder=2)
    if isinstance(error, float):
        ends = [_held(found - error), _held(found + error)]
        axes.plot(ends, [place] * 2, color=DARK, linewidth=3.0, alpha=0.55, zorder=2)
    mark, colour = LOOK[one.verdict]
    if abs(found) > FARTHEST:
        mark = ">" if found > 0.0 else "<"
    axes.plot(
        [_held(found)],
        [place],
        marker=mark,
        color=colour,
        markeredgecolor=INK,
        markersize=6,
        zorder=3,
    )


def _numbers(one: Judged) -> tuple[str | float | None, ...]:
    first = one.findings[0]
    smallest = first.estimand.smallest
    sign = 1.0 if first.estimand.expected == "positive" else -1.0
    ends = sorted(sign * end / smallest for end in (first.low, first.high))
    values = [sign * first.found.effect / smallest, first.found.simulation / smallest, *ends]
    known = [None if isnan(value) else value for value in values]
    return one.proposition.id, one.proposition.title, *known, str(one.verdict)


def _title(one: Judged) -> str:
    text = f"{one.proposition.id}  {one.proposition.title}"
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 2].rstrip()} …"


def _held(value: float) -> float:
    return min(max(value, -FARTHEST), FARTHEST)


def _written(value: str | float | None) -> str:
    return f"{value:+.1f} times the smallest" if isinstance(value, float) else "not known"
