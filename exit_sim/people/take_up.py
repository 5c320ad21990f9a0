"""Taking up: commitment rises and falls, and use begins above one bar and stops below another."""

from typing import Annotated, NamedTuple

from exit_sim.elementary import clamp, logistic, share
from exit_sim.rule import Mechanism, rule
from exit_sim.vocabulary import (
    Months,
    PerMonth,
    Share,
    SignedWeight,
    TakeUpForm,
    Weight,
)


class Settings(NamedTuple):
    """What a scenario may set about taking up."""

    commitment_rate: Annotated[PerMonth, "how fast a professional's commitment moves"]
    begins_above: Annotated[Share, "commitment above which use begins"]
    stops_below: Annotated[Share, "commitment below which use stops"]
    reluctance: Annotated[SignedWeight, "reluctance of the usual professional"]
    reluctance_spread: Annotated[Weight, "spread (sd) of reluctance"]
    rejection_adds: Annotated[Weight, "reluctance added by having rejected the practice"]
    rejection_months: Annotated[Months, "months for which a rejection is remembered"]
    leaders_weight: Annotated[Weight, "weight of leaders one is tied to"]
    peers_weight: Annotated[Weight, "weight of use by peers in one's own team"]
    belief_weight: Annotated[Weight, "weight of belief that it helps, against 1/2"]
    fit_weight: Annotated[Weight, "weight of fit with the work, against 1/2"]
    routine_weight: Annotated[Weight, "weight of routine"]
    strain_weight: Annotated[Weight, "weight of strain"]
    belief_prior: Annotated[Share, "belief a professional starts from"]
    belief_rate: Annotated[PerMonth, "how fast belief moves with what is seen"]
    belief_gain: Annotated[Weight, "how strongly a benefit seen shows in belief"]
    rejects_strain_above: Annotated[Weight, "rival form: strain less belief at which one rejects"]
    learning: Annotated[PerMonth, "how fast supervised use builds know-how"]
    forgetting: Annotated[PerMonth, "how fast know-how fades without use"]
    training: Annotated[PerMonth, "how fast paid training builds know-how where offered"]


class Mechanisms(NamedTuple):
    """The mechanisms of taking up."""

    leaders: Mechanism
    peers: Mechanism
    belief: Mechanism
    routine: Mechanism
    strain: Mechanism


@rule
def strain(load: float, supplanting: float) -> float:
    """Strain is load times how far the practice supplants existing work. [weight]

    Source: supports rather than supplants, the study; product form assumed.

    >>> strain(0.8, 0.0), strain(0.8, 0.5)
    (0.0, 0.4)
    """
    return clamp(load * supplanting, 0.0, 10.0)


@rule
def idle_commitment(reluctance: float) -> float:
    """Where nothing speaks for the practice, commitment rests below the bar at which use stops.

    [share]

    Source: arithmetic; reluctance above 0.41 puts it below 0.40.

    >>> idle_commitment(0.42) < 0.4
    True
    """
    return logistic(-reluctance)


@rule
def take_up_target(
    form: float, for_it: float, peers: float, against: float, belief: float, rejects_above: float
) -> float:
    """Where commitment is heading: an S-shaped sum, or a neighbours' threshold with rejection.

    ``for_it`` and ``against`` are the sums of what speaks for and against; under the rival form one
    joins once leaders and peers outweigh reluctance and rejects once strain outweighs belief.
    [share]

    Source: commitment, Repenning 2002; threshold with rejection, Maienhofer and Finholt 2002.

    >>> take_up_target(0.0, 0.4, 0.0, 0.4, 0.0, 1.0)
    0.5
    >>> take_up_target(1.0, 0.4, 0.2, 0.5, 0.0, 1.0)
    1.0
    """
    if form == TakeUpForm.NEIGHBOURS_SHARE:
        if against - belief > rejects_above + 0.5:
            return 0.0
        return 1.0 if for_it + peers > against else 0.0
    return logistic(for_it + peers + belief - against)


@rule
def next_use(use: float, commitment: float, begins: float, stops: float) -> float:
    """Use begins above one bar and stops below a lower one; the gap is memory. [yes or no]

    Source: motivation threshold, Repenning 2002.

    >>> next_use(0.0, 0.5, 0.55, 0.4), next_use(1.0, 0.5, 0.55, 0.4)
    (0.0, 1.0)
    """
    if use > 0.5:
        return 0.0 if commitment < stops else 1.0
    return 1.0 if commitment > begins else 0.0


@rule
def next_belief(belief: float, benefit: float, rate: float, gain: float) -> float:
    """Belief follows the benefit that is seen; 1/2 stands for none. [share]

    Source: perceived results, Repenning 2002; rate assumed.

    >>> next_belief(0.5, 0.0, 0.1, 3.0)
    0.5
    """
    return share(belief + rate * (share(0.5 + gain * benefit) - belief))
