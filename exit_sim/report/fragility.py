"""The report of what a champion's departure costs, and of when shared leadership pays."""

from collections.abc import Sequence
from typing import NamedTuple

from exit_sim.analysis.fragility import Fragility, words
from exit_sim.analysis.fragility.departures import Cost
from exit_sim.analysis.fragility.lived import LOOKED_AT
from exit_sim.figures.drawn import Drawn
from exit_sim.report import told
from exit_sim.report.assumptions import assumptions
from exit_sim.report.document import Again, Brief, Part, Report, Section, Table
from exit_sim.report.limits import CANNOT, FIXED
from exit_sim.report.lives import TITLE as LIVES
from exit_sim.report.words import OTHERWISE, SHORT, of_settings
from exit_sim.story.blocks import Block
from exit_sim.story.sentence import signed
from exit_sim.twins.study import Units

KIND = "How much rests on one person"
WHERE = {
    "departures": "What a departure costs, by month",
    "exit_rates": "How often champions leave",
    "kinds_of_exit": "Planned, independent",
}
"""At the head of which section each figure stands."""

BENEFIT = tuple(outcome for outcome in LOOKED_AT if outcome.column.startswith("benefit"))
OF_LIVES = (
    "What a departure during the pilot costs in true benefit two years after it, in model units; "
    "± is the simulation error. The fifth: those with most against them."
)
NOT_KEPT = (
    "The practical and the psychological side, harm and withdrawal are not told here. They are, "
    "where a departure is compared with none:"
)


class Told(NamedTuple):
    """What was found, told and drawn, of which units."""

    found: Fragility
    units: Units
    question: str
    told: Sequence[Block]
    drawn: Sequence[Drawn]
    compare: str
    again: Again
    sources: Sequence[str]


def report(of: Told) -> Report:
    """Put the report together."""
    found = of.found
    pictures = {one.name: told.picture_of(one) for one in of.drawn}
    sections = told.illustrated(told.sections(of.told), of.drawn, WHERE)
    costs = words.what_it_costs(found)
    not_computed = words.not_computed(found)
    computed = found.departures.by_arm[0].costs[0].plausible is not None
    return Report(
        KIND,
        f"Fragility: {found.title}",
        Brief(
            of.question,
            costs,
            pictures["departures"],
            (
                f"How often champions leave. {words.when_it_pays(found)}",
                f"Whether exits come together. {words.together(found)}",
                of_settings("The answer's range is over plausible settings." if computed else None),
            ),
            (*CANNOT, not_computed),
        ),
        (sections[0]._replace(title=SHORT), *sections[1:]),
        _lives(of),
        Section(
            OTHERWISE,
            (
                _pays(found),
                *(Part(words=said) for said in words.kinds(found)),
                Part(words=not_computed),
            ),
        ),
        FIXED,
        assumptions(of.units, _influence(found), [RATE]),
        of.again,
        tuple(of.sources),
    )


RATE = "leadership.champion_leaves"


def _influence(found: Fragility) -> dict[str, str]:
    return {RATE: words.when_it_pays(found)}


def _lives(of: Told) -> Section:
    rows = tuple(
        (group.says, *(_cost(cost) for cost in group.costs if cost.outcome in BENEFIT))
        for group in of.found.departures.by_arm
    )
    heads = ("what a departure costs", *(outcome.says for outcome in BENEFIT))
    table = Table(heads, rows, (0,), "What a departure during the pilot costs in lives")
    return Section(
        LIVES,
        (Part(table=table), Part(words=OF_LIVES), Part(words=NOT_KEPT), Part(command=of.compare)),
    )


def _cost(cost: Cost) -> str:
    if cost.mean != cost.mean:
        return "not known"
    return f"{signed(cost.mean, 3)} ± {cost.simulation:.3f}"


def _pays(found: Fragility) -> Part:
    """From which exit rate on sharing pays, by each outcome."""
    rows = tuple(
        (
            outcome.says,
            words.verdict(words.pays(found, found.shared, outcome).crossing),
            words.verdict(words.pays(found, found.shared, outcome).protects),
        )
        for outcome in LOOKED_AT
    )
    heads = ("by", "sharing pays", "sharing lowers what exits cost")
    caption = f"Exit rates that would change the answer ({words.RATE})"
    return Part(table=Table(heads, rows, (0, 1, 2), caption))
