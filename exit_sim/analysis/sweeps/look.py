"""A first look at a sweep: options, settings against luck, what each setting does, which matter."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from exit_sim.analysis.sweeps.crossed import Crossed, crossed
from exit_sim.analysis.sweeps.effects import Effect, effects, strongest
from exit_sim.analysis.sweeps.met import DIFFERENCE, Factor, Met, Subject
from exit_sim.analysis.sweeps.morris import Morris, morris
from exit_sim.analysis.sweeps.options import AtPoints, Compared, Level, at_points, compared, level
from exit_sim.analysis.sweeps.shares import Shares, all_shares
from exit_sim.analysis.sweeps.sobol import Sobol, sobol
from exit_sim.twins.outcomes import Outcome


class Facts(NamedTuple):
    """What was swept, and how much of it is there.

    ``rounds`` are complete, of ``planned`` ones; ``failed`` of their ``runs`` did not come to their
    end. ``members``: each luck is another member of a population. ``spans``: points go through the
    plausible range of every setting that they move. ``problem`` is what SALib analyses by.
    """

    title: str
    question: str
    kind: str
    points: int
    replicates: int
    seed: int
    rounds: int
    planned: int
    runs: int
    failed: int
    members: bool
    spans: bool
    problem: Mapping[str, Any] | None

    @property
    def units(self) -> str:
        """What a run is of."""
        return "organisations" if self.members else "journeys"


class Look(NamedTuple):
    """All that a first look finds; ``met`` is the outcome that governs, looked at closely."""

    facts: Facts
    met: Met
    levels: Sequence[tuple[Outcome, Level]]
    compared: Sequence[Compared]
    shares: Sequence[Shares]
    effects: Sequence[Effect]
    crossed: Sequence[Crossed]
    sobol: Sequence[Sobol]
    morris: Sequence[Morris]
    lacks_salib: bool

    @property
    def outcome(self) -> Outcome:
        """The outcome that governs."""
        return self.met.outcome

    @property
    def subjects(self) -> list[Subject]:
        """The level under no change, then each option's difference."""
        return list(self.met.subjects())

    @property
    def asked(self) -> list[Subject]:
        """What was asked about: the options' differences, or the level where there are none."""
        found = self.subjects
        return found[1:] or found

    def at_points(self, number: int) -> AtPoints:
        """Say what came of an option at each point."""
        return at_points(self.met, number)

    def by_option(self) -> list[Compared]:
        """Each option against no change, in the outcome that governs."""
        return [one for one in self.compared if one.pair.outcome == self.outcome]

    def under(self) -> list[Level]:
        """The outcome that governs under each option."""
        return [one for outcome, one in self.levels if outcome == self.outcome]


def look(
    facts: Facts, met_of: Callable[[Outcome], Met], governs: Outcome, besides: Sequence[Outcome]
) -> Look:
    """Look at a sweep; ``met_of`` reads one outcome, so that one at a time is held."""
    met = met_of(governs)
    found = effects(met)
    rank = [one.factor for one in _ranked(met, found)]
    indices: tuple[list[Sobol], list[Morris]] = [], []
    lacks = False
    try:
        indices = _indices(facts, met)
    except ModuleNotFoundError:
        lacks = True
    every_level, every_pair = [], []
    for outcome in (governs, *besides):
        one = met if outcome == governs else met_of(outcome)
        every_level += [(outcome, level(one, number)) for number in range(len(met.options))]
        every_pair += [compared(one, number) for number in range(1, len(met.options))]
    return Look(
        facts,
        met,
        every_level,
        every_pair,
        all_shares(met),
        found,
        [one for subject in met.subjects() for one in crossed(met, subject, rank)],
        *indices,
        lacks,
    )


def _ranked(met: Met, found: Sequence[Effect]) -> list[Effect]:
    """Settings by what they do to what was asked about, the strongest first, each once."""
    subjects = list(met.subjects())
    asked = subjects[1:] or subjects
    first: dict[str, Effect] = {}
    every = sorted(
        (one for subject in asked for one in strongest(found, subject)),
        key=lambda one: -one.between.value,
    )
    for one in every:
        first.setdefault(one.factor.name, one)
    return list(first.values())


def _indices(facts: Facts, met: Met) -> tuple[list[Sobol], list[Morris]]:
    problem = facts.problem
    if problem is None:
        return [], []
    by_name: dict[str, Factor] = {factor.name: factor for factor in met.factors}
    factors = [by_name[name] for name in problem["names"]]
    if "levels" in problem:
        return [], [morris(subject, factors, problem) for subject in met.subjects()]
    return [sobol(subject, problem) for subject in met.subjects()], []


def is_difference(subject: Subject) -> bool:
    """Whether it is what an option changes, not a level."""
    return subject.what == DIFFERENCE
