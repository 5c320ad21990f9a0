"""Plain words for endings, causes, judgements, roles and every kind of event."""

from types import MappingProxyType

from exit_sim.vocabulary import Cause, Ending, Happening, Level, Rating, Role, Sector

HEADLINES = MappingProxyType(
    {
        Ending.NEVER_STARTED: "the practice was never started",
        Ending.ABANDONED: "the practice was given up before its pilot had run its course",
        Ending.DISCONTINUED_AT_THE_CLIFF: (
            "when the pilot money ended nobody took the cost on, and use stopped within a year"
        ),
        Ending.FADED: "the practice outlasted its pilot money for a while, and then faded away",
        Ending.NOT_YET_KNOWN: "the practice is in use, and it is too early to say whether it lasts",
        Ending.SUSTAINED_ANY: (
            "two years after its pilot the practice was still used, but by few or with little skill"
        ),
        Ending.SUSTAINED_PARTIAL: (
            "two years after its pilot the practice was still used, by part of the staff"
        ),
        Ending.SUSTAINED_FULL: (
            "two years after its pilot the practice was still widely used, its core intact"
        ),
    }
)
"""How each ending is told."""

ENDINGS = MappingProxyType(
    {
        Ending.NEVER_STARTED: "never started",
        Ending.ABANDONED: "abandoned",
        Ending.DISCONTINUED_AT_THE_CLIFF: "ended with the money",
        Ending.FADED: "faded",
        Ending.NOT_YET_KNOWN: "not yet known",
        Ending.SUSTAINED_ANY: "sustained, by few",
        Ending.SUSTAINED_PARTIAL: "sustained in part",
        Ending.SUSTAINED_FULL: "sustained in full",
    }
)
"""A short name for each ending."""

SHORT = MappingProxyType(
    {
        Cause.NONE: "nothing in particular",
        Cause.PERMISSION: "permission for managers to lead",
        Cause.SPONSORSHIP: "backing from leaders",
        Cause.MONEY: "money",
        Cause.LEADER_LOST: "somebody to drive it",
        Cause.KNOW_HOW_LOST: "know-how and habit among colleagues",
        Cause.STRAIN: "room in people's working month",
        Cause.FIT: "fit with what young people and staff needed",
        Cause.EVIDENCE: "evidence that it helped",
        Cause.VOTES: "support among those who vote",
        Cause.HARM: "benefit, since young people were seen to be worse off",
        Cause.COMPETING_PRIORITY: "attention, since other priorities had taken it",
    }
)
"""What was short, for each cause: it completes *what was shortest was*."""

WAITED_FOR = MappingProxyType(
    {
        Cause.NONE: "nothing in particular",
        Cause.PERMISSION: "permission",
        Cause.SPONSORSHIP: "a sponsor",
        Cause.MONEY: "money",
        Cause.LEADER_LOST: "a leader",
        Cause.KNOW_HOW_LOST: "know-how",
        Cause.STRAIN: "room in the working month",
        Cause.FIT: "a better fit",
        Cause.EVIDENCE: "evidence",
        Cause.VOTES: "the members' consent",
        Cause.HARM: "harm to be ruled out",
        Cause.COMPETING_PRIORITY: "other priorities to pass",
    }
)
"""What a start waited for, for each cause."""

RATINGS = MappingProxyType(
    {
        Rating.NOT_YET_JUDGED: "not yet judged",
        Rating.INADEQUATE: "inadequate",
        Rating.REQUIRES_IMPROVEMENT: "to require improvement",
        Rating.GOOD: "good",
        Rating.OUTSTANDING: "outstanding",
    }
)
"""How inspectors judged the service: it completes *inspectors judged the service*."""

LEVELS = MappingProxyType(
    {
        Level.NONE: "hardly any use",
        Level.ANY: "some use",
        Level.PARTIAL: "use by part of the staff",
        Level.FULL: "wide use, its core intact",
    }
)
"""How much of a practice is in use."""

SECTORS = MappingProxyType(
    {
        Sector.LOCAL_AUTHORITY: "a local authority",
        Sector.VOLUNTARY: "a voluntary sector provider",
        Sector.SOCIAL_ENTERPRISE: "a social enterprise",
    }
)

ROLES = MappingProxyType(
    {
        Role.SENIOR_LEADER: "senior leader",
        Role.MIDDLE_MANAGER: "manager",
        Role.CHAMPION: "champion",
        Role.FRONTLINE: "professional",
        Role.MEMBER: "member",
        Role.CARE_LEAVER: "young person",
        Role.CARER: "carer",
        Role.SITE: "site",
    }
)

PHRASES = MappingProxyType(
    {
        Happening.NOTHING: "nothing happened",
        Happening.LEFT: "{who} left",
        Happening.ARRIVED: "the post of {who} was filled",
        Happening.SUCCEEDED: "{whom} took over from {who}",
        Happening.POST_LAPSED: "nobody took over from {who}",
        Happening.MOVED_ON: "{who} turned 25, and another young person came",
        Happening.INSPECTED: "inspectors judged the service {rating}",
        Happening.BUDGET_SET: "the budget fell by {share}",
        Happening.ELECTION: "an election was held",
        Happening.PRIORITY_ARRIVED: "a rival priority arrived",
        Happening.PROPOSED: "{whom} proposed it",
        Happening.START_REFUSED: "its start was put off for want of {waits}",
        Happening.INITIATED: "{whom} sponsored it and it got the go-ahead",
        Happening.LAUNCHED: "it was launched in {number} teams",
        Happening.FIRST_USED: "it was used for the first time",
        Happening.TOOK_UP: "{who} took it up",
        Happening.DROPPED: "{who} dropped it",
        Happening.MILESTONE_PAID: "a milestone was met and paid",
        Happening.MILESTONE_MISSED: "a milestone was missed and not paid",
        Happening.PILOT_ENDED: "the pilot ended with {used} of staff using it",
        Happening.VOTED: "{deciders} decided {outcome}",
        Happening.MAINSTREAMED: "{deciders} decided to pay for it",
        Happening.CONTRACT_ENDED: "its contract was not renewed",
        Happening.STOPPED: "it was stopped, for want of {short}",
        Happening.SPREAD: "it was offered to a further team, {number} in all",
        Happening.SITE_ADOPTED: "{who} elsewhere took it up",
        Happening.SITE_DROPPED: "{who} elsewhere dropped it",
        Happening.EXPERIMENT_KEPT: "a change was tried and kept",
        Happening.EXPERIMENT_FAILED: "a change was tried and given up",
        Happening.ENDED: "use had been below 10% for six months",
        Happening.LEVEL_CHANGED: "use settled at {level}",
        Happening.DISENGAGED: "{who} walked away",
        Happening.RETURNED: "{who} came back",
        Happening.COMPLAINED: "{who} complained of a broken promise",
        Happening.ORGANISED: "{who} organised with others against a broken promise",
        Happening.BURNT_OUT: "{who} ran out of energy",
        Happening.FROZE: "senior leaders closed to new ideas",
        Happening.THAWED: "senior leaders opened up again",
        Happening.IN_POST: "{who} was in post",
    }
)
"""A phrase for every kind of event, to be filled in with who and what."""
