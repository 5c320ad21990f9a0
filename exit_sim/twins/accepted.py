"""Settings that nobody knows are drawn as one set; the sets that fit what is known are kept.

A set is a number: by it each free setting is drawn evenly over its plausible range, the same for
everybody who draws it. What is free is what the baseline gives a range, and neither the population
varies nor a sector brings.
"""

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from exit_sim.ensemble.jobs import Job
from exit_sim.scenario.file import SHIPPED
from exit_sim.scenario.lineage import brought_by_sectors
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import Value
from exit_sim.twins.plausible import drawn, uncertain
from exit_sim.twins.study import Units

FOLDER = SHIPPED / "calibration"
ROWS, SAID = FOLDER / "accepted.csv", FOLDER / "accepted.json"
SET = "set"


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
    values: dict[str, Value] = dict(drawn(free(population), number))
    return replace(population, base=population.base.with_(values, by=f"plausible set {number}"))


def over_sets(population: Population, numbers: Sequence[int], seed: int = 1) -> Units:
    """Take the members of a population in turn under each of some sets, each by a luck of its own.

    As many units meet as many members as they would under one set, spread evenly over all.
    """
    here = lru_cache(maxsize=1024)(lambda number: under(population, number))

    def one(number: int) -> Job:
        return Job(here(numbers[number % len(numbers)]).member(number, seed), seed + number)

    return Units(population.title, one, population.varies)
