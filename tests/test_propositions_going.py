"""A proposition of anybody's own is put to the model like ours, at every level, and resumed."""

import json
from pathlib import Path

import numpy as np
import pytest

from accepted_sets import these_are_accepted
from command_line import ask
from exit_sim.analysis.propositions import accounts
from exit_sim.analysis.propositions.accounts import account, rests_on, text
from exit_sim.analysis.propositions.accounts import knocked_out as knocked_out_account
from exit_sim.analysis.propositions.going import knock_out, put, runs_of
from exit_sim.analysis.propositions.judged import Judged
from exit_sim.analysis.propositions.knockouts import MECHANISMS
from exit_sim.analysis.propositions.levels import (
    OF_A_FORM,
    SIZES,
    Level,
    Size,
    design_of,
    knocked_out,
    rows_of,
)
from exit_sim.analysis.propositions.lived import lived
from exit_sim.analysis.propositions.proposition import Proposition
from exit_sim.ensemble.jobs import Job
from exit_sim.errors import BadInput
from exit_sim.results.many import journeys_of
from exit_sim.scenario import Scenario
from exit_sim.sweep.going import Halted, Stop
from exit_sim.twins.plausible import rivals

MINE = """
id = "P99"
title = "Open leaders and starting"
claim = "Where culture is supportive, more start."
claims = []
source = "made up for a test"
phase = "initiation"
ingredient = "receptivity"
built_in = "IN"
where_it_hides = "in openness"
mechanisms = ["receptivity.gain", "receptivity.bond"]
set_on = "2026-11-24"
contradicted_by = "Fewer start."
of = "baseline"
options = [
  {{ label = "supportive", set = {{ "receptivity.culture" = 0.75 }} }},
  {{ label = "blaming", set = {{ "receptivity.culture" = 0.25 }} }},
]

[set]
people.frontline = 6
people.teams = 2
people.care_leavers = 6
people.middle_managers = 2
innovation.pilot_teams = 1
time.horizon = 24

[[estimands]]
of = "initiated"
contrast = "difference"
options = ["supportive", "blaming"]
expected = "{expected}"
smallest = 0.05
says = "more start where culture is supportive"

[[estimands]]
of = "openness_month_12"
contrast = "difference"
options = ["supportive", "blaming"]
expected = "{expected}"
smallest = 0.02
says = "leaders are more open where culture is supportive"
"""


def mine(folder: Path, expected: str = "positive") -> Proposition:
    """Write a small proposition of our own, and load it."""
    path = folder / f"mine_{expected}.toml"
    path.write_text(MINE.format(expected=expected), "utf-8")
    return Proposition.load(path)


SMALL = Size(1, 64)


def found(
    one: Proposition, folder: Path, level: Level = Level.BASELINE, size: Size = SMALL
) -> Judged:
    """Put one proposition."""
    (came,) = put([one], level, size, folder, Stop(), lambda _: None)
    return came


def test_a_verdict_could_have_been_the_reverse(tmp_path: Path) -> None:
    """The same runs support a claim and contradict its reverse."""
    ours = found(mine(tmp_path), tmp_path / "a")
    theirs = found(mine(tmp_path, "negative"), tmp_path / "b")
    assert ours.findings[0].found == theirs.findings[0].found
    assert {str(ours.verdict), str(theirs.verdict)} == {"supported", "contradicted"}


def test_what_is_lived_through_is_what_twins_are(tmp_path: Path) -> None:
    """An effect is the mean difference of pairs by the same luck, run one by one."""
    one = mine(tmp_path)
    came = found(one, tmp_path / "runs", size=Size(1, 24)).findings[0].found
    sides = []
    for option in one.options:
        there = option.of(one.at(Scenario.load("baseline")))
        sides.append(journeys_of([Job(there, 1 + n) for n in range(24)], ["initiated"]))
    assert came.effect == np.mean(sides[0]["initiated"] - sides[1]["initiated"])


def test_only_what_is_compared_is_run(tmp_path: Path) -> None:
    """Nothing but what an estimand compares is run, and no other outcome is kept."""
    design = design_of(mine(tmp_path), [{}], 5)
    assert [option.label for option in design.options] == ["supportive", "blaming"]
    assert set(design.outcomes) == {"initiated", "openness_month_12"}


