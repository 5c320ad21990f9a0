"""Which settings of a sweep matter: Sobol' indices or elementary effects, with their errors."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from exit_sim.analysis.sweeps import words
from exit_sim.analysis.sweeps.verdicts import Verdict
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE
from exit_sim.figures.of_many import TITLE
from exit_sim.figures.paper import MARGIN, MIDDLE, TEAL, panel, sheet
from exit_sim.figures.sweep_paper import (
    below,
    beside,
    cut,
    foot_of,
    names,
    scale,
    subject_says,
    unit,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from exit_sim.analysis.sweeps.look import Look
    from exit_sim.analysis.sweeps.met import Subject
    from exit_sim.analysis.sweeps.morris import Morris
    from exit_sim.analysis.sweeps.sobol import Sobol

NAME = "which_settings_matter"
MOST, PANELS = 15, 2


class Row(NamedTuple):
    """A setting: what counts and its error, what is marked beside it, and the verdict."""

    name: str
    value: float
    error: float
    aside: float
    verdict: Verdict


class Part(NamedTuple):
    """One subject, its settings, the largest first, and how their axis is called."""

    subject: "Subject"
    rows: Sequence[Row]
    axis: str


def which_settings_matter(found: "Look") -> Drawn:
    """Draw the settings that do most: to the level, and to a difference that varies by settings."""
    every = [
        *(_of_sobol(one) for one in found.sobol if one.each),
        *(_of_morris(found, one) for one in found.morris if one.each),
    ]
    told_apart = [part for part in every[1:] if any(row.value == row.value for row in part.rows)]
    shown = [every[0], *told_apart][:PANELS]
    sentence = words.settings(found, shown[0].subject)
    kind = "Sobol' indices" if found.sobol else "elementary effects"
    with style(NAME):
        foot = foot_of(found, "lines: simulation error (95 %)")
        figure = sheet(sentence, below(found, kind), foot)
        wide = (WIDE - 2.4) / len(shown)
        for place, part in enumerate(shown):
            left = 2.4 + wide * place
            right = WIDE - left - wide + 1.3
            axes = panel(figure, 1.02, TALL - 1.02 - 1.05, left=left, right=right)
            axes.set_title(wrapped(cut(subject_says(part.subject), 84), 44), **TITLE)
            _dots(axes, part, [row.name for row in shown[0].rows[:MOST]], words_=not place)
            axes.set_xlabel(part.axis, fontsize=SIZE, color=INK, labelpad=2)
        figure.text(
            MARGIN / WIDE, 0.36 / TALL, _key(found), fontsize=SIZE, color=INK, va="bottom",
            linespacing=1.3,
        )  # fmt: skip
    rows = tuple(
        (subject_says(part.subject), *row[:4], row.verdict.value)
        for part in every
        for row in part.rows
    )
    told = "; ".join(
        f"{row.name} {row.value:.2f} ({row.verdict.value})" for row in shown[0].rows[:MOST]
    )
    alt = f"Dots, {shown[0].axis}, {subject_says(shown[0].subject)}: {told}."
    columns = ("of", "setting", "value", "half_width_simulation", "aside", "verdict")
    return Drawn(NAME, figure, sentence, alt, Data(columns, rows))


def _of_sobol(one: "Sobol") -> Part:
    rows = [
        Row(
            each.name,
            each.total_alone.value,
            each.total_alone.half_width,
            each.first_alone.value,
            each.verdict,
        )
        for each in words.by_index(one)
    ]
    return Part(one.subject, rows, "share of the variance that settings make")


def _of_morris(found: "Look", one: "Morris") -> Part:
    by = scale(found.outcome)
    rows = [
        Row(
            each.name,
            by * each.mean_absolute,
            by * each.mean_absolute_half_width,
            by * each.alone,
            each.verdict,
        )
        for each in words.by_effect(one)
    ]
    return Part(one.subject, rows, f"{unit(found)}, for a setting's whole range")


def _key(found: "Look") -> str:
    if found.sobol:
        return (
            "Circle: total index, with all other settings. Diamond: first index, alone. What luck "
            "adds is taken off. Filled circle: it matters in the model.\nWhite circle: not "
            "distinguishable from zero, or hardly matters. Lines hold for each setting, verdicts "
            "for all at once."
        )
    return (
        "Circle: mean of absolute effects (mu*). Diamond: root of the mean square, what luck adds "
        "taken off.\nFilled circle: it matters in the model. White circle: not distinguishable "
        "from zero. Lines hold for each setting, verdicts for all at once."
    )


def _dots(axes: "Axes", part: Part, order: Sequence[str], *, words_: bool) -> None:
    by_name = {row.name: row for row in part.rows}
    axes.axvline(0.0, color=MIDDLE, linewidth=0.9, zorder=1)
    for place, name in enumerate(order):
        row = by_name[name]
        matters = row.verdict == Verdict.MATTERS
        ends = [row.value - row.error, row.value + row.error]
        axes.plot(ends, [place] * 2, color=INK, linewidth=2.2, zorder=3)
        axes.plot(
            [row.aside], [place], "D", color=TEAL, markersize=4.5, markeredgecolor=INK,
            markeredgewidth=0.6, zorder=4,
        )  # fmt: skip
        axes.plot(
            [row.value], [place], "o", color=INK if matters else "white", markeredgecolor=INK,
            markersize=6.5, zorder=5,
        )  # fmt: skip
        beside(axes, place, wrapped(row.verdict.value, 20), size=SIZE)
    names(axes, order if words_ else [""] * len(order), 36)
