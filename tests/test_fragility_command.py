"""The command that lets the champion leave: what is printed, what is kept, what is refused."""

from pathlib import Path

import pytest

from command_line import ask, sets
from exit_sim.analysis.fragility import whole
from exit_sim.commands import fragility as command
from small_organisations import EAGER, LEAST

PLACE = sets({**LEAST, **EAGER})


@pytest.mark.slow
@pytest.mark.usefixtures("engine")
def test_a_folder_explains_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tables, their columns, figures and the answer; the command that repeats comes last."""
    out = tmp_path / "kept"
    said = ask(
        capsys, "fragility", "baseline", *PLACE, "--runs", "20", "--every", "24", "--to", "csv",
        "--out", str(out),
    )  # fmt: skip
    assert said.code == 0, said.error
    assert said.out.splitlines()[-1].startswith("  exit-sim fragility baseline --set")
    names = {path.name for path in out.iterdir()}
    assert {"README.txt", "columns.csv", "answer.txt", "departures.csv", "figures"} <= names
    figures = {path.name for path in (out / "figures").iterdir()}
    assert {"departures.svg", "exit_rates.svg", "kinds_of_exit.svg"} <= figures
    readme = (out / "README.txt").read_text("utf-8")
    assert "one row a month and post" not in readme
    header = (out / "departures.csv").read_text("utf-8").splitlines()[0].split(",")
    described = (out / "columns.csv").read_text("utf-8")
    assert all(f"\n{name}," in described for name in header)


def test_a_population_takes_no_changes(capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence says so, and nothing is run."""
    said = ask(capsys, "fragility", "reference", "--change", "taper")
    assert said.code == 2
    assert "is a population" in said.error


def test_numbers_out_of_range_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Too few organisations, or no months between departures: exit code 2."""
    for option, value in (("--runs", "5"), ("--every", "0"), ("--seed", "-1")):
        said = ask(capsys, "fragility", "baseline", option, value)
        assert said.code == 2
        assert option in said.error


def test_the_command_asks_for_what_the_study_does_by_itself() -> None:
    """How many organisations and which months are the same from the command and from Python."""
    assert (command.RUNS, command.EVERY, command.FEWEST) == (whole.RUNS, whole.EVERY, whole.FEWEST)
