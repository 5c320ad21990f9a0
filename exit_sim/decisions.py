"""Decisions are taken by people with a bar each: to start, to keep, to stop, to spread."""

from typing import Annotated, NamedTuple

from exit_sim.elementary import share
from exit_sim.rule import Mechanism, rule
from exit_sim.vocabulary import (
    Choice,
    Decider,
    Hours,
    Money,
    Months,
    PerMonth,
    Share,
    Weight,
)


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
