"""Frontline professionals take a practice up, or drop it, as it helps or strains their work."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, normal
from exit_sim.elementary import clamp, share
from exit_sim.ingredients import leadership, receptivity
from exit_sim.people.person import (
    Holder,
    Post,
    fills_or_leaves,
    first_holder,
    mean_heard,
    newcomer_luck,
    next_know_how,
)
from exit_sim.people.take_up import idle_commitment, next_belief, next_use, strain, take_up_target
from exit_sim.rule import step, through
from exit_sim.staffing import leaving, raised_exits
from exit_sim.vocabulary import (
    NOTHING,
    BeliefForm,
    ClimateForm,
    Count,
    Flag,
    Happened,
    Happening,
    Hours,
    Months,
    Purpose,
    Share,
    SignedWeight,
    Weight,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Frontline(NamedTuple):
    """What changes monthly about one frontline professional."""

    holder: Holder
    team: Annotated[Count, "team, from 0; pilot teams first"]
    reluctance: Annotated[SignedWeight, "this person's own reluctance"]
    commitment: Annotated[Share, "commitment to the practice"]
    know_how: Annotated[Share, "know-how in the practice"]
    belief: Annotated[Share, "belief that the practice helps"]
    use: Annotated[Flag, "uses the practice"]
    fidelity: Annotated[Share, "know-how x core kept, while used"]
    offered: Annotated[Flag, "the practice is offered in this person's team"]
    rejection: Annotated[Months, "months for which a rejection is still remembered"]
    crowded: Annotated[Share, "ordinary hours the practice takes without being paid for"]
    leaders: Annotated[Weight, "what leaders bring to the take-up sum"]
    peers: Annotated[Weight, "what peers bring to it"]
    beliefs: Annotated[SignedWeight, "what belief and fit bring to it"]
    routine: Annotated[Weight, "what routine brings to it"]
    strain: Annotated[Weight, "what strain takes from it"]
    effort: Annotated[Hours, "hours of leading peers"]
    builds: Annotated[Share, "share of leadership hours that builds others up"]
    signal: Annotated[Weight, "what leadership hours weigh with peers"]


class Heard(NamedTuple):
    """Sums along a professional's ties."""

    mates: float
    mates_ties: float
    leaders: float
    leaders_ties: float
    leaders_lost: float
    teaching: float
    building: float
    benefit: float
    benefit_ties: float


class Tally(NamedTuple):
    """Sums over professionals, in person order; ``scope`` is staff of the pilot teams."""

    posts: float
    present: float
    left: float
    using: float
    effort: float
    scope: float
    scope_present: float
    scope_using: float
    scope_reach: float
    scope_commitment: float
    scope_know_how: float
    scope_leaders: float
    scope_peers: float
    scope_beliefs: float
    scope_routine: float
    scope_strain: float
    scope_reluctance: float
    offered: float
    know_how_used: float
    spread_using: float


@step
def _person(
    holder: Holder,
    team: float,
    reluctance: float,
    commitment: float,
    know_how: float,
    belief: float,
) -> Frontline:
    return Frontline(
        holder=holder,
        team=team,
        reluctance=reluctance,
        commitment=commitment,
        know_how=know_how,
        belief=belief,
        use=0.0,
        fidelity=0.0,
        offered=0.0,
        rejection=0.0,
        crowded=0.0,
        leaders=0.0,
        peers=0.0,
        beliefs=0.0,
        routine=0.0,
        strain=0.0,
        effort=0.0,
        builds=0.0,
        signal=0.0,
    )


@step
def own_reluctance(occupant: float, p: "Parameters", luck: Luck) -> float:
    """The reluctance a person brings, drawn once. [weight]"""
    own = newcomer_luck(luck, occupant)
    return p.take_up.reluctance + p.take_up.reluctance_spread * normal(own, Purpose.RELUCTANCE)


@step
def first(post: Post, p: "Parameters", luck: Luck) -> Frontline:
    """The person who holds the post when the record opens."""
    holder = first_holder(post, p, luck)
    reluctance = own_reluctance(1.0, p, luck)
    idle = idle_commitment(reluctance)
    return _person(holder, post.team, reluctance, idle, 0.0, p.take_up.belief_prior)


