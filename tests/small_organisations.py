"""Small organisations of every make, so that many of them can be run in a test."""

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from exit_sim.ledger import Event
from exit_sim.opening import empty
from exit_sim.results.journeys import journey_columns, journey_row
from exit_sim.results.run_record import Moment, Run, simulate
from exit_sim.scenario import Scenario
from exit_sim.vocabulary import Role
from exit_sim.world import World

LEAST: dict[str, Any] = {
    "people.senior_leaders": 2,
    "people.middle_managers": 2,
    "people.frontline": 6,
    "people.teams": 3,
    "people.care_leavers": 6,
    "people.members": 3,
    "people.sites": 2,
    "innovation.pilot_teams": 2,
    "time.horizon": 48,
    "time.burn_in": 3,
}
EAGER: dict[str, Any] = {
    "decisions.proposer_bar": 0,
    "decisions.proposal_rate": 5,
    "decisions.sponsor_bar": 0.02,
    "innovation.grant": 1,
    "innovation.preparation_months": 1,
    "innovation.pilot_months": 12,
    "take_up.reluctance": -1,
    "setting.reserves": 1,
}
"""A place that starts at once and takes everything up."""


def small(**settings: Any) -> Scenario:
    """A small organisation; a dotted name is written with two underscores."""
    named = {name.replace("__", "."): value for name, value in settings.items()}
    return Scenario.load("baseline").with_({**LEAST, **named})


def eager(**settings: Any) -> Scenario:
    """A small organisation in which every practice starts and is used."""
    named = {name.replace("__", "."): value for name, value in settings.items()}
    return Scenario.load("baseline").with_({**LEAST, **EAGER, **named})


@cache
def random_run(number: int) -> Run:
    """One of many random small organisations, with everyone's state month by month."""
    draw = Random(number)  # noqa: S311
    frontline = draw.choice([0, 1, 3, 6, 9])
    teams = min(draw.choice([1, 2, 3]), max(frontline, 1))
    settings = {
        "people.senior_leaders": draw.choice([0, 1, 3]),
        "people.middle_managers": draw.choice([0, 1, 3]),
        "people.champions": draw.choice([0, 1, 1]),
        "leadership.deputies": draw.choice([0, 1]),
        "people.frontline": frontline,
        "people.teams": teams,
        "people.care_leavers": draw.choice([0, 1, 4, 8]),
        "people.members": draw.choice([0, 1, 3]),
        "people.carers": draw.choice([0, 1]),
        "people.sites": draw.choice([0, 3]),
        "innovation.pilot_teams": draw.randint(1, teams),
        "innovation.pilot_months": draw.choice([1, 3, 6, 12, 24]),
        "innovation.preparation_months": draw.choice([0, 1, 4]),
        "innovation.grant": draw.choice([0, 1]),
        "innovation.cost": draw.choice([0, 0.02, 0.1]),
        "innovation.mainstream_cost": draw.choice([0.2, 1]),
        "innovation.profile": draw.choice(["cliff", "taper", "milestone"]),
        "time.horizon": draw.choice([1, 24, 40, 60]),
        "time.burn_in": 3,
        "setting.frontline_leaves": draw.choice([0.01, 0.1]),
        "setting.senior_leaves": 0.05,
        "setting.elections": draw.choice(["none", "all out", "by thirds"]),
        "setting.reserves": draw.choice([0.1, 2]),
        "setting.cut": draw.choice([0, 0.1]),
        "lives.youngest": 200,
        "lives.oldest": 240,
        "leadership.champion_leaves": draw.choice([0.01, 0.1]),
        "leadership.champion_hours": draw.choice([0.3, 1]),
        "leadership.succession_know_how": draw.choice([0, 0.5]),
        "decisions.decider": draw.choice(["members", "commissioners"]),
        "decisions.leaning": draw.choice([0.3, 0.6]),
        "decisions.commissioner_leaning": draw.choice([0.45, 0.6]),
        "decisions.commissioner_spread": 0.15,
        "decisions.proposer_bar": draw.choice([0, 0, 0.02]),
        "decisions.proposal_rate": 5,
        "decisions.sponsor_bar": draw.choice([0, 0.02, 0.3]),
        "decisions.first_vote_after": 1,
        "decisions.spread_reach": draw.choice([0, 0.1]),
        "decisions.spread_discretion": 0.05,
        "decisions.stop_harm": draw.choice([0.001, 0.1]),
        "take_up.reluctance": draw.choice([-1, 0.2, 0.6]),
        "scaling.outside": 0.05,
        "scaling.exposure": 0.05,
        "scaling.site_drops": 0.1,
    }
    return simulate(Scenario.load("baseline").with_(settings), number, people=True)


MANY = range(90)


def values(run: Run) -> dict[str, Any]:
    """A run's row by the names of its columns."""
    names = [column.name for column in journey_columns()]
    return dict(zip(names, journey_row(run), strict=True))


def by_hand(
    last: int,
    month_by_month: Callable[[World, int], World],
    ledger: tuple[Event, ...] = (),
    states: tuple[Any, ...] = (),
) -> Run:
    """A run whose months are written by hand, with two senior leaders and a champion."""
    roles = (Role.SENIOR_LEADER, Role.SENIOR_LEADER, Role.CHAMPION)
    roles += (Role.CARE_LEAVER,) * len(states)
    worlds = tuple((month, month_by_month(empty(World), month)) for month in range(1, last + 1))
    others: tuple[Any, ...] = ((),) * 3
    return Run(small(), 7, worlds, ledger, roles, (Moment(last, (*others, *states)),))
