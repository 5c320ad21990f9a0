"""Importance as tables: shares by phase and group, orders, agreement, and what belongs to whom."""

from itertools import permutations
from typing import Annotated, Any, NamedTuple

from exit_sim.analysis.importance import words
from exit_sim.analysis.importance.groups import INGREDIENTS
from exit_sim.analysis.importance.phases import PHASES
from exit_sim.analysis.importance.shapley import Range
from exit_sim.analysis.importance.whole import Importance
from exit_sim.results.columns import Table, Text
from exit_sim.results.paired_tables import Amount, table
from exit_sim.scenario.settable import SETTABLE
from exit_sim.vocabulary import Flag, Share, Unit

Part = Annotated[float | None, Unit("share", -10.0, 10.0)]
Tau = Annotated[float | None, Unit("rank correlation", -1.0, 1.0)]


class Where(NamedTuple):
    """Among whom, and in which phase."""

    among: Annotated[str, Text("words"), "kind of organisations"]
    phase: Annotated[str, Text("name"), "phase of the journey"]


class Effect(NamedTuple):
    """What one group accounts for."""

    group: Annotated[str, Text("name"), "ingredient, or setting and all else"]
    share: Annotated[Part, "share of what all settings account for (Shapley effect)"]
    low_simulation: Annotated[Part, "lower end of its 95 % interval: simulation error"]
    high_simulation: Annotated[Part, "upper end of its 95 % interval: simulation error"]


class Whole(NamedTuple):
    """How much of all variation settings account for; the rest is luck."""

    outcome: Annotated[str, Text("name"), "outcome: a column of journeys"]
    mean: Annotated[Amount, "mean of the outcome over all runs"]
    settings: Annotated[Part, "share of all variation that settings account for"]
    low_simulation: Annotated[Part, "lower end of its 95 % interval: simulation error"]
    high_simulation: Annotated[Part, "upper end of its 95 % interval: simulation error"]
    missing: Annotated[Share, "share of runs whose outcome was not seen within the horizon"]
    order: Annotated[str, Text("words"), "order of ingredients; = where it is not resolved"]


class Order(NamedTuple):
    """Two ingredients in a phase."""

    one: Annotated[str, Text("name"), "an ingredient"]
    other: Annotated[str, Text("name"), "another ingredient"]
    above: Annotated[Flag, "the one accounts for more, beyond simulation error"]


class Agreement(NamedTuple):
    """Whether ingredients come in one order in two phases."""

    among: Annotated[str, Text("words"), "kind of organisations"]
    phase: Annotated[str, Text("name"), "phase of the journey"]
    other: Annotated[str, Text("name"), "another phase"]
    tau: Annotated[Tau, "Kendall's tau between the orders of ingredients"]
    low_simulation: Annotated[Tau, "lower end of its 95 % interval: simulation error"]
    high_simulation: Annotated[Tau, "upper end of its 95 % interval: simulation error"]
    another_order: Annotated[str, Text("words"), "that ingredients come in another order"]


class Belongs(NamedTuple):
    """One setting in which organisations differ."""

    group: Annotated[str, Text("name"), "ingredient, or setting and all else"]
    setting: Annotated[str, Text("name"), "setting by its dotted name"]
    meaning: Annotated[str, Text("words"), "what it is"]


def tables_of(found: Importance) -> list[Table]:
    """Put it into tables, one of each kind."""
    columns = {phase.name: phase.column for phase in PHASES}
    effects: list[tuple[Any, ...]] = []
    wholes: list[tuple[Any, ...]] = []
    orders: list[tuple[Any, ...]] = []
    agreements: list[tuple[Any, ...]] = []
    for among in found.among:
        for one in among.phases:
            where = (among.kind, one.phase)
            effects += [(*where, group, *share) for group, share in one.shares.items()]
            outcome = columns[one.phase]
            last = (one.missing, words.order(one))
            wholes.append((*where, outcome, one.mean, *one.settings, *last))
            orders += [
                (*where, a, b, float(one.above(a, b))) for a, b in permutations(INGREDIENTS, 2)
            ]
        agreements += [
            (among.kind, *phases, *_tau(tau), words.verdict(among, *phases))
            for phases, tau in among.agreements.items()
        ]
    belongs = [
        (group, name, SETTABLE[name].meaning)
        for group, names in found.settings.items()
        for name in names
    ]
    return [
        table("importance", (Where, Effect), effects),
        table("variation", (Where, Whole), wholes),
        table("orders", (Where, Order), orders),
        table("agreement", (Agreement,), agreements),
        table("belongs", (Belongs,), belongs),
    ]


def _tau(tau: Range) -> tuple[float, ...]:
    return (tau.value, tau.low, tau.high)
