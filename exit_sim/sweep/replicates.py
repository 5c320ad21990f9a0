"""Every point is met by several lucks: so many, or as many as a precision takes."""

from math import isfinite
from typing import Any, NamedTuple

from exit_sim.draws import LAST_SEED
from exit_sim.errors import nearest
from exit_sim.scenario.file import Document
from exit_sim.sweep.asked import whole
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS
from exit_sim.twins.rounds import FINEST

REPLICATES = "replicates"
PARTS = ("runs", "precision", "outcome", "cap", "seed")
RUNS, CAP, MOST = 32, 4096, 100_000_000
"""Lucks at each point unless a design says otherwise; at most so many; journeys in all."""


class Replicates(NamedTuple):
    """How many lucks each point meets: a number, or as many as a precision takes.

    ``precision`` is the half-width of simulation error of the ``outcome`` that governs, and with it
    there are at most ``cap`` lucks. Replicate number j is lived by the luck of ``seed + j``, and in
    a population is member j.
    """

    runs: int | None = RUNS
    precision: float | None = None
    outcome: str = GOVERNS
    cap: int = CAP
    seed: int = 1

    @property
    def most(self) -> int:
        """How many lucks a point meets at most."""
        return self.cap if self.runs is None else self.runs


def replicates_in(doc: Document) -> Replicates:
    """Take how many lucks each point meets."""
    asked = doc.table(REPLICATES)
    doc.known((REPLICATES,), asked, PARTS, "a part of it")
    precise = "precision" in asked
    for part, wanted in (("runs", not precise), ("outcome", precise), ("cap", precise)):
        if part in asked and not wanted:
            says = "says how many, and so does precision" if precise else "goes with precision"
            doc.refuse(says, (REPLICATES, part), asked[part], "leave it out")
    seed = whole(doc, (REPLICATES, "seed"), asked.get("seed", 1), 0, LAST_SEED)
    if not precise:
        runs = whole(doc, (REPLICATES, "runs"), asked.get("runs", RUNS), 1, MOST)
        found = Replicates(runs, seed=seed)
    else:
        outcome = asked.get("outcome", GOVERNS)
        if outcome not in BY_COLUMN:
            meant = nearest(outcome, BY_COLUMN) if isinstance(outcome, str) else ""
            allowed = "allowed: " + ", ".join(BY_COLUMN)
            doc.refuse(
                "is no outcome that governs", (REPLICATES, "outcome"), outcome, allowed, meant
            )
        cap = whole(doc, (REPLICATES, "cap"), asked.get("cap", CAP), 2, MOST)
        found = Replicates(None, _precision(doc, asked["precision"]), outcome, cap, seed)
    last = seed + found.most - 1
    if last > LAST_SEED:
        allowed = f"allowed: a last seed of at most {LAST_SEED}"
        doc.refuse(f"leads to seed {last}", (REPLICATES, "seed"), seed, allowed)
    return found


def _precision(doc: Document, raw: Any) -> float:
    keys = (REPLICATES, "precision")
    known = isinstance(raw, int | float) and not isinstance(raw, bool) and isfinite(raw)
    if not known or not FINEST <= raw <= 1.0:
        allowed = f"allowed: a number from {FINEST:g} to 1, as of a share"
        doc.refuse("is not a half-width that can be asked for", keys, raw, allowed)
    return float(raw)


def check_all(doc: Document, points: int, options: int, replicates: Replicates) -> None:
    """Refuse a design of more journeys than can be lived through."""
    journeys = points * options * replicates.most
    if journeys > MOST:
        keys = (REPLICATES,) if REPLICATES in doc.data else ()
        problem = f"makes {points} points by {options} options by {replicates.most} lucks"
        doc.refuse(problem, keys, None, f"allowed: at most {MOST} journeys, not {journeys}")
