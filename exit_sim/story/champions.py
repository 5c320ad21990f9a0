"""What became of a champion: gone, burnt out, succeeded, or not."""

from collections.abc import Iterator

from exit_sim.ledger import Event
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import Sentence, in_words, joined, months_long, say
from exit_sim.vocabulary import Happening, Role


def told(read: Reading, since: int, until: int) -> Iterator[Sentence]:
    """Those who left one by one while they are few, and who took over, if anybody did."""
    gone = read.departures(Role.CHAMPION, since, until)
    if not gone:
        if since == read.pilot[0] > 0 and read.posts(Role.CHAMPION):
            yield from _stayed(read, since, until)
        return
    for event in gone[:2]:
        yield _one(read, event)
    if len(gone) > 2:
        later = [event.order for event in gone[2:]]
        who = "holders of the champion's role"
        yield say(f"{len(gone)} {who} left in all in this time", later, (), 2)


def _stayed(read: Reading, since: int, until: int) -> Iterator[Sentence]:
    post = read.run.roles.index(Role.CHAMPION)
    burnt = [e for e in read.of(Happening.BURNT_OUT, since=since, until=until) if e.who == post]
    here = [w.people.champion.present for _, w in read.between(since, until)]
    if burnt:
        text = f"The champion ran out of energy in {in_words(burnt[0].month)}, and stayed"
        yield say(text, [burnt[0].order], (), 1)
    elif here and min(here) >= read.posts(Role.CHAMPION):
        yield say("The champion stayed throughout", (), [since, until], 1)


def _one(read: Reading, gone: Event) -> Sentence:
    who = read.name(gone.who)
    burnt = _burnt_out(read, gone)
    left = f"{who}, out of energy," if burnt else who
    orders = [*([burnt.order] if burnt else []), gone.order]
    for event in read.of(
        Happening.SUCCEEDED, Happening.POST_LAPSED, Happening.ARRIVED, since=gone.month
    ):
        if event.who != gone.who or event.order < gone.order:
            continue
        then = _then(read, gone, event)
        return say(f"{left} left in {in_words(gone.month)}, and {then}", [*orders, event.order])
    return say(f"{left} left in {in_words(gone.month)}", orders)


def _then(read: Reading, gone: Event, event: Event) -> str:
    waits = event.month - gone.month
    if event.kind == Happening.SUCCEEDED:
        return f"{read.name(event.whom)} took over {months_long(waits)} later"
    if event.kind == Happening.ARRIVED:
        return f"somebody new was appointed {months_long(waits)} later"
    if event.whom < 0:
        return "nobody was there to take over"
    lead, short = read.p.leadership, []
    if event.value < lead.succession_know_how:
        short.append("know-how")
    if event.other < lead.succession_permission:
        short.append("permission")
    return (
        f"nobody took over: the likeliest lacked {joined(short)}" if short else "nobody took over"
    )


def _burnt_out(read: Reading, gone: Event) -> Event | None:
    found = [
        event
        for event in read.of(Happening.BURNT_OUT, until=gone.month)
        if event.who == gone.who and event.occupant == gone.occupant
    ]
    return found[-1] if found and gone.because == found[-1].order else None
