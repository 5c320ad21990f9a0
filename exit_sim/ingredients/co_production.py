"""Co-production: care leavers are in the room from inception, or they are not."""

from typing import Annotated, NamedTuple

from exit_sim.elementary import clamp, share
from exit_sim.rule import Mechanism, rule
from exit_sim.vocabulary import Flag, Hours, Months, PerMonth, Share


class Settings(NamedTuple):
    """What a scenario may set."""

    at_inception: Annotated[Flag, "co-produced from inception"]
    voice_weight: Annotated[Share, "weight given to voice where co-produced; near 0 is tokenism"]
    voice_weight_without: Annotated[Share, "weight given to voice where not co-produced"]
    months_before_launch: Annotated[Months, "months co-production adds before launch"]
    hours_of_staff: Annotated[Hours, "hours co-production takes from leaders each month"]
    knowledge_gain: Annotated[PerMonth, "how far a month of full voice moves fit while designing"]
    representation: Annotated[
        Share, "share of those in the room who are of the fifth with most against them"
    ]
    sunk_rate: Annotated[PerMonth, "how fast the design sets after launch"]
    sunk_most: Annotated[Share, "the most of the design that can set"]
    trust_start: Annotated[Share, "trust of a young person in the service at the outset"]
    trust_gain: Annotated[PerMonth, "how fast kept promises build trust"]
    trust_broken: Annotated[Share, "share of trust lost with a broken promise"]
    trust_returns: Annotated[PerMonth, "how fast trust drifts back to where a life has left it"]
    promise_ordinary: Annotated[Share, "what is promised where nobody is asked"]
    promise_rate: Annotated[PerMonth, "how fast being asked raises what is expected"]
    promise_weight: Annotated[Share, "how much being asked raises what is promised"]


class Mechanisms(NamedTuple):
    """The mechanisms of this ingredient."""

    delay: Mechanism
    knowledge: Mechanism
    trust: Mechanism
    representation: Mechanism
    voice_to_members: Mechanism
    sunk_design: Mechanism


class CoProduction(NamedTuple):
    """What changes from month to month."""

    active: Annotated[Flag, "care leavers are in the room this month"]
    voice_weight: Annotated[Share, "weight voice has this month"]
    months: Annotated[Months, "months of co-production so far"]
    sunk: Annotated[Share, "share of the design that is set and can no longer move"]
    promise: Annotated[Share, "what young people have been led to expect"]
    broken: Annotated[Flag, "a promise was broken this month"]


FIFTH = 0.2
"""The share of young people who are the fifth with most against them, by definition."""


@rule
def weight_of_most(representation: float) -> float:
    """How much of what the room says comes from the fifth, 1 being their fair share. [ratio]

    ``representation`` is the share of those in the room who belong to the fifth.

    Source: who takes part tilts to those with less against them; assumed.

    >>> weight_of_most(0.2)
    1.0
    >>> weight_of_most(0.05)
    0.25
    """
    return clamp(representation / FIFTH, 0.0, 5.0)


@rule
def next_fit(fit: float, gain: float, voice: float, weight: float, sunk: float) -> float:
    """Voice moves fit along the needs of those in the room, as far as the design can move. [share]

    Source: experiential knowledge, Voorberg, Bekkers and Tummers 2015; size assumed.

    >>> next_fit(0.5, 0.1, 0.0, 1.0, 0.0)
    0.5
    >>> next_fit(0.5, 0.1, 1.0, 1.0, 1.0)
    0.5
    """
    room = (1.0 - fit) * (1.0 - sunk)
    return share(fit + clamp(gain * voice * weight, 0.0, 1.0) * room)


@rule
def next_sunk(sunk: float, launched: float, p: Settings) -> float:
    """After launch the design sets: routines, contracts and buildings freeze part of it. [share]

    Source: increasing returns and lock-in, Arthur 1989; rate assumed.

    >>> from exit_sim.scenario import baseline
    >>> next_sunk(0.0, 0.0, baseline().co_production)
    0.0
    """
    return share(sunk + p.sunk_rate * launched * clamp(p.sunk_most - sunk, 0.0, 1.0))


@rule
def next_trust(trust: float, kept: float, broken: float, promise: float, p: Settings) -> float:
    """Trust grows with promises kept and falls with broken ones, further where more was promised.

    A broken promise costs trust in proportion to what was promised, so that asking and not
    delivering leaves less trust than never having asked. [share]

    Source: moral and democratic grounds of co-production in the study; sizes assumed.

    >>> from exit_sim.scenario import baseline
    >>> next_trust(0.5, 0.0, 1.0, 1.0, baseline().co_production) < 0.5
    True
    """
    grown = trust + p.trust_gain * kept * (1.0 - trust)
    return share(grown * (1.0 - p.trust_broken * broken * promise))
