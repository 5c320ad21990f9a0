"""Dynamics of leadership: who drives it, what they pass on, and what leaves with them."""

from typing import Annotated, NamedTuple

from exit_sim.elementary import clamp, exp, log, share
from exit_sim.rule import Mechanism, rule
from exit_sim.vocabulary import (
    Choice,
    Count,
    Hours,
    Months,
    PerMonth,
    Role,
    Share,
    SignedShare,
    Weight,
)


class Settings(NamedTuple):
    """What a scenario may set."""

    senior_hours: Annotated[Hours, "hours a fully committed senior leader can give"]
    manager_hours: Annotated[Hours, "hours a fully committed, permitted manager can give"]
    champion_hours: Annotated[Hours, "hours of the champion and deputies together"]
    frontline_hours: Annotated[Hours, "hours a committed professional gives to leading peers"]
    invited_hours: Annotated[Hours, "hours an invited member, care leaver or carer gives"]
    paid_for: Annotated[
        Share, "share of champion's and managers' hours that the practice's money buys"
    ]
    deputies: Annotated[Count, "deputies who share the champion's hours"]
    invited_members: Annotated[Count, "members invited to lead"]
    invited_care_leavers: Annotated[Count, "care leavers invited to lead"]
    senior_weight: Annotated[Share, "leadership weight W of the senior leaders"]
    manager_weight: Annotated[Share, "leadership weight W of the managers"]
    champion_weight: Annotated[Share, "leadership weight W of the champion and each deputy"]
    frontline_weight: Annotated[Share, "leadership weight W of the frontline"]
    invited_weight: Annotated[Share, "leadership weight W of each invited leader"]
    coordination_cost: Annotated[Share, "time leaders lose for each further effective leader"]
    routinisation: Annotated[PerMonth, "how fast full use becomes routine"]
    routine_decay: Annotated[PerMonth, "how fast routine is lost"]
    routine_leavers: Annotated[Weight, "how much of routine leaves with those who leave"]
    organisation_itself: Annotated[Hours, "weight of use itself against leaders in dependence"]
    permission_base: Annotated[SignedShare, "a manager's discretion before all else"]
    permission_performance: Annotated[Weight, "what performance adds to discretion"]
    permission_culture: Annotated[Weight, "what supportive culture adds to discretion"]
    permission_regulation: Annotated[Weight, "what regulation takes from discretion"]
    permission_pressure: Annotated[Weight, "what pressure takes from discretion"]
    permission_compliance: Annotated[Weight, "what compliance load takes from discretion"]
    permission_direction: Annotated[Weight, "what heavy senior direction takes from discretion"]
    attention_pressure: Annotated[
        Weight, "what full pressure adds to the claim on attention, times"
    ]
    ordinary_claims: Annotated[Weight, "claims on attention in an ordinary month"]
    builds_others: Annotated[Share, "share of the champion's time that builds others up"]
    passing_on: Annotated[PerMonth, "know-how passed on by a month of full building up"]
    burn_rate: Annotated[PerMonth, "energy a champion burns by driving alone"]
    recovery_rate: Annotated[PerMonth, "energy a fully backed champion recovers"]
    burnt_out_below: Annotated[Share, "energy below which a champion is burnt out"]
    burnt_out_leaves: Annotated[PerMonth, "leaving hazard of a burnt-out champion"]
    champion_leaves: Annotated[PerMonth, "leaving hazard of an assigned champion"]
    emerged_leaves: Annotated[
        Share, "an emerged champion's hazard, as a share of an assigned one's"
    ]
    emerged_share: Annotated[Share, "share of champions who emerge rather than are assigned"]
    manager_background: Annotated[Share, "share of champions who are managers by background"]
    succession_permission: Annotated[Share, "discretion a successor needs"]
    succession_know_how: Annotated[Share, "know-how a successor needs"]
    succession_months: Annotated[Months, "most months until a successor takes over"]
    successor_hours: Annotated[Share, "a successor's hours, as a share of the champion's"]
    exit_loss: Annotated[Share, "commitment lost by those tied to a leader who leaves"]
    champion_commitment: Annotated[Share, "commitment a champion tends to"]
    champion_know_how: Annotated[Share, "know-how an assigned or emerged champion brings"]
    champion_learning: Annotated[PerMonth, "how fast a champion learns while the practice is used"]
    commitment_rate: Annotated[PerMonth, "how fast a leader's commitment moves"]
    commitment_champion: Annotated[
        Weight, "weight of a champion's leading in a manager's commitment"
    ]
    commitment_voice: Annotated[
        Weight, "weight of users' voice in a leader's commitment or backing"
    ]
    commitment_results: Annotated[Weight, "weight of results seen in a leader's commitment"]


