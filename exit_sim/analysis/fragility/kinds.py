"""A departure may be planned, a matter of each one's luck, or one of many after an inspection."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.fragility.arms import ONE, Arm, by_luck, leaving, staying
from exit_sim.analysis.fragility.equality import exits_a_year
from exit_sim.analysis.fragility.lived import LASTING, LOOKED_AT, Found, Lives, Numbers
from exit_sim.analysis.fragility.redundancy import YEARS, AllGone, erosion
from exit_sim.scenario import Scenario
from exit_sim.scenario.lineage import usual
from exit_sim.twins.pairs import Paired

SCHEDULED, INDEPENDENT, CORRELATED = "scheduled", "independent", "inspection-correlated"
STRONGLY = ", as strongly as is plausible"

MIXED = "leadership.correlated_exits"
CHAMPIONS = "leadership.champion_leaves"
OTHERS = (
    "setting.senior_leaves",
    "setting.manager_leaves",
    "setting.frontline_leaves",
)
"""Who else an inspection makes leave more often; without it they leave as often on average."""

AFTER_LAUNCH = 6
IN_BETWEEN = 3
LATEST_INSPECTION = 12 * YEARS - 6


class Kind(NamedTuple):
    """One arm under one kind of exit, after a poor inspection, against its twin that loses nobody.

    ``exits`` is leavers a year for each post held, with its simulation error: independent and
    correlated exits are to have the same.
    """

    kind: str
    arm: Arm
    exits: float
    exits_simulation: float
    pairs: tuple[Paired, ...]


class Eroded(NamedTuple):
    """What sharing is worth where exits are independent (*no change*) and where they rise together.

    ``named`` says how strongly; worth is what lasts under sharing minus under one champion.
    """

    named: str
    arm: Arm
    pair: Paired


class Kinds(NamedTuple):
    """Every kind and arm; in which month the inspection falls; and what correlation undoes."""

    inspection: int
    each: tuple[Kind, ...]
    eroded: tuple[Eroded, ...]
    redundancy: tuple[AllGone, ...]
    redundancy_strongly: tuple[AllGone, ...]


def kinds_of_exit(lives: Lives, arms: Sequence[Arm], stays: Found, leave: Found) -> Kinds:
    """Compare kinds of exit in organisations that are all inspected in one month and found poor.

    ``stays`` and ``leave`` are one champion without and with exits, as the scenario stands: they
    say when half have launched, and how exits rise where no inspection is added. By how much they
    rise is alike for all: as in the middle one, where organisations differ in it.
    """
    month = inspection_month(stays)
    added = lives.setting("setting.exits_added")
    strongly = max(added, float(usual()["setting.exits_added"].said["range"][1]))
    each: list[Kind] = []
    lasting: dict[tuple[str, Arm], Numbers] = {}
    heat = leave["raised_early"]
    poorly = partial(poorly_inspected, month=month)
    for arm in arms:
        nobody = lives.under(arm, poorly, staying)
        planned = lives.under(arm, poorly, partial(leaving, month=month + IN_BETWEEN))
        each.append(_kind(lives, SCHEDULED, arm, nobody, planned))
        for size, named in ((added, ""), (strongly, STRONGLY)):
            together = lives.under(arm, by_luck, poorly, partial(exits_rise, added=size))
            champions, others = raised_on_average(together, size)
            higher = partial(independently, champions=champions, others=others)
            apart = lives.under(arm, by_luck, poorly, higher)
            each.append(_kind(lives, INDEPENDENT + named, arm, nobody, apart))
            each.append(_kind(lives, CORRELATED + named, arm, nobody, together))
            lasting[INDEPENDENT + named, arm] = apart[LASTING.column]
            lasting[CORRELATED + named, arm] = together[LASTING.column]
            if arm == ONE:
                heat = np.concatenate([leave["raised_early"], together["raised_early"]])
    hazard = lives.setting(CHAMPIONS)
    posts = max(arm.posts for arm in arms)
    return Kinds(
        month,
        tuple(each),
        tuple(
            Eroded(named, arm, _eroded(lives, lasting, arm, named))
            for arm in arms
            for named in ("", STRONGLY)
            if arm != ONE
        ),
        erosion(hazard, added, heat, posts),
        erosion(hazard, strongly, heat, posts),
    )


def _eroded(lives: Lives, lasting: dict[tuple[str, Arm], Numbers], arm: Arm, named: str) -> Paired:
    apart, together = (
        lasting[kind + named, arm] - lasting[kind + named, ONE]
        for kind in (INDEPENDENT, CORRELATED)
    )
    return lives.paired(LASTING, apart, together)


def inspection_month(stays: Found) -> int:
    """The month of the poor inspection: half a year after half of those that launch have done so.

    Never so late that three years from month 1 do not hold all that it raises.
    """
    launched = stays["launched_month"][~np.isnan(stays["launched_month"])]
    middle = float(np.median(launched)) if len(launched) else 12.0
    return int(min(middle + AFTER_LAUNCH, LATEST_INSPECTION))


def poorly_inspected(scenario: Scenario, month: int) -> Scenario:
    """Give the scenario in which inspectors judge the service inadequate in that month."""
    event = {"kind": "inspection", "month": month, "value": "inadequate"}
    return scenario.with_events([event], by="poor inspection")


def exits_rise(scenario: Scenario, added: float) -> Scenario:
    """Give the scenario in which a poor judgement raises everyone's leaving by so much."""
    return scenario.with_({"setting.exits_added": added}, by="correlated exits")


def independently(scenario: Scenario, champions: float, others: float) -> Scenario:
    """Give the scenario in which nobody's leaving rises with others', but is higher throughout.

    Leaving is so many times as high for champions and deputies, and for others.
    """
    times = {CHAMPIONS: champions, **dict.fromkeys(OTHERS, others)}
    higher = {name: min(1.0, by * float(scenario.values[name])) for name, by in times.items()}
    return scenario.off(MIXED).with_(higher, by="independent exits")


def raised_on_average(together: Found, added: float) -> tuple[float, float]:
    """How many times as high leaving was, on average: for champions and deputies, and for others.

    For the former over the months in which they held their posts, for the latter over all.
    """
    held = float(together["post_months"].sum())
    share = float(together["raised_months"].sum()) / held if held > 0.0 else 0.0
    return 1.0 + added * share, 1.0 + added * float(together["raised_share"].mean())


def _kind(lives: Lives, kind: str, arm: Arm, nobody: Found, found: Found) -> Kind:
    exits, error = exits_a_year(found)
    pairs = tuple(
        lives.paired(outcome, nobody[outcome.column], found[outcome.column])
        for outcome in LOOKED_AT
    )
    return Kind(kind, arm, exits, error, pairs)
