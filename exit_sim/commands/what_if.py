"""What if somebody decided otherwise? The same luck, one thing changed: ``exit-sim what-if``."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from exit_sim.commands.interrupts import Stopped
from exit_sim.commands.options import Changes, Sets, whole
from exit_sim.errors import BadInput

if TYPE_CHECKING:
    from exit_sim.commands.screen import Block
    from exit_sim.twins.plausible import Plausible
    from exit_sim.twins.study import Option, Study, Units

MOST_RUNS = 100_000
PRECISION = 0.02
"""The half-width that is asked for where nobody says another: two in a hundred."""


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
        return repeatable(said)


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "what-if",
        short_help="Compare options by the same luck.",
        epilog="Example: exit-sim what-if baseline --change taper --runs 64",
    )(what_if)


def what_if(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO|POPULATION [SCENARIO]",
            help="An organisation or a population; a second scenario is compared with the first.",
        ),
    ],
    change: Changes = None,
    set_: Sets = None,
    together: Annotated[
        bool, typer.Option("--together", help="All that is changed at once, as one option.")
    ] = False,
    seed: Annotated[int, typer.Option(help="The first luck: 0 to 2**53 - 1.")] = 1,
    runs: Annotated[
        int | None, typer.Option(help=f"How many pairs: 2 to {MOST_RUNS}; else as many as needed.")
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(help="Half-width of the simulation error of the difference in what lasts."),
    ] = None,
    over: Annotated[
        Over | None, typer.Option(help="Also over plausible settings and rival forms.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep tables, text and figures in this folder."),
    ] = None,
) -> None:
    """Compare options with no change: twins, paired runs with common random numbers."""
    from exit_sim.commands.place import check_out
    from exit_sim.draws import LAST_SEED
    from exit_sim.twins.rounds import check

    whole("--seed", seed, 0, LAST_SEED)
    if runs is not None:
        whole("--runs", runs, 2, MOST_RUNS)
        whole("--seed plus --runs", seed + runs - 1, 0, LAST_SEED)
    if precision is not None:
        check(precision)
        if runs is not None:
            problem, allowed = "says how many, and so does --runs", "give one of the two"
            raise BadInput(problem, key="--precision", value=precision, allowed=allowed)
    if out is not None:
        check_out(out)
    asked = Asked(names, change or (), set_ or (), together, seed, runs, precision, over)
    units, options = _compared(asked)
    try:
        found = _study(asked, units, options)
        try:
            ranges = _over(asked, found)
        except KeyboardInterrupt:
            found.stopped = True  # the rounds are complete, and what was asked besides is not
            ranges = [None] * len(options)
        _answer(asked, found, ranges, out)
    except KeyboardInterrupt:
        problem = "Stopped: no round was complete, and nothing was kept."
        raise Stopped(problem) from None


def _compared(asked: Asked) -> "tuple[Units, list[Option]]":
    """What is compared: one organisation or a population, and options of it."""
    from exit_sim.commands.units import found
    from exit_sim.scenario import Scenario
    from exit_sim.twins.study import instead, of_population, of_scenario

    given = (*asked.changes, *asked.sets)
    if len(asked.names) > 2:
        problem = "are more than two"
        raise BadInput(problem, key=", ".join(asked.names), allowed="give one, or two scenarios")
    first = found(asked.names[0])
    if isinstance(first, Scenario):
        units = of_scenario(first, asked.seed)
    else:
        units = of_population(first, asked.seed)
    if len(asked.names) == 2:
        if given or not isinstance(first, Scenario):
            problem = "is compared with another, so nothing else is changed"
            allowed = "give two scenarios alone, or one with --change or --set"
            raise BadInput(problem, key=asked.names[1], allowed=allowed)
        other = Scenario.load(asked.names[1])
        return units, [instead(other)]
    if not given:
        problem = "changes nothing"
        allowed = "give --change, --set, or a second scenario; exit-sim changes lists changes"
        raise BadInput(problem, key=asked.names[0], allowed=allowed)
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
    return units, options


def _option(label: str, changes: Sequence[str], sets: Sequence[str]) -> "Option":
    from exit_sim.scenario.given_on_the_line import assigned
    from exit_sim.twins.study import Option

    given = assigned(sets)
    return Option(label, lambda scenario: scenario.changed(*changes).with_(given))


def _study(asked: Asked, units: "Units", options: "list[Option]") -> "Study":
    from exit_sim.commands.screen import progress
    from exit_sim.twins.rounds import CAP
    from exit_sim.twins.study import study

    wanted = asked.precision
    if asked.runs is None and wanted is None:
        wanted = PRECISION
    most = (asked.runs or CAP) * (len(options) + 1)
    with progress(most) as show:
        return study(units, options, runs=asked.runs, precision=wanted, done=show)


def _over(asked: Asked, found: "Study") -> "list[Plausible | None]":
    from exit_sim.commands.screen import progress
    from exit_sim.twins.plausible import over_plausible, twins_of

    ranges: list[Plausible | None] = [None] * (len(found.options) - 1)
    if asked.over is None or found.stopped:
        return ranges
    with progress(twins_of(found.units) * len(ranges)) as show:
        for side, option in enumerate(found.options[1:], 1):
            means = {each.column: found.paired(each, side).difference for each in found.outcomes}
            before = twins_of(found.units) * (side - 1)
            told = partial(_further, show, before)
            ranges[side - 1] = over_plausible(found.units, option, found.outcomes, means, done=told)
    return ranges


def _further(show: Callable[[int], None], before: int, number: int) -> None:
    show(before + number)


def _answer(
    asked: Asked, found: "Study", ranges: "list[Plausible | None]", out: Path | None
) -> None:
    from exit_sim.commands import telling_what_if
    from exit_sim.commands.screen import Command, Words, plain, show

    blocks = list(telling_what_if.told(found, ranges, asked.seed))
    last: list[Block] = [Words("Nothing was kept; --out DIR keeps tables, text and figures.")]
    if out is not None:
        telling_what_if.keep(found, ranges, out, asked.command(), plain(blocks))
        last = [Words(f"Kept in {out}, where README.txt explains the rest.")]
    show([*blocks, *last, Words("The same again:"), Command(asked.command())])
