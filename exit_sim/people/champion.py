"""A champion drives the innovation with more energy than hours, and may leave it fragile."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, uniform
from exit_sim.elementary import clamp, share
from exit_sim.ingredients import leadership
from exit_sim.people.person import (
    Holder,
    Post,
    arrives,
    first_holder,
    leaves,
    left,
    mean_heard,
    newcomer_luck,
    stays,
)
from exit_sim.rule import step, through
from exit_sim.staffing import leaving, raised_exits
from exit_sim.vocabulary import (
    NOTHING,
    Flag,
    Happened,
    Happening,
    Hours,
    Months,
    Purpose,
    Share,
    Weight,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Champion(NamedTuple):
    """What changes monthly about the champion, or about a deputy who shares the hours."""

    holder: Holder
    emerged: Annotated[Flag, "emerged rather than was assigned"]
    manager: Annotated[Flag, "a manager by background"]
    hours_share: Annotated[Share, "hours of this holder, as a share of the post's"]
    waits: Annotated[Months, "months until a successor is looked for"]
    lapsed: Annotated[Flag, "nobody took the role on"]
    energy: Annotated[Share, "energy left for driving"]
    burnt_out: Annotated[Flag, "energy is below the bar"]
    commitment: Annotated[Share, "commitment to this innovation"]
    know_how: Annotated[Share, "know-how in the practice"]
    backing: Annotated[Share, "backing by managers, senior leaders and invited leaders"]
    effort: Annotated[Hours, "hours of leadership"]
    builds: Annotated[Share, "share of leadership hours that builds others up"]
    building: Annotated[Share, "building up others that happens this month"]
    teaching: Annotated[Share, "building up others x own know-how"]
    signal: Annotated[Weight, "what driving hours weigh with others"]


class Heard(NamedTuple):
    """Sums along a champion's ties."""

    backing: float
    backing_ties: float
    voice: float
    voice_ties: float


class Tally(NamedTuple):
    """Sums over the champion and deputies, in person order."""

    posts: float
    present: float
    effort: float
    energy: float
    best_effort: float
    lapsed: float
    left: float
    know_how: float
    leader: float


@step
def _holder_of_role(
    holder: Holder, know_how: float, hours_share: float, p: "Parameters", luck: Luck
) -> Champion:
    own = newcomer_luck(luck, holder.occupant)
    emerged = 1.0 if uniform(own, Purpose.EMERGED) < p.leadership.emerged_share else 0.0
    manager = 1.0 if uniform(own, Purpose.BACKGROUND) < p.leadership.manager_background else 0.0
    return Champion(
        holder=holder,
        emerged=emerged,
        manager=manager,
        hours_share=hours_share,
        waits=0.0,
        lapsed=0.0,
        energy=1.0,
        burnt_out=0.0,
        commitment=p.leadership.champion_commitment,
        know_how=know_how,
        backing=0.0,
        effort=0.0,
        builds=p.leadership.builds_others,
        building=0.0,
        teaching=0.0,
        signal=0.0,
    )


@step
def first(post: Post, p: "Parameters", luck: Luck) -> Champion:
    """The champion, or a deputy, when the record opens."""
    return _holder_of_role(
        first_holder(post, p, luck), p.leadership.champion_know_how, 1.0, p, luck
    )


@step
def turn_over(me: Champion, world: "World", p: "Parameters", luck: Luck) -> tuple[Holder, Happened]:
    """Champions leave by hazard, by schedule or burnt out; an heir may take the role on.

    There is nothing to champion before month 1.
    The heir is the tied manager with most know-how, where discretion and what was passed on pass
    a bar; they keep their own post, and give the role fewer hours.
    """
    lead, heirs = p.leadership, world.people.middle_manager
    succession = p.mechanisms.leadership.succession
    first_post = me.holder.number < 0.5
    if luck.month < 1:
        return stays(me.holder, p), NOTHING
    if me.holder.present > 0.5:
        raised = raised_exits(world, p, p.mechanisms.leadership.correlated_exits.champion)
        own = lead.champion_leaves
        if me.emerged > 0.5:
            own = own * lead.emerged_leaves
        burnt = me.burnt_out * lead.burnt_out_leaves
        hazard = share(leaving(own, 0.0, raised, p.setting) + burnt)
        goes = uniform(luck, Purpose.LEAVE) < hazard
        if world.scheduled.champion_stays > 0.5:
            goes = False
        if first_post and world.scheduled.champion_leaves > 0.5:
            goes = True
        if not goes:
            return stays(me.holder, p), NOTHING
        led_by = 0.0
        if world.setting.exits_left > 0.0:
            led_by = float(Happening.INSPECTED)
        if me.burnt_out > 0.5:
            led_by = float(Happening.BURNT_OUT)
        return leaves(me.holder), left(me.holder, led_by, hazard, 0.0)
    if first_post and world.scheduled.champion_replaced > 0.5:
        return arrives(me.holder, 0.0, p), Happened(
            float(Happening.ARRIVED), -1.0, float(Happening.LEFT), 1.0, me.holder.tenure, 0.0
        )
    if me.lapsed < 0.5 and me.waits > 0.0 and me.waits < 1.5:
        able = (
            heirs.heir > 0.0
            and heirs.heir_know_how >= lead.succession_know_how
            and heirs.heir_discretion >= lead.succession_permission
        )
        willing = uniform(luck, Purpose.SUCCESSION) < share(
            through(succession, succession.champion, 1.0)
        )
        if able and willing:
            return arrives(me.holder, 0.0, p), Happened(
                float(Happening.SUCCEEDED),
                heirs.heir - 1.0,
                float(Happening.LEFT),
                heirs.heir_know_how,
                lead.succession_know_how,
                heirs.heir_discretion,
            )
        return stays(me.holder, p), Happened(
            float(Happening.POST_LAPSED),
            heirs.heir - 1.0,
            float(Happening.LEFT),
            heirs.heir_know_how,
            lead.succession_know_how,
            heirs.heir_discretion,
        )
    return stays(me.holder, p), NOTHING


