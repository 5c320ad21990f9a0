"""Elected members or trustees weigh the case, the voices and the cost, and vote."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, normal, uniform
from exit_sim.elementary import clamp, share
from exit_sim.ingredients import leadership
from exit_sim.people.person import (
    Holder,
    Post,
    arrives,
    first_holder,
    left,
    mean_heard,
    newcomer_luck,
    stays,
)
from exit_sim.rule import rule, step, through
from exit_sim.setting import month_of_year
from exit_sim.vocabulary import (
    NOTHING,
    Flag,
    Happened,
    Happening,
    Hours,
    Purpose,
    Share,
    SignedWeight,
    Weight,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Member(NamedTuple):
    """What changes monthly about one elected member or trustee."""

    holder: Holder
    invited: Annotated[Flag, "invited to lead"]
    leaning: Annotated[Share, "support before any evidence"]
    support: Annotated[Share, "support for the practice"]
    evidence: Annotated[SignedWeight, "what evidence brings to support"]
    voice: Annotated[SignedWeight, "what users' voice brings to support"]
    cost: Annotated[SignedWeight, "what cost takes from support"]
    commitment: Annotated[Share, "commitment to leading, where invited"]
    effort: Annotated[Hours, "hours of leadership, where invited"]
    builds: Annotated[Share, "share of leadership hours that builds others up"]
    signal: Annotated[Weight, "what leadership hours weigh with others"]


class Heard(NamedTuple):
    """Sums along a member's ties."""

    advice: float
    advice_ties: float
    voice: float
    voice_ties: float


class Tally(NamedTuple):
    """Sums over members, in person order."""

    posts: float
    present: float
    support: float
    in_favour: float
    lead_in_favour: float
    effort: float
    evidence: float
    voice: float
    cost: float
    left: float


@rule
def next_support(support: float, weighed: float, rate: float) -> float:
    """Support moves towards what a member's own weighing comes to. [share]

    Source: additive weighing of evidence, voice, publicity, advice and cost; assumed.

    >>> next_support(0.5, 0.5, 0.2)
    0.5
    """
    return share(support + rate * (share(weighed) - support))


@rule
def cost_against_slack(cost: float, available: float) -> float:
    """How heavy a cost looks against the money there is for it: 0 none, 1/2 as much, 1 no money.

    [share]

    Source: definition of this model.

    >>> cost_against_slack(0.1, 0.1), cost_against_slack(0.1, 0.0), cost_against_slack(0.0, 0.1)
    (0.5, 1.0, 0.0)
    """
    total = cost + available
    if total <= 0.0 or cost <= 0.0:
        return 0.0
    return share(cost / total)


@step
def _person(holder: Holder, invited: float, p: "Parameters", luck: Luck) -> Member:
    own = newcomer_luck(luck, holder.occupant)
    leaning = share(p.decisions.leaning + p.decisions.leaning_spread * normal(own, Purpose.LEANING))
    return Member(
        holder=holder,
        invited=invited,
        leaning=leaning,
        support=leaning,
        evidence=0.0,
        voice=0.0,
        cost=0.0,
        commitment=leaning,
        effort=0.0,
        builds=0.0,
        signal=0.0,
    )


@step
def first(post: Post, p: "Parameters", luck: Luck) -> Member:
    """The member who holds the seat when the record opens."""
    return _person(first_holder(post, p, luck), post.invited, p, luck)


@step
def turn_over(me: Member, world: "World", p: "Parameters", luck: Luck) -> tuple[Holder, Happened]:
    """Seats change hands at elections and now and then between them; the lead is reshuffled."""
    chance = p.setting.member_leaves
    led_by = 0.0
    if world.politics.election > 0.0:
        lost = p.setting.election_loss * world.politics.election
        chance = share(chance + (1.0 - chance) * lost)
        led_by = float(Happening.ELECTION)
    goes = uniform(luck, Purpose.ELECTION) < chance
    lead = me.holder.number < 0.5 and month_of_year(float(luck.month)) == 2.0
    if lead and uniform(luck, Purpose.LEAD_MEMBER) < share(
        p.setting.lead_reshuffle * p.mechanisms.setting.elections.strength
    ):
        goes = True
    if not goes:
        return stays(me.holder, p), NOTHING
    return arrives(me.holder, 1.0, p), left(me.holder, led_by, chance, 1.0)


@step
def renew(me: Member, world: "World", p: "Parameters", luck: Luck) -> tuple[Member, Happened]:
    """A new member brings their own leaning."""
    if me.holder.arrived > 0.5:
        return _person(me.holder, me.invited, p, luck), NOTHING
    return me, NOTHING


@step
def month(
    me: Member, heard: Heard, world: "World", p: "Parameters", luck: Luck
) -> tuple[Member, Happened]:
    """Weigh the case, results, voice, publicity and advice against the cost."""
    q, m = p.decisions, p.mechanisms
    known = world.start.launched > 0.0
    evidence, voice, cost, weighed = 0.0, 0.0, 0.0, me.leaning
    if known:
        case = clamp(world.measurement.business_case, -1.0, 1.0)
        read = q.case_weight * case + q.results_weight * world.measurement.reported
        evidence = through(m.decisions.evidence, m.decisions.evidence.member, read)
        said = through(
            m.co_production.voice_to_members,
            m.co_production.voice_to_members.member,
            mean_heard(heard.voice, heard.voice_ties, 0.0),
        )
        voice = through(m.decisions.voice, m.decisions.voice.member, q.voice_weight * said)
        advice = q.advice_weight * (mean_heard(heard.advice, heard.advice_ties, 0.5) - 0.5)
        wanted = world.finance.cost
        if p.innovation.pilot_months > 0.0 and world.mainstream.granted < 0.5:
            wanted = p.innovation.cost * p.innovation.mainstream_cost
        cost = q.cost_weight * cost_against_slack(wanted, world.finance.available)
        weighed = (
            me.leaning
            + evidence
            + voice
            + advice
            + q.publicity_weight * world.spread.publicity
            - cost
        )
    support = next_support(me.support, weighed, q.support_rate)
    if world.scheduled.member_support >= 0.0:
        support = world.scheduled.member_support
    commitment = support
    effort = clamp(
        p.leadership.invited_hours
        * me.invited
        * commitment
        * (1.0 - world.leadership.coordination),
        0.0,
        1.0,
    )
    new = Member(
        holder=me.holder,
        invited=me.invited,
        leaning=me.leaning,
        support=support,
        evidence=evidence,
        voice=voice,
        cost=cost,
        commitment=commitment,
        effort=effort,
        builds=0.0,
        signal=leadership.effort_signal(effort, p.leadership.invited_weight),
    )
    return new, NOTHING


@step
def tally(total: Tally, me: Member, world: "World", p: "Parameters") -> Tally:
    """Count one member in, and their vote if it were taken now."""
    favours = 1.0 if me.support >= p.decisions.member_bar else 0.0
    return Tally(
        posts=total.posts + 1.0,
        present=total.present + me.holder.present,
        support=total.support + me.support,
        in_favour=total.in_favour + favours,
        lead_in_favour=favours if me.holder.number < 0.5 else total.lead_in_favour,
        effort=total.effort + me.effort,
        evidence=total.evidence + me.evidence,
        voice=total.voice + me.voice,
        cost=total.cost + me.cost,
        left=total.left + me.holder.gone,
    )
