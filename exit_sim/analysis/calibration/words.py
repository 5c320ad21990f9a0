"""What a calibration found, in sentences: which sets fit, which targets bind, what stays free."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.calibration.found import Calibration
from exit_sim.analysis.calibration.identified import Dropped, Moved, Together
from exit_sim.analysis.calibration.targets import Target, targets
from exit_sim.analysis.calibration.waves import (
    FIRST_OF_SECOND,
    FITS,
    RULED_OUT,
    fitting,
    not_known,
    range_of,
)
from exit_sim.scenario.settable import SETTABLE

FIT = (
    "A set fits where it misses no target by more than luck and a tolerance explain: 0.02, or a"
    " month."
)
WEAK = "Targets are weak evidence, mostly from American health care. That a set fits proves little."
RARE = 0.05
"""Two targets are told to exclude each other where so small a share of sets meets both."""

NAMED = 12
"""Settings that are told of at most."""

UNCERTAINTY = (
    "Range over plausible settings: it is what accepted sets are; each is as good as another.",
    "Simulation error: part of whether a set fits; it says nothing about the world.",
    "Not computed: spread between journeys, rival forms.",
)


def of_100(share: float) -> str:
    """Give a share as so many of 100; with a digit more where few are.

    >>> of_100(0.384), of_100(0.047), of_100(0.0)
    ('38', '4.7', '0')
    """
    return f"{100.0 * share:.{1 if 0.0 < share < 0.1 else 0}f}"


def headline(found: Calibration) -> list[str]:
    """Say how many sets fit, of how many, and what that is worth."""
    number, fit = number_of(found), len(found.accepted.numbers)
    said = [f"{fit:,} of {number:,} sets that were lived through fit."]
    if not fit:
        said = [f"None of {number:,} sets that were lived through fits."]
    if len(found.unknown.numbers):
        said.append(f"Of {len(found.unknown.numbers):,} too few organisations start to say so.")
    return [*said, FIT, *([WEAK] if fit else [])]


def number_of(found: Calibration) -> int:
    """How many sets were lived through."""
    return sum(len(wave.scores.numbers) for wave in found.waves[:2])


class Passed(NamedTuple):
    """How many sets a wave drew and lived through, by how many members each, and what was left."""

    wave: str
    drawn: int
    lived: int
    members: int
    left: int
    unknown: int


def waves(found: Calibration) -> list[Passed]:
    """Count what came of each wave: not ruled out in the first two, fitting in the last two."""
    sizes, said = found.sizes, []
    members = (sizes.members, sizes.members, sizes.closer, sizes.closest)
    for wave, of in zip(found.waves, members, strict=True):
        lived, close = len(wave.scores.numbers), wave.name in {"closer", "closest"}
        drawn = _candidates(found) if wave.name == "second" else lived
        left = int((wave.scores.implausibility() <= RULED_OUT).sum())
        unknown = 0
        if close:
            left = len(fitting(wave.scores).numbers)
            unknown = len(not_known(wave.scores).numbers)
        said.append(Passed(wave.name, drawn, lived, of, left, unknown))
    return said


def _candidates(found: Calibration) -> int:
    """How many sets were drawn for the second wave, to find as many that are not ruled out."""
    numbers = found.wave("second").numbers
    if len(numbers) < found.sizes.second:
        return found.sizes.candidates
    return int(numbers[-1]) - FIRST_OF_SECOND + 1


def not_met(found: Calibration) -> list[str]:
    """Say which targets sets as they come do not meet, alone or together, and on which side."""
    said = [_alone(one) for one in found.dropped if one.meet <= 0.0]
    if not said:
        said.append("Each target is met by some sets as they come.")
    rare = [one for one in found.pairs if one.meet_one > 0.0 and one.meet_other > 0.0]
    seen: set[frozenset[str]] = set()
    for one in rare:
        names = frozenset((one.one.name, one.other.name))
        if names not in seen and (one.both <= RARE or one is rare[0]):
            said.append(_both(one))
            seen.add(names)
    return said


def _alone(one: Dropped) -> str:
    side = "above" if one.above > one.below else "below"
    share = of_100(max(one.above, one.below))
    return f"No set as it comes meets {one.target.name}: of 100, {share} lie {side} its band."


def _both(one: Together) -> str:
    side = "above" if one.above > one.below else "below"
    return (
        f"Of 100 sets {of_100(one.both)} meet both {one.one.name} and {one.other.name}: of 100 that"
        f" meet the first, {of_100(max(one.above, one.below))} lie {side} the second's band."
    )


def binding(dropped: Sequence[Dropped]) -> str:
    """Say which target does most: without which most more sets would fit."""
    most = max(dropped, key=lambda one: one.without - one.all)
    if most.without <= 0.0:
        return "No set as it comes fits, whichever target is dropped: these are too few to say."
    if most.without <= most.all:
        return "No target rules out a set that the others do not."
    return (
        f"The target that does most is {most.target.name}: without it {of_100(most.without)} of 100"
        f" sets as they come would fit, with it {of_100(most.all)}."
    )


def idle(dropped: Sequence[Dropped]) -> str:
    """Say which targets change nothing: the others rule out all that they do."""
    names = [one.target.name for one in dropped if one.without <= one.all]
    if not names or len(names) == len(dropped):
        return ""
    return f"What the others leave, these do not narrow: {', '.join(names)}."


def identified(found: Calibration) -> list[str]:
    """Say how many settings the targets identify, and how many they leave free."""
    if not found.moved:
        return ["No set fits, so that nothing is identified."]
    every, known = len(found.moved), len(found.identified)
    share = f"The targets identify {known} of {every} settings."
    return [
        f"{share} {every - known} are left as free as they were drawn.",
        "Identified: accepted values differ from drawn ones by more than chance moves any setting.",
    ]


def moves(one: Moved) -> str:
    """Say which way a setting is moved."""
    if one.middle - 0.5 > 0.05:
        return "higher"
    return "lower" if one.middle - 0.5 < -0.05 else "another shape"


def meaning(one: Moved) -> str:
    """What a setting is, in words."""
    return SETTABLE[one.name].meaning


def in_units(one: Moved, share: float) -> float:
    """A share of a setting's range as a value of it."""
    low, high = range_of(one.name)
    return low + share * (high - low)


def baseline_fits(found: Calibration) -> list[str]:
    """Say whether the population fits as it stands, and which bands it misses."""
    far = float(found.baseline.implausibility()[0])
    fits = "fits" if far <= FITS else "does not fit"
    members = f"{found.sizes.closest:,} members"
    said = [f"As it stands, at the baseline's values, the population {fits} ({members})."]
    for target, value in zip(targets(), found.baseline.values[0], strict=True):
        if target.accepts and not target.low <= value <= target.high:
            but = ", though no further than luck and tolerance explain" if far <= FITS else ""
            said.append(f"There {target.name} is {amount(target, value)}: outside its band{but}.")
    return said


def band(target: Target) -> str:
    """A band, as the target's values are written."""
    return f"{amount(target, target.low)} to {amount(target, target.high)}"


def amount(target: Target, value: float) -> str:
    """A value of a target: a share with two digits, months with none."""
    if np.isnan(value):
        return "–"
    return f"{value:.0f}" if target.summary == "median" else f"{value:.2f}"
