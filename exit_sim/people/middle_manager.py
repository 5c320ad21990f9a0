"""Hybrid middle managers, half professional, half manager, lead where they are permitted to."""

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
)
from exit_sim.rule import step, through
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


class MiddleManager(NamedTuple):
    """What changes monthly about one hybrid middle manager."""

    holder: Holder
    tied: Annotated[Flag, "tied to the champion: manages a pilot team"]
    daring: Annotated[SignedWeight, "this person's own daring"]
    openness: Annotated[Share, "openness to innovation"]
    stance: Annotated[SignedShare, "openness less 1/2, as others hear it; 0 in a vacant post"]
    commitment: Annotated[Share, "commitment to this innovation"]
    discretion: Annotated[Share, "permission to lead"]
    know_how: Annotated[Share, "know-how in the practice"]
    effort: Annotated[Hours, "hours of leadership"]
    builds: Annotated[Share, "share of leadership hours that builds others up"]
    signal: Annotated[Weight, "what leadership hours weigh with others"]


class Heard(NamedTuple):
    """Sums along a manager's ties."""

    peers: float
    peers_ties: float
    direction: float
    direction_ties: float
    teaching: float
    building: float
    leaders: float
    leaders_lost: float
    leaders_ties: float
    voice: float
    voice_ties: float


class Tally(NamedTuple):
    """Sums over managers, in person order."""

    posts: float
    present: float
    openness: float
    discretion: float
    commitment: float
    effort: float
    best_effort: float
    best_proposer: float
    heir: float
    heir_know_how: float
    heir_discretion: float
    left: float
    tied_posts: float
    tied_discretion: float


@step
def _person(
    holder: Holder,
    tied: float,
    openness: float,
    commitment: float,
    know_how: float,
    p: "Parameters",
    luck: Luck,
) -> MiddleManager:
    own = newcomer_luck(luck, holder.occupant)
    q = p.receptivity
    return MiddleManager(
        holder=holder,
        tied=tied,
        daring=q.daring_mean + q.daring_personal * normal(own, Purpose.DARING),
        openness=openness,
        stance=(openness - 0.5) * holder.present + 0.0,
        commitment=commitment,
        discretion=0.0,
        know_how=know_how,
        effort=0.0,
        builds=0.0,
        signal=0.0,
    )


@step
def first(post: Post, p: "Parameters", luck: Luck) -> MiddleManager:
    """The person who holds the post when the record opens."""
    return _person(first_holder(post, p, luck), post.tied, 0.5, 0.5, 0.0, p, luck)


@step
def turn_over(
    me: MiddleManager, world: "World", p: "Parameters", luck: Luck
) -> tuple[Holder, Happened]:
    """Managers leave by their hazard; the post stands vacant until it is filled."""
    raised = raised_exits(world, p, p.mechanisms.leadership.correlated_exits.middle_manager)
    hazard = leaving(p.setting.manager_leaves, world.staffing.overload, raised, p.setting)
    led_by = float(Happening.INSPECTED) if world.setting.exits_left > 0.0 else 0.0
    return fills_or_leaves(me.holder, hazard, led_by, p, luck)


@step
def renew(
    me: MiddleManager, world: "World", p: "Parameters", luck: Luck
) -> tuple[MiddleManager, Happened]:
    """A newcomer brings their own daring, and neither commitment nor know-how."""
    new = p.mechanisms.receptivity.newcomers
    if me.holder.gone > 0.5 or me.holder.arrived > 0.5:
        openness = receptivity.newcomer_carries(new, me.openness, 0.5)
        commitment = receptivity.newcomer_carries(new, me.commitment, 0.0)
        know_how = receptivity.newcomer_carries(new, me.know_how, 0.0)
        return _person(me.holder, me.tied, openness, commitment, know_how, p, luck), NOTHING
    return me, NOTHING


