"""Whether a practice is kept: those who decide vote, give a contract, or decline to pay."""

from collections.abc import Iterator

from exit_sim.ledger import Event
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import Sentence, compared, in_words, say, times
from exit_sim.vocabulary import Happening, Role


def around_the_end(read: Reading, until: int) -> Iterator[Sentence]:
    """Every decision up to a year after the pilot, told one by one while they are few."""
    found = read.decisions(0, until)
    if not found:
        last = min(until, read.run.last_month)
        yield say(f"The {read.deciders} had not decided whether to keep it", (), [last])
        return
    granted = next((event for event in found if event.kind == Happening.MAINSTREAMED), None)
    before = [event for event in refused(found) if granted is None or event.order < granted.order]
    if before:
        yield _refusals(read, before)
    if granted is not None:
        yield _grant(read, granted)
    for event in [event for event in found if event.kind == Happening.CONTRACT_ENDED][:1]:
        yield say(f"In {in_words(event.month)} the contract was not renewed", [event.order])


def later(read: Reading, since: int, until: int) -> Iterator[Sentence]:
    """What was decided in the years that followed."""
    found = read.decisions(since, until)
    granted = [event for event in found if event.kind == Happening.MAINSTREAMED]
    declined = refused(found)
    ended = [event for event in found if event.kind == Happening.CONTRACT_ENDED]
    before = [event for event in declined if not granted or event.order < granted[0].order]
    if before:
        how = f"{times(len(before))} more, to {in_words(before[-1].month)}"
        orders = [event.order for event in before]
        yield say(f"The {read.deciders} declined to pay {how}", orders, (), 2)
    if granted:
        yield _grant(read, granted[0])
    if ended:
        text = f"In {in_words(ended[-1].month)} the contract was not renewed"
        yield say(text, [ended[-1].order])


def refused(decisions: list[Event]) -> list[Event]:
    """Those decisions that were against paying for it."""
    return [e for e in decisions if e.kind == Happening.VOTED and e.value < e.threshold]


def _refusals(read: Reading, votes: list[Event]) -> Sentence:
    first, last, who = votes[0], votes[-1], read.deciders
    orders = [event.order for event in votes]
    if len(votes) > 2:
        how = f"{times(len(votes))}, at last in {in_words(last.month)}"
        return say(f"The {who} declined to pay for it {how}", orders)
    if len(votes) == 1:
        how = f"in {in_words(first.month)}, {support(read, first)}"
        return say(f"The {who} declined to pay for it {how}", orders)
    how = f"in months {first.month} and {last.month}"
    if who == read.members:
        posts = read.posts(Role.MEMBER)
        counts = [round(event.value * posts) for event in votes]
        if counts[0] == counts[1]:
            favour = f"with {counts[0] or 'none'} of {posts} in favour both times"
        else:
            favour = (
                f"with {counts[0] or 'none'} and then {counts[1] or 'none'} of {posts} in favour"
            )
    else:
        favour = support(read, last)
    return say(f"The {who} declined to pay for it {how}, {favour}", orders)


def _grant(read: Reading, vote: Event) -> Sentence:
    month = in_words(vote.month)
    if read.deciders != "commissioners":
        text = f"In {month} the {read.deciders} agreed to pay for it, {support(read, vote)}"
    elif vote.other > 0.5:
        text = f"In {month} commissioners gave it a contract, {support(read, vote)}"
    else:
        text = f"Commissioners would not pay, so from {month} the provider drew on its reserves"
    return say(text, [vote.order], [vote.month])


def support(read: Reading, vote: Event) -> str:
    """How much support there was, in votes where votes were cast."""
    if read.deciders == read.members:
        posts = read.posts(Role.MEMBER)
        return f"with {round(vote.value * posts) or 'none'} of {posts} in favour"
    value, needed = compared(vote.value, vote.threshold)
    return f"with support of {value}, where {needed} is needed"
