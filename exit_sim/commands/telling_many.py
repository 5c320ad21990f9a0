"""What is told of many journeys: two stories, endings, and how far apart they lie."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from statistics import fmean, median, quantiles, stdev
from typing import NamedTuple

from exit_sim.commands.running import Journeys
from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.commands.telling import months, story
from exit_sim.results.columns import Value, spelled
from exit_sim.results.folder import SPREAD_ALONE
from exit_sim.story import typical_and_different
from exit_sim.story.sentence import level
from exit_sim.story.words import ENDINGS, SHORT
from exit_sim.vocabulary import Cause, Ending

Rows = Sequence[Mapping[str, Value]]
"""Rows of the table of journeys."""

A_HUNDRED = 100
MANY = 20
"""From so many journeys on the middle nine tenths can be told; of fewer, least and most."""


class Number(NamedTuple):
    """A number of the table of journeys that is told over many of them."""

    name: str
    says: str
    places: int = 2


NUMBERS = (
    Number("months_to_start", "months until first use", 0),
    Number("reach_at_pilot_end", "reach at the pilot's end"),
    Number("reach_24_months_after_pilot", "reach 24 months later"),
    Number("reported_change", "reported change at the pilot's end"),
    Number("benefit", "true benefit, mean, last year"),
    Number("benefit_fifth", "true benefit, the fifth, last year"),
)


class Spread(NamedTuple):
    """How one number lies over journeys."""

    number: Number
    known: int
    middle: float
    low: float
    high: float
    mean: float
    error: float | None


def several(journeys: Journeys, *, every: bool = False) -> Iterator[Block]:
    """Tell the most typical journey and the most different one, then how all of them ended."""
    rows = journeys.rows
    number = len(rows)
    chosen = typical_and_different(rows)
    typical = journeys.one(chosen.typical)
    yield Heading(f"The most typical of {number} journeys: seed {typical.seed}", top=True)
    yield Words(chosen.how, beneath=True)
    yield from story(typical)
    yield from months(typical, every=every)
    if chosen.different is not None:
        different = journeys.one(chosen.different)
        yield Heading(f"The journey most different from it: seed {different.seed}", top=True)
        yield from story(different)
    yield Heading(f"How {number} simulated organisations ended", top=True)
    cells = [
        [
            ENDINGS[one.ending],
            str(one.number),
            f"{SHORT[one.cause]} ({one.for_that})" if one.cause != Cause.NONE else "",
        ]
        for one in endings(rows)
    ]
    yield Grid(["ending", f"of {number}", "short most often (in how many)"], cells, (0, 2))
    yield from _apart(rows)


class Ended(NamedTuple):
    """An ending: how many journeys ended so, and what was short most often."""

    ending: Ending
    number: int
    cause: Cause
    for_that: int


def endings(rows: Rows) -> list[Ended]:
    """Count endings, in their order, each with what was short most often."""
    causes_of = {spelled(cause): cause for cause in Cause}
    stood = [(row["ending"], causes_of.get(str(row["ending_cause"]), Cause.NONE)) for row in rows]
    found = []
    for ending in Ending:
        causes = Counter(cause for each, cause in stood if each == spelled(ending))
        if causes:
            cause, for_that = min(causes.items(), key=lambda one: (-one[1], one[0]))
            found.append(Ended(ending, causes.total(), cause, for_that))
    return found


def counts(rows: Rows) -> list[str]:
    """Say how many of the simulated organisations ended how, a line each."""
    number = len(rows)
    told = [(one.number, ENDINGS[one.ending]) for one in endings(rows)]
    if number == A_HUNDRED:
        return [f"{some} of 100 simulated organisations: {ending}." for some, ending in told]
    return [f"Of {number} simulated organisations, {some}: {ending}." for some, ending in told]


def spreads(rows: Rows) -> list[Spread]:
    """Say how each number lies over journeys; those that no journey has are left out."""
    found = []
    for number in NUMBERS:
        cells = [row[number.name] for row in rows]
        values = [float(cell) for cell in cells if isinstance(cell, int | float)]
        if not values:
            continue
        low, high = min(values), max(values)
        if len(rows) >= MANY and len(values) > 1:
            cuts = quantiles(values, n=20, method="inclusive")
            low, high = cuts[0], cuts[-1]
        error = stdev(values) / sqrt(len(values)) if len(values) > 1 else None
        found.append(Spread(number, len(values), median(values), low, high, fmean(values), error))
    return found


def _apart(journeys: Rows) -> Iterator[Block]:
    number = len(journeys)
    found = spreads(journeys)
    many = number >= MANY
    yield Heading("Spread between journeys", top=True)
    yield Words(
        "Luck alone sets these journeys apart: the organisation and its settings are the same. "
        "More runs do not make this smaller.",
        beneath=True,
    )
    head = "nine in ten lie" if many else "all lie"
    rows = [
        [
            one.number.says,
            str(one.known),
            level(one.middle, one.number.places),
            f"{level(one.low, one.number.places)} to {level(one.high, one.number.places)}",
        ]
        for one in found
    ]
    yield Grid(["", "known in", "middle one", head], rows)
    yield Heading("Simulation error", top=True)
    yield Words(simulation_error(number), beneath=True)
    rows = [
        [
            one.number.says,
            level(one.mean, one.number.places + 1),
            level(one.error, one.number.places + 1),
        ]
        for one in found
        if one.error is not None
    ]
    if rows:
        yield Grid(["", "mean", "its error"], rows)
    yield Words(NOT_COMPUTED)


NOT_COMPUTED = "Not computed: the range over plausible settings, and rival forms of the theory."


def simulation_error(number: int) -> str:
    """Say how far so few runs may be from endlessly many."""
    return (
        f"Other seeds would typically move a count among {number} by {off(number)} at most. "
        "More runs make this smaller. It says nothing about the world."
    )


def off(number: int) -> int:
    """By how much other seeds would typically move a count among so many, at most."""
    return max(1, round(sqrt(number) / 2.0))


def uncertainty(number: int) -> list[str]:
    """Say which of the four uncertainties were computed, and which were not."""
    if number == 1:
        return list(SPREAD_ALONE)
    seeds = f"the {number} journeys differ in luck alone; see story.txt."
    return [
        f"Spread between journeys: {seeds}",
        f"Simulation error: {simulation_error(number)}",
        NOT_COMPUTED,
    ]
