"""Sobol' indices: which share of what settings do is due to each, alone and with all others."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from exit_sim.analysis.sweeps.met import Floats, Subject
from exit_sim.analysis.sweeps.verdicts import Ratio, Verdict, product, ratio, squared, verdict

SEED = 1
MOST_DRAWN = 2_000_000
"""Numbers that the bootstrap holds at once."""


class Index(NamedTuple):
    """Indices of one setting.

    ``first`` and ``total`` are those of means over lucks as SALib gives them, with the half-width
    of its bootstrap. ``first_alone`` and ``total_alone`` are without what luck adds; the verdict
    rests on the latter.
    """

    name: str
    first: float
    first_half_width: float
    total: float
    total_half_width: float
    first_alone: Ratio
    total_alone: Ratio
    verdict: Verdict


class Both(NamedTuple):
    """The index of two settings together, beyond what each does alone."""

    one: str
    other: str
    second: float
    second_half_width: float


class Sobol(NamedTuple):
    """Indices of one subject, over so many base samples; those with a missing mean are dropped.

    ``noise`` is the share of the variance between points' means that is luck, where each point met
    several. Where nothing varies by settings there are no indices.
    """

    subject: Subject
    samples: int
    dropped: int
    noise: float
    each: tuple[Index, ...]
    pairs: tuple[Both, ...]


def sobol(subject: Subject, problem: Mapping[str, Any]) -> Sobol:
    """Analyse one subject at the points of a Sobol' design.

    Points are Saltelli's: A, then A with one column of B for each setting (and B with one of A),
    then B. All points meet the same lucks, so a setting that does nothing changes nothing, and its
    total index is nought. One that merely turns lucks adds their noise to its total, and noise
    makes all first indices too small. So a square of a difference is replaced by the product of the
    differences of two lucks: that has the square of what they have in common as its mean, without
    bias, and so have the variance and the first index. With one luck nothing can be taken off.

    Sources: Saltelli and colleagues 2010, Computer Physics Communications 181(2), for the
    estimators; Iwanaga, Usher and Herman 2022, Socio-Environmental Systems Modelling 4, for SALib.
    """
    names, both = list(problem["names"]), bool(problem["second_order"])
    settings = len(names)
    step = 2 * settings + 2 if both else settings + 2
    lucks = subject.values.shape[1]
    blocks = subject.values.reshape(-1, step, lucks)
    there = ~np.isnan(blocks).any(axis=(1, 2))
    blocks = blocks[there]
    none = Sobol(subject, len(blocks), int((~there).sum()), np.nan, (), ())
    if len(blocks) < 2 or np.ptp(blocks.mean(axis=2)) <= 1e-12:
        return none
    a, b, mixed = blocks[:, 0], blocks[:, -1], blocks[:, 1 : settings + 1]
    centre = 0.5 * (a.mean(axis=0) + b.mean(axis=0))
    wholes = 0.5 * (squared(a - centre) + squared(b - centre))
    means = np.concatenate([a, b]).mean(axis=1)
    noise = 1.0 - float(wholes.mean()) / float(means.var()) if lucks > 1 else np.nan
    said = _salib(blocks.mean(axis=2).ravel(), names, len(blocks), both=both)
    each = []
    for place, name in enumerate(names):
        moved = mixed[:, place] - a
        first = ratio(product(b - centre, moved), wholes, settings)
        total = ratio(0.5 * squared(moved), wholes, settings)
        one, one_off, all_, all_off = (
            float(said[key][place]) for key in ("S1", "S1_conf", "ST", "ST_conf")
        )
        each.append(Index(name, one, one_off, all_, all_off, first, total, verdict(total)))
    return none._replace(noise=noise, each=tuple(each), pairs=_pairs(said, names) if both else ())


def _salib(means: Floats, names: list[str], samples: int, *, both: bool) -> Mapping[str, Any]:
    from SALib.analyze import sobol as salib

    found: Mapping[str, Any] = salib.analyze(
        {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)},
        means,
        calc_second_order=both,
        num_resamples=max(30, min(500, MOST_DRAWN // samples)),
        seed=SEED,
    )
    return found


def _pairs(said: Mapping[str, Any], names: list[str]) -> tuple[Both, ...]:
    return tuple(
        Both(one, other, float(said["S2"][i, j]), float(said["S2_conf"][i, j]))
        for i, one in enumerate(names)
        for j, other in enumerate(names)
        if i < j
    )
