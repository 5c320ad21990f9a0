"""A population is run as a policy question asks: of 100 organisations."""

import csv
import io
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from command_line import SMALL, ask, last_command
from exit_sim.analysis.breakdown import groups
from exit_sim.analysis.like_it import how_many_like_it
from exit_sim.commands import run_population as command
from exit_sim.results.run_record import simulate
from exit_sim.scenario.population import Population
from small_organisations import eager

SETTINGS = "".join(f"{word}\n" for word in SMALL if word not in {"--set", "time.horizon=30"})


def test_of_a_hundred_organisations(capsys, tmp_path: Path, monkeypatch) -> None:
    """It is told how many start and last, whose lives, and among which; all inputs are kept."""
    monkeypatch.chdir(tmp_path)
    said = ask(capsys, "run", "reference", "--runs", "40", "--out", "out")
    assert (said.code, said.error) == (0, "")
    for each in ("of 100 simulated organisations started", "the fifth", "social enterprise"):
        assert each in said.out
    table = pq.read_table(tmp_path / "out" / "journeys.parquet")
    assert table.num_rows == 40
    assert len(set(table["receptivity.culture"].to_pylist())) > 30
    assert table["sustained_any"].null_count < 40


def test_every_setting_of_every_member_is_kept(capsys, tmp_path: Path, monkeypatch) -> None:
    """A row a member, with all in which members differ as it was, and the luck of each."""
    monkeypatch.chdir(tmp_path)
    said = ask(capsys, "run", "reference", "--runs", "12", "--seed", "5", "--out", "out")
    assert (said.code, said.error) == (0, "")
    table = pq.read_table(tmp_path / "out" / "journeys.parquet").to_pydict()
    population = Population.load("reference")
    assert set(population.varies) <= set(table)
    assert table["seed"] == list(range(5, 17))
    for number in range(12):
        member = population.member(number, 5)
        for name in population.varies:
            assert table[name][number] == member.given[name].value, name


def test_the_last_line_runs_the_same_members(capsys) -> None:
    """The command that is printed last prints the same, itself included."""
    first = ask(capsys, "run", "reference", "--runs", "12")
    again = ask(capsys, *shlex.split(last_command(first.out))[1:])
    assert again == first


def test_a_population_of_ones_own(capsys, tmp_path: Path) -> None:
    """A file with distributions is a population; what goes with one scenario alone is refused."""
    ours = tmp_path / "ours.toml"
    spread = '[distribution."receptivity.culture"]\nuniform = [0.4, 0.6]\n'
    ours.write_text(f'extends = "baseline"\n{spread}', "utf-8")
    assert ask(capsys, "run", str(ours), "--runs", "3").code == 0
    for words in (("--people",), ("--months",), ("--change", "taper")):
        said = ask(capsys, "run", str(ours), *words)
        assert (said.code, said.out, said.error.count("\n")) == (2, "", 1)


def test_groups_part_the_members() -> None:
    """Sorted by anything, every member is of one kind and of one kind alone."""
    population = Population.load("reference")
    members = [population.member(number) for number in range(60)]
    inputs = {n: [m.given[n].value for m in members] for n in population.varies}
    counted: dict[str, np.ndarray] = {}
    for group in groups(inputs):
        counted[group.by] = counted.get(group.by, np.zeros(60)) + group.among
    assert set(counted) == {"rating", "sector", "funder", "supportive culture"}
    assert all((each == 1).all() for each in counted.values())


def test_a_journey_is_one_of_those_like_it() -> None:
    """Counted are journeys of the same organisation, this one among them."""
    scenario = eager(time__horizon=6)
    found = how_many_like_it(scenario, 3, runs=1)
    assert found.total() == 1
    last = simulate(scenario, 3).last
    assert ("not yet known" in found) == (last.start.initiated > 0.0)


@pytest.mark.usefixtures("engine")
def test_what_is_complete_is_told_when_stopped(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped among the second few members, the first are told and kept, and can be repeated."""
    run, calls = command.journeys_of, iter(range(1, 100))

    def journeys_of(*arguments: Any, **more: Any) -> Any:
        if next(calls) == 2:
            raise KeyboardInterrupt
        return run(*arguments, **more)

    monkeypatch.setattr(command, "AT_ONCE", 6)
    monkeypatch.setattr(command, "journeys_of", journeys_of)
    monkeypatch.chdir(tmp_path)
    said = ask(capsys, "run", "reference", "--runs", "20", "--out", "out")
    assert said.code == 130
    assert said.error == "Stopped after 6 of 20 organisations, which were told.\n"
    assert "rests on the first 6 of 20 alone" in said.out
    assert last_command(said.out) == "exit-sim run reference --seed 1 --runs 6"
    kept = pq.read_table(tmp_path / "out" / "journeys.parquet")
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert ask(capsys, "run", "reference", "--runs", "6", "--out", "again").code == 0
    assert kept.equals(pq.read_table(tmp_path / "again" / "journeys.parquet"))


@pytest.mark.usefixtures("engine")
def test_the_figure_and_the_table_count_alike(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What is drawn among kinds of organisations can be counted again in what is kept."""
    out = tmp_path / "out"
    said = ask(capsys, "run", "reference", "--runs", "60", "--to", "csv", "--out", str(out))
    assert said.code == 0
    rows = list(csv.DictReader(io.StringIO((out / "journeys.csv").read_text("utf-8"))))
    drawn = csv.DictReader(io.StringIO((out / "figures" / "among.csv").read_text("utf-8")))
    sectors = [line for line in drawn if line["by"] == "sector"]
    assert len(sectors) == 3
    for line in sectors:
        of = [row for row in rows if row["setting.sector"] == line["kind"]]
        assert int(line["number"]) == len(of)
        known = [float(row["sustained_any"]) for row in of if row["sustained_any"]]
        assert float(line["sustained_any"]) == pytest.approx(sum(known) / len(known))


def test_what_is_neither_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A name that is nearly a population's, and a file that states neither, get one sentence."""
    said = ask(capsys, "run", "refrence")
    assert (said.code, said.out, said.error.count("\n")) == (2, "", 1)
    assert "did you mean reference?" in said.error
    neither = tmp_path / "neither.toml"
    neither.write_text("[set]\nsetting.caseload = 21\n", "utf-8")
    said = ask(capsys, "run", str(neither))
    assert (said.code, said.out, said.error.count("\n")) == (2, "", 1)
    said = ask(capsys, "run", "reference", "--runs", "0")
    assert said.code == 2


def test_what_is_not_known_is_not_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Where two years after the pilot lie beyond the horizon nobody is said to have lasted."""
    ours = tmp_path / "ours.toml"
    spread = '[distribution."receptivity.culture"]\nuniform = [0.4, 0.6]\n'
    short = f"{SETTINGS}time.horizon = 12\n"
    (tmp_path / "short.toml").write_text(f'extends = "baseline"\n{short}', "utf-8")
    ours.write_text(f'extends = "short.toml"\n{spread}', "utf-8")
    said = ask(capsys, "run", str(ours), "--runs", "6")
    assert (said.code, said.error) == (0, "")
    assert "How many lasted cannot be said" in said.out
    assert "nan" not in said.out
