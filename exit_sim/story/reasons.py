"""Why a journey ended as it did: what was shortest, against its bar, and what else went on."""

from collections.abc import Iterator

from exit_sim.ledger import Event
from exit_sim.results.journey_endings import cause_of, ending_at
from exit_sim.story import falls, refusals
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import Sentence, joined, say
from exit_sim.story.words import HEADLINES
from exit_sim.vocabulary import Cause, Ending, Happening, Rating, Role

ONE_OF_MANY = "One of many possible journeys"
LOOKS_BACK = 6


def how_it_stood(read: Reading) -> tuple[Ending, Cause]:
    """The ending of the journey and its cause, as the table of journeys has them."""
    now, last = read.run.last, read.run.last_month
    ending = ending_at(now, last)
    return ending, cause_of(now, last, ending, read.p)


def headline(read: Reading) -> Sentence:
    """What happened, in one line."""
    ending, _ = how_it_stood(read)
    said = HEADLINES[ending]
    now = read.run.last
    if ending == Ending.NEVER_STARTED and read.first(Happening.PROPOSED) is not None:
        said = "the practice was proposed, and never started"
    if ending == Ending.ABANDONED and now.journey.was_used < 0.5:
        said = "the practice was started, but hardly anybody took it up"
    if ending == Ending.ABANDONED and read.launched is None:
        said = "the practice got its go-ahead, and the record ends before its launch"
    if ending == Ending.FADED and now.mainstream.month > 0.0:
        said = "the practice won lasting money, and faded all the same"
    ends = read.of(
        Happening.INITIATED, Happening.PILOT_ENDED, Happening.ENDED, Happening.LEVEL_CHANGED
    )
    return say(f"{ONE_OF_MANY}: {said}", [event.order for event in ends], [read.run.last_month])


def title(read: Reading) -> str:
    """What the section is called that says why."""
    ending, _ = how_it_stood(read)
    if ending >= Ending.SUSTAINED_ANY:
        return "Why it lasted as it did"
    if ending == Ending.NOT_YET_KNOWN:
        return "What keeps it going"
    return "Why it ended as it did"


def why(read: Reading) -> Iterator[Sentence]:
    """What was shortest, its value and its bar, and what else was going on."""
    ending, cause = how_it_stood(read)
    now = read.run.last
    decided = refusals.last_refusal(read)
    at_a_decision = now.journey.was_used < 0.5 or ending == Ending.DISCONTINUED_AT_THE_CLIFF
    if ending == Ending.NEVER_STARTED:
        yield from refusals.never_started(read, cause)
        yield from around(read, read.run.last_month)
    elif ending > Ending.FADED:
        yield from falls.kept_going(read)
    elif now.mainstream.stopped > 0.0 and cause == Cause(int(now.mainstream.stop_cause)):
        yield from refusals.stopped(read)
        yield from around(read, now.mainstream.stopped)
    elif at_a_decision and decided is not None and cause == Cause(int(now.mainstream.cause)):
        yield from refusals.refused(read, cause, decided)
        yield from around(read, now.journey.fall_began or decided.month)
    elif now.journey.fall_began > 0.0:
        yield from falls.fell(read, cause)
        yield from around(read, now.journey.fall_began)
    else:
        yield from falls.hardly_used(read, cause)
        yield from around(read, read.run.last_month)


def around(read: Reading, month: float) -> Iterator[Sentence]:
    """What else happened in the half-year up to a month, at most three things."""
    since = month - LOOKS_BACK
    found: list[tuple[str, int]] = []

    def those(words: str, events: list[Event]) -> None:
        found.extend((words, event.order) for event in events[-1:])

    def last_of(words: str, kind: Happening) -> None:
        those(words, read.of(kind, since=since, until=month))

    gone = read.departures(Role.CHAMPION, since, month)
    those(f"{read.name(gone[-1].who)} left" if gone else "", gone)
    judged = read.of(Happening.INSPECTED, since=since, until=month)
    poor = [event for event in judged if event.threshold == Rating.INADEQUATE]
    those("inspectors judged the service inadequate", poor)
    last_of("the pilot ended", Happening.PILOT_ENDED)
    seniors = read.departures(Role.SENIOR_LEADER, since, month)
    those("the top leader left", [event for event in seniors if read.is_top(event.who)])
    last_of("senior leaders closed to new ideas", Happening.FROZE)
    last_of("there was an election", Happening.ELECTION)
    last_of("a rival priority arrived", Happening.PRIORITY_ARRIVED)
    if found:
        told = found[:3]
        text = f"In the half-year up to then {joined([words for words, _ in told])}"
        yield say(text, [order for _, order in told], (), 2)
