"""The runs of a shard are made as they are asked for, so that many of them take little memory."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import overload

from exit_sim.sweep.plan import Plan, Run, Shard


class Runs(Sequence[Run]):
    """The runs of a shard in their order; each is made when it is asked for, and not kept.

    So a shard in flight takes little memory, however many scenarios it is of. Copied to another
    process, it is a tuple of them all.
    """

    def __init__(self, plan: Plan, shard: Shard) -> None:
        self._plan = plan
        self._shard = shard
        self._options = len(plan.design.options)

    def __len__(self) -> int:
        """How many runs the shard holds."""
        return self._plan.runs_of(self._shard)

    def __iter__(self) -> Iterator[Run]:
        """Make one after the other."""
        return self._plan.runs_in(self._shard)

    @overload
    def __getitem__(self, at: int) -> Run: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Run]: ...
    def __getitem__(self, at: int | slice) -> Run | Sequence[Run]:
        """Make one, or those that stand side by side."""
        if isinstance(at, int):
            return self[at : at + 1][0]
        first, last, _ = at.indices(len(self))
        unit, beside = divmod(first, self._options)
        units = self._shard._replace(
            first=self._shard.first + unit,
            last=self._shard.first - (-last // self._options),
        )
        made = self._plan.runs_in(units)
        return tuple(islice(made, beside, beside + max(0, last - first)))

    def __reduce__(self) -> tuple[type, tuple[list[Run]]]:
        """Copy them all."""
        return tuple, (list(self),)
