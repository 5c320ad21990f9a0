"""What may be looked up, begun and checked: scenarios, changes, settings and sources."""

import csv
import io
import json
import re
import shlex
import tomllib

import pytest

from command_line import SMALL, ask
from exit_sim.commands import bibliography
from exit_sim.scenario import Scenario, changes
from exit_sim.scenario.population import Population
from exit_sim.scenario.schema import schema_text
from exit_sim.scenario.settable import SETTABLE


def test_the_list_has_every_scenario_in_its_group(capsys) -> None:
    """Kinds of journey, cases with the study's codes, the baseline, populations."""
    said = ask(capsys, "scenarios").out
    for name in [*Scenario.names(), *Population.names()]:
        assert re.search(rf"^{name} ", said, re.MULTILINE)
    cases = said.split("Cases in the shape")[1].split("What all others extend")[0]
    codes = re.findall(r"^(?:la|clcp|sehp)\w* +(\w+)", cases, re.MULTILINE)
    assert set(codes) == {"la_a", "la_b", "la_c", "clcp", "sehp"}
    assert "none is a real organisation" in said


def test_a_scenario_is_shown_with_what_it_sets(capsys) -> None:
    """Only what differs, each with value, unit, range, source, confidence and file."""
    said = ask(capsys, "scenarios", "show", "funder_pilot_cliff").out
    shown = set(re.findall(r"^([a-z_.]+) = ", said, re.MULTILINE))
    usual, own = Scenario.load("baseline"), Scenario.load("funder_pilot_cliff")
    differing = {name for name in SETTABLE if own.values[name] != usual.values[name]}
    assert differing <= shown < set(SETTABLE)
    assert "innovation.cost = 0.25 [the service's monthly budget at month 1]" in said
    flat = " ".join(said.split())
    assert "set by scenarios/funder_pilot_cliff.toml; in the baseline" in flat
    assert "confidence" in flat
    assert "plausible from" in flat
    assert "Invented: Every value." in flat


def test_all_of_a_scenario_is_shown_on_request(capsys) -> None:
    """With --all every setting is there, and a change says what it asks and schedules."""
    said = ask(capsys, "scenarios", "show", "clcp", "--all", "--change", "champion_leaves").out
    assert set(re.findall(r"^([a-z_.]+) = ", said, re.MULTILINE)) == set(SETTABLE)
    assert "set by scenarios/sectors/voluntary.toml" in " ".join(said.split())
    assert "What if the champion left?" in said
    assert "month 18: champion_leaves = 1, set by" in said


@pytest.mark.parametrize("name", Scenario.names())
def test_a_starter_does_as_what_it_extends(name, capsys, tmp_path, monkeypatch) -> None:
    """A copy is short, commented, and at first the same; with every hash away it still is."""
    monkeypatch.chdir(tmp_path)
    said = ask(capsys, "scenarios", "copy", name, "--to", "ours.toml")
    assert (said.code, said.error) == (0, "")
    text = (tmp_path / "ours.toml").read_text("utf-8")
    assert len(text.splitlines()) < 120
    assert Scenario.load("ours.toml").values == Scenario.load(name).values
    uncommented = re.sub(
        r"^# (?=[a-z_]+ = (?!\{|\"champion_leaves\"|18$))", "", text, flags=re.MULTILINE
    )
    assert len(tomllib.loads(uncommented)) > 4
    (tmp_path / "ours.toml").write_text(uncommented, "utf-8")
    assert Scenario.load("ours.toml").values == Scenario.load(name).values
    commands = [line.strip() for line in said.out.splitlines() if line.startswith("  exit-sim")]
    assert ask(capsys, *shlex.split(commands[0])[1:]).code == 0


