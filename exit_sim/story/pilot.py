"""How a practice was used in its pilot, and what was tried, met and lost on the way."""

from collections.abc import Iterator

from exit_sim.story import champions, meanwhile
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import Sentence, counted, in_words, months_long, say
from exit_sim.vocabulary import Happening, Role


def pilot(read: Reading) -> Iterator[Sentence]:
    """First use, take-up, the champion, changes tried, milestones, and what else went on."""
    launch = read.launched
    if launch is None:
        return
    since, until = read.pilot
    start = f"It was launched in {counted(launch.other, 'team')} in {in_words(launch.month)}"
    used = read.first_used
    if used is None:
        yield say(f"{start}, and nobody ever used it", [launch.order], [read.run.last_month])
    else:
        waits = used.month - launch.month
        soon = "used at once" if waits == 0 else f"first used {months_long(waits)} later"
        yield say(f"{start} and {soon}", [launch.order, used.order])
        yield from _take_up(read, since, until)
    for event in read.of(Happening.STOPPED, until=until):
        yield say(f"In {in_words(event.month)} it was stopped", [event.order])
    yield from champions.told(read, since, until)
    if used is not None:
        yield from _experiments(read, since, until)
    yield from _milestones(read, since, until)
    yield from meanwhile.inspections(read, since, until)
    yield from meanwhile.leaders_left(read, since, until)
    yield from meanwhile.closed(read, since, until)
    yield from meanwhile.elections(read, since, until)
    yield from _turnover(read, since, until)


def _take_up(read: Reading, since: int, until: int) -> Iterator[Sentence]:
    most, when = max((read.users(month), -month) for month, _ in read.between(since, until))
    orders = [e.order for e in read.of(Happening.TOOK_UP, since=since, until=-when)]
    staff = f"{most} of {counted(read.scope, 'professional')} in those teams used it"
    if read.pilot_ended is not None and read.users(until) == most:
        text = f"By its last month {staff}, as many as ever"
    else:
        text = f"At its height {staff}, in {in_words(-when)}"
    yield say(text, orders, [-when])


def _experiments(read: Reading, since: int, until: int) -> Iterator[Sentence]:
    kept = read.of(Happening.EXPERIMENT_KEPT, since=since, until=until)
    failed = read.of(Happening.EXPERIMENT_FAILED, since=since, until=until)
    tried = sorted(event.order for event in (*kept, *failed))
    if not tried:
        yield say("No change to it was tried", (), [since, until], 3)
        return
    unsuited = sum(1 for event in kept if event.other < 0.0)
    text = f"Staff tried {counted(len(tried), 'change')} to it and kept {len(kept) or 'none'}"
    if unsuited:
        text += f", {unsuited} of which did not suit, though nobody could see it"
    yield say(text, tried, (), 2)


def _milestones(read: Reading, since: int, until: int) -> Iterator[Sentence]:
    paid = read.of(Happening.MILESTONE_PAID, since=since, until=until)
    missed = read.of(Happening.MILESTONE_MISSED, since=since, until=until)
    orders = sorted(event.order for event in (*paid, *missed))
    if orders:
        met = f"{len(paid)} of {counted(len(orders), 'milestone')}"
        yield say(f"The funder saw {met} met, and paid on those alone", orders)


def _turnover(read: Reading, since: int, until: int) -> Iterator[Sentence]:
    teams = read.p.innovation.pilot_teams
    here = {
        post
        for post, state in enumerate(read.run.people[-1].states)
        if read.role(post) == Role.FRONTLINE and state.team < teams
    }
    left = [e for e in read.of(Happening.LEFT, since=since, until=until) if e.who in here]
    came = [e for e in read.of(Happening.ARRIVED, since=since, until=until) if e.who in here]
    if not left:
        return
    over = f"Over these {months_long(until - since + 1)}"
    text = f"{over} {counted(len(left), 'professional')} left the pilot teams, and {len(came)} came"
    yield say(text, sorted(e.order for e in (*left, *came)), (), 3)
