"""A design is of one kind, which says where its points come from and what it may be asked for."""

from collections.abc import Mapping
from typing import Any

from exit_sim.errors import nearest
from exit_sim.scenario import Scenario
from exit_sim.scenario.file import Document
from exit_sim.scenario.population import Population
from exit_sim.scenario.stated import Given
from exit_sim.sweep.factors import FACTORS, factors_in
from exit_sim.sweep.listed import FILE, POINTS, in_a_file, listed
from exit_sim.sweep.points import Points
from exit_sim.sweep.sampling import ASKS, DESIGN, Sampled, sampled
from exit_sim.sweep.subject import base_of, differs, laid

AS_IT_IS, LIST, TABLE = "as it is", "list", "points"
ALL_ASK: Mapping[str, tuple[str, ...]] = {AS_IT_IS: (), LIST: (), TABLE: (FILE, POINTS), **ASKS}
KINDS = tuple(ALL_ASK)


def kind_of(doc: Document) -> str:
    """Say of which kind a design is, and refuse what goes with others alone."""
    if DESIGN not in doc.data:
        for name in (FACTORS, POINTS):
            if name in doc.data:
                write = 'write [design] and kind = "full factorial" or another'
                doc.refuse(
                    "stand there, and no [design] says how they are met", (name,), None, write
                )
        return AS_IT_IS
    asked = doc.table(DESIGN)
    kind: Any = asked.get("kind")
    allowed = "allowed: " + ", ".join(f'"{word}"' for word in KINDS)
    if kind is None:
        doc.refuse("has no kind", (DESIGN,), None, allowed)
    if kind not in KINDS:
        meant = nearest(kind, KINDS) if isinstance(kind, str) else ""
        doc.refuse("is not a kind of design", (DESIGN, "kind"), kind, allowed, meant)
    _check_asked(doc, kind, asked)
    return str(kind)


def _check_asked(doc: Document, kind: str, asked: Mapping[str, object]) -> None:
    every = dict.fromkeys(("kind", *(one for each in ALL_ASK.values() for one in each)))
    doc.known((DESIGN,), asked, every, "a part of a design")
    for key in asked:
        if key != "kind" and key not in ALL_ASK[kind]:
            kinds = [f'"{word}"' for word, asks in ALL_ASK.items() if key in asks]
            problem = f'does not go with kind = "{kind}"'
            doc.refuse(problem, (DESIGN, key), None, f"it goes with {', '.join(kinds)}")
    if kind in ASKS and not doc.table(FACTORS):
        doc.refuse(
            f'has no factors, and kind = "{kind}" varies some', (DESIGN,), None, "write [factors]"
        )
    if kind not in ASKS and FACTORS in doc.data:
        doc.refuse(f'do not go with kind = "{kind}"', (FACTORS,), None, "leave them out")
    if kind != LIST and POINTS in doc.data:
        doc.refuse(f'do not go with kind = "{kind}"', (POINTS,), None, f'write kind = "{LIST}"')


def points_in(
    doc: Document, kind: str, of: Scenario | Population, common: Mapping[str, Given]
) -> Sampled:
    """Choose the points of a design, and refuse one that cannot be."""
    base = laid(base_of(of), common, doc)
    if kind == AS_IT_IS:
        return Sampled(Points.of_rows((), [()], doc, lambda _number, _name: ()))
    if kind == LIST:
        found = Sampled(listed(doc))
    elif kind == TABLE:
        found = Sampled(in_a_file(doc))
    else:
        factors = factors_in(doc, base, (*common, *differs(of)))
        if not factors:
            doc.refuse("has no factors", (FACTORS,), None, "name a setting with its levels")
        found = sampled(doc, kind, factors, base.values)
    points = found.points
    for name in points.names:
        if name in common:
            where = points.where(0, name)
            points.doc.refuse("is varied, and set once under [set]", where, None, "leave one out")
    return found
