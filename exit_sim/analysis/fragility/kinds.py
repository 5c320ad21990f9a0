"""A departure may be planned, a matter of each one's luck, or one of many after an inspection."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.fragility.arms import Arm, leaving, staying
from exit_sim.analysis.fragility.equality import exits_a_year
from exit_sim.analysis.fragility.lived import LOOKED_AT, Found, Lives
from exit_sim.analysis.fragility.redundancy import YEARS, AllGone, erosion
from exit_sim.scenario import Scenario
from exit_sim.twins.pairs import Paired, paired

SCHEDULED, INDEPENDENT, CORRELATED = "scheduled", "independent", "inspection-correlated"
STRONGLY = ", as strongly as is plausible"

MIXED = "leadership.correlated_exits"
RAISED = (
    "leadership.champion_leaves",
    "setting.senior_leaves",
    "setting.manager_leaves",
    "setting.frontline_leaves",
)
"""Whose leaving an inspection raises; without it they leave as often on average."""

AFTER_LAUNCH = 6
LATEST_INSPECTION = 12 * YEARS - 6


class Kind(NamedTuple):
    """One arm under one kind of exit, after a poor inspection, against its twin that loses nobody.

    ``exits`` is leavers a year for each post held, with its simulation error; ``all_empty`` is the
    share of organisations in which nobody held any of the posts in some month.
    """

    kind: str
    arm: Arm
    exits: float
    exits_simulation: float
    all_empty: float
    pairs: tuple[Paired, ...]


class Kinds(NamedTuple):
    """Every kind and arm; in which month the inspection falls; and what correlation undoes."""

    inspection: int
    each: tuple[Kind, ...]
    redundancy: tuple[AllGone, ...]
    redundancy_strongly: tuple[AllGone, ...]


def kinds_of_exit(lives: Lives, arms: Sequence[Arm], stays: Found, leave: Found) -> Kinds:
    """Compare kinds of exit in organisations that are all inspected in one month and found poor.

    ``stays`` and ``leave`` are one champion without and with exits, as the scenario stands: they
    say when half have launched, and how exits rise where no inspection is added.
    """
    month = inspection_month(stays)
    scenario = lives.units.one(0).scenario
    added = float(scenario.values["setting.exits_added"])
    low, most = scenario.given["setting.exits_added"].said["range"]
    strongly = max(added, float(most))
    each: list[Kind] = []
    heat = leave["raised_early"]
    for arm in arms:

        def inspected(one: Scenario, arm: Arm = arm) -> Scenario:
            return poorly_inspected(arm.of(one), month)

        nobody = lives.under(lambda one: staying(inspected(one)))  # noqa: B023
        planned = lives.under(lambda one: leaving(inspected(one), month + 3))  # noqa: B023
        each.append(_kind(SCHEDULED, arm, nobody, planned))
        for size, named in ((added, ""), (strongly, STRONGLY)):
            together = lives.under(lambda one: exits_rise(inspected(one), size))  # noqa: B023
            mean = raised_on_average(together, size)
            apart = lives.under(lambda one: independently(inspected(one), mean))  # noqa: B023
            each.append(_kind(INDEPENDENT + named, arm, nobody, apart))
            each.append(_kind(CORRELATED + named, arm, nobody, together))
            heat = np.concatenate([leave["raised_early"], together["raised_early"]])
    hazard = float(scenario.values["leadership.champion_leaves"])
    posts = max(arm.posts for arm in arms)
    return Kinds(
        month,
        tuple(each),
        erosion(hazard, added, heat, posts),
        erosion(hazard, strongly, heat, posts),
    )


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


def independently(scenario: Scenario, times: float) -> Scenario:
    """Give the scenario in which nobody's leaving rises with others', but is higher throughout."""
    higher = {name: min(1.0, times * float(scenario.values[name])) for name in RAISED}
    return scenario.off(MIXED).with_(higher, by="independent exits")


def raised_on_average(together: Found, added: float) -> float:
    """How many times as high leaving was, mean over the months in which posts were held."""
    held = float(together["post_months"].sum())
    share = float(together["raised_months"].sum()) / held if held > 0.0 else 0.0
    return 1.0 + added * share


def _kind(kind: str, arm: Arm, nobody: Found, found: Found) -> Kind:
    exits, error = exits_a_year(found)
    pairs = tuple(
        paired(outcome, nobody[outcome.column], found[outcome.column]) for outcome in LOOKED_AT
    )
    return Kind(kind, arm, exits, error, float(found["all_empty_ever"].mean()), pairs)
