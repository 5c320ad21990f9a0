"""What twins say of one journey's end: the smallest change that turns it, and until when."""

from collections.abc import Sequence
from itertools import groupby
from math import isnan
from typing import NamedTuple

from exit_sim.analysis.like_it import LIKE_IT
from exit_sim.analysis.why.candidates import (
    COUNCIL,
    FUNDER,
    TURN,
    Candidate,
    Move,
    candidates,
)
from exit_sim.analysis.why.luck import Luck, by_other_luck
from exit_sim.analysis.why.search import (
    Came,
    Search,
    Tried,
    by_size,
    last_month,
    most_journeys,
    search,
)
from exit_sim.results.many import Told
from exit_sim.scenario import Scenario


class Turning(NamedTuple):
    """A change that turns the ending, as weak as it was found to, made in the last such month.

    ``stretches`` are the months in which it does: first and last of those next to each other as
    they were tried.
    """

    candidate: Candidate
    smallest: Tried
    stretches: tuple[tuple[int, int], ...]

    @property
    def first(self) -> int:
        """The first month in which it turns the ending."""
        return self.stretches[0][0]

    @property
    def last(self) -> int:
        """The last month in which it turns the ending."""
        return self.stretches[-1][1]


class Why(NamedTuple):
    """What twins say of one journey's end.

    ``turnings`` are ordered by size, the smallest first; ``last`` is the last month tried;
    ``no_return`` is the last month in which a dated change that somebody decides still turns the
    ending; ``nearest`` is what comes nearest where nothing does; ``luck`` is how often the
    headline turns journeys like this one.
    """

    scenario: Scenario
    seed: int
    alone: Came
    every: tuple[Candidate, ...]
    tried: tuple[Tried, ...]
    turnings: tuple[Turning, ...]
    last: int
    no_return: int | None
    nearest: Tried | None
    luck: Luck

    @property
    def changes(self) -> int:
        """How many changes that somebody decides were tried."""
        names = {one.move.candidate.name for one in self.tried}
        return sum(one.decides != TURN for one in self.every if one.name in names)

    def by(self, decides: str) -> tuple[Turning, ...]:
        """The changes of one who decides that turn the ending, the smallest first."""
        return tuple(one for one in self.turnings if one.candidate.decides == decides)

    @property
    def headline(self) -> Turning | None:
        """The smallest change that a council or provider could have made; else a funder."""
        return next(iter((*self.by(COUNCIL), *self.by(FUNDER))), None)


def journeys_needed(scenario: Scenario) -> int:
    """About how many journeys are lived through, for a bar that shows how far it is."""
    return most_journeys(scenario, candidates(scenario, turns=True)) + 3 * LIKE_IT


def why(scenario: Scenario, seed: int = 1, *, done: Told | None = None) -> Why:
    """Find the smallest single change that turns a journey's end, and until when it does.

    Where it lasted, what would have sunk it is sought, turns of events that nobody decides
    included.

    Raises:
        ValueError: a seed that is none.
    """
    tested = Search(scenario, seed, done)
    alone = tested.alone
    every = candidates(scenario, turns=alone.lasted) if alone.known else ()
    search(tested, every)
    turnings = sorted(
        (found for one in every if (found := _turning(tested, one))),
        key=lambda one: by_size(one.smallest),
    )
    dated = [one.move for each in every if each.decides != TURN and each.dated
             for one in tested.turning(each)]  # fmt: skip
    tried = sorted(tested.tried.values(), key=_in_order)
    why = Why(
        scenario=scenario,
        seed=seed,
        alone=alone,
        every=every,
        tried=tuple(tried),
        turnings=tuple(turnings),
        last=last_month(scenario, alone),
        no_return=max((one.month for one in dated), default=None),
        nearest=None if turnings else _nearest(tried, alone),
        luck=Luck(0, {}, ()),
    )
    return why._replace(luck=by_other_luck(tested, _asked_of(why)))


def _turning(tested: Search, candidate: Candidate) -> Turning | None:
    found = tested.turning(candidate)
    if not found:
        return None
    least = found[0].move
    line = [one for one in tested.tried.values() if one.move._replace(month=least.month) == least]
    line.sort(key=lambda one: one.move.month)
    stretches: list[tuple[int, int]] = []
    for turns, group in groupby(line, key=lambda one: one.turns):
        months = [one.move.month for one in group]
        if turns:
            stretches.append((months[0], months[-1]))
    last = tested.tried[least._replace(month=stretches[-1][1])]
    return Turning(candidate, last, tuple(stretches))


def _nearest(tried: Sequence[Tried], alone: Came) -> Tried | None:
    """Find what moves reach furthest the right way, two years after the pilot or at its end."""
    sign = -1.0 if alone.lasted else 1.0

    def rise(one: Tried) -> tuple[float, float]:
        later = sign * (reach_or_none(one.came.reach) - reach_or_none(alone.reach))
        return later, sign * (
            reach_or_none(one.came.reach_at_pilot_end) - reach_or_none(alone.reach_at_pilot_end)
        )

    able = [one for one in tried if rise(one) > (0.0, 0.0)]
    return max(able, key=lambda one: (rise(one), -one.size, one.move.spec), default=None)


def reach_or_none(reach: float) -> float:
    """Reach; where there is none, nobody was reached."""
    return 0.0 if isnan(reach) else reach


def _asked_of(why: Why) -> list[Move]:
    """The moves of which it is asked how often they turn other journeys' ends."""
    if why.headline is None:
        return []
    last = why.headline.smallest.move
    return list(dict.fromkeys([last, last._replace(month=why.headline.first)]))


def _in_order(one: Tried) -> tuple[str, float, int]:
    return one.move.candidate.name, one.move.strength or 0.0, one.move.month
