"""What does the model say of what the study claims? ``exit-sim propositions``."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from exit_sim.commands.exits import CannotWrite, Resumable
from exit_sim.commands.options import whole
from exit_sim.errors import BadInput

if TYPE_CHECKING:
    from exit_sim.analysis.propositions.levels import Level, Size
    from exit_sim.analysis.propositions.proposition import Proposition
    from exit_sim.scenario.settable import Value
    from exit_sim.sweep.going import Stop

MOST_UNITS, MOST_SETS = 100_000, 10_000

Ids = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID|FILE]...",
        help="Propositions by number (P12) or name, or files of your own; all by default.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Keep runs and verdicts in this folder; resumes there."),
]


class Asked(NamedTuple):
    """What was asked for."""

    words: Sequence[str]
    out: Path | None

    def command(self) -> str:
        """The command that repeats this."""
        from exit_sim.results.folder import repeatable

        return repeatable(self.words)

    def again(self) -> str:
        """The command that goes on with it."""
        from exit_sim.results.folder import repeatable

        return repeatable([*self.words, "--out", str(self.out)], leave_out=())


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "propositions",
        short_help="Put the study's claims to the model.",
        epilog="Example: exit-sim propositions P10 --units 32",
    )(propositions)


def propositions(
    ids: Ids = None,
    level: Annotated[
        str, typer.Option(help="At which settings: baseline, calibrated or plausible.")
    ] = "baseline",
    units: Annotated[
        int, typer.Option(help="Organisations or lucks at each set; 0 takes what was fixed.")
    ] = 0,
    points: Annotated[
        int,
        typer.Option("--sets", help="Sets of settings at wider levels; 0 takes what was fixed."),
    ] = 0,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="An assumption to change, by a setting's dotted name; may be given again.",
        ),
    ] = None,
    out: Out = None,
    template: Annotated[
        bool, typer.Option("--template", help="Print a commented file to start from.")
    ] = False,
) -> None:
    """Put propositions to the model, each with a verdict that it could have refused.

    A file of your own is treated exactly like ours.
    """
    from exit_sim.commands.streams import put

    if template:
        from exit_sim.analysis.propositions.proposition import template as text

        put(text())
        return
    from exit_sim.analysis.propositions.levels import SIZES, Level

    known = [str(each) for each in Level]
    if level not in known:
        from exit_sim.errors import nearest

        problem, allowed = "is not a level", "allowed: " + ", ".join(known)
        meant = nearest(level, known)
        raise BadInput(problem, key="--level", value=level, allowed=allowed, suggestion=meant)
    whole("--units", units, 0, MOST_UNITS)
    whole("--sets", points, 0, MOST_SETS)
    size = SIZES[Level(level)]
    size = size._replace(units=units or size.units)
    if Level(level) != Level.BASELINE:
        size = size._replace(sets=points or size.sets)
    words = ["propositions", *(ids or ()), "--level", level]
    words += ["--units", str(units)] if units else []
    words += ["--sets", str(points)] if points else []
    words += [word for one in sets or () for word in ("--set", one)]
    asked = Asked(words, out)
    _answer(asked, loaded(ids), Level(level), size, _changed(sets or ()))


def _changed(sets: "Sequence[str]") -> "Mapping[str, Value]":
    """Read the assumptions that are changed."""
    from exit_sim.scenario.file import Document
    from exit_sim.scenario.given_on_the_line import assigned
    from exit_sim.scenario.stated import settings_in

    doc = Document("--set", assigned(sets))
    return {name: given.value for name, given in settings_in(doc, doc.data).items()}


def loaded(ids: Sequence[str] | None) -> "list[Proposition]":
    """Load propositions, each once; all that ship where none is named."""
    from exit_sim.analysis.propositions.proposition import Proposition

    found = [Proposition.load(name) for name in ids or Proposition.names()]
    return list({one.hash: one for one in found}.values())


def _answer(
    asked: Asked,
    every: "list[Proposition]",
    level: "Level",
    size: "Size",
    sets: "Mapping[str, Value]",
) -> None:
    from exit_sim.analysis.propositions.accounts import account, last_account, rests_on
    from exit_sim.analysis.propositions.flips import flips
    from exit_sim.analysis.propositions.going import put, runs_of
    from exit_sim.analysis.propositions.levels import Level, rows_of
    from exit_sim.analysis.propositions.verdicts import Verdict
    from exit_sim.commands.keeping_propositions import keep
    from exit_sim.commands.screen import progress, show, show_end
    from exit_sim.commands.telling_propositions import told

    asking = [one for one in every if not one.waiting]
    rows = {one.name: rows_of(one, level, size, sets) for one in asking}
    seen = last_account(asked.out)
    with runs_in(asked) as (folder, stop):
        total = runs_of(asking, lambda one: rows[one.name], size.units)
        with progress(max(total, 1)) as shown:
            judged = list(put(asking, level, size, folder, stop, shown, sets))
    where = {
        one.proposition.name: flips(one.findings[0], rows[one.proposition.name][: one.sets])
        for one in judged
        if level != Level.BASELINE and one.verdict == Verdict.CONDITIONAL
    }
    rests = rests_on(asked.out, asking)
    blocks = list(told(judged, where, rests, [one for one in every if one.waiting], seen, sets))
    show(blocks)
    if asked.out is not None:
        written = {**account(judged, where, rests, seen), "set": dict(sets)}
        keep(asked.out / "verdicts", judged, where, rests, written, asked, blocks)
    show_end(asked.out and asked.out / "verdicts", asked.command())


@contextmanager
def runs_in(asked: Asked) -> "Iterator[tuple[Path, Stop]]":
    """Give the folder in which runs are kept, for good or for now, and what says when to stop.

    Raises:
        Resumable: it was told to stop, and what was lived through is kept.
        KeyboardInterrupt: it was told to stop, and nothing is kept.
        CannotWrite: the system refused.
    """
    from tempfile import TemporaryDirectory

    from exit_sim.sweep.files import CannotKeep
    from exit_sim.sweep.going import Halted, Stop, heeding

    stop = Stop()
    try:
        with heeding(stop):
            if asked.out is not None:
                yield asked.out / "runs", stop
                return
            with TemporaryDirectory(prefix="exit_sim-") as folder:
                yield Path(folder), stop
    except Halted:
        if asked.out is None:
            raise KeyboardInterrupt from None
        text = f"Stopped, since {stop.why}. What was lived through is kept. Go on with:\n  "
        text += asked.again()
        raise Resumable(text) from None
    except CannotKeep as error:
        text = f"{error}. Go on with: {asked.again()}"
        raise CannotWrite(text) from None
