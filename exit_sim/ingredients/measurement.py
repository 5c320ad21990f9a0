"""Measurement: what is counted, how late, how well, and whose lives it sees."""

from typing import Annotated, NamedTuple

from exit_sim.elementary import clamp, exp, log, share
from exit_sim.rule import Mechanism, rule
from exit_sim.vocabulary import (
    Choice,
    Count,
    Flag,
    Months,
    PerYear,
    Share,
    SignedShare,
    SignedWeight,
    View,
    Weight,
)


class Settings(NamedTuple):
    """What a scenario may set."""

    practical_weight: Annotated[Share, "weight of practical change in the measure"]
    psychological_weight: Annotated[Share, "weight of psychological change in the measure"]
    viewpoint: Annotated[float, Choice(View), "whose lives the measure looks at"]
    noise: Annotated[Share, "spread (sd) of error in a month's measure"]
    delay_months: Annotated[Months, "months by which the measure trails lives"]
    success_margin: Annotated[Share, "rise above its start at which success is reported"]
    measures_to_report: Annotated[Count, "measures a manager must report"]
    accountability: Annotated[Weight, "pull of what is counted on how a worker splits hours"]
    savings_delay_months: Annotated[Months, "months until change in lives shows as savings"]
    savings_practical: Annotated[Weight, "savings from a full practical change, per cost"]
    savings_psychological: Annotated[Weight, "savings from a full psychological change, per cost"]
    case_horizon_months: Annotated[Months, "months a business case looks ahead"]
    discount: Annotated[PerYear, "yearly discount in a business case"]
    case_noise: Annotated[Weight, "spread (sd) of error in a business case"]
    case_sees_psychological: Annotated[Share, "share of psychological savings a case can count"]


class Mechanisms(NamedTuple):
    """The mechanisms of this ingredient."""

    accountability: Mechanism
    delay: Mechanism
    noise: Mechanism


class Measurement(NamedTuple):
    """What changes from month to month."""

    measured: Annotated[SignedShare, "the funder's own measure this month, with its error"]
    trailing: Annotated[Share, "the measured life as it shows by now, before error"]
    at_start: Annotated[SignedShare, "the measure at launch"]
    reported: Annotated[SignedShare, "reported change: the measure above its start"]
    reported_success: Annotated[Flag, "reported change is above the funder's stated margin"]
    savings: Annotated[SignedWeight, "savings a month as they show by now, per monthly cost"]
    business_case: Annotated[SignedWeight, "savings within the horizon per cost, estimated"]
    seen: Annotated[Share, "how much of a change in lives can be seen: measured or heard"]


@rule
def blend(practical: float, psychological: float, p: Settings) -> float:
    """The measured life: practical and psychological, as the regime weighs them. [share]

    A regime that weighs neither sees nothing and reads 0.

    Source: outcome regimes as described by the study; weights assumed.

    >>> from exit_sim.scenario import baseline
    >>> blend(0.4, 0.4, baseline().measurement)
    0.4
    """
    total = p.practical_weight + p.psychological_weight
    if total <= 0.0:
        return 0.0
    return (p.practical_weight * practical + p.psychological_weight * psychological) / total


@rule
def trail(shown: float, true: float, delay_months: float) -> float:
    """What shows moves towards what is, the slower the longer the delay. [unit of what shows]

    Source: first-order delay, Sterman 2000.

    >>> trail(0.2, 0.6, 0.0)
    0.6
    >>> trail(0.2, 0.6, 3.0)
    0.3
    """
    if delay_months <= 0.0:
        return true
    return shown + (true - shown) / (1.0 + delay_months)


@rule
def business_case(savings: float, noise: float, p: Settings) -> float:
    """Savings within the horizon, discounted, for each unit of cost, less 1, with error. [ratio]

    Above 0 the practice is thought to pay for itself within the horizon.

    Source: discounted business case; horizon and error assumed.

    >>> from exit_sim.scenario import baseline
    >>> business_case(0.0, 0.0, baseline().measurement)
    -1.0
    """
    if p.case_horizon_months <= 0.0:
        return -1.0
    discounted = log(1.0 + p.discount) / 12.0 * p.case_horizon_months
    worth = 1.0
    if discounted > 0.0:
        worth = (1.0 - exp(-discounted)) / discounted
    return clamp(savings * worth - 1.0 + p.case_noise * noise, -100.0, 100.0)


@rule
def seen(psychological_weight: float, practical_weight: float, noise: float, voice: float) -> float:
    """How much of a change in lives can be seen at all: what is measured, or heard. [share]

    Source: what nobody measures or hears nobody learns from; assumed.

    >>> seen(0.0, 0.0, 0.0, 0.0)
    0.0
    >>> seen(0.5, 0.5, 0.0, 0.0)
    1.0
    """
    breadth = practical_weight + psychological_weight
    width = 0.0
    if breadth > 0.0:
        lesser = (
            practical_weight if practical_weight < psychological_weight else psychological_weight
        )
        width = 0.5 + lesser / breadth
    measured = width * (1.0 - share(noise * 4.0))
    return share(measured + voice * (1.0 - measured))


@rule
def claim_on_hours(need: float, counted_gain: float, accountability: float) -> float:
    """A young person's claim on a worker's hours: need met, plus what will be counted. [weight]

    Source: multitask incentives, Holmstrom and Milgrom 1991; hours are fixed, only shares move.

    >>> claim_on_hours(0.5, 0.5, 0.0)
    0.5
    >>> claim_on_hours(0.5, 0.5, 2.0)
    1.5
    """
    return clamp(need + accountability * counted_gain, 0.01, 100.0)


@rule
def counted_gain_per_hour(gain_for_hour: float, of_fifth: float, view: float) -> float:
    """What an hour with this person adds to the measure, given whom the measure looks at. [weight]

    A mean counts everyone alike. A measure of the fifth counts each of them five times and nobody
    else, so that equal gains weigh equally in total.

    Source: arithmetic.

    >>> counted_gain_per_hour(0.3, 0.0, 0.0)
    0.3
    >>> counted_gain_per_hour(0.3, 0.0, 1.0)
    0.0
    """
    if view == View.FIFTH_WITH_MOST_AGAINST_THEM:
        return 5.0 * gain_for_hour * of_fifth
    return gain_for_hour
