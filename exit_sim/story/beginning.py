"""How a journey began: the setting it met, who proposed it, and what it waited for."""

from collections.abc import Iterator

from exit_sim.ledger import Event
from exit_sim.story import champions
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import (
    Sentence,
    compared,
    counted,
    in_words,
    joined,
    level,
    months_long,
    percent,
    say,
)
from exit_sim.story.words import RATINGS, SECTORS, WAITED_FOR
from exit_sim.vocabulary import Cause, Happening, Rating, Role, Sector

COVERED, BLAMED = 0.6, 0.4


def setting(read: Reading) -> Iterator[Sentence]:
    """What kind of place it is, and what was on offer."""
    p, now = read.p, read.at(1)
    people = [
        counted(read.posts(role), read.word(role))
        for role in (Role.SENIOR_LEADER, Role.MIDDLE_MANAGER, Role.FRONTLINE, Role.MEMBER)
        if read.posts(role)
    ]
    in_post = [event.order for event in read.of(Happening.IN_POST)]
    kind = SECTORS[Sector(int(p.setting.sector))]
    yield say(f"The service is part of {kind}, with {joined(people)}", in_post, [1])
    yield say(f"{_judged(read)}, and {_culture(now.receptivity.culture)}", (), [1])
    need = now.finance.need / now.finance.budget if now.finance.budget > 0.0 else 1.0
    cut = p.setting.cut
    falls = f", and the budget fell by {100 * cut:.1f}% each April" if cut > 0.0 else ""
    yield say(f"Mandatory work took {percent(need)} of its money{falls}", (), [1], 1)
    yield say(_offer(read), (), [1])
    if read.run.scenario.changes:
        yield say(f"What was changed for this run: {', '.join(read.run.scenario.changes)}", (), [1])
    if p.co_production.at_inception > 0.5:
        yield say("Care leavers were to be in the room from the first day", (), [1])


def _judged(read: Reading) -> str:
    found = Rating(int(read.at(1).setting.judgement))
    if found == Rating.NOT_YET_JUDGED:
        return "No inspection had judged it in the two years before"
    return f"Its last inspection had judged it {RATINGS[found]}"


def _culture(culture: float) -> str:
    if culture >= COVERED:
        return (
            f"people could fail honestly without blame (a supportive culture of {level(culture)})"
        )
    if culture <= BLAMED:
        return f"failure was soon blamed (a supportive culture of only {level(culture)})"
    return f"honest failure was forgiven at times (a supportive culture of {level(culture)})"


def _offer(read: Reading) -> str:
    q = read.p.innovation
    pilot = f"a pilot of {months_long(q.pilot_months)} in {counted(q.pilot_teams, 'team')}"
    if q.grant <= 0.0:
        return f"It would have to pay for {pilot} itself"
    whole = "all" if q.grant > 0.995 else percent(q.grant)
    return f"A funder offered to pay {whole} of the cost of {pilot}"


def began(read: Reading) -> Iterator[Sentence]:
    """Who proposed it, who sponsored it, what it waited for, and how long it took."""
    go, proposed = read.initiated, read.first(Happening.PROPOSED)
    if go is None or proposed is None:
        return
    who = read.name(proposed.whom, full=True)
    yield say(f"{who} proposed it in {in_words(proposed.month)}", [proposed.order])
    yield from _waited(read, proposed, go)
    how = "could start it within delegated limits" if go.value < go.threshold else "sponsored it"
    sponsor, month = read.name(go.whom, full=True), in_words(go.month)
    if go.whom == proposed.whom:
        sponsor = "the same person"
    text = f"{sponsor} {how}, and the go-ahead came with {_paid_by(read)} in {month}"
    yield say(text, [proposed.order, go.order], [go.month])
    yield from _prepared(read, go)


def _paid_by(read: Reading) -> str:
    return "a funder's money" if read.p.innovation.grant > 0.0 else "the service's own money"


def _waited(read: Reading, proposed: Event, go: Event) -> Iterator[Sentence]:
    waits = go.month - proposed.month - 1
    short = waited_for(read, proposed.month + 1, go.month - 1)
    if not short:
        return
    refusals = [event.order for event in read.of(Happening.START_REFUSED, until=go.month)]
    what = joined([words for words, _ in short])
    yield say(
        f"It waited {months_long(waits)} for {what}",
        [proposed.order, *refusals, go.order],
        range(proposed.month + 1, go.month),
    )


def waited_for(read: Reading, since: float, until: float) -> list[tuple[str, int]]:
    """What a start waited for, the longest wait first, and in how many months each was shortest."""
    count: dict[str, int] = {}
    for _, world in read.between(since, until):
        if world.start.cause == Cause.NONE:
            continue
        words = WAITED_FOR[Cause(int(world.start.cause))]
        if world.start.cause == Cause.MONEY and read.p.innovation.grant > 0.0:
            words = "a funding round" if world.start.gap >= 1.0 else words
        count[words] = count.get(words, 0) + 1
    return sorted(count.items(), key=lambda item: -item[1])


def _prepared(read: Reading, go: Event) -> Iterator[Sentence]:
    launch = read.launched
    last = launch.month if launch else read.run.last_month
    together = sum(
        1 for _, world in read.between(go.month, last - 1) if world.co_production.active > 0.5
    )
    events = [go.order, *([launch.order] if launch else [])]
    if launch is None:
        yield say("The record ends before it was launched", events, [last])
        return
    spent = months_long(launch.month - go.month)
    asked = read.p.co_production
    if together > 0 and asked.at_inception > 0.5:
        added = months_long(asked.months_before_launch)
        text = f"Getting ready took {spent}, of which designing it with care leavers added {added}"
    elif together > 0:
        text = f"Getting ready took {spent}, with care leavers in the room for {together} of them"
    else:
        text = f"Getting ready took {spent}, and care leavers were not asked"
    yield say(text, events, [go.month, launch.month])
    yield from champions.told(read, 1, launch.month - 1)


def never_began(read: Reading) -> Iterator[Sentence]:
    """How a start was sought in vain."""
    proposed, last = read.first(Happening.PROPOSED), read.run.last_month
    if proposed is None:
        yield say("Nobody brought a proposal to the table", (), [last])
        return
    who = read.name(proposed.whom, full=True)
    yield say(f"{who} proposed it in {in_words(proposed.month)}", [proposed.order])
    refusals = [event.order for event in read.of(Happening.START_REFUSED)]
    short = waited_for(read, proposed.month + 1, last)
    if not short:
        yield say("The record ends before it was decided", [proposed.order], [last])
        return
    waited = f"It waited the remaining {months_long(last - proposed.month)}"
    if len(short) == 1:
        text = f"{waited} for {short[0][0]}"
    else:
        listed = joined([f"{number} for {words}" for words, number in short[:3]])
        text = f"{waited}: {listed}"
    yield say(text, [proposed.order, *refusals], range(proposed.month, last + 1))
    yield from _readiness(read, proposed.month, last)


def _readiness(read: Reading, since: int, last: int) -> Iterator[Sentence]:
    best, when = max(
        (world.start.sponsorship, -month) for month, world in read.between(since, last)
    )
    bar = read.p.decisions.sponsor_bar
    if best < bar:
        value, needed = compared(best, bar)
        text = f"The readiest sponsor never passed {value}, where {needed} is needed"
    else:
        text = f"Readiness to sponsor it peaked at {level(best)} in {in_words(-when)}"
    yield say(text, (), [-when])
