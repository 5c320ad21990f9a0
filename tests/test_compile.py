"""The rules are compiled once, and many processes that begin at once on nothing do no harm."""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from command_line import ask, process
from sweeping import design, promised

COLD = int(os.environ.get("COLD_PROCESSES", "4"))
"""How many processes begin at once on an empty cache."""

PATIENCE = 120 + 60 * COLD


@pytest.mark.usefixtures("engine")
def test_it_says_where_the_rules_are_kept(capsys) -> None:
    """Where they are compiled already nothing is done; the folder that is named holds them."""
    said = ask(capsys, "compile")
    assert (said.code, said.error) == (0, "")
    assert said.out.startswith("The rules were compiled before: ")
    folder = Path(said.out.partition(": ")[2].strip())
    assert list(folder.glob("__pycache__/*.nbi"))


def test_without_a_compiler(capsys, monkeypatch) -> None:
    """Where nothing can be compiled, a line says why; it is no error, as numbers are the same."""
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    said = ask(capsys, "compile")
    assert (said.code, said.out) == (0, "Nothing was compiled.\n")
    assert "NUMBA_DISABLE_JIT is set" in said.error


@pytest.mark.slow
@pytest.mark.usefixtures("engine")
def test_many_cold_processes(tmp_path: Path) -> None:
    """Processes that begin at once on one empty cache give one answer, and leave one program.

    Afterwards none has to compile.
    """
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    path, jobs = design(tmp_path / "small.toml"), [f"job-{number}" for number in range(COLD)]
    words = ["sweep", str(path), "--threads", "1", "--out"]
    with ExitStack() as open_:
        every = [open_.enter_context(process([*words, job], tmp_path, env)) for job in jobs]
        said = [each.communicate(timeout=PATIENCE) for each in every]
    assert {each.returncode for each in every} == {0}, said
    first, *others = (promised(tmp_path / job) for job in jobs)
    assert all(each == first for each in others)
    programs = list((tmp_path / "cache" / "exit_sim" / "programs").iterdir())
    assert len(programs) == 1
    assert not list(programs[0].glob(".month*"))
    with process(["compile"], tmp_path, env) as running:
        out, error = running.communicate(timeout=PATIENCE)
    assert out.decode() == f"The rules were compiled before: {programs[0]}\n"
    assert error == b""
