"""One champion, or several who share the same hours: arms that are alike in all but that."""

from typing import NamedTuple

from exit_sim.elementary import exp
from exit_sim.errors import BadInput
from exit_sim.scenario import Scenario
from exit_sim.scenario.timetable import LATEST
from exit_sim.twins.study import Units

MOST_POSTS = 3
"""A champion and two deputies: as many as the change *shared leadership* has."""

LASTS = 24
"""Months after the pilot at which lasting is read."""


class Arm(NamedTuple):
    """A way to hold the champion's hours: by one post, or by several with a part each."""

    posts: int

    @property
    def says(self) -> str:
        """What the arm is called in texts and figures."""
        if self.posts == 1:
            return "one champion"
        return f"champion and {'a deputy' if self.posts == 2 else f'{self.posts - 1} deputies'}"

    def of(self, scenario: Scenario) -> Scenario:
        """Give the scenario with so many posts; the hours of all together stay as they are."""
        settings = {"people.champions": 1, "leadership.deputies": self.posts - 1}
        return scenario.with_(settings, by="shared hours")


ONE = Arm(1)


def arms_of(units: Units) -> tuple[Arm, ...]:
    """Give the arms that can be compared: no more posts than there are pilot teams to lead.

    A deputy leads a pilot team; one without a team would give hours that no team hears.

    Raises:
        BadInput: there is no champion to leave, or lasting cannot be seen within the horizon.
    """
    scenario = units.one(0).scenario
    if float(scenario.values["people.champions"]) < 1.0:
        problem = "has no champion, so that nothing is lost by a departure"
        raise BadInput(problem, file=units.title, allowed="set people.champions = 1")
    shortest = float(scenario.values["innovation.pilot_months"]) + LASTS + 1
    if scenario.horizon < shortest:
        problem = f"is too short to see what lasts {LASTS} months after the pilot"
        allowed = f"allowed: {shortest:.0f} months or more"
        raise BadInput(
            problem, file=units.title, key="time.horizon", value=scenario.horizon, allowed=allowed
        )
    most = min(MOST_POSTS, max(2, int(scenario.values["innovation.pilot_teams"])))
    return tuple(Arm(posts) for posts in range(1, most + 1))


def staying(scenario: Scenario) -> Scenario:
    """Give the scenario in which neither the champion nor a deputy ever leaves."""
    last = scenario.horizon
    return scenario.with_events(
        [
            {"kind": "champion_stays", "from": 1, "to": last, "value": 1},
            {"kind": "champion_leaves", "from": 1, "to": last, "value": 0},
        ],
        by="the champion stays",
    )


def leaving(scenario: Scenario, month: int) -> Scenario:
    """Give the scenario in which the champion leaves in a month and nobody else of them ever does.

    It differs from *staying* in that month alone, so that a pair shows what one departure costs. A
    month beyond the horizon is never reached.
    """
    if not 1 <= month <= LATEST:
        allowed = f"allowed: a whole number from 1 to {LATEST}"
        problem = "is not a month"
        raise BadInput(problem, key="month", value=month, allowed=allowed)
    stays = staying(scenario)
    if month > scenario.horizon:
        return stays
    event = {"kind": "champion_leaves", "month": month, "value": 1}
    return stays.with_events([event], by="the champion leaves")


def by_luck(scenario: Scenario) -> Scenario:
    """Give the scenario in which champion and deputies leave by luck alone, and nothing is planned.

    What a scenario itself schedules for its champion would leave arms with unequal exits.
    """
    last = scenario.horizon
    kinds = ("champion_stays", "champion_leaves")
    return scenario.with_events(
        [{"kind": kind, "from": 1, "to": last, "value": 0} for kind in kinds],
        by="nothing planned",
    )


def leaving_at(scenario: Scenario, yearly: float) -> Scenario:
    """Give the scenario in which an assigned champion or deputy leaves at a rate a year.

    The rate is leavers a year for each post held, so that a month's chance is 1 - exp(-rate / 12).
    """
    rate = {"leadership.champion_leaves": monthly(yearly)}
    return by_luck(scenario).with_(rate, by="exit rate")


def monthly(yearly: float) -> float:
    """The chance of leaving in a month at so many leavers a year for each post.

    >>> round(monthly(0.24), 4)
    0.0198
    """
    return 1.0 - exp(-yearly / 12.0)
