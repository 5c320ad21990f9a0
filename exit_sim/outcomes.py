"""What lives come to, what is measured of them, and who leads: read off at the month's end."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, normal
from exit_sim.elementary import clamp
from exit_sim.ingredients import leadership, measurement, receptivity
from exit_sim.rule import rule, step, through
from exit_sim.vocabulary import (
    NOTHING,
    Count,
    Happened,
    Happening,
    Purpose,
    Role,
    Share,
    SignedShare,
    View,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Lives(NamedTuple):
    """Lives on pilot teams' caseloads, unless a name says *all*; benefit is life minus shadow."""

    mean_practical: Annotated[Share, "mean practical life, all"]
    mean_benefit_all: Annotated[SignedShare, "true benefit, all care leavers"]
    benefit: Annotated[SignedShare, "true benefit, mean"]
    benefit_practical: Annotated[SignedShare, "true benefit, practical"]
    benefit_psychological: Annotated[SignedShare, "true benefit, psychological"]
    benefit_expected: Annotated[SignedShare, "true benefit, mean, luck averaged out"]
    benefit_fifth: Annotated[
        SignedShare, "true benefit of the fifth with most against them, luck averaged out"
    ]
    benefit_fifth_practical: Annotated[SignedShare, "true benefit of the fifth, practical"]
    benefit_fifth_psychological: Annotated[SignedShare, "true benefit of the fifth, psychological"]
    benefit_fifth_realised: Annotated[
        SignedShare, "true benefit of the fifth as it happened; pool it over runs"
    ]
    hidden_gap: Annotated[SignedShare, "reported change minus true benefit of the fifth"]
    harmed: Annotated[Share, "share harmed: true benefit below -0.02"]
    received: Annotated[Share, "how much of the practice reaches them, mean"]
    trust: Annotated[Share, "mean trust"]
    engaged: Annotated[Share, "share who have not walked away"]
    voice: Annotated[SignedShare, "what they say of the practice, mean"]
    members_in_favour: Annotated[Share, "share of members who would vote for it now"]
    members_support: Annotated[Share, "members' mean support"]
    discretion: Annotated[Share, "managers' mean discretion"]
    champion_present: Annotated[Share, "share of champion and deputy posts held"]
    complaints: Annotated[Count, "complaints this month"]


@rule
def ratio(total: float, count: float) -> float:
    """A sum over a count; nothing over nothing is 0. [unit of the sum]

    Source: arithmetic.

    >>> ratio(1.0, 4.0), ratio(0.0, 0.0)
    (0.25, 0.0)
    """
    return total / count if count > 0.0 else 0.0


@step
def leading(world: "World", p: "Parameters", luck: Luck) -> tuple[leadership.Leadership, Happened]:
    """Who leads, how concentrated it is, what it costs to agree, and what has become routine."""
    units, now, q, m = world.units, world.leadership, p.leadership, p.mechanisms.leadership
    total = units.weighted
    squares = units.squares
    concentration = leadership.concentration(squares, total)
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
    dependence = leadership.dependence(units.largest_unshared, total, use, q.organisation_itself)
    agreed = leadership.coordination(concentration, q.coordination_cost)
    senior, manager, champion = _pins(world)
    new = leadership.Leadership(
        pool=leadership.pool(units, p.forms.leadership_pool),
        hours=units.hours,
        concentration=concentration,
        concentration_by_role=leadership.concentration(by_role, total),
        locus=locus,
        senior_share=ratio(units.senior_leader, total),
        manager_share=ratio(units.middle_manager, total),
        champion_share=ratio(units.champion, total),
        frontline_share=ratio(units.frontline, total),
        member_share=ratio(units.member, total),
        care_leaver_share=ratio(units.care_leaver, total),
        carer_share=ratio(units.carer, total),
        coordination=clamp(through(m.coordination, m.coordination.organisation, agreed), 0.0, 0.5),
        dependence=dependence,
        routine=leadership.next_routine(now.routine, use, dependence, world.staffing.leavers, q),
        pinned_senior=senior,
        pinned_manager=manager,
        pinned_champion=champion,
    )
    return new, NOTHING


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
def lived(world: "World", p: "Parameters", luck: Luck) -> tuple[Lives, Happened]:
    """Lives are counted, true benefit apart from what is reported of it."""
    lives, members = world.people.care_leaver, world.people.member
    managers, champions = world.people.middle_manager, world.people.champion
    practical = ratio(lives.practical_benefit, lives.scope)
    psychological = ratio(lives.psychological_benefit, lives.scope)
    fifth_practical = ratio(lives.fifth_practical_benefit, lives.fifth)
    fifth_psychological = ratio(lives.fifth_psychological_benefit, lives.fifth)
    fifth = 0.5 * (fifth_practical + fifth_psychological)
    likely = ratio(
        lives.expected_practical_benefit + lives.expected_psychological_benefit, 2.0 * lives.scope
    )
    everyone = lives.all_practical_benefit + lives.all_psychological_benefit
    new = Lives(
        mean_practical=ratio(lives.all_practical, lives.places),
        mean_benefit_all=ratio(everyone, 2.0 * lives.places),
        benefit=0.5 * (practical + psychological),
        benefit_practical=practical,
        benefit_psychological=psychological,
        benefit_expected=likely,
        benefit_fifth=fifth,
        benefit_fifth_practical=fifth_practical,
        benefit_fifth_psychological=fifth_psychological,
        benefit_fifth_realised=ratio(lives.fifth_realised, lives.fifth),
        hidden_gap=world.measurement.reported - fifth,
        harmed=ratio(lives.harmed, lives.scope),
        received=ratio(lives.received, lives.scope),
        trust=ratio(lives.trust, lives.scope),
        engaged=ratio(lives.engaged, lives.scope),
        voice=ratio(lives.voice, lives.scope),
        members_in_favour=ratio(members.in_favour, members.posts),
        members_support=ratio(members.support, members.posts),
        discretion=ratio(managers.discretion, managers.posts),
        champion_present=ratio(champions.present, champions.posts),
        complaints=lives.complaints,
    )
    return new, NOTHING


