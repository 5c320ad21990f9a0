"""Every question is asked of every place, one report after the other; what is whole is kept."""

import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from exit_sim.ready_answers.places import Place
from exit_sim.ready_answers.ready import Ask, Ready, kept, key, page_of, record, record_of
from exit_sim.report.document import Limit
from exit_sim.report.page import page
from exit_sim.sweep.files import make, put, sweep_away

PAIRS = 256
"""Pairs of twins in every report: enough for a few in a hundred, and soon lived through."""


class Going(NamedTuple):
    """How far it is: reports done of how many, of them made now; their bytes, zipped, seconds."""

    done: int
    total: int
    made: int
    size: int
    zipped: int
    seconds: float

    def whole(self, so_far: float) -> float:
        """Estimate what all reports come to, from what those made now come to."""
        return so_far / max(1, self.made) * self.total

    @property
    def left(self) -> float:
        """Estimate the seconds that are left."""
        return self.seconds / max(1, self.made) * (self.total - self.done)


Told = Callable[[Going], None]


def make_reports(
    out: Path,
    questions: Sequence[str],
    places: Sequence[Place],
    pairs: int,
    ask: Ask,
    told: Told,
) -> tuple[Ready, ...]:
    """Make every report that is not there, and give all of them, question by question.

    Raises:
        CannotKeep: the system refuses to keep one.
    """
    found = []
    going = Going(0, len(questions) * len(places), 0, 0, 0, 0.0)
    for question in questions:
        for folder in (out / "reports" / question, record_of(out, question, places[0]).parent):
            make(folder)
            sweep_away(folder)
        for place in places:
            before = time.monotonic()
            made_of = key(question, place, pairs)
            one = kept(out, question, place, made_of)
            going = going._replace(done=going.done + 1)
            if one is None:
                one, content = _ready(question, place, pairs, ask)
                if content:
                    put(out / one.report, content)
                    put(record_of(out, question, place), record(one, made_of, content))
                    going = going._replace(
                        made=going.made + 1,
                        size=going.size + len(content),
                        zipped=going.zipped + len(zlib.compress(content)),
                        seconds=going.seconds + time.monotonic() - before,
                    )
            found.append(one)
            told(going)
    return tuple(found)


def _ready(question: str, place: Place, pairs: int, ask: Ask) -> tuple[Ready, bytes]:
    made = ask(place, question)
    if isinstance(made, str):
        return Ready(question, place.name, made, ""), b""
    report = made.report._replace(limits=(*_limits(place, pairs), *made.report.limits))
    ready = Ready(question, place.name, report.brief.answer, page_of(question, place))
    return ready, page(report, made.files)


def _limits(place: Place, pairs: int) -> tuple[Limit, ...]:
    """Say what a ready report is, and how precise."""
    often = (
        f"It is one of many made ready beforehand, each of {pairs} pairs and no more. "
        "What is smaller than its simulation error is not told from luck. More pairs tell it."
    )
    if place.ships:
        return (Limit("It was made ready, at a fixed precision", often),)
    file = (
        f"This place does not ship with exit_sim. Its file, {place.file}, is in the library, "
        "in the folder places, and the command below reads it."
    )
    return Limit("It was made ready, at a fixed precision", often), Limit("Its place", file)
