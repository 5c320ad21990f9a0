"""One finished journey as it is handed on: its months, its ledger, its people, whoever ran it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from exit_sim.ledger import Event
from exit_sim.recorded import Recorded, flat, names_of
from exit_sim.scenario import Scenario
from exit_sim.vocabulary import Role
from exit_sim.world import World


class Moment(NamedTuple):
    """Everyone's state at the end of one month, in person order."""

    month: int
    states: tuple[Any, ...]


class Run(NamedTuple):
    """One run of one scenario with one seed.

    ``months`` holds (month, world) for every recorded month; ``roles`` the role of every post, in
    person order; ``people`` everyone's state at the end of every month where that was asked for,
    else of the last one only.
    """

    scenario: Scenario
    seed: int
    months: tuple[tuple[int, World], ...]
    ledger: tuple[Event, ...]
    roles: tuple[Role, ...]
    people: tuple[Moment, ...]

    @property
    def key(self) -> tuple[str, str, int]:
        """The scenario, the changes applied to it, and the seed."""
        return self.scenario.name, " ".join(self.scenario.changes), self.seed

    @property
    def last_month(self) -> int:
        """The last recorded month."""
        return self.months[-1][0]

    @property
    def last(self) -> World:
        """The organisation at the end of the last recorded month."""
        return self.months[-1][1]

    def at(self, month: float) -> World | None:
        """The organisation at the end of a month; None where that month is not recorded."""
        index = int(month) - self.months[0][0]
        return self.months[index][1] if 0 <= index < len(self.months) else None

    def between(self, first: float, last: float) -> list[World]:
        """The recorded months from first to last, both included."""
        return [world for month, world in self.months if first <= month <= last]


def simulate(scenario: Scenario | str, seed: int = 1, *, people: bool = False) -> Run:
    """Run one organisation with Mesa to its horizon, and keep what happened.

    With ``people``, everyone's state is kept month by month.
    """
    from exit_sim.model import InnovationJourney

    journey = InnovationJourney(scenario, seed)
    moments: list[Moment] = []
    while journey.running:
        journey.step()
        if journey.month >= 1 and (people or not journey.running):
            states = tuple(person.state for person in journey.people)
            moments.append(Moment(journey.month, states))
    return Run(
        scenario=journey.settings,
        seed=journey.seed_of_run,
        months=tuple(journey.months),
        ledger=tuple(journey.ledger),
        roles=tuple(person.role for person in journey.people),
        people=tuple(moments),
    )


def mean(worlds: Sequence[World], read: Callable[[World], float]) -> float | None:
    """The mean of one number over months, added up in their order; None over no month."""
    if not worlds:
        return None
    total = 0.0
    for world in worlds:
        total += read(world)
    return total / len(worlds)


def recorded_of(run: Run) -> Recorded:
    """Give one run as a batch of one."""
    worlds = [flat(world) for _, world in run.months]
    held = list(zip(run.roles, run.people[-1].states, strict=True))
    states = {
        role: np.array([[flat(state) for whose, state in held if whose == role]], np.float64)
        for role in sorted(set(run.roles))
    }
    events = np.array([list(event) for event in run.ledger], np.float64).reshape(-1, 10)
    return Recorded(
        scenarios=(run.scenario,),
        seeds=np.array([run.seed], np.int64),
        columns=names_of(World),
        months=np.array([worlds], np.float64),
        last=np.array(worlds[-1:], np.float64),
        events=events,
        begins=np.array([0, len(events)], np.int64),
        roles=run.roles,
        states=states,
    )
