"""A study compares options on the same organisations by the same luck, *no change* first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from exit_sim.ensemble.jobs import Job
from exit_sim.errors import BadInput, nearest
from exit_sim.results.many import Told, journeys_of
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import Value
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS, OUTCOMES, Outcome
from exit_sim.twins.pairs import Paired, paired
from exit_sim.twins.rounds import CAP, check, ends

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

NO_CHANGE = "no change"
Changed = dict[tuple["Option", int], tuple[Scenario, Scenario]]
"""What options made of scenarios, which are kept beside it: only while they are, they are known."""


class Option(NamedTuple):
    """One thing that may be done: what it is called, and what it makes of a scenario.

    ``apart`` says that it makes nothing of it and is a scenario of its own.
    """

    label: str
    of: Callable[[Scenario], Scenario]
    apart: bool = False


KEEP = Option(NO_CHANGE, lambda scenario: scenario)
"""The first option of every study."""
ALWAYS = ("initiated", "ending")
AT_ONCE = 1024
"""Units that are made and lived through together: members of a population are not kept after."""


def instead(other: Scenario) -> Option:
    """Take another scenario in place of the first, whatever that is."""
    return Option(other.title, lambda _: other, apart=True)


class Units(NamedTuple):
    """What is compared: one organisation under many lucks, or many organisations, one luck each.

    ``varies`` names the settings in which members of a population differ; empty for one scenario.
    ``sets`` are the accepted sets that units are under in turn, by number; empty where each setting
    stands as it is stated. ``remark`` is a sentence that has to be said of them, or of why not.
    """

    title: str
    one: Callable[[int], Job]
    varies: tuple[str, ...] = ()
    sets: tuple[int, ...] = ()
    remark: str = ""

    @property
    def population(self) -> bool:
        """Whether units are organisations that differ."""
        return bool(self.varies)

    def sets_of(self, number: int) -> "NDArray[np.int64] | None":
        """Under which of the sets, counted from 0, each of the first units is."""
        return np.arange(number) % len(self.sets) if self.sets else None


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
    whether the precision asked for was reached, None where none was asked for or the outcome that
    governs is missing in every pair; ``stopped`` that Ctrl-C ended it after a complete round.
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
        before, after = (self.columns[side][outcome.column] for side in (0, option))
        sets = self.units.sets_of(self.pairs)
        if among is not None:
            before, after = before[among], after[among]
            sets = None if sets is None else sets[among]
        return paired(outcome, before, after, sets)

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
            if self.units.sets:
                known["set"] = np.resize(self.units.sets, self.pairs)
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
    besides: Sequence[str] = (),
    cap: int = CAP,
    threads: int = 0,
    done: Told | None = None,
) -> Study:
    """Live through every unit under every option, *no change* and then those given.

    With ``precision`` rounds double until the half-width of each option's paired difference in the
    outcome that ``governs`` is at most that, or the cap is reached; else ``runs`` units are lived
    through. Where the first round knows that outcome of no pair, more would not, and it is left at
    that. Columns ``besides`` are kept as well. ``done`` is told how many journeys have ended.
    Ctrl-C keeps the complete rounds, if there are any.

    Raises:
        BadInput: a precision, a number, an outcome that governs, or an option that cannot be.
    """
    if precision is not None:
        check(precision)
    if governs not in BY_COLUMN:
        problem = "is no outcome that twins are compared by"
        raise BadInput(problem, key=governs, suggestion=nearest(governs, BY_COLUMN))
    found = Study(units, (KEEP, *options), tuple(outcomes))
    wanted = list(dict.fromkeys([*(o.column for o in outcomes), governs, *ALWAYS, *besides]))
    changed: Changed = {}
    try:
        for end in ends(runs, cap):
            new = Study(units, found.options, found.outcomes)
            for start in range(found.pairs, end, AT_ONCE):
                jobs = [units.one(number) for number in range(start, min(start + AT_ONCE, end))]
                if units.population:
                    changed = {}  # members are met once, and not kept
                sides = [_under(option, jobs, changed) for option in found.options]
                _fit(sides, found.options)
                told = None if done is None else further(done, start * len(sides))
                came = journeys_of(list(chain(*sides)), wanted, threads=threads, done=told)
                _add(new, _lived(new, jobs, came))
            _add(found, new)
            if precision is not None:
                sure = [
                    found.paired(BY_COLUMN[governs], side) for side in range(1, len(new.options))
                ]
                if not any(one.pairs for one in sure):
                    break
                found.precise = all(one.simulation <= precision for one in sure)
                if found.precise:
                    break
    except KeyboardInterrupt:
        if not found.pairs:
            raise
        found.stopped = True
    return found


def further(done: Told, before: int) -> Told:
    """Tell how many have ended, where some had before."""
    return lambda number: done(before + number)


def _under(option: Option, jobs: list[Job], changed: Changed) -> list[Job]:
    """The same units under an option; one organisation under many lucks is changed once."""
    found = []
    for job in jobs:
        key = (option, id(job.scenario))
        if key not in changed:
            changed[key] = job.scenario, option.of(job.scenario)
        found.append(Job(changed[key][1], job.seed))
    return found


def _fit(sides: list[list[Job]], options: Sequence[Option]) -> None:
    """Refuse options that are followed for other lengths of time: their last months differ."""
    for side, option in zip(sides, options, strict=True):
        here, there = sides[0][0].scenario.horizon, side[0].scenario.horizon
        if here != there:
            problem = f"is followed for {there} months, and {NO_CHANGE} for {here}"
            allowed = "allowed: options of one horizon, since lasting is seen late"
            raise BadInput(problem, key=option.label, allowed=allowed)


def _lived(of: Study, jobs: list[Job], came: dict[str, np.ndarray]) -> Study:
    """Some units of a study, whose journeys under one option come after those under another."""
    new = Study(of.units, of.options, of.outcomes)
    new.names = [job.scenario.name for job in jobs]
    new.seeds = [job.seed for job in jobs]
    for name in of.units.varies:
        new.inputs[name] = [job.scenario.given[name].value for job in jobs]
    for side in range(len(of.options)):
        here = slice(side * len(jobs), (side + 1) * len(jobs))
        new.columns.append({name: values[here] for name, values in came.items()})
    return new


def _add(found: Study, new: Study) -> None:
    old, found.columns = found.columns or [{} for _ in new.columns], []
    for before, after in zip(old, new.columns, strict=True):
        both = {n: [part[n] for part in (before, after) if n in part] for n in after}
        found.columns.append({n: np.concatenate(parts) for n, parts in both.items()})
    found.names += new.names
    for name, values in new.inputs.items():
        found.inputs.setdefault(name, []).extend(values)
    found.seeds += new.seeds
