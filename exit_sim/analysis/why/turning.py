"""Twins by the hundred: each change, made in each month, and whether it turns the ending."""

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

from exit_sim.analysis.like_it import LIKE_IT
from exit_sim.analysis.why.candidates import Candidate, candidates, disturbance, made
from exit_sim.draws import LAST_SEED
from exit_sim.ensemble.jobs import Job
from exit_sim.results.many import Told, journeys_of
from exit_sim.scenario import Scenario

MOST_MONTHS = 120
"""Months in which a change is tried; on a longer horizon they lie further apart."""


class Tried(NamedTuple):
    """A change made in one month, and how the journey then ended; month 1 where it has none."""

    candidate: Candidate
    month: int
    ending: str
    reach: float
    disturbance: float

    @property
    def lasted(self) -> bool:
        """Whether the practice then lasted."""
        return lasts(self.ending)


class Likely(NamedTuple):
    """Of journeys like it: how many ended as it did, how many last, and how many with a change."""

    journeys: int
    ended_so: int
    last: int
    last_with: int


class Why(NamedTuple):
    """What twins say of one journey's end.

    ``tried`` holds every change and month; ``turns`` those that turn the ending, the smallest
    first; ``smallest`` is the least of them, ``latest`` the last month in which that change, made
    then, still turns it, and ``gap`` whether it fails to in some month between; ``no_return`` the
    last month in which any change that can be dated still turns it.
    """

    scenario: Scenario
    seed: int
    ending: str
    lasted: bool
    tried: tuple[Tried, ...]
    turns: tuple[Tried, ...]
    smallest: Tried | None
    latest: int | None
    gap: bool
    no_return: int | None
    nearest: Tried | None
    likely: Likely

    @property
    def changes(self) -> int:
        """How many changes were tried."""
        return len({one.candidate.change.name for one in self.tried})


def lasts(ending: str) -> bool:
    """Whether an ending is one in which the practice lasted."""
    return ending.startswith("sustained")


def journeys_needed(scenario: Scenario) -> int:
    """How many journeys are lived through to answer, for a bar that shows how far it is."""
    jobs = sum(len(_months(scenario, one)) for one in candidates(scenario))
    return jobs + 2 * LIKE_IT


def why(scenario: Scenario, seed: int = 1, *, done: Told | None = None) -> Why:
    """Find the smallest single change a council or provider could make that turns an ending.

    Each change on the list is made in each month, until the practice has ended, by the same luck;
    where it lasted, what would have sunk it is sought instead.

    Raises:
        ValueError: a seed that is none.
    """
    alone = journeys_of([Job(scenario, seed)], ["ending", "ended_month"])
    ending, last = str(alone["ending"][0]), _last(scenario, alone["ended_month"][0])
    every = [
        (candidate, month)
        for candidate in candidates(scenario)
        for month in _months(scenario, candidate)
        if month <= last
    ]
    jobs = [Job(made(scenario, candidate, month), seed) for candidate, month in every]
    columns = ["ending", "reach_24_months_after_pilot"]
    came = journeys_of(jobs, columns, done=done)
    tried = tuple(
        Tried(
            candidate,
            month,
            str(came["ending"][number]),
            float(came["reach_24_months_after_pilot"][number]),
            disturbance(scenario, candidate, month),
        )
        for number, (candidate, month) in enumerate(every)
    )
    turns = tuple(sorted((one for one in tried if _turns(ending, one)), key=_by_size))
    smallest = turns[0] if turns else None
    same = sorted(one.month for one in turns if smallest and _same(one, smallest))
    dated = [one.month for one in turns if one.candidate.dated]
    return Why(
        scenario=scenario,
        seed=seed,
        ending=ending,
        lasted=lasts(ending),
        tried=tried,
        turns=turns,
        smallest=smallest,
        latest=same[-1] if same and smallest and smallest.candidate.dated else None,
        gap=_has_gap(scenario, smallest, same),
        no_return=max(dated) if dated else None,
        nearest=None if turns else _nearest(tried, ending),
        likely=_likely(scenario, seed, ending, smallest, done, len(jobs)),
    )


def _months(scenario: Scenario, candidate: Candidate) -> range:
    step = -(-scenario.horizon // MOST_MONTHS)
    return range(1, scenario.horizon + 1, step) if candidate.dated else range(1, 2)


def _last(scenario: Scenario, ended: float) -> float:
    """The last month in which a change is tried: to take up again what has ended is not to save."""
    return scenario.horizon if isnan(ended) else ended


def _turns(ending: str, one: Tried) -> bool:
    known = "not yet known" not in {ending, one.ending}
    return known and one.lasted != lasts(ending)


def _by_size(one: Tried) -> tuple[float, str, int]:
    return one.disturbance, one.candidate.change.name, one.month


def _same(one: Tried, other: Tried) -> bool:
    return one.candidate.change.name == other.candidate.change.name


def _has_gap(scenario: Scenario, smallest: Tried | None, months: Sequence[int]) -> bool:
    """Whether the change fails to turn the ending in some month between two in which it does."""
    if smallest is None or not smallest.candidate.dated:
        return False
    tried = [month for month in _months(scenario, smallest.candidate) if month <= months[-1]]
    return len([month for month in tried if month >= months[0]]) > len(months)


def _nearest(tried: Sequence[Tried], ending: str) -> Tried | None:
    """What comes nearest where nothing turns it: the greatest, or the least, reach."""
    known = [one for one in tried if one.reach == one.reach]
    sign = -1.0 if lasts(ending) else 1.0
    return max(known, key=lambda one: (sign * one.reach, -one.disturbance), default=None)


def _likely(
    scenario: Scenario,
    seed: int,
    ending: str,
    smallest: Tried | None,
    done: Told | None,
    before: int,
) -> Likely:
    """Meet the same organisation by other luck, without the change and with it."""
    first = min(seed, LAST_SEED - LIKE_IT + 1)
    sides = [scenario]
    if smallest is not None:
        sides.append(made(scenario, smallest.candidate, smallest.month))
    jobs = [Job(side, first + number) for side in sides for number in range(LIKE_IT)]
    told = None if done is None else lambda number: done(before + number)
    endings = journeys_of(jobs, ["ending"], done=told)["ending"]
    here = [str(one) for one in endings[:LIKE_IT]]
    there = [str(one) for one in endings[LIKE_IT:]]
    return Likely(LIKE_IT, here.count(ending), sum(map(lasts, here)), sum(map(lasts, there)))
