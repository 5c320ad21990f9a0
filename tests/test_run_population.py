"""A population is run as a policy question asks: of 100 organisations."""

import shlex
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from command_line import ask, last_command
from exit_sim.analysis.breakdown import groups
from exit_sim.analysis.like_it import how_many_like_it
from exit_sim.results.run_record import simulate
from exit_sim.scenario.population import Population
from small_organisations import eager


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
