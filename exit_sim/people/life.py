"""A life has a practical and a psychological side, and moves with what reaches it."""

from typing import Annotated, NamedTuple

from exit_sim.elementary import share
from exit_sim.rule import Mechanism, rule
from exit_sim.vocabulary import (
    Months,
    PerMonth,
    Share,
    Weight,
)


class Settings(NamedTuple):
    """What a scenario may set about lives."""

    background_practical: Annotated[Share, "practical life without any service, no adversity"]
    background_psychological: Annotated[Share, "psychological life without any service"]
    adversity_costs: Annotated[Share, "what full adversity takes from both"]
    ordinary_practical: Annotated[Share, "what the ordinary service adds, practical"]
    ordinary_psychological: Annotated[Share, "what the ordinary service adds, psychological"]
    practice_practical: Annotated[Share, "what the practice adds at its best, practical"]
    practice_psychological: Annotated[Share, "what the practice adds at its best, psychological"]
    rate_practical: Annotated[PerMonth, "how fast practical life moves"]
    rate_psychological: Annotated[PerMonth, "how fast psychological life moves"]
    hours_needed_adversity: Annotated[Weight, "how much full adversity adds to hours needed, times"]
    cover_when_vacant: Annotated[Share, "share of hours colleagues give while a post is vacant"]
    disengaged_service: Annotated[Share, "share of the ordinary service that reaches one who left"]
    change_costs: Annotated[Share, "psychological life lost with a change of worker"]
    promise_costs: Annotated[Share, "psychological life lost with a broken promise"]
    trust_lost_with_worker: Annotated[Share, "share of trust lost with a change of worker"]
    crisis: Annotated[PerMonth, "chance of a crisis at full adversity and no practical life"]
    crisis_practical: Annotated[Share, "practical life a crisis takes"]
    crisis_psychological: Annotated[Share, "psychological life a crisis takes"]
    adversity_low: Annotated[Share, "least adversity"]
    adversity_high: Annotated[Share, "most adversity"]
    adversity_rate: Annotated[PerMonth, "how fast adversity yields to a better life, or grows"]
    trust_adversity: Annotated[Share, "trust that full adversity has cost before they come"]
    disengages_below: Annotated[Share, "trust below which a young person disengages"]
    returns_above: Annotated[Share, "trust above which they return"]
    youngest: Annotated[Months, "age at which a young person comes, at the least"]
    oldest: Annotated[Months, "age at which a young person comes, at the most"]
    moves_on: Annotated[Months, "age at which support ends"]
    voice_gain: Annotated[Weight, "how loudly a benefit, or harm, is spoken of"]
    complains: Annotated[Share, "chance of a complaint about a broken promise"]


class Mechanisms(NamedTuple):
    """The mechanisms of lives."""

    continuity: Mechanism
    promise: Mechanism


@rule
def hours_needed(adversity: float, adds: float) -> float:
    """Hours a young person needs, 1 being the needs of one with nothing against them. [ratio]

    Source: assumed.

    >>> hours_needed(0.0, 1.0), hours_needed(0.5, 1.0)
    (1.0, 1.5)
    """
    return 1.0 + adds * adversity


@rule
def match(fit_ordinary: float, fit_most: float, adversity: float) -> float:
    """How well the practice fits this person's needs: ordinary ones, or of those with most. [share]

    Source: fit with at least two coordinates; weights by adversity.

    >>> match(0.8, 0.2, 0.0), match(0.8, 0.2, 1.0)
    (0.8, 0.2)
    """
    return share((1.0 - adversity) * fit_ordinary + adversity * fit_most)


@rule
def life_target(background: float, ordinary: float, practice: float) -> float:
    """Where a life is heading: background, plus what ordinary service and the practice bring.

    [share]

    Source: definition of this model; additive.

    >>> life_target(0.2, 0.3, 0.1)
    0.6
    """
    return share(background + ordinary + practice)


@rule
def potency(supplanting: float, potency_of_replacing: float) -> float:
    """A practice that replaces more can also do more for those it reaches. [ratio]

    Source: radical against incremental change; size assumed.

    >>> potency(0.0, 0.5), potency(1.0, 0.5)
    (1.0, 1.5)
    """
    return 1.0 + potency_of_replacing * supplanting


@rule
def crisis_chance(crisis: float, adversity: float, practical: float) -> float:
    """Crises befall those with more against them, and less when practical life is better.

    [per month]

    Source: assumed.

    >>> crisis_chance(0.1, 1.0, 1.0)
    0.0
    """
    return share(crisis * adversity * (1.0 - practical))


@rule
def next_adversity(adversity: float, origin: float, practical: float, rate: float) -> float:
    """What is stacked against someone yields slowly to a better life, and grows with a worse one.

    [share]

    Source: adversity is circumstance, not a trait; rate assumed.

    >>> next_adversity(0.5, 0.5, 0.5, 0.1)
    0.5
    """
    home = share(origin + 0.5 - practical)
    return share(adversity + rate * (home - adversity))


@rule
def next_engaged(engaged: float, trust: float, below: float, above: float) -> float:
    """A young person walks away when trust is low, and comes back when it is earned. [yes or no]

    Source: care leavers are people with choices; bars assumed.

    >>> next_engaged(1.0, 0.1, 0.2, 0.4), next_engaged(0.0, 0.3, 0.2, 0.4)
    (0.0, 0.0)
    """
    if engaged > 0.5:
        return 0.0 if trust < below else 1.0
    return 1.0 if trust > above else 0.0


class Life(NamedTuple):
    """One month of one life, practical and psychological."""

    practical: float
    psychological: float


@rule
def next_life(
    practical: float,
    psychological: float,
    target_practical: float,
    target_psychological: float,
    lost: float,
    crises: float,
    q: Settings,
) -> Life:
    """A life moves towards its targets; a lost worker, a broken promise and crises set it back.

    ``lost`` is psychological life lost this month to discontinuity, ``crises`` 1 in a month of
    crisis, or the chance of one where luck is averaged out. [share]

    Source: definition of this model; rates assumed.

    >>> from exit_sim.scenario import baseline
    >>> next_life(0.5, 0.5, 0.5, 0.5, 0.0, 0.0, baseline().lives)
    Life(practical=0.5, psychological=0.5)
    """
    return Life(
        practical=share(
            practical
            + q.rate_practical * (target_practical - practical)
            - crises * q.crisis_practical
        ),
        psychological=share(
            psychological
            + q.rate_psychological * (target_psychological - psychological)
            - lost
            - crises * q.crisis_psychological
        ),
    )
