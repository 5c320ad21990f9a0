"""What each setting does: mean outcomes by its values, all others as the design has them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.sweeps.bins import Bin, bins, moved
from exit_sim.analysis.sweeps.contrasts import Estimate, contrast
from exit_sim.analysis.sweeps.met import Factor, Met, Subject


class AtOne(NamedTuple):
    """What comes of one bin of a setting: its mean, and how far it is from that of all points."""

    bin: Bin
    mean: Estimate
    effect: Estimate


class Effect(NamedTuple):
    """What one setting does to one subject, bin by bin.

    ``between`` is the highest mean minus the lowest. These were looked for among all bins of all
    settings, so its error is one that holds for every two of them at once.
    """

    subject: Subject
    factor: Factor
    each: tuple[AtOne, ...]
    between: Estimate

    @property
    def lowest(self) -> AtOne:
        """Where the mean is least."""
        return min(self.each, key=lambda one: one.mean.value)

    @property
    def highest(self) -> AtOne:
        """Where the mean is greatest."""
        return max(self.each, key=lambda one: one.mean.value)


def effects(met: Met) -> list[Effect]:
    """Take each setting's effect on the level under no change and on each option's difference.

    Where all points lie around the first, a setting is looked at where no other is moved.
    """
    sorted_by = [(factor, bins(factor)) for factor in met.factors]
    moved_at_all = [(factor, some) for factor, some in sorted_by if len(some) > 1]
    twos = sum(len(some) * (len(some) - 1) // 2 for _, some in moved_at_all)
    return [
        _effect(met, subject, factor, some, twos)
        for subject in met.subjects()
        for factor, some in moved_at_all
    ]


def _effect(met: Met, subject: Subject, factor: Factor, some: Sequence[Bin], twos: int) -> Effect:
    inside = moved(met.factors, factor) if met.around else np.ones(met.points, bool)
    against = np.arange(met.points) == 0 if met.around else inside
    each = []
    for one in some:
        here = one._replace(mask=one.mask & inside)
        mean = contrast(met, subject.values, [(1, here.mask)])
        effect = contrast(met, subject.values, [(1, here.mask), (-1, against)])
        each.append(AtOne(here, mean, effect))
    known = [one for one in each if one.mean.value == one.mean.value]
    between = Estimate(np.nan, np.nan)
    if known:
        found = Effect(subject, factor, tuple(known), between)
        parts = [(1, found.highest.bin.mask), (-1, found.lowest.bin.mask)]
        between = contrast(met, subject.values, parts, twos)
    return Effect(subject, factor, tuple(known), between)


def strongest(found: Sequence[Effect], subject: Subject) -> list[Effect]:
    """Give the effects on one subject, the largest first."""
    mine = [one for one in found if _same(one.subject, subject) and one.each]
    return sorted(mine, key=lambda one: -one.between.value)


def _same(one: Subject, other: Subject) -> bool:
    return (one.option, one.what) == (other.option, other.what)
