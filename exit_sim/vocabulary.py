"""The words of the study and of this simulation, each with its unit, spelled once.

Enumerations are append-only: their numbers stand in ledgers, in draws and in stored results.
"""

from enum import IntEnum
from typing import Annotated, NamedTuple


class Unit(NamedTuple):
    """What a number is measured in, and the least and the most it may be."""

    name: str
    low: float
    high: float


class Choice(NamedTuple):
    """A number that stands for one word of an enumeration."""

    words: type[IntEnum]


HUGE = 1e6

Share = Annotated[float, Unit("share", 0.0, 1.0)]
SignedShare = Annotated[float, Unit("share", -1.0, 1.0)]
Flag = Annotated[float, Unit("yes or no (1 or 0)", 0.0, 1.0)]
PerMonth = Annotated[float, Unit("per month", 0.0, 1.0)]
PerYear = Annotated[float, Unit("per year", 0.0, 1.0)]
Months = Annotated[float, Unit("months", 0.0, 1200.0)]
Month = Annotated[float, Unit("month number (1 is the first April)", -1200.0, 1200.0)]
Weight = Annotated[float, Unit("weight (pure number)", 0.0, 100.0)]
SignedWeight = Annotated[float, Unit("weight (pure number)", -100.0, 100.0)]
Money = Annotated[float, Unit("the service's monthly budget at month 1", -100.0, 100.0)]
MoneyInAll = Annotated[float, Unit("the service's monthly budget at month 1", 0.0, HUGE)]
Hours = Annotated[float, Unit("share of one person's working month", 0.0, 10.0)]
Count = Annotated[float, Unit("number", 0.0, HUGE)]


class Role(IntEnum):
    """Who acts in an organisation."""

    SENIOR_LEADER = 0
    MIDDLE_MANAGER = 1
    CHAMPION = 2
    FRONTLINE = 3
    MEMBER = 4
    CARE_LEAVER = 5
    CARER = 6
    SITE = 7


ORGANISATION = -1
"""Stands where a role would: the step is the organisation's own."""


class Locus(IntEnum):
    """The roles that a study may pin as the locus of leadership; numbers as in :class:`Role`."""

    SENIOR_LEADER = 0
    MIDDLE_MANAGER = 1
    CHAMPION = 2


class Sector(IntEnum):
    """The kind of organisation: a name for a bundle of settings, with no effect of its own."""

    LOCAL_AUTHORITY = 0
    VOLUNTARY = 1
    SOCIAL_ENTERPRISE = 2


class Rating(IntEnum):
    """An inspection judgement; also a name for a band of performance."""

    NOT_YET_JUDGED = 0
    INADEQUATE = 1
    REQUIRES_IMPROVEMENT = 2
    GOOD = 3
    OUTSTANDING = 4


class Elections(IntEnum):
    """How members are renewed."""

    NONE = 0
    ALL_OUT = 1
    BY_THIRDS = 2


class Profile(IntEnum):
    """How pilot money is paid out, the same total offered."""

    CLIFF = 0
    TAPER = 1
    MILESTONE = 2


class View(IntEnum):
    """Whose lives a measure looks at."""

    MEAN = 0
    FIFTH_WITH_MOST_AGAINST_THEM = 1


class Decider(IntEnum):
    """Who decides whether a practice is kept when pilot money ends."""

    MEMBERS = 0
    COMMISSIONERS = 1


class ReceptivityForm(IntEnum):
    """Rival accounts of what pressure does to openness."""

    SPLIT = 0
    FLAT_GAIN = 1
    RIGIDITY = 2
    SEARCH = 3
    SPLIT_LEVELS = 4


class TakeUpForm(IntEnum):
    """Rival accounts of how a professional takes up a practice."""

    COMMITMENT = 0
    NEIGHBOURS_SHARE = 1


class PoolForm(IntEnum):
    """Rival accounts of how leadership adds up."""

    POOL = 0
    MEAN = 1
    STRONGEST = 2


class ClimateForm(IntEnum):
    """Rival accounts of how fit meets the climate for implementation."""

    ADDED = 0
    MULTIPLIED = 1


class BeliefForm(IntEnum):
    """Rival accounts of what a professional believes from."""

    OWN_EXPERIENCE = 0
    REPORTED_RESULTS = 1


