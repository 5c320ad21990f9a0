"""Starting: somebody proposes, somebody with authority sponsors, and money is in sight."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, uniform
from exit_sim.elementary import share
from exit_sim.rule import step, through
from exit_sim.vocabulary import (
    NOTHING,
    Cause,
    Choice,
    Flag,
    Happened,
    Happening,
    Month,
    Purpose,
    Share,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World
from exit_sim.decisions import shortfall


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


@step
def propose_and_start(  # noqa: C901, PLR0912, PLR0915  one decision, its inputs and its causes
    world: "World", p: "Parameters", luck: Luck
) -> tuple[Start, Happened]:
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
def _start(  # noqa: PLR0913, PLR0917  one argument a field
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
