"""Money: mandatory work is paid first, and what is left may keep an innovation alive."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck
from exit_sim.elementary import clamp, share
from exit_sim.rule import rule, step, through
from exit_sim.vocabulary import (
    NOTHING,
    Flag,
    Happened,
    Happening,
    Money,
    MoneyInAll,
    Profile,
    Share,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World
from exit_sim.setting import month_of_year


class Finance(NamedTuple):
    """What changes from month to month in the service's money."""

    budget: Annotated[Money, "budget this month"]
    need: Annotated[Money, "mandatory need this month"]
    mandatory: Annotated[Money, "spent on mandatory work"]
    skimping: Annotated[Share, "share of mandatory need that money did not meet"]
    slack: Annotated[Money, "budget minus mandatory need; may be negative"]
    slack_share: Annotated[Share, "slack as a share of its scale"]
    distress: Annotated[Share, "budget distress"]
    reserves: Annotated[Money, "reserves"]
    grant: Annotated[Money, "pilot money paid this month"]
    mainstream: Annotated[Money, "own money spent on the practice"]
    cost: Annotated[Money, "what the practice costs this month"]
    funded: Annotated[Share, "share of the practice's cost that is met"]
    spent_in_all: Annotated[MoneyInAll, "money spent on the practice so far, whoever paid"]
    contract: Annotated[Money, "money a commissioner's contract pays for the practice"]
    milestone: Annotated[Flag, "the last milestone was met"]
    available: Annotated[Money, "own money there was for the practice"]


@rule
def budget_distress(slack: float, scale: float) -> float:
    """Budget distress: how far need outruns money, against the scale of slack. [share]

    Source: definition of this model.

    >>> budget_distress(0.1, 0.2), budget_distress(-0.1, 0.2)
    (0.0, 0.5)
    """
    if scale <= 0.0:
        return 1.0 if slack < 0.0 else 0.0
    return share(-slack / scale)


@rule
def slack_share(slack: float, scale: float) -> float:
    """Slack read as a share: 0.5 where money just meets need. [share]

    Source: definition of this model.

    >>> slack_share(0.0, 0.2), slack_share(0.2, 0.2)
    (0.5, 1.0)
    """
    if scale <= 0.0:
        return 0.5
    return share(0.5 + 0.5 * slack / scale)


@rule
def grant_paid(profile: float, month: float, months: float, full: float) -> float:
    """Pilot money in the given month of a pilot: level, or falling over the last third. [money]

    A taper pays level money over two thirds and then falls to nothing in a line, the same in all:
    the early level is 6/5 of the cliff's.

    Source: fixed-term grants; taper as a policy option.

    >>> grant_paid(0.0, 24.0, 24.0, 0.2), grant_paid(0.0, 25.0, 24.0, 0.2)
    (0.2, 0.0)
    >>> round(sum(grant_paid(1.0, m, 24.0, 0.2) for m in range(1, 25)), 12)
    4.8
    """
    if month < 1.0 or month > months:
        return 0.0
    if profile == Profile.TAPER:
        tail = float(int(months / 3.0))
        level = full * months / (months - 0.5 * tail)
        left = months - month + 1.0
        if left > tail:
            return level
        return level * (left - 0.5) / tail
    return full


@rule
def left_over(slack: float, reserves: float) -> float:
    """Money a service has for a practice once mandatory work is paid. [money]

    Source: statutory duties are paid first; the study on local authorities under constraint.

    >>> left_over(-0.1, 0.0), left_over(0.25, 0.25)
    (0.0, 0.5)
    """
    return clamp(slack, 0.0, 100.0) + reserves


@rule
def in_proportion(cost: float, money: float, need: float) -> float:
    """Money a practice would get if it shared the budget in proportion to its cost. [money]

    Source: what budgets would do if mandatory work did not come first.

    >>> in_proportion(0.25, 1.0, 0.75)
    0.25
    """
    total = need + cost
    if total <= 0.0:
        return 0.0
    return money * cost / total


@step
def _quarter_judged(reported: float, bar: float, offered: float) -> tuple[float, Happened]:
    met = 1.0 if reported >= bar else 0.0
    kind = Happening.MILESTONE_PAID if met > 0.5 else Happening.MILESTONE_MISSED
    launched = float(Happening.LAUNCHED)
    return met, Happened(float(kind), -1.0, launched, reported, bar, offered * 3.0)


