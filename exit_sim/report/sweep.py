"""The report of a first look at a sweep: options, settings against luck, and what matters."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from exit_sim.analysis.sweeps import words
from exit_sim.analysis.sweeps.amounts import amount, sure, sure_of, unit
from exit_sim.analysis.sweeps.effects import strongest
from exit_sim.analysis.sweeps.look import Look, is_difference
from exit_sim.figures.drawn import Drawn
from exit_sim.report import told
from exit_sim.report.assumptions import assumptions
from exit_sim.report.document import Again, Brief, Part, Report, Section, Table
from exit_sim.report.limits import CANNOT, FIXED
from exit_sim.report.lives import TITLE, UNITS
from exit_sim.report.words import OTHERWISE, SHORT
from exit_sim.story.blocks import Block
from exit_sim.twins.outcomes import LIVES
from exit_sim.twins.study import Units

KIND = "A sweep: many settings, the same lucks"
WHERE = {
    "options": "Over all points",
    "settings_and_luck": "Settings, or luck",
    "main_effects": "What each setting does",
    "two_settings": "Two settings at once",
    "which_settings_matter": "Which settings matter",
}
"""At the head of which section each figure stands."""

MISSING = "Not kept by this sweep: {}."
MOST_ROWS = 10


class Told(NamedTuple):
    """What was found, told and drawn; ``units`` are those of the scenario that was varied."""

    found: Look
    units: Units
    question: str
    told: Sequence[Block]
    drawn: Sequence[Drawn]
    again: Again
    sources: Sequence[str]


def report(of: Told) -> Report:
    """Put the report together."""
    found = of.found
    answer, luck, most, not_computed = words.headline(found)
    pictures = [told.picture_of(one) for one in of.drawn]
    sections = told.illustrated(told.sections(of.told), of.drawn, WHERE)
    return Report(
        KIND,
        found.facts.title,
        Brief(
            f"{of.question} Looked at: {found.outcome.says}.",
            answer,
            pictures[0],
            (f"Luck. {luck}", f"Settings. {most}", _together(found)),
            (*CANNOT, not_computed),
        ),
        (sections[0]._replace(title=SHORT), *sections[1:]),
        Section(TITLE, tuple(_lives(found))),
        Section(OTHERWISE, tuple(_otherwise(found))),
        FIXED,
        assumptions(of.units, _influence(found)),
        of.again,
        tuple(of.sources),
    )


def _together(found: Look) -> str:
    if found.crossed:
        return f"Which settings meet. {words.together(found, found.crossed[0])}"
    return "Which settings meet. Whether two of them merely add up was not computed here."


def _influence(found: Look) -> dict[str, str]:
    """What each setting does by itself under no change, to the outcome that was looked at."""
    return {
        one.factor.name: " and ".join(
            f"{amount(found.outcome, at.mean.value)} at {at.bin.says}"
            for at in (one.lowest, one.highest)
        )
        + f" ({unit(found.outcome)})"
        for one in strongest(found.effects, found.subjects[0])
    }


def _lives(found: Look) -> Iterator[Part]:
    """The outcomes about lives that the sweep kept, under each option."""
    levels = {(outcome.column, one.option): one for outcome, one in found.levels}
    pairs = {(one.pair.outcome.column, one.option): one.pair for one in found.compared}
    options = found.met.options
    kept = [one for one in LIVES if (one.column, options[0]) in levels]
    rows = []
    for outcome in kept:
        row = [outcome.says, sure(outcome, levels[outcome.column, options[0]].mean)]
        for option in options[1:]:
            pair = pairs[outcome.column, option]
            row.append(sure_of(outcome, pair.difference, pair.simulation))
        rows.append(tuple(row))
    if rows:
        heads = ("", options[0], *(f"difference: {option}" for option in options[1:]))
        yield Part(table=Table(heads, tuple(rows), (0,), "Lives, over all points"))
        yield Part(words=f"{UNITS} ± is the simulation error.")
    left = [one.says for one in LIVES if one not in kept]
    if left:
        yield Part(words=MISSING.format("; ".join(left)))


def _otherwise(found: Look) -> Iterator[Part]:
    """The settings that would change the answer most, and whether two of them add up."""
    asked = found.asked[0]
    signed = is_difference(asked)
    rows = tuple(
        (
            one.factor.name,
            *(
                f"{amount(found.outcome, at.mean.value, signed=signed)} at {at.bin.says}"
                for at in (one.lowest, one.highest)
            ),
            sure(found.outcome, one.between),
        )
        for one in strongest(found.effects, asked)[:MOST_ROWS]
    )
    if rows:
        caption = f"Settings that change it most: {asked.option}, {unit(found.outcome)}"
        heads = ("setting", "least", "most", "between")
        yield Part(table=Table(heads, rows, (0, 1, 2), caption))
    for one in found.crossed:
        if one.subject.option == asked.option:
            yield Part(words=words.together(found, one))
    for said in words.uncertainty(found):
        yield Part(words=said)
