"""What ships is shown: scenarios as they are set, and propositions with published verdicts."""

from functools import cache
from typing import Any, NamedTuple

from exit_sim.analysis.propositions.accounts import published
from exit_sim.analysis.propositions.levels import Level
from exit_sim.analysis.propositions.page import WHERE
from exit_sim.analysis.propositions.proposition import Proposition
from exit_sim.live.controls import written
from exit_sim.report.document import Table
from exit_sim.scenario import Scenario
from exit_sim.scenario.lineage import usual
from exit_sim.scenario.population import Population


class Shipped(NamedTuple):
    """A scenario or population as it is listed."""

    name: str
    title: str
    says: str
    code: str
    many: bool


class Judged(NamedTuple):
    """A proposition, and what each level says of it."""

    id: str
    title: str
    claim: str
    asked: str
    built_in: str
    hides: str
    contradicted_by: str
    verdicts: tuple[tuple[str, str], ...]


@cache
def shipped() -> tuple[Shipped, ...]:
    """List every scenario and population."""
    every: list[Scenario | Population] = [Scenario.load(name) for name in Scenario.names()]
    every += [Population.load(name) for name in Population.names()]
    return tuple(
        Shipped(
            one.name,
            one.title,
            one.about.get("says", ""),
            one.about.get("code", ""),
            isinstance(one, Population),
        )
        for one in every
    )


def sets(scenario: Scenario) -> Table:
    """Lay out what a scenario sets otherwise than the baseline, and where that comes from."""
    base = usual()
    names = [name for name, one in scenario.given.items() if one.value != base[name].value]
    rows = (
        tuple(
            (
                source.label,
                written(source.name, source.value),
                written(source.name, base[source.name].value),
                source.unit,
                source.source,
            )
            for source in scenario.sources(names)
        )
        if names
        else ()
    )
    heads = ("setting", "here", "usual", "unit", "where it comes from")
    return Table(heads, rows, (0, 3, 4), "What it sets otherwise than the baseline")


@cache
def propositions() -> tuple[Judged, ...]:
    """List every proposition that is put to the model, with its published verdicts."""
    known = {level: _by_id(published(str(level))) for level in Level}
    every = [Proposition.load(name) for name in Proposition.names()]
    return tuple(
        Judged(
            one.id,
            one.title,
            one.claim,
            one.estimands[0].says,
            str(one.built_in),
            one.where_it_hides,
            one.contradicted_by,
            tuple(
                (WHERE[level], str(of[one.id]["verdict"]) if one.id in of else "not published")
                for level, of in known.items()
            ),
        )
        for one in every
        if not one.waiting
    )


def _by_id(account: Any) -> dict[str, Any]:
    return {one["id"]: one for one in account.get("verdicts", ())}
