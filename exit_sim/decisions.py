"""Decisions are taken by people with a bar each: to start, to keep, to stop, to spread."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, normal, uniform
from exit_sim.elementary import clamp, share
from exit_sim.people.member import cost_against_slack
from exit_sim.rule import Mechanism, rule, step, through
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
    Hours,
    Money,
    Month,
    Months,
    PerMonth,
    Purpose,
    Share,
    SignedShare,
    SignedWeight,
    Weight,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Settings(NamedTuple):
    """What a scenario may set."""

    proposer_bar: Annotated[Hours, "effort at which a leader proposes"]
    proposal_rate: Annotated[Weight, "how fast full leadership prepares a proposal, per month"]
    sponsor_bar: Annotated[Share, "readiness to sponsor at which a senior leader does"]
    sponsor_by_openness: Annotated[Share, "weight of openness, against attention, in sponsoring"]
    delegated_limit: Annotated[Money, "monthly cost up to which a permitted manager may sponsor"]
    delegated_discretion: Annotated[Share, "discretion at which a manager may sponsor within it"]
    consent_above: Annotated[Money, "monthly cost above which members must consent to a start"]
    consent_bar: Annotated[Share, "members' mean support at which they consent"]
    decider: Annotated[float, Choice(Decider), "who decides whether the practice is kept"]
    leaning: Annotated[Share, "support of the usual member before any evidence"]
    leaning_spread: Annotated[Share, "spread (sd) of that support"]
    support_rate: Annotated[PerMonth, "how fast a member's support moves"]
    member_bar: Annotated[Share, "support at which a member votes for"]
    case_weight: Annotated[Weight, "weight of the business case"]
    results_weight: Annotated[Weight, "weight of reported results"]
    voice_weight: Annotated[Weight, "weight of users' voice"]
    publicity_weight: Annotated[Weight, "weight of publicity"]
    advice_weight: Annotated[Weight, "weight of senior advice, against 1/2"]
    cost_weight: Annotated[Weight, "weight of cost against the money there is"]
    commissioner_leaning: Annotated[Share, "a commissioner's support before any evidence"]
    commissioner_spread: Annotated[Share, "spread (sd) of a commissioner's yearly judgement"]
    commissioner_bar: Annotated[Share, "support at which a commissioner gives or renews a contract"]
    reserve_months: Annotated[Months, "months of cost in reserve at which a provider pays itself"]
    first_vote_after: Annotated[Months, "months from launch before a budget may take the practice"]
    stop_harm: Annotated[Share, "measured fall at which a practice is stopped"]
    stop_unfunded: Annotated[Share, "share of cost met below which a budget stops the practice"]
    spread_reach: Annotated[Share, "reach at which further teams are offered the practice"]
    spread_discretion: Annotated[Share, "managers' discretion at which they are"]
    publicity_fade: Annotated[PerMonth, "how fast publicity passes"]


class Mechanisms(NamedTuple):
    """The mechanisms of deciding."""

    evidence: Mechanism
    voice: Mechanism


class ScalingSettings(NamedTuple):
    """What a scenario may set about other sites."""

    outside: Annotated[PerMonth, "chance that a site takes the practice up of its own accord"]
    exposure: Annotated[PerMonth, "chance at full exposure, readiness, likeness and codification"]
    told: Annotated[Weight, "exposure that a full reported change brings, 1 being a hub"]
    site_drops: Annotated[PerMonth, "chance that a site where nothing fits drops it"]


class Start(NamedTuple):
    """What changes from month to month on the way to a launch."""

    proposal: Annotated[Share, "how far a proposal is prepared"]
    initiated: Annotated[Month, "month of the decision to go, with money attached; 0 not yet"]
    due: Annotated[Month, "month in which launch is planned"]
    launched: Annotated[Month, "month of launch: the practice is offered; 0 not yet"]
    cause: Annotated[float, Choice(Cause), "what is short at the decision to start"]
    gap: Annotated[Share, "how short it is, as a share of its bar"]
    sponsorship: Annotated[Share, "best sponsorship at the last decision"]
    permission: Annotated[Share, "managers' discretion at the last decision"]
    delegated: Annotated[Flag, "started within a manager's delegated limits"]
    running: Annotated[Flag, "launched and not stopped"]


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


class Spread(NamedTuple):
    """What changes from month to month about further teams and sites."""

    teams: Annotated[Count, "teams in which the practice is offered"]
    month: Annotated[Month, "month in which two further teams used it; 0 not yet"]
    exposure: Annotated[Share, "how far other sites hear of it"]
    codified: Annotated[Share, "how far it is written down, core kept"]
    publicity: Annotated[SignedShare, "publicity: good above 0, bad below"]
    sites: Annotated[Count, "other sites that use it"]
    scaled: Annotated[Month, "month in which another site had used it for a year; 0 not yet"]


@rule
def shortfall(value: float, bar: float) -> float:
    """How far a value falls short of its bar, as a share of the bar. [share]

    Source: definition of this model.

    >>> shortfall(0.2, 0.4), shortfall(0.5, 0.4)
    (0.5, 0.0)
    """
    if bar <= 0.0 or value >= bar:
        return 0.0
    return share((bar - value) / bar)


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


@step
def propose_and_start(world: "World", p: "Parameters", luck: Luck) -> tuple[Start, Happened]:
    """A proposal is prepared by those who lead, and started by those with authority and money."""
    now, q = world.start, p.decisions
    if luck.month < 1 or now.initiated > 0.0:
        return now, NOTHING
    seniors, managers = world.people.senior_leader, world.people.middle_manager
    champions, members = world.people.champion, world.people.member
    permission = managers.discretion / managers.posts if managers.posts > 0.0 else 0.0
    effort, proposer = champions.best_effort, champions.leader
    if managers.best_effort > effort:
        effort, proposer = managers.best_effort, managers.best_proposer
    senior_effort = seniors.effort / seniors.posts if seniors.posts > 0.0 else 0.0
    if senior_effort > effort:
        effort, proposer = senior_effort, seniors.sponsor
    proposal = now.proposal
    if effort >= q.proposer_bar and effort > 0.0:
        proposal = share(proposal + q.proposal_rate * world.leadership.pool)
    cause, gap = float(Cause.NONE), 0.0
    if proposal < 1.0:
        cause, gap = float(Cause.SPONSORSHIP), shortfall(proposal, 1.0)
        if effort < q.proposer_bar:
            cause = float(Cause.LEADER_LOST if champions.present < 0.5 else Cause.PERMISSION)
        new = _start(now, proposal, 0.0, 0.0, cause, gap, seniors.sponsorship, permission, 0.0)
        return new, NOTHING
    if now.proposal < 1.0:
        new = _start(now, proposal, 0.0, 0.0, 0.0, 0.0, seniors.sponsorship, permission, 0.0)
        return new, Happened(
            float(Happening.PROPOSED), proposer - 1.0, 0.0, effort, q.proposer_bar, proposer
        )
    cost = p.innovation.cost
    delegated = cost <= q.delegated_limit and permission >= q.delegated_discretion
    own = cost * (1.0 - p.innovation.grant)
    pays_out = world.finance.slack + world.finance.reserves
    consent = 1.0
    if cost > q.consent_above and members.posts > 0.0:
        consent = members.support / members.posts
    no_sponsor = 0.0 if delegated else shortfall(seniors.sponsorship, q.sponsor_bar)
    no_money = shortfall(pays_out, own)
    closed = 0.0
    if p.innovation.grant > 0.0 and cost > 0.0 and world.scheduled.round_opens < 0.5:
        chance = uniform(luck, Purpose.FUNDING_ROUND)
        closed = 0.0 if chance < p.innovation.rounds_open else 1.0
    no_votes = 0.0
    if cost > q.consent_above and members.posts > 0.0:
        no_votes = shortfall(consent, q.consent_bar)
    if no_sponsor <= 0.0 and no_money <= 0.0 and no_votes <= 0.0 and closed < 0.5:
        delay = p.mechanisms.co_production.delay
        asked = p.co_production.at_inception * p.co_production.months_before_launch
        months = p.innovation.preparation_months + through(delay, delay.organisation, asked)
        due = float(luck.month) + 1.0 + float(int(months))
        by_manager = 1.0 if delegated and seniors.sponsorship < q.sponsor_bar else 0.0
        new = _start(
            now,
            proposal,
            float(luck.month),
            due,
            0.0,
            0.0,
            seniors.sponsorship,
            permission,
            by_manager,
        )
        return new, Happened(
            float(Happening.INITIATED),
            (managers.best_proposer if by_manager > 0.5 else seniors.sponsor) - 1.0,
            float(Happening.PROPOSED),
            seniors.sponsorship,
            q.sponsor_bar,
            proposer,
        )
    cause, gap = float(Cause.SPONSORSHIP), no_sponsor
    if no_sponsor > 0.0:
        attentive = shortfall(
            seniors.sponsorship + 0.25 * (1.0 - q.sponsor_by_openness), q.sponsor_bar
        )
        if attentive <= 0.0 and world.rivals.priorities > p.setting.priority_size:
            cause = float(Cause.COMPETING_PRIORITY)
        if cost <= q.delegated_limit and shortfall(permission, q.delegated_discretion) < gap:
            cause = float(Cause.PERMISSION)
    if no_money > gap:
        cause, gap = float(Cause.MONEY), no_money
    if no_votes > gap:
        cause, gap = float(Cause.VOTES), no_votes
    if closed > 0.5 and gap <= 0.0:
        cause, gap = float(Cause.MONEY), 1.0
    new = _start(now, proposal, 0.0, 0.0, cause, gap, seniors.sponsorship, permission, 0.0)
    if cause != now.cause:
        return new, Happened(
            float(Happening.START_REFUSED),
            seniors.sponsor - 1.0,
            float(Happening.PROPOSED),
            seniors.sponsorship,
            q.sponsor_bar,
            cause,
        )
    return new, NOTHING


@step
def _start(
    now: Start,
    proposal: float,
    initiated: float,
    due: float,
    cause: float,
    gap: float,
    sponsorship: float,
    permission: float,
    delegated: float,
) -> Start:
    return Start(
        proposal=proposal,
        initiated=initiated,
        due=due,
        launched=now.launched,
        cause=cause,
        gap=gap,
        sponsorship=sponsorship,
        permission=permission,
        delegated=delegated,
        running=0.0,
    )


@step
def launch(world: "World", p: "Parameters", luck: Luck) -> tuple[Start, Happened]:
    """Once prepared, the practice is offered to the pilot teams, until it is stopped."""
    now = world.start
    if now.initiated <= 0.0 or luck.month < now.due:
        return now, NOTHING
    running = 1.0 if world.mainstream.stopped <= 0.0 else 0.0
    if now.launched > 0.0 and now.running == running:
        return now, NOTHING
    new = Start(
        proposal=now.proposal,
        initiated=now.initiated,
        due=now.due,
        launched=now.launched if now.launched > 0.0 else float(luck.month),
        cause=now.cause,
        gap=now.gap,
        sponsorship=now.sponsorship,
        permission=now.permission,
        delegated=now.delegated,
        running=running,
    )
    if now.launched > 0.0:
        return new, NOTHING
    months = float(luck.month) - now.initiated
    return new, Happened(
        float(Happening.LAUNCHED),
        -1.0,
        float(Happening.INITIATED),
        months,
        p.innovation.preparation_months,
        p.innovation.pilot_teams,
    )


@rule
def refusal_cause(
    case: float, results: float, voice: float, cost: float, permission: float, sponsor: float
) -> float:
    """What was shortest at a refusal: each input's distance from its usual contribution. [cause]

    Arguments are those distances, positive where short; ties fall to the earlier cause.

    Source: docs/odd.md, causes.

    >>> refusal_cause(0.3, 0.1, 0.0, 0.2, 0.0, 0.0) == Cause.EVIDENCE
    True
    >>> refusal_cause(0.0, 0.0, 0.0, 0.2, 0.0, 0.0) == Cause.MONEY
    True
    """
    best, cause = 0.0, float(Cause.VOTES)
    if permission > best:
        best, cause = permission, float(Cause.PERMISSION)
    if sponsor > best:
        best, cause = sponsor, float(Cause.SPONSORSHIP)
    if cost > best:
        best, cause = cost, float(Cause.MONEY)
    evidence = case if case > results else results
    if evidence > best:
        best, cause = evidence, float(Cause.EVIDENCE)
    if voice > best:
        cause = float(Cause.VOTES)
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
            0.0,
            heavy,
            0.0,
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


@step
def reach_out(world: "World", p: "Parameters", luck: Luck) -> tuple[Spread, Happened]:
    """Further teams are offered a practice that is in use; other sites hear of it."""
    now, q = world.spread, p.decisions
    front, lives = world.people.frontline, world.people.care_leaver
    launched = world.start.launched > 0.0
    running = launched and world.mainstream.stopped <= 0.0
    teams = now.teams
    if running and teams < p.innovation.pilot_teams:
        teams = p.innovation.pilot_teams
    managers = world.people.middle_manager
    permission = managers.discretion / managers.posts if managers.posts > 0.0 else 0.0
    pilot = p.innovation.pilot_teams
    extra = p.innovation.cost * p.innovation.mainstream_cost / pilot if pilot > 0.0 else 0.0
    can = (
        running
        and world.mainstream.granted > 0.5
        and float(luck.month) - world.start.launched >= p.innovation.pilot_months
        and world.journey.reach >= q.spread_reach
        and permission >= q.spread_discretion
        and (
            world.finance.available - world.finance.mainstream >= extra
            or world.mainstream.by_contract > 0.5
        )
    )
    happened = NOTHING
    if can and luck.month % 3 == 0 and teams < p.people.teams:
        teams = teams + 1.0
        happened = Happened(
            float(Happening.SPREAD),
            -1.0,
            float(Happening.MAINSTREAMED),
            world.journey.reach,
            q.spread_reach,
            teams,
        )
    month = now.month
    if month <= 0.0 and teams - p.innovation.pilot_teams >= 2.0 and front.spread_using >= 2.0:
        month = float(luck.month)
    told = 0.0
    if running and world.measurement.reported_success > 0.5:
        told = world.measurement.reported if world.measurement.reported > 0.0 else 0.0
    hub = world.scheduled.hub
    places = lives.places if lives.places > 0.0 else 1.0
    news = told - (lives.complaints + 2.0 * lives.organised) / places
    sites = world.people.site
    scaled = now.scaled
    if scaled <= 0.0 and sites.lasting > 0.5:
        scaled = float(luck.month)
    new = Spread(
        teams=teams,
        month=month,
        exposure=share(p.scaling.exposure * (p.scaling.told * told + hub)) if launched else 0.0,
        codified=share(p.innovation.codification + hub) * world.innovation.core,
        publicity=clamp(
            now.publicity * (1.0 - q.publicity_fade) + q.publicity_fade * news * 3.0, -1.0, 1.0
        ),
        sites=sites.adopted,
        scaled=scaled,
    )
    return new, happened
