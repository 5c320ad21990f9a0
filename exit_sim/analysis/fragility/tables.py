"""A study of fragility as tables: departures, exit rates, kinds of exit, and how alike arms are."""

from typing import Annotated, Any, NamedTuple

from exit_sim.analysis.fragility.arms import Arm
from exit_sim.analysis.fragility.kinds import STRONGLY
from exit_sim.analysis.fragility.whole import Fragility
from exit_sim.results.columns import Table, Text
from exit_sim.results.paired_tables import Amount, Difference, Number, difference, table
from exit_sim.vocabulary import Flag, Hours, Month, Share, SignedShare, Unit

Yearly = Annotated[float | None, Unit("leavers a year for each post", 0.0, 100.0)]


class OfArm(NamedTuple):
    """Which arm."""

    arm: Annotated[str, Text("name"), "who holds the champion's hours"]
    posts: Annotated[Number, "posts among which the champion's hours are divided"]


class OfOutcome(NamedTuple):
    """Which outcome."""

    outcome: Annotated[str, Text("name"), "outcome: a column of journeys"]


class InMonth(NamedTuple):
    """When somebody leaves, and what that costs: staying is *no change*, leaving the option."""

    month: Annotated[Month, "month in which the champion leaves"]
    cost: Annotated[Amount, "what the departure costs: no change minus option"]
    started_in_both: Annotated[Number, "pairs that count and started in both"]
    cost_if_started: Annotated[Amount, "what it costs those that started in both"]


class AtOneRate(NamedTuple):
    """Which exit rate, and how exits cost each arm; one champion is *no change*."""

    rate: Annotated[Yearly, "leaving rate of an assigned champion or deputy, as set"]
    left_one: Annotated[Yearly, "who left where there is one champion, burnt out or not"]
    left_shared: Annotated[Yearly, "who left where several share"]
    exits_cost_one: Annotated[Amount, "what exits cost one champion against nobody leaving"]
    exits_cost_shared: Annotated[Amount, "what exits cost those who share"]
    protects: Annotated[Amount, "how much less exits cost those who share"]
    protects_half_width_simulation: Annotated[Amount, "half-width of its simulation error, 95 %"]


class WherePays(NamedTuple):
    """From which rate on sharing pays, by level and by what exits cost."""

    verdict: Annotated[str, Text("words"), "whether sharing pays, by level"]
    low: Annotated[Yearly, "last rate at which it did not"]
    high: Annotated[Yearly, "first rate at which it clearly does"]
    at: Annotated[Yearly, "rate between, where the line meets nought"]
    until: Annotated[Yearly, "last rate at which it clearly does, unless to the end"]
    protects_verdict: Annotated[str, Text("words"), "whether sharing lowers what exits cost"]
    protects_low: Annotated[Yearly, "last rate at which it did not lower that"]
    protects_high: Annotated[Yearly, "first rate at which it clearly does"]


class OfKind(NamedTuple):
    """Which kind of exit; staying is *no change*."""

    kind: Annotated[str, Text("words"), "how leaving comes about, after a poor inspection"]
    exits: Annotated[Yearly, "who left, for each post held"]
    exits_half_width_simulation: Annotated[Yearly, "half-width of its simulation error, 95 %"]


class AlikeAt(NamedTuple):
    """What has to be equal between arms, and what is built in."""

    hours: Annotated[Hours, "hours of champion and deputies in all, by setting"]
    teams: Annotated[Share, "share of pilot teams led by a champion or deputy of their own"]
    effort: Annotated[Hours | None, "hours champion and deputies give at launch"]
    effort_before: Annotated[Hours | None, "the same before coordination"]
    pool: Annotated[Share | None, "joint effort of all who lead, at launch"]
    pool_before: Annotated[Share | None, "the same before coordination"]
    coordination: Annotated[Share | None, "share of time that coordination takes, at launch"]
    exits: Annotated[Yearly, "who left, for each post held"]
    exits_half_width_simulation: Annotated[Yearly, "half-width of its simulation error, 95 %"]
    started: Annotated[Share, "share of organisations that started, nobody leaving"]
    equal_effort: Annotated[Flag, "joint effort before coordination is equal within 0.02"]
    equal_exits: Annotated[Flag, "exits are equal within 0.02 a year or the simulation error"]


