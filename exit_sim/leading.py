"""Who leads: units of leadership are added up, compared and, where a study asks for it, pinned."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from exit_sim.draws import Luck
from exit_sim.elementary import clamp, share
from exit_sim.ingredients import leadership
from exit_sim.ingredients.leadership import effort_signal, pooled
from exit_sim.outcomes import ratio
from exit_sim.rule import rule, step, through
from exit_sim.vocabulary import (
    NOTHING,
    Happened,
    PoolForm,
    Role,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Units(NamedTuple):
    """Units of leadership, added up one at a time: what a fold over them carries."""

    exponent: float
    weighted: float
    squares: float
    largest: float
    largest_unshared: float
    hours: float
    leading: float
    senior_leader: float
    middle_manager: float
    champion: float
    frontline: float
    member: float
    care_leaver: float
    carer: float


NO_UNITS = Units(*([0.0] * len(Units._fields)))


@rule
def add_unit(
    units: Units, role: float, hours: float, weight: float, role_units: float, builds: float
) -> Units:
    """Add one unit of leadership to those counted so far.

    ``hours`` is the mean effort of the unit's posts, ``role_units`` the number of units that share
    a role's weight, ``builds`` the share of the unit's time that builds others up. [hours]

    Source: leadership as a pool of units, docs/odd.md.

    >>> add_unit(NO_UNITS, 2.0, 0.5, 0.8, 1.0, 0.0).champion
    0.4
    """
    capped = clamp(weight, 0.0, 0.99)
    each = hours / role_units if role_units >= 1.0 else hours
    weighted = capped * each
    unshared = weighted * (1.0 - builds)
    return Units(
        exponent=units.exponent + effort_signal(each, capped),
        weighted=units.weighted + weighted,
        squares=units.squares + weighted * weighted,
        largest=weighted if weighted > units.largest else units.largest,
        largest_unshared=unshared if unshared > units.largest_unshared else units.largest_unshared,
        hours=units.hours + each,
        leading=units.leading + (1.0 if each > 0.0 else 0.0),
        senior_leader=units.senior_leader + (weighted if role == Role.SENIOR_LEADER else 0.0),
        middle_manager=units.middle_manager + (weighted if role == Role.MIDDLE_MANAGER else 0.0),
        champion=units.champion + (weighted if role == Role.CHAMPION else 0.0),
        frontline=units.frontline + (weighted if role == Role.FRONTLINE else 0.0),
        member=units.member + (weighted if role == Role.MEMBER else 0.0),
        care_leaver=units.care_leaver + (weighted if role == Role.CARE_LEAVER else 0.0),
        carer=units.carer + (weighted if role == Role.CARER else 0.0),
    )


@rule
def pool(units: Units, form: float) -> float:
    """Leadership of all units together: pooled, their mean, or the strongest alone. [share]

    Source: shared leadership, D'Innocenzo, Mathieu and Kukenberger 2016, for the rivals.

    >>> pool(NO_UNITS, 0.0)
    0.0
    """
    if form == PoolForm.MEAN:
        return share(units.weighted / units.leading) if units.leading > 0.0 else 0.0
    if form == PoolForm.STRONGEST:
        return share(units.largest)
    return pooled(units.exponent)


@rule
def concentration(squares: float, total: float) -> float:
    """Sum of squared shares: 1 where one unit leads alone, 0 where nobody does. [share]

    Source: Herfindahl-Hirschman index.

    >>> concentration(0.08, 0.4)
    0.4999999999999999
    """
    whole = total * total
    if whole <= 0.0:
        return 0.0
    return share(squares / whole)


@rule
def coordination(concentration: float, cost: float) -> float:
    """Time that leaders lose to one another: a cost for each further effective leader. [share]

    Capped at a half.

    Source: coordination costs of shared leadership; size assumed.

    >>> coordination(0.25, 0.05)
    0.15000000000000002
    """
    if concentration <= 0.0 or cost <= 0.0:
        return 0.0
    further = 1.0 / concentration - 1.0
    return clamp(cost * (further if further > 0.0 else 0.0), 0.0, 0.5)


@rule
def dependence(largest_unshared: float, total: float, use: float, itself: float) -> float:
    """How far the practice rests on one unit's own work rather than on all who lead or use it.

    Smooth, and never a bar: building others up, other leaders and use itself all lower it. [share]

    Source: champion paradox, as one of several accounts; form assumed.

    >>> dependence(0.4, 0.4, 0.0, 0.1)
    1.0
    >>> dependence(0.0, 0.0, 0.0, 0.1)
    0.0
    """
    below = total + itself * use
    if below <= 0.0:
        return 0.0
    return share(largest_unshared / below)


@rule
def pinned_factor(wanted: float, base: float, rest: float, mine: float) -> float:
    """The factor that gives one role the wanted share of leadership, the total unchanged. [ratio]

    ``base`` is that role's leadership unpinned, ``rest`` everybody else's; ``mine`` is 1 for the
    role and 0 for the others, who scale down or up alike.

    Source: arithmetic; at most tenfold.

    >>> pinned_factor(0.5, 0.2, 0.2, 1.0), pinned_factor(0.75, 0.2, 0.2, 0.0)
    (1.0, 0.5)
    """
    total = base + rest
    if base <= 0.0 or rest <= 0.0:
        return 1.0
    if mine > 0.5:
        return clamp(wanted * total / base, 0.0, 10.0)
    return clamp((1.0 - wanted) * total / rest, 0.0, 10.0)


@step
def _pins(world: "World") -> tuple[float, float, float]:
    pinned, concentration = world.scheduled.locus, world.scheduled.concentration
    if pinned < 0.0 and concentration < 0.0:
        return 1.0, 1.0, 1.0
    now, units = world.leadership, world.units
    senior = units.senior_leader / now.pinned_senior if now.pinned_senior > 0.0 else 0.0
    manager = units.middle_manager / now.pinned_manager if now.pinned_manager > 0.0 else 0.0
    champion = units.champion / now.pinned_champion if now.pinned_champion > 0.0 else 0.0
    others = units.weighted - units.senior_leader - units.middle_manager - units.champion
    who, wanted = float(Role.CHAMPION), 0.7
    if pinned >= 0.0:
        who = pinned
    if concentration >= 0.0:
        wanted = _root(concentration)
    base = champion
    if who == Role.SENIOR_LEADER:
        base = senior
    elif who == Role.MIDDLE_MANAGER:
        base = manager
    rest = senior + manager + champion + others - base
    return (
        pinned_factor(wanted, base, rest, 1.0 if who == Role.SENIOR_LEADER else 0.0),
        pinned_factor(wanted, base, rest, 1.0 if who == Role.MIDDLE_MANAGER else 0.0),
        pinned_factor(wanted, base, rest, 1.0 if who == Role.CHAMPION else 0.0),
    )


@step
def _root(x: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        if middle * middle < x:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@step
def leading(world: "World", p: "Parameters", luck: Luck) -> tuple[leadership.Leadership, Happened]:
    """Who leads, how concentrated it is, what it costs to agree, and what has become routine."""
    units, now, q, m = world.units, world.leadership, p.leadership, p.mechanisms.leadership
    total = units.weighted
    squares = units.squares
    concentrated = concentration(squares, total)
    by_role = (
        units.senior_leader * units.senior_leader
        + units.middle_manager * units.middle_manager
        + units.champion * units.champion
        + units.frontline * units.frontline
        + units.member * units.member
        + units.care_leaver * units.care_leaver
        + units.carer * units.carer
    )
    best, locus = 0.0, -1.0
    if units.senior_leader > best:
        best, locus = units.senior_leader, float(Role.SENIOR_LEADER)
    if units.middle_manager > best:
        best, locus = units.middle_manager, float(Role.MIDDLE_MANAGER)
    if units.champion > best:
        best, locus = units.champion, float(Role.CHAMPION)
    if units.frontline > best:
        best, locus = units.frontline, float(Role.FRONTLINE)
    if units.member > best:
        best, locus = units.member, float(Role.MEMBER)
    if units.care_leaver > best:
        best, locus = units.care_leaver, float(Role.CARE_LEAVER)
    if units.carer > best:
        best, locus = units.carer, float(Role.CARER)
    front = world.people.frontline
    use = ratio(front.scope_using, front.scope)
    rests_on_one = dependence(units.largest_unshared, total, use, q.organisation_itself)
    agreed = coordination(concentrated, q.coordination_cost)
    senior, manager, champion = _pins(world)
    new = leadership.Leadership(
        pool=pool(units, p.forms.leadership_pool),
        hours=units.hours,
        concentration=concentrated,
        concentration_by_role=concentration(by_role, total),
        locus=locus,
        senior_share=ratio(units.senior_leader, total),
        manager_share=ratio(units.middle_manager, total),
        champion_share=ratio(units.champion, total),
        frontline_share=ratio(units.frontline, total),
        member_share=ratio(units.member, total),
        care_leaver_share=ratio(units.care_leaver, total),
        carer_share=ratio(units.carer, total),
        coordination=clamp(through(m.coordination, m.coordination.organisation, agreed), 0.0, 0.5),
        dependence=rests_on_one,
        routine=leadership.next_routine(now.routine, use, rests_on_one, world.staffing.leavers, q),
        pinned_senior=senior,
        pinned_manager=manager,
        pinned_champion=champion,
    )
    return new, NOTHING


WEIGHTS: dict[Role, Callable[[leadership.Settings], float]] = {
    Role.SENIOR_LEADER: lambda q: q.senior_weight,
    Role.MIDDLE_MANAGER: lambda q: q.manager_weight,
    Role.CHAMPION: lambda q: q.champion_weight,
    Role.FRONTLINE: lambda q: q.frontline_weight,
    Role.MEMBER: lambda q: q.invited_weight,
    Role.CARE_LEAVER: lambda q: q.invited_weight,
    Role.CARER: lambda q: q.invited_weight,
}
"""The leadership weight W of a unit of each role."""
