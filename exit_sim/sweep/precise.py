"""Which rounds count follows from complete rounds alone: when each point is known well enough."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from exit_sim.sweep.plan import Round, Shard
from exit_sim.sweep.rows import JOURNEYS
from exit_sim.sweep.store import Store
from exit_sim.twins.outcomes import BY_COLUMN
from exit_sim.twins.pairs import half_width


class Laid(Protocol):
    """What is laid out in rounds and shards: a plan, or what stands in a folder of one."""

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds, in their order."""
        ...

    @property
    def shards(self) -> tuple[Shard, ...]:
        """The shards of every round."""
        ...


def complete(store: Store, plan: Laid) -> int:
    """How many rounds are complete, from the first."""
    done = store.done()
    for number in range(len(plan.rounds)):
        if any(shard.number not in done for shard in of_round(plan, number)):
            return number
    return len(plan.rounds)


def next_round(store: Store, plan: Laid) -> int | None:
    """Which round is to be lived through: the first that is not complete, if it is needed at all.

    It is where a precision was asked for and the rounds before leave some point unresolved.
    """
    number = complete(store, plan)
    if number == len(plan.rounds):
        return None
    asked = store.plan["precision"] is not None
    if number and asked and not unresolved(store, plan, number):
        return None
    return number


def of_round(plan: Laid, number: int) -> list[Shard]:
    """The shards of a round."""
    return [shard for shard in plan.shards if shard.round == number]


def unresolved(store: Store, plan: Laid, rounds: int) -> int:
    """How many points, each under each option, are not known so well as was asked, after rounds.

    Twins are compared where there are options; else it is each point's own level.
    """
    precision = store.plan["precision"]
    if precision is None:
        return 0
    return sum(width > precision for width in _widths(store, plan, rounds))


def _widths(store: Store, plan: Laid, rounds: int) -> Iterator[float]:
    outcome = BY_COLUMN[store.plan["outcome"]]
    known = _outcomes(store, plan, outcome.column, rounds)
    for point in known:
        sides = [point[:, option] for option in range(point.shape[1])]
        single = [side - sides[0] for side in sides[1:]] or [sides[0] - np.nanmean(sides[0])]
        for values in single:
            there = values[~np.isnan(values)]
            if len(there):
                yield half_width(there, outcome.matters)


def _outcomes(store: Store, plan: Laid, column: str, rounds: int) -> np.ndarray:
    """One outcome, (points, replicates, options), of complete rounds; missing is NaN."""
    import pyarrow.parquet as pq

    labels = {label: place for place, label in enumerate(store.plan["options"])}
    shape = (store.plan["points"], plan.rounds[rounds - 1].last, len(labels))
    known = np.full(shape, np.nan)
    wanted = {shard.number for shard in plan.shards if shard.round < rounds}
    for part in store.parts(JOURNEYS):
        if part.shard in wanted:
            table = pq.read_table(part.path, columns=["point", "replicate", "option", column])
            options = [labels[word] for word in table["option"].to_pylist()]
            where = (table["point"].to_numpy(), table["replicate"].to_numpy(), np.array(options))
            known[where] = table[column].to_numpy(zero_copy_only=False)
    return known
