"""What a council or a provider could have done otherwise, and from which month."""

from collections.abc import Iterator
from typing import NamedTuple

from exit_sim.errors import BadInput
from exit_sim.scenario import Scenario, changes
from exit_sim.scenario.changes import Change
from exit_sim.scenario.lineage import usual
from exit_sim.scenario.settable import EVENTS, SETTABLE, Value, number_of
from exit_sim.scenario.timetable import Event

DECIDERS = ("council leaders", "members", "provider")
"""Those in a council or a provider who decide; funders and inspectors do not."""


class Candidate(NamedTuple):
    """One change that could have been made; ``dated`` where it may begin in any month."""

    change: Change
    dated: bool

    @property
    def says(self) -> str:
        """What it is called, with its options where it has any but months."""
        told = [
            f"{name.replace('_', ' ')} {value:g}" if isinstance(value, float) else str(value)
            for name, value in self.change.options.items()
            if name not in MONTHS
        ]
        title = self.change.about.get("title", self.change.name.replace("_", " "))
        return f"{title} ({', '.join(told)})" if told else title


MONTHS = ("month", "from", "to")
"""Options that say when."""


def candidates(scenario: Scenario) -> Iterator[Candidate]:
    """Give every shipped change that a council or provider could make to this scenario."""
    for name in changes.names():
        change = changes.load(name)
        if change.about.get("decider") not in DECIDERS:
            continue
        found = Candidate(change, dated=_only_events(change))
        try:
            made(scenario, found, 1)
        except BadInput:
            continue  # it does not go with this scenario
        yield found


def _only_events(change: Change) -> bool:
    return not (change.sets or change.adds or change.multiplies)


def made(scenario: Scenario, candidate: Candidate, month: int) -> Scenario:
    """Derive the scenario in which a change is made in a month; settings hold from the start.

    What lasts then begins in that month, what happens once happens in it.
    """
    change = candidate.change
    if not candidate.dated:
        return scenario.changed(change.spec)
    return scenario.but(written=(*scenario.written, *_from(change, scenario.horizon, month)))


def _from(change: Change, horizon: int, month: int) -> Iterator[Event]:
    for event in change.events(horizon):
        if event.first == event.last:
            yield event._replace(first=month, last=month)
        else:
            yield event._replace(first=month, last=max(event.last, month))


def disturbance(scenario: Scenario, candidate: Candidate, month: int) -> float:
    """How much a change disturbs: how far it moves each thing, times the share of months it holds.

    A setting is moved by a share of its plausible range, a word or a yes or no by 1; what is
    scheduled counts as far as it differs from nothing scheduled, a month or a stretch of months.

    Source: a definition of this project's, so that *smallest* has one meaning.
    """
    change, horizon = candidate.change, scenario.horizon
    if candidate.dated:
        return sum(
            _size(event) * (min(event.last, horizon) - event.first + 1) / horizon
            for event in _from(change, horizon, month)
        )
    after = scenario.changed(change.spec)
    moved = {*change.sets, *change.adds, *change.multiplies}
    return sum(_moved(name, scenario.given[name].value, after.given[name].value) for name in moved)


def _size(event: Event) -> float:
    one = EVENTS[event.kind]
    return 1.0 if one.flag or one.words else min(1.0, abs(number_of(one, event.value)))


def _moved(name: str, before: Value, after: Value) -> float:
    if isinstance(before, str) or isinstance(after, str) or SETTABLE[name].flag:
        return 0.0 if before == after else 1.0
    low, high = usual()[name].said["range"]
    return abs(after - before) / (high - low) if high > low else float(before != after)
