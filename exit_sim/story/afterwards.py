"""What became of a practice when its pilot money ended, and in the years after."""

from collections.abc import Iterator

from exit_sim.story import champions, votes
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import Sentence, counted, in_words, percent, say
from exit_sim.vocabulary import Happening


def money_ended(read: Reading) -> Iterator[Sentence]:
    """How it stood when the pilot ended, what was decided, and who paid from then on."""
    end = read.pilot_ended
    if end is None:
        if read.launched is not None:
            yield say("The record ends before the pilot does", (), [read.run.last_month])
        return
    stopped = read.first(Happening.STOPPED)
    what = "The pilot money ended" if read.p.innovation.grant > 0.0 else "The pilot ended"
    if stopped is not None and stopped.month <= end.month:
        what = "The pilot was due to end"
    users = f"{read.users(end.month) or 'none'} of {counted(read.scope, 'professional')} using it"
    if read.scope == 0:
        users = "no professional there to use it"
    yield say(f"{what} in {in_words(end.month)}, with {users}", [end.order], [end.month])
    yield from votes.around_the_end(read, end.month + 12)
    yield from _paid(read, end.month)


def _paid(read: Reading, end: int) -> Iterator[Sentence]:
    months = read.between(end + 1, end + 12)
    costing = [world.finance.funded for _, world in months if world.finance.cost > 0.0]
    if not costing:
        return
    met = sum(costing) / len(costing)
    if met >= 0.995:
        text = "In the year that followed its cost was met in full"
    elif met < 0.005:
        text = "In the year that followed nobody paid for it"
    else:
        text = f"In the year that followed {percent(met)} of its cost was met"
    yield say(text, (), [months[0][0], months[-1][0]], 1)


def after(read: Reading) -> Iterator[Sentence]:
    """A year on, two years on, later decisions, departures, an end, and other teams and sites."""
    end, last = read.pilot_ended, read.run.last_month
    if end is None:
        return
    yield from _years_on(read, end.month, last)
    told = [*champions.told(read, end.month + 1, last), *votes.later(read, end.month + 13, last)]
    told += [
        say(f"In {in_words(event.month)} it was stopped", [event.order])
        for event in read.of(Happening.STOPPED, since=end.month + 1)
    ]
    told += _fell_away(read, last)
    yield from sorted(told, key=lambda sentence: read.run.ledger[sentence.events[0]].month)
    yield from _further(read, last)
    yield from _at_last(read, end.month, last)


def _years_on(read: Reading, end: int, last: int) -> Iterator[Sentence]:
    marks = [month for month in (end + 12, end + 24) if month <= last]
    if not marks:
        return
    users = [read.users(month) or "nobody" for month in marks]
    text = f"A year later {users[0]} used it"
    if len(marks) == 2:
        text = f"{text}, and after two years {users[1]}"
        if users[0] == users[1]:
            text = f"A year later {users[0]} used it, and after two years as many"
            text = text.replace("nobody used it, and after two years as many", "nobody used it")
    moved = read.of(Happening.TOOK_UP, Happening.DROPPED, since=end + 1, until=marks[-1])
    yield say(text, [event.order for event in moved], marks)


def _fell_away(read: Reading, last: int) -> Iterator[Sentence]:
    journey = read.run.last.journey
    noted = read.of(Happening.ENDED)
    if journey.ended > 0.0 and noted:
        text = f"From {in_words(journey.ended)} on, fewer than 1 in 10 used it"
        yield say(text, [noted[-1].order], [journey.ended])
    elif noted:
        text = (
            f"By {in_words(noted[0].month)} use had fallen away for half a year, yet it came back"
        )
        yield say(text, [noted[0].order], [last], 1)


def _further(read: Reading, last: int) -> Iterator[Sentence]:
    teams, sites = read.of(Happening.SPREAD), read.of(Happening.SITE_ADOPTED)
    parts = []
    if teams:
        were = "was" if len(teams) == 1 else "were"
        parts.append(f"{counted(len(teams), 'further team')} {were} offered it")
    if sites:
        parts.append(f"{counted(len({e.who for e in sites}), 'other site')} took it up")
    if parts:
        text = f"In all, {' and '.join(parts)}"
        yield say(text, sorted(e.order for e in (*teams, *sites)), [last], 1)


def _at_last(read: Reading, end: int, last: int) -> Iterator[Sentence]:
    if last <= end + 24 or read.run.last.journey.ended > 0.0 or read.scope == 0:
        return
    users = f"{read.users(last) or 'none'} of {counted(read.scope, 'professional')}"
    use = "uses" if read.users(last) == 1 else "use"
    yield say(f"When the record ends, in {in_words(last)}, {users} {use} it", (), [last])
