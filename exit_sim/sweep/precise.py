"""Which rounds count follows from complete rounds alone: when each point is known well enough."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from exit_sim.sweep.plan import Round, Shard
from exit_sim.sweep.reading import columns_of
from exit_sim.sweep.rows import JOURNEYS
from exit_sim.sweep.store import Store
from exit_sim.twins.outcomes import BY_COLUMN
from exit_sim.twins.pairs import half_width_of


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


def wanted(store: Store, plan: Laid, number: int) -> Sequence[Shard]:
    """The shards that may be lived through now: of every round, or up to one that decides."""
    return plan.shards if store.plan["precision"] is None else of_round(plan, number)


def unresolved(store: Store, plan: Laid, rounds: int) -> int:
    """How many points, each under each option, are not known so well as was asked, after rounds.

    Twins are compared where there are options; else it is each point's own level.
    """
    precision = store.plan["precision"]
    if precision is None:
        return 0
    return int((_widths(store, plan, rounds) > precision).sum())


def _widths(store: Store, plan: Laid, rounds: int) -> NDArray[np.float64]:
    """Half-widths after complete rounds, (points, comparisons); files are added up in their order.

    Rows of a shard stand unit by unit, each under every option, so twins are side by side. Where
    nothing is known, nothing is known well enough.
    """
    outcome, options = BY_COLUMN[store.plan["outcome"]], len(store.plan["options"])
    shape = (store.plan["points"], max(1, options - 1))
    count, total, squares = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    counted = {shard.number for shard in plan.shards if shard.round < rounds}
    for part in store.parts(JOURNEYS):
        if part.shard not in counted:
            continue
        table = columns_of(part, ["point", outcome.column])
        points = table["point"].to_numpy()[::options]
        came = table[outcome.column].to_numpy().astype(float).reshape(-1, options)
        values = came[:, 1:] - came[:, :1] if options > 1 else came
        known = ~np.isnan(values)
        values = np.where(known, values, 0.0)
        for sums, each in ((count, known), (total, values), (squares, values * values)):
            np.add.at(sums, points, each)
    if options == 1:  # a level, about its own mean
        squares -= total * total / np.maximum(count, 1.0)
        total[:] = 0.0
    widths: NDArray[np.float64] = half_width_of(count, total, squares, outcome.matters)
    return widths
