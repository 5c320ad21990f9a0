"""What a finding rests on: each mechanism is taken away, off or held, and it is asked again."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from math import isnan
from typing import NamedTuple

from exit_sim.analysis.propositions.estimates import Estimate, estimate
from exit_sim.analysis.propositions.judged import at
from exit_sim.analysis.propositions.lived import Under
from exit_sim.analysis.propositions.proposition import Estimand, Proposition
from exit_sim.analysis.propositions.verdicts import Verdict, of_one
from exit_sim.scenario.settable import SETTABLE

MECHANISMS: tuple[str, ...] = tuple(
    name.removeprefix("mechanisms.") for name, one in SETTABLE.items() if one.mechanism
)
"""The closed list of mechanisms, by name."""

WEAKER = 0.5
"""A finding that keeps less than this share of its size is weaker."""


class Fate(StrEnum):
    """What becomes of a finding where a mechanism is taken away."""

    STAYS = "stays"
    WEAKENS = "weakens"
    VANISHES = "vanishes"
    REVERSES = "reverses"
    APPEARS = "appears"
    OPEN = "open"


class Knock(NamedTuple):
    """One mechanism taken away: how, what the finding comes to then, and its fate."""

    mechanism: str
    how: str
    found: Estimate
    fate: Fate


class Knocked(NamedTuple):
    """What a proposition rests on: what it comes to as it is, and with each mechanism away."""

    proposition: Proposition
    whole: Estimate
    knocks: tuple[Knock, ...]

    def rests_on(self, how: str = "held") -> list[str]:
        """Name the mechanisms without which the finding does not stay."""
        gone = {Fate.VANISHES, Fate.WEAKENS, Fate.REVERSES}
        return [each.mechanism for each in self.knocks if each.how == how and each.fate in gone]


def knocked(proposition: Proposition, under: Under, mechanisms: Sequence[str]) -> Knocked:
    """Read what was lived through at the points of :func:`~…levels.knocked_out`."""
    of = proposition.estimands[0]
    whole = estimate(of, at(under, 0))
    knocks = []
    for place, mechanism in enumerate(mechanisms):
        for how, point in (("off", 1 + place), ("held", 1 + len(mechanisms) + place)):
            found = estimate(of, at(under, point))
            knocks.append(Knock(mechanism, how, found, fate(of, whole, found)))
    return Knocked(proposition, whole, tuple(knocks))


def fate(of: Estimand, whole: Estimate, found: Estimate) -> Fate:
    """Say what became of a finding; open where luck does not let it be said.

    Luck may leave open whether what is left is too small, and yet show that it is less than half.
    """
    before, after = of_one(of, whole), of_one(of, found)
    if before == Verdict.UNRESOLVED or isnan(found.simulation):
        return Fate.OPEN
    if before == Verdict.NEGLIGIBLE:
        return {Verdict.NEGLIGIBLE: Fate.STAYS, Verdict.UNRESOLVED: Fate.OPEN}.get(
            after, Fate.APPEARS
        )
    if after == Verdict.NEGLIGIBLE:
        return Fate.VANISHES
    if after not in {before, Verdict.UNRESOLVED}:
        return Fate.REVERSES
    left, half = found.effect / whole.effect, WEAKER
    unsure = found.simulation / abs(whole.effect) if after == Verdict.UNRESOLVED else 0.0
    if left + unsure < half:
        return Fate.WEAKENS
    return Fate.STAYS if left - unsure >= half else Fate.OPEN


CALLED = {"IN": "built in", "EM": "emergent", "IN/EM": "built in in part"}


def about_the_model(found: Sequence[Knocked]) -> Iterator[str]:
    """Say where a finding does not rest on what its file says: that is about the model."""
    there = {Verdict.SUPPORTED, Verdict.CONTRADICTED}
    for one in found:
        named = one.proposition.mechanisms
        held = [k for k in one.knocks if k.how == "held" and k.mechanism in named]
        if of_one(one.proposition.estimands[0], one.whole) not in there or not held:
            continue
        if all(k.fate == Fate.STAYS for k in held):
            names = ", ".join(each.mechanism for each in held)
            yield (
                f"{one.proposition.id}, called {CALLED[one.proposition.built_in]}, survives each"
                f" of its named mechanisms held ({names}): it comes from elsewhere in the model."
            )
