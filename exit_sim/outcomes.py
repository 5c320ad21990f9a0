"""What lives come to, what is measured of them, and who leads: read off at the month's end."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, normal
from exit_sim.elementary import clamp
from exit_sim.ingredients import measurement
from exit_sim.rule import rule, step, through
from exit_sim.vocabulary import (
    NOTHING,
    Count,
    Happened,
    Purpose,
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
    return total / count + 0.0 if count > 0.0 else 0.0


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
    later = clamp(through(m.delay, m.delay.member, q.savings_delay_months), 0.0, 1200.0)
    savings = measurement.trail(now.savings, gross, later)
    misjudged = through(m.noise, m.noise.member, normal(luck, Purpose.BUSINESS_CASE))
    voice = world.co_production.voice_weight * ratio(lives.trust, lives.scope)
    new = measurement.Measurement(
        measured=measured,
        trailing=trailing,
        at_start=at_start,
        reported=reported,
        reported_success=success,
        savings=savings,
        business_case=measurement.business_case(savings, misjudged, q),
        seen=measurement.seen(q.psychological_weight, q.practical_weight, q.noise, voice),
    )
    return new, NOTHING
