"""What is compared with what: one organisation or many, and options given in words."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from exit_sim.commands.options import Level, whole
from exit_sim.errors import BadInput

if TYPE_CHECKING:
    from exit_sim.twins.study import Option, Units

MOST_RUNS = 100_000


class Over(StrEnum):
    """What else an answer is tried over."""

    PLAUSIBLE = "plausible"


class Asked(NamedTuple):
    """What was asked for, as it was given."""

    names: Sequence[str]
    changes: Sequence[str]
    sets: Sequence[str]
    together: bool
    seed: int
    runs: int | None
    precision: float | None
    over: Over | None
    pair: bool = False
    level: Level | None = None

    @property
    def given(self) -> Sequence[str]:
        """All that is to be otherwise."""
        return (*self.changes, *self.sets)

    def pair_of(self, seed: int) -> "Asked":
        """Ask for the pair of one seed alone."""
        return self._replace(seed=seed, runs=None, precision=None, over=None, pair=True)

    def command(self) -> str:
        """The command that repeats this."""
        from exit_sim.results.folder import repeatable

        said = ["what-if", *self.names]
        for change in self.changes:
            said += ["--change", change]
        for one in self.sets:
            said += ["--set", one]
        said += ["--together"] if self.together else []
        said += ["--seed", str(self.seed)]
        said += ["--runs", str(self.runs)] if self.runs is not None else []
        said += ["--precision", f"{self.precision:g}"] if self.precision is not None else []
        said += ["--over", self.over.value] if self.over is not None else []
        said += ["--pair"] if self.pair else []
        stands = self.level == Level.BASELINE and self.over is None
        said += ["--level", Level.BASELINE.value] if stands else []
        return repeatable(said)


def check(asked: Asked) -> None:
    """Refuse numbers out of range, and what does not go together."""
    from exit_sim.draws import LAST_SEED
    from exit_sim.twins.rounds import check as check_precision

    whole("--seed", asked.seed, 0, LAST_SEED)
    if asked.runs is not None:
        whole("--runs", asked.runs, 2, MOST_RUNS)
        whole("--seed plus --runs", asked.seed + asked.runs - 1, 0, LAST_SEED)
    if asked.precision is not None:
        check_precision(asked.precision)
        if asked.runs is not None:
            problem, allowed = "says how many, and so does --runs", "give one of the two"
            raise BadInput(problem, key="--precision", value=asked.precision, allowed=allowed)
    if asked.over is not None and asked.level == Level.CALIBRATED:
        problem = "is over accepted sets, and --over plausible draws settings of its own"
        raise BadInput(problem, key="--level calibrated", allowed="give one of the two")
    besides = {"--runs": asked.runs, "--precision": asked.precision, "--over": asked.over}
    for option, value in besides.items():
        if asked.pair and value is not None:
            problem = "is about many pairs, and --pair is about one"
            raise BadInput(problem, key=option, value=value, allowed="give one of the two")


def compared(asked: Asked) -> "tuple[Units, list[Option]]":
    """What is compared: one organisation or a population, and options of it."""
    from exit_sim.commands.units import found, is_population, no_level
    from exit_sim.scenario import Scenario
    from exit_sim.twins.accepted import units_at
    from exit_sim.twins.study import instead

    given = asked.given
    if len(asked.names) > 2:
        problem = "are more than two"
        raise BadInput(problem, key=", ".join(asked.names), allowed="give one, or two scenarios")
    first = found(asked.names[0])
    if isinstance(first, Scenario):
        no_level(asked.names[0], asked.level)
    units = units_at(first, asked.level, asked.seed)
    if asked.pair and units.population:
        problem = "goes with a scenario, and this is a population"
        raise BadInput(problem, key="--pair", allowed="leave it out")
    if len(asked.names) == 2:
        if given or not isinstance(first, Scenario):
            problem = "is compared with another, so nothing else is changed"
            allowed = "give two scenarios alone, or one with --change or --set"
            raise BadInput(problem, key=asked.names[1], allowed=allowed)
        if is_population(asked.names[1]):
            problem = "is a population, and scenarios alone are compared with one another"
            raise BadInput(problem, key=asked.names[1], allowed="give a scenario")
        other = Scenario.load(asked.names[1])
        return units, [instead(other)]
    if not given:
        problem = "changes nothing"
        allowed = "give --change, --set, or a second scenario; exit-sim changes lists changes"
        raise BadInput(problem, key=asked.names[0], allowed=allowed)
    return units, options_of(asked, units)


def options_of(asked: Asked, units: "Units") -> "list[Option]":
    """Make options of all that is to be otherwise, and try each on the first unit."""
    given = asked.given
    twice = [one for one in given if given.count(one) > 1]
    if twice:
        problem = "is given twice"
        raise BadInput(problem, key=twice[0], allowed="give each once")
    if asked.together:
        if len(given) < 2:
            problem = "has only one thing to put together"
            raise BadInput(problem, key="--together", allowed="give two or more")
        options = [_option(" and ".join(given), asked.changes, asked.sets)]
    else:
        options = [_option(each, [each], []) for each in asked.changes]
        options += [_option(each, [], [each]) for each in asked.sets]
    for option in options:
        option.of(units.one(0).scenario)
    return options


def _option(label: str, changes: Sequence[str], sets: Sequence[str]) -> "Option":
    from exit_sim.scenario.given_on_the_line import assigned
    from exit_sim.twins.study import Option

    given = assigned(sets)
    return Option(label, lambda scenario: scenario.changed(*changes).with_(given))


def asks(asked: Asked, options: "Sequence[Option]") -> list[str]:
    """The plain question of each option, and who could decide it, where it is a change."""
    from exit_sim.scenario.changes import load

    said = []
    for change in asked.changes:
        about = load(change).about
        said.append(f"{about['question']} (Who decides: {about['decider']}.)")
    if asked.together:
        return [" ".join(said)]
    return said + [""] * (len(options) - len(said))
