"""The setting: money, staffing, inspection and elections press on everyone and wait for nobody."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, normal, uniform
from exit_sim.elementary import clamp, share
from exit_sim.ingredients import receptivity
from exit_sim.rule import Mechanism, rule, step, through
from exit_sim.vocabulary import (
    NOTHING,
    Choice,
    Count,
    Elections,
    Flag,
    Happened,
    Happening,
    Hours,
    Money,
    MoneyInAll,
    Months,
    PerMonth,
    PerYear,
    Profile,
    Purpose,
    Rating,
    Sector,
    Share,
    Weight,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Settings(NamedTuple):
    """What a scenario may set."""

    sector: Annotated[float, Choice(Sector), "names a bundle of settings; no effect of its own"]
    performance: Annotated[Share, "performance the service tends to; may be given as a rating"]
    performance_rate: Annotated[PerMonth, "how fast performance moves"]
    overload_reference: Annotated[Share, "overload already in the performance level"]
    skimping_reference: Annotated[Share, "unmet mandatory need already in the level"]
    practice_effect: Annotated[Weight, "what a full mean benefit adds to performance"]
    pressure: Annotated[Share, "performance pressure before inspections add to it"]
    monitoring_added: Annotated[Share, "pressure a poor judgement adds while monitoring lasts"]
    intervention: Annotated[Share, "what full monitoring adds to the level of performance"]
    monitoring_fade: Annotated[PerMonth, "how fast that pressure fades once monitoring ends"]
    blame_added: Annotated[Share, "blame a poor judgement brings where culture gives no cover"]
    blame_fade: Annotated[PerMonth, "how fast blame fades"]
    severity_requires_improvement: Annotated[Share, "severity against that of inadequate"]
    exits_added: Annotated[Weight, "rise in everyone's leaving hazard after a poor judgement"]
    exits_months: Annotated[Months, "months for which leaving stays raised"]
    interim_months: Annotated[Months, "mean months an interim senior leader stays"]
    inspection_months: Annotated[Months, "months between inspections"]
    inspection_soonest: Annotated[Months, "least months to re-inspection after a poor one"]
    inspection_latest: Annotated[Months, "most months to re-inspection after a poor one"]
    judgement_error: Annotated[Share, "spread (sd) of error in a judgement"]
    judged_lives: Annotated[Share, "weight of care leavers' lives in what is judged"]
    regulation: Annotated[Share, "how far regulation narrows what may be tried and decided"]
    compliance_per_measure: Annotated[Share, "compliance load of each measure to report"]
    mandatory_need: Annotated[Money, "cost of mandatory work at month 1, at reference caseload"]
    demand_growth: Annotated[PerYear, "yearly growth of mandatory need"]
    cut: Annotated[PerYear, "share of the budget cut each April"]
    reserves: Annotated[Money, "reserves at the start"]
    reserves_share: Annotated[Share, "share of what is left over that may be kept in reserve"]
    reserves_most: Annotated[Money, "the most that may be kept in reserve"]
    slack_scale: Annotated[Money, "slack at which the slack share reads 1 (minus it reads 0)"]
    caseload: Annotated[Count, "young people for each frontline professional"]
    caseload_reference: Annotated[Count, "caseload at which mandatory hours are stated"]
    mandatory_hours: Annotated[Hours, "hours of mandatory work at reference caseload, full staff"]
    supervision_hours: Annotated[Hours, "hours of supervision where nothing is short"]
    learning_hours: Annotated[Hours, "hours for learning where nothing is short"]
    vacancy_months: Annotated[Months, "mean months a post stays vacant"]
    senior_leaves: Annotated[PerMonth, "leaving hazard of a senior leader"]
    manager_leaves: Annotated[PerMonth, "leaving hazard of a middle manager"]
    frontline_leaves: Annotated[PerMonth, "leaving hazard of a frontline professional"]
    member_leaves: Annotated[PerMonth, "leaving hazard of a member between elections"]
    carer_leaves: Annotated[PerMonth, "hazard that an invited carer stops"]
    overload_leaving: Annotated[Weight, "what full overload adds to the leaving hazard, times"]
    poor_performance_leaving: Annotated[
        Weight, "what no performance adds to a senior leader's hazard, times"
    ]
    priorities_arrive: Annotated[PerMonth, "chance that a rival priority arrives"]
    priority_size: Annotated[Weight, "claim of an arriving priority on attention"]
    cut_claims: Annotated[Weight, "claim on attention of a cut, per share of the budget cut"]
    priorities_fade: Annotated[PerMonth, "how fast claims pass"]
    elections: Annotated[float, Choice(Elections), "how members are renewed"]
    election_offset: Annotated[Months, "months from the first May to the first election"]
    election_loss: Annotated[Share, "chance that a seat up for election changes hands"]
    lead_reshuffle: Annotated[PerYear, "chance each May that the lead member changes"]
    lives_reference: Annotated[Share, "mean life at which the judged lives read as performance"]


class Mechanisms(NamedTuple):
    """The mechanisms of the setting."""

    mandatory_first: Mechanism
    inspection: Mechanism
    elections: Mechanism


class Setting(NamedTuple):
    """What changes from month to month."""

    performance: Annotated[Share, "performance of the service"]
    monitoring: Annotated[Share, "pressure that inspections have added"]
    monitored: Annotated[Flag, "under monitoring until re-inspection"]
    pressure: Annotated[Share, "performance pressure, all told"]
    judgement: Annotated[float, Choice(Rating), "last judgement"]
    shock: Annotated[Share, "severity of a judgement made this month"]
    poor_judgements: Annotated[Count, "poor judgements so far"]
    months_to_inspection: Annotated[Months, "months to the next inspection"]
    exits_left: Annotated[Months, "months for which leaving stays raised"]
    compliance: Annotated[Share, "a manager's compliance load"]
    continuity: Annotated[Share, "continuity of leaders"]


class Rivals(NamedTuple):
    """What changes from month to month about all else that claims attention."""

    priorities: Annotated[Weight, "rival claims on attention that have arrived and not passed"]


class Politics(NamedTuple):
    """What changes from month to month about elections."""

    election: Annotated[Share, "share of seats up for election this month"]


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


class Staffing(NamedTuple):
    """What changes from month to month in the hours of the frontline."""

    load: Annotated[Hours, "mandatory work for each professional present"]
    overload: Annotated[Share, "hours by which work, supervision and learning exceed the month"]
    hours_left: Annotated[Hours, "hours left after mandatory work"]
    supervision: Annotated[Hours, "hours of supervision"]
    learning: Annotated[Hours, "hours for learning"]
    present: Annotated[Share, "share of frontline posts filled"]
    leavers: Annotated[Share, "share of frontline professionals who left this month"]


@rule
def next_performance(
    performance: float,
    level: float,
    overload: float,
    skimping: float,
    practice: float,
    p: Settings,
) -> float:
    """Performance drifts to its level, less overload and skimping, plus what the practice adds.

    [share]

    Source: capability trap, Repenning and Sterman 2002; form assumed.

    >>> from exit_sim.scenario import baseline
    >>> p = baseline().setting
    >>> next_performance(0.6, 0.6, p.overload_reference, p.skimping_reference, 0.0, p)
    0.6
    """
    home = (
        level
        - (overload - p.overload_reference)
        - (skimping - p.skimping_reference)
        + p.practice_effect * practice
    )
    return share(performance + p.performance_rate * (home - performance))


@rule
def judge(score: float) -> float:
    """Cut a score into the four judgements. [rating]

    Cuts at 0.4, 0.6 and 0.8, so that the bands' middles stand for their ratings; assumed.

    Source: inspection of local authority children's services, four-point scale.

    >>> [judge(x) for x in (0.3, 0.5, 0.7, 0.88)]
    [1.0, 2.0, 3.0, 4.0]
    """
    if score < 0.4:
        return 1.0
    if score < 0.6:
        return 2.0
    if score < 0.8:
        return 3.0
    return 4.0


@rule
def severity(judgement: float, requires_improvement: float) -> float:
    """How hard a judgement hits: inadequate in full, requires improvement in part. [share]

    Source: assumed.

    >>> severity(1.0, 0.3), severity(2.0, 0.3), severity(3.0, 0.3)
    (1.0, 0.3, 0.0)
    """
    if judgement == Rating.INADEQUATE:
        return 1.0
    if judgement == Rating.REQUIRES_IMPROVEMENT:
        return requires_improvement
    return 0.0


@rule
def mandatory_load(present: float, p: Settings) -> float:
    """Mandatory work for each professional present: vacancies raise colleagues' load at once.

    [share of a working month]

    Source: arithmetic; caseload of 16, Department for Education 2023.

    >>> from exit_sim.scenario import baseline
    >>> p = baseline().setting
    >>> mandatory_load(0.5, p) == 2 * mandatory_load(1.0, p)
    True
    """
    caseload = p.caseload / p.caseload_reference if p.caseload_reference > 0.0 else 1.0
    staff = present if present > 0.05 else 0.05
    return clamp(p.mandatory_hours * caseload / staff, 0.0, 10.0)


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
def leaving(hazard: float, overload: float, exits: float, p: Settings) -> float:
    """A person's chance of leaving this month, raised by overload and after a poor judgement.

    [per month]

    Source: leavers rate of child and family social workers, Department for Education 2023.

    >>> from exit_sim.scenario import baseline
    >>> leaving(0.01, 0.0, 0.0, baseline().setting)
    0.01
    """
    return share(hazard * (1.0 + p.overload_leaving * overload + p.exits_added * exits))


@step
def raised_exits(world: "World", p: "Parameters", level: float) -> float:
    """How far everybody's leaving hazard is raised at once after a poor judgement. [share]"""
    heat = 1.0 if world.setting.exits_left > 0.0 else 0.0
    return through(p.mechanisms.leadership.correlated_exits, level, heat)


