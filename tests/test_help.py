"""Every help ends with an example, and every example runs as it stands."""

import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
import typer

from command_line import ask
from exit_sim.cli import app
from exit_sim.commands.questions import QUESTIONS

HEAVY = ("mesa", "numpy", "pandas", "matplotlib", "pyarrow", "numba", "scipy")

OF_A_SWEEP = ("status", "verify", "extend", "merge", "export", "summarise")
OF_RESULTS = ("methods", "deposit")


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command and subcommand; none for the command line itself."""
    yield path
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


COMMANDS = tuple(commands(typer.main.get_command(app)))


def test_every_command_is_there() -> None:
    """The command line can be asked these things."""
    assert {" ".join(path) for path in COMMANDS} == {
        "",
        "run",
        "what-if",
        "why",
        "fragility",
        "calibrate",
        "importance",
        "propositions",
        "knockouts",
        "sweep",
        "status",
        "verify",
        "extend",
        "merge",
        "export",
        "summarise",
        "report",
        "library",
        "serve",
        "watch",
        "compile",
        "scenarios",
        "scenarios show",
        "scenarios copy",
        "scenarios check",
        "scenarios schema",
        "changes",
        "changes show",
        "parameters",
        "cite",
        "methods",
        "deposit",
    }


SLOW = {("calibrate",)}
"""Commands whose example takes more than some seconds."""

LONG = {
    ("library",): (
        75,
        "Stopped: reports that are whole are kept. Go on with:\n  exit-sim library --out site\n",
    )
}
"""Commands that take a quarter of an hour: their example is begun and stopped, and says so."""

STAYS = {("serve",): ("uvicorn", "live"), ("watch",): ("solara", "watch")}
"""Commands that go on until Ctrl-C, what they need, and the extra that has it.

Their example is begun, and stopped; without the extra they say so.
"""


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=pytest.mark.slow if path in SLOW else (), id=" ".join(path))
        for path in COMMANDS
    ],
)
def test_a_help_ends_with_an_example_that_runs(path, capsys, tmp_path, monkeypatch) -> None:
    """The last line of a help can be copied, and does what that command does.

    What is asked of a sweep, or of results, says in one sentence that there is none here.
    """
    monkeypatch.chdir(tmp_path)
    said = ask(capsys, *path, "--help")
    assert said.code == 0
    last = said.out.rstrip().splitlines()[-1].strip()
    assert last.startswith("Example: exit-sim")
    words = shlex.split(last.removeprefix("Example:"))
    assert tuple(words[1 : 1 + len(path)]) == path
    if path in LONG:
        assert stopped(words[1:]) == LONG[path]
        return
    if path in STAYS:
        needs, extra = STAYS[path]
        if find_spec(needs):
            assert stopped(words[1:]) == (130, "Stopped serving.\n")
            return
        ran = ask(capsys, *words[1:])
        assert (ran.code, ran.out, len(ran.error.splitlines())) == (2, "", 1)
        assert f'pip install "exit-sim[{extra}]"' in ran.error
        return
    ran = ask(capsys, *words[1:])
    if path and path[0] in {*OF_A_SWEEP, *OF_RESULTS}:
        assert (ran.code, ran.out) == (2, "")
        of = "not a" if path[0] in OF_A_SWEEP else "neither results nor a"
        assert re.search(f"is {of} sweep: it holds no .*plan.json", ran.error)
        assert len(ran.error.splitlines()) == 1
        return
    assert (ran.code, ran.error) == (0, "")
    assert ran.out.strip()


def stopped(words: list[str]) -> tuple[int, str]:
    """Begin what goes on until Ctrl-C, stop it once it has said something, and give its end.

    It listens where nobody else does, in place of where its example says.
    """
    words = [*words[:-1], "0"] if "--port" in words else words
    command = [sys.executable, "-m", "exit_sim", *words]
    ran = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert ran.stdout is not None
    assert ran.stdout.readline()
    time.sleep(1.0)
    ran.send_signal(signal.SIGINT)
    _, error = ran.communicate(timeout=60)
    return ran.returncode, error


@pytest.mark.parametrize(("question", "command"), QUESTIONS)
def test_each_of_the_five_questions_has_its_command(
    question, command, capsys, tmp_path, monkeypatch
) -> None:
    """With no command, five questions stand above the commands that answer them, which run."""
    monkeypatch.chdir(tmp_path)
    said = ask(capsys)
    assert said.code == 0
    lines = [line.strip() for line in said.out.splitlines()]
    assert lines[lines.index(question) + 1] == command
    words = [word.replace("100", "2") for word in shlex.split(command)]
    assert ask(capsys, *words[1:]).code == 0


@pytest.mark.parametrize(
    "words", [["--help"], ["run", "--help"], ["changes", "--help"], ["--version"]]
)
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    """Help answers at once, because no heavy library is loaded for it."""
    code = (
        f"import sys; from exit_sim.cli import answer; code = answer({words!r});"
        f"print(code, [one for one in {HEAVY!r} if one in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == "0 []"
