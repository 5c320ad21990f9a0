"""Care leavers are people with views and choices; two lives are followed, with and without."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, uniform
from exit_sim.elementary import clamp, share
from exit_sim.ingredients import co_production, leadership, measurement
from exit_sim.people.life import (
    crisis_chance,
    hours_needed,
    life_target,
    match,
    next_adversity,
    next_engaged,
    next_life,
    potency,
)
from exit_sim.people.person import (
    Holder,
    Post,
    arrives,
    first_holder,
    mean_heard,
    newcomer_luck,
    stays,
)
from exit_sim.rule import rule, step, through
from exit_sim.vocabulary import (
    NOTHING,
    Count,
    Flag,
    Happened,
    Happening,
    Hours,
    Months,
    Purpose,
    Share,
    SignedShare,
    Weight,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class CareLeaver(NamedTuple):
    """What changes monthly about one young person; ``shadow``: without the practice, same luck."""

    holder: Holder
    team: Annotated[Count, "team of their worker, from 0; pilot teams first"]
    invited: Annotated[Flag, "invited to lead"]
    stratum: Annotated[Share, "rank of adversity within the team"]
    fifth: Annotated[Flag, "among the fifth with most against them"]
    age: Annotated[Months, "age"]
    adversity: Annotated[Share, "what is stacked against them"]
    shadow_adversity: Annotated[Share, "adversity without the practice"]
    trust: Annotated[Share, "trust in the service"]
    shadow_trust: Annotated[Share, "trust without the practice"]
    engaged: Annotated[Flag, "has not walked away"]
    shadow_engaged: Annotated[Flag, "has not walked away, without the practice"]
    practical: Annotated[Share, "practical life"]
    psychological: Annotated[Share, "psychological life"]
    shadow_practical: Annotated[Share, "practical life without the practice"]
    shadow_psychological: Annotated[Share, "psychological life without the practice"]
    expected_practical: Annotated[Share, "practical life, luck averaged out"]
    expected_psychological: Annotated[Share, "psychological life, luck averaged out"]
    expected_shadow_practical: Annotated[Share, "practical shadow life, luck averaged out"]
    expected_shadow_psychological: Annotated[Share, "psychological shadow life, luck averaged out"]
    received: Annotated[Share, "how much of the practice reaches them"]
    worker: Annotated[Count, "who their worker is, by occupant number"]
    claim: Annotated[Weight, "claim on the worker's hours"]
    shadow_claim: Annotated[Weight, "claim on hours without the practice"]
    seen_benefit: Annotated[SignedShare, "benefit as their worker can see it"]
    voice: Annotated[SignedShare, "what they say of the practice: for it, or against"]
    complained: Annotated[Flag, "complained this month"]
    organised: Annotated[Flag, "organised with others this month"]
    effort: Annotated[Hours, "hours of leadership, where invited"]
    builds: Annotated[Share, "share of leadership hours that builds others up"]
    signal: Annotated[Weight, "what leadership hours weigh with others"]


class Heard(NamedTuple):
    """Sums along a young person's ties."""

    worker: float
    worker_present: float
    worker_fidelity: float
    worker_crowded: float
    worker_use: float
    worker_ties: float
    claims: float
    claims_ties: float
    shadow_claims: float
    friends_trust: float
    friends_ties: float


class Tally(NamedTuple):
    """Sums over young people; ``scope``: on pilot teams' caseloads; ``fifth``: among them."""

    places: float
    scope: float
    fifth: float
    practical: float
    psychological: float
    practical_benefit: float
    psychological_benefit: float
    expected_practical_benefit: float
    expected_psychological_benefit: float
    fifth_practical_benefit: float
    fifth_psychological_benefit: float
    fifth_realised: float
    fifth_practical: float
    fifth_psychological: float
    all_practical_benefit: float
    all_psychological_benefit: float
    all_practical: float
    harmed: float
    trust: float
    engaged: float
    voice: float
    received: float
    relied: float
    complaints: float
    organised: float
    effort: float


@rule
def portion_of_hours(claim: float, claims: float, ties: float) -> float:
    """A young person's part of their worker's hours: own claim against the mean of all who share.

    ``claims`` is the sum of the others' claims and ``ties`` how many they are. [ratio]

    Source: hours are fixed, only shares move; arithmetic.

    >>> portion_of_hours(0.5, 0.0, 0.0), portion_of_hours(0.5, 1.5, 1.0)
    (1.0, 0.5)
    """
    mean = mean_heard(claims + claim, ties + 1.0, 1.0)
    return claim / mean if mean > 0.0 else 1.0


