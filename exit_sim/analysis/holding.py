"""What each mechanism usually comes to, so that it can be held there: a level without dependence.

Every mechanism acts through :func:`exit_sim.rule.through`. Here its strength listens to what it
multiplies, over many journeys of the baseline, and the mean by role becomes the constant at which
the mechanism is held. The mean is over the months and people in which the term is applied, so that
the level stays where it was.
"""

import json
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, Self

from exit_sim.results.fingerprint import rules_hash
from exit_sim.scenario.held import ROLES
from exit_sim.vocabulary import Role
from exit_sim.world import Mechanisms, Parameters

Sums = dict[tuple[str, str], tuple[float, int]]
SEEDS = 400


class Listening:
    """Stands in for a mechanism: the role whose level was asked for last is the role that acts."""

    held = 0.0

    def __init__(self, name: str, sums: Sums) -> None:
        self.name = name
        self.sums = sums
        self.role = ROLES[0]

    @property
    def strength(self) -> "Heard":
        """Full strength, that notes what it is multiplied by."""
        return Heard(self)

    def __getattr__(self, role: str) -> float:
        if role not in ROLES:
            raise AttributeError(role)
        self.role = role
        return 0.0


class Heard(float):
    """The number 1, that tells its mechanism which term it multiplied."""

    __slots__ = ("mechanism",)
    mechanism: Listening

    def __new__(cls, mechanism: Listening) -> Self:
        """Make a 1 that belongs to the mechanism."""
        one = super().__new__(cls, 1.0)
        one.mechanism = mechanism
        return one

    def __mul__(self, term: float) -> float:
        """Note the term and return it."""
        mechanism = self.mechanism
        total, count = mechanism.sums[mechanism.name, mechanism.role]
        mechanism.sums[mechanism.name, mechanism.role] = (total + term, count + 1)
        return term


def listening(p: Parameters, sums: Sums) -> Parameters:
    """The same settings, with every mechanism listened to."""
    groups = {
        group: getattr(p.mechanisms, group)._make(
            Listening(f"{group}.{name}", sums) for name in getattr(p.mechanisms, group)._fields
        )
        for group in Mechanisms._fields
    }
    return p._replace(mechanisms=Mechanisms(**groups))


def listen_to(seed: int) -> Sums:
    """Listen to one journey of the baseline, from month 1."""
    from exit_sim.model import InnovationJourney

    sums: Sums = defaultdict(lambda: (0.0, 0))
    model = InnovationJourney("baseline", seed=seed)
    model.p = listening(model.p, sums)
    model.run_model()
    _arrivals(model, sums)
    return dict(sums)


def _arrivals(model: Any, sums: Sums) -> None:
    """Newcomers are counted where they arrive: the share of posts that change hands in a month."""
    for role in (Role.SENIOR_LEADER, Role.MIDDLE_MANAGER, Role.FRONTLINE):
        people = model.in_role[role]
        arrived = sum(person.state.holder.occupant - 1.0 for person in people)
        months = model.horizon + model.settings.burn_in
        key = ("receptivity.newcomers", role.name.lower())
        sums[key] = (arrived, len(people) * months)


class Measured(NamedTuple):
    """Usual levels by mechanism and role, and what they were measured on."""

    rules: str
    seeds: int
    constants: dict[str, dict[str, float]]


def measure(seeds: int = SEEDS, workers: int = 2) -> Measured:
    """Listen to seeds 1 to ``seeds`` and take the means; the order of sums is that of the seeds."""
    totals: Sums = defaultdict(lambda: (0.0, 0))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for sums in pool.map(listen_to, range(1, seeds + 1), chunksize=8):
            for key, (total, count) in sums.items():
                before, counted = totals[key]
                totals[key] = (before + total, counted + count)
    constants: dict[str, dict[str, float]] = {}
    for (name, role), (total, count) in sorted(totals.items()):
        constants.setdefault(name, {})[role] = round(total / count, 9) if count else 0.0
    return Measured(rules_hash(), seeds, constants)


def main() -> None:
    """Measure and write the data file named on the command line."""
    target = Path(sys.argv[1])
    found = measure()
    text = json.dumps(found._asdict(), indent=1, sort_keys=True)
    target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