@rule
def month_of_year(month: float) -> float:
    """The month of the financial year: April is 1, May 2, February 11. [number]

    Source: English local government's financial year.

    >>> month_of_year(1.0), month_of_year(11.0), month_of_year(13.0), month_of_year(-23.0)
    (1.0, 11.0, 1.0, 1.0)
    """
    return float((int(month) - 1 + 1200) % 12 + 1)


@rule
def seats_up(form: float, month: float, offset: float) -> float:
    """Share of seats up for election this month: May, all-out or by thirds, or never. [share]

    Source: English electoral cycles.

    >>> seats_up(1.0, 2.0, 0.0), seats_up(1.0, 14.0, 0.0), seats_up(1.0, 50.0, 0.0)
    (1.0, 0.0, 1.0)
    >>> [seats_up(2.0, m, 0.0) > 0 for m in (2.0, 14.0, 26.0, 38.0)]
    [True, True, True, False]
    """
    if form == Elections.NONE or month_of_year(month) != 2.0:
        return 0.0
    year = (int(month) - 2 - int(offset) + 4800) // 12 % 4
    if (int(month) - 2 - int(offset)) % 12 != 0:
        return 0.0
    if form == Elections.ALL_OUT:
        return 1.0 if year == 0 else 0.0
    return 0.0 if year == 3 else 1.0 / 3.0


