"""What the figures of a sweep share: units, how options look, names, and the line at the foot."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from exit_sim import __version__
from exit_sim.figures.labels import INK
from exit_sim.figures.paper import BLUE, DARK, FAINT, ORANGE, TEAL, WINE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from exit_sim.analysis.sweeps.look import Look
    from exit_sim.analysis.sweeps.met import Subject
    from exit_sim.twins.outcomes import Outcome


class Drawing(NamedTuple):
    """How one option is drawn; dashes and marks tell options apart in grey."""

    colour: str
    dash: Any
    mark: str


DRAWINGS = (
    Drawing(BLUE, "-", "o"),
    Drawing(WINE, (0, (5, 2)), "s"),
    Drawing(TEAL, (0, (1, 1)), "^"),
    Drawing(ORANGE, (0, (3, 1, 1, 1)), "D"),
    Drawing(DARK, (0, (7, 3)), "v"),
)


def foot_of(found: "Look", error: str = "error bars: simulation error only (95 %)") -> str:
    """The line at the foot of a figure of a sweep."""
    facts = found.facts
    return (
        f"Simulated by exit_sim {__version__}; n = {facts.runs:,} {facts.units} "
        f"({facts.points:,} points, {facts.replicates:,} lucks), not a forecast; {error}"
    )


def below(found: "Look", what: str) -> str:
    """What a figure shows, below its finding."""
    return f"{found.facts.title}: {found.outcome.says}; {what}"


def scale(outcome: "Outcome") -> float:
    """By what an outcome is multiplied to be drawn: yes or no is of 100."""
    return 100.0 if outcome.flag else 1.0


def unit(found: "Look") -> str:
    """The unit on an axis."""
    return f"of 100 {found.facts.units}" if found.outcome.flag else f"mean of {found.facts.units}"


def subject_says(subject: "Subject") -> str:
    """Name what is looked at."""
    return subject.option if subject.what == "level" else f"{subject.option}, minus no change"


def wrapped(text: str, letters: int) -> str:
    """Break a name into lines of so many letters: after a space, a colon, a dot or an underline.

    >>> wrapped("concentrated_leadership:concentration=0.3", 31).split(chr(10))
    ['concentrated_leadership:', 'concentration=0.3']
    """
    lines = [""]
    for part in re.findall(r"[^ :._,]*(?:[ :._,](?!\d))?(?:[._,](?=\d)[^ :_]*)?", text):
        if lines[-1] and len(lines[-1]) + len(part.rstrip()) > letters:
            lines.append("")
        lines[-1] += part
    return "\n".join(line.rstrip() for line in lines)


def cut(text: str, letters: int) -> str:
    """Cut the end off a name that is too long.

    >>> cut("champion_stays", 20), cut("champion_stays", 9)
    ('champion_stays', 'champion…')
    """
    return text if len(text) <= letters else f"{text[: letters - 1]}…"


def names(axes: "Axes", says: Sequence[str], letters: int) -> None:
    """Name rows from the top, on the left of a panel."""
    axes.set_ylim(len(says) - 0.4, -0.6)
    axes.set_yticks(range(len(says)))
    axes.set_yticklabels([wrapped(one, letters) for one in says], fontsize=8.5, linespacing=1.05)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=FAINT, linewidth=0.6, zorder=0)
    axes.set_axisbelow(True)


def beside(axes: "Axes", place: float, text: str, *, x: float = 1.02, size: float = 8.5) -> None:
    """Write to the right of a row."""
    axes.annotate(
        text, (x, place), xycoords=("axes fraction", "data"), va="center", fontsize=size,
        color=INK, annotation_clip=False,
    )  # fmt: skip
