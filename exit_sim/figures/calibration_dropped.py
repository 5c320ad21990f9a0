"""What each target does: how many sets as they come meet it, and how many fit without it."""

from exit_sim.analysis.calibration import words
from exit_sim.analysis.calibration.found import Calibration
from exit_sim.figures.calibration_paper import foot_of
from exit_sim.figures.drawn import TALL, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.of_many import TITLE
from exit_sim.figures.paper import BLUE, MIDDLE, TEAL, panel, sheet

NAME = "what_targets_do"


def without_each(found: Calibration) -> Drawn:
    """Draw, target by target, which share of sets meets it, and which would fit without it."""
    sentence = words.binding(found.dropped)
    number = len(found.wave("first").numbers)
    with style(NAME):
        below = f"{found.population.title}: {number:,} sets as they come, of 100"
        figure = sheet(sentence, below, foot_of(found))
        tall = TALL - 1.05 - 0.75
        left = panel(figure, 1.05, tall, left=2.2, right=5.0)
        right = panel(figure, 1.05, tall, left=6.65, right=0.55)
        left.set_title("Sets that meet it", **TITLE)
        right.set_title("Sets that would fit without it", **TITLE)
        every = 100.0 * found.dropped[0].all
        right.axvline(every, color=MIDDLE, linewidth=1.0, linestyle=(0, (2, 2)), zorder=1)
        for y, one in enumerate(found.dropped):
            for axes, share, colour in ((left, one.meet, TEAL), (right, one.without, BLUE)):
                axes.barh(y, 100.0 * share, 0.55, color=colour, zorder=2)
                axes.annotate(
                    words.of_100(share), xy=(100.0 * share, y), xytext=(4, 0),
                    textcoords="offset points", fontsize=SIZE, color=INK, va="center",
                )  # fmt: skip
        for axes, most in (
            (left, 100.0),
            (right, 115.0 * max(*(one.without for one in found.dropped), 0.01)),
        ):
            axes.set_ylim(len(found.dropped) - 0.3, -0.7)
            axes.set_xlim(0.0, most)
            axes.set_yticks(range(len(found.dropped)))
            axes.tick_params(axis="y", length=0)
            axes.set_xlabel("of 100 sets as they come", fontsize=SIZE, color=INK, labelpad=2)
        left.set_yticklabels([one.target.name for one in found.dropped], fontsize=SIZE)
        right.set_yticklabels([])
        right.annotate(
            f"all targets: {words.of_100(found.dropped[0].all)}",
            xy=(every, len(found.dropped) - 0.3), xytext=(4, 3), textcoords="offset points",
            fontsize=SIZE, color=INK, va="bottom",
        )  # fmt: skip
    rows = tuple((one.target.name, one.meet, one.without, one.all) for one in found.dropped)
    told = "; ".join(
        f"{name}: {words.of_100(meet)} meet it, {words.of_100(without)} would fit without it"
        for name, meet, without, _ in rows
    )
    alt = f"Two panels of bars, one row a target. Of 100 sets: {told}. {sentence}"
    return Drawn(NAME, figure, sentence, alt, Data(("target", "meet", "without", "all"), rows))
