"""What is told of why a journey ended: what would have turned it, until when, and by what luck."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from exit_sim.analysis.why.candidates import COUNCIL, FUNDER, TURN
from exit_sim.analysis.why.finding import Turning, Why, reach_or_none
from exit_sim.analysis.why.moving import SMALLEST, made
from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.commands.telling_twins import parting
from exit_sim.results.folder import STANDING
from exit_sim.story.sentence import counted, in_words, level

if TYPE_CHECKING:
    from exit_sim.analysis.why.search import Tried

SHOWN = 12


def told(found: Why) -> Iterator[Block]:
    """Tell what twins say of one journey's end."""
    yield Heading(f"Why it ended: {found.scenario.title}, seed {found.seed}", top=True)
    yield Words(" ".join([first(found), STANDING[0]]), beneath=True)
    yield Words(" ".join(answer(found)))
    if found.headline is not None:
        yield Heading("What then goes differently")
        yield Words(" ".join(differently(found, found.headline)))
    yield Heading("Is that luck?")
    yield Words(" ".join(luck(found)))
    if found.turnings:
        yield Heading(f"Changes that would have {verb(found)} it")
        heads = ["change, as small as it was found to", "decided by", "first", "last", "moves"]
        yield Grid(heads, [_row(one) for one in found.turnings[:SHOWN]], (0, 1))
        if len(found.turnings) > SHOWN:
            more = len(found.turnings) - SHOWN
            yield Words(f"{counted(more, 'change')} that would have moved more: with --out DIR.")
        yield Words(" ".join(SMALLEST))
    if found.tried:
        yield Words(" ".join(method(found)))


def verb(found: Why) -> str:
    """What a change would have done to the journey."""
    return "sunk" if found.alone.lasted else "saved"


def first(found: Why) -> str:
    """Say first that this is one of many possible journeys."""
    return f"One of many possible journeys, in the model. It ended as: {found.alone.ending}."


def answer(found: Why) -> list[str]:
    """Say, a sentence each, what would have turned it, and until when."""
    if not found.alone.known:
        return ["It is too early to say whether it lasts; a longer time.horizon would tell."]
    if found.headline is None:
        said = [f"None of the {found.changes} changes tried would have {verb(found)} it."]
        said += _nearest(found, found.nearest)
    else:
        said = _smallest(found, found.headline)
        said += [*_later(found, found.headline), *_for_a_funder(found), *_no_return(found)]
    if found.alone.lasted:
        said += _turn_of_events(found)
    return said


def _smallest(found: Why, one: Turning) -> list[str]:
    who = one.candidate.decides
    said = []
    if who == FUNDER:
        said.append(
            f"Nothing tried that a council or provider decides would have {verb(found)} it."
        )
    said += [
        f"The smallest change that would have {verb(found)} it was for a {who} to decide.",
        f"It is «{one.smallest.move.says}».",
        f"It would then have ended as: {one.smallest.came.ending}.",
    ]
    return said


def _for_a_funder(found: Why) -> list[str]:
    """Say what a funder could have done, where a council or provider could have done something."""
    funder = next(iter(found.by(FUNDER)), None)
    if funder is None or not found.by(COUNCIL):
        return []
    return [f"The smallest for a funder to decide is «{funder.smallest.move.says}»."]


def _later(found: Why, one: Turning) -> list[str]:
    """Say until when the change could be made, or which other one could be made later."""
    if one.candidate.dated:
        return _until(found, one)
    said = ["It is a setting, without a month: how late it could be made is not known."]
    dated = [each for each in found.turnings if each.candidate.dated]
    others = [each for each in dated if each.candidate.decides != TURN]
    if others:
        says = others[0].smallest.move.says
        said.append(f"Of changes that have a month, the smallest is «{says}».")
        said += _until(found, others[0])
    return said


def _until(found: Why, one: Turning) -> list[str]:
    month = in_words(one.last)
    said = [f"Made as late as {month}, it would still have {verb(found)} it."]
    if one.last < found.last:
        said.append("In no later month tried would it have.")
    if len(one.stretches) > 1:
        said.append("In some months before that it would not have either.")
    return said