@step
def measuring(
    world: "World", p: "Parameters", luck: Luck
) -> tuple[measurement.Measurement, Happened]:
    """The funder's measure, late and with error; savings as they show; a case for keeping it."""
    now, q, m = world.measurement, p.measurement, p.mechanisms.measurement
    lives = world.people.care_leaver
    practical = ratio(lives.practical, lives.scope)
    psychological = ratio(lives.psychological, lives.scope)
    if q.viewpoint == View.FIFTH_WITH_MOST_AGAINST_THEM:
        practical = ratio(lives.fifth_practical, lives.fifth)
        psychological = ratio(lives.fifth_psychological, lives.fifth)
    life = measurement.blend(practical, psychological, q)
    delay = clamp(through(m.delay, m.delay.organisation, q.delay_months), 0.0, 1200.0)
    trailing = measurement.trail(now.trailing, life, delay)
    error = through(m.noise, m.noise.organisation, q.noise * normal(luck, Purpose.MEASURE))
    measured = clamp(trailing + error, -1.0, 1.0)
    at_start, reported, success = now.at_start, 0.0, 0.0
    launched = world.start.launched
    if launched > 0.0 and launched == float(luck.month):
        at_start = measured
    if launched > 0.0:
        reported = clamp(measured - at_start, -1.0, 1.0)
        success = 1.0 if reported > q.success_margin else 0.0
    benefit_practical = ratio(lives.practical_benefit, lives.scope)
    benefit_psychological = ratio(lives.psychological_benefit, lives.scope)
    gross = (
        q.savings_practical * benefit_practical
        + q.savings_psychological * q.case_sees_psychological * benefit_psychological
    )
    savings = measurement.trail(now.savings, gross, q.savings_delay_months)
    voice = world.co_production.voice_weight * ratio(lives.trust, lives.scope)
    new = measurement.Measurement(
        measured=measured,
        trailing=trailing,
        at_start=at_start,
        reported=reported,
        reported_success=success,
        savings=savings,
        business_case=measurement.business_case(savings, normal(luck, Purpose.BUSINESS_CASE), q),
        seen=measurement.seen(q.psychological_weight, q.practical_weight, q.noise, voice),
    )
    return new, NOTHING


@step
def mood(world: "World", p: "Parameters", luck: Luck) -> tuple[receptivity.Receptivity, Happened]:
    """How open the senior leaders are by now, and whether the setting has frozen."""
    now, seniors = world.receptivity, world.people.senior_leader
    openness = ratio(seniors.openness, seniors.posts)
    frozen = 1.0 if seniors.posts > 0.0 and openness < p.receptivity.frozen_below else 0.0
    happened = NOTHING
    if luck.month >= 1 and frozen != now.frozen:
        kind = Happening.FROZE if frozen > 0.5 else Happening.THAWED
        led_by = float(Happening.INSPECTED) if frozen > 0.5 else 0.0
        happened = Happened(
            float(kind), -1.0, led_by, openness, p.receptivity.frozen_below, now.blame
        )
    new = receptivity.Receptivity(
        culture=now.culture,
        blame=now.blame,
        narrative=now.narrative,
        usual_performance=now.usual_performance,
        tilt=now.tilt,
        shared_daring=now.shared_daring,
        openness=openness,
        frozen=frozen,
    )
    return new, happened
