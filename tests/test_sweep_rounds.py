"""Where a precision is asked for, complete rounds alone decide whether another one is lived."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from command_line import ask, last_command
from exit_sim.sweep.design import Design
from exit_sim.sweep.opened import extended
from exit_sim.sweep.precise import _widths, complete, next_round, of_round, unresolved
from exit_sim.twins.outcomes import BY_COLUMN
from exit_sim.twins.pairs import half_width, paired
from sweeping import LIVELY, design, lived, promised, runs_a_shard, tables

pytestmark = pytest.mark.usefixtures("engine")
OUTCOME = BY_COLUMN["reach_24_months_after_pilot"]


@pytest.fixture(autouse=True)
def short_rounds(monkeypatch) -> None:
    """Let the first round be of eight lucks, and shards of twenty-four runs."""
    runs_a_shard(monkeypatch, 24)
    monkeypatch.setattr("exit_sim.twins.rounds.FIRST", 8)


def asked(where: Path, precision: float = 0.001, cap: int = 32, **more: Any) -> Path:
    """Write a design that asks for a precision."""
    replicates = f"precision = {precision}\ncap = {cap}\noutcome = '{OUTCOME.column}'"
    return design(where, replicates=replicates, sets=LIVELY | {"time.horizon": 60}, **more)


def test_rounds_double_up_to_the_cap(tmp_path: Path) -> None:
    """What cannot be resolved is lived to the cap, in rounds that are whole."""
    store, laid = lived(tmp_path / "out", asked(tmp_path / "a.toml"))
    assert [one.last for one in laid.rounds] == [8, 16, 32]
    assert complete(store, laid) == 3
    assert next_round(store, laid) is None
    assert unresolved(store, laid, 3) == 6


def test_it_stops_where_all_is_known_well_enough(tmp_path: Path) -> None:
    """A rough precision takes one round, though three are planned."""
    store, laid = lived(tmp_path / "out", asked(tmp_path / "a.toml", 0.9))
    assert complete(store, laid) == 1
    assert next_round(store, laid) is None
    assert store.done() == {shard.number for shard in of_round(laid, 0)}


def test_half_widths_are_those_of_twins(tmp_path: Path) -> None:
    """Added up file by file, they are those of paired runs with common random numbers."""
    store, laid = lived(tmp_path / "out", asked(tmp_path / "a.toml"))
    rows = pq.read_table(tmp_path / "out" / "journeys").to_pandas()
    widths = _widths(store, laid, 3)
    assert widths.shape == (6, 1)
    assert len({*widths[:, 0]}) > 1
    assert np.isfinite(widths).all()
    for point, here in rows.groupby("point"):
        sides = here.pivot_table(index="replicate", columns="option", values=OUTCOME.column)
        before, after = sides["no change"].to_numpy(float), sides[sides.columns[0]].to_numpy(float)
        by_hand = paired(OUTCOME, before, after).simulation
        assert widths[point, 0] == pytest.approx(by_hand, rel=1e-12)


def test_half_widths_of_levels(tmp_path: Path) -> None:
    """Without options it is each point's own level that is to be known."""
    store, laid = lived(tmp_path / "out", asked(tmp_path / "a.toml", options=()))
    rows = pq.read_table(tmp_path / "out" / "journeys").to_pandas()
    widths = _widths(store, laid, 3)
    for point, here in rows.groupby("point"):
        values = here[OUTCOME.column].to_numpy(float)
        by_hand = half_width(values - values.mean(), OUTCOME.matters)
        assert widths[point, 0] == pytest.approx(by_hand, rel=1e-12)


def test_nothing_known_is_not_known_well(tmp_path: Path, monkeypatch) -> None:
    """Where every run of a point failed, it is unresolved."""
    from exit_sim.sweep import shard

    def raising(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(shard, "recorded", raising)
    store, laid = lived(tmp_path / "out", asked(tmp_path / "a.toml", 0.06, cap=8))
    assert unresolved(store, laid, 1) == 6


def test_a_part_of_a_round_decides_nothing(tmp_path: Path) -> None:
    """Shards of a round that is not complete change no decision, whatever is in them."""
    path = asked(tmp_path / "a.toml")
    store, laid = lived(tmp_path / "out", path)
    second = of_round(laid, 1)
    decided = _widths(store, laid, 1)
    for part in [*store.parts("journeys")]:
        if part.shard in {one.number for one in second[1:]}:
            part.path.unlink()
    assert complete(store, laid) == next_round(store, laid) == 1
    assert np.array_equal(_widths(store, laid, 1), decided)


def test_what_is_unresolved_at_the_cap_is_said(capsys, tmp_path: Path) -> None:
    """The end says how many comparisons are less precise than was asked, at how many lucks."""
    path = asked(tmp_path / "a.toml")
    said = ask(capsys, "sweep", str(path), "--out", str(tmp_path / "out"))
    assert said.code == 0
    words = " ".join(said.out.split())
    assert "Unresolved at 32 replicates: 6 comparisons are less precise than ±0.001 in" in words
    said = ask(capsys, "sweep", str(asked(tmp_path / "b.toml", 0.9)), "--out", str(tmp_path / "b"))
    assert "8 replicates of each point were enough for ±0.9." in " ".join(said.out.split())


def test_a_job_of_an_array_waits_for_the_round(capsys, tmp_path: Path) -> None:
    """A round that decides waits until all jobs are done with it; in the end all is as by one."""
    path = asked(tmp_path / "a.toml", cap=16)
    lived(tmp_path / "whole", path)
    words = ["sweep", str(path), "--out", str(tmp_path / "out"), "--shard"]
    first = ask(capsys, *words, "1/2")
    assert first.code == 75
    assert "The shards of this job are done, and round 1 waits for other jobs." in first.error
    assert last_command(first.error) == "exit-sim " + " ".join([*words, "1/2"])
    second = ask(capsys, *words, "2/2")
    assert second.code == 75
    assert "round 2 waits for other jobs" in second.error
    assert ask(capsys, *words, "1/2").code == 0
    assert promised(tmp_path / "out") == promised(tmp_path / "whole")


def test_where_nothing_is_decided_no_job_waits(capsys, tmp_path: Path) -> None:
    """With a fixed number of replicates a job does its part, says what is left, and ends well."""
    path = design(tmp_path / "a.toml", replicates="runs = 8")
    words = ["sweep", str(path), "--out", str(tmp_path / "out"), "--shard"]
    first = ask(capsys, *words, "1/3")
    assert first.code == 0
    assert "2 shards are left to other jobs" in first.out
    assert {ask(capsys, *words, f"{k}/3").code for k in (2, 3)} == {0}
    lived(tmp_path / "whole", path)
    assert promised(tmp_path / "out") == promised(tmp_path / "whole")


def test_extending_raises_the_cap(tmp_path: Path) -> None:
    """More rounds are planned beside the plan; what was there stays, byte for byte."""
    path = asked(tmp_path / "a.toml", cap=16)
    lived(tmp_path / "out", path)
    before = promised(tmp_path / "out")
    store, laid = extended(tmp_path / "out", Design.load(path), 40)
    assert [one.last for one in laid.rounds] == [8, 16, 32, 40]
    assert next_round(store, laid) == 2
    store, laid = lived(tmp_path / "out", path)
    assert complete(store, laid) == 4
    after = promised(tmp_path / "out")
    assert before.items() < after.items()
    assert len(tables(tmp_path / "out")) == 2 * len(laid.shards)