@step
def pressure_moves(world: "World", p: "Parameters", luck: Luck) -> tuple[Setting, Happened]:
    """Inspectors judge with error, a poor judgement presses on, and performance drifts."""
    now, m = world.setting, p.mechanisms.setting.inspection
    due = now.months_to_inspection - 1.0
    forced = world.scheduled.inspection
    monitoring, monitored = now.monitoring, now.monitored
    judgement, shock, poor = now.judgement, 0.0, now.poor_judgements
    exits = clamp(now.exits_left - 1.0, 0.0, 1200.0)
    happened = NOTHING
    if (due < 0.5 or forced > 0.0) and m.strength > 0.0:
        lives = share(now.performance + world.lives.mean_practical - p.setting.lives_reference)
        judged = now.performance + p.setting.judged_lives * (lives - now.performance)
        score = judged + p.setting.judgement_error * normal(luck, Purpose.INSPECTION_ERROR)
        judgement = forced if forced >= 1.0 else judge(score)
        gap = p.setting.inspection_months
        shock = severity(judgement, p.setting.severity_requires_improvement)
        if judgement == Rating.INADEQUATE:
            spread = p.setting.inspection_latest - p.setting.inspection_soonest
            gap = p.setting.inspection_soonest + spread * uniform(luck, Purpose.INSPECTION_GAP)
            exits = p.setting.exits_months
            monitored = 1.0
            poor = poor + 1.0
        else:
            monitored = 0.0
        if world.scheduled.inspection_gap > 0.0:
            gap = world.scheduled.inspection_gap
        due = float(int(gap + 0.5))
        happened = Happened(
            float(Happening.INSPECTED), -1.0, 0.0, share(score), judgement, now.judgement
        )
        monitoring = monitoring + p.setting.monitoring_added * shock * (1.0 - monitoring)
    elif monitored < 0.5:
        monitoring = monitoring * (1.0 - p.setting.monitoring_fade)
    monitoring = share(monitoring)
    pressure = share(p.setting.pressure + through(m, m.organisation, monitoring))
    if world.scheduled.pressure >= 0.0:
        pressure = world.scheduled.pressure
    level = p.setting.performance
    if world.scheduled.performance >= 0.0:
        level = world.scheduled.performance
    level = share(level + p.setting.intervention * through(m, m.organisation, monitoring))
    performance = next_performance(
        now.performance,
        level,
        world.staffing.overload,
        world.finance.skimping,
        world.lives.mean_benefit_all,
        p.setting,
    )
    measures = p.measurement.measures_to_report * p.setting.compliance_per_measure
    seniors = world.people.senior_leader
    continuity = seniors.continuity / seniors.posts if seniors.posts > 0.0 else 0.0
    new = Setting(
        performance=performance,
        monitoring=monitoring,
        monitored=monitored,
        pressure=pressure,
        judgement=judgement,
        shock=share(through(m, m.senior_leader, shock)),
        poor_judgements=poor,
        months_to_inspection=due if due > 0.0 else p.setting.inspection_months,
        exits_left=exits,
        compliance=share(p.setting.regulation * 0.5 + pressure * 0.25 + measures),
        continuity=continuity,
    )
    return new, happened


