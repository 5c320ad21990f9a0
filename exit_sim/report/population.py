"""The report of many organisations that differ: how many start and last, and among whom."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.breakdown import WAYS, Group
from exit_sim.figures.drawn import Drawn
from exit_sim.report import lives, told
from exit_sim.report.assumptions import assumptions
from exit_sim.report.document import Again, Brief, Part, Report, Section, Table
from exit_sim.report.limits import CANNOT, FIXED
from exit_sim.report.words import OTHERWISE, SHORT, of_settings
from exit_sim.story.blocks import Block
from exit_sim.twins.outcomes import GOVERNS
from exit_sim.twins.study import Units

KIND = "Many organisations that differ, one luck each"
LIVES, AMONG = "Whose lives", "Among which organisations"


class Told(NamedTuple):
    """What came of members, in words, figures and columns: first how many start, then last."""

    units: Units
    columns: Mapping[str, np.ndarray]
    groups: Sequence[Group]
    question: str
    answer: Sequence[str]
    told: Sequence[Block]
    drawn: Sequence[Drawn]
    not_computed: str
    again: Again
    sources: Sequence[str]

    @property
    def number(self) -> int:
        """How many organisations were met."""
        return len(self.columns[GOVERNS])


def report(of: Told) -> Report:
    """Put the report together."""
    sections = told.sections(of.told, every=True)
    findings = [one for one in sections if not one.title.startswith(LIVES)]
    findings[0] = findings[0]._replace(title=SHORT)
    pictures = {one.name: told.picture_of(one) for one in of.drawn}
    started, lasted = of.answer
    among = pictures.get("among")
    kinds = _kinds(of)
    return Report(
        KIND,
        of.units.title,
        Brief(
            of.question,
            lasted,
            among or pictures["endings"],
            (
                f"Whether it starts. {started}",
                f"Which organisation. {among.sentence}" if among else "Which organisation.",
                of_settings(None if of.not_computed.startswith("Not computed: the") else lasted),
            ),
            (*CANNOT, of.not_computed),
        ),
        told.illustrated(findings, of.drawn, {"endings": SHORT, "among": AMONG}),
        lives.of_many(
            {name: values.tolist() for name, values in of.columns.items()},
            "organisations",
            sets=of.units.sets_of(of.number),
        ),
        Section(OTHERWISE, (*_otherwise(kinds), Part(words=of.not_computed))),
        FIXED,
        assumptions(
            of.units, {name: f"from {low} to {high} of 100 last" for name, low, high in kinds}
        ),
        of.again,
        tuple(of.sources),
    )


def _kinds(of: Told) -> list[tuple[str, str, str]]:
    """Of each setting by which organisations are sorted: among whom fewest and most last."""
    found = []
    for by, setting, _ in WAYS:
        some = [
            (float(np.nanmean(of.columns[GOVERNS][one.among])), one.kind)
            for one in of.groups
            if one.by == by and not np.isnan(of.columns[GOVERNS][one.among]).all()
        ]
        if some:
            low, high = (f"{100.0 * share:.0f} ({kind})" for share, kind in (min(some), max(some)))
            found.append((setting, low, high))
    return found


def _otherwise(kinds: Sequence[tuple[str, str, str]]) -> list[Part]:
    if not kinds:
        return []
    caption = "How many of 100 last, among whom fewest and most do"
    table = Table(
        ("organisations that differ in", "fewest", "most"), tuple(kinds), (0, 1, 2), caption
    )
    said = "These are differences between groups of simulated organisations, not effects."
    return [Part(table=table), Part(words=said)]
