"""How options are told: in few words that agree with each other, side by side, and when stopped."""

import csv
import io
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_line import SMALL, ask, files, last_command
from exit_sim.analysis.breakdown import groups
from exit_sim.commands import telling_among
from exit_sim.commands.screen import Grid, plain
from exit_sim.commands.telling_what_if import Answered, answer, headline, told
from exit_sim.twins import plausible, study
from exit_sim.twins.outcomes import OUTCOMES
from exit_sim.twins.plausible import Plausible
from exit_sim.twins.ranges import Range
from exit_sim.twins.study import KEEP, Option, Study, Units

SETTINGS = "".join(f"{word}\n" for word in SMALL if word != "--set")
ONE = ("what-if", "small.toml")


@pytest.fixture
def a_small_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario file of a small organisation, in the folder in which commands are given."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(f'extends = "baseline"\n{SETTINGS}', "utf-8")


def _studied(*sides: list[float], varies: dict[str, list[Any]] | None = None) -> Study:
    """A study in which every outcome is what is given, option by option."""
    options = (KEEP, *(Option(f"option_{n}", lambda one: one) for n in range(1, len(sides))))
    units = Units("A place", lambda _: None, tuple(varies or ()))  # type: ignore[arg-type,return-value]
    found = Study(units, options, OUTCOMES)
    found.seeds = list(range(len(sides[0])))
    found.inputs = varies or {}
    found.columns = [{each.column: np.array(side) for each in OUTCOMES} for side in sides]
    return found


def _over(low: float, high: float) -> Plausible:
    every = {each.column: Range(low, high, 1.0) for each in OUTCOMES}
    return Plausible(every, every, 64, 9)


PAIRS = st.lists(st.tuples(*[st.sampled_from([0.0, 1.0])] * 2), min_size=2, max_size=200)


@settings(max_examples=60)
@given(PAIRS, st.booleans(), st.none() | st.floats(-1, 1))
def test_a_headline_is_short_and_agrees_with_itself(
    pairs: list[tuple[float, float]], population: bool, low: float | None
) -> None:
    """At most 25 words a sentence, and what is said to be more or fewer is what lies between."""
    before, after = (list(side) for side in zip(*pairs, strict=True))
    varies = {"receptivity.culture": [0.5] * len(pairs)} if population else None
    found = _studied(before, after, varies=varies)
    over = None if low is None else _over(low, min(1.0, low + 0.5))
    of = Answered(found, [over], 1, [""])
    assert all(len(sentence.split()) <= 25 for sentence in answer(of, 1))
    said = headline(of, 1)
    more = re.match(r"(As many|(\d+) (more|fewer)) of 100", said)
    levels = re.search(r"(\d+) against (\d+)", said)
    assert more
    assert levels
    between = int(levels[1]) - int(levels[2])
    assert between == (0 if not more[2] else int(more[2]) * (1 if more[3] == "more" else -1))
    assert ("organisations" in said) == population


def test_what_is_not_known_is_not_said() -> None:
    """Where nobody is followed for two years after the pilot the headline says so."""
    found = _studied([np.nan] * 3, [np.nan] * 3)
    assert headline(Answered(found, [None], 1, [""]), 1).startswith("It cannot be said")


def test_options_stand_side_by_side_no_change_first() -> None:
    """Of several options there is one table, whose first row is no change."""
    found = _studied([0.0, 1.0], [1.0, 1.0], [0.0, 0.0])
    blocks = list(told(Answered(found, [None, None], 1, ["", ""])))
    first = next(block for block in blocks if isinstance(block, Grid))
    assert [row[0] for row in first.rows] == ["no change", "option 1", "option 2"]
    assert [row[2] for row in first.rows] == ["50.0", "100.0", "0.0"]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["voluntary", "local authority"]), min_size=30, max_size=80))
def test_each_pair_is_of_one_kind(sectors: list[str]) -> None:
    """Among all kinds together there are as many pairs as in all, less those too few to tell."""
    number = len(sectors)
    found = _studied([0.0] * number, [1.0] * number, varies={"setting.sector": list(sectors)})
    parts = telling_among.parts(found, 1)
    counted = {kind: sectors.count(kind) for kind in set(sectors)}
    told_of = {part.group.kind: part.lasts.pairs for part in parts}
    differ = len(counted) > 1
    enough = {k: n for k, n in counted.items() if n >= telling_among.FEW and differ}
    assert told_of == enough
    text = plain(list(telling_among.among(found, 1)))
    few = len(list(groups(found.inputs))) - len(parts)
    assert ("fewer than" in text) == bool(parts and few)


