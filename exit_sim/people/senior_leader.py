"""Senior leaders open or close a setting, sponsor, cover for failure; attention is limited."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, normal, uniform
from exit_sim.elementary import clamp, share
from exit_sim.ingredients import leadership, receptivity
from exit_sim.people.person import Holder, Post, arrives, first_holder, left, newcomer_luck, stays
from exit_sim.rule import rule, step, through
from exit_sim.staffing import leaving, raised_exits
from exit_sim.vocabulary import (
    NOTHING,
    Flag,
    Happened,
    Happening,
    Hours,
    Purpose,
    Share,
    SignedShare,
    SignedWeight,
    Weight,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class SeniorLeader(NamedTuple):
    """What changes monthly about one senior leader."""

    holder: Holder
    interim: Annotated[Flag, "held by an interim"]
    daring: Annotated[SignedWeight, "this person's own daring"]
    openness: Annotated[Share, "openness to innovation"]
    stance: Annotated[SignedShare, "openness less 1/2, as others hear it; 0 in a vacant post"]
    commitment: Annotated[Share, "commitment to this innovation"]
    attention: Annotated[Share, "share of attention the innovation gets"]
    sponsorship: Annotated[Share, "readiness to sponsor"]
    cover: Annotated[Share, "visible cover for honest failure"]
    effort: Annotated[Hours, "hours of leadership"]
    builds: Annotated[Share, "share of leadership hours that builds others up"]
    signal: Annotated[Weight, "what leadership hours weigh with others"]


class Heard(NamedTuple):
    """Sums along a senior leader's ties."""

    peers: float
    peers_ties: float


class Tally(NamedTuple):
    """Sums over senior leaders, in person order."""

    posts: float
    present: float
    openness: float
    cover: float
    commitment: float
    attention: float
    continuity: float
    sponsorship: float
    sponsor: float
    interims: float
    left: float
    effort: float
    top_left: float


@rule
def leaving_by_performance(
    hazard: float, performance: float, weight: float, reference: float
) -> float:
    """Senior leaders leave poorly performing services sooner, well performing ones later.

    [per month]

    Source: directors' tenure by inspection outcome 2008-14, Children & Young People Now 2014.

    >>> leaving_by_performance(0.02, 0.6, 0.8, 0.6)
    0.02
    """
    return share(hazard * clamp(1.0 + weight * (reference - performance), 0.1, 10.0))


@rule
def sponsorship(openness: float, attention: float, by_openness: float) -> float:
    """Readiness to sponsor weighs openness against the attention there is to give. [share]

    Source: senior cultivation of a receptive context, the study; weights assumed.

    >>> sponsorship(0.6, 0.2, 0.5)
    0.4
    """
    return share(by_openness * openness + (1.0 - by_openness) * attention)


@step
def newcomer(
    holder: Holder,
    before: SeniorLeader,
    world: "World",
    p: "Parameters",
    luck: Luck,
) -> SeniorLeader:
    """Somebody new to the post, after ``before``: their own daring, no commitment yet."""
    own = newcomer_luck(luck, holder.occupant)
    q = p.receptivity
    new = p.mechanisms.receptivity.newcomers
    interim = 1.0 if before.interim < 0.5 and world.setting.monitored > 0.5 else 0.0
    return SeniorLeader(
        holder=holder,
        interim=interim,
        daring=q.daring_mean + q.daring_personal * normal(own, Purpose.DARING),
        openness=receptivity.newcomer_carries(new, before.openness, 0.5),
        stance=receptivity.newcomer_carries(new, before.stance, 0.0),
        commitment=receptivity.newcomer_carries(new, before.commitment, 0.0),
        attention=0.0,
        sponsorship=0.0,
        cover=0.0,
        effort=0.0,
        builds=0.0,
        signal=0.0,
    )


@step
def first(post: Post, p: "Parameters", luck: Luck) -> SeniorLeader:
    """The person who holds the post when the record opens."""
    own = newcomer_luck(luck, 1.0)
    q = p.receptivity
    return SeniorLeader(
        holder=first_holder(post, p, luck),
        interim=0.0,
        daring=q.daring_mean + q.daring_personal * normal(own, Purpose.DARING),
        openness=0.5,
        stance=0.0,
        commitment=0.5,
        attention=0.0,
        sponsorship=0.0,
        cover=0.0,
        effort=0.0,
        builds=0.0,
        signal=0.0,
    )


