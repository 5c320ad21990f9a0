"""Adaptation and learning: a practice is tried, bent, mended, and may lose what made it work."""

from typing import Annotated, NamedTuple

from exit_sim.elementary import clamp, share
from exit_sim.rule import Mechanism, rule
from exit_sim.vocabulary import Count, Flag, Hours, PerMonth, Share, SignedWeight, Weight


class Settings(NamedTuple):
    """What a scenario may set."""

    experiments_most: Annotated[PerMonth, "chance of an experiment in the best possible month"]
    experiment_hours: Annotated[Hours, "hours an experiment takes from each worker on it, once"]
    support_step: Annotated[Share, "how far a kept change moves the practice towards supporting"]
    fit_step: Annotated[Share, "how far a kept change that suits raises fit"]
    drift_step: Annotated[Share, "share of the core a kept change may loosen"]
    usual_merit: Annotated[SignedWeight, "how good the usual idea is, before anyone looks"]
    blame_of_failure: Annotated[Share, "blame that a failure brings where it is not safe"]
    will_return: Annotated[PerMonth, "how fast the will to try comes back"]
    will_lost: Annotated[Share, "share of the will to try lost with a blamed failure"]
    lesson: Annotated[Share, "how much a failure teaches where it is safe"]
    merit_spread: Annotated[Weight, "spread (sd) of merit between ideas, and of chance in judging"]
    looked_at_by_mean: Annotated[Share, "how far a mean measure guides change for the fifth"]
    lesson_worth: Annotated[Weight, "what full lessons add to the merit of an idea"]
    protected_hours: Annotated[Hours, "hours for learning that full cover by leaders protects"]
    learning_reference: Annotated[Hours, "hours for learning at which trying is unhindered"]


class Mechanisms(NamedTuple):
    """The mechanisms of this ingredient."""

    experiments: Mechanism
    drift: Mechanism
    blame: Mechanism
    crowd_out: Mechanism


class Adaptation(NamedTuple):
    """What changes from month to month."""

    will: Annotated[Share, "will to try again"]
    lessons: Annotated[Share, "lessons from failures that were safe"]
    tried: Annotated[Count, "experiments so far"]
    kept: Annotated[Count, "changes kept so far"]
    harmful_kept: Annotated[Count, "changes kept that did not suit, unseen"]
    hours: Annotated[Hours, "hours an experiment takes from each worker this month"]
    blame: Annotated[Share, "blame a failed experiment brought this month"]
    merit: Annotated[SignedWeight, "merit of the change kept this month"]
    changed: Annotated[Flag, "a change was kept this month"]


@rule
def chance_to_try(
    most: float, learning: float, reference: float, permission: float, will: float
) -> float:
    """People try things with hours left after mandatory work, permission, and the will. [per month]

    Source: slack and search, Cyert and March 1963; dependence of the study's local authorities.

    >>> chance_to_try(0.3, 0.0, 0.1, 1.0, 1.0)
    0.0
    >>> chance_to_try(0.5, 0.1, 0.1, 0.5, 1.0)
    0.25
    """
    hours = 0.0
    if reference > 0.0:
        hours = share(learning / reference)
    return share(most * hours * permission * will)


@rule
def looks_good(merit: float, seen: float, noise: float) -> float:
    """A change is judged on what is seen of its merit; the rest is chance. [weight]

    Source: superstitious learning, Levitt and March 1988; assumed linear.

    >>> looks_good(0.4, 1.0, -3.0)
    0.4
    """
    return seen * merit + (1.0 - seen) * noise


@rule
def next_core(core: float, drift: float) -> float:
    """Each kept change may loosen the core that makes the practice work. [share]

    Source: fidelity and adaptation, Chambers, Glasgow and Stange 2013; step assumed.

    >>> next_core(0.8, 0.0)
    0.8
    """
    return share(core * (1.0 - clamp(drift, 0.0, 1.0)))


@rule
def next_will(will: float, blamed: float, p: Settings) -> float:
    """The will to try comes back slowly and falls with blamed failure. [share]

    Source: the study's account of failure under constrained resource; sizes assumed.

    >>> from exit_sim.scenario import baseline
    >>> next_will(1.0, 0.0, baseline().adaptation)
    1.0
    """
    return share((will + p.will_return * (1.0 - will)) * (1.0 - p.will_lost * share(blamed)))
