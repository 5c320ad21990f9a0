"""The setting: money, staffing, inspection and elections press on everyone and wait for nobody."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, normal, uniform
from exit_sim.elementary import clamp, share
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
    Months,
    PerMonth,
    PerYear,
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
    judged_requires_improvement: Annotated[Share, "score from which it is requires improvement"]
    judged_good: Annotated[Share, "score from which a judgement is good"]
    judged_outstanding: Annotated[Share, "score from which a judgement is outstanding"]
    judged_lives: Annotated[Share, "weight of care leavers' lives in what is judged"]
    regulation: Annotated[Share, "how far regulation narrows what may be tried and decided"]
    compliance_regulation: Annotated[Share, "compliance load of full regulation"]
    compliance_pressure: Annotated[Share, "compliance load of full pressure"]
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
    performance_reference: Annotated[
        Share, "performance at which a senior leader's hazard is usual"
    ]
    continuity_months: Annotated[Months, "months in post at which a leader counts as settled"]
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
def judge(score: float, p: Settings) -> float:
    """Cut a score into the four judgements. [rating]

    Source: inspection of local authority children's services, four-point scale; cuts assumed, so
    that the bands' middles stand for their ratings.

    >>> from exit_sim.scenario import baseline
    >>> [judge(x, baseline().setting) for x in (0.3, 0.5, 0.7, 0.88)]
    [1.0, 2.0, 3.0, 4.0]
    """
    if score < p.judged_requires_improvement:
        return 1.0
    if score < p.judged_good:
        return 2.0
    if score < p.judged_outstanding:
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
def month_of_year(month: float) -> float:
    """The month of the financial year: April is 1, May 2, February 11. [number]

    Source: English local government's financial year.

    >>> month_of_year(1.0), month_of_year(11.0), month_of_year(13.0), month_of_year(-23.0)
    (1.0, 11.0, 1.0, 1.0)
    """
    return float((int(month) - 1 + 1200) % 12 + 1)


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
        judgement = forced if forced >= 1.0 else judge(score, p.setting)
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
        compliance=share(
            p.setting.compliance_regulation * p.setting.regulation
            + p.setting.compliance_pressure * pressure
            + measures
        ),
        continuity=continuity,
    )
    return new, happened
