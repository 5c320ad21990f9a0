"""The command that asks why a journey ended: what is printed, what is kept, what is refused."""

import csv
from pathlib import Path

import pytest

from command_line import ask, files, sets
from compiling import engine_or_skip
from small_organisations import LEAST

PEOPLE = {name: value for name, value in LEAST.items() if name.startswith("people.")}
PLACE = sets({**PEOPLE, "innovation.pilot_months": 12, "innovation.pilot_teams": 2,
              "time.horizon": 48, "time.burn_in": 3})  # fmt: skip


@pytest.fixture(autouse=True)
def compiled() -> None:
    """Everything here runs many journeys."""
    engine_or_skip()


@pytest.mark.slow
def test_a_folder_explains_itself_and_is_the_same_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Table, columns, figure and answer are kept, the same bytes twice; the command comes last."""
    kept = []
    for name in ("one", "other"):
        out = tmp_path / name
        said = ask(
            capsys, "why", "champion_leaves_pilot", *PLACE, "--seed", "2", "--out", str(out)
        )  # fmt: skip
        assert said.code == 0, said.error
        assert said.out.splitlines()[-1].startswith("  exit-sim why champion_leaves_pilot --set")
        assert said.out.splitlines()[-1].endswith("--seed 2")
        kept.append(files(out, but=("provenance.json",)))
    assert kept[0] == kept[1]
    assert {"README.txt", "answer.txt", "columns.csv", "tried.parquet", "like_it.parquet"} <= set(
        kept[0]
    )
    assert {"figures/turning_points.svg", "figures/turning_points.png"} <= set(kept[0])
    readme = kept[0]["README.txt"].decode()
    assert "one row a month and post" not in readme
    described = list(csv.DictReader(kept[0]["columns.csv"].decode().splitlines()))
    assert {"change", "month", "strength", "moves", "turns"} <= {one["name"] for one in described}


def test_too_early_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A journey that is not over yet has an answer too, and its command."""
    soon = [one.replace("horizon=48", "horizon=6") for one in PLACE]
    said = ask(capsys, "why", "baseline", *soon)
    assert said.code == 0, said.error
    assert "One of many possible journeys, in the model." in " ".join(said.out.split())
    assert said.out.splitlines()[-1].startswith("  exit-sim why baseline")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["quiet"], "quiet"),
        (["baseline", "--seed", "-1"], "--seed"),
        (["baseline", "--seed", "9007199254740992"], "--seed"),
        (["baseline", "--change", "tapir"], "tapir"),
        (["baseline", "--set", "receptivity.cultur=0.2"], "receptivity.cultur"),
        (["reference"], "reference"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(
    arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unknown names, seeds that are none and populations: exit code 2, and nothing is run."""
    said = ask(capsys, "why", *arguments)
    assert said.code == 2
    assert word in said.error
    assert said.out == ""


def test_a_folder_that_holds_something_else_is_refused_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is somebody's own is not written over."""
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    said = ask(capsys, "why", "baseline", *PLACE, "--out", str(tmp_path))
    assert said.code == 2
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"
    assert said.out == ""
