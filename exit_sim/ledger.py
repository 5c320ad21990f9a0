"""The ledger keeps each event as one line of numbers: a journey can be told and rebuilt from it."""

from collections.abc import Iterable
from typing import Annotated, NamedTuple

from exit_sim.vocabulary import HUGE, Choice, Happening, Unit

Eve = Annotated[int, Unit("month number (0 is the eve of month 1)", 0.0, 1200.0)]
Order = Annotated[int, Unit("place in the ledger", -1.0, 1e9)]
PostNumber = Annotated[int, Unit("post", -1.0, HUGE)]
AnyNumber = Annotated[float, Unit("as the kind of event says", -1e9, 1e9)]


class Event(NamedTuple):
    """One line of the ledger, as fixed-width numbers; words are made of it in the story."""

    month: Annotated[Eve, "month in which it happened"]
    order: Annotated[Order, "place in the ledger, from 0"]
    kind: Annotated[int, Choice(Happening), "what happened"]
    who: Annotated[PostNumber, "post that it happened to, from 0; -1 the organisation"]
    occupant: Annotated[
        int, Unit("number", 0.0, HUGE), "how many have held that post, once it had happened"
    ]
    whom: Annotated[PostNumber, "another post that it concerns; -1 none"]
    because: Annotated[Order, "place of the earlier event that led to it; -1 none"]
    value: Annotated[AnyNumber, "the number that was compared"]
    threshold: Annotated[AnyNumber, "what it was compared with"]
    other: Annotated[AnyNumber, "one more number, as the kind says"]


def of_kind(ledger: Iterable[Event], *kinds: Happening) -> list[Event]:
    """Pick the events of these kinds, in the order in which they happened."""
    return [event for event in ledger if event.kind in kinds]
