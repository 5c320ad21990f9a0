"""How many journeys ended in which way, and what was short where they did not last."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.of_many import TITLE, foot, of_what
from exit_sim.figures.paper import BLUE, DARK, TEAL, WINE, panel, sheet
from exit_sim.results.columns import Table, spelled
from exit_sim.results.run_record import Run
from exit_sim.story.typical import rows_of
from exit_sim.story.words import ENDINGS, SHORT
from exit_sim.vocabulary import Cause, Ending

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILLS = {
    Ending.NEVER_STARTED: ("#BDBDBD", ""),
    Ending.ABANDONED: (WINE, ""),
    Ending.DISCONTINUED_AT_THE_CLIFF: (WINE, "////"),
    Ending.FADED: (WINE, "...."),
    Ending.NOT_YET_KNOWN: ("white", ""),
    Ending.SUSTAINED_ANY: (TEAL, "////"),
    Ending.SUSTAINED_PARTIAL: (TEAL, ""),
    Ending.SUSTAINED_FULL: (BLUE, ""),
}


def endings(journeys: Sequence[Run] | Table | Any, over: str = "") -> Drawn:
    """Draw how many journeys ended in which way, and what was short where they did not last.

    ``over`` says over what sets of settings they went, where they did.
    """
    rows, name = rows_of(journeys), "endings"
    number = len(rows)
    counts = {each: sum(row["ending"] == spelled(each) for row in rows) for each in Ending}
    causes = {
        each: sum(row["ending_cause"] == spelled(each) for row in rows)
        for each in Cause
        if each != Cause.NONE
    }
    sentence = _ended(counts, number)
    with style(name):
        below = "each as it stood in its last recorded month"
        figure = sheet(sentence, f"{of_what(rows)}: {number} journeys, {below}", foot(rows) + over)
        tall = TALL - 0.98 - 0.62
        left = panel(figure, 0.98, tall, left=1.76, right=WIDE - 5.4)
        right = panel(figure, 0.98, tall, left=7.7, right=0.35)
        fills = [FILLS[each] for each in counts]
        _bars(left, [ENDINGS[each] for each in counts], list(counts.values()), fills, number)
        found = [each for each in causes if causes[each]]
        found.sort(key=lambda each: (-causes[each], each))
        words = [_cut(SHORT[each]) for each in found]
        _bars(right, words, [causes[each] for each in found], [(DARK, "")] * len(found), number)
        ended = sum(causes.values())
        left.set_title("How they ended", **TITLE)
        right.set_title(f"What was short in the {ended} that did not last", **TITLE)
    data = Data(
        ("what", "name", "journeys", "share"),
        (
            *(("ending", spelled(each), n, n / number) for each, n in counts.items()),
            *(("cause", spelled(each), n, n / number) for each, n in causes.items()),
        ),
    )
    told = "; ".join(f"{ENDINGS[each]} {n}" for each, n in counts.items())
    short = "; ".join(f"{spelled(each)} {causes[each]}" for each in found)
    alt = (
        f"Two bar charts of {number} simulated journeys. Endings: {told}. "
        f"What was short where they did not last: {short or 'nothing'}."
    )
    return Drawn(name, figure, sentence, alt, data)


def _cut(words: str) -> str:
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + len(word) > 26:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def _bars(
    axes: "Axes",
    words: Sequence[str],
    counts: Sequence[int],
    fills: Sequence[tuple[str, str]],
    number: int,
) -> None:
    most = max([1, *counts])
    slots = max(len(words), 8)
    for place, (count, (fill, hatch)) in enumerate(zip(counts, fills, strict=True)):
        axes.barh(
            place,
            count,
            height=0.66,
            facecolor=fill,
            hatch=hatch,
            edgecolor="white" if hatch else DARK,
            linewidth=0.0 if hatch else 0.6,
            zorder=2,
        )
        if hatch:
            axes.barh(
                place, count, height=0.66, fill=False, edgecolor=DARK, linewidth=0.6, zorder=3
            )
        axes.annotate(
            f"{count}",
            (count, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=INK,
        )
    axes.set_ylim(slots - 0.5, -0.5)
    axes.set_yticks(range(len(words)))
    axes.set_yticklabels(list(words), fontsize=9, linespacing=1.05)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, most * 1.12)
    axes.set_xlabel(f"journeys, of {number}", fontsize=SIZE, color=INK, labelpad=2)
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))


def _ended(counts: Mapping[Ending, int], number: int) -> str:
    lasted = sum(counts[each] for each in Ending if each >= Ending.SUSTAINED_ANY)
    never = counts[Ending.NEVER_STARTED]
    rest = number - lasted - never - counts[Ending.NOT_YET_KNOWN]
    text = f"{lasted} of {number} simulated journeys lasted, {rest} started and ended, "
    unknown = counts[Ending.NOT_YET_KNOWN]
    known = f", {unknown} {'is' if unknown == 1 else 'are'} not yet known" if unknown else ""
    return f"{text}{never} never started{known}."