@step
def renew(me: Champion, world: "World", p: "Parameters", luck: Luck) -> tuple[Champion, Happened]:
    """Effort goes at once with whoever leaves; an heir starts from what was passed on."""
    lead = p.leadership
    if me.holder.arrived > 0.5:
        if world.scheduled.champion_replaced > 0.5:
            return _holder_of_role(me.holder, lead.champion_know_how, 1.0, p, luck), NOTHING
        heir = world.people.middle_manager.heir_know_how
        return _holder_of_role(me.holder, heir, lead.successor_hours, p, luck), NOTHING
    if me.holder.present > 0.5:
        return me, NOTHING
    waits = clamp(me.waits - 1.0, 0.0, 1200.0)
    lapsed = me.lapsed
    if me.holder.gone > 0.5:
        spell = lead.succession_months * uniform(luck, Purpose.ARRIVE)
        waits = 1.0 + float(int(spell))
    elif me.waits > 0.0 and me.waits < 1.5:
        lapsed = 1.0
    empty = Champion(
        holder=me.holder,
        emerged=me.emerged,
        manager=me.manager,
        hours_share=me.hours_share,
        waits=waits,
        lapsed=lapsed,
        energy=0.0,
        burnt_out=0.0,
        commitment=0.0,
        know_how=0.0,
        backing=0.0,
        effort=0.0,
        builds=lead.builds_others,
        building=0.0,
        teaching=0.0,
        signal=0.0,
    )
    return empty, NOTHING


@step
def month(
    me: Champion, heard: Heard, world: "World", p: "Parameters", luck: Luck
) -> tuple[Champion, Happened]:
    """Drive the work, build others up, and burn or recover energy as backing allows."""
    if me.holder.present < 0.5 or luck.month < 1:
        return me, NOTHING
    m, lead = p.mechanisms.leadership, p.leadership
    voice = p.mechanisms.decisions.voice
    said = through(
        voice,
        voice.champion,
        lead.commitment_voice * mean_heard(heard.voice, heard.voice_ties, 0.0),
    )
    backing = share(mean_heard(heard.backing, heard.backing_ties, 0.0) + said)
    posts = world.people.champion.posts
    each = lead.champion_hours / posts if posts >= 1.0 else 0.0
    builds = lead.builds_others
    if world.scheduled.builds_others >= 0.0:
        builds = world.scheduled.builds_others
    asked = p.co_production.hours_of_staff * world.co_production.active
    drive = me.energy * me.commitment
    effort = clamp(
        (
            leadership.hours_paid(
                each * me.hours_share, lead.paid_for, world.start.running, world.finance.funded
            )
            - asked
        )
        * drive
        * (1.0 - world.leadership.coordination)
        * world.leadership.pinned_champion,
        0.0,
        1.0,
    )
    burnt = through(
        m.burnout, m.burnout.champion, leadership.energy_burnt(me.energy, drive, backing, lead)
    )
    energy = leadership.next_energy(me.energy, share(burnt), backing, lead)
    burnt_out = 1.0 if energy < lead.burnt_out_below else 0.0
    commitment = me.commitment + lead.commitment_rate * (lead.champion_commitment - me.commitment)
    building = 0.0
    if each > 0.0:
        building = share(builds * effort / each)
    happened = NOTHING
    if burnt_out > 0.5 and me.burnt_out < 0.5:
        happened = Happened(
            float(Happening.BURNT_OUT), -1.0, 0.0, energy, lead.burnt_out_below, backing
        )
    new = Champion(
        holder=me.holder,
        emerged=me.emerged,
        manager=me.manager,
        hours_share=me.hours_share,
        waits=0.0,
        lapsed=0.0,
        energy=energy,
        burnt_out=burnt_out,
        commitment=share(commitment),
        know_how=share(
            me.know_how + lead.champion_learning * (1.0 - me.know_how) * world.journey.in_use
        ),
        backing=backing,
        effort=effort,
        builds=builds,
        building=building,
        teaching=building * me.know_how,
        signal=leadership.effort_signal(effort * (1.0 - builds), lead.champion_weight),
    )
    return new, happened


@step
def tally(total: Tally, me: Champion, world: "World", p: "Parameters") -> Tally:
    """Count the champion or one deputy in."""
    return Tally(
        posts=total.posts + 1.0,
        present=total.present + me.holder.present,
        effort=total.effort + me.effort,
        energy=total.energy + me.energy,
        best_effort=me.effort if me.effort > total.best_effort else total.best_effort,
        lapsed=total.lapsed + me.lapsed,
        left=total.left + me.holder.gone,
        know_how=total.know_how + me.know_how,
        leader=me.holder.post + 1.0 if me.effort > total.best_effort else total.leader,
    )