@step
def cut_now(world: "World", p: "Parameters", luck: Luck) -> float:
    """The share of the budget that goes this month: in April the yearly cut, and what is scheduled.

    [share]
    """
    yearly = 0.0
    if month_of_year(float(luck.month)) == 1.0 and luck.month > 1:
        yearly = p.setting.cut
    return share(1.0 - (1.0 - yearly) * (1.0 - share(world.scheduled.cut)))


@step
def budget_set(world: "World", p: "Parameters", luck: Luck) -> tuple[Finance, Happened]:
    """A budget that is set in April, or cut in between, is written down."""
    now, cut = world.finance, cut_now(world, p, luck)
    april = month_of_year(float(luck.month)) == 1.0 and luck.month > 1
    if cut <= 0.0 and not april:
        return now, NOTHING
    return now, Happened(
        float(Happening.BUDGET_SET), -1.0, 0.0, now.budget * (1.0 - cut), now.need, cut
    )


@step
def money_moves(world: "World", p: "Parameters", luck: Luck) -> tuple[Finance, Happened]:
    """Mandatory work is paid first; then grant, contract and what is left pay for the practice."""
    now, start, keep = world.finance, world.start, world.mainstream
    month = float(luck.month)
    happened = NOTHING
    budget = now.budget * (1.0 - cut_now(world, p, luck))
    budget = clamp(budget, 0.0, 100.0)
    growth = p.setting.demand_growth / 12.0 if month > 1.0 else 0.0
    need = clamp(now.need * (1.0 + growth), 0.0, 100.0)
    money = clamp(budget + world.scheduled.money, 0.0, 100.0)
    slack = money - need
    cost, grant, contract, milestone = 0.0, 0.0, 0.0, now.milestone
    launched = start.launched
    if launched <= 0.0 and start.initiated > 0.0 and month >= start.due:
        launched = month
    running = launched > 0.0 and keep.stopped <= 0.0
    in_month = month - launched + 1.0
    if running:
        if in_month <= p.innovation.pilot_months:
            cost, profile = p.innovation.cost, p.innovation.profile
            offered = cost * p.innovation.grant
            if profile == Profile.MILESTONE and (int(in_month) - 1) % 3 == 0 and in_month > 1.0:
                milestone, happened = _quarter_judged(
                    world.measurement.reported, p.innovation.milestone_bar, offered
                )
            grant = grant_paid(profile, in_month, p.innovation.pilot_months, offered)
            if profile == Profile.MILESTONE and milestone < 0.5:
                grant = 0.0
        else:
            pilot = p.innovation.pilot_teams
            teams = world.spread.teams / pilot if pilot > 0.0 else 0.0
            cost = p.innovation.cost * p.innovation.mainstream_cost * clamp(teams, 0.0, 100.0)
            if keep.granted > 0.5 and keep.by_contract > 0.5:
                contract = cost
    wanted = clamp(cost - grant - contract, 0.0, 100.0)
    first = p.mechanisms.setting.mandatory_first
    over = left_over(slack, now.reserves)
    gap = over - in_proportion(wanted, money, need)
    given_up = gap - through(first, first.organisation, gap)
    available = clamp(over - given_up, 0.0, money + now.reserves)
    mainstream = 0.0
    if keep.granted > 0.5 or (running and in_month <= p.innovation.pilot_months):
        mainstream = clamp(wanted, 0.0, available)
    mandatory = (need if need < money else money) - clamp(mainstream - over, 0.0, money)
    skimping = share((need - mandatory) / need) if need > 0.0 else 0.0
    met = clamp(mainstream + grant + contract, 0.0, cost)
    kept = money - mandatory - mainstream
    saved = kept if kept < 0.0 else kept * p.setting.reserves_share
    surplus = clamp(grant + contract - cost, 0.0, 100.0)
    funded = 1.0 if running else 0.0
    if cost > 0.0:
        funded = met / cost
    new = Finance(
        budget=budget,
        need=need,
        mandatory=mandatory,
        skimping=skimping,
        slack=slack,
        slack_share=slack_share(slack, p.setting.slack_scale),
        distress=budget_distress(slack, p.setting.slack_scale),
        reserves=clamp(now.reserves + saved + surplus, 0.0, p.setting.reserves_most),
        grant=grant,
        mainstream=mainstream,
        cost=cost,
        funded=funded,
        spent_in_all=now.spent_in_all + met,
        contract=contract,
        milestone=milestone,
        available=available,
    )
    return new, happened