@step
def _young_person(
    holder: Holder, place: Post, age: float, worker: float, p: "Parameters", luck: Luck
) -> CareLeaver:
    q = p.lives
    own = newcomer_luck(luck, holder.occupant)
    within = place.stratum + 0.2 * (uniform(own, Purpose.ADVERSITY) - 0.5)
    adversity = share(q.adversity_low + (q.adversity_high - q.adversity_low) * share(within))
    trust = share(p.co_production.trust_start - q.trust_adversity * (adversity - 0.5))
    needed = hours_needed(adversity, q.hours_needed_adversity)
    practical = share(
        q.background_practical - q.adversity_costs * adversity + q.ordinary_practical / needed
    )
    psychological = share(
        q.background_psychological
        - q.adversity_costs * adversity
        + q.ordinary_psychological / needed
    )
    engaged = 1.0 if trust > q.disengages_below else 0.0
    return CareLeaver(
        holder=holder,
        team=place.team,
        invited=place.invited,
        stratum=place.stratum,
        fifth=place.fifth,
        age=age,
        adversity=adversity,
        shadow_adversity=adversity,
        trust=trust,
        shadow_trust=trust,
        engaged=engaged,
        shadow_engaged=engaged,
        practical=practical,
        psychological=psychological,
        shadow_practical=practical,
        shadow_psychological=psychological,
        expected_practical=practical,
        expected_psychological=psychological,
        expected_shadow_practical=practical,
        expected_shadow_psychological=psychological,
        received=0.0,
        worker=worker,
        claim=1.0,
        shadow_claim=1.0,
        seen_benefit=0.0,
        voice=0.0,
        complained=0.0,
        organised=0.0,
        effort=0.0,
        builds=0.0,
        signal=0.0,
    )


@step
def first(post: Post, p: "Parameters", luck: Luck) -> CareLeaver:
    """The young person whose place it is when the record opens."""
    spell = p.lives.moves_on - p.lives.youngest
    age = p.lives.youngest + spell * uniform(newcomer_luck(luck, 1.0), Purpose.AGE)
    return _young_person(first_holder(post, p, luck), post, float(int(age)), 1.0, p, luck)


@step
def turn_over(
    me: CareLeaver, world: "World", p: "Parameters", luck: Luck
) -> tuple[Holder, Happened]:
    """At 25 support ends; the next young person takes the same place."""
    if me.age + 1.0 < p.lives.moves_on:
        return stays(me.holder, p), NOTHING
    moved = Happened(
        float(Happening.MOVED_ON), -1.0, 0.0, me.practical, me.shadow_practical, me.psychological
    )
    return arrives(me.holder, 0.0, p), moved


@step
def renew(
    me: CareLeaver, world: "World", p: "Parameters", luck: Luck
) -> tuple[CareLeaver, Happened]:
    """The next young person comes with their own age, adversity and trust."""
    if me.holder.arrived < 0.5:
        return me, NOTHING
    place = Post(
        post=me.holder.post,
        number=me.holder.number,
        team=me.team,
        stratum=me.stratum,
        fifth=me.fifth,
        invited=me.invited,
        tied=0.0,
    )
    spread = p.lives.oldest - p.lives.youngest
    own = newcomer_luck(luck, me.holder.occupant)
    age = p.lives.youngest + float(int(spread * uniform(own, Purpose.AGE)))
    return _young_person(me.holder, place, age, me.worker, p, luck), NOTHING