class Mechanisms(NamedTuple):
    """The mechanisms of this ingredient."""

    attention: Mechanism
    permission: Mechanism
    mentoring: Mechanism
    coordination: Mechanism
    exit_shock: Mechanism
    correlated_exits: Mechanism
    succession: Mechanism
    burnout: Mechanism


class Leadership(NamedTuple):
    """What changes from month to month."""

    pool: Annotated[Share, "leadership of all units together"]
    hours: Annotated[Hours, "hours given by all leaders, each unit once"]
    concentration: Annotated[Share, "concentration over units (sum of squared shares)"]
    concentration_by_role: Annotated[Share, "concentration over roles (sum of squared shares)"]
    locus: Annotated[float, Choice(Role), "role with the largest share of leadership; -1 nobody"]
    senior_share: Annotated[Share, "senior leaders' share of leadership"]
    manager_share: Annotated[Share, "managers' share of leadership"]
    champion_share: Annotated[Share, "champion's and deputies' share of leadership"]
    frontline_share: Annotated[Share, "the frontline's share of leadership"]
    member_share: Annotated[Share, "invited members' share of leadership"]
    care_leaver_share: Annotated[Share, "invited care leavers' share of leadership"]
    carer_share: Annotated[Share, "invited carers' share of leadership"]
    coordination: Annotated[Share, "share of leaders' time that coordination takes"]
    dependence: Annotated[Share, "how far use rests on one unit of leadership"]
    routine: Annotated[Share, "how far the practice has become routine"]
    pinned_senior: Annotated[Weight, "factor on senior leaders' effort while pinned, else 1"]
    pinned_manager: Annotated[Weight, "factor on managers' effort while pinned, else 1"]
    pinned_champion: Annotated[Weight, "factor on the champion's effort while pinned, else 1"]


@rule
def effort_signal(hours: float, weight: float) -> float:
    """What hours of leadership weigh: hours x -log(1 - W), so that efforts add. [weight]

    W is capped at 0.99.

    Source: pool 1 - product of (1 - W)^hours, written as a sum.

    >>> effort_signal(0.0, 0.8)
    0.0
    """
    if hours <= 0.0:
        return 0.0
    return 0.0 - hours * log(1.0 - clamp(weight, 0.0, 0.99))


@rule
def pooled(signals: float) -> float:
    """Leadership that several efforts come to: 1 - exp(-sum of their signals). [share]

    Source: pool 1 - product of (1 - W)^hours.

    >>> pooled(0.0)
    0.0
    """
    return share(1.0 - exp(-signals))


@rule
def next_routine(
    routine: float, use: float, dependence: float, leavers: float, p: Settings
) -> float:
    """Use becomes routine unless it rests on one person; leavers take routine with them. [share]

    Source: routinisation, Yin 1981; champion paradox; rates assumed.

    >>> from exit_sim.scenario import baseline
    >>> next_routine(0.0, 0.0, 0.0, 0.0, baseline().leadership)
    0.0
    """
    grown = p.routinisation * use * (1.0 - dependence) * (1.0 - routine)
    lost = clamp(p.routine_decay + p.routine_leavers * leavers, 0.0, 1.0) * routine
    return share(routine + grown - lost)


@rule
def attention_share(claim: float, ordinary: float, priorities: float) -> float:
    """A fixed budget of attention, split between the innovation and all other claims. [share]

    ``priorities`` is what has arrived and not yet passed: inspections, cuts, rival projects.

    Source: attention-based view of the firm, Ocasio 1997.

    >>> attention_share(1.0, 0.0, 0.0)
    1.0
    >>> attention_share(1.0, 1.0, 2.0)
    0.25
    """
    total = claim + ordinary + priorities
    if total <= 0.0:
        return 0.0
    return share(claim / total)