@step
def turn_over(
    me: Frontline, world: "World", p: "Parameters", luck: Luck
) -> tuple[Holder, Happened]:
    """Professionals leave by their hazard, sooner under overload; posts stand vacant a while."""
    raised = raised_exits(world, p, p.mechanisms.leadership.correlated_exits.frontline)
    hazard = leaving(p.setting.frontline_leaves, world.staffing.overload, raised, p.setting)
    led_by = float(Happening.INSPECTED) if world.setting.exits_left > 0.0 else 0.0
    return fills_or_leaves(me.holder, hazard, led_by, p, luck)


@step
def renew(me: Frontline, world: "World", p: "Parameters", luck: Luck) -> tuple[Frontline, Happened]:
    """A newcomer brings neither commitment nor know-how; a vacant post uses nothing."""
    if me.holder.gone < 0.5 and me.holder.arrived < 0.5:
        return me, NOTHING
    new = p.mechanisms.receptivity.newcomers
    know_how = receptivity.newcomer_carries(new, me.know_how, 0.0)
    belief = receptivity.newcomer_carries(new, me.belief, p.take_up.belief_prior)
    own = own_reluctance(me.holder.occupant, p, luck)
    reluctance = own
    if new.strength < 0.5:
        reluctance = me.reluctance
    commitment = receptivity.newcomer_carries(new, me.commitment, idle_commitment(own))
    return _person(me.holder, me.team, reluctance, commitment, know_how, belief), NOTHING


