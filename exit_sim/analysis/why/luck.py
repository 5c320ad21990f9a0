"""Whether a change turns one journey alone, or journeys like it by other luck as well."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from exit_sim.analysis.like_it import LIKE_IT
from exit_sim.analysis.why.candidates import Move
from exit_sim.analysis.why.moving import made
from exit_sim.analysis.why.search import Search
from exit_sim.draws import LAST_SEED


class WithIt(NamedTuple):
    """Of journeys like it, with a change made: how many last, are saved by it, are sunk by it."""

    move: Move
    last: int
    saved: int
    sunk: int


class Luck(NamedTuple):
    """How so many journeys like it end, and how they end with each of some changes."""

    journeys: int
    endings: Mapping[str, int]
    with_it: tuple[WithIt, ...]

    @property
    def last(self) -> int:
        """How many last without any change."""
        return sum(
            number for ending, number in self.endings.items() if ending.startswith("sustained")
        )


def by_other_luck(tested: Search, moves: Sequence[Move], runs: int = LIKE_IT) -> Luck:
    """Live through journeys like it, this seed's and the next, without and with each change."""
    first = min(tested.seed, LAST_SEED - runs + 1)
    seeds = [first + number for number in range(runs)]
    here = tested.live([tested.scenario] * runs, seeds)
    with_it = []
    for move in moves:
        there = tested.live([made(tested.scenario, move)] * runs, seeds)
        saved = sum(two.lasted > one.lasted for one, two in zip(here, there, strict=True))
        sunk = sum(one.lasted > two.lasted for one, two in zip(here, there, strict=True))
        with_it.append(WithIt(move, sum(two.lasted for two in there), saved, sunk))
    return Luck(runs, Counter(one.ending for one in here), tuple(with_it))
