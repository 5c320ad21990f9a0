"""A small library, built once: two questions of two small places, by few pairs."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from exit_sim.commands.answering_library import asking
from exit_sim.ready_answers.building import build
from exit_sim.ready_answers.places import Place
from exit_sim.ready_answers.ready import Ask, Made
from reports import SETS

PAIRS = 8
QUESTIONS = ("taper", "without_co_production")
"""The second is so already at both places, which do not design with others."""
FIRST = Place("first", "baseline", "A small place", "It starts at once.", tuple(SETS.items()))
SECOND = Place(
    "second",
    "baseline",
    "A small place that supports trying",
    "",
    (*SETS.items(), ("receptivity.culture", 0.9)),
)
PLACES = (FIRST, SECOND)


class Counting:
    """Asks, and counts what it is asked; stops as if by Ctrl-C after so many."""

    def __init__(self, most: int = 1000) -> None:
        self.asked: list[tuple[str, str]] = []
        self._most, self._ask = most, asking(PAIRS, 1)

    def __call__(self, place: Place, question: str) -> Made | str:
        """Ask."""
        if len(self.asked) == self._most:
            raise KeyboardInterrupt
        self.asked.append((question, place.name))
        return self._ask(place, question)


def built(out: Path, ask: Ask | None = None, **more: Any) -> Path:
    """Build the small library in a folder."""
    made_by = ask or asking(PAIRS, 1)
    build(out, QUESTIONS, PLACES, made_by, **{"pairs": PAIRS, **more})
    return out


@cache
def small() -> Path:
    """Build it once for all tests that only read it."""
    import atexit

    folder = Path(mkdtemp(prefix="exit_sim-library-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return built(folder / "site")
