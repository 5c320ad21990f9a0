"""Everyone holds a post for a time, is known to others by degrees, and one day leaves it."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, Stream, uniform
from exit_sim.elementary import share
from exit_sim.rule import rule, step
from exit_sim.vocabulary import NOTHING, Count, Flag, Happened, Happening, Months, Purpose, Share

if TYPE_CHECKING:
    from exit_sim.world import Parameters


class Settings(NamedTuple):
    """How many posts there are of each kind; structural, so they do not move in a run."""

    senior_leaders: Annotated[Count, "posts of senior leaders; post 1 is the top leader"]
    middle_managers: Annotated[Count, "posts of hybrid middle managers"]
    champions: Annotated[Count, "champion posts, deputies not counted"]
    frontline: Annotated[Count, "posts of frontline professionals"]
    teams: Annotated[Count, "frontline teams"]
    members: Annotated[Count, "elected members or trustees"]
    care_leavers: Annotated[Count, "places of young people who are followed, one for each caseload"]
    carers: Annotated[Count, "carers invited to lead"]
    sites: Annotated[Count, "other organisations that might take the practice up"]
    newcomer_tie: Annotated[Share, "strength of a newcomer's ties, growing to 1"]
    rooting_months: Annotated[Months, "months until a newcomer's ties are at full strength"]
    tenure_at_start: Annotated[Months, "mean time in post at the start of burn-in"]


class Post(NamedTuple):
    """What a post is, whoever holds it."""

    post: float
    number: float
    team: float
    stratum: float
    fifth: float
    invited: float
    tied: float


class Holder(NamedTuple):
    """Who holds a post: the part of a person's state that every role shares."""

    post: Annotated[Count, "post within the organisation, from 0"]
    number: Annotated[Count, "post within its role, from 0"]
    present: Annotated[Flag, "the post is held"]
    occupant: Annotated[Count, "how many have held the post so far"]
    tenure: Annotated[Months, "months this person has held the post"]
    rooted: Annotated[Share, "strength of this person's ties"]
    gone: Annotated[Flag, "the holder left this month"]
    arrived: Annotated[Flag, "the holder arrived this month"]


@rule
def rooted(tenure: float, newcomer_tie: float, rooting_months: float) -> float:
    """A newcomer's ties grow from a newcomer's strength to full. [share]

    Source: assumed; posts keep their ties, people earn them.

    >>> rooted(0.0, 0.4, 12.0), rooted(24.0, 0.4, 12.0)
    (0.4, 1.0)
    """
    if rooting_months <= 0.0:
        return 1.0
    return share(newcomer_tie + (1.0 - newcomer_tie) * tenure / rooting_months)


@rule
def mean_heard(total: float, ties: float, otherwise: float) -> float:
    """The mean of what is heard along ties; where there are none, the given value. [its unit]

    Source: arithmetic.

    >>> mean_heard(0.6, 2.0, 0.5), mean_heard(0.0, 0.0, 0.5)
    (0.3, 0.5)
    """
    if ties <= 0.0:
        return otherwise
    return total / ties + 0.0


@rule
def next_know_how(
    know_how: float, practice: float, forgetting: float, learning: float, supervision: float
) -> float:
    """Know-how grows with supervised practice and fades without it. [share]

    ``supervision`` is supervision as a share of the norm.

    Source: capability trap, Repenning and Sterman 2002; rates assumed.

    >>> next_know_how(0.5, 0.0, 0.1, 0.2, 1.0)
    0.45
    >>> next_know_how(0.5, 1.0, 0.1, 0.2, 0.0)
    0.5
    """
    grown = learning * practice * supervision * (1.0 - know_how)
    return share(know_how + grown - forgetting * (1.0 - practice) * know_how)


@step
def newcomer_luck(luck: Luck, occupant: float) -> Luck:
    """The luck that makes a person: keyed by post and by how many have held it."""
    return Luck(luck.key, int(occupant), luck.post, Stream.NEWCOMER.value)


@step
def first_holder(post: Post, p: "Parameters", luck: Luck) -> Holder:
    """Whoever holds the post when the record opens, for some time already."""
    spell = uniform(newcomer_luck(luck, 1.0), Purpose.TENURE) * 2.0 * p.people.tenure_at_start
    tenure = float(int(spell))
    return Holder(
        post=post.post,
        number=post.number,
        present=1.0,
        occupant=1.0,
        tenure=tenure,
        rooted=rooted(tenure, p.people.newcomer_tie, p.people.rooting_months),
        gone=0.0,
        arrived=0.0,
    )


@step
def stays(holder: Holder, p: "Parameters") -> Holder:
    """One month longer in the post, or one month longer vacant."""
    tenure = holder.tenure + 1.0
    return Holder(
        post=holder.post,
        number=holder.number,
        present=holder.present,
        occupant=holder.occupant,
        tenure=tenure,
        rooted=rooted(tenure, p.people.newcomer_tie, p.people.rooting_months),
        gone=0.0,
        arrived=0.0,
    )


@step
def leaves(holder: Holder) -> Holder:
    """The holder goes and the post stands vacant; their ties carry the loss this month."""
    return Holder(
        post=holder.post,
        number=holder.number,
        present=0.0,
        occupant=holder.occupant,
        tenure=0.0,
        rooted=holder.rooted,
        gone=1.0,
        arrived=0.0,
    )


@step
def arrives(holder: Holder, gone: float, p: "Parameters") -> Holder:
    """Somebody new takes the post, in the month the last one left (``gone``) or later."""
    return Holder(
        post=holder.post,
        number=holder.number,
        present=1.0,
        occupant=holder.occupant + 1.0,
        tenure=0.0,
        rooted=rooted(0.0, p.people.newcomer_tie, p.people.rooting_months),
        gone=gone,
        arrived=1.0,
    )


@step
def left(holder: Holder, led_by: float, hazard: float, replaced: float) -> Happened:
    """The event of somebody's leaving: hazard, months stayed, replaced at once or not."""
    return Happened(float(Happening.LEFT), -1.0, led_by, hazard, holder.tenure, replaced)


@step
def fills_or_leaves(
    holder: Holder, hazard: float, led_by: float, p: "Parameters", luck: Luck
) -> tuple[Holder, Happened]:
    """A held post may fall vacant, a vacant one may be filled."""
    if holder.present > 0.5:
        if uniform(luck, Purpose.LEAVE) < hazard:
            return leaves(holder), left(holder, led_by, hazard, 0.0)
        return stays(holder, p), NOTHING
    chance = 1.0 / p.setting.vacancy_months if p.setting.vacancy_months >= 1.0 else 1.0
    if uniform(luck, Purpose.ARRIVE) < chance:
        arrived = Happened(float(Happening.ARRIVED), -1.0, 0.0, chance, holder.tenure, 0.0)
        return arrives(holder, 0.0, p), arrived
    return stays(holder, p), NOTHING