def test_a_starter_of_a_file_of_ones_own(capsys, tmp_path, monkeypatch) -> None:
    """One's own file may be extended from another folder, and is named by the way to it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours.toml").write_text('extends = "la_a"\n[setting]\ncaseload = 21\n', "utf-8")
    (tmp_path / "inner").mkdir()
    assert ask(capsys, "scenarios", "copy", "ours.toml", "--to", "inner/next.toml").code == 0
    assert 'extends = "../ours.toml"' in (tmp_path / "inner/next.toml").read_text("utf-8")
    assert Scenario.load("inner/next.toml").values["setting.caseload"] == 21.0
    assert ask(capsys, "scenarios", "copy", "ours.toml").code == 0
    assert (tmp_path / "my_ours.toml").exists()


@pytest.mark.parametrize("to", ["ours.toml", "folder.toml", "nowhere/ours.toml", "ours.txt"])
def test_no_file_is_overwritten(to, capsys, tmp_path, monkeypatch) -> None:
    """What is there stays as it is, and one sentence says why nothing was written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours.toml").write_text("mine", "utf-8")
    (tmp_path / "folder.toml").mkdir()
    said = ask(capsys, "scenarios", "copy", "la_a", "--to", to)
    assert (said.code, said.out, said.error.count("\n")) == (2, "", 1)
    assert to in said.error
    assert (tmp_path / "ours.toml").read_text("utf-8") == "mine"
    assert len(list(tmp_path.rglob("*"))) == 2


