"""Evidence to read, print and forward: one file of any result: ``exit-sim report``."""

import re
import shlex
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.errors import BadInput

if TYPE_CHECKING:
    from exit_sim.report.document import Report
    from exit_sim.report.page import Files, Sent

NAME = re.compile(r"\w+")
LONGEST = (200, 60, 2000)
"""Letters of a title, of a marking and of a note."""


class To(StrEnum):
    """The form of a report."""

    HTML = "html"
    DOCX = "docx"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "report",
        short_help="Write one file to read and forward.",
        epilog="Example: exit-sim report what-if baseline --change taper --runs 32",
        context_settings={"ignore_unknown_options": True},
    )(report)


def report(
    of: Annotated[
        list[str],
        typer.Argument(
            metavar="DIR | SCENARIO | COMMAND ...",
            help="A folder of results, a scenario, or a command whose answer is wanted: "
            "what-if, run, why, fragility, propositions or summarise, with its options.",
        ),
    ],
    to: Annotated[To, typer.Option(help="A web page, or a document.")] = To.HTML,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write it; else report.html or report.docx."),
    ] = None,
    title: Annotated[str, typer.Option(help="A title of yours.")] = "",
    marking: Annotated[str, typer.Option(help="A marking, such as OFFICIAL.")] = "",
    note: Annotated[str, typer.Option(help="A note of yours, shown as the sender's.")] = "",
) -> None:
    """Write a report as one file: it needs no network, no script and no other file.

    Page one is a brief; then come findings, lives, limits, assumptions and sources.
    """
    from tempfile import TemporaryDirectory

    from exit_sim.commands.screen import Command, Words, show
    from exit_sim.report.page import Sent
    from exit_sim.results.folder import repeatable

    file = Path(f"report.{to.value}") if out is None else out
    _check_file(file, to)
    sent = Sent(title, marking, note)
    for (name, text), most in zip(sent._asdict().items(), LONGEST, strict=True):
        if len(text) > most:
            problem = f"is longer than {most} letters"
            raise BadInput(problem, key=f"--{name}")
    with TemporaryDirectory(prefix="exit_sim-") as temporary:
        made, files = _found(of, Path(temporary))
        size = write(made, files, file, to, sent)
    words = ["report", *of, *(["--to", to.value] if to != To.HTML else [])]
    show(
        [
            Words(made.brief.question),
            Words(made.brief.answer),
            Words(f"Written: {file}, {size / 1000:.0f} kB in one file."),
            Words("The same again:"),
            Command(repeatable(words)),
        ]
    )


def _check_file(file: Path, to: To) -> None:
    """Refuse a place at which the file cannot be put, before anything is computed."""
    from exit_sim.commands.place import check_above

    if file.is_dir():
        problem = "is a folder, not a file"
        raise BadInput(problem, file=str(file), allowed=f"name a file, such as report.{to.value}")
    if file.suffix and file.suffix.lower() != f".{to.value}":
        problem = f"does not end as a report --to {to.value} does"
        raise BadInput(problem, file=str(file), allowed=f"name a file that ends in .{to.value}")
    check_above(file)


def _found(of: Sequence[str], temporary: Path) -> "tuple[Report, Files]":
    """Read a folder of results, or what a command makes; with one journey goes why it ended so."""
    from exit_sim.report.journey import KIND
    from exit_sim.report.why import joined
    from exit_sim.sweep.store import PLAN

    first = Path(of[0])
    if first.is_dir():
        if len(of) > 1:
            problem = "is a folder of results, and takes no more words"
            raise BadInput(problem, file=of[0], allowed="leave out: " + " ".join(of[1:]))
        if not (first / PLAN).exists():
            return read(first)
        return read(_made(["summarise", of[0]], temporary / "first"))
    if "--pair" in of:
        problem = "is about one pair, which is no finding, and has no report"
        raise BadInput(problem, key="--pair", allowed="leave it out")
    words = list(of) if of[0] in _commands() else ["run", *of]
    made, files = read(_made(words, temporary / "first"))
    if made.kind != KIND:
        return made, files
    asked = shlex.split(made.again.command)[2:]
    why, others = read(_made(["why", *asked], temporary / "second"))
    return joined(made, why), {**files, **others}


def _made(words: Sequence[str], folder: Path) -> Path:
    """Do what a command does, into a folder that is removed again, and print nothing."""
    import io
    from contextlib import redirect_stdout

    from exit_sim.commands.interrupts import Stopped

    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    for add in _commands().values():
        add(app)
    try:
        with redirect_stdout(io.StringIO()):
            app([*words, "--out", str(folder)], prog_name="exit-sim", standalone_mode=False)
    except (KeyboardInterrupt, Stopped):
        raise Stopped("Stopped: no report was written.") from None  # noqa: TRY003
    return folder


def _commands() -> "dict[str, Callable[[typer.Typer], None]]":
    """Give the commands whose results have reports."""
    from exit_sim.commands import fragility, propositions, run, summarise, what_if, why

    return {
        "run": run.add_to,
        "what-if": what_if.add_to,
        "why": why.add_to,
        "fragility": fragility.add_to,
        "propositions": propositions.add_to,
        "summarise": summarise.add_to,
    }


def read(folder: Path) -> "tuple[Report, Files]":
    """Read the report that a folder of results keeps, and its figures.

    Raises:
        BadInput: it keeps none.
    """
    from exit_sim.report import document

    within = folder / "verdicts" if (folder / "verdicts" / document.FILE).exists() else folder
    path = within / document.FILE
    try:
        text = path.read_text("utf-8")
    except OSError:
        problem = f"holds no {document.FILE}, from which reports are made"
        allowed = "make the result again with --out, with this version"
        raise BadInput(problem, file=str(folder), allowed=allowed) from None
    report = document.read(text, str(path))
    return report, _figures(report, within / "figures")


def _figures(report: "Report", folder: Path) -> dict[str, bytes]:
    """Read the figures that a report shows.

    Raises:
        BadInput: one is not there.
    """
    found = {}
    for picture in report.pictures:
        if not NAME.fullmatch(picture.name):
            problem = "is no name of a figure"
            raise BadInput(problem, file=str(folder), key=picture.name)
        for form in ("svg", "csv", "png"):
            path = folder / f"{picture.name}.{form}"
            try:
                found[path.name] = path.read_bytes()
            except OSError:
                problem = "is not there, and the report shows it"
                raise BadInput(problem, file=str(path)) from None
    return found


def write(made: "Report", files: "Files", file: Path, to: To, sent: "Sent") -> int:
    """Write a report, whole or not at all, and give its size in bytes."""
    from exit_sim.commands.exits import CannotWrite
    from exit_sim.sweep.files import CannotKeep, make, put

    if to == To.DOCX:
        from exit_sim.report.word import document

        content = document(made, files, sent)
    else:
        from exit_sim.report.page import page

        content = page(made, files, sent)
    try:
        make(file.absolute().parent)
        put(file.absolute(), content)
    except CannotKeep as error:
        raise CannotWrite(str(error)) from None
    return len(content)
