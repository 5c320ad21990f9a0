"""What a change moves, how far and for how long, so that *smallest* has one meaning."""

from collections.abc import Iterator

from exit_sim.analysis.why.candidates import MEASURED_BY, Knob, Move, beside
from exit_sim.scenario import Scenario, changes
from exit_sim.scenario.lineage import usual
from exit_sim.scenario.settable import EVENTS, SETTABLE, Value, number_of
from exit_sim.scenario.timetable import Event
from exit_sim.scheduled import NOTHING_SCHEDULED

SMALLEST = (
    "Smallest is what moves least: a number counts by the share of its plausible range moved.",
    "A word, or a yes or no, counts as 1; several things count their sum.",
    "Among equals comes first what holds for fewer months.",
)
"""What *smallest* means, in words."""
STEPS = 4
"""Strengths tried on the way from what holds to the end of the plausible range."""


def made(scenario: Scenario, move: Move) -> Scenario:
    """Derive the scenario in which a change is made, on top of what was changed already.

    One that is dated leaves every month before it as it was.
    """
    if move.candidate.dated:
        return scenario.but(written=(*scenario.written, *scheduled(scenario, move)))
    after = scenario.but(applied=()).changed(move.spec)
    return after.but(applied=(*scenario.applied, *after.applied))


def scheduled(scenario: Scenario, move: Move) -> Iterator[Event]:
    """Give what a change schedules from its month on."""
    for event in changes.load(move.spec).events(scenario.horizon):
        if event.kind not in move.candidate.until or not move.candidate.dated:
            yield event._replace(first=max(event.first, move.month))


def size(scenario: Scenario, move: Move) -> float:
    """How far a change moves all that it moves, in plausible ranges; see ``SMALLEST``.

    Source: a definition of this project's.
    """
    kinds = {event.kind: event.value for event in scheduled(scenario, move)}
    total = sum(_scheduled(scenario, kind, value) for kind, value in kinds.items())
    if move.candidate.dated:
        return total
    after = made(scenario, move).values
    return total + sum(
        _moved(name, value, after[name])
        for name, value in scenario.values.items()
        if value != after[name]
    )


def months_in_force(scenario: Scenario, move: Move) -> int:
    """For how many months a change holds what it moves; a single event is one."""
    if not move.candidate.dated:
        return scenario.horizon
    events = scheduled(scenario, move)
    return max((min(one.last, scenario.horizon) - one.first + 1 for one in events), default=0)


def _scheduled(scenario: Scenario, kind: str, value: Value) -> float:
    one = EVENTS[kind]
    number = number_of(one, value)
    if number == getattr(NOTHING_SCHEDULED, kind):
        return 0.0
    if one.flag or one.words:
        return 1.0
    own, low, high = beside(scenario, kind)
    far = abs(number - own) / (high - low)
    return far if kind in MEASURED_BY else min(far, 1.0)


def _moved(name: str, before: Value, after: Value) -> float:
    if isinstance(before, str) or isinstance(after, str) or SETTABLE[name].flag:
        return 1.0
    low, high = usual()[name].said["range"]
    return abs(after - before) / (high - low) if high > low else 1.0


def strengths(knob: Knob) -> tuple[float, ...]:
    """Give strengths to try besides the one that ships, from what holds outwards.

    >>> strengths(Knob("share", 0.5, 0.9, 0.1, 0.7, whole=False, both_ways=False))
    (0.6, 0.7, 0.8)
    """
    towards = [max(knob.ships, knob.high) if knob.ships > knob.own else min(knob.ships, knob.low)]
    if knob.both_ways:
        towards.append(knob.low if knob.ships > knob.own else knob.high)
    found = (
        rounded(knob, knob.own + (end - knob.own) * step / STEPS)
        for end in towards
        for step in range(1, STEPS + 1)
    )
    return tuple(one for one in dict.fromkeys(found) if one not in {knob.own, knob.ships})


def between(knob: Knob, weaker: float, stronger: float) -> float | None:
    """Give a strength halfway between two; None where there is none."""
    found = rounded(knob, 0.5 * (weaker + stronger))
    return None if found in {weaker, stronger} else found


def rounded(knob: Knob, strength: float) -> float:
    """Write a strength whole, or in decimals of which one is at most a twentieth of the range.

    >>> rounded(Knob("hours", 0.0, 0.04, 0.0, 0.15, whole=False, both_ways=False), 0.01234)
    0.012
    """
    if knob.whole:
        return float(round(strength))
    finest = (places for places in range(6) if 0.1**places <= (knob.high - knob.low) / 20.0)
    return round(strength, next(finest, 6))
