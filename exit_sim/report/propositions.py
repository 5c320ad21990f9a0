"""The report of propositions: what the model says of the study's claims, and what would deny it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from exit_sim.analysis.propositions.flips import Flips
from exit_sim.analysis.propositions.judged import Judged
from exit_sim.figures.drawn import Drawn
from exit_sim.report import told
from exit_sim.report.assumptions import assumptions
from exit_sim.report.document import Again, Brief, Part, Report, Section, Table
from exit_sim.report.limits import CANNOT, FIXED
from exit_sim.report.lives import TITLE, UNITS
from exit_sim.report.words import ASSUMED, OTHERWISE, SHORT
from exit_sim.scenario import Scenario
from exit_sim.story.blocks import Block
from exit_sim.twins.study import of_scenario

KIND, NAME = "Verdicts, always in the model", "What the study claims, put to the model"
ABOUT_LIVES = ("benefit", "harmed", "hidden_gap", "loss_after", "hollow")
"""How the names of outcomes begin that are about lives."""

NONE = "None of these propositions is about lives; none of them says who gains or is harmed."
PUT = "A proposition holds in the model alone: rules are sufficient for it, or they are not."


class Told(NamedTuple):
    """What was judged, told and drawn, and where verdicts flip."""

    judged: Sequence[Judged]
    where: Mapping[str, Flips]
    level: str
    question: str
    answer: str
    many: str
    told: Sequence[Block]
    drawn: Drawn
    not_computed: str
    again: Again
    sources: Sequence[str]


def report(of: Told) -> Report:
    """Put the report together."""
    sections = told.sections(of.told, every=True)
    first = told.with_picture(sections[0], told.picture_of(of.drawn))
    built = sum(one.proposition.built_in.startswith("IN") for one in of.judged)
    not_computed = (of.not_computed,) if of.not_computed else ()
    return Report(
        KIND,
        NAME,
        Brief(
            of.question,
            f"{of.answer.rstrip('.')}, {of.level}.",
            told.picture_of(of.drawn),
            (
                f"The settings. They were put {of.level}.",
                f"What was built in. {built} of {len(of.judged)} stand in rules, at least in part.",
                f"Luck and number. {of.many}",
            ),
            (*CANNOT, *not_computed),
        ),
        (first._replace(title=SHORT), *sections[1:]),
        Section(TITLE, _lives(of.judged)),
        Section(OTHERWISE, (*_otherwise(of), *(Part(words=one) for one in not_computed))),
        FIXED,
        assumptions(of_scenario(Scenario.load("baseline"))),
        of.again,
        tuple(of.sources),
    )


def _lives(judged: Sequence[Judged]) -> tuple[Part, ...]:
    """The propositions whose numbers are about lives, with their verdicts."""
    rows = tuple(
        (one.proposition.id, one.findings[0].estimand.says, str(one.verdict))
        for one in judged
        if any(name.startswith(ABOUT_LIVES) for name in one.findings[0].estimand.columns)
    )
    if not rows:
        return (Part(words=NONE),)
    heads = ("", "what was asked", "verdict")
    table = Table(heads, rows, (0, 1, 2), "Propositions about lives")
    return Part(table=table), Part(words=UNITS)


def _otherwise(of: Told) -> tuple[Part, ...]:
    """What would contradict each, and where its verdict flips."""
    rows = tuple(
        (
            one.proposition.id,
            one.proposition.contradicted_by,
            of.where[name].words() if (name := one.proposition.name) in of.where else "not found",
        )
        for one in of.judged
    )
    heads = ("", "what would contradict it", "where it flips")
    table = Table(heads, rows, (0, 1, 2), "What would change each verdict")
    return Part(table=table), Part(words=PUT), Part(words=ASSUMED)