@pytest.mark.usefixtures("engine", "a_small_place")
def test_who_pays_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    """What a funder, a commissioner and the service pay is what is spent."""
    said = ask(capsys, *ONE, "--change", "taper", "--runs", "8", "--out", "out")
    assert said.code == 0
    assert "What if the same pilot money tapered off" in said.out
    assert "Who decides: funder" in " ".join(said.out.split())
    import pyarrow.parquet as pq

    rows = pq.read_table("out/differences.parquet").to_pylist()
    level = {row["outcome"]: row["option_level"] for row in rows}
    paid = sum(level[f"cost_{by}"] for by in ("grant", "contract", "own"))
    assert paid == pytest.approx(level["cost"], rel=1e-9)


def _interrupted(monkeypatch: pytest.MonkeyPatch, module: Any, at: int) -> None:
    """Let Ctrl-C be pressed at the n-th call of what runs journeys there."""
    run: Callable[..., Any] = module.journeys_of
    calls = iter(range(1, 1000))

    def journeys_of(*arguments: Any, **more: Any) -> Any:
        if next(calls) == at:
            raise KeyboardInterrupt
        return run(*arguments, **more)

    monkeypatch.setattr(module, "journeys_of", journeys_of)


@pytest.mark.usefixtures("engine", "a_small_place")
def test_complete_rounds_are_told_when_stopped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Stopped in the second round, the first is told and kept, and its command repeats it."""
    _interrupted(monkeypatch, study, at=2)
    said = ask(capsys, *ONE, "--change", "taper", "--runs", "1000", "--out", "out")
    assert said.code == 130
    assert said.error == "Stopped after 128 pairs: what was told rests on complete rounds.\n"
    assert "Stopped: what is told here rests on the complete rounds alone." in said.out
    assert last_command(said.out).endswith("--runs 128")
    assert {"README.txt", "answer.txt"} <= set(files(tmp_path / "out"))
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    again = ask(capsys, *shlex.split(last_command(said.out))[1:], "--out", "again")
    assert again.code == 0
    kept = [files(tmp_path / name)["differences.parquet"] for name in ("out", "again")]
    assert kept[0] == kept[1]


@pytest.mark.usefixtures("engine", "a_small_place")
def test_what_was_asked_besides_is_left_when_stopped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped over plausible settings, the pairs are told and the ranges called not computed."""
    _interrupted(monkeypatch, plausible, at=1)
    words = ("--change", "taper", "--runs", "4", "--over", "plausible")
    said = ask(capsys, *ONE, *words)
    assert said.code == 130
    assert "Not computed: range over plausible settings and rival forms" in said.out
    assert "--over" not in last_command(said.out)


@pytest.mark.usefixtures("engine", "a_small_place")
def test_stopped_before_any_round_nothing_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One line says that nothing was kept."""
    _interrupted(monkeypatch, study, at=1)
    said = ask(capsys, *ONE, "--change", "taper", "--runs", "4", "--out", "out")
    assert said == (130, "", "Stopped before any answer: nothing was kept.\n")
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("engine")
def test_a_population_is_kept_by_kind(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A table has a row for each kind and outcome, and a figure shows the same numbers."""
    out = tmp_path / "out"
    said = ask(
        capsys, "what-if", "reference", "--change", "taper", "--runs", "40", "--out", str(out)
    )
    assert (said.code, said.error) == (0, "")
    import pyarrow.parquet as pq

    kept = pq.read_table(out / "breakdown.parquet").to_pylist()
    lasts = {row["kind"]: row for row in kept if row["outcome"] == "sustained_any"}
    drawn = csv.DictReader(io.StringIO((out / "figures" / "option_1_among.csv").read_text("utf-8")))
    for line in drawn:
        row = lasts.pop(line["kind"])
        assert int(line["number"]) == row["pairs"]
        assert float(line["difference"]) == row["difference"]
    assert not lasts


@pytest.mark.slow
@pytest.mark.usefixtures("engine", "a_small_place")
@pytest.mark.parametrize(
    "words",
    [
        ("what-if", "reference", "--change", "taper", "--change", "champion_stays", "--runs", "60"),
        ("what-if", "small.toml", "--change", "champion_leaves:month=9", "--runs", "8"),
        ("what-if", "small.toml", "--change", "taper", "--runs", "8", "--over", "plausible"),
        ("what-if", "baseline", "--change", "taper", "--precision", "0.9"),
        ("run", "reference", "--runs", "60"),
    ],
    ids=lambda words: " ".join(words[:4]),
)
def test_sentences_are_short(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """No sentence below a heading has more than 25 words, and none speaks of chance."""
    said = ask(capsys, *words)
    assert (said.code, said.error) == (0, "")
    paragraphs = re.split(r"\n(?:=+|\s*)\n|  no change: |\n  [a-z_]+[:=]", said.out)
    prose = [each for each in paragraphs if not re.search(r"\S {2,}\S|exit-sim", each)]
    sentences = [
        one for each in prose for one in re.split(r"[.!?](?=\s|$)", " ".join(each.split()))
    ]
    assert len(sentences) > 8
    assert [one for one in sentences if len(one.split()) > 25] == []
    assert "chance" not in said.out
