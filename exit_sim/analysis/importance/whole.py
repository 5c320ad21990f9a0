"""Which ingredient matters when, among all organisations of a population and among two kinds."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from exit_sim.analysis.breakdown import RATED
from exit_sim.analysis.importance.groups import GROUPS, group_of
from exit_sim.analysis.importance.mixed import RUNS, lived
from exit_sim.analysis.importance.shapley import Range, Ranked, agreement, ranked
from exit_sim.ensemble.jobs import Job
from exit_sim.errors import BadInput
from exit_sim.results.fingerprint import rules_hash
from exit_sim.results.many import Told
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import SETTABLE
from exit_sim.twins.accepted import accepted, free, free_hash, over_sets
from exit_sim.twins.study import Units, further

PLAUSIBLE, CALIBRATED = "plausible", "calibrated"
LEVELS = (PLAUSIBLE, CALIBRATED)
FIRST_PLAUSIBLE, LAST_PLAUSIBLE = 2_000_000, 2_200_000
"""Numbers of the sets that are drawn over all that is plausible; every unit has one of its own."""

SEARCHED = 300
"""So many organisations are looked through for one of a kind before there is said to be none."""

Wanted = Callable[[Scenario], bool]


def _local(one: Scenario) -> bool:
    return one.given["setting.sector"].value == "local authority"


def _good(one: Scenario) -> bool:
    return float(one.given["setting.performance"].value) >= RATED[1]


ALL = "all organisations"
KINDS: Mapping[str, Mapping[str, Wanted]] = {
    "sector": {"local authorities": _local, "providers": lambda one: not _local(one)},
    "performance": {
        "rated poor": lambda one: not _good(one),
        "rated good or better": _good,
    },
}
"""By what organisations are told apart, and into which two kinds. Rated poor: requires improvement,
or inadequate."""


class Among(NamedTuple):
    """What was found among organisations of one kind, phase by phase.

    ``agreements`` are between two phases, by their names.
    """

    kind: str
    phases: list[Ranked]
    agreements: dict[tuple[str, str], Range]

    def phase(self, name: str) -> Ranked:
        """What was found of a phase."""
        return next(one for one in self.phases if one.phase == name)


class Importance(NamedTuple):
    """What was found, among all organisations first; ``settings`` are those that differ, by group.

    ``sets`` is over how many accepted sets, 0 where every organisation has a plausible one.
    """

    population: Population
    level: str
    sets: int
    seed: int
    pairs: int
    among: list[Among]
    settings: dict[str, list[str]]


def importance(
    population: Population,
    pairs: int,
    *,
    level: str = PLAUSIBLE,
    by: str | None = None,
    seed: int = 1,
    told: Told = lambda _: None,
) -> Importance:
    """Live through every mix of pairs of organisations, of all kinds and of two kinds if asked.

    Raises:
        BadInput: no sets were accepted for this population under these rules, or a kind is empty.
    """
    numbers = sets_of(population, level)
    units = over_sets(population, numbers, seed)
    kinds: dict[str, Units] = {ALL: units}
    for kind, wanted in (KINDS[by] if by else {}).items():
        kinds[kind] = _of_kind(units, kind, wanted)
    found = []
    for place, (kind, some) in enumerate(kinds.items()):
        came = lived(some, pairs, seed, further(told, place * pairs * RUNS))
        phases = ranked(came)
        agreements = {
            (one.phase, other.phase): agreement(one, other)
            for one, other in combinations(phases, 2)
        }
        found.append(Among(kind, phases, agreements))
    sets = len(numbers) if level == CALIBRATED else 0
    return Importance(population, level, sets, seed, pairs, found, settings_of(population))


def journeys_needed(pairs: int, by: str | None) -> int:
    """How many journeys it takes."""
    return pairs * RUNS * (1 + (len(KINDS[by]) if by else 0))


def settings_of(population: Population) -> dict[str, list[str]]:
    """Name the settings in which organisations differ, by group, in the baseline's order."""
    differ = {*free(population), *population.varies}
    found: dict[str, list[str]] = {group: [] for group in GROUPS}
    for name in SETTABLE:
        if name in differ:
            found[group_of(name)].append(name)
    return found


def sets_of(population: Population, level: str) -> Sequence[int]:
    """Give the sets of a level.

    Raises:
        BadInput: none were accepted for this population under these rules.
    """
    if level == PLAUSIBLE:
        return range(FIRST_PLAUSIBLE, LAST_PLAUSIBLE)
    sets = accepted()
    if not sets.numbers:
        problem = "needs accepted sets, and none ship"
    elif (sets.rules, sets.free) != (rules_hash(), free_hash(population)):
        problem = "needs sets that were accepted for this population under these rules"
    else:
        return sets.numbers
    raise BadInput(problem, key="--level calibrated", allowed="allowed here: --level plausible")


def _of_kind(units: Units, kind: str, wanted: Wanted) -> Units:
    """Take only organisations of a kind, in their order.

    Raises:
        BadInput: there seem to be none.
    """
    known: list[int] = []

    def after(start: int) -> int:
        for number in range(start, start + SEARCHED):
            if wanted(units.one(number).scenario):
                return number
        problem = f"has no {kind} among {SEARCHED} members in a row"
        raise BadInput(problem, key=units.title)

    def one(number: int) -> Job:
        while len(known) <= number:
            known.append(after(known[-1] + 1 if known else 0))
        return units.one(known[number])

    one(0)
    return units._replace(one=one)
