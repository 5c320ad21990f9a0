"""Politics: elections renew members, and rival priorities arrive and pass."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, uniform
from exit_sim.elementary import clamp, share
from exit_sim.rule import rule, step, through
from exit_sim.vocabulary import (
    NOTHING,
    Elections,
    Happened,
    Happening,
    Purpose,
    Share,
    Weight,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World
from exit_sim.setting import month_of_year


class Rivals(NamedTuple):
    """What changes from month to month about all else that claims attention."""

    priorities: Annotated[Weight, "rival claims on attention that have arrived and not passed"]


class Politics(NamedTuple):
    """What changes from month to month about elections."""

    election: Annotated[Share, "share of seats up for election this month"]


@rule
def seats_up(form: float, month: float, offset: float) -> float:
    """Share of seats up for election this month: May, all-out or by thirds, or never. [share]

    Source: English electoral cycles.

    >>> seats_up(1.0, 2.0, 0.0), seats_up(1.0, 14.0, 0.0), seats_up(1.0, 50.0, 0.0)
    (1.0, 0.0, 1.0)
    >>> [seats_up(2.0, m, 0.0) > 0 for m in (2.0, 14.0, 26.0, 38.0)]
    [True, True, True, False]
    """
    if form == Elections.NONE or month_of_year(month) != 2.0:
        return 0.0
    year = (int(month) - 2 - int(offset) + 4800) // 12 % 4
    if (int(month) - 2 - int(offset)) % 12 != 0:
        return 0.0
    if form == Elections.ALL_OUT:
        return 1.0 if year == 0 else 0.0
    return 0.0 if year == 3 else 1.0 / 3.0


@step
def rivals_arrive(world: "World", p: "Parameters", luck: Luck) -> tuple[Rivals, Happened]:
    """Rival priorities arrive by chance, with a judgement, with cuts, or by schedule, and pass."""
    claims = world.rivals.priorities * (1.0 - p.setting.priorities_fade)
    claims = claims + world.setting.shock
    if month_of_year(float(luck.month)) == 1.0 and luck.month > 1:
        claims = claims + p.setting.cut_claims * p.setting.cut
    arrived = world.scheduled.priority
    if uniform(luck, Purpose.PRIORITY) < p.setting.priorities_arrive:
        arrived = arrived + p.setting.priority_size
    happened = NOTHING
    if arrived > 0.0:
        happened = Happened(
            float(Happening.PRIORITY_ARRIVED), -1.0, 0.0, arrived, p.setting.priority_size, claims
        )
    return Rivals(priorities=clamp(claims + arrived, 0.0, 100.0)), happened


@step
def elections_come(world: "World", p: "Parameters", luck: Luck) -> tuple[Politics, Happened]:
    """In May, seats come up for election: all of them every fourth year, a third, or none."""
    elections = p.mechanisms.setting.elections
    due = seats_up(p.setting.elections, float(luck.month), p.setting.election_offset)
    if world.scheduled.election > 0.0:
        due = 1.0
    seats = share(through(elections, elections.organisation, due))
    happened = NOTHING
    if due > 0.0 and elections.strength > 0.0:
        happened = Happened(
            float(Happening.ELECTION), -1.0, 0.0, seats, p.setting.election_loss, 0.0
        )
    return Politics(election=seats), happened
