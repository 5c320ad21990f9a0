"""Every change is made in every month and as weakly as turns the ending, by the same luck."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import isnan
from typing import NamedTuple

from exit_sim.analysis.why.candidates import Candidate, Move
from exit_sim.analysis.why.moving import between, made, months_in_force, size, strengths
from exit_sim.ensemble.jobs import Job
from exit_sim.errors import BadInput
from exit_sim.results.many import Told, journeys_of
from exit_sim.scenario import Scenario

GRID = 48
"""Months tried at first, evenly spread; those between are tried where the answer changes."""
HALVINGS = 4
"""Times that the way from too weak to strong enough is halved."""
COLUMNS = ("ending", "reach_24_months_after_pilot", "reach_at_pilot_end", "ended_month")


class Came(NamedTuple):
    """How a journey came out."""

    ending: str
    reach: float
    reach_at_pilot_end: float
    ended: float

    @property
    def lasted(self) -> bool:
        """Whether the practice lasted."""
        return self.ending.startswith("sustained")

    @property
    def known(self) -> bool:
        """Whether it is known by then if it lasts."""
        return self.ending != "not yet known"


class Tried(NamedTuple):
    """One change made in one month, how far it moves what, for how long, and what came of it."""

    move: Move
    size: float
    months: int
    came: Came
    turns: bool


class Search:
    """All that was tried on one journey so far, by one luck."""

    def __init__(self, scenario: Scenario, seed: int, done: Told | None = None) -> None:
        self.scenario, self.seed, self.done = scenario, seed, done
        self.tried: dict[Move, Tried] = {}
        self.lived = 0
        (self.alone,) = self.live([scenario])

    def live(self, scenarios: Sequence[Scenario], seeds: Sequence[int] = ()) -> list[Came]:
        """Live through journeys, by the journey's own luck where none is given."""
        before, done = self.lived, self.done
        lucks = seeds or [self.seed] * len(scenarios)
        jobs = [Job(one, luck) for one, luck in zip(scenarios, lucks, strict=True)]
        told = None if done is None else lambda number: done(before + number)
        came = journeys_of(jobs, COLUMNS, done=told) if jobs else dict.fromkeys(COLUMNS, ())
        self.lived += len(jobs)
        each = zip(*(came[name] for name in COLUMNS), strict=True)
        return [Came(str(word), *map(float, numbers)) for word, *numbers in each]

    def test(self, moves: Iterable[Move]) -> None:
        """Make changes that were not tried yet; one that does not go with the scenario is left."""
        new, scenarios = [], []
        for move in dict.fromkeys(moves):
            if move in self.tried:
                continue
            try:
                scenarios.append(made(self.scenario, move))
            except BadInput:
                continue
            new.append(move)
        for move, came in zip(new, self.live(scenarios), strict=True):
            turns = came.known and self.alone.known and came.lasted != self.alone.lasted
            far, long = size(self.scenario, move), months_in_force(self.scenario, move)
            self.tried[move] = Tried(move, far, long, came, turns)

    def turning(self, candidate: Candidate) -> list[Tried]:
        """What turns the ending of all that was tried of one change, the smallest first."""
        found = [one for one in self.tried.values() if one.move.candidate == candidate]
        return sorted((one for one in found if one.turns), key=by_size)


def by_size(one: Tried) -> tuple[float, int, str, str]:
    """The order of *smallest*: what moves least, then for fewest months, then by name."""
    return round(one.size, 9), one.months, one.move.candidate.name, one.move.spec


def search(tested: Search, every: Sequence[Candidate]) -> None:
    """Try every change as shipped, then more weakly, then month by month where it matters."""
    last = last_month(tested.scenario, tested.alone)
    grid = _grid(last)
    tested.test(
        Move(one, ships, month)
        for one in every
        for ships in _as_shipped(one)
        for month in (grid if one.dated else (1,))
    )
    tested.test(
        Move(one, strength, _best_month(tested, one))
        for one in every
        if one.knob is not None
        for strength in strengths(one.knob)
    )
    for _ in range(HALVINGS):
        tested.test(halved for one in every for halved in _halved(tested, one))
    least = [found[0].move for one in every if (found := tested.turning(one))]
    tested.test(
        move._replace(month=month) for move in least if move.candidate.dated for month in grid
    )
    tested.test(_edges(tested, last))


def most_journeys(scenario: Scenario, every: Sequence[Candidate]) -> int:
    """How many journeys a search takes at most, but for months between."""
    dated = sum(one.dated for one in every)
    knobs = sum(len(strengths(one.knob)) + 2 * HALVINGS for one in every if one.knob)
    months = len(_grid(scenario.horizon))
    return 1 + len(every) + 2 * dated * months + knobs


def last_month(scenario: Scenario, alone: Came) -> int:
    """The last month in which a change is tried: what has ended cannot be saved any more."""
    return scenario.horizon if isnan(alone.ended) else int(alone.ended)


def _grid(last: int) -> list[int]:
    step = -(-last // GRID)
    return sorted({*range(1, last + 1, step), last})


def _as_shipped(one: Candidate) -> tuple[float | None, ...]:
    if one.knob is None:
        return (None,)
    return () if one.knob.ships == one.knob.own and not one.dated else (one.knob.ships,)


def _best_month(tested: Search, one: Candidate) -> int:
    """The first month in which a change as shipped turns the ending; else month 1."""
    return min((each.move.month for each in tested.turning(one)), default=1)


def _halved(tested: Search, one: Candidate) -> Iterator[Move]:
    """Halve the way between the weakest strength that turns it and the next weaker tried."""
    turning = tested.turning(one)
    if one.knob is None or not turning:
        return
    own = one.knob.own
    least = min(turning, key=lambda each: (round(each.size, 9), each.move.month)).move
    enough = (least.strength or 0.0) - own
    same = [each for each in tested.tried if each.candidate == one and each.month == least.month]
    ways = [(each.strength or 0.0) - own for each in same]
    weaker = [way for way in ways if way * enough > 0.0 and abs(way) < abs(enough)]
    half = between(one.knob, own + max(weaker, key=abs, default=0.0), own + enough)
    if half is not None and half != own:
        yield Move(one, half, least.month)


def _edges(tested: Search, last: int) -> Iterator[Move]:
    """Give every month between two of which one turns the ending and the next does not."""
    lines: dict[tuple[Candidate, float | None], list[Tried]] = {}
    for one in tested.tried.values():
        if one.move.candidate.dated:
            lines.setdefault((one.move.candidate, one.move.strength), []).append(one)
    for line in lines.values():
        line.sort(key=lambda one: one.move.month)
        for one, after in pairwise(line):
            if one.turns != after.turns:
                between_them = range(one.move.month + 1, min(after.move.month, last))
                yield from (one.move._replace(month=month) for month in between_them)
