"""What if somebody decided otherwise? The same luck, one thing changed: ``exit-sim what-if``."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.commands.compared import MOST_RUNS, Asked, Over, asks, check, compared
from exit_sim.commands.interrupts import Stopped
from exit_sim.commands.options import Changes, Level, OfLevel, Sets

if TYPE_CHECKING:
    from exit_sim.twins.outcomes import Outcome
    from exit_sim.twins.plausible import Plausible
    from exit_sim.twins.study import Option, Study, Units

PRECISION = 0.02
"""The half-width that is asked for where nobody says another: two in a hundred."""


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
    level: OfLevel = None,
    pair: Annotated[
        bool, typer.Option("--pair", help="Only the pair of this seed: both stories side by side.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep tables, text and figures in this folder."),
    ] = None,
) -> None:
    """Compare options with no change: twins, paired runs with common random numbers."""
    from exit_sim.commands.place import check_out, mark, stopped

    asked = Asked(
        names, change or (), set_ or (), together, seed, runs, precision, over, pair, level
    )
    check(asked)
    asked = _as_it_stands(asked)
    if out is not None:
        check_out(out)
    units, options = compared(asked)
    before, after = mark(out), " before any answer"
    try:
        found = _study(asked, units, options)
        after = ""
        ranges = _over(asked, found)
        if found.stopped:
            asked = asked._replace(runs=found.pairs, precision=None, over=None)
        if pair:
            _answer_pair(asked, found, out)
        else:
            _answer(asked, found, ranges, out)
    except KeyboardInterrupt:
        raise Stopped(stopped(out, before, after)) from None
    if found.stopped:
        problem = f"Stopped after {found.pairs} pairs: what was told rests on complete rounds."
        raise Stopped(problem)


def _as_it_stands(asked: Asked) -> Asked:
    """What is tried over plausible settings goes out from a population as it stands.

    A set leaves nothing undrawn, so that under sets nothing would be moved.
    """
    from exit_sim.commands.units import is_population

    if asked.over is None or not is_population(asked.names[0]):
        return asked
    return asked._replace(level=Level.BASELINE)


def outcomes() -> "tuple[Outcome, ...]":
    """What every comparison reports, and who paid."""
    from exit_sim.twins.outcomes import OUTCOMES, Outcome

    paid = (("grant", "a funder"), ("contract", "a commissioner"), ("own", "the service itself"))
    return (
        *OUTCOMES,
        *(Outcome(f"cost_{by}", f"of it, paid by {who}", 0, 0.1) for by, who in paid),
    )


def _study(asked: Asked, units: "Units", options: "list[Option]") -> "Study":
    from exit_sim.commands.screen import progress
    from exit_sim.draws import LAST_SEED
    from exit_sim.twins.outcomes import LIVES
    from exit_sim.twins.rounds import CAP, ends
    from exit_sim.twins.study import study

    if asked.pair:
        return study(units, options, outcomes(), runs=1)
    wanted = asked.precision
    if asked.runs is None and wanted is None:
        wanted = PRECISION
    most = min(asked.runs or CAP, LAST_SEED - asked.seed + 1)
    rounds = ends(asked.runs, most) if asked.runs is None else [asked.runs]
    besides = [outcome.column for outcome in LIVES]
    with progress(*(end * (len(options) + 1) for end in rounds)) as show:
        return study(
            units,
            options,
            outcomes(),
            runs=asked.runs,
            precision=wanted,
            besides=besides,
            cap=most,
            done=show,
        )


def _over(asked: Asked, found: "Study") -> "list[Plausible | None]":
    """Try each option over plausible settings and rival forms, if asked; Ctrl-C leaves it."""
    from exit_sim.commands.screen import progress
    from exit_sim.twins.plausible import over_plausible, twins_of

    ranges: list[Plausible | None] = [None] * (len(found.options) - 1)
    if asked.over is None or found.stopped:
        return ranges
    try:
        with progress(twins_of(found.units) * len(ranges)) as show:
            for side, option in enumerate(found.options[1:], 1):
                means = {
                    each.column: found.paired(each, side).difference for each in found.outcomes
                }
                told = partial(_further, show, twins_of(found.units) * (side - 1))
                ranges[side - 1] = over_plausible(
                    found.units, option, found.outcomes, means, done=told
                )
    except KeyboardInterrupt:
        found.stopped = True  # the rounds are complete, and what was asked besides is not
    return ranges


def _further(show: Callable[[int], None], before: int, number: int) -> None:
    show(before + number)


def _answer(
    asked: Asked, found: "Study", ranges: "list[Plausible | None]", out: Path | None
) -> None:
    from exit_sim.commands.keeping_what_if import keep
    from exit_sim.commands.screen import show, show_end
    from exit_sim.commands.telling_twins import in_short, pairs_told
    from exit_sim.commands.telling_what_if import Answered, told

    of = Answered(found, ranges, asked.seed, asks(asked, found.options[1:]))
    blocks = list(told(of))
    pairs = [] if found.units.population or found.stopped else pairs_told(found)
    for pair in pairs:
        blocks += in_short(pair, asked.pair_of(pair.here.seed).command())
    show(blocks)
    if out is not None:
        keep(of, pairs, out, asked.command(), blocks)
    show_end(out, asked.command())


def _answer_pair(asked: Asked, found: "Study", out: Path | None) -> None:
    from exit_sim.commands.keeping_what_if import keep_pair
    from exit_sim.commands.screen import plain, show, show_end
    from exit_sim.commands.telling_twins import at_length, pairs_told
    from exit_sim.commands.telling_what_if import Answered

    of = Answered(found, [], asked.seed, asks(asked, found.options[1:]))
    blocks = [block for pair in pairs_told(found) for block in at_length(pair)]
    show(blocks)
    if out is not None:
        keep_pair(of, out, asked.command(), plain(blocks))
    show_end(out, asked.command())
