"""Keeping: each February those who decide weigh the case, the voices and the cost, or stop it."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, normal
from exit_sim.elementary import clamp, share
from exit_sim.people.member import cost_against_slack
from exit_sim.rule import rule, step, through
from exit_sim.setting import month_of_year
from exit_sim.vocabulary import (
    NOTHING,
    Cause,
    Choice,
    Count,
    Decider,
    Flag,
    Happened,
    Happening,
    Month,
    Purpose,
    Share,
    SignedWeight,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Mainstream(NamedTuple):
    """What changes from month to month about keeping or stopping the practice."""

    granted: Annotated[Flag, "money of the service's own, or a contract, is committed"]
    by_contract: Annotated[Flag, "by a commissioner's contract"]
    month: Annotated[Month, "month in which money was first committed; 0 not yet"]
    tries: Annotated[Count, "decisions taken so far"]
    votes_for: Annotated[Share, "share of votes for at the last decision"]
    business_case: Annotated[SignedWeight, "business case at the last decision"]
    permission: Annotated[Share, "managers' discretion at the last decision"]
    sponsorship: Annotated[Share, "best sponsorship at the last decision"]
    cause: Annotated[float, Choice(Cause), "what was short at the last refusal"]
    stopped: Annotated[Month, "month in which the practice was stopped; 0 not"]
    stop_cause: Annotated[float, Choice(Cause), "why it was stopped"]


@rule
def majority(in_favour: float, votes: float, lead_in_favour: float) -> float:
    """A majority carries; where votes are level, the lead member's decides. [yes or no]

    Source: simple majority with a casting vote.

    >>> majority(3.0, 5.0, 0.0), majority(2.0, 4.0, 1.0), majority(2.0, 5.0, 1.0)
    (1.0, 1.0, 0.0)
    """
    if in_favour * 2.0 > votes:
        return 1.0
    if in_favour * 2.0 == votes and lead_in_favour > 0.5:
        return 1.0
    return 0.0


@rule
def refusal_cause(case: float, results: float, cost: float, sponsor: float) -> float:
    """What was shortest at a refusal: each input's distance from its usual contribution. [cause]

    Arguments are those distances, positive where short. Where none is short it was the votes
    themselves; ties fall to the earlier cause.

    Source: docs/odd.md, causes.

    >>> refusal_cause(0.3, 0.1, 0.2, 0.0) == Cause.EVIDENCE
    True
    >>> refusal_cause(0.0, 0.0, 0.2, 0.0) == Cause.MONEY
    True
    >>> refusal_cause(0.0, 0.0, -0.1, 0.0) == Cause.VOTES
    True
    """
    best, cause = 0.0, float(Cause.VOTES)
    if sponsor > best:
        best, cause = sponsor, float(Cause.SPONSORSHIP)
    if cost > best:
        best, cause = cost, float(Cause.MONEY)
    evidence = case if case > results else results
    if evidence > best:
        cause = float(Cause.EVIDENCE)
    return cause


@step
def keep(world: "World", p: "Parameters", luck: Luck) -> tuple[Mainstream, Happened]:
    """Each February those who decide weigh whether the practice is to be kept."""
    now, q, start = world.mainstream, p.decisions, world.start
    running = start.launched > 0.0 and now.stopped <= 0.0
    if not running or month_of_year(float(luck.month)) != 11.0:
        return now, NOTHING
    in_month = float(luck.month) - start.launched + 1.0
    before_end = in_month <= p.innovation.pilot_months
    due = now.granted < 0.5 and in_month >= q.first_vote_after
    if before_end and now.tries > 1.5:
        due = False
    if not before_end and world.journey.use < 0.1:
        due = False
    renewal = now.granted > 0.5 and now.by_contract > 0.5 and not before_end
    if not due and not renewal:
        return now, NOTHING
    members, seniors = world.people.member, world.people.senior_leader
    managers = world.people.middle_manager
    permission = managers.discretion / managers.posts if managers.posts > 0.0 else 0.0
    case = clamp(world.measurement.business_case, -1.0, 1.0)
    cost = p.innovation.cost * p.innovation.mainstream_cost
    heavy = q.cost_weight * cost_against_slack(cost, world.finance.available)
    granted, by_contract, share_for, threshold, cause = 0.0, 0.0, 0.0, 0.5, 0.0
    if q.decider == Decider.COMMISSIONERS:
        lives = world.people.care_leaver
        said = lives.voice / lives.scope if lives.scope > 0.0 else 0.0
        evidence = through(
            p.mechanisms.decisions.evidence,
            p.mechanisms.decisions.evidence.organisation,
            q.case_weight * case + q.results_weight * world.measurement.reported,
        )
        voice = through(
            p.mechanisms.decisions.voice,
            p.mechanisms.decisions.voice.organisation,
            q.voice_weight * said * world.co_production.voice_weight,
        )
        threshold = q.commissioner_bar
        share_for = share(
            q.commissioner_leaning
            + evidence
            + voice
            + q.publicity_weight * world.spread.publicity
            + q.commissioner_spread * normal(luck, Purpose.COMMISSIONER)
        )
        by_contract = 1.0 if share_for >= threshold else 0.0
        granted = by_contract
        if granted < 0.5 and world.finance.reserves >= q.reserve_months * cost:
            granted = 1.0 if cost > 0.0 else 0.0
    elif members.posts > 0.0:
        share_for = members.in_favour / members.posts
        granted = majority(members.in_favour, members.posts, members.lead_in_favour)
    else:
        share_for, threshold = seniors.sponsorship, q.sponsor_bar
        granted = 1.0 if seniors.sponsorship >= q.sponsor_bar else 0.0
    if granted < 0.5:
        cause = refusal_cause(
            q.case_weight * clamp(-case, 0.0, 1.0),
            q.results_weight
            * clamp(p.measurement.success_margin - world.measurement.reported, 0.0, 1.0),
            heavy - q.cost_weight * p.journey.reference_cost,
            q.advice_weight * clamp(0.5 - seniors.sponsorship, 0.0, 1.0),
        )
    kind, other = Happening.VOTED, cause
    if granted > 0.5 and now.granted < 0.5:
        kind, other = Happening.MAINSTREAMED, by_contract
    if granted < 0.5 and now.granted > 0.5:
        kind = Happening.CONTRACT_ENDED
    new = Mainstream(
        granted=granted,
        by_contract=by_contract,
        month=float(luck.month) if granted > 0.5 and now.month <= 0.0 else now.month,
        tries=now.tries + 1.0,
        votes_for=share_for,
        business_case=world.measurement.business_case,
        permission=permission,
        sponsorship=seniors.sponsorship,
        cause=cause,
        stopped=now.stopped,
        stop_cause=now.stop_cause,
    )
    return new, Happened(float(kind), -1.0, float(Happening.LAUNCHED), share_for, threshold, other)


@step
def stop(world: "World", p: "Parameters", luck: Luck) -> tuple[Mainstream, Happened]:
    """A practice is stopped where a measured harm is seen, or a budget no longer carries it."""
    now, q, start = world.mainstream, p.decisions, world.start
    if start.launched <= 0.0 or now.stopped > 0.0:
        return now, NOTHING
    in_month = float(luck.month) - start.launched + 1.0
    february = month_of_year(float(luck.month)) == 11.0
    harm = february and world.measurement.reported < -q.stop_harm and in_month > 12.0
    unpaid = (
        february
        and now.granted > 0.5
        and float(luck.month) - now.month >= 12.0
        and in_month > p.innovation.pilot_months + 1.0
        and world.finance.funded < q.stop_unfunded
    )
    if not harm and not unpaid:
        return now, NOTHING
    cause = float(Cause.HARM) if harm else float(Cause.MONEY)
    new = Mainstream(
        granted=0.0,
        by_contract=0.0,
        month=now.month,
        tries=now.tries,
        votes_for=now.votes_for,
        business_case=now.business_case,
        permission=now.permission,
        sponsorship=now.sponsorship,
        cause=now.cause,
        stopped=float(luck.month),
        stop_cause=cause,
    )
    value = world.measurement.reported if harm else world.finance.funded
    bar = -q.stop_harm if harm else q.stop_unfunded
    return new, Happened(float(Happening.STOPPED), -1.0, 0.0, value, bar, cause)