def test_what_was_lived_through_is_not_again(tmp_path: Path) -> None:
    """Stopped and asked again, a proposition goes on, to the same estimates."""
    one = mine(tmp_path)
    design = design_of(one, [{}], 200)
    stop = Stop()
    stop.why = "a test"
    with pytest.raises(Halted):
        lived(design, tmp_path / "stopped", stop, lambda _: None)
    told: list[int] = []
    after = lived(design, tmp_path / "stopped", Stop(), told.append)
    again: list[int] = []
    lived(design, tmp_path / "stopped", Stop(), again.append)
    at_once = lived(design, tmp_path / "at_once", Stop(), lambda _: None)
    assert again == [400]
    assert told[-1] == 400
    for option, columns in at_once.items():
        for name, values in columns.items():
            np.testing.assert_array_equal(after[option][name], values)


def test_a_proposition_keeps_what_it_sets_at_every_point(tmp_path: Path) -> None:
    """No set, form or knock-out moves what a proposition states itself."""
    one = mine(tmp_path)
    rows = rows_of(one, Level.PLAUSIBLE, Size(12, 2))
    design = design_of(one, rows, 2)
    assert not set(design.names) & set(one.common)
    for point in (0, 5, len(rows) - 1):
        here = design.at(point, 0)
        assert all(here.values[name] == given.value for name, given in one.common.items())


def test_the_plausible_level_spans_sets_and_every_rival_form(tmp_path: Path) -> None:
    """Every rival form is tried, and some sets have all forms drawn."""
    one = mine(tmp_path)
    rows = rows_of(one, Level.PLAUSIBLE, Size(20, 2))
    every = rivals(Scenario.load("baseline"))
    assert all(any(form.items() <= row.items() for row in rows[20:]) for form in every)
    assert sum("forms.receptivity" in row for row in rows[:20]) == 2
    assert len({json.dumps(row, sort_keys=True) for row in rows}) == len(rows)


def test_knock_outs_begin_with_the_finding_as_it_is(tmp_path: Path) -> None:
    """Each mechanism is taken away off and held, beside what is found with all of them."""
    rows = knocked_out(MECHANISMS)
    assert rows[0] == {}
    assert len(rows) == 1 + 2 * len(MECHANISMS)
    one = mine(tmp_path)
    (came,) = knock_out([one], lambda p: p.mechanisms, 32, tmp_path / "k", Stop(), lambda _: None)
    alone = found(one, tmp_path / "alone", size=Size(1, 32)).findings[0].found
    assert came.whole == alone
    assert [(k.mechanism, k.how) for k in came.knocks] == [
        (name, how) for name in one.mechanisms for how in ("off", "held")
    ]


def test_many_sets_are_judged_by_how_many_hold(tmp_path: Path) -> None:
    """Over plausible sets a share of them holds, is reversed or is small."""
    came = found(mine(tmp_path), tmp_path / "runs", Level.PLAUSIBLE, Size(16, 12))
    shares = came.findings[0].shares
    assert (came.sets, came.units, len(came.findings[0].effects)) == (16, 12, 16)
    assert sum(shares) == pytest.approx(1.0)
    assert came.findings[0].low <= came.findings[0].high


def test_rival_forms_are_tried_beside_the_same_sets_without_them(tmp_path: Path) -> None:
    """Each form is compared at the sets that it was tried at, and the range holds the usual one."""
    came = found(mine(tmp_path), tmp_path / "runs", Level.PLAUSIBLE, Size(12, 8))
    assert came.rivals is not None
    every = {
        (name, word) for row in rivals(Scenario.load("baseline")) for name, word in row.items()
    }
    assert {each.form for each in came.rivals.forms} == {
        f"{name.removeprefix('forms.')}: {word}" for name, word in every
    }
    assert came.rivals.low <= came.rivals.usual.effect <= came.rivals.high
    assert all(each.found.units == 8 * OF_A_FORM for each in came.rivals.forms)
    assert found(mine(tmp_path), tmp_path / "one").rivals is None