def test_files_are_checked_each_for_itself(capsys, tmp_path, monkeypatch) -> None:
    """Scenarios, changes and populations are told apart; what is wrong is said of each."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.toml").write_text('extends = "la_a"\n[setting]\ncaseload = 21\n', "utf-8")
    (tmp_path / "bad.toml").write_text('extends = "la_a"\n[setting]\ncaselod = 21\n', "utf-8")
    (tmp_path / "what_if.toml").write_text("[set]\nsetting.caseload = 21\n", "utf-8")
    (tmp_path / "mix.toml").write_text(
        'extends = "baseline"\n[distribution."setting.caseload"]\nuniform = [14, 20]\n', "utf-8"
    )
    (tmp_path / "worse.toml").write_text('extends = "la_a"\n[set\n', "utf-8")
    names = ["good.toml", "bad.toml", "what_if.toml", "mix.toml", "worse.toml"]
    said = ask(capsys, "scenarios", "check", *names)
    assert said.code == 2
    assert said.out.splitlines()[0].startswith("good.toml: a scenario, and fine; ")
    assert (
        said.out.splitlines()[1]
        == "what_if.toml: a change, and fine; on the baseline it alters 1 setting"
    )
    assert said.out.splitlines()[2].startswith("mix.toml: a population, and fine; ")
    assert (
        "bad.toml:3: [setting] caselod = 21 is not a setting; did you mean caseload?" in said.error
    )
    assert "worse.toml:2: is not TOML" in said.error
    assert said.error.count("\n") == 2


def test_the_schema_is_the_one_that_ships(capsys) -> None:
    """Printed, it is JSON and what editors are told of."""
    said = ask(capsys, "scenarios", "schema")
    assert said.out == schema_text()
    assert json.loads(said.out)["title"] == "A scenario of exit_sim"


def test_changes_are_listed_by_ingredient_and_decider(capsys) -> None:
    """Every change is there with its question, who could decide it, and how to ask it."""
    every = [changes.load(name) for name in changes.names()]
    said = " ".join(ask(capsys, "changes").out.split())
    for one in every:
        assert f"{one.about['question']} ({one.about['decider']}) --change {one.spec}" in said
    funders = ask(capsys, "changes", "--decider", "funder", "--ingredient", "Co_Production").out
    found = re.findall(r"--change (\w+)", funders.split("A change applies")[0])
    assert set(found) == {
        one.name
        for one in every
        if (one.about["decider"], one.about["ingredient"]) == ("funder", "co-production")
    }


@pytest.mark.parametrize("name", changes.names())
def test_a_change_is_shown_with_what_it_alters(name, capsys) -> None:
    """Question, decider, options, settings and events, and a command that asks it."""
    one = changes.load(name)
    said = ask(capsys, "changes", "show", name)
    assert (said.code, said.error) == (0, "")
    flat = " ".join(said.out.split())
    assert one.about["question"] in flat
    assert one.about["decider"] in flat
    for setting in (*one.sets, *one.adds, *one.multiplies):
        assert setting in flat
    for event in one.events(1200):
        assert f"({event.kind} = " in flat
    words = shlex.split(said.out.rstrip().splitlines()[-1])
    assert words[-2:] == ["--change", one.spec]


def test_every_setting_is_described(capsys) -> None:
    """Name, meaning, value, range, unit, source, how sure, short name; for eyes and programs."""
    sources = {one.name: one for one in Scenario.load("baseline").sources()}
    flat = " ".join(ask(capsys, "parameters").out.split())
    for name, one in sources.items():
        assert f"{name} = " in flat
        assert f"short name: {one.short}" in flat
    rows = list(csv.DictReader(io.StringIO(ask(capsys, "parameters", "--csv").out)))
    assert [row["name"] for row in rows] == list(SETTABLE)
    assert all(
        all(row[key] for key in ("short", "label", "value", "unit", "source")) for row in rows
    )
    caseload = next(row for row in rows if row["name"] == "setting.caseload")
    assert float(caseload["value"]) == sources["setting.caseload"].value


def test_a_setting_is_found_by_name_or_meaning(capsys) -> None:
    """Part of a name, a pattern, or a word of what it says."""
    by_name = ask(capsys, "parameters", "receptivity.culture_*").out
    assert re.findall(r"^([a-z_.]+) = ", by_name, re.MULTILINE) == [
        name for name in SETTABLE if name.startswith("receptivity.culture_")
    ]
    assert "setting.caseload = " in ask(capsys, "parameters", "Young people for EACH frontline").out


def test_the_source_of_every_value_is_cited(capsys) -> None:
    """The software, the study, and each source that a value of that scenario gives."""
    said = " ".join(ask(capsys, "cite", "clcp", "--set", "setting.caseload=21").out.split())
    assert "The exit_sim developers" in said
    assert "10.1111/padm.13028" in said
    scenario = Scenario.load("clcp", sets=["setting.caseload=21"])
    for one in scenario.sources():
        assert one.source in said
    assert "set by --set, which gives no source (confidence low)" in said


def test_a_source_that_names_a_work_finds_it() -> None:
    """Works are found by author and year, or by what sources call them; every entry is whole."""
    entries = bibliography.read()
    assert len({one.key for one in entries}) == len(entries) == bibliography.PATH.read_text(
        "utf-8"
    ).count("\n@")  # fmt: skip
    assert all(dict(one.fields).get("title") for one in entries)
    found = bibliography.cited(entries, ["capability trap, Repenning and Sterman 2002"])
    assert [one.key for one in found] == ["repenning2002capability"]
    values = bibliography.cited(
        entries, [one.source for one in Scenario.load("baseline").sources()]
    )
    assert {"communitycare2024turnover", "dfe2024workforce", "cswa2017"} <= {
        one.key for one in values
    }


def test_bibtex_is_bibtex(capsys) -> None:
    """Entries open and close, and what was written from memory says so."""
    said = ask(capsys, "cite", "--bibtex").out
    entries = re.findall(r"^@\w+\{(\w+),\n(?:  \w+ = \{.*\},\n)+\}$", said, re.MULTILINE)
    assert len(entries) == said.count("@") >= 15
    assert entries[:2] == ["exit_sim", "currie2024pilot"]
    assert "named =" not in said
    assert "% from memory, still to be checked\n@" in said


def test_what_is_printed_as_a_command_runs(capsys, tmp_path, monkeypatch) -> None:
    """A starter runs as its last lines say."""
    monkeypatch.chdir(tmp_path)
    said = ask(capsys, "scenarios", "copy", "la_c", "--to", "ours.toml").out
    words = shlex.split(said.rstrip().splitlines()[-1])[1:]
    assert ask(capsys, *words, *SMALL).code == 0
