"""What was shortest when a start was refused, money declined, or a practice stopped."""

from collections.abc import Iterator

from exit_sim.ledger import Event
from exit_sim.outcomes import ratio
from exit_sim.story.beginning import waited_for
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import (
    Sentence,
    compared,
    in_words,
    level,
    months_long,
    percent,
    say,
)
from exit_sim.story.words import SHORT
from exit_sim.vocabulary import Cause, Happening, Role


def last_refusal(read: Reading) -> Event | None:
    """The last decision against paying for it, if there was one."""
    kinds = (Happening.VOTED, Happening.CONTRACT_ENDED)
    found = [event for event in read.of(*kinds) if event.value < event.threshold]
    return found[-1] if found else None


def never_started(read: Reading, cause: Cause) -> Iterator[Sentence]:
    """What was shortest to the last, its value and its bar."""
    last, start = read.run.last_month, read.run.last.start
    proposed = read.first(Happening.PROPOSED)
    if cause == Cause.NONE:
        yield say("Nothing was short: the record ends before a decision", (), [last])
    else:
        yield say(f"What was shortest to the last was {SHORT[cause]}", (), [last])
    if proposed is None:
        yield from _no_proposal(read, cause, last)
    else:
        waits = waited_for(read, proposed.month + 1, last)
        whole = last - proposed.month
        if len(waits) > 1 and waits[0][1] > 1:
            most, months = waits[0]
            text = f"Of the {months_long(whole)} since it was proposed, {months} went on waiting"
            yield say(f"{text} for {most}", [proposed.order], [proposed.month, last], 3)
        bar = _start_bar(read, cause, last)
        if bar:
            yield say(bar, (), [last])
    world = read.at(last)
    if world.people.senior_leader.posts > 0.0:
        seniors = world.people.senior_leader
        attention = level(ratio(seniors.attention, seniors.posts))
        text = (
            f"At the end senior leaders' openness stood at {level(world.receptivity.openness)} "
            f"and their attention for it at {attention}"
        )
        yield say(text, (), [last], 1)
    if start.permission > 0.0 and cause != Cause.PERMISSION:
        text = f"Managers' discretion to lead stood at {level(start.permission)}"
        yield say(text, (), [last], 2)


def _no_proposal(read: Reading, cause: Cause, last: int) -> Iterator[Sentence]:
    ready = percent(read.run.last.start.proposal)
    text = f"A proposal takes leadership to prepare, and after {months_long(last)} {ready} was done"
    yield say(text, (), [last])
    if cause == Cause.LEADER_LOST and read.posts(Role.CHAMPION):
        gone = read.departures(Role.CHAMPION, 0, last)
        if gone:
            text = f"The champion's post has stood empty since {in_words(gone[-1].month)}"
            yield say(text, [gone[-1].order], [last])


def _start_bar(read: Reading, cause: Cause, last: int) -> str:
    start, q, world = read.run.last.start, read.p.decisions, read.at(last)
    if cause in {Cause.SPONSORSHIP, Cause.COMPETING_PRIORITY}:
        value, bar = compared(start.sponsorship, q.sponsor_bar)
        return f"The readiest sponsor stood at {value}, where {bar} is needed"
    if cause == Cause.PERMISSION:
        value, bar = compared(start.permission, q.delegated_discretion)
        return f"Managers' discretion stood at {value}, where {bar} lets them start it themselves"
    if cause == Cause.VOTES:
        value, bar = compared(world.lives.members_support, q.consent_bar)
        return f"The support of {read.members} stood at {value}, where {bar} is needed"
    if cause == Cause.MONEY and read.p.innovation.grant > 0.0 and start.gap >= 1.0:
        return "No funding round was open by then"
    if cause == Cause.MONEY:
        own = read.p.innovation.cost * (1.0 - read.p.innovation.grant)
        value, bar = compared(max(0.0, world.finance.slack + world.finance.reserves), own)
        return f"Its own money came to {value} of a month's budget, where {bar} is needed"
    return ""


def stopped(read: Reading) -> Iterator[Sentence]:
    """The number at which it was stopped, and the one at which such things are stopped."""
    event = read.of(Happening.STOPPED)[-1]
    cause, month = Cause(int(event.other)), in_words(event.month)
    yield say(f"It was stopped in {month}: what was short was {SHORT[cause]}", [event.order])
    if cause == Cause.HARM:
        fell, bar = compared(-event.value, -event.threshold)
        text = (
            f"The funder's measure had fallen by {fell}, and a fall of {bar} is enough to stop it"
        )
    else:
        met, bar = percent(event.value), percent(event.threshold)
        text = f"Only {met} of its cost was met, where a budget carries on from {bar}"
    yield say(text, [event.order], [event.month])


def refused(read: Reading, cause: Cause, event: Event) -> Iterator[Sentence]:
    """What was shortest at the last refusal, its value and its bar, and when use fell."""
    month = in_words(event.month)
    text = f"When money was last refused, in {month}, what was shortest was {SHORT[cause]}"
    yield say(text, [event.order])
    yield say(_decision_bar(read, cause, event), [event.order], [event.month])
    journey = read.run.last.journey
    if journey.fall_began > 0.0:
        text = f"Use began its last fall in {in_words(journey.fall_began)}"
        yield say(text, read.dropped(journey.fall_began), [journey.fall_began])


def _decision_bar(read: Reading, cause: Cause, event: Event) -> str:
    world, p = read.at(event.month), read.p
    keep, q = world.mainstream, p.decisions
    if cause == Cause.EVIDENCE:
        margin = p.measurement.success_margin
        short = q.results_weight * max(0.0, margin - world.measurement.reported)
        if short > q.case_weight * max(0.0, -keep.business_case):
            value, bar = compared(world.measurement.reported, margin)
            return f"The reported change was {value}, where {bar} counts as success"
        case = level(keep.business_case)
        return f"The business case stood at {case}, and only above 0 does it pay for itself"
    if cause == Cause.MONEY:
        value, bar = compared(
            world.finance.available, p.innovation.cost * p.innovation.mainstream_cost
        )
        return f"It would cost {bar} of a month's budget, and {value} was there for it"
    if cause == Cause.SPONSORSHIP:
        value, bar = compared(keep.sponsorship, 0.5)
        return f"Senior leaders' backing stood at {value}, where {bar} tips the scale"
    value, bar = compared(event.value, event.threshold)
    return f"Support stood at {value}, where {bar} is needed"
