"""Planned, by luck, or together after an inspection: what exits cost each way to hold the hours."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exit_sim.analysis.fragility.kinds import STRONGLY, Kind
from exit_sim.analysis.fragility.lived import LASTING
from exit_sim.analysis.fragility.words import together
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.fragility_paper import LOOKS, foot_of
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.of_many import TITLE
from exit_sim.figures.paper import FAINT, MIDDLE, panel, sheet
from exit_sim.twins.pairs import Paired

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from exit_sim.analysis.fragility import Fragility

NAME = "kinds_of_exit"


def kinds_of_exit(found: "Fragility") -> Drawn:
    """Draw what each kind of exit costs each arm after a poor inspection, of 100 organisations."""
    sentence = together(found)
    each = [(one, _lasting(one)) for one in found.kinds.each]
    most = max([0.1, *(0.0 - pair.difference + pair.simulation for _, pair in each)])
    with style(NAME):
        below = (
            f"{found.title}: organisations of 100 that lose what would have lasted, by kind of "
            f"exit, after a poor inspection in month {found.kinds.inspection}"
        )
        figure = sheet(sentence, below, foot_of(found))
        wide = (WIDE - 2.3 - 0.35) / len(found.arms)
        for place, arm in enumerate(found.arms):
            start = 2.3 + place * wide
            axes = panel(
                figure, 1.02, TALL - 1.02 - 0.82, left=start, right=WIDE - start - wide + 0.25
            )
            mine = [(kind, pair) for kind, pair in each if kind.arm == arm]
            _dots(axes, mine, arm.posts, words=place == 0)
            axes.set_title(arm.says, **TITLE)
            axes.set_xlim(min(0.0, -4.0), 100.0 * most * 1.18)
            axes.set_xlabel("of 100 organisations", fontsize=SIZE, color=INK, labelpad=2)
    rows = tuple(
        (kind.arm.says, kind.kind, kind.exits, 0.0 - pair.difference, pair.simulation)
        for kind, pair in each
    )
    told = "; ".join(
        f"{arm}, {kind}: {100 * cost:.0f} (simulation error {100 * error:.0f})"
        for arm, kind, _, cost, error in rows
    )
    alt = f"Dots with bars, a panel an arm: organisations of 100 that lose what lasts. {told}."
    columns = ("arm", "kind", "exits", "cost", "cost_half_width_simulation")
    return Drawn(NAME, figure, sentence, alt, Data(columns, rows))


def _lasting(kind: Kind) -> Paired:
    return next(pair for pair in kind.pairs if pair.outcome == LASTING)


def _dots(axes: "Axes", each: Sequence[tuple[Kind, Paired]], posts: int, *, words: bool) -> None:
    look = LOOKS[posts]
    for place, (_, pair) in enumerate(each):
        cost, error = 100.0 * (0.0 - pair.difference), 100.0 * pair.simulation
        axes.axhline(place, color=FAINT, linewidth=0.6, zorder=1)
        axes.plot([cost - error, cost + error], [place, place], color=look.colour, linewidth=2.2)
        axes.plot(
            [cost], [place], color=look.colour, marker=look.mark, markersize=7, linestyle="none"
        )
        axes.annotate(
            f"{cost:.0f}", (cost, place), xytext=(0, 9), textcoords="offset points", fontsize=9,
            color=INK, ha="center",
        )  # fmt: skip
    axes.axvline(0.0, color=MIDDLE, linewidth=0.9)
    axes.set_ylim(len(each) - 0.5, -0.6)
    axes.set_yticks(range(len(each)))
    names = [kind.kind.replace(STRONGLY, ",\nas strongly as is plausible") for kind, _ in each]
    axes.set_yticklabels(names if words else [""] * len(each), fontsize=9)
    axes.tick_params(axis="y", length=0)
