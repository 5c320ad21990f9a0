"""What goes on around a journey: leaders come and go, inspectors judge, elections are held."""

from collections.abc import Iterator

from exit_sim.story import champions
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import Sentence, counted, in_words, months_long, say, times
from exit_sim.story.words import RATINGS
from exit_sim.vocabulary import Decider, Happening, Rating, Role


def meanwhile(read: Reading, since: int, until: int) -> Iterator[Sentence]:
    """All of it: champions gone, how open leaders were, who left, inspections, elections."""
    yield from champions.told(read, since, until)
    yield from closed(read, since, until)
    yield from leaders_left(read, since, until)
    yield from inspections(read, since, until)
    yield from elections(read, since, until)


def closed(read: Reading, since: int, until: int) -> Iterator[Sentence]:
    """For how long senior leaders were closed to new ideas."""
    months = read.between(since, until)
    frozen = [month for month, world in months if world.receptivity.frozen > 0.5]
    if not frozen:
        return
    turns = [event.order for event in read.of(Happening.FROZE, Happening.THAWED, until=until)]
    text = f"Senior leaders were closed to new ideas in {len(frozen)} of {months_long(len(months))}"
    yield say(text, turns, [frozen[0], frozen[-1]], 2)


def leaders_left(read: Reading, since: int, until: int) -> Iterator[Sentence]:
    """Senior leaders who left, pooled; the top leader is told apart."""
    gone = read.departures(Role.SENIOR_LEADER, since, until)
    if not gone:
        return
    top = [event for event in gone if read.is_top(event.who)]
    posts = read.posts(Role.SENIOR_LEADER)
    left = "1 senior leader left" if len(gone) == 1 else f"{len(gone)} senior leaders left"
    text = f"{left} from {posts} posts" if len(gone) > posts else f"{left}"
    if len(gone) == len(top) == 1:
        text = f"The top leader left in {in_words(top[0].month)}"
    elif len(top) == 1:
        text += ", the top leader among them"
    elif top:
        text += f", {len(top)} of them top leaders"
    yield say(text, [event.order for event in gone], (), 2 if top else 4)


def inspections(read: Reading, since: int, until: int) -> Iterator[Sentence]:
    """Inspections, pooled; a judgement of inadequate is told apart."""
    found = read.of(Happening.INSPECTED, since=since, until=until)
    poor = [event for event in found if event.threshold == Rating.INADEQUATE]
    orders = [event.order for event in found]
    if len(poor) == 1:
        text = f"Inspectors judged the service inadequate in {in_words(poor[0].month)}"
        yield say(text, [poor[0].order])
    elif poor:
        text = f"Inspectors judged the service inadequate {times(len(poor))}"
        yield say(f"{text}, first in {in_words(poor[0].month)}", [e.order for e in poor])
    elif len(found) == 1:
        rating = RATINGS[Rating(int(found[0].threshold))]
        text = f"Inspectors judged the service {rating} in {in_words(found[0].month)}"
        yield say(text, orders, (), 4)
    elif found:
        last = RATINGS[Rating(int(found[-1].threshold))]
        yield say(f"Inspectors came {times(len(found))}, and last judged it {last}", orders, (), 4)


def elections(read: Reading, since: int, until: int) -> Iterator[Sentence]:
    """What elections did to those who vote."""
    if read.p.decisions.decider == Decider.COMMISSIONERS:
        return
    months = [month for month, world in read.between(since, until) if world.politics.election > 0.0]
    gone = [event for month in months for event in read.departures(Role.MEMBER, month, month)]
    if not gone:
        return
    polls = [event.order for event in read.of(Happening.ELECTION, since=since, until=until)]
    events = [*polls, *(event.order for event in gone)]
    seats = f"{len(gone)} of {counted(read.posts(Role.MEMBER), 'seat')}"
    if len(months) == 1:
        text = f"An election in {in_words(months[0])} changed {seats}"
    else:
        text = f"{len(months)} elections changed seats {times(len(gone))} in all"
    yield say(text, events, months, 3)