def _no_return(found: Why) -> list[str]:
    dated = sum(one.dated for one in found.every if one.decides != TURN)
    if found.no_return is None:
        return [
            f"None of the {dated} changes that have a month would have {verb(found)} it.",
            "So its last point of no return is its start.",
        ]
    said = [f"The last point of no return is {in_words(found.no_return)}."]
    if found.no_return == found.alone.ended:
        said.append("That is the month in which it ended.")
    elif found.no_return < found.last:
        said.append(f"After it, none of the {dated} changes that have a month would have.")
    return said


def _turn_of_events(found: Why) -> list[str]:
    turn = next(iter(found.by(TURN)), None)
    if turn is None:
        return ["No turn of events tried, such as a poor inspection, would have sunk it."]
    return [
        f"A turn of events that would have sunk it is «{turn.smallest.move.says}».",
        f"The last month in which it would have is {in_words(turn.last)}.",
    ]


def _nearest(found: Why, near: "Tried | None") -> list[str]:
    past = "So, as far as they go, it was past return from its first month."
    if found.alone.lasted:
        past = "So, as far as they go, it had no point of no return."
    falls = found.alone.lasted
    if near is None:
        return [f"None of them {'lowered' if falls else 'raised'} reach.", past]
    when = f", made in month {near.move.month}" if near.move.candidate.dated else ""
    at, here, there = "two years after the pilot", found.alone.reach, near.came.reach
    if reach_or_none(here) == reach_or_none(there):
        at, here = "at the pilot's end", found.alone.reach_at_pilot_end
        there = near.came.reach_at_pilot_end
    before, after = level(reach_or_none(here)), level(reach_or_none(there))
    return [
        f"Nearest came «{near.move.says}»{when}.",
        f"Reach {at} then {'falls' if falls else 'rises'} from {before} to {after}.",
        past,
    ]


def luck(found: Why) -> list[str]:
    """Say of how many journeys like it the same holds."""
    like = found.luck
    ended_so = like.endings[found.alone.ending]
    said = [
        f"Of {like.journeys} journeys like it, this one and the next by seed, {ended_so} ended so.",
        f"{like.last} of {like.journeys} lasted.",
    ]
    for number, one in enumerate(like.with_it):
        dated = one.move.candidate.dated
        when = f", made in month {one.move.month}" if dated else ""
        same = "that change" if number == 0 else "it"
        said.append(
            f"With {same}{when}, {one.last} of {like.journeys} would have: "
            f"{one.saved} saved by it, {one.sunk} sunk by it."
        )
    return said


def differently(found: Why, one: Turning) -> list[str]:
    """Say where the journey and its twin part."""
    from exit_sim.ensemble.jobs import Job
    from exit_sim.results.many import replays
    from exit_sim.twins.divergence import divergence

    other = made(found.scenario, one.smallest.move)
    here, there = replays([Job(found.scenario, found.seed), Job(other, found.seed)], people=True)
    if here.roles != there.roles:
        return ["The change makes other posts, so where the two part is not told."]
    return parting(divergence(here, there), here)


def method(found: Why) -> list[str]:
    """Say what was tried, and how."""
    said = [
        "Twins are paired runs with common random numbers: the same luck, one thing changed.",
        f"{counted(len(found.tried), 'twin')} of this journey were lived through.",
        "Tried were the changes that council leaders, members, a provider or a funder decide.",
        "Each was made alone, in months spread over the journey.",
        "Where it has a strength, weaker ones were tried until it no longer turned the ending.",
    ]
    if found.alone.lasted:
        return [*said, "Turns of events that none of them decides were tried beside."]
    return [*said, "What inspectors, care leavers or luck decide was left as it was."]


def _row(one: Turning) -> list[str]:
    dated = one.candidate.dated
    return [
        one.smallest.move.says,
        one.candidate.decides,
        str(one.first) if dated else "start",
        str(one.last) if dated else "–",
        level(one.smallest.size),
    ]
