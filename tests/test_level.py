"""What is told of a population over accepted sets, and what is told where there are none."""

import csv
import re
import shlex
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from accepted_sets import NUMBERS, these_are_accepted
from command_line import Answer, ask, last_command
from exit_sim import api
from exit_sim.analysis.fragility import fragility, words
from exit_sim.errors import BadInput
from exit_sim.scenario.population import Population
from exit_sim.twins.accepted import units_at
from exit_sim.twins.ranges import FEWEST

pytestmark = pytest.mark.usefixtures("engine")

FEW = tuple(NUMBERS[:3])
"""So few sets that a range over them takes few runs."""

ENOUGH = FEWEST * len(FEW)
OVER = "over 3 sets of settings that fit what is known"
RUN, WHAT_IF = ("run", "ours.toml"), ("what-if", "ours.toml", "--change", "taper")


@pytest.fixture(autouse=True)
def a_population(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A population of small organisations, in the folder in which commands are given."""
    from small_organisations import EAGER, LEAST

    monkeypatch.chdir(tmp_path)
    settings = {**LEAST, **EAGER, "time.horizon": 60}
    lines = (f'{k} = "{v}"' if isinstance(v, str) else f"{k} = {v}" for k, v in settings.items())
    Path("small.toml").write_text('extends = "baseline"\n' + "\n".join(lines) + "\n", "utf-8")
    spread = '[distribution."receptivity.culture"]\nuniform = [0.4, 0.6]\n'
    Path("ours.toml").write_text(f'extends = "small.toml"\n{spread}', "utf-8")


def _said(answer: Answer) -> str:
    assert (answer.code, answer.error) == (0, "")
    return " ".join(answer.out.split())


@pytest.mark.parametrize("words", [RUN, WHAT_IF], ids=["run", "what-if"])
def test_over_sets_it_is_said_over_how_many(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With sets the answer, the folder and each figure's foot say so, and a range is told."""
    these_are_accepted(monkeypatch, FEW)
    said = _said(ask(capsys, *words, "--runs", str(ENOUGH), "--out", "out"))
    assert f"from seed 1, {OVER}." in said
    assert "Plausible: from the 10th to the 90th of 3 sets" in said
    assert f"{FEWEST} {'organisations' if words == RUN else 'pairs'} each" in said
    assert "Not computed: rival forms" in said
    assert "range over plausible settings (from" not in said
    assert "--level" not in last_command(said)
    readme = Path("out/README.txt").read_text("utf-8")
    assert OVER in readme
    assert "Not computed:" in readme
    for figure in Path("out/figures").glob("*.svg"):
        assert OVER in figure.read_text("utf-8"), figure.name


def test_a_range_that_few_runs_cannot_tell_is_not_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With fewer runs a set than it takes, it is said how many it takes, and nothing is told."""
    these_are_accepted(monkeypatch, FEW)
    for words_, what in ((RUN, "organisations"), (WHAT_IF, "pairs")):
        said = _said(ask(capsys, *words_, "--runs", str(ENOUGH - 1)))
        assert f"range over plausible settings (from {ENOUGH} {what} on)" in said
        assert "Plausible:" not in said


@pytest.mark.parametrize("words", [RUN, WHAT_IF], ids=["run", "what-if"])
def test_at_the_baseline_all_is_as_without_sets(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """--level baseline narrows, and is repeated; where there are no sets that is what is told."""
    these_are_accepted(monkeypatch, FEW)
    narrowed = ask(capsys, *words, "--runs", "6", "--level", "baseline")
    assert last_command(narrowed.out).endswith("--level baseline")
    assert "range over plausible settings" in _said(narrowed)
    assert "sets of settings" not in narrowed.out
    again = ask(capsys, *shlex.split(last_command(narrowed.out))[1:])
    assert again == narrowed
    these_are_accepted(monkeypatch, ())
    plain = ask(capsys, *words, "--runs", "6")
    assert plain.out == narrowed.out.replace(" --level baseline", "")
    over_none = ask(capsys, *words, "--runs", "6", "--level", "calibrated")
    assert over_none == plain


@pytest.mark.parametrize("words", [RUN, WHAT_IF], ids=["run", "what-if"])
def test_sets_of_other_rules_are_named_in_one_line(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where sets fit other rules the answer is that of the baseline, with one sentence more."""
    these_are_accepted(monkeypatch, ())
    plain = _said(ask(capsys, *words, "--runs", "6"))
    these_are_accepted(monkeypatch, FEW, rules="of another day")
    stale = _said(ask(capsys, *words, "--runs", "6"))
    line = units_at(Population.load("ours.toml")).remark
    assert stale.count(line) == 1
    assert stale.replace(f" {line}", "") == plain


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "baseline", "--level", "baseline"), "goes with a population"),
        (("fragility", "baseline", "--level", "calibrated"), "goes with a population"),
        (
            ("what-if", "baseline", "--change", "taper", "--level", "baseline"),
            "goes with a population",
        ),
        ((*RUN, "--level", "plausible"), "'plausible' is not one of"),
        (
            (*WHAT_IF, "--level", "calibrated", "--over", "plausible"),
            "draws settings of its own",
        ),
    ],
)
def test_what_does_not_go_with_a_level_is_refused(
    words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A level of a scenario, one that is none, and sets that would be drawn over: one sentence."""
    said = ask(capsys, *words)
    assert (said.code, said.out, said.error.count("\n")) == (2, "", 1)
    assert says in said.error


def test_over_plausible_goes_out_from_the_baseline(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over all plausible settings a population is taken as it stands, whatever sets there are."""
    from exit_sim.twins import plausible

    for name, few in (("POINTS", 3), ("PAIRS_A_POINT", 2), ("PAIRS_A_FORM", 2)):
        monkeypatch.setattr(plausible, name, few)
    told = []
    for numbers in (FEW, ()):
        these_are_accepted(monkeypatch, numbers)
        told.append(ask(capsys, *WHAT_IF, "--runs", "4", "--over", "plausible"))
        _said(told[-1])
    assert told[0] == told[1]
    assert "Not computed" not in told[0].out
    assert last_command(told[0].out).endswith("--over plausible")


def test_stopped_over_plausible_the_command_repeats_what_was_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was complete was at the baseline, and the last line asks for it there."""
    from exit_sim.twins import plausible

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    these_are_accepted(monkeypatch, FEW)
    monkeypatch.setattr(plausible, "journeys_of", stop)
    said = ask(capsys, *WHAT_IF, "--runs", "4", "--over", "plausible")
    assert said.code == 130
    assert last_command(said.out).endswith("--runs 4 --level baseline")


def test_any_row_can_be_run_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the settings in its row a member under a set lives through the same journey again."""
    these_are_accepted(monkeypatch, FEW)
    _said(ask(capsys, *RUN, "--runs", "4", "--out", "out"))
    usual = api.Scenario.load("baseline").values
    kept = pq.read_table("out/journeys.parquet").to_pylist()
    assert len({row["ties.senior_peers"] for row in kept}) == len(FEW)
    for row in kept:
        point = {name: row[name] for name in usual if row[name] != usual[name]}
        again = api.evaluate(point, row["seed"])
        assert (again["ending"], again["cost"]) == (row["ending"], row["cost"])


def test_in_python_as_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twins, members and fragility take a level; a scenario takes none."""
    these_are_accepted(monkeypatch, FEW)
    ours = Population.load("ours.toml")
    found = api.twins(ours, "taper", runs=4, columns=["cost"])
    assert found.frame()["set"].tolist() == [FEW[unit % 3] for unit in range(4)] * 2
    assert not api.twins(ours, "taper", runs=4, columns=["cost"], level="baseline").units.sets
    over, narrow = (
        api.members(ours, 4, columns=["cost"], level=level) for level in (None, "baseline")
    )
    assert over["receptivity.culture"].tolist() == narrow["receptivity.culture"].tolist()
    assert len(over.columns) > len(narrow.columns)
    with pytest.raises(BadInput, match="goes with a population"):
        api.twins(ours.base, "taper", runs=4, level="baseline")


@pytest.mark.slow
def test_fragility_of_a_population_goes_over_sets(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a departure costs has a range over sets; words and the foot of figures say so."""
    these_are_accepted(monkeypatch, FEW)
    asked = ("fragility", "ours.toml", "--every", "6", "--to", "csv")
    said = _said(ask(capsys, *asked, "--runs", str(ENOUGH), "--out", "out"))
    assert f"seeds 1 to {ENOUGH}, {OVER}." in said
    assert "Not computed: rival forms of the theory." in said
    with Path("out/concentration.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["outcome"] == "sustained_any"]
    arms = [row for row in rows if "champion" in row["group"]]
    assert arms
    assert all(float(r["cost_low_plausible"]) <= float(r["cost_high_plausible"]) for r in arms)
    assert not any(row["cost_low_plausible"] for row in rows if row not in arms)
    for figure in Path("out/figures").glob("*.svg"):
        assert OVER in figure.read_text("utf-8"), figure.name


def test_fragility_says_what_a_range_would_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below enough organisations a set, how many it takes is said; at the baseline it is not."""
    these_are_accepted(monkeypatch, FEW)
    ours = Population.load("ours.toml")
    few = fragility(ours, runs=20, every=60, rates=(0.2,))
    assert (few.sets, few.enough) == (3, ENOUGH)
    assert f"from {ENOUGH} organisations on" in words.headline(few)[-1]
    assert all(cost.plausible is None for group in few.departures.by_arm for cost in group.costs)
    narrow = fragility(ours, level="baseline", runs=20, every=60, rates=(0.2,))
    assert narrow.sets == 0
    assert "(from" not in words.headline(narrow)[-1]
    for line in [*words.headline(few), *words.headline(narrow)]:
        assert all(len(one.split()) <= 25 for one in re.split(r"(?<=[.:;]) ", line)), line