class OfGroup(NamedTuple):
    """What a departure during the pilot costs, mean over its months."""

    group: Annotated[str, Text("words"), "arm, or band of concentration at launch"]
    concentration: Annotated[Share | None, "mean concentration of leadership at launch"]
    organisations: Annotated[Number, "organisations"]


class OnAverage(NamedTuple):
    """A mean cost."""

    cost: Annotated[Amount, "what a departure during the pilot costs"]
    cost_half_width_simulation: Annotated[Amount, "half-width of its simulation error, 95 %"]
    cost_low_plausible: Annotated[Amount, "10th percentile of its means over plausible settings"]
    cost_high_plausible: Annotated[Amount, "90th percentile of its means over plausible settings"]


class Gone(NamedTuple):
    """Redundancy arithmetic: everyone gone within three years, nobody replaced."""

    exits_rise: Annotated[str, Text("words"), "how strongly a poor inspection raises exits"]
    posts: Annotated[Number, "posts"]
    independent: Annotated[Share, "share in which all are gone if exits are independent"]
    correlated: Annotated[Share, "share in which all are gone as exits rise together"]
    eroded: Annotated[SignedShare, "what correlation undoes: the difference"]


def tables_of(found: Fragility) -> list[Table]:
    """Put a study into tables, one of each kind."""
    return [
        _departures(found),
        _exit_rates(found),
        _crossings(found),
        _exits(found),
        _arms(found),
        _concentration(found),
        _redundancy(found),
    ]


def _of(arm: Arm) -> tuple[Any, ...]:
    return (arm.says, arm.posts)


def _departures(found: Fragility) -> Table:
    rows = [
        (
            *_of(one.arm),
            one.pair.outcome.column,
            one.month,
            -one.pair.difference,
            one.among.pairs,
            -one.among.difference,
            *difference(one.pair),
        )
        for one in found.departures.each
    ]
    return table("departures", (OfArm, OfOutcome, InMonth, Difference), rows)


def _exit_rates(found: Fragility) -> Table:
    rows = [
        (
            *_of(one.arm),
            one.pair.outcome.column,
            one.rate,
            *one.left,
            -one.costs_one.difference,
            -one.costs_shared.difference,
            one.protects.difference,
            one.protects.simulation,
            *difference(one.pair),
        )
        for one in found.exit_rates.each
    ]
    return table("exit_rates", (OfArm, OfOutcome, AtOneRate, Difference), rows)


def _crossings(found: Fragility) -> Table:
    rows = [
        (
            *_of(one.arm),
            one.outcome.column,
            one.crossing.verdict.value,
            *one.crossing[1:],
            one.protects.verdict.value,
            *one.protects[1:3],
        )
        for one in found.exit_rates.pays
    ]
    return table("crossings", (OfArm, OfOutcome, WherePays), rows)


def _exits(found: Fragility) -> Table:
    rows = [
        (
            *_of(one.arm),
            pair.outcome.column,
            one.kind,
            one.exits,
            one.exits_simulation,
            *difference(pair),
        )
        for one in found.kinds.each
        for pair in one.pairs
    ]
    return table("exits", (OfArm, OfOutcome, OfKind, Difference), rows)


def _arms(found: Fragility) -> Table:
    rows = [(*_of(one.arm), *one[1:]) for one in found.alike]
    return table("arms", (OfArm, AlikeAt), rows)


def _concentration(found: Fragility) -> Table:
    groups = (*found.departures.by_arm, *found.departures.by_concentration)
    rows = [
        (
            *group[:3],
            cost.outcome.column,
            cost.mean,
            cost.simulation,
            *(cost.plausible or (None, None))[:2],
        )
        for group in groups
        for cost in group.costs
    ]
    return table("concentration", (OfGroup, OfOutcome, OnAverage), rows)


def _redundancy(found: Fragility) -> Table:
    named = (
        ("as modelled", found.kinds.redundancy),
        (STRONGLY.removeprefix(", "), found.kinds.redundancy_strongly),
    )
    rows = [
        (says, one.posts, one.independent, one.correlated, one.correlated - one.independent)
        for says, several in named
        for one in several
    ]
    return table("redundancy", (Gone,), rows)
