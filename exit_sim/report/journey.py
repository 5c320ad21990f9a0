"""The report of a journey, an illustrated story with its timeline; or of many of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from exit_sim.figures.drawn import Drawn
from exit_sim.report import lives, told
from exit_sim.report.assumptions import assumptions
from exit_sim.report.document import Again, Brief, Part, Picture, Report, Section, Table
from exit_sim.report.limits import CANNOT, FIXED
from exit_sim.report.words import ASSUMED, OTHERWISE
from exit_sim.results.columns import Value
from exit_sim.results.run_record import Run
from exit_sim.scenario import Scenario
from exit_sim.story import headline, tell, timeline, why
from exit_sim.story.blocks import Block
from exit_sim.twins.outcomes import GOVERNS
from exit_sim.twins.study import of_scenario

KIND, MANY = "One of many possible journeys, told", "Many journeys of one organisation"
LIVES = "What it meant for young people"
STORY, TIMELINE = "The story", "Timeline"
LUCK = "Luck. Another seed is another journey of the same organisation."
UNDER = {
    "journey": "",
    "success_and_benefit": LIVES,
    "leadership": "The pilot",
}
"""Below which heading of a story each figure stands."""


class Told(NamedTuple):
    """What was run, told and drawn; ``other`` says what else to ask."""

    scenario: Scenario
    question: str
    told: Sequence[Block]
    drawn: Sequence[Drawn]
    not_computed: Sequence[str]
    other: Sequence[Block]
    again: Again
    sources: Sequence[str]


def of_one(run: Run, row: Mapping[str, Value], of: Told) -> Report:
    """Put the report of one journey together."""
    pictures = {one.name: told.picture_of(one) for one in of.drawn}
    reasons = [sentence.text for sentence in why(run)]
    depends = [*reasons, LUCK, ASSUMED][:3]
    return _report(
        KIND,
        of,
        Brief(of.question, headline(run).text, pictures.get("journey"), tuple(depends), CANNOT),
        tuple(_story(run, of, pictures)),
        lives.of_one(row, _meant(run)),
    )


def _story(run: Run, of: Told, pictures: Mapping[str, Picture]) -> Iterable[Section]:
    moments = tuple((str(month), text) for month, text in timeline(run))
    parts = [Part(table=Table(("month", "what happened"), moments, (0, 1), "Key moments"))]
    yield Section(TIMELINE, tuple(parts))
    for number, section in enumerate(told.sections(of.told)):
        shown = section if number else section._replace(title=STORY)
        if not number:
            for name, under in UNDER.items():
                if name in pictures:
                    shown = told.with_picture(shown, pictures[name], under)
        yield shown


def _meant(run: Run) -> list[str]:
    story = tell(run)
    return [
        " ".join(sentence.text for sentence in section.sentences)
        for section in story.sections
        if section.title == LIVES
    ]


def of_many(rows: Sequence[Mapping[str, Value]], off: int, of: Told) -> Report:
    """Put the report of many journeys together; other seeds move a count by ``off`` at most."""
    number = len(rows)
    known = [value for row in rows if isinstance(value := row[GOVERNS], int | float)]
    lasted = sum(value > 0.5 for value in known)
    pictures = {one.name: told.picture_of(one) for one in of.drawn}
    ended = pictures.get("endings")
    moved = f"other seeds would typically move such a count by {off} at most."
    answer = f"{ended.sentence.rstrip('.')}; {moved}" if ended else f"Told below; {moved}"
    later = "How long it is followed. Two years after the pilot lie beyond the horizon."
    if known:
        later = f"How late it is asked. {lasted} of {len(known)} were in use two years after."
    depends = (f"{LUCK} Here {number} differ by nothing else.", ASSUMED, later)
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return _report(
        MANY,
        of,
        Brief(of.question, answer, ended, depends, (*CANNOT, *of.not_computed)),
        tuple(_of_many(told.sections(of.told), pictures)),
        lives.of_many(columns, "journeys"),
    )


def _of_many(sections: Sequence[Section], pictures: Mapping[str, Picture]) -> Iterable[Section]:
    """Put each figure where what it shows is told."""
    for number, section in enumerate(sections):
        shown = section
        if number == 0:
            shown = shown._replace(title="What was run")
        elif section.title.startswith("The most typical"):
            for name, under in UNDER.items():
                if f"{name}_typical" in pictures:
                    shown = told.with_picture(shown, pictures[f"{name}_typical"], under)
        elif section.title.startswith("How ") and "endings" in pictures:
            shown = told.with_picture(shown, pictures["endings"])
        elif section.title.startswith("Spread") and "bands" in pictures:
            shown = told.with_picture(shown, pictures["bands"])
        yield shown


def _report(
    kind: str, of: Told, brief: Brief, findings: tuple[Section, ...], living: Section
) -> Report:
    units = of_scenario(of.scenario)
    moved = [name for change in of.scenario.applied for name in change.sets]
    other = [told.part_of(block) for block in of.other]
    parts = (*other, *(Part(words=said) for said in of.not_computed))
    return Report(
        kind,
        of.scenario.title,
        brief,
        findings,
        living,
        Section(OTHERWISE, parts),
        FIXED,
        assumptions(units, touched=moved),
        of.again,
        tuple(of.sources),
    )
