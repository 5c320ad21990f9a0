"""Ways to run the command line in a test: here, or as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from exit_sim.cli import answer
from small_organisations import EAGER, LEAST


class Answer(NamedTuple):
    """What was printed, and the exit code."""

    code: int
    out: str
    error: str


def sets(settings: Mapping[str, Any]) -> list[str]:
    """Settings as they are given on the command line."""
    found = []
    for name, value in settings.items():
        word = f'"{value}"' if isinstance(value, str) else str(value)
        found += ["--set", f"{name}={word}"]
    return found


SMALL = sets({**LEAST, **EAGER, "time.horizon": 30})
"""A small organisation that starts at once, for two and a half years."""


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> Answer:
    """Run a command line in this process."""
    capsys.readouterr()
    code = answer(arguments)
    said = capsys.readouterr()
    return Answer(code, said.out, said.err)


WITHOUT_PICTURES = (
    "-c",
    """from exit_sim.commands import pictures; pictures.drawn = lambda _: []
from exit_sim.cli import main; main()""",
)
"""The command line, but that it draws nothing."""


@contextmanager
def process(
    arguments: Sequence[str],
    where: Path,
    env: Mapping[str, str] | None = None,
    program: Sequence[str] = ("-m", "exit_sim"),
    **more: Any,
) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a command line as a process of its own, in a folder and a session of its own."""
    root = str(Path(__file__).resolve().parents[1])
    whole = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"}
    whole["PYTHONPATH"] = os.pathsep.join(filter(None, [root, whole.get("PYTHONPATH", "")]))
    running = subprocess.Popen(
        [sys.executable, *program, *arguments],
        cwd=where,
        env={**whole, **(env or {})},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more},
    )
    with running:
        try:
            yield running
        finally:
            if running.poll() is None:
                running.kill()


def finished(
    arguments: Sequence[str],
    where: Path,
    env: Mapping[str, str] | None = None,
    program: Sequence[str] = ("-m", "exit_sim"),
    **more: Any,
) -> Answer:
    """Run a command line as a process of its own to its end."""
    with process(arguments, where, env, program, **more) as running:
        out, error = running.communicate(timeout=120)
    encoding = (env or {}).get("PYTHONIOENCODING", "utf-8")
    said = [text.decode(encoding).replace("\r\n", "\n") for text in (out or b"", error or b"")]
    return Answer(running.returncode, *said)


def files(folder: Path, *, but: Sequence[str] = ()) -> dict[str, bytes]:
    """Every file of a folder by its name, and what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in but
    }


def unwrapped(text: str) -> str:
    """What was printed, in one line."""
    return " ".join(text.split())


def last_command(text: str) -> str:
    """The last line that was printed."""
    return text.rstrip().splitlines()[-1].strip()
