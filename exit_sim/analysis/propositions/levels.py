"""At which settings a proposition is put: the baseline, accepted sets, or all that is plausible."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from exit_sim.analysis.propositions.proposition import Proposition
from exit_sim.draws import Luck, Stream, key_of, uniform
from exit_sim.errors import BadInput
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import HELD, SETTABLE, Value
from exit_sim.sweep.design import Design, Replicates
from exit_sim.sweep.points import Points
from exit_sim.sweep.subject import base_of, differs
from exit_sim.twins.accepted import FITTED_TO, accepted, fits, free, spread
from exit_sim.twins.plausible import drawn, rivals, uncertain

FIRST_PLAUSIBLE = 3_000_000
"""The number of the first set that is drawn over all that is plausible."""

EVERY_FORM = 10
"""Of so many plausible sets one has all its rival forms drawn as well."""

OF_A_FORM = 8
"""Plausible sets at which each rival form is tried, one family at a time."""


class Level(StrEnum):
    """How wide a proposition is put."""

    BASELINE = "baseline"
    CALIBRATED = "calibrated"
    PLAUSIBLE = "plausible"


class Size(NamedTuple):
    """Over how many sets of settings, and how many organisations or lucks meet each."""

    sets: int
    units: int


SIZES = {
    Level.BASELINE: Size(1, 512),
    Level.CALIBRATED: Size(100, 32),
    Level.PLAUSIBLE: Size(160, 32),
}
"""How wide and how often; fixed before any verdict was read."""

Row = dict[str, Value]
NONE: Mapping[str, Value] = MappingProxyType({})


def rows_of(
    proposition: Proposition, level: Level, size: Size, sets: Mapping[str, Value] = NONE
) -> list[Row]:
    """Give the settings of each point at which a proposition is put, as differences.

    ``sets`` hold at every point.

    Raises:
        BadInput: no sets were accepted under these rules, or the proposition states what is set.
    """
    for name in sets:
        if name in proposition.common:
            problem, allowed = f"is stated by {proposition.id} itself", "edit a copy of its file"
            raise BadInput(problem, key=f"--set {name}", value=sets[name], allowed=allowed)
    return [{**row, **sets} for row in _rows_of(proposition, level, size)]


def _rows_of(proposition: Proposition, level: Level, size: Size) -> list[Row]:
    if level == Level.BASELINE:
        return [{}]
    if level == Level.CALIBRATED:
        if not fits():
            problem = "needs sets that were accepted under these rules, and there are none"
            allowed = "exit-sim calibrate finds them, or take another level"
            raise BadInput(problem, key="--level", value=str(level), allowed=allowed)
        return [_set(proposition, one) for one in spread(accepted().numbers, size.sets)]
    rows = [_set(proposition, FIRST_PLAUSIBLE + place) for place in range(size.sets)]
    for place in range(0, size.sets, EVERY_FORM):
        rows[place] |= _forms(FIRST_PLAUSIBLE + place)
    few = [rows[place] for place in of_a_form(size.sets)]
    return rows + [{**row, **form} for form in rivals(base_of(proposition.of)) for row in few]


def of_a_form(sets: int) -> range:
    """Places of the sets at which each rival form is tried: the first, but for all forms drawn."""
    return range(1, min(OF_A_FORM + 1, sets))


def rival_points(proposition: Proposition, sets: int) -> dict[str, range]:
    """Name each rival form that is tried at the plausible level, and say where its points stand."""
    few = len(of_a_form(sets))
    forms = [form for row in rivals(base_of(proposition.of)) for form in row.items()]
    return {
        f"{name.removeprefix('forms.')}: {word}": range(sets + few * nth, sets + few * (nth + 1))
        for nth, (name, word) in enumerate(forms)
    }


def knocked_out(mechanisms: Sequence[str]) -> list[Row]:
    """Give the points of a knock-out: none, then each mechanism off, then each held."""
    names = [f"mechanisms.{name}" for name in mechanisms]
    off: list[Row] = [{name: 0.0} for name in names]
    held: list[Row] = [{name: HELD} for name in names]
    return [{}, *off, *held]


def design_of(proposition: Proposition, rows: Sequence[Row], units: int) -> Design:
    """Make the design by which a proposition is lived through at these points.

    What the proposition itself sets stays set, at every point.
    """
    names = tuple(
        name
        for name in SETTABLE
        if name not in proposition.common and any(name in row for row in rows)
    )
    usual = base_of(proposition.of).given
    values = [tuple(row.get(name, usual[name].value) for name in names) for row in rows]
    points = Points.of_rows(names, values, proposition.doc, lambda _point, name: (name,))
    compared = {label for one in proposition.estimands for label in one.options}
    return Design(
        name=proposition.name,
        label=proposition.label,
        about={"title": proposition.title, "question": proposition.claim},
        text=proposition.text,
        kind="list",
        of=proposition.of,
        options=tuple(one for one in proposition.options if one.label in compared),
        names=names,
        points=points,
        replicates=Replicates(runs=units),
        outcomes=proposition.columns,
        columns=(),
        every=1,
        problem=None,
        common=proposition.common,
        doc=proposition.doc,
    )


def _set(proposition: Proposition, number: int) -> Row:
    """What a set gives: whatever neither the proposition's organisations nor a sector state."""
    own = set(uncertain(base_of(proposition.of))) - set(differs(proposition.of))
    return {name: value for name, value in drawn(_free(), number) if name in own}


@cache
def _free() -> tuple[str, ...]:
    return free(Population.load(FITTED_TO))


def _forms(number: int) -> Row:
    """Draw every rival form, the baseline's among them."""
    luck = Luck(key_of(FIRST_PLAUSIBLE), 0, number, int(Stream.POPULATION))
    families = [(name, one.words) for name, one in SETTABLE.items() if name.startswith("forms.")]
    return {
        name: words[int(uniform(luck, place) * len(words))]
        for place, (name, words) in enumerate(families)
    }
