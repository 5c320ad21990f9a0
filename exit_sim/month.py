"""One month of an organisation, in order: the agenda, written once for both engines."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

from exit_sim import (
    climate,
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
)
from exit_sim.people import (
    care_leaver,
    carer,
    champion,
    frontline,
    member,
    middle_manager,
    senior_leader,
    site,
)
from exit_sim.vocabulary import ORGANISATION, Role

ROLES: dict[Role, ModuleType] = {
    Role.SENIOR_LEADER: senior_leader,
    Role.MIDDLE_MANAGER: middle_manager,
    Role.CHAMPION: champion,
    Role.FRONTLINE: frontline,
    Role.MEMBER: member,
    Role.CARE_LEAVER: care_leaver,
    Role.CARER: carer,
    Role.SITE: site,
}
"""Each role's file: its state, what it hears, its tally, and the steps of its month."""


class Step(NamedTuple):
    """One entry of the agenda: who does what, and which part of their state it replaces.

    A step of the organisation takes (world, p, luck); a person's takes (me, world, p, luck), and
    with ``listens`` (me, heard, world, p, luck). Each returns the new part and what happened.
    ``part`` is empty where the whole of a person's state is new.
    """

    says: str
    role: int
    part: str
    function: Callable[..., Any]
    listens: bool = False


class Muster(NamedTuple):
    """People are counted, in person order; with ``listens``, what is said is heard as well."""

    says: str
    listens: bool


def everyone(says: str, name: str, part: str) -> tuple[Step, ...]:
    """The same entry for every role."""
    return tuple(Step(says, role, part, getattr(module, name)) for role, module in ROLES.items())


def _does(says: str, role: Role) -> Step:
    return Step(says, role, "", ROLES[role].month, listens=True)


AGENDA: tuple[Step | Muster, ...] = (
    Step("pressure moves", ORGANISATION, "setting", setting.pressure_moves),
    Step("rival priorities arrive", ORGANISATION, "rivals", politics.rivals_arrive),
    Step("elections come", ORGANISATION, "politics", politics.elections_come),
    Step("the budget is set", ORGANISATION, "finance", money.budget_set),
    Step("money moves", ORGANISATION, "finance", money.money_moves),
    Step("the tone is set", ORGANISATION, "receptivity", climate.tone_is_set),
    *everyone("people leave and are replaced", "turn_over", "holder"),
    *everyone("newcomers begin", "renew", ""),
    Muster("who is present is counted and what is said is heard", listens=True),
    Step("hours move", ORGANISATION, "staffing", staffing.hours_move),
    _does("senior leaders open up, attend and sponsor", Role.SENIOR_LEADER),
    _does("managers lead as they are permitted", Role.MIDDLE_MANAGER),
    _does("the champion drives and builds others up", Role.CHAMPION),
    _does("members weigh the case", Role.MEMBER),
    _does("invited carers lead", Role.CARER),
    Step("a start is proposed and decided", ORGANISATION, "start", starting.propose_and_start),
    Step("the practice is launched", ORGANISATION, "start", starting.launch),
    Step("keeping it is decided", ORGANISATION, "mainstream", keeping.keep),
    Step("stopping it is decided", ORGANISATION, "mainstream", keeping.stop),
    Step("it spreads", ORGANISATION, "spread", spreading.reach_out),
    _does("other sites take it up", Role.SITE),
    _does("professionals take it up or drop it", Role.FRONTLINE),
    Step("who is in the room", ORGANISATION, "co_production", innovation.room),
    Step("changes are tried", ORGANISATION, "adaptation", innovation.experiments),
    Step("the design moves", ORGANISATION, "innovation", innovation.design),
    _does("lives are lived", Role.CARE_LEAVER),
    Muster("what the month came to is counted", listens=False),
    Step("leadership is read off", ORGANISATION, "leadership", leading.leading),
    Step("the room's mood is read off", ORGANISATION, "receptivity", climate.mood),
    Step("results are measured", ORGANISATION, "measurement", outcomes.measuring),
    Step("lives are counted", ORGANISATION, "lives", outcomes.lived),
    Step("the journey is read off", ORGANISATION, "journey", journey.journeying),
    Step("an end is noted", ORGANISATION, "journey", journey.closing),
)
"""The month. When in the month an ingredient acts is a scientific decision; it stays visible."""
