"""The command line: five questions, and the commands that answer them."""

import re
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from exit_sim import __version__
from exit_sim.commands import (
    calibrate,
    changes,
    cite,
    compile_rules,
    deposit,
    export,
    extend,
    fragility,
    importance,
    knockouts,
    library,
    merge,
    methods,
    parameters,
    propositions,
    questions,
    report,
    run,
    scenarios,
    serve,
    status,
    summarise,
    sweep,
    verify,
    watch,
    what_if,
    why,
)
from exit_sim.commands.exits import BAD_INPUT, FINE, INTERRUPTED, Ended
from exit_sim.commands.interrupts import Stopped, listening
from exit_sim.commands.notices import notices
from exit_sim.commands.streams import NobodyReads, flush, put, read_by_nobody, take_any_letter
from exit_sim.errors import BadInput

NAME = "exit-sim"

_USAGE: type[Exception] = typer.BadParameter.__mro__[1]
_MEANT = re.compile(r"\. Did you mean (.*)\?$| \(Possible options: (.*)\)$")

app = typer.Typer(
    name=NAME,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: exit-sim run funder_pilot_cliff --seed 1",
)
run.add_to(app)
what_if.add_to(app)
why.add_to(app)
report.add_to(app)
library.add_to(app)
serve.add_to(app)
watch.add_to(app)
fragility.add_to(app)
propositions.add_to(app)
knockouts.add_to(app)
calibrate.add_to(app)
importance.add_to(app)
sweep.add_to(app)
summarise.add_to(app)
status.add_to(app)
verify.add_to(app)
extend.add_to(app)
merge.add_to(app)
compile_rules.add_to(app)
export.add_to(app)
scenarios.add_to(app)
changes.add_to(app)
parameters.add_to(app)
cite.add_to(app)
methods.add_to(app)
deposit.add_to(app)


@app.callback(invoke_without_command=True)
def bare(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Innovation journeys for young people leaving care, simulated.

    With no command, print five questions and the command that answers each.
    """
    if version:
        put(f"exit_sim {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        questions.ask()


def answer(arguments: Sequence[str], *, to_the_end: bool = False) -> int:
    """Do what a command line asks for, and give its exit code; at its end the process may end."""
    take_any_letter()
    with notices(), listening(to_the_end=to_the_end) as heard:
        try:
            code = app(list(arguments), prog_name=NAME, standalone_mode=False)
            flush()
        except BadInput as error:
            return _said(str(error), BAD_INPUT)
        except Ended as error:
            flush()
            return _said(str(error), error.code)
        except (KeyboardInterrupt, Stopped, typer.Abort) as error:
            return _said(str(error) or "Stopped: nothing was kept.", INTERRUPTED)
        except (NobodyReads, SystemExit):  # typer leaves so where a pipe is broken
            read_by_nobody()
            return FINE
        except _USAGE as error:
            return _said(_usage(error), BAD_INPUT)
        except Exception:
            if heard:
                return _said("Stopped: nothing was kept.", INTERRUPTED)
            raise
        if code == INTERRUPTED:  # as some versions of typer have it
            return _said("Stopped: nothing was kept.", INTERRUPTED)
        if heard:
            return _said("Stopped, when all was done.", INTERRUPTED)
    return int(code or FINE)


def main() -> None:
    """Do what the command line asks for, and leave with its exit code."""
    sys.exit(answer(sys.argv[1:], to_the_end=True))


def _said(sentence: str, code: int) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


def _usage(error: Exception) -> str:
    """Put what typer says about a command line into one sentence.

    >>> _usage(typer.BadParameter("No such command 'runn'. Did you mean 'run'?"))
    "Invalid value: No such command 'runn'; did you mean 'run'?"
    """
    said = str(getattr(error, "format_message", error.__str__)())
    meant = _MEANT.search(said)
    if meant:
        return (
            f"{said[: meant.start()]}; did you mean {(meant[1] or meant[2]).replace(', ', ' or ')}?"
        )
    context = getattr(error, "ctx", None)
    more = f"; {context.command_path} --help says more" if context else ""
    return f"{said.rstrip('.')}{more}"
