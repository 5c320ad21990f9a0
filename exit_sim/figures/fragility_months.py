"""What a champion's departure costs, month by month: one line for each way to hold the hours."""

from typing import TYPE_CHECKING

from exit_sim.analysis.fragility.lived import LASTING
from exit_sim.analysis.fragility.words import what_it_costs
from exit_sim.figures.drawn import TALL, Data, Drawn, style
from exit_sim.figures.fragility_paper import LOOKS, foot_of, label_starts
from exit_sim.figures.labels import INK, SIZE, End
from exit_sim.figures.paper import MIDDLE, panel, sheet

if TYPE_CHECKING:
    from exit_sim.analysis.fragility import Fragility

NAME = "departures"


def departures(found: "Fragility") -> Drawn:
    """Draw how many of 100 organisations lose what would have lasted, by month of leaving."""
    sentence = what_it_costs(found, "organisations")
    months = found.departures.months
    last = months[-1]
    rows: list[tuple[str, int, float, float]] = []
    with style(NAME):
        below = f"{found.title}: organisations of 100 that lose what would have lasted"
        figure = sheet(sentence, below, foot_of(found))
        axes = panel(figure, 0.86, TALL - 0.86 - 0.82, left=0.75, right=0.45)
        ends = []
        for arm in found.arms:
            look = LOOKS[arm.posts]
            curve = found.departures.curve(arm, LASTING)
            costs = [100.0 * (0.0 - one.difference) for one in curve]
            errors = [100.0 * one.simulation for one in curve]
            low = [cost - error for cost, error in zip(costs, errors, strict=True)]
            high = [cost + error for cost, error in zip(costs, errors, strict=True)]
            axes.fill_between(months, low, high, color=look.colour, alpha=0.16, linewidth=0.0)
            axes.plot(
                months, costs, color=look.colour, linestyle=look.dash, marker=look.mark,
                markersize=3.5, linewidth=1.8, zorder=3,
            )  # fmt: skip
            ends.append(End(arm.says, costs[0], look.colour))
            rows += [
                (arm.says, month, cost / 100.0, error / 100.0)
                for month, cost, error in zip(months, costs, errors, strict=True)
            ]
        axes.plot([1, last], [0.0, 0.0], color=MIDDLE, linewidth=0.8, zorder=1)
        room = 0.22 * last
        axes.set_xlim(1.0 - room, last + 1.0)
        step = 12 if last <= 180 else 120
        axes.set_xticks([1, *range(step, last + 1, step)])
        axes.set_xlabel(
            "month in which the champion leaves (month 1 is the April of year 1)",
            fontsize=SIZE, color=INK, labelpad=2,
        )  # fmt: skip
        axes.set_ylabel("of 100 organisations", fontsize=SIZE, color=INK)
        label_starts(axes, ends, 1.0 - 0.05 * room)
    told = "; ".join(
        f"{arm}, month {month}: {100 * cost:.0f} (simulation error {100 * error:.0f})"
        for arm, month, cost, error in rows
    )
    alt = f"Lines over the month of leaving, organisations of 100 that lose what lasts. {told}."
    columns = ("arm", "month", "cost", "cost_half_width_simulation")
    return Drawn(NAME, figure, sentence, alt, Data(columns, tuple(rows)))
