"""The command line: whatever is wrong is one sentence and status 2; any letter can be printed."""

import os
import subprocess
import sys
from contextlib import suppress

import pytest

from command_line import SMALL, ask, finished, process
from exit_sim import __version__


def test_it_says_its_version(capsys) -> None:
    """The version is one line."""
    assert ask(capsys, "--version") == (0, f"exit_sim {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["runn"], "did you mean 'run'?"),
        (["scenarios", "chek"], "'check'"),
        (["run", "la_c", "--sed", "1"], "did you mean --seed or --set?"),
        (["run"], "exit-sim run --help says more"),
        (["run", "la_c", "--seed", "one"], "--seed"),
        (["run", "la_c", "--seed", "-1"], "allowed: a whole number from 0 to 9007199254740991"),
        (["run", "la_c", "--seed", str(2**53)], "--seed = 9007199254740992 is out of range"),
        (["run", "la_c", "--seed", str(2**53 - 1), "--runs", "2"], "is out of range"),
        (["run", "la_c", "--runs", "0"], "--runs = 0 is out of range"),
        (["run", "la_c", "--threads", "-1"], "--threads = -1 is out of range"),
        (["run", "la_c", "--to", "excel"], "parquet"),
        (["run", "la_d"], "did you mean"),
        (["run", "la_c", "--change", "tapper"], "did you mean taper?"),
        (["run", "la_c", "--set", "receptivity.cultur=0.4"], "culture?"),
        (["run", "la_c", "--set", "receptivity.culture=2"], "allowed: a number from 0 to 1"),
        (["run", "la_c", "--set", "receptivity.culture"], "write setting.cut=0.05"),
        (
            ["run", "la_c", "--change", "matched_funding:grant=0.5", "--change",
             "matched_funding:grant=0.2"],
            "contradict each other",
        ),
        (["scenarios", "show", "nowhere.toml"], "nowhere.toml: is not there"),
        (["changes", "show", "tapper"], "did you mean taper?"),
        (["changes", "--decider", "founder"], "did you mean funder?"),
        (["changes", "--ingredient", "receptivty"], "did you mean receptivity?"),
        (["changes", "--decider", "members", "--ingredient", "measurement"], "has no change"),
        (["parameters", "receptivity.cultrue"], "did you mean receptivity.culture?"),
        (["parameters", "xyzzy"], "is in no setting's name or meaning"),
        (["cite", "la_d"], "did you mean"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence_and_status_2(words, says, capsys, tmp_path, monkeypatch) -> None:
    """What is wrong, what is allowed and what was perhaps meant stand in one line; nothing runs."""
    monkeypatch.chdir(tmp_path)
    said = ask(capsys, *words)
    assert (said.code, said.out) == (2, "")
    assert says in said.error
    assert said.error.count("\n") == 1
    assert "Traceback" not in said.error
    assert list(tmp_path.iterdir()) == []


def test_what_is_unexpected_is_not_swallowed(capsys, monkeypatch) -> None:
    """A fault of the program is shown as what it is."""

    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("exit_sim.commands.questions.ask", broken)
    with pytest.raises(ZeroDivisionError):
        ask(capsys)


PRINTED = (
    [],
    ["scenarios"],
    ["scenarios", "show", "clcp", "--all"],
    ["scenarios", "schema"],
    ["changes"],
    ["parameters"],
    ["parameters", "--csv"],
    ["cite", "la_a"],
    ["cite", "--bibtex"],
)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_any_letter_can_be_printed(encoding, tmp_path) -> None:
    """A console that knows few letters gets plainer ones."""
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    every = [*PRINTED, ["run", "baseline", *SMALL]]
    code = f"from exit_sim.cli import answer; print([answer(words) for words in {every!r}])"
    said = finished([], tmp_path, env, ("-c", code))
    assert (said.code, said.error) == (0, "")
    assert said.out.splitlines()[-1] == str([0] * len(every))


def test_python_m_does_all(tmp_path, capsys) -> None:
    """Where the command itself may not be run, python -m exit_sim does the same."""
    assert finished(["scenarios"], tmp_path) == ask(capsys, "scenarios")


@pytest.mark.parametrize("words", [["parameters"], ["scenarios", "schema"], ["--help"]])
def test_a_pipe_may_close_early(words, tmp_path) -> None:
    """Nobody need read to the end."""
    with process(words, tmp_path) as piped:
        assert piped.stdout is not None
        assert piped.stderr is not None
        piped.stdout.close()
        assert (piped.wait(60), piped.stderr.read()) == (0, b"")


@pytest.mark.parametrize("words", PRINTED)
def test_lines_are_short_and_plain(words, capsys) -> None:
    """Where nobody sees colours there are none, and no line is longer than 88 letters."""
    said = ask(capsys, *words)
    assert said.code == 0
    assert "\x1b" not in said.out
    if words[-1:] not in (["schema"], ["--csv"], ["--bibtex"]):
        long = [line for line in said.out.splitlines() if len(line) > 88]
        assert [line for line in long if "exit-sim" not in line] == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty on Windows")
@pytest.mark.parametrize(("env", "styled"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_may_ask_for_no_colour(env, styled, tmp_path) -> None:
    """NO_COLOR is heeded."""
    import pty

    main, other = pty.openpty()
    clean = {"TERM": "xterm-256color", "COLUMNS": "60", "NO_COLOR": "", **env}
    seen = b""
    with process([], tmp_path, clean, stdout=other, stderr=subprocess.STDOUT) as running:
        os.close(other)
        with suppress(OSError):  # the other end was closed
            while part := os.read(main, 4096):
                seen += part
        assert running.wait(60) == 0
    os.close(main)
    assert (b"\x1b[" in seen) is styled
    assert b"Why did one innovation" in seen
