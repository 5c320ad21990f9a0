"""The key moments of a journey, told in a few words each."""

from typing import NamedTuple

from exit_sim.ledger import Event
from exit_sim.story.reading import Reading
from exit_sim.vocabulary import Happening, Rating, Role

AT_MOST = 12


class KeyMoment(NamedTuple):
    """One key moment: its month, what happened, in brief, and the event behind it."""

    month: int
    text: str
    brief: str
    event: int
    spare: int


BRIEF = {
    Happening.PROPOSED: ("proposed", 3),
    Happening.INITIATED: ("go-ahead", 0),
    Happening.LAUNCHED: ("launch", 1),
    Happening.FIRST_USED: ("first use", 1),
    Happening.MAINSTREAMED: ("money kept", 0),
    Happening.CONTRACT_ENDED: ("contract ends", 1),
    Happening.STOPPED: ("stopped", 0),
    Happening.PILOT_ENDED: ("pilot ends", 0),
    Happening.ENDED: ("use below 10%", 0),
    Happening.BURNT_OUT: ("champion burnt out", 4),
    Happening.POST_LAPSED: ("nobody takes over", 2),
}
"""How each kind is labelled in a figure, and how easily it is left out; others in their own way."""


NO_MOMENT = "", 9
JUDGED = {
    Rating.INADEQUATE: "judged inadequate",
    Rating.REQUIRES_IMPROVEMENT: "requires improvement",
    Rating.GOOD: "judged good",
    Rating.OUTSTANDING: "judged outstanding",
}


def key_moments(read: Reading, most: int = AT_MOST) -> list[KeyMoment]:
    """The moments that mattered most, at most so many, in order."""
    found: list[KeyMoment] = []
    seen: dict[tuple[int, Role | None], int] = {}
    for event in read.run.ledger:
        if event.month < 1:
            continue
        like = event.kind, read.role(event.who)
        moment = _moment(read, event, seen.get(like, 0))
        if moment is not None:
            seen[like] = seen.get(like, 0) + 1
            found.append(moment)
    kept = sorted(found, key=lambda moment: (moment.spare, moment.event))[:most]
    return sorted(kept, key=lambda moment: moment.event)


def _moment(read: Reading, event: Event, before: int) -> KeyMoment | None:
    brief, spare = _brief(read, event, before)
    if not brief:
        return None
    text = read.phrase(event)
    if read.is_top(event.who):
        text = f"the top leader ({read.name(event.who)}) left"
    return KeyMoment(event.month, f"{text[:1].upper()}{text[1:]}.", brief, event.order, spare)


def _brief(read: Reading, event: Event, before: int) -> tuple[str, int]:
    """A label, none where the event is no key moment, and how easily it is left out."""
    kind = Happening(event.kind)
    later = {
        Happening.VOTED: ("money refused", (2, 3, 6)[min(before, 2)]),
        Happening.SPREAD: ("spreads", 2),
        Happening.SITE_ADOPTED: ("another site", 3),
        Happening.START_REFUSED: ("start put off", 3),
        Happening.FROZE: ("leaders close", 4),
        Happening.LEVEL_CHANGED: ("two years on", 1),
    }
    if kind in {Happening.LEFT, Happening.SUCCEEDED}:
        return _came_or_went(read, event, before)
    if kind == Happening.INSPECTED:
        rating = Rating(int(event.threshold))
        return JUDGED.get(rating, "inspected"), 1 if rating == Rating.INADEQUATE else 5
    if kind == Happening.VOTED:
        return later[kind] if event.value < event.threshold else NO_MOMENT
    if kind == Happening.LEVEL_CHANGED:
        return later[kind] if event.because >= 0 else NO_MOMENT
    if kind in later:
        return later[kind] if before == 0 else NO_MOMENT
    if kind == Happening.MAINSTREAMED and before > 0:
        return BRIEF[kind][0], 5
    return BRIEF.get(kind, NO_MOMENT)


def _came_or_went(read: Reading, event: Event, before: int) -> tuple[str, int]:
    left = event.kind == Happening.LEFT
    if read.role(event.who) == Role.CHAMPION:
        who = read.name(event.who).removeprefix("the ")
        return f"{who} {'leaves' if left else 'succeeded'}", (1 if left else 2) + min(before, 3)
    return ("top leader leaves", 4) if left and read.is_top(event.who) else NO_MOMENT
