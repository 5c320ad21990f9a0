"""Among whom: organisations sorted by rating, sector, funder and culture."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from exit_sim.scenario.settable import Value
from exit_sim.scenario.stated import PERFORMANCE_OF

Inputs = Mapping[str, Sequence[Value]]
"""Settings by dotted name, one value an organisation."""

RATED = (0.4, 0.6, 0.8)
"""Where one band of performance ends and the next begins."""


class Group(NamedTuple):
    """Organisations of one kind: by what they are sorted, which kind, and which they are."""

    by: str
    kind: str
    among: np.ndarray


def groups(inputs: Inputs) -> Iterator[Group]:
    """Sort organisations each way that they differ in; a way in which all are alike is left out."""
    for by, setting, kind_of in WAYS:
        if setting not in inputs:
            continue
        kinds = np.array(kind_of(inputs[setting]))
        found = dict.fromkeys(sorted(map(str, kinds), key=_order))
        if len(found) > 1:
            for kind in found:
                yield Group(by, kind, kinds == kind)


def _order(kind: str) -> tuple[int, str]:
    """Ratings from inadequate up, culture from blame up, words by letter."""
    known = [*PERFORMANCE_OF, *THIRDS, *PAID]
    return (known.index(kind), "") if kind in known else (len(known), str(kind))


THIRDS = ("lowest third", "middle third", "highest third")


def _rating(values: Sequence[Value]) -> list[str]:
    names = list(PERFORMANCE_OF)
    return [names[int(np.searchsorted(RATED, float(value), side="right"))] for value in values]


def _thirds(values: Sequence[Value]) -> list[str]:
    numbers = np.array([float(value) for value in values])
    cuts = np.percentile(numbers, (100.0 / 3.0, 200.0 / 3.0))
    return [THIRDS[int(np.searchsorted(cuts, number, side="right"))] for number in numbers]


PAID = ("pays under half", "pays most", "pays all")


def _paid(values: Sequence[Value]) -> list[str]:
    return [PAID[int(np.searchsorted((0.5, 1.0), float(v), side="right"))] for v in values]


def _word(values: Sequence[Value]) -> list[str]:
    return [str(value) for value in values]


Way = tuple[str, str, Callable[[Sequence[Value]], list[str]]]

WAYS: tuple[Way, ...] = (
    ("rating", "setting.performance", _rating),
    ("sector", "setting.sector", _word),
    ("funder", "innovation.grant", _paid),
    ("supportive culture", "receptivity.culture", _thirds),
)
"""How organisations are sorted: by what, from which setting, into which kinds."""