@step
def month(  # noqa: PLR0915  two lives, side by side
    me: CareLeaver, heard: Heard, world: "World", p: "Parameters", luck: Luck
) -> tuple[CareLeaver, Happened]:
    """Two lives move, with the practice and without it, by the same luck."""
    q, m, practice = p.lives, p.mechanisms, world.innovation
    worker_changed = 1.0 if heard.worker != me.worker and me.holder.arrived < 0.5 else 0.0
    present = heard.worker_present
    cover = present + (1.0 - present) * q.cover_when_vacant
    fit = match(practice.fit_ordinary, practice.fit_most, me.adversity)
    needed = hours_needed(me.adversity, q.hours_needed_adversity)
    shadow_needed = hours_needed(me.shadow_adversity, q.hours_needed_adversity)
    portion = portion_of_hours(me.claim, heard.claims, heard.claims_ties)
    shadow_portion = portion_of_hours(me.shadow_claim, heard.shadow_claims, heard.claims_ties)
    loaded = world.staffing.load if world.staffing.load > 1.0 else 1.0
    there = cover * (1.0 - world.finance.skimping) / loaded
    crowding = share(
        through(m.adaptation.crowd_out, m.adaptation.crowd_out.care_leaver, heard.worker_crowded)
    )
    reach = 1.0 if me.engaged > 0.5 else q.disengaged_service
    shadow_reach = 1.0 if me.shadow_engaged > 0.5 else q.disengaged_service
    ordinary = share(there * (1.0 - crowding) * portion / needed) * reach
    shadow_ordinary = share(there * shadow_portion / shadow_needed) * shadow_reach
    using = heard.worker_use * me.engaged
    dose = share(portion / needed) * using
    bought = 1.0 - p.innovation.paid_share * (1.0 - world.finance.funded)
    received = dose * heard.worker_fidelity * fit * bought
    replaced = practice.supplanting * using
    strength = potency(practice.supplanting, p.innovation.potency_of_replacing) * received
    background = q.adversity_costs * me.adversity
    shadow_background = q.adversity_costs * me.shadow_adversity
    to_practical = life_target(
        q.background_practical - background,
        q.ordinary_practical * ordinary * (1.0 - replaced),
        q.practice_practical * strength,
    )
    to_psychological = life_target(
        q.background_psychological - background,
        q.ordinary_psychological * ordinary * (1.0 - replaced),
        q.practice_psychological * strength,
    )
    shadow_to_practical = life_target(
        q.background_practical - shadow_background, q.ordinary_practical * shadow_ordinary, 0.0
    )
    shadow_to_psychological = life_target(
        q.background_psychological - shadow_background,
        q.ordinary_psychological * shadow_ordinary,
        0.0,
    )
    withdrawn = 0.0
    if me.received > 0.0 and received <= 0.0 and me.engaged > 0.5 and present > 0.5:
        withdrawn = 1.0 - worker_changed
    broken = withdrawn
    if world.co_production.broken > 0.5 and me.team < p.innovation.pilot_teams:
        broken = 1.0
    changed = share(through(m.lives.continuity, m.lives.continuity.care_leaver, worker_changed))
    breaks = share(
        through(
            m.lives.promise,
            m.lives.promise.care_leaver,
            broken * (0.5 + 0.5 * world.co_production.promise),
        )
    )
    lost = q.change_costs * changed
    chance = uniform(luck, Purpose.CRISIS)
    lived = next_life(
        me.practical,
        me.psychological,
        to_practical,
        to_psychological,
        lost + q.promise_costs * breaks,
        1.0 if chance < crisis_chance(q.crisis, me.adversity, me.practical) else 0.0,
        q,
    )
    shadow = next_life(
        me.shadow_practical,
        me.shadow_psychological,
        shadow_to_practical,
        shadow_to_psychological,
        lost,
        1.0 if chance < crisis_chance(q.crisis, me.shadow_adversity, me.shadow_practical) else 0.0,
        q,
    )
    expected = next_life(
        me.expected_practical,
        me.expected_psychological,
        to_practical,
        to_psychological,
        lost + q.promise_costs * breaks,
        crisis_chance(q.crisis, me.adversity, me.expected_practical),
        q,
    )
    expected_shadow = next_life(
        me.expected_shadow_practical,
        me.expected_shadow_psychological,
        shadow_to_practical,
        shadow_to_psychological,
        lost,
        crisis_chance(q.crisis, me.shadow_adversity, me.expected_shadow_practical),
        q,
    )
    origin = q.adversity_low + (q.adversity_high - q.adversity_low) * me.stratum
    kept = through(
        m.co_production.trust,
        m.co_production.trust.care_leaver,
        received * (1.0 - broken) * (0.5 + 0.5 * world.co_production.voice_weight),
    )
    known = 1.0 - q.trust_lost_with_worker * changed
    trust = co_production.next_trust(
        me.trust * known,
        share(kept),
        breaks,
        world.co_production.promise,
        p.co_production,
    )
    shadow_trust = me.shadow_trust * known
    home = share(p.co_production.trust_start - q.trust_adversity * (me.adversity - 0.5))
    trust = share(trust + p.co_production.trust_returns * (home - trust))
    shadow_home = share(
        p.co_production.trust_start - q.trust_adversity * (me.shadow_adversity - 0.5)
    )
    shadow_trust = share(
        shadow_trust + p.co_production.trust_returns * (shadow_home - shadow_trust)
    )
    engaged = next_engaged(me.engaged, trust, q.disengages_below, q.returns_above)
    shadow_engaged = next_engaged(
        me.shadow_engaged, shadow_trust, q.disengages_below, q.returns_above
    )
    pull = through(
        m.measurement.accountability,
        m.measurement.accountability.care_leaver,
        p.measurement.accountability * using,
    )
    counted = measurement.counted_gain_per_hour(fit / needed, me.fifth, p.measurement.viewpoint)
    benefit = 0.5 * (
        lived.practical - shadow.practical + (lived.psychological - shadow.psychological)
    )
    complained, organised = 0.0, 0.0
    happened = NOTHING
    if breaks > 0.0 and uniform(luck, Purpose.ILL_LUCK) < q.complains:
        complained = 1.0
        friends = mean_heard(heard.friends_trust, heard.friends_ties, 1.0)
        if friends < p.co_production.trust_start:
            organised = 1.0
        kind = Happening.ORGANISED if organised > 0.5 else Happening.COMPLAINED
        happened = Happened(float(kind), -1.0, float(Happening.DROPPED), trust, friends, me.fifth)
    elif engaged < me.engaged:
        happened = Happened(
            float(Happening.DISENGAGED), -1.0, 0.0, trust, q.disengages_below, me.fifth
        )
    elif engaged > me.engaged:
        happened = Happened(float(Happening.RETURNED), -1.0, 0.0, trust, q.returns_above, me.fifth)
    effort = clamp(
        p.leadership.invited_hours
        * me.invited
        * trust
        * engaged
        * (1.0 - world.leadership.coordination),
        0.0,
        1.0,
    )
    new = CareLeaver(
        holder=me.holder,
        team=me.team,
        invited=me.invited,
        stratum=me.stratum,
        fifth=me.fifth,
        age=me.age + 1.0,
        adversity=next_adversity(me.adversity, origin, lived.practical, q.adversity_rate),
        shadow_adversity=next_adversity(
            me.shadow_adversity, origin, shadow.practical, q.adversity_rate
        ),
        trust=trust,
        shadow_trust=shadow_trust,
        engaged=engaged,
        shadow_engaged=shadow_engaged,
        practical=lived.practical,
        psychological=lived.psychological,
        shadow_practical=shadow.practical,
        shadow_psychological=shadow.psychological,
        expected_practical=expected.practical,
        expected_psychological=expected.psychological,
        expected_shadow_practical=expected_shadow.practical,
        expected_shadow_psychological=expected_shadow.psychological,
        received=received,
        worker=heard.worker,
        claim=measurement.claim_on_hours(
            needed * (1.5 - 0.5 * (lived.practical + lived.psychological)), counted, pull
        ),
        shadow_claim=measurement.claim_on_hours(
            shadow_needed * (1.5 - 0.5 * (shadow.practical + shadow.psychological)), 0.0, 0.0
        ),
        seen_benefit=benefit,
        voice=clamp(q.voice_gain * benefit + trust - shadow_trust, -1.0, 1.0),
        complained=complained,
        organised=organised,
        effort=effort,
        builds=0.0,
        signal=leadership.effort_signal(effort, p.leadership.invited_weight),
    )
    return new, happened


