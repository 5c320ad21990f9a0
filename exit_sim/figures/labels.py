"""Labels stand beside what they name and never on one another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = 8.0
"""Points: no letter in a figure is smaller."""
LINE = 1.25
"""Height of a line of text, in letter sizes."""
INK = "#222222"


class End(NamedTuple):
    """What stands at the right-hand end of a line: a text, the line's last value, its colour."""

    text: str
    value: float
    colour: str


def apart(wanted: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Move positions as little as possible until they are at least so far apart.

    They keep their order and stay between low and high; where they cannot, they overflow evenly.

    >>> apart([1.0, 1.0, 5.0], 1.0, 0.0, 6.0)
    [0.5, 1.5, 5.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    span = least * (len(wanted) - 1)
    if span > high - low:
        low = 0.5 * (low + high - span)
        high = low + span
    blocks: list[tuple[float, int]] = []
    for place, i in enumerate(order):
        total, count = wanted[i] - least * place, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    found = [0.0] * len(wanted)
    place = 0
    for total, count in blocks:
        start = min(max(total / count, low), high - span)
        for _ in range(count):
            found[order[place]] = start + least * place
            place += 1
    return found


def rows_of_flags(at: Sequence[float], widths: Sequence[float]) -> list[int]:
    """Give each flag a row, 0 the lowest, so that no flag covers another or another's pole.

    Flags fly to the right of their poles, which stand in order from left to right; poles reach
    down to the ground. A flag whose pole another covers hangs below that one.

    >>> rows_of_flags([0.0, 1.0, 9.0], [3.0, 3.0, 3.0])
    [1, 0, 0]
    """
    rows = [0] * len(at)
    for i in reversed(range(len(at))):
        covered = [rows[j] for j in range(i + 1, len(at)) if at[i] + widths[i] > at[j]]
        rows[i] = max(covered) + 1 if covered else 0
    return rows


def label_ends(axes: "Axes", ends: Sequence[End], *, size: float = SIZE) -> None:
    """Write each label beside the end of its line, nudged apart, a thin line leading to it."""
    figure = axes.get_figure(root=True)
    if figure is None or not ends:
        return
    low, high = axes.get_ylim()
    tall = axes.get_position().height * figure.get_figheight() * 72.0
    points = [tall * (min(max(end.value, low), high) - low) / (high - low) for end in ends]
    half = 0.5 * size * LINE
    placed = apart(points, size * LINE, min(half - 4.0, tall), max(tall - half + 4.0, 0.0))
    for end, start, height in zip(ends, points, placed, strict=True):
        axes.annotate(
            end.text,
            xy=(1.0, start / tall),
            xycoords="axes fraction",
            xytext=(16.0, height - start),
            textcoords="offset points",
            fontsize=size,
            color=INK,
            va="center",
            ha="left",
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": end.colour,
                "linewidth": 1.2,
                "shrinkA": 1.0,
                "shrinkB": 0.0,
                "relpos": (0.0, 0.5),
            },
        )