@step
def month(  # noqa: PLR0915  the take-up sum and what follows
    me: Frontline, heard: Heard, world: "World", p: "Parameters", luck: Luck
) -> tuple[Frontline, Happened]:
    """Weigh leaders, peers, belief and routine against strain, and use the practice or not."""
    if me.holder.present < 0.5:
        return me, NOTHING
    q, m, lead = p.take_up, p.mechanisms.take_up, p.leadership
    running = world.start.launched > 0.0 and world.mainstream.stopped <= 0.0
    offered = 1.0 if running and me.team < world.spread.teams else 0.0
    leaders, peers, beliefs, routine, strained = 0.0, 0.0, 0.0, 0.0, 0.0
    crowded = clamp(
        p.innovation.hours * (1.0 - world.finance.funded) * me.use
        + world.adaptation.hours * offered,
        0.0,
        1.0,
    )
    belief = me.belief
    reluctance = me.reluctance + (q.rejection_adds if me.rejection > 0.0 else 0.0)
    if offered > 0.5:
        leaders = through(
            m.leaders, m.leaders.frontline, q.leaders_weight * leadership.pooled(heard.leaders)
        )
        peers = through(
            m.peers,
            m.peers.frontline,
            q.peers_weight * mean_heard(heard.mates, heard.mates_ties, 0.0),
        )
        benefit = mean_heard(heard.benefit, heard.benefit_ties, 0.0) * me.use
        if p.forms.belief == BeliefForm.REPORTED_RESULTS:
            benefit = world.measurement.reported
        learns = q.belief_rate * (me.use if p.forms.belief == BeliefForm.OWN_EXPERIENCE else 1.0)
        belief = next_belief(me.belief, benefit, learns, q.belief_gain)
        fit = 0.5 * (world.innovation.fit_ordinary + world.innovation.fit_most)
        believed = q.belief_weight * (belief - 0.5)
        if p.forms.climate == ClimateForm.ADDED:
            believed = believed + q.fit_weight * (fit - 0.5)
        beliefs = through(m.belief, m.belief.frontline, believed)
        if p.forms.climate == ClimateForm.MULTIPLIED:
            leaders = leaders * 2.0 * fit
            beliefs = beliefs * 2.0 * fit
        routine = through(
            m.routine, m.routine.frontline, q.routine_weight * world.leadership.routine
        )
        strained = through(
            m.strain,
            m.strain.frontline,
            q.strain_weight * strain(world.staffing.load + crowded, world.innovation.supplanting),
        )
        target = take_up_target(
            p.forms.take_up,
            leaders + routine,
            peers,
            strained + reluctance,
            beliefs,
            q.rejects_strain_above,
        )
    else:
        target = idle_commitment(reluctance)
    commitment = me.commitment + q.commitment_rate * (target - me.commitment)
    shock = p.mechanisms.leadership.exit_shock
    lost = through(
        shock, shock.frontline, mean_heard(heard.leaders_lost, heard.leaders_ties, 0.0) * offered
    )
    commitment = leadership.loss_on_exit(
        share(commitment), share(lost), lead.exit_loss, world.leadership.routine
    )
    use = next_use(me.use, commitment, q.begins_above, q.stops_below) * offered
    rejection = clamp(me.rejection - 1.0, 0.0, 1200.0)
    happened = NOTHING
    if use > me.use:
        happened = Happened(
            float(Happening.TOOK_UP),
            -1.0,
            float(Happening.LAUNCHED),
            commitment,
            q.begins_above,
            me.team,
        )
    elif use < me.use:
        led_by = float(Happening.STOPPED)
        if offered > 0.5:
            rejection = q.rejection_months
            led_by = float(Happening.LEFT) if lost > 0.0 else 0.0
        happened = Happened(
            float(Happening.DROPPED), -1.0, led_by, commitment, q.stops_below, me.team
        )
    norm = p.setting.supervision_hours
    supervised = share(world.staffing.supervision / norm) if norm > 0.0 else 1.0
    know_how = next_know_how(me.know_how, use, q.forgetting, q.learning, supervised)
    mentoring = p.mechanisms.leadership.mentoring
    learnt = leadership.passed_on(
        know_how,
        mean_heard(heard.teaching, heard.building, 0.0),
        share(heard.building) * offered,
        lead.passing_on,
    )
    know_how = share(know_how + through(mentoring, mentoring.frontline, learnt))
    training = share(q.training + world.scheduled.training) * offered
    if world.scheduled.training <= 0.0:
        training = training * world.finance.funded
    know_how = share(know_how + training * (1.0 - know_how))
    newcomers = p.mechanisms.receptivity.newcomers
    know_how = receptivity.worn_off(newcomers, newcomers.frontline, know_how, 0.0)
    if newcomers.held > 0.5:
        commitment = receptivity.worn_off(
            newcomers, newcomers.frontline, commitment, idle_commitment(reluctance)
        )
    fidelity = use * know_how * world.innovation.core
    effort = clamp(
        lead.frontline_hours * commitment * use * (1.0 - world.leadership.coordination), 0.0, 1.0
    )
    new = Frontline(
        holder=me.holder,
        team=me.team,
        reluctance=me.reluctance,
        commitment=commitment,
        know_how=know_how,
        belief=belief,
        use=use,
        fidelity=fidelity,
        offered=offered,
        rejection=rejection,
        crowded=crowded,
        leaders=leaders,
        peers=peers,
        beliefs=beliefs,
        routine=routine,
        strain=strained,
        effort=effort,
        builds=0.0,
        signal=leadership.effort_signal(effort, lead.frontline_weight),
    )
    return new, happened


@step
def tally(total: Tally, me: Frontline, world: "World", p: "Parameters") -> Tally:
    """Count one professional in; staff in scope are a fixed denominator."""
    scope = 1.0 if me.team < p.innovation.pilot_teams else 0.0
    present = me.holder.present
    return Tally(
        posts=total.posts + 1.0,
        present=total.present + present,
        left=total.left + me.holder.gone,
        using=total.using + me.use,
        effort=total.effort + me.effort,
        scope=total.scope + scope,
        scope_present=total.scope_present + scope * present,
        scope_using=total.scope_using + scope * me.use,
        scope_reach=total.scope_reach + scope * me.use * me.fidelity,
        scope_commitment=total.scope_commitment + scope * present * me.commitment,
        scope_know_how=total.scope_know_how + scope * present * me.know_how,
        scope_leaders=total.scope_leaders + scope * present * me.leaders,
        scope_peers=total.scope_peers + scope * present * me.peers,
        scope_beliefs=total.scope_beliefs + scope * present * me.beliefs,
        scope_routine=total.scope_routine + scope * present * me.routine,
        scope_strain=total.scope_strain + scope * present * me.strain,
        scope_reluctance=total.scope_reluctance + scope * present * me.reluctance,
        offered=total.offered + me.offered,
        know_how_used=total.know_how_used + me.use * me.know_how,
        spread_using=total.spread_using + (1.0 - scope) * me.use,
    )
