"""Settings that nobody knows are drawn as one set; the sets that fit what is known are kept.

A set is a number: by it each free setting is drawn evenly over its plausible range, the same for
everybody who draws it. What is free is what the baseline gives a range, and neither the population
varies nor a sector brings. Members of a population are met under accepted sets in turn: as many of
them as under none, so that what is not known costs no more journeys.
"""

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from exit_sim.ensemble.jobs import Job
from exit_sim.errors import BadInput, nearest
from exit_sim.results.fingerprint import rules_hash
from exit_sim.scenario import Scenario
from exit_sim.scenario.file import SHIPPED
from exit_sim.scenario.lineage import brought_by_sectors
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import Value
from exit_sim.twins.plausible import drawn, uncertain
from exit_sim.twins.study import Units, of_population, of_scenario

FOLDER = SHIPPED / "calibration"
ROWS, SAID = FOLDER / "accepted.csv", FOLDER / "accepted.json"
SET = "set"
BY_SET = "plausible set"
"""Who gives what a set gives, in sources; its number follows."""

CALIBRATED, BASELINE = "calibrated", "baseline"
LEVELS = (CALIBRATED, BASELINE)
"""At which settings a population is met: under accepted sets, or as it stands. The first is usual.
"""

FITTED_TO = "reference"
"""The population to which the sets that ship were fitted."""

SETS = 50
"""Under so many of the accepted sets, spread evenly, the members of a population are met.

Of 400 members eight meet each, without which a range over sets is mostly luck.
"""

OF_OTHER_RULES = (
    "Accepted sets were left aside, since they fit other rules than these: every setting stands as "
    "it is stated."
)
OF_ANOTHER = "These sets were fitted to the reference population, which is another."


class Accepted(NamedTuple):
    """The sets that were accepted, and what they were accepted under.

    ``rules`` is the hash of the rules, ``free`` that of what was drawn and from where to where.
    """

    rules: str
    free: str
    numbers: tuple[int, ...]


@cache
def accepted() -> Accepted:
    """Read the sets that ship; none where none were found."""
    if not SAID.is_file():
        return Accepted("", "", ())
    said = json.loads(SAID.read_text("utf-8"))
    with ROWS.open(encoding="utf-8", newline="") as file:
        numbers = tuple(int(row[SET]) for row in csv.DictReader(file))
    return Accepted(said["rules"], said["free"], numbers)


def free(population: Population) -> tuple[str, ...]:
    """Name the settings that a set gives a population: what it and its sectors leave alone."""
    taken = {*population.varies, *brought_by_sectors()}
    return tuple(name for name in uncertain(population.base) if name not in taken)


def free_hash(population: Population) -> str:
    """Hash what a set draws, by the values of a few of them."""
    names = free(population)
    few = [[f"{value!r}" for _, value in drawn(names, number)] for number in range(3)]
    return hashlib.sha256(json.dumps([names, few]).encode()).hexdigest()


def under(population: Population, number: int) -> Population:
    """Give the population of which every member has the settings of a set."""
    return _moved(population, free(population), number)


def _moved(population: Population, names: tuple[str, ...], number: int) -> Population:
    values: dict[str, Value] = dict(drawn(names, number))
    return replace(population, base=population.base.with_(values, by=f"{BY_SET} {number}"))


def units_at(unit: Scenario | Population, level: str | None = None, seed: int = 1) -> Units:
    """Take an organisation by many lucks, or a population at a level, the usual one by default.

    Where sets were accepted under other rules, or none were, a population is taken as it stands.

    Raises:
        BadInput: a level that is none, or one of an organisation.
    """
    if level is not None and level not in LEVELS:
        problem, allowed = "is not a level", "allowed: " + ", ".join(LEVELS)
        meant = nearest(level, LEVELS)
        raise BadInput(problem, key="level", value=level, allowed=allowed, suggestion=meant)
    if isinstance(unit, Scenario):
        if level is not None:
            problem, allowed = "goes with a population, and this is a scenario", "leave it out"
            raise BadInput(problem, key="level", value=level, allowed=allowed)
        return of_scenario(unit, seed)
    if level == BASELINE or not accepted().numbers:
        return of_population(unit, seed)
    if not fits():
        return of_population(unit, seed)._replace(remark=OF_OTHER_RULES)
    return over_sets(unit, spread(accepted().numbers, SETS), seed)


def over_sets(population: Population, numbers: Sequence[int], seed: int = 1) -> Units:
    """Take the members of a population in turn under each of some sets, each by a luck of its own.

    As many units meet as many members as they would under one set, spread evenly over all. A set
    gives what it gave the population it was fitted to, and what this one leaves alone.
    """
    fitted = set(free(_fitted()))
    names = tuple(name for name in free(population) if name in fitted)
    here = lru_cache(maxsize=1024)(lambda number: _moved(population, names, number))

    def one(number: int) -> Job:
        return Job(here(numbers[number % len(numbers)]).member(number, seed), seed + number)

    remark = "" if population.label == _fitted().label else OF_ANOTHER
    return Units(population.title, one, population.varies, tuple(numbers), remark)


def spread(numbers: Sequence[int], most: int) -> list[int]:
    """Take so many, evenly from first to last; all where they are no more.

    >>> spread([5, 6, 7, 8, 9], 2), spread([5, 6], 3)
    ([5, 7], [5, 6])
    """
    if len(numbers) <= most:
        return list(numbers)
    return [numbers[place * len(numbers) // most] for place in range(most)]


@cache
def _fitted() -> Population:
    return Population.load(FITTED_TO)


def fits() -> bool:
    """Whether sets were accepted under these rules, and drawn from where they are drawn now."""
    return accepted()[:2] == (rules_hash(), free_hash(_fitted()))
