"""A journey has phases, an ending and a cause, each defined once and read off the state."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck
from exit_sim.elementary import clamp
from exit_sim.outcomes import ratio
from exit_sim.rule import rule, step
from exit_sim.vocabulary import (
    NOTHING,
    Cause,
    Choice,
    Count,
    Ending,
    Flag,
    Happened,
    Happening,
    Level,
    Month,
    Months,
    Phase,
    Share,
    SignedWeight,
    Weight,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Settings(NamedTuple):
    """Usual contributions to the take-up sum, against which a fall is explained."""

    reference_leaders: Annotated[Weight, "what leaders usually bring"]
    reference_peers: Annotated[Weight, "what peers usually bring"]
    reference_beliefs: Annotated[SignedWeight, "what belief and fit usually bring"]
    reference_routine: Annotated[Weight, "what routine usually brings"]
    reference_strain: Annotated[Weight, "what strain usually takes"]
    reference_cost: Annotated[Share, "how heavy the cost usually looks against the money there is"]
    reference_fit: Annotated[Share, "usual fit"]
    reference_discretion: Annotated[Share, "managers' usual discretion"]


class Journey(NamedTuple):
    """What changes from month to month."""

    phase: Annotated[float, Choice(Phase), "phase of the journey"]
    use: Annotated[Share, "share of staff in scope who use the practice"]
    in_use: Annotated[Flag, "somebody in scope uses it"]
    reach_now: Annotated[Share, "mean of use x fidelity over staff in scope, this month"]
    reach_before: Annotated[Share, "mean of use x fidelity over staff in scope, a month ago"]
    reach: Annotated[Share, "reach: the mean of three months"]
    first_used: Annotated[Month, "month of first use; 0 not yet"]
    pilot_ended: Annotated[Month, "last month of the pilot, paid or not; 0 not yet"]
    was_used: Annotated[Flag, "use has been at 10 % or more"]
    below: Annotated[Months, "months below 10 % since"]
    ended: Annotated[Month, "first month of at least six below 10 %; 0 not ended"]
    level: Annotated[float, Choice(Level), "level of use now"]
    level_months: Annotated[Months, "months at this level"]
    settled: Annotated[float, Choice(Level), "last level held for six months"]
    direction: Annotated[SignedWeight, "last settled change: -1 down, 1 up again, 0 none yet"]
    reversals: Annotated[Count, "changes of direction between settled levels"]
    falling: Annotated[Flag, "use has fallen since it last rose"]
    fall_began: Annotated[Month, "month in which use began its last fall"]
    fall_cause: Annotated[float, Choice(Cause), "what was shortest in that month"]
    unpaid: Annotated[Months, "months in use after the pilot without money"]
    sustained: Annotated[float, Choice(Level), "level 24 months after the pilot; -1 not yet known"]


@rule
def level_of(use: float, reach: float, core: float) -> float:
    """Level of use: any at 10 %, partial at reach 0.25, full at reach 0.5 with core 0.7. [level]

    Source: tiers of sustainment; Wong, Schaper and Saldana 2022; Scheirer 2005.

    >>> level_of(0.05, 0.0, 1.0), level_of(0.2, 0.1, 1.0), level_of(0.8, 0.6, 0.5)
    (0.0, 1.0, 2.0)
    >>> level_of(0.8, 0.6, 0.9)
    3.0
    """
    if use < 0.1:
        return 0.0
    if reach < 0.25:
        return 1.0
    if reach >= 0.5 and core >= 0.7:
        return 3.0
    return 2.0


@rule
def phase_of(initiated: float, first_used: float, past_pilot: float) -> float:
    """The phase, read off the state. [phase]

    Source: docs/odd.md, the journey.

    >>> [phase_of(0, 0, 0), phase_of(3, 0, 0), phase_of(3, 9, 0), phase_of(3, 9, 1)]
    [0.0, 1.0, 2.0, 3.0]
    """
    if initiated <= 0.0:
        return float(Phase.CONCEPTION)
    if past_pilot > 0.5:
        return float(Phase.SUSTAINING)
    if first_used <= 0.0:
        return float(Phase.INITIATION)
    return float(Phase.IMPLEMENTATION)


@rule
def ending_of(
    initiated: float,
    was_used: float,
    ended: float,
    pilot_ended: float,
    granted: float,
    use: float,
    sustained: float,
    known: float,
) -> float:
    """How a journey stands in its last recorded month: exclusive, the first that applies. [ending]

    ``granted`` is the month money of its own was first committed, 0 if never; ``known`` is 1 once
    24 months have passed since the pilot's end.

    Source: docs/odd.md, endings.

    >>> ending_of(0, 0, 0, 0, 0, 0, -1, 0) == Ending.NEVER_STARTED
    True
    >>> ending_of(3, 1, 50, 45, 0, 0, -1, 0) == Ending.DISCONTINUED_AT_THE_CLIFF
    True
    >>> ending_of(3, 1, 0, 45, 40, 0.5, 2, 1) == Ending.SUSTAINED_PARTIAL
    True
    """
    if initiated <= 0.0:
        return float(Ending.NEVER_STARTED)
    before_end = pilot_ended <= 0.0 or ended <= pilot_ended
    if was_used <= 0.0 and pilot_ended > 0.0:
        return float(Ending.ABANDONED)
    if was_used <= 0.0:
        return float(Ending.NOT_YET_KNOWN)
    if ended > 0.0 and before_end:
        return float(Ending.ABANDONED)
    if ended > 0.0 and ended <= pilot_ended + 12.0 and granted <= 0.0:
        return float(Ending.DISCONTINUED_AT_THE_CLIFF)
    if ended > 0.0 or (use < 0.1 and was_used > 0.0):
        return float(Ending.FADED)
    if known < 0.5:
        return float(Ending.NOT_YET_KNOWN)
    return float(Ending.SUSTAINED_ANY) + clamp(sustained - 1.0, 0.0, 2.0)


@step
def fall_explained(world: "World", p: "Parameters") -> float:
    """What was shortest when use began to fall: the input furthest below its usual contribution."""
    front, q = world.people.frontline, p.journey
    here = front.scope_present
    leaders = q.reference_leaders - ratio(front.scope_leaders, here)
    peers = q.reference_peers - ratio(front.scope_peers, here)
    beliefs = q.reference_beliefs - ratio(front.scope_beliefs, here)
    routine = q.reference_routine - ratio(front.scope_routine, here)
    strained = ratio(front.scope_strain, here) - q.reference_strain
    if world.mainstream.stopped > 0.0:
        return world.mainstream.stop_cause
    best, cause = 0.0, float(Cause.KNOW_HOW_LOST)
    if leaders > best:
        best = leaders
        champions, managers = world.people.champion, world.people.middle_manager
        cause = float(Cause.SPONSORSHIP)
        if champions.posts > 0.0 and champions.present < champions.posts:
            cause = float(Cause.LEADER_LOST)
        elif ratio(managers.discretion, managers.posts) < q.reference_discretion:
            cause = float(Cause.PERMISSION)
        elif world.rivals.priorities > p.setting.priority_size:
            cause = float(Cause.COMPETING_PRIORITY)
    if strained > best:
        best = strained
        cause = float(Cause.STRAIN)
        if world.finance.funded < 0.5 and world.finance.cost > 0.0:
            cause = float(Cause.MONEY)
    if beliefs > best:
        best = beliefs
        fit = 0.5 * (world.innovation.fit_ordinary + world.innovation.fit_most)
        cause = float(Cause.EVIDENCE)
        if fit < q.reference_fit:
            cause = float(Cause.FIT)
        if world.lives.benefit < -0.02:
            cause = float(Cause.HARM)
    rooted = peers if peers > routine else routine
    if rooted > best:
        cause = float(Cause.KNOW_HOW_LOST)
    return cause


@step
def journeying(  # noqa: C901  every definition once
    world: "World", p: "Parameters", luck: Luck
) -> tuple[Journey, Happened]:
    """Use, reach, phase and level are read off; a fall is dated and explained as it begins.

    Six months below 10 % are an end, for as long as use stays there; the level has then settled at
    none, which has no event of its own.
    """
    now, front, start = world.journey, world.people.frontline, world.start
    month = float(luck.month)
    use = ratio(front.scope_using, front.scope)
    reach_now = ratio(front.scope_reach, front.scope)
    reach = (reach_now + now.reach_now + now.reach_before) / 3.0
    in_use = 1.0 if front.scope_using > 0.0 else 0.0
    first_used = month if now.first_used <= 0.0 and in_use > 0.5 else now.first_used
    pilot_ended = now.pilot_ended
    last = start.launched + p.innovation.pilot_months - 1.0
    if start.launched > 0.0 and month >= last and pilot_ended <= 0.0:
        pilot_ended = month
    was_used = 1.0 if now.was_used > 0.5 or use >= 0.1 else 0.0
    below = now.below + 1.0 if was_used > 0.5 and use < 0.1 else 0.0
    ended = 0.0
    if below >= 6.0:
        ended = month - below + 1.0
    level = level_of(use, reach, world.innovation.core)
    level_months = now.level_months + 1.0 if level == now.level else 1.0
    settled, direction, reversals = now.settled, now.direction, now.reversals
    if level_months >= 6.0 and level != settled:
        turn = 1.0 if level > settled else -1.0
        if turn < 0.0 and direction > 0.0:
            reversals = reversals + 1.0
        if turn > 0.0 and direction < 0.0:
            reversals = reversals + 1.0
        if turn < 0.0 or direction != 0.0:
            direction = turn
        settled = level
    falling, fall_began, fall_cause = now.falling, now.fall_began, now.fall_cause
    if use > now.use:
        falling = 0.0
    elif use < now.use and falling < 0.5:
        falling, fall_began, fall_cause = 1.0, month, fall_explained(world, p)
    past = 1.0 if pilot_ended > 0.0 and month > pilot_ended else 0.0
    unpaid = now.unpaid
    if past > 0.5 and in_use > 0.5 and world.finance.funded < 0.5:
        unpaid = unpaid + 1.0
    sustained = now.sustained
    if pilot_ended > 0.0 and month == pilot_ended + 24.0:
        sustained = level
    phase = phase_of(start.initiated, first_used, past)
    happened = NOTHING
    if first_used > now.first_used:
        happened = _event(Happening.FIRST_USED, Happening.LAUNCHED, use, front.scope, now.phase)
    elif below == 6.0:
        happened = _event(Happening.ENDED, Happening.DROPPED, use, 0.1, fall_cause)
    elif settled != now.settled:
        happened = _event(Happening.LEVEL_CHANGED, Happening.NOTHING, settled, now.settled, reach)
    new = Journey(
        phase=phase,
        use=use,
        in_use=in_use,
        reach_now=reach_now,
        reach_before=now.reach_now,
        reach=reach,
        first_used=first_used,
        pilot_ended=pilot_ended,
        was_used=was_used,
        below=below,
        ended=ended,
        level=level,
        level_months=level_months,
        settled=settled,
        direction=direction,
        reversals=reversals,
        falling=falling,
        fall_began=fall_began,
        fall_cause=fall_cause,
        unpaid=unpaid,
        sustained=sustained,
    )
    return new, happened


@step
def _event(kind: float, led_by: float, value: float, threshold: float, other: float) -> Happened:
    return Happened(float(kind), -1.0, float(led_by), value, threshold, other)


@step
def closing(world: "World", p: "Parameters", luck: Luck) -> tuple[Journey, Happened]:
    """The pilot's end is noted, and the level that is left 24 months after it."""
    now, month = world.journey, float(luck.month)
    happened = NOTHING
    if now.pilot_ended > 0.0 and month == now.pilot_ended:
        happened = _event(Happening.PILOT_ENDED, Happening.LAUNCHED, now.use, now.reach, now.level)
    elif now.pilot_ended > 0.0 and month == now.pilot_ended + 24.0:
        happened = _event(
            Happening.LEVEL_CHANGED, Happening.PILOT_ENDED, now.sustained, now.settled, now.reach
        )
    return now, happened
