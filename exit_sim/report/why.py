"""The report of why a journey ended as it did: what would have turned it, until when, and luck."""

from collections.abc import Sequence
from typing import NamedTuple

from exit_sim.analysis.why.finding import Why
from exit_sim.figures.drawn import Drawn
from exit_sim.report import told
from exit_sim.report.assumptions import assumptions
from exit_sim.report.document import Again, Brief, Part, Report, Section
from exit_sim.report.limits import CANNOT, FIXED
from exit_sim.report.lives import TITLE as LIVES
from exit_sim.report.words import ASSUMED, OTHERWISE
from exit_sim.story.blocks import Block
from exit_sim.twins.study import of_scenario

KIND = "Why one journey ended as it did"
NO_LIVES = (
    "Changes were tried by what they do to the ending alone. What each does to lives is told by "
    "comparing it with no change:"
)


class Told(NamedTuple):
    """What was found, told and drawn: sentences that answer, and those about luck."""

    found: Why
    question: str
    answer: Sequence[str]
    luck: Sequence[str]
    verb: str
    told: Sequence[Block]
    drawn: Drawn
    compare: str
    not_computed: str
    again: Again
    sources: Sequence[str]


def report(of: Told) -> Report:
    """Put the report together."""
    found = of.found
    moved = [name for change in found.scenario.applied for name in change.sets]
    sections = told.sections(of.told)
    with_it = told.with_picture(sections[0], told.picture_of(of.drawn))
    return Report(
        KIND,
        f"Why it ended: {found.scenario.title}",
        Brief(
            of.question,
            _answer(of),
            told.picture_of(of.drawn),
            (f"Luck. {of.luck[0]}", *of.answer[:1], ASSUMED),
            CANNOT,
            _like_it(found),
        ),
        (with_it._replace(title="What would have turned it"), *sections[1:]),
        Section(LIVES, (Part(words=NO_LIVES), Part(command=of.compare))),
        Section(OTHERWISE, (*(Part(words=said) for said in (*of.luck, of.not_computed)),)),
        FIXED,
        assumptions(of_scenario(found.scenario), touched=moved),
        of.again,
        tuple(of.sources),
    )


def _answer(of: Told) -> str:
    """Answer in one sentence, with luck: the widest uncertainty that was computed."""
    found, like = of.found, of.found.luck
    if not found.alone.known:
        return of.answer[0]
    if found.headline is None or not like.with_it:
        tried = f"None of the {found.changes} changes tried would have {of.verb} it"
        return f"{tried}; {_like_it(found)}."
    return (
        f"The smallest change that would have {of.verb} it is {found.headline.smallest.move.spec}; "
        f"with it {like.with_it[0].last} of {like.journeys} like it last, against {like.last}."
    )


def _like_it(found: Why) -> str:
    like = found.luck
    return f"{like.endings[found.alone.ending]} of {like.journeys} journeys like it ended so"


def joined(journey: Report, why: Report) -> Report:
    """Tell a journey and, with it, what would have turned its end and how journeys like it end.

    What a journey alone says first is how to ask for that.
    """
    luck, *others = why.brief.depends
    first = journey.brief.depends[:1]
    ended = journey.brief.answer.partition(": ")[2].rstrip(".")
    answer = f"{ended[:1].upper()}{ended[1:]}; {why.brief.like_it}."
    brief = journey.brief._replace(answer=answer, depends=(luck, *first, *others[:1]))
    otherwise = Section(
        OTHERWISE,
        (
            *(part for section in why.findings for part in section.parts),
            *journey.otherwise.parts[2:],
        ),
    )
    return journey._replace(brief=brief, otherwise=otherwise)