def test_what_a_finding_rests_on_is_said_only_of_the_same_file_and_rules(
    tmp_path: Path, monkeypatch
) -> None:
    """Knock-outs that were kept fill the column, until the file is edited or the rules change."""
    one = mine(tmp_path)
    knocked = list(
        knock_out([one], lambda p: p.mechanisms, 32, tmp_path / "k", Stop(), lambda _: None)
    )
    (tmp_path / "knockouts").mkdir()
    kept = tmp_path / "knockouts" / "knockouts.json"
    kept.write_text(text(knocked_out_account(knocked, 32)), "utf-8")
    said = rests_on(tmp_path, [one])[one.name]
    assert said in {", ".join(knocked[0].rests_on()), "none of those tried", "luck leaves it open"}
    assert rests_on(tmp_path, [mine(tmp_path, "negative")]) == {}
    monkeypatch.setattr(accounts, "rules_hash", lambda: "others")
    assert rests_on(tmp_path, [one]) == {}


def test_an_edited_file_is_said_to_be_edited(tmp_path: Path) -> None:
    """Whoever edits a file after its verdict was seen is told so in the next account."""
    one = found(mine(tmp_path), tmp_path / "runs", size=Size(1, 8))
    seen = account([one], {}, {}, {})
    path = tmp_path / "mine_positive.toml"
    path.write_text(path.read_text("utf-8").replace("0.05", "0.06"), "utf-8")
    other = found(Proposition.load(path), tmp_path / "more", size=Size(1, 8))
    assert account([one], {}, {}, seen)["verdicts"][0]["edited_after_a_verdict"] is False
    assert account([other], {}, {}, seen)["verdicts"][0]["edited_after_a_verdict"] is True


def test_the_command_keeps_verdicts_runs_and_a_figure(capsys, tmp_path: Path) -> None:
    """What is printed is kept, with tables, an account and a picture; asked again it goes fast."""
    path = mine(tmp_path).label
    words = ["propositions", path, "--units", "8", "--out", str(tmp_path / "out")]
    first = ask(capsys, *words)
    assert first.code == 0
    kept = tmp_path / "out" / "verdicts"
    assert (kept / "answer.txt").read_text("utf-8") in first.out
    assert json.loads((kept / "verdicts.json").read_text("utf-8"))["verdicts"][0]["id"] == "P99"
    assert {"verdicts.csv", "options.csv", "columns.csv", "README.txt"} <= {
        each.name for each in kept.iterdir()
    }
    assert (kept / "figures" / "verdicts.png").stat().st_size > 0
    assert ask(capsys, *words).out == first.out


def test_who_changes_an_assumption_sees_the_verdict_change(capsys, tmp_path: Path) -> None:
    """With a setting changed throughout, the same question may have another answer, and says so."""
    path = mine(tmp_path).label
    words = ["propositions", path, "--units", "64"]
    usual = ask(capsys, *words)
    assert "supported in the model" in usual.out
    other = ask(capsys, *words, "--set", "mechanisms.receptivity.gain=off")
    assert "Throughout, mechanisms.receptivity.gain = 0.0" in other.out
    assert other.out.count("supported in the model") < usual.out.count("supported in the model")


def test_what_a_proposition_states_is_not_changed_beneath_it(capsys, tmp_path: Path) -> None:
    """A setting that the file states itself is refused in one sentence."""
    wrong = ask(capsys, "propositions", mine(tmp_path).label, "--set", "people.frontline=9")
    assert (wrong.code, "is stated by P99 itself" in wrong.error) == (2, True)


def test_bad_words_are_answered_in_one_sentence(capsys) -> None:
    """A level that is none, and a proposition that is none."""
    wrong = ask(capsys, "propositions", "P10", "--level", "calibratd")
    assert (wrong.code, "did you mean calibrated?" in wrong.error) == (2, True)
    none = ask(capsys, "propositions", "nowhere.toml")
    assert (none.code, none.error.count("\n")) == (2, 1)


def test_how_many_runs_it_takes_is_known_beforehand(tmp_path: Path) -> None:
    """Points by units by compared options."""
    one = mine(tmp_path)
    assert runs_of([one], lambda _: [{}, {}], 7) == 28
    assert SIZES[Level.BASELINE].sets == 1


def test_sets_of_other_rules_judge_nothing(tmp_path: Path, monkeypatch) -> None:
    """Where no sets were accepted under these rules, the level that needs them is refused."""
    one = mine(tmp_path)
    these_are_accepted(monkeypatch, rules="others")
    with pytest.raises(BadInput, match="accepted under these rules"):
        rows_of(one, Level.CALIBRATED, Size(5, 2))
