"""The whole of one organisation: what may be set, and what changes from month to month.

A new ingredient adds a line to :class:`Parameters` and one to :class:`World`; a new role adds a
line to :class:`People`.
"""

from typing import NamedTuple

from exit_sim import (
    decisions,
    innovation,
    journey,
    keeping,
    leading,
    money,
    outcomes,
    politics,
    setting,
    spreading,
    staffing,
    starting,
    ties,
)
from exit_sim.ingredients import (
    adaptation_and_learning,
    co_production,
    leadership,
    measurement,
    receptivity,
)
from exit_sim.people import (
    care_leaver,
    carer,
    champion,
    frontline,
    life,
    member,
    middle_manager,
    person,
    senior_leader,
    site,
    take_up,
)
from exit_sim.scheduled import Scheduled
from exit_sim.vocabulary import Forms


class Mechanisms(NamedTuple):
    """The closed list of mechanisms, each with a strength; 0 is off."""

    receptivity: receptivity.Mechanisms
    co_production: co_production.Mechanisms
    leadership: leadership.Mechanisms
    measurement: measurement.Mechanisms
    adaptation: adaptation_and_learning.Mechanisms
    setting: setting.Mechanisms
    take_up: take_up.Mechanisms
    lives: life.Mechanisms
    decisions: decisions.Mechanisms


class Parameters(NamedTuple):
    """Everything that a scenario may set and a rule may read, group by group."""

    people: person.Settings
    ties: ties.Settings
    setting: setting.Settings
    innovation: innovation.Settings
    receptivity: receptivity.Settings
    co_production: co_production.Settings
    leadership: leadership.Settings
    measurement: measurement.Settings
    adaptation: adaptation_and_learning.Settings
    take_up: take_up.Settings
    lives: life.Settings
    decisions: decisions.Settings
    scaling: decisions.ScalingSettings
    journey: journey.Settings
    forms: Forms
    mechanisms: Mechanisms


class People(NamedTuple):
    """Sums over everyone of a role, taken in person order."""

    senior_leader: senior_leader.Tally
    middle_manager: middle_manager.Tally
    champion: champion.Tally
    frontline: frontline.Tally
    member: member.Tally
    care_leaver: care_leaver.Tally
    carer: carer.Tally
    site: site.Tally


class World(NamedTuple):
    """What everyone may know of the organisation this month."""

    setting: setting.Setting
    rivals: politics.Rivals
    politics: politics.Politics
    finance: money.Finance
    staffing: staffing.Staffing
    innovation: innovation.Innovation
    receptivity: receptivity.Receptivity
    co_production: co_production.CoProduction
    leadership: leadership.Leadership
    measurement: measurement.Measurement
    adaptation: adaptation_and_learning.Adaptation
    start: starting.Start
    mainstream: keeping.Mainstream
    spread: spreading.Spread
    lives: outcomes.Lives
    journey: journey.Journey
    people: People
    units: leading.Units
    scheduled: Scheduled