@step
def tally(total: Tally, me: CareLeaver, world: "World", p: "Parameters") -> Tally:
    """Count one young person in."""
    scope = 1.0 if me.team < p.innovation.pilot_teams else 0.0
    fifth = scope * me.fifth
    practical = me.practical - me.shadow_practical
    psychological = me.psychological - me.shadow_psychological
    likely_practical = me.expected_practical - me.expected_shadow_practical
    likely_psychological = me.expected_psychological - me.expected_shadow_psychological
    harmed = scope if 0.5 * (practical + psychological) < -0.02 else 0.0
    relied = scope if me.received > 0.0 else 0.0
    return Tally(
        places=total.places + 1.0,
        scope=total.scope + scope,
        fifth=total.fifth + fifth,
        practical=total.practical + scope * me.practical,
        psychological=total.psychological + scope * me.psychological,
        practical_benefit=total.practical_benefit + scope * practical,
        psychological_benefit=total.psychological_benefit + scope * psychological,
        expected_practical_benefit=total.expected_practical_benefit + scope * likely_practical,
        expected_psychological_benefit=total.expected_psychological_benefit
        + scope * likely_psychological,
        fifth_practical_benefit=total.fifth_practical_benefit + fifth * likely_practical,
        fifth_psychological_benefit=total.fifth_psychological_benefit
        + fifth * likely_psychological,
        fifth_realised=total.fifth_realised + fifth * 0.5 * (practical + psychological),
        fifth_practical=total.fifth_practical + fifth * me.practical,
        fifth_psychological=total.fifth_psychological + fifth * me.psychological,
        all_practical_benefit=total.all_practical_benefit + practical,
        all_psychological_benefit=total.all_psychological_benefit + psychological,
        all_practical=total.all_practical + me.practical,
        harmed=total.harmed + harmed,
        trust=total.trust + scope * me.trust,
        engaged=total.engaged + scope * me.engaged,
        voice=total.voice + scope * me.voice,
        received=total.received + scope * me.received,
        relied=total.relied + relied,
        complaints=total.complaints + me.complained,
        organised=total.organised + me.organised,
        effort=total.effort + me.effort,
    )