@step
def month(
    me: MiddleManager, heard: Heard, world: "World", p: "Parameters", luck: Luck
) -> tuple[MiddleManager, Happened]:
    """Open up or close, learn from the champion, and lead as far as discretion allows."""
    if me.holder.present < 0.5:
        return me, NOTHING
    m, q, lead = p.mechanisms, p.receptivity, p.leadership
    pressure = world.setting.pressure
    bond = 0.0
    if heard.peers_ties > 0.0:
        bond = through(
            m.receptivity.bond,
            m.receptivity.bond.middle_manager,
            heard.peers / heard.peers_ties,
        )
    lean = (
        world.receptivity.tilt
        + receptivity.pressure_push(p.forms.receptivity, pressure, 0.0, q)
        + me.daring
        + world.receptivity.shared_daring
        + bond
        + q.openness_noise * normal(luck, Purpose.OPENNESS)
    )
    sharpness = through(
        m.receptivity.gain,
        m.receptivity.gain.middle_manager,
        receptivity.gain(p.forms.receptivity, pressure, q),
    )
    openness = receptivity.next_openness(
        me.openness, sharpness, lean, q.openness_speed * q.managers_speed
    )
    results = through(
        m.decisions.evidence, m.decisions.evidence.middle_manager, world.measurement.reported
    )
    said = through(
        m.decisions.voice,
        m.decisions.voice.middle_manager,
        lead.commitment_voice * mean_heard(heard.voice, heard.voice_ties, 0.0),
    )
    persuaded = through(
        m.take_up.leaders,
        m.take_up.leaders.middle_manager,
        lead.commitment_champion * leadership.pooled(heard.leaders),
    )
    commitment = leadership.next_commitment(
        me.commitment, share(openness + persuaded + said), results, lead
    )
    lost = through(
        m.leadership.exit_shock,
        m.leadership.exit_shock.middle_manager,
        mean_heard(heard.leaders_lost, heard.leaders_ties, 0.0),
    )
    commitment = leadership.loss_on_exit(
        commitment, share(lost), lead.exit_loss, world.leadership.routine
    )
    direction = mean_heard(heard.direction, heard.direction_ties, 0.0)
    discretion = share(
        through(
            m.leadership.permission,
            m.leadership.permission.middle_manager,
            leadership.discretion(
                world.setting.performance,
                world.receptivity.culture,
                p.setting.regulation,
                pressure,
                world.setting.compliance,
                direction,
                lead,
            ),
        )
    )
    mentoring = m.leadership.mentoring
    learnt = leadership.passed_on(
        me.know_how,
        mean_heard(heard.teaching, heard.building, 0.0),
        share(heard.building),
        lead.passing_on,
    )
    know_how = share(me.know_how + through(mentoring, mentoring.middle_manager, learnt))
    newcomers = m.receptivity.newcomers
    commitment = receptivity.worn_off(newcomers, newcomers.middle_manager, commitment, 0.0)
    know_how = receptivity.worn_off(newcomers, newcomers.middle_manager, know_how, 0.0)
    asked = p.co_production.hours_of_staff * world.co_production.active
    effort = clamp(
        (
            leadership.hours_paid(
                lead.manager_hours, lead.paid_for, world.start.running, world.finance.funded
            )
            - asked
        )
        * discretion
        * commitment
        * (1.0 - world.leadership.coordination)
        * world.leadership.pinned_manager,
        0.0,
        1.0,
    )
    new = MiddleManager(
        holder=me.holder,
        tied=me.tied,
        daring=me.daring,
        openness=openness,
        stance=openness - 0.5,
        commitment=commitment,
        discretion=discretion,
        know_how=know_how,
        effort=effort,
        builds=0.0,
        signal=leadership.effort_signal(effort, lead.manager_weight),
    )
    return new, NOTHING


@step
def tally(total: Tally, me: MiddleManager, world: "World", p: "Parameters") -> Tally:
    """Count one manager in, and see who could take the champion's role on."""
    best = me.effort > total.best_effort
    heir = me.tied > 0.5 and me.holder.present > 0.5 and me.know_how > total.heir_know_how
    return Tally(
        posts=total.posts + 1.0,
        present=total.present + me.holder.present,
        openness=total.openness + me.openness * me.holder.present,
        discretion=total.discretion + me.discretion,
        commitment=total.commitment + me.commitment * me.holder.present,
        effort=total.effort + me.effort,
        best_effort=me.effort if best else total.best_effort,
        best_proposer=me.holder.post + 1.0 if best else total.best_proposer,
        heir=me.holder.post + 1.0 if heir else total.heir,
        heir_know_how=me.know_how if heir else total.heir_know_how,
        heir_discretion=me.discretion if heir else total.heir_discretion,
        left=total.left + me.holder.gone,
        tied_posts=total.tied_posts + me.tied,
        tied_discretion=total.tied_discretion + me.tied * me.discretion,
    )
