"""Which runs are wanted, and what is to be kept of each."""

import os
from typing import NamedTuple

from exit_sim.recorded import names_of
from exit_sim.scenario import Scenario
from exit_sim.vocabulary import Happening
from exit_sim.world import World


class Job(NamedTuple):
    """One run to be: an organisation and its luck."""

    scenario: Scenario
    seed: int


class Wanted(NamedTuple):
    """What is kept of each run, beside the last month of everything.

    ``columns`` of the world month by month, by dotted name; ``kinds`` of event; everyone's state
    in every month with ``people``, else in the last one alone.
    """

    columns: tuple[str, ...]
    kinds: frozenset[Happening]
    people: bool = False


EVERYTHING = Wanted(names_of(World), frozenset(Happening), people=True)


def allowed_threads() -> int:
    """How many processors this process may use; not how many the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
