"""What was recorded of many runs stands side by side as numbers, month by month."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from exit_sim.vocabulary import Role


class Recorded(NamedTuple):
    """What was recorded of many runs of organisations of one shape, as arrays.

    ``months`` is (runs, months, ``columns``), month m at m - 1; ``last`` the whole world of the
    last month, (runs, numbers); ``events`` the fields of :class:`~exit_sim.ledger.Event`, those of
    run i from ``begins[i]`` to ``begins[i + 1]``; ``states`` everyone's state in the last month by
    role, (runs, posts of the role, numbers). Named tuples lie flat, depth first.
    """

    scenarios: tuple[Any, ...]
    seeds: NDArray[np.int64]
    columns: tuple[str, ...]
    months: NDArray[np.float64]
    last: NDArray[np.float64]
    events: NDArray[np.float64]
    begins: NDArray[np.int64]
    roles: tuple[Role, ...]
    states: dict[Role, NDArray[np.float64]]


@cache
def names_of(kind: Any) -> tuple[str, ...]:
    """Name every number of a named tuple, depth first, fields of fields dotted."""
    found: list[str] = []
    for field, hint in get_type_hints(kind).items():
        inner = hasattr(hint, "_fields")
        found += [f"{field}.{name}" for name in names_of(hint)] if inner else [field]
    return tuple(found)


def flat(value: Any) -> list[float]:
    """Give every number of a named tuple, those of named tuples within it too."""
    found: list[float] = []
    for each in value:
        if isinstance(each, tuple):
            found += flat(each)
        else:
            found.append(float(each))
    return found


def rebuilt(kind: Any, numbers: Any) -> Any:
    """Make the named tuple again of its numbers."""
    return _built(kind, np.asarray(numbers, np.float64).tolist())


class _InParts:
    """Stands for one of many named tuples, whose fields are made when one of them asks."""

    def __init__(self, every: Callable[[str], list[Any]], number: int) -> None:
        self._every, self._number = every, number

    def __getattr__(self, field: str) -> Any:
        found = self.__dict__[field] = self._every(field)[self._number]
        return found


def in_parts(kind: Any, rows: NDArray[np.float64]) -> list[Any]:
    """Stand for what `rebuilt` makes of each row: a tuple of named tuples, few of them read."""

    @cache
    def every(field: str) -> list[Any]:
        inner, at, to = _within(kind)[kind._fields.index(field)]
        columns = rows[:, at:to].T.tolist()
        if _within(inner):
            return [_built(inner, numbers) for numbers in zip(*columns, strict=True)]
        return [tuple.__new__(inner, numbers) for numbers in zip(*columns, strict=True)]

    return [_InParts(every, number) for number in range(len(rows))]


def _built(kind: Any, numbers: Sequence[float]) -> Any:
    within = _within(kind)
    if not within:
        return kind._make(numbers)
    return kind._make(
        [_built(inner, numbers[at:to]) if inner else numbers[at] for inner, at, to in within]
    )


@cache
def _within(kind: Any) -> tuple[tuple[Any, int, int], ...]:
    """Of each field, the named tuple that it is, if any, and where its numbers begin and end.

    Nothing where every field is a number: that is asked for at every month of every run.
    """
    found: list[tuple[Any, int, int]] = []
    at = 0
    for hint in get_type_hints(kind).values():
        inner = hint if hasattr(hint, "_fields") else None
        to = at + (len(names_of(inner)) if inner else 1)
        found.append((inner, at, to))
        at = to
    return tuple(found) if any(inner for inner, _, _ in found) else ()
