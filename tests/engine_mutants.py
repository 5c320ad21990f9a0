"""The composed program with one mistake in it: each is one that an engine could well make.

What is changed is the program, never a rule: Mesa runs the same rules, and must disagree.
"""

import re
from collections.abc import Callable
from enum import IntEnum
from types import FunctionType, ModuleType
from unittest import mock

from exit_sim.ensemble import composing
from exit_sim.month import AGENDA, Muster, Step
from exit_sim.vocabulary import Happening, Purpose
from interpreting import program, sources

Program = Callable[..., int]
Agenda = tuple[Step | Muster, ...]


def _replaced(source: str, old: str, new: str, which: slice) -> str:
    found = list(re.finditer(old, source))[which]
    assert found, f"the program has no {old!r}: the mutant must be written anew"
    for match in reversed(found):
        source = source[: match.start()] + match.expand(new) + source[match.end() :]
    return source


def in_month(old: str, new: str, which: slice = slice(None)) -> Program:
    """Replace something in the composed month; everywhere, or some of the places."""
    month, around = sources()
    return program(_replaced(month, old, new, which), around)


def around_it(old: str, new: str) -> Program:
    """Replace something in what goes around the month."""
    month, around = sources()
    return program(month, _replaced(around, old, new, slice(None)))


def _at(says: str) -> int:
    return next(n for n, entry in enumerate(AGENDA) if entry.says == says)


def ordered(*order: int) -> Program:
    """Put other entries of the agenda, by number, where the first to the last of these stand."""
    agenda = list(AGENDA)
    agenda[min(order) : max(order) + 1] = [AGENDA[number] for number in order]
    return of(tuple(agenda))


def of(agenda: Agenda) -> Program:
    """Compose another agenda."""
    with mock.patch.object(composing, "AGENDA", agenda):
        return program(*sources())


def swapped(says: str) -> Program:
    """Swap an entry of the agenda with the next."""
    return ordered(_at(says) + 1, _at(says))


def heard_late() -> Program:
    """Hear again once leaders have acted, so that members hear what is said only afterwards."""
    at = _at("members weigh the case")
    return of((*AGENDA[:at], Muster("what is said is heard", listens=True), *AGENDA[at:]))


def tallied_early() -> Program:
    """Count what the month came to before lives are lived."""
    return swapped("lives are lived")


def purpose_reused() -> Program:
    """Judge a change that was tried by the very number by which it turned out well or not."""

    class Reused(IntEnum):
        EXPERIMENT = Purpose.EXPERIMENT
        MERIT = Purpose.MERIT
        SEEN = Purpose.MERIT

    def reuse(month: ModuleType) -> None:
        name = "innovation__experiments"
        step = getattr(month, name)
        known = {**step.__globals__, "Purpose": Reused}
        setattr(month, name, FunctionType(step.__code__, known))

    return program(*sources(), change=reuse)


def without_store(says: str) -> Program:
    """Forget what a step of the organisation came to."""
    pattern = rf"(?s)(def step_{_at(says)}\(.*?)compiling\.store\(memory, \d+, new\)"
    return in_month(pattern, r"\1pass")


EDGES = r"for edge in range\(read\(starts, row\), read\(starts, row \+ 1\)\):"
BACKWARDS = "for edge in range(read(starts, row + 1) - 1, read(starts, row) - 1, -1):"
PERSON = r"Luck\(key, month, first \+ i, (\d+)\)"

MUTANTS: dict[str, Callable[[], Program]] = {
    "two steps are swapped": lambda: swapped("the budget is set"),
    "a step is lost": lambda: of(tuple(e for e in AGENDA if e.says != "changes are tried")),
    "what the month came to is counted too soon": tallied_early,
    "what is said is heard after leaders have acted": heard_late,
    "everybody has next month's luck": lambda: in_month(
        PERSON, r"Luck(key, month + 1, first + i, \1)"
    ),
    "everybody has the luck of the post before": lambda: in_month(
        PERSON, r"Luck(key, month, first + i - 1, \1)"
    ),
    "people's luck is another stream's": lambda: in_month(PERSON, "Luck(key, month, first + i, 2)"),
    "the first month's luck is that of the month before it": lambda: in_month(
        r"luck = Luck\(key, 0, 0, (\d)\)", r"luck = Luck(key, -1, 0, \1)"
    ),
    "a purpose is reused": purpose_reused,
    "ties are added up backwards": lambda: in_month(EDGES, BACKWARDS),
    "the last tie is lost": lambda: in_month(
        r"read\(starts, row \+ 1\)\):", "max(read(starts, row), read(starts, row + 1) - 1)):"
    ),
    "time in post does not root a tie": lambda: in_month(r"weight = weight \* .*", "pass"),
    "ties have their usual weight": lambda: in_month(r"usual_(\d+) \* now\.\w+", r"usual_\1"),
    "a unit of leadership counts alone": lambda: in_month(r"float\(shared\)", "1.0"),
    "events of one kind are lost": lambda: in_month(
        r"if happened\.kind != 0\.0:", f"if happened.kind not in (0.0, {int(Happening.ARRIVED)}):"
    ),
    "an event is told of who was in post before": lambda: in_month(
        r"occupant = int\(memory\[.*", "occupant = int(me.holder.occupant)"
    ),
    "what the organisation decided is forgotten": lambda: without_store("keeping it is decided"),
    "burn-in is one month short": lambda: in_month(r"range\(1 - shape", "range(2 - shape"),
    "nobody is counted before the first month": lambda: in_month(r"\n +count\(numbers, .*", ""),
    "an event's cause is lost": lambda: around_it(r"because = noted\[.*", "because = -1"),
    "causes are those of the run before": lambda: around_it(r"noted\[i\] = -1", "pass"),
    "what is scheduled comes a month late": lambda: around_it(
        r"month if month > 0 else 0", "month - 1 if month > 0 else 0"
    ),
    "what is scheduled in month 1 holds before": lambda: around_it(
        r"month if month > 0 else 0", "month if month > 0 else 1"
    ),
    "ties that luck decides are those of the run before": lambda: around_it(
        r"if n == 0 or .*:", "if n == 0:"
    ),
    "a tie drawn twice counts twice": lambda: around_it(r"if code != last:", "if True:"),
    "who is in post is written down after the first month": lambda: around_it(
        r"if month == 1:", "if month == 2:"
    ),
}
"""Each mistake, and how it is made."""