@step
def rivals_arrive(world: "World", p: "Parameters", luck: Luck) -> tuple[Rivals, Happened]:
    """Rival priorities arrive by chance, with a judgement, with cuts, or by schedule, and pass."""
    claims = world.rivals.priorities * (1.0 - p.setting.priorities_fade)
    claims = claims + world.setting.shock
    if month_of_year(float(luck.month)) == 1.0 and luck.month > 1:
        claims = claims + p.setting.cut_claims * p.setting.cut
    arrived = world.scheduled.priority
    if uniform(luck, Purpose.PRIORITY) < p.setting.priorities_arrive:
        arrived = arrived + p.setting.priority_size
    happened = NOTHING
    if arrived > 0.0:
        happened = Happened(
            float(Happening.PRIORITY_ARRIVED), -1.0, 0.0, arrived, p.setting.priority_size, claims
        )
    return Rivals(priorities=clamp(claims + arrived, 0.0, 100.0)), happened


@step
def elections_come(world: "World", p: "Parameters", luck: Luck) -> tuple[Politics, Happened]:
    """In May, seats come up for election: all of them every fourth year, a third, or none."""
    elections = p.mechanisms.setting.elections
    due = seats_up(p.setting.elections, float(luck.month), p.setting.election_offset)
    if world.scheduled.election > 0.0:
        due = 1.0
    seats = share(through(elections, elections.organisation, due))
    happened = NOTHING
    if due > 0.0 and elections.strength > 0.0:
        happened = Happened(
            float(Happening.ELECTION), -1.0, 0.0, seats, p.setting.election_loss, 0.0
        )
    return Politics(election=seats), happened


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
def money_moves(world: "World", p: "Parameters", luck: Luck) -> tuple[Finance, Happened]:
    """Mandatory work is paid first; then grant, contract and what is left pay for the practice."""
    now, start, keep = world.finance, world.start, world.mainstream
    month = float(luck.month)
    budget = now.budget
    happened = NOTHING
    if month_of_year(month) == 1.0 and month > 1.0:
        budget = budget * (1.0 - p.setting.cut)
        happened = Happened(float(Happening.BUDGET_SET), -1.0, 0.0, budget, now.need, p.setting.cut)
    if world.scheduled.cut > 0.0:
        budget = budget * (1.0 - share(world.scheduled.cut))
        happened = Happened(
            float(Happening.BUDGET_SET), -1.0, 0.0, budget, now.need, world.scheduled.cut
        )
    budget = clamp(budget, 0.0, 100.0)
    grown = now.need * (1.0 + p.setting.demand_growth / 12.0) if month > 1.0 else now.need
    need = clamp(grown, 0.0, 100.0)
    money = clamp(budget + world.scheduled.money, 0.0, 100.0)
    mandatory = need if need < money else money
    skimping = share((need - money) / need) if need > money else 0.0
    slack = money - need
    cost, grant, contract, milestone = 0.0, 0.0, 0.0, now.milestone
    running = start.launched > 0.0 and keep.stopped <= 0.0
    if running:
        in_month = month - start.launched + 1.0
        if in_month <= p.innovation.pilot_months:
            cost = p.innovation.cost
            offered = p.innovation.cost * p.innovation.grant
            profile = p.innovation.profile
            if profile == Profile.MILESTONE and (int(in_month) - 1) % 3 == 0 and in_month > 1.0:
                milestone = 1.0 if world.measurement.reported >= p.innovation.milestone_bar else 0.0
                kind = Happening.MILESTONE_PAID if milestone > 0.5 else Happening.MILESTONE_MISSED
                happened = Happened(
                    float(kind),
                    -1.0,
                    float(Happening.LAUNCHED),
                    world.measurement.reported,
                    p.innovation.milestone_bar,
                    offered * 3.0,
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
    shared = in_proportion(wanted, money, need)
    comes_first = left_over(slack, now.reserves) - shared
    available = clamp(
        shared + through(first, first.organisation, comes_first), 0.0, money + now.reserves
    )
    pays = keep.granted > 0.5 or (
        running and month - start.launched + 1.0 <= p.innovation.pilot_months
    )
    mainstream = 0.0
    if pays:
        mainstream = wanted if wanted < available else available
    met = mainstream + grant + contract
    kept = clamp(slack, 0.0, 100.0) - mainstream
    saved = kept if kept < 0.0 else kept * p.setting.reserves_share
    funded = share(met / cost) if cost > 0.0 else 0.0
    new = Finance(
        budget=budget,
        need=need,
        mandatory=mandatory,
        skimping=skimping,
        slack=slack,
        slack_share=slack_share(slack, p.setting.slack_scale),
        distress=budget_distress(slack, p.setting.slack_scale),
        reserves=clamp(now.reserves + saved, 0.0, p.setting.reserves_most),
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


@step
def hours_move(world: "World", p: "Parameters", luck: Luck) -> tuple[Staffing, Happened]:
    """Vacancies raise load at once; hours go to mandatory work, then supervision, then learning."""
    front = world.people.frontline
    present = front.present / front.posts if front.posts > 0.0 else 1.0
    load = mandatory_load(present, p.setting)
    overload = share(load + p.setting.supervision_hours + p.setting.learning_hours - 1.0)
    left = clamp(1.0 - load, 0.0, 1.0)
    supervision = left if left < p.setting.supervision_hours else p.setting.supervision_hours
    learning = clamp(left - supervision, 0.0, p.setting.learning_hours)
    new = Staffing(
        load=load,
        overload=overload,
        hours_left=left,
        supervision=supervision,
        learning=clamp(learning + world.scheduled.learning, 0.0, 1.0),
        present=present,
        leavers=front.left / front.posts if front.posts > 0.0 else 0.0,
    )
    return new, NOTHING


@step
def tone_is_set(
    world: "World", p: "Parameters", luck: Luck
) -> tuple[receptivity.Receptivity, Happened]:
    """Culture, blame and the story of improvement move with what happened last month."""
    now, q = world.receptivity, p.receptivity
    seniors = world.people.senior_leader
    cover = seniors.cover / seniors.posts if seniors.posts > 0.0 else 0.0
    memory = p.mechanisms.receptivity.blame_memory
    blamed = receptivity.remembered(memory, memory.organisation, now.blame)
    culture = receptivity.next_culture(now.culture, cover, blamed, q.culture, q)
    if world.scheduled.culture >= 0.0:
        culture = world.scheduled.culture
    shock = share(p.setting.blame_added * world.setting.shock + world.adaptation.blame)
    blame = receptivity.blame_after(now.blame, shock, culture, p.setting.blame_fade)
    blamed = receptivity.remembered(memory, memory.organisation, blame)
    performance = world.setting.performance
    usual = now.usual_performance + (performance - now.usual_performance) / 24.0
    narrative = receptivity.next_narrative(
        now.narrative, performance, usual, world.measurement.reported, q
    )
    leaning = receptivity.tilt(
        culture,
        world.finance.slack_share,
        world.setting.continuity,
        narrative,
        blamed,
        world.finance.distress,
        q,
    )
    new = receptivity.Receptivity(
        culture=culture,
        blame=blame,
        narrative=narrative,
        usual_performance=usual,
        tilt=leaning,
        shared_daring=now.shared_daring,
        openness=now.openness,
        frozen=now.frozen,
    )
    return new, NOTHING