class Forms(NamedTuple):
    """Which of the rival accounts a scenario uses."""

    receptivity: Annotated[float, Choice(ReceptivityForm), "what pressure does to openness"]
    take_up: Annotated[float, Choice(TakeUpForm), "how a professional takes up the practice"]
    leadership_pool: Annotated[float, Choice(PoolForm), "how leadership adds up"]
    climate: Annotated[float, Choice(ClimateForm), "how fit meets the climate"]
    belief: Annotated[float, Choice(BeliefForm), "what belief rests on"]


class Phase(IntEnum):
    """The phases of an innovation journey; scaling is a flag beside them."""

    CONCEPTION = 0
    INITIATION = 1
    IMPLEMENTATION = 2
    SUSTAINING = 3


class Level(IntEnum):
    """How much of a practice is in use; nested."""

    NONE = 0
    ANY = 1
    PARTIAL = 2
    FULL = 3


class Ending(IntEnum):
    """How a journey stood in its last recorded month; exclusive, the first that applies."""

    NEVER_STARTED = 0
    ABANDONED = 1
    DISCONTINUED_AT_THE_CLIFF = 2
    FADED = 3
    NOT_YET_KNOWN = 4
    SUSTAINED_ANY = 5
    SUSTAINED_PARTIAL = 6
    SUSTAINED_FULL = 7


class Cause(IntEnum):
    """What was short; a closed list, ties fall to the earlier."""

    NONE = 0
    PERMISSION = 1
    SPONSORSHIP = 2
    MONEY = 3
    LEADER_LOST = 4
    KNOW_HOW_LOST = 5
    STRAIN = 6
    FIT = 7
    EVIDENCE = 8
    VOTES = 9
    HARM = 10
    COMPETING_PRIORITY = 11


class Happening(IntEnum):
    """The kinds of event a ledger holds."""

    NOTHING = 0
    LEFT = 1
    ARRIVED = 2
    SUCCEEDED = 3
    POST_LAPSED = 4
    MOVED_ON = 5
    INSPECTED = 6
    BUDGET_SET = 8
    ELECTION = 9
    PRIORITY_ARRIVED = 10
    PROPOSED = 11
    START_REFUSED = 12
    INITIATED = 13
    LAUNCHED = 14
    FIRST_USED = 15
    TOOK_UP = 16
    DROPPED = 17
    MILESTONE_PAID = 18
    MILESTONE_MISSED = 19
    PILOT_ENDED = 20
    VOTED = 21
    MAINSTREAMED = 22
    CONTRACT_ENDED = 23
    STOPPED = 24
    SPREAD = 25
    SITE_ADOPTED = 26
    SITE_DROPPED = 27
    EXPERIMENT_KEPT = 28
    EXPERIMENT_FAILED = 29
    ENDED = 30
    LEVEL_CHANGED = 31
    DISENGAGED = 32
    RETURNED = 33
    COMPLAINED = 34
    ORGANISED = 35
    BURNT_OUT = 36
    FROZE = 37
    THAWED = 38
    IN_POST = 39


class Happened(NamedTuple):
    """What a step did, if anything: at most one event for each person and step.

    ``kind`` is a :class:`Happening`, ``whom`` a post or -1, ``led_by`` the kind of the earlier
    event that led to it (0: none), ``value`` and ``threshold`` the two numbers that were compared,
    ``other`` one more number that the kind explains.
    """

    kind: float
    whom: float
    led_by: float
    value: float
    threshold: float
    other: float


NOTHING = Happened(0.0, -1.0, 0.0, 0.0, 0.0, 0.0)


class Purpose(IntEnum):
    """What a random number is for; two neighbours share one block of draws."""

    LEAVE = 0
    ARRIVE = 1
    OPENNESS = 2
    INSPECTION_ERROR = 3
    DARING = 4
    RELUCTANCE = 5
    LEANING = 6
    EMERGED = 7
    ADVERSITY = 8
    AGE = 9
    CRISIS = 10
    ILL_LUCK = 11
    INSPECTION_GAP = 12
    PRIORITY = 13
    ELECTION = 14
    LEAD_MEMBER = 15
    MEASURE = 16
    BUSINESS_CASE = 17
    EXPERIMENT = 18
    MERIT = 19
    SEEN = 20
    COMMISSIONER = 21
    SITE = 22
    SITE_LIKENESS = 23
    FIRST_INSPECTION = 24
    SHARED_DARING = 25
    TIE = 26
    SUCCESSION = 27
    MEMBERSHIP = 28
    TENURE = 29
    INTERIM = 30
    FUNDING_ROUND = 31
    BACKGROUND = 32