@rule
def discretion(
    performance: float,
    culture: float,
    regulation: float,
    pressure: float,
    compliance: float,
    direction: float,
    p: Settings,
) -> float:
    """A manager's discretion: earned by performance and culture, used up by all that binds. [share]

    Source: the study on hybrid middle managers; Currie and Spyridonidis 2016; weights assumed.

    >>> from exit_sim.scenario import baseline
    >>> p = baseline().leadership
    >>> discretion(0.9, 0.6, 0.2, 0.1, 0.2, 0.0, p) > discretion(0.3, 0.6, 0.2, 0.6, 0.4, 0.0, p)
    True
    """
    return share(
        p.permission_base
        + p.permission_performance * performance
        + p.permission_culture * culture
        - p.permission_regulation * regulation
        - p.permission_pressure * pressure
        - p.permission_compliance * compliance
        - p.permission_direction * direction
    )


@rule
def next_commitment(commitment: float, openness: float, results: float, p: Settings) -> float:
    """A leader's commitment follows their openness, and results where they see any. [share]

    ``results`` is evidence in the currency they read, 0 where there is none.

    Source: behavioural commitment to a course of action; weights assumed.

    >>> from exit_sim.scenario import baseline
    >>> next_commitment(0.5, 0.5, 0.0, baseline().leadership)
    0.5
    """
    target = share(openness + p.commitment_results * results)
    return share(commitment + p.commitment_rate * (target - commitment))


@rule
def energy_burnt(energy: float, drive: float, backing: float, p: Settings) -> float:
    """A champion burns energy by driving, less where they are backed. [share]

    Source: effort-reward imbalance, Siegrist 1996; rate assumed.

    >>> from exit_sim.scenario import baseline
    >>> energy_burnt(1.0, 1.0, 1.0, baseline().leadership)
    0.0
    """
    return share(p.burn_rate * drive * (1.0 - backing) * energy)


@rule
def next_energy(energy: float, burnt: float, backing: float, p: Settings) -> float:
    """A champion's energy falls by what is burnt and recovers with backing. [share]

    Source: effort-reward imbalance, Siegrist 1996; rates assumed.

    >>> from exit_sim.scenario import baseline
    >>> next_energy(1.0, 0.0, 0.0, baseline().leadership)
    1.0
    """
    return share(energy + p.recovery_rate * backing * (1.0 - energy) - burnt)


@rule
def passed_on(know_how: float, source: float, building: float, rate: float) -> float:
    """Know-how that moves to those who are built up, towards what the builder knows. [share]

    Source: passing on, the study's shared leadership; rate assumed.

    >>> passed_on(0.25, 0.25, 1.0, 0.5), passed_on(0.25, 0.75, 1.0, 0.5)
    (0.0, 0.25)
    """
    gap = source - know_how
    if gap <= 0.0:
        return 0.0
    return share(rate * building) * gap


@rule
def loss_on_exit(commitment: float, tie: float, loss: float, routine: float) -> float:
    """Commitment falls when a leader one is tied to leaves, less where the practice is routine.

    ``tie`` is the strength of the tie as a share of all one's ties to leaders. [share]

    Source: fragility of champion-led innovation in the study; size assumed.

    >>> loss_on_exit(0.8, 1.0, 0.5, 1.0)
    0.8
    """
    return share(commitment * (1.0 - share(tie * loss * (1.0 - routine))))


@rule
def hours_paid(hours: float, paid_for: float, running: float, funded: float) -> float:
    """Hours left to lead: once a practice runs, those its money bought go when the money goes.

    [share of a working month]

    Source: posts paid by a pilot end with it; share assumed.

    >>> hours_paid(0.4, 0.5, 1.0, 0.0), hours_paid(0.4, 0.5, 0.0, 0.0)
    (0.2, 0.4)
    """
    return hours * (1.0 - paid_for * running * (1.0 - funded))
