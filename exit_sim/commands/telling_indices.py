"""What is told of the settings of a sweep that matter: Sobol' indices, and elementary effects."""

from collections.abc import Iterator

from exit_sim.analysis.sweeps import words
from exit_sim.analysis.sweeps.amounts import amount, share, sure_of, unit
from exit_sim.analysis.sweeps.contrasts import SURE
from exit_sim.analysis.sweeps.look import Look
from exit_sim.analysis.sweeps.morris import Morris
from exit_sim.analysis.sweeps.sobol import Sobol
from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.story.sentence import counted
from exit_sim.sweep.sampling import EXTRA

MOST_ROWS, MOST_SUBJECTS = 10, 4
"""Settings, and options, that the screen shows; tables hold all."""

MANY = 20
"""Settings from which on some would seem to matter by chance."""


def subject_says(option: str, what: str) -> str:
    """Name what is looked at."""
    return option if what == "level" else f"difference: {option}"


def indices(found: Look) -> Iterator[Block]:
    """Which settings matter, by the indices that the design was made for."""
    if not (found.sobol or found.morris or found.lacks_salib):
        return
    yield Heading("Which settings matter", top=True)
    if found.lacks_salib:
        yield Words(f"Indices need SALib, which is not installed: {EXTRA}.", beneath=True)
    for one in found.sobol[:MOST_SUBJECTS]:
        yield from _sobol(found, one)
    for each in found.morris[:MOST_SUBJECTS]:
        yield from _morris(found, each)
    if found.sobol or found.morris:
        yield Words(
            "Verdicts are in the model; they hold for all settings at once, with luck taken off. "
            f"They are about {counted(found.facts.replicates, 'luck')}, the same at every point."
        )


def _sobol(found: Look, one: Sobol) -> Iterator[Block]:
    yield Heading(subject_says(one.subject.option, one.subject.what))
    if not one.each:
        yield Words("Nothing varies between points, so there are no indices.", beneath=True)
        return
    yield Words(f"{words.settings(found, one.subject)} {words.noise(found, one)}", beneath=True)
    rows = [
        [
            index.name,
            share(index.first_alone.value, index.first_alone.half_width),
            share(index.total_alone.value, index.total_alone.half_width),
            index.verdict.value,
        ]
        for index in words.by_index(one)[:MOST_ROWS]
    ]
    yield Grid(["setting", "alone", "with others", "verdict"], rows, (0, 3))
    dropped = f" {one.dropped} more miss an outcome and are left out." if one.dropped else ""
    yield from _one_by_one(one)
    yield Words(
        f"Sobol' indices over {one.samples} base samples: alone, the first; with others, the total."
        f"{dropped}"
    )


def _one_by_one(one: Sobol) -> Iterator[Block]:
    """Of many settings, say how many would be said to matter if each were asked alone."""
    number = len(one.each)
    if number >= MANY:
        totals = [index.total_alone for index in one.each]
        clear = sum(total.value > total.half_width for total in totals)
        yield Words(
            f"Asked one by one, {clear} of {number} total indices are above zero; about "
            f"{(1.0 - SURE) * number:.0f} would be by chance."
        )


def _morris(found: Look, one: Morris) -> Iterator[Block]:
    yield Heading(subject_says(one.subject.option, one.subject.what))
    if not one.each:
        yield Words("Too few trajectories have every outcome.", beneath=True)
        return
    yield Words(words.settings(found, one.subject), beneath=True)
    outcome = found.outcome
    rows = [
        [
            each.name,
            sure_of(outcome, each.mean_absolute, each.mean_absolute_half_width, signed=False),
            amount(outcome, each.deviation),
            amount(outcome, each.alone),
            each.verdict.value,
        ]
        for each in words.by_effect(one)[:MOST_ROWS]
    ]
    heads = ["setting", "mu*", "sigma", "luck off", "verdict"]
    yield Grid(heads, rows, (0, 4))
    dropped = f" {one.dropped} more miss an outcome and are left out." if one.dropped else ""
    yield Words(
        f"Elementary effects over {one.trajectories} trajectories, {unit(outcome)}, for a "
        f"setting's whole range. Luck off: root of the mean square.{dropped}"
    )
