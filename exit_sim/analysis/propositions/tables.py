"""Verdicts as tables: a line a proposition, a row each way to ask it, a row each knock-out."""

from collections.abc import Mapping, Sequence
from math import nan
from typing import Annotated, NamedTuple

from exit_sim.analysis.propositions.flips import Flips
from exit_sim.analysis.propositions.judged import Judged
from exit_sim.analysis.propositions.knockouts import Knocked
from exit_sim.analysis.propositions.proposition import Estimand
from exit_sim.results.columns import Table, Text
from exit_sim.results.paired_tables import Amount, Number, table
from exit_sim.vocabulary import Share


class OfProposition(NamedTuple):
    """Which proposition, and what its file says of it."""

    proposition: Annotated[str, Text("number"), "number of the proposition"]
    claim: Annotated[str, Text(), "what it claims, restated"]
    source: Annotated[str, Text(), "where the claim is from"]
    rules: Annotated[str, Text("IN, EM or IN/EM"), "built into the rules, or emergent"]
    level: Annotated[str, Text("word"), "at which settings it was put"]


class Asked(NamedTuple):
    """One way to ask it; the first decides."""

    estimand: Annotated[str, Text(), "what is estimated, in words"]
    decides: Annotated[str, Text("yes or no"), "whether this way decides the verdict"]
    expected: Annotated[str, Text("word"), "direction that the proposition expects"]
    smallest: Annotated[Amount, "smallest effect that matters, set beforehand"]


class Found(NamedTuple):
    """What came out."""

    found: Annotated[Amount, "effect, over all units and sets"]
    half_width_simulation: Annotated[Amount, "half-width of its simulation error, 95 %"]
    low_plausible: Annotated[Amount, "10th percentile over sets of settings, luck taken off"]
    high_plausible: Annotated[Amount, "90th percentile over sets of settings, luck taken off"]
    low_rival: Annotated[Amount, "lowest effect under rival forms, luck taken off"]
    high_rival: Annotated[Amount, "highest effect under rival forms, luck taken off"]
    sets: Annotated[Number, "sets of settings"]
    units: Annotated[Number, "organisations or lucks at each"]
    share_of_space: Annotated[Share | None, "share of sets in which it holds"]
    reversed: Annotated[Share | None, "share of sets in which the reverse does"]
    small: Annotated[Share | None, "share of sets in which it is too small to matter"]


class Said(NamedTuple):
    """What is said of it."""

    flips_where: Annotated[str | None, Text(), "where it holds and where it does not"]
    rests_on: Annotated[str | None, Text("names"), "mechanisms without which it does not stay"]
    verdict: Annotated[str, Text("word"), "verdict in the model"]


class Option(NamedTuple):
    """What an option came to."""

    option: Annotated[str, Text("name"), "option that was compared"]
    level_of_option: Annotated[Amount, "what it came to"]


class Away(NamedTuple):
    """Which mechanism was taken away, how, and what became of the finding."""

    mechanism: Annotated[str, Text("name"), "mechanism that was taken away"]
    how: Annotated[str, Text("off or held"), "off, or held at its usual level"]
    found: Annotated[Amount, "effect without it"]
    half_width_simulation: Annotated[Amount, "half-width of its simulation error, 95 %"]
    as_it_is: Annotated[Amount, "effect with it"]
    named: Annotated[str, Text("yes or no"), "whether the proposition says it rests on it"]
    fate: Annotated[str, Text("word"), "what becomes of the finding"]


def verdicts_table(
    judged: Sequence[Judged], flips: Mapping[str, Flips], rests: Mapping[str, str]
) -> Table:
    """One row for each proposition and way to ask it; the way that decides comes first."""
    rows = []
    for one in judged:
        name = one.proposition.name
        for place, each in enumerate(one.findings):
            first = place == 0
            rows.append(
                (
                    *_of(one),
                    *_asked(each.estimand, decides=first),
                    each.found.effect,
                    each.found.simulation,
                    each.low,
                    each.high,
                    *_rivals(one, decides=first),
                    one.sets,
                    one.units,
                    *each.shares,
                    flips[name].words() if first and name in flips else None,
                    rests.get(name) if first else None,
                    str(each.verdict),
                )
            )
    return table("verdicts", (OfProposition, Asked, Found, Said), rows)


def options_table(judged: Sequence[Judged]) -> Table:
    """One row for each option of each way to ask a proposition."""
    rows = [
        (*_of(one), *_asked(each.estimand, decides=place == 0), option, level)
        for one in judged
        for place, each in enumerate(one.findings)
        for option, level in zip(each.estimand.options, each.found.levels, strict=True)
    ]
    return table("options", (OfProposition, Asked, Option), rows)


def knockouts_table(knocked: Sequence[Knocked]) -> Table:
    """One row for each proposition, mechanism and way to take it away."""
    rows = [
        (
            one.proposition.id,
            each.mechanism,
            each.how,
            each.found.effect,
            each.found.simulation,
            one.whole.effect,
            "yes" if each.mechanism in one.proposition.mechanisms else "no",
            str(each.fate),
        )
        for one in knocked
        for each in one.knocks
    ]
    return table("knockouts", (OfId, Away), rows)


class OfId(NamedTuple):
    """Which proposition."""

    proposition: Annotated[str, Text("number"), "number of the proposition"]


def _of(one: Judged) -> tuple[str, str, str, str, str]:
    of = one.proposition
    return of.id, of.claim, of.source, of.built_in, str(one.level)


def _rivals(one: Judged, *, decides: bool) -> tuple[float, float]:
    return (one.rivals.low, one.rivals.high) if decides and one.rivals else (nan, nan)


def _asked(of: Estimand, *, decides: bool) -> tuple[str, str, str, float]:
    return of.says, "yes" if decides else "no", of.expected, of.smallest
