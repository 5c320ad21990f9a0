"""A study compares options on the same organisations by the same luck, *no change* first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from exit_sim.ensemble.jobs import Job
from exit_sim.errors import BadInput
from exit_sim.results.many import Told, journeys_of
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import Value
from exit_sim.twins.outcomes import GOVERNS, OUTCOMES, Outcome
from exit_sim.twins.pairs import Paired, paired
from exit_sim.twins.rounds import CAP, check, ends

if TYPE_CHECKING:
    import pandas as pd

NO_CHANGE = "no change"


class Option(NamedTuple):
    """One thing that may be done: what it is called, and what it makes of a scenario."""

    label: str
    of: Callable[[Scenario], Scenario]


KEEP = Option(NO_CHANGE, lambda scenario: scenario)
"""The first option of every study."""


class Units(NamedTuple):
    """What is compared: one organisation under many lucks, or many organisations, one luck each.

    ``varies`` names the settings in which members of a population differ; empty for one scenario.
    """

    title: str
    one: Callable[[int], Job]
    varies: tuple[str, ...] = ()

    @property
    def population(self) -> bool:
        """Whether units are organisations that differ."""
        return bool(self.varies)


def of_scenario(scenario: Scenario, seed: int = 1) -> Units:
    """Take one organisation, by the luck of this seed and the next."""
    return Units(scenario.title, lambda number: Job(scenario, seed + number))


def of_population(population: Population, seed: int = 1) -> Units:
    """Take the members of a population, each by a luck of its own; a seed draws other members."""

    def one(number: int) -> Job:
        return Job(population.member(number, seed), seed + number)

    return Units(population.title, one, population.varies)


@dataclass
class Study:
    """What came of every option, unit by unit.

    ``names``, ``seeds`` and ``inputs`` (the settings in which members differ) say which unit it
    was; ``columns`` holds, for each option, outcome columns of shape (pairs,). ``precise`` says
    whether the precision asked for was reached, None where none was asked for; ``stopped`` that
    Ctrl-C ended the study after a complete round.
    """

    units: Units
    options: tuple[Option, ...]
    outcomes: tuple[Outcome, ...]
    names: list[str] = field(default_factory=list)
    seeds: list[int] = field(default_factory=list)
    inputs: dict[str, list[Value]] = field(default_factory=dict)
    columns: list[dict[str, np.ndarray]] = field(default_factory=list)
    precise: bool | None = None
    stopped: bool = False

    @property
    def pairs(self) -> int:
        """How many units were lived through under every option."""
        return len(self.seeds)

    def paired(self, outcome: Outcome, option: int = 1, among: np.ndarray | None = None) -> Paired:
        """Compare an option with no change by one outcome, among all units or some (a mask)."""
        sides = [self.columns[side][outcome.column] for side in (0, option)]
        if among is not None:
            sides = [side[among] for side in sides]
        return paired(outcome, *sides)

    def started_in_both(self, option: int = 1) -> np.ndarray:
        """Which units started under no change and under an option: a mask, (pairs,)."""
        return np.logical_and(*(self.columns[side]["initiated"] > 0.0 for side in (0, option)))

    def frame(self) -> "pd.DataFrame":
        """Give one row for each unit and option: unit, scenario, seed, option, outcomes."""
        import pandas as pd

        parts = []
        for option, columns in zip(self.options, self.columns, strict=True):
            known: dict[str, Any] = {"unit": np.arange(self.pairs), "scenario": self.names}
            known |= {"seed": self.seeds, "option": [option.label] * self.pairs}
            parts.append(pd.DataFrame(known | self.inputs | columns))
        return pd.concat(parts, ignore_index=True)


def study(  # noqa: PLR0913  how many, how precisely, how told
    units: Units,
    options: Sequence[Option],
    outcomes: Sequence[Outcome] = OUTCOMES,
    *,
    runs: int | None = None,
    precision: float | None = None,
    governs: str = GOVERNS,
    cap: int = CAP,
    threads: int = 0,
    done: Told | None = None,
) -> Study:
    """Live through every unit under every option, *no change* and then those given.

    With ``precision`` rounds double until the half-width of each option's paired difference in the
    outcome that ``governs`` is at most that, or the cap is reached; else ``runs`` units are lived
    through. ``done`` is told how many journeys have ended. Ctrl-C keeps the complete rounds, if
    there are any.

    Raises:
        BadInput: a precision or an option that cannot be.
    """
    if precision is not None:
        check(precision)
    every = (KEEP, *options)
    found = Study(units, every, tuple(outcomes))
    wanted = list(dict.fromkeys([o.column for o in outcomes] + [governs, "initiated", "ending"]))
    changed: dict[tuple[int, int], Scenario] = {}
    try:
        for end in ends(runs, cap):
            if units.population:
                changed = {}  # members are met once, and not kept
            jobs = [units.one(number) for number in range(found.pairs, end)]
            sides = [_under(option, number, jobs, changed) for number, option in enumerate(every)]
            _fit(sides, every)
            before = found.pairs * len(every)
            told = None if done is None else _later(done, before)
            flat = [job for side in sides for job in side]
            new = journeys_of(flat, wanted, threads=threads, done=told)
            _add(found, jobs, new, len(every))
            if precision is not None:
                by = next(o for o in OUTCOMES if o.column == governs)
                widths = [found.paired(by, side).simulation for side in range(1, len(every))]
                found.precise = all(width <= precision for width in widths)
                if found.precise:
                    break
    except KeyboardInterrupt:
        if not found.pairs:
            raise
        found.stopped = True
    return found


def _later(done: Told, before: int) -> Told:
    return lambda number: done(before + number)


def _under(
    option: Option, number: int, jobs: list[Job], changed: dict[tuple[int, int], Scenario]
) -> list[Job]:
    """The same units under an option; one organisation under many lucks is changed once."""
    found = []
    for job in jobs:
        key = (number, id(job.scenario))
        if key not in changed:
            changed[key] = option.of(job.scenario)
        found.append(Job(changed[key], job.seed))
    return found


def _fit(sides: list[list[Job]], options: Sequence[Option]) -> None:
    """Refuse options that are followed for other lengths of time: their last months differ."""
    for side, option in zip(sides, options, strict=True):
        here, there = sides[0][0].scenario.horizon, side[0].scenario.horizon
        if here != there:
            problem = f"is followed for {there} months, and {NO_CHANGE} for {here}"
            allowed = "allowed: options of one horizon, since lasting is seen late"
            raise BadInput(problem, key=option.label, allowed=allowed)


def _add(found: Study, jobs: list[Job], new: dict[str, np.ndarray], options: int) -> None:
    number = len(jobs)
    for side in range(options):
        part = {name: values[side * number : (side + 1) * number] for name, values in new.items()}
        if len(found.columns) <= side:
            found.columns.append(part)
        else:
            old = found.columns[side]
            found.columns[side] = {n: np.concatenate([old[n], part[n]]) for n in part}
    found.names += [job.scenario.name for job in jobs]
    found.seeds += [job.seed for job in jobs]
    for name in found.units.varies:
        found.inputs.setdefault(name, []).extend(job.scenario.given[name].value for job in jobs)
