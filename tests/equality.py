"""Two records of one run are held side by side, bit by bit, and the first difference is named."""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from exit_sim.ledger import Event
from exit_sim.recorded import flat, names_of
from exit_sim.results.run_record import Moment, Run
from exit_sim.world import World


def _bits(value: Any) -> bytes:
    return array("d", flat(value)).tobytes()


def _fields(one: Any, other: Any) -> Iterator[str]:
    names = names_of(type(one))
    for name, a, b in zip(names, flat(one), flat(other), strict=True):
        if array("d", [a]) != array("d", [b]) or str(a) != str(b):
            yield f"{name} is {a!r} and {b!r}"


def difference(one: Run, other: Run) -> str:
    """Say where two records first differ, in any bit of anything; nothing where they are alike."""
    return next(differences(one, other), "")


def differences(one: Run, other: Run) -> Iterator[str]:
    """Say where two records differ: what ran, every month, every event and everybody."""
    for name in ("scenario", "seed", "roles"):
        a, b = getattr(one, name), getattr(other, name)
        if a != b:
            yield f"{name}: {a} and {b}"
    for (month, world), (also, beside) in zip(one.months, other.months, strict=False):
        if month != also or type(beside) is not World or _bits(world) != _bits(beside):
            yield f"month {month} and {also}: " + "; ".join(_fields(world, beside))
    yield from _events(one.ledger, other.ledger)
    for moment, beside in zip(one.people, other.people, strict=False):
        yield from _states(one, moment, beside)
    for name in ("months", "ledger", "people"):
        a, b = len(getattr(one, name)), len(getattr(other, name))
        if a != b:
            yield f"{name}: {a} and {b} of them"


def _events(one: Sequence[Event], other: Sequence[Event]) -> Iterator[str]:
    for number, (a, b) in enumerate(zip(one, other, strict=False)):
        # Minus nought and nought are told apart by how they are written, and so are 1 and 1.0.
        if repr(a) != repr(b):
            yield f"event {number}: {a} and {b}"


def _states(run: Run, one: Moment, other: Moment) -> Iterator[str]:
    if one.month != other.month or len(one.states) != len(other.states):
        yield f"people of month {one.month} and {other.month}"
    for post, (a, b) in enumerate(zip(one.states, other.states, strict=False)):
        if type(a) is not type(b) or _bits(a) != _bits(b):
            fields = "; ".join(_fields(a, b)) if type(a) is type(b) else "another kind"
            yield f"month {one.month}, {run.roles[post].name} at post {post}: {fields}"
