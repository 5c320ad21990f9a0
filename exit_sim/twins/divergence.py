"""Twins go the same way until the change is felt; where they first part tells how it is felt."""

from typing import Any, NamedTuple

from exit_sim.ledger import Event
from exit_sim.month import AGENDA, Muster
from exit_sim.recorded import flat, names_of
from exit_sim.results.run_record import Run
from exit_sim.vocabulary import ORGANISATION, Role


class Parting(NamedTuple):
    """The first number in which two journeys differ.

    ``role`` and ``post`` (within the role, from 0) say whose it is, role -1 and post -1 the
    organisation's; ``does`` is the entry of the agenda that moved it.
    """

    month: int
    role: int
    post: int
    does: str
    field: str
    here: float
    there: float


class Choice(NamedTuple):
    """The first event in which two ledgers differ; None where one of them has none there."""

    month: int
    here: Event | None
    there: Event | None


class Divergence(NamedTuple):
    """Where two journeys part: the first number, and the first thing that happened otherwise."""

    number: Parting | None
    event: Choice | None


def divergence(here: Run, there: Run) -> Divergence:
    """Find where two whole runs of the same posts part; both kept with everyone month by month."""
    return Divergence(_number(here, there), _event(here, there))


def _event(here: Run, there: Run) -> Choice | None:
    """Compare what happened, without places in the ledger, which shift once one event is more."""
    for one, other in zip(here.ledger, there.ledger, strict=False):
        if _told(one) != _told(other):
            first = min(one.month, other.month)
            return Choice(
                first,
                one if one.month == first else None,
                other if other.month == first else None,
            )
    longer = here.ledger if len(here.ledger) > len(there.ledger) else there.ledger
    shared = min(len(here.ledger), len(there.ledger))
    if len(longer) == shared:
        return None
    extra = longer[shared]
    return Choice(extra.month, *((extra, None) if longer is here.ledger else (None, extra)))


def _told(event: Event) -> tuple[float, ...]:
    """What happened to whom; not the numbers compared, which are told as numbers."""
    return event.month, event.kind, event.who, event.occupant, event.whom


def _number(here: Run, there: Run) -> Parting | None:
    """Walk the months, and within a month the agenda, to the first number that differs."""
    for index in range(min(len(here.months), len(there.months))):
        month, ours = here.months[index]
        theirs = there.months[index][1]
        people = here.people[index].states, there.people[index].states
        if ours == theirs and people[0] == people[1]:
            continue
        for entry in AGENDA:
            if isinstance(entry, Muster):
                continue
            if entry.role == ORGANISATION:
                found = _differs(getattr(ours, entry.part), getattr(theirs, entry.part))
                if found:
                    field, one, other = found
                    named = f"{entry.part}.{field}"
                    return Parting(month, ORGANISATION, -1, entry.says, named, one, other)
                continue
            role = Role(entry.role)
            posts = [post for post, whose in enumerate(here.roles) if whose == role]
            for number, post in enumerate(posts):
                states = [everyone[post] for everyone in people]
                if entry.part:
                    states = [getattr(state, entry.part) for state in states]
                found = _differs(*states)
                if found and _moves(entry, found[0]):
                    return Parting(month, role, number, entry.says, *found)
    return None


def _moves(entry: Any, field: str) -> bool:
    """Whether an entry moves this number: leaving moves who holds the post, a month the rest."""
    return bool(entry.part) or not field.startswith("holder.")


def _differs(here: Any, there: Any) -> tuple[str, float, float] | None:
    if here == there:
        return None
    kind: Any = type(here)
    for name, one, other in zip(names_of(kind), flat(here), flat(there), strict=True):
        if one != other and not (one != one and other != other):  # noqa: PLR0124
            return name, one, other
    return None
