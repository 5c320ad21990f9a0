"""What came of a sweep is gathered part by part from its store alone: points, and one outcome."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.sweeps.look import Facts
from exit_sim.analysis.sweeps.met import Factor, Floats, Met
from exit_sim.errors import BadInput, nearest
from exit_sim.results.columns import NUMBER, WHOLE, YES_OR_NO, Column
from exit_sim.results.journeys import journey_columns
from exit_sim.scenario.lineage import usual
from exit_sim.scenario.settable import HELD, SETTABLE
from exit_sim.sweep.kinds import TABLE
from exit_sim.sweep.precise import complete
from exit_sim.sweep.reading import columns_of
from exit_sim.sweep.rows import FINE, JOURNEYS
from exit_sim.sweep.sampling import HYPERCUBE, MORRIS, ONE_AT_A_TIME, SOBOL
from exit_sim.sweep.standing import Standing
from exit_sim.sweep.store import Part, Store
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS, OUTCOMES, Outcome

DRAWN = (HYPERCUBE, SOBOL, MORRIS, TABLE)
"""Kinds of design whose points might have been others."""

COVERS = 0.9
"""How much of a plausible range points must go through, to be said to go through it; no more."""

MOST_NAMED = 6


class Gathered:
    """The complete rounds of a store: what is not complete does not count.

    Raises:
        BadInput: no round is complete.
    """

    def __init__(self, standing: Standing) -> None:
        self.plan: Mapping[str, Any] = standing.store.plan
        self.planned = len(standing.rounds)
        self.complete = complete(standing.store, standing)
        if not self.complete:
            problem = "has no complete round yet, and only complete rounds count"
            allowed = f"exit-sim status {standing.folder} says what is missing"
            raise BadInput(problem, file=str(standing.folder), allowed=allowed)
        wanted = {shard.number for shard in standing.shards if shard.round < self.complete}
        self.parts = [part for part in standing.parts(JOURNEYS) if part.shard in wanted]
        self.options: Sequence[str] = self.plan["options"]
        last = standing.rounds[self.complete - 1].last
        self.shape = (int(self.plan["points"]), last, len(self.options))

    @cached_property
    def _places(self) -> list[tuple[Any, Any]]:
        """Where each part's rows stand among all runs, and which of them came to their end."""
        return list(map(self._of, self.parts))

    def _of(self, part: Part) -> tuple[Any, Any]:
        import pyarrow as pa
        import pyarrow.compute as pc

        table = columns_of(part, ["point", "replicate", "option", "status"])
        option = pc.index_in(table["option"], value_set=pa.array(self.options)).to_numpy()
        which = (table["point"].to_numpy(), table["replicate"].to_numpy(), option)
        return np.ravel_multi_index(which, self.shape), pc.equal(table["status"], FINE).to_numpy()

    def values(self, column: str) -> Floats:
        """One outcome, (points, replicates, options); NaN where missing, or where a run failed."""
        found = np.full(prod(self.shape), np.nan)
        for part, (where, fine) in zip(self.parts, self._places, strict=True):
            came = columns_of(part, [column])[column].to_numpy().astype(float)
            found[where] = np.where(fine, came, np.nan)
        return found.reshape(self.shape)

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """What points set, and to what: read off the first replicate under no change."""
        names = self.plan["names"]
        found: dict[str, list[NDArray[Any]]] = {name: [] for name in names}
        points = []
        for part, (where, _) in zip(self.parts, self._places, strict=True):
            point, replicate, option = np.unravel_index(where, self.shape)
            first = (replicate == 0) & (option == 0)
            if not names or not first.any():
                continue
            table = columns_of(part, ["held", *names]).filter(first)
            held = [(words or "").split() for words in table["held"].to_pylist()]
            points.append(point[first])
            for name in names:
                values = table[name].to_numpy()
                off = [name in words for words in held]
                found[name].append(
                    np.where(off, HELD, values.astype(object)) if any(off) else values
                )
        return tuple(Factor(name, _at_points(points, each)) for name, each in found.items())

    def met(self, outcome: Outcome) -> Met:
        """Read one outcome."""
        kind, settings = self.plan["kind"], len(self.plan["names"])
        block = 1
        if kind == MORRIS:
            block = settings + 1
        elif kind == SOBOL:
            block = 2 * settings + 2 if self.plan["problem"]["second_order"] else settings + 2
        return Met(
            outcome,
            self.values(outcome.column),
            self.options,
            self.factors,
            block,
            drawn=kind in DRAWN,
            around=kind == ONE_AT_A_TIME,
        )

    def facts(self) -> Facts:
        """Say what was swept, and how much of it is there."""
        plan, about = self.plan, self.plan["about"]
        return Facts(
            title=about.get("title", plan["name"]),
            question=about.get("question", ""),
            kind=plan["kind"],
            points=self.shape[0],
            replicates=self.shape[1],
            seed=plan["seed"],
            rounds=self.complete,
            planned=self.planned,
            runs=prod(self.shape),
            failed=sum(int((~fine).sum()) for _, fine in self._places),
            members=bool(plan["members"]),
            spans=bool(self.factors) and all(map(_spans, self.factors)),
            problem=plan["problem"],
        )


def _at_points(points: Sequence[NDArray[Any]], each: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Put values in the order of points: numbers, unless some are words."""
    values = np.concatenate(each)
    found = np.empty(len(values), object if values.dtype == object else float)
    found[np.concatenate(points)] = values
    return found


def _spans(factor: Factor) -> bool:
    """Whether points go through the plausible range of a setting."""
    said: Mapping[str, Any] = usual()[factor.name].said
    if SETTABLE[factor.name].words or factor.words:
        return set(factor.values) == set(said["range"])
    low, high = map(float, said["range"])
    inside = factor.values.min() >= low - 1e-9 and factor.values.max() <= high + 1e-9
    return bool(inside) and float(np.ptp(factor.values)) >= COVERS * (high - low)


def outcomes_of(store: Store, asked: str = "") -> tuple[Outcome, list[Outcome]]:
    """Give the outcome that governs, and what else is reported of those that were kept.

    Raises:
        BadInput: what was asked for was not kept, or is a word.
    """
    known = {column.name: column for column in journey_columns()}
    kept = [name for name in store.plan["outcomes"] if _is_a_number(known[name])]
    name = asked or store.plan["outcome"]
    if not asked and name not in kept:
        name = GOVERNS if GOVERNS in kept or not kept else kept[0]
    if name not in kept:
        is_word = name in store.plan["outcomes"]
        problem = "is a word, not a number" if is_word else "is no outcome that was kept"
        meant = nearest(name, kept)
        allowed = (
            "" if meant else f"allowed: one of {len(kept)}, such as {', '.join(kept[:MOST_NAMED])}"
        )
        raise BadInput(problem, key="--outcome", value=name, allowed=allowed, suggestion=meant)
    besides = [one for one in OUTCOMES if one.column in kept and one.column != name]
    return _outcome(known[name]), besides


def _is_a_number(column: Column) -> bool:
    return column.type in {NUMBER, WHOLE, YES_OR_NO}


def _outcome(column: Column) -> Outcome:
    """What comparisons say of an outcome; of any other neither way is good."""
    flag = column.type == YES_OR_NO
    other = Outcome(column.name, column.label.partition(":")[0], 0, float(flag), flag)
    return BY_COLUMN.get(column.name, other)