@step
def turn_over(
    me: SeniorLeader, world: "World", p: "Parameters", luck: Luck
) -> tuple[Holder, Happened]:
    """Senior leaders leave by their own hazard, interims soon; somebody holds the post at once."""
    raised = raised_exits(world, p, p.mechanisms.leadership.correlated_exits.senior_leader)
    own = leaving_by_performance(
        p.setting.senior_leaves,
        world.setting.performance,
        p.setting.poor_performance_leaving,
        p.setting.performance_reference,
    )
    hazard = leaving(own, world.staffing.overload, raised, p.setting)
    if me.interim > 0.5:
        hazard = 1.0 / p.setting.interim_months if p.setting.interim_months >= 1.0 else 1.0
    top = me.holder.number < 0.5
    goes = uniform(luck, Purpose.LEAVE) < hazard
    if top and world.scheduled.top_leader_stays > 0.5:
        goes = False
    if top and world.scheduled.top_leader_leaves > 0.5:
        goes = True
    if not goes:
        return stays(me.holder, p), NOTHING
    led_by = float(Happening.INSPECTED) if world.setting.exits_left > 0.0 else 0.0
    return arrives(me.holder, 1.0, p), left(me.holder, led_by, hazard, 1.0)


@step
def renew(
    me: SeniorLeader, world: "World", p: "Parameters", luck: Luck
) -> tuple[SeniorLeader, Happened]:
    """Where somebody new holds the post, they begin as a newcomer."""
    if me.holder.arrived > 0.5:
        return newcomer(me.holder, me, world, p, luck), NOTHING
    return me, NOTHING


@step
def month(
    me: SeniorLeader, heard: Heard, world: "World", p: "Parameters", luck: Luck
) -> tuple[SeniorLeader, Happened]:
    """Open up or close, share out attention, sponsor, and cover for those who try."""
    m, q, lead = p.mechanisms, p.receptivity, p.leadership
    pressure = world.setting.pressure
    bond = 0.0
    if heard.peers_ties > 0.0:
        bond = through(
            m.receptivity.bond,
            m.receptivity.bond.senior_leader,
            heard.peers / heard.peers_ties,
        )
    lean = (
        world.receptivity.tilt
        + receptivity.pressure_push(p.forms.receptivity, pressure, 1.0, q)
        + me.daring
        + world.receptivity.shared_daring
        + bond
        + q.openness_noise * normal(luck, Purpose.OPENNESS)
    )
    sharpness = through(
        m.receptivity.gain,
        m.receptivity.gain.senior_leader,
        receptivity.gain(p.forms.receptivity, pressure, q),
    )
    openness = receptivity.next_openness(me.openness, sharpness, lean, q.openness_speed)
    results = through(
        m.decisions.evidence, m.decisions.evidence.senior_leader, world.measurement.reported
    )
    commitment = leadership.next_commitment(me.commitment, openness, results, lead)
    newcomers = m.receptivity.newcomers
    commitment = receptivity.worn_off(newcomers, newcomers.senior_leader, commitment, 0.0)
    claim = commitment * (1.0 + lead.attention_pressure * pressure)
    attention = share(
        through(
            m.leadership.attention,
            m.leadership.attention.senior_leader,
            leadership.attention_share(claim, lead.ordinary_claims, world.rivals.priorities),
        )
    )
    effort = clamp(
        lead.senior_hours
        * attention
        * (1.0 - world.leadership.coordination)
        * world.leadership.pinned_senior,
        0.0,
        1.0,
    )
    new = SeniorLeader(
        holder=me.holder,
        interim=me.interim,
        daring=me.daring,
        openness=openness,
        stance=openness - 0.5,
        commitment=commitment,
        attention=attention,
        sponsorship=sponsorship(openness, attention, p.decisions.sponsor_by_openness),
        cover=openness * attention,
        effort=effort,
        builds=0.0,
        signal=leadership.effort_signal(effort, lead.senior_weight),
    )
    return new, NOTHING


@step
def tally(total: Tally, me: SeniorLeader, world: "World", p: "Parameters") -> Tally:
    """Count one senior leader in."""
    settled_in = clamp(p.setting.continuity_months, 1.0, 1200.0)
    rooted_here = share(me.holder.tenure / settled_in) * (1.0 - me.interim)
    best = me.sponsorship > total.sponsorship
    return Tally(
        posts=total.posts + 1.0,
        present=total.present + me.holder.present,
        openness=total.openness + me.openness,
        cover=total.cover + me.cover,
        commitment=total.commitment + me.commitment,
        attention=total.attention + me.attention,
        continuity=total.continuity + rooted_here,
        sponsorship=me.sponsorship if best else total.sponsorship,
        sponsor=me.holder.post + 1.0 if best else total.sponsor,
        interims=total.interims + me.interim,
        left=total.left + me.holder.gone,
        effort=total.effort + me.effort,
        top_left=total.top_left + (me.holder.gone if me.holder.number < 0.5 else 0.0),
    )
