"""Staffing: vacancies load those who stay, and overload eats supervision and learning."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck
from exit_sim.elementary import clamp, share
from exit_sim.rule import rule, step, through
from exit_sim.setting import Settings
from exit_sim.vocabulary import (
    NOTHING,
    Happened,
    Hours,
    Share,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Staffing(NamedTuple):
    """What changes from month to month in the hours of the frontline."""

    load: Annotated[Hours, "mandatory work for each professional present"]
    overload: Annotated[Share, "hours by which work, supervision and learning exceed the month"]
    hours_left: Annotated[Hours, "hours left after mandatory work"]
    supervision: Annotated[Hours, "hours of supervision"]
    learning: Annotated[Hours, "hours for learning"]
    present: Annotated[Share, "share of frontline posts filled"]
    leavers: Annotated[Share, "share of frontline professionals who left this month"]


@rule
def mandatory_load(present: float, p: Settings) -> float:
    """Mandatory work for each professional present: vacancies raise colleagues' load at once.

    [share of a working month]

    Source: arithmetic; caseload of 16, Department for Education 2023.

    >>> from exit_sim.scenario import baseline
    >>> p = baseline().setting
    >>> mandatory_load(0.5, p) == 2 * mandatory_load(1.0, p)
    True
    """
    caseload = 1.0
    if p.caseload_reference > 0.0:
        caseload = clamp(p.caseload / p.caseload_reference, 0.0, 1_000_000.0)
    staff = present if present > 0.05 else 0.05
    return clamp(p.mandatory_hours * caseload / staff, 0.0, 10.0)


@rule
def leaving(hazard: float, overload: float, exits: float, p: Settings) -> float:
    """A person's chance of leaving this month, raised by overload and after a poor judgement.

    [per month]

    Source: leavers rate of child and family social workers, Department for Education 2023.

    >>> from exit_sim.scenario import baseline
    >>> leaving(0.01, 0.0, 0.0, baseline().setting)
    0.01
    """
    return share(hazard * (1.0 + p.overload_leaving * overload + p.exits_added * exits))


@step
def raised_exits(world: "World", p: "Parameters", level: float) -> float:
    """How far everybody's leaving hazard is raised at once after a poor judgement. [share]"""
    heat = 1.0 if world.setting.exits_left > 0.0 else 0.0
    return through(p.mechanisms.leadership.correlated_exits, level, heat)


@step
def hours_move(world: "World", p: "Parameters", luck: Luck) -> tuple[Staffing, Happened]:
    """Vacancies raise load at once; hours go to mandatory work, then supervision, then learning."""
    front = world.people.frontline
    present = front.present / front.posts if front.posts > 0.0 else 1.0
    load = mandatory_load(present, p.setting)
    overload = share(load + p.setting.supervision_hours + p.setting.learning_hours - 1.0)
    left = clamp(1.0 - load, 0.0, 1.0)
    supervision = left if left < p.setting.supervision_hours else p.setting.supervision_hours
    learning = clamp(left - supervision, 0.0, p.setting.learning_hours)
    new = Staffing(
        load=load,
        overload=overload,
        hours_left=left,
        supervision=supervision,
        learning=clamp(learning + world.scheduled.learning, 0.0, 1.0),
        present=present,
        leavers=front.left / front.posts if front.posts > 0.0 else 0.0,
    )
    return new, NOTHING
