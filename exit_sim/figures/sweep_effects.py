"""What each setting of a sweep does by itself: a panel a setting, a line an option."""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from exit_sim.analysis.sweeps import words
from exit_sim.analysis.sweeps.amounts import sure
from exit_sim.analysis.sweeps.effects import Effect, strongest
from exit_sim.figures.drawn import TALL, WIDE, Data, Drawn, style
from exit_sim.figures.labels import INK, SIZE, End, label_ends
from exit_sim.figures.of_many import TITLE
from exit_sim.figures.paper import FAINT, MIDDLE, panel, sheet
from exit_sim.figures.sweep_paper import DRAWINGS, below, cut, foot_of, scale, subject_says, unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exit_sim.analysis.sweeps.look import Look

NAME = "main_effects"
MOST = 6
"""Panels, and one less than the lines that are drawn."""


def main_effects(found: "Look") -> Drawn:
    """Draw means by each setting's values: of differences, or of the level where there are none."""
    subjects = found.asked[: len(DRAWINGS)]
    first = [strongest(found.effects, one) for one in subjects]
    every = sorted((one for some in first for one in some), key=lambda one: -one.between.value)
    settings = list(dict.fromkeys(one.factor.name for one in every))[:MOST]
    sentence = words.main_effect(found, subjects[0])
    if len(subjects) > 1:
        sentence = f"{subjects[0].option}: {sentence[:1].lower()}{sentence[1:]}"
    difference = subjects[0].what != "level"
    what = "difference from no change" if difference else "no change"
    with style(NAME):
        shown = f", the {len(settings)} settings that do most" if len(settings) == MOST else ""
        figure = sheet(sentence, below(found, f"{what}{shown}"), foot_of(found))
        panels = _panels(figure, len(settings), labelled=len(subjects) > 1)
        ends = _ends(found, every)
        for axes, name in zip(panels, settings, strict=True):
            mine = [next(one for one in some if one.factor.name == name) for some in first]
            _panel(axes, found, mine, ends, last=axes is panels[-1])
            if axes.get_position().x0 < 0.1:
                axes.set_ylabel(unit(found), fontsize=SIZE, color=INK, labelpad=2)
    rows = [
        (subject_says(one.subject), one.factor.name, at.bin.says, *at.mean, *at.effect)
        for one in found.effects
        for at in one.each
    ]
    columns = (
        "of", "setting", "value", "mean", "half_width_simulation", "effect",
        "effect_half_width_simulation",
    )  # fmt: skip
    told = "; ".join(
        f"{name}: "
        + ", ".join(
            f"{sure(found.outcome, at.mean, signed=difference)} at {at.bin.says}"
            for at in next(one for one in first[0] if one.factor.name == name).each
        )
        for name in settings
    )
    alt = f"Panels of means by value, {unit(found)}, {subject_says(subjects[0])}. {told}."
    return Drawn(NAME, figure, sentence, alt, Data(columns, tuple(rows)))


def _panels(figure: "Figure", number: int, *, labelled: bool) -> list["Axes"]:
    columns = min(3, max(1, number))
    beside = 2.95 if labelled else 0.35
    rows = max(1, ceil(number / columns))
    wide, tall = (WIDE - 0.65 - beside) / columns, (TALL - 0.95 - 0.5) / rows
    return [
        panel(
            figure,
            0.95 + tall * (place // columns) + 0.2,
            tall - 0.72,
            left=0.65 + wide * (place % columns),
            right=WIDE - 0.65 - wide * (place % columns + 1) + (0.45 if columns > 1 else 0.0),
        )
        for place in range(number)
    ]


def _ends(found: "Look", every: Sequence[Effect]) -> tuple[float, float]:
    by = scale(found.outcome)
    all_ = [
        by * (at.mean.value + sign * _known(at.mean.half_width))
        for one in every
        for at in one.each
        for sign in (-1, 1)
    ]
    low, high = min(all_, default=0.0), max(all_, default=1.0)
    room = 0.04 * (high - low) or 1.0
    if found.outcome.flag and found.asked[0].what == "level":
        return max(-2.0, low - room), min(102.0, high + room)
    return low - room, high + room


def _known(error: float) -> float:
    return error if error == error else 0.0  # noqa: PLR0124


def _panel(
    axes: "Axes", found: "Look", mine: Sequence[Effect], ends: tuple[float, float], *, last: bool
) -> None:
    by, labels = scale(found.outcome), []
    for number, one in enumerate(mine):
        look = DRAWINGS[number]
        words_ = one.factor.words
        xs = [
            float(place) if words_ else float(at.bin.middle or 0.0)
            for place, at in enumerate(one.each)
        ]
        # lines stand a little beside one another, so that no error bar hides another
        step = 0.012 * (max(xs) - min(xs)) * (number - 0.5 * (len(mine) - 1))
        xs = [x + step for x in xs]
        means = [by * at.mean.value for at in one.each]
        errors = [by * _known(at.mean.half_width) for at in one.each]
        axes.errorbar(
            xs, means, yerr=errors, color=look.colour, linestyle="none" if words_ else look.dash,
            marker=look.mark, markersize=4.5, linewidth=1.5, elinewidth=1.1, capsize=2.0, zorder=3,
        )  # fmt: skip
        labels.append(End(cut(one.subject.option, 42), means[-1], look.colour))
    first = mine[0]
    if first.factor.words:
        axes.set_xticks(range(len(first.each)))
        axes.set_xticklabels([at.bin.says.replace(" ", "\n") for at in first.each])
        axes.set_xlim(-0.5, len(first.each) - 0.5)
    elif all(at.bin.low == at.bin.high for at in first.each):
        axes.set_xticks([float(at.bin.middle or 0.0) for at in first.each])
        axes.set_xticklabels([at.bin.says for at in first.each])
    axes.set_ylim(*ends)
    if first.subject.what != "level":
        axes.axhline(0.0, color=MIDDLE, linewidth=0.9, zorder=1)
    axes.grid(axis="y", color=FAINT, linewidth=0.6, zorder=0)
    axes.set_axisbelow(True)
    axes.set_title(first.factor.name, **TITLE)
    if last and len(labels) > 1:
        label_ends(axes, labels)
