"""What is handed on to other programs holds the same values, and says what they mean."""

import csv
import sys
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from command_line import Answer, ask, unwrapped
from exit_sim.results.columns import CODE, YES_OR_NO
from exit_sim.sweep import workbook
from exit_sim.sweep.standing import Standing
from exit_sim.twins.outcomes import BY_COLUMN
from exit_sim.twins.pairs import half_width, paired
from sweeping import LIVELY, design, lived, promised, runs_a_shard

LONGER = {**LIVELY, "time.horizon": 48}
"""Long enough for something to have lasted, or not."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, engine: None) -> Path:
    """A small sweep of several shards, one option of which a spreadsheet may take for a formula."""
    where = tmp_path_factory.mktemp("exported")
    with pytest.MonkeyPatch.context() as monkeypatch:
        runs_a_shard(monkeypatch, 24)
        path = design(where / "small.toml", sets=LONGER, replicates="runs = 8", title="=1+1")
        text = path.read_text().replace(
            '"champion_leaves:month=3"',
            '{ label = "=leaves", changes = ["champion_leaves:month=3"] }',
        )
        path.write_text(text)
        lived(where / "sweep", path)
    return where / "sweep"


def exported(capsys: Any, folder: Path, to: str, out: Path) -> Answer:
    """Hand a sweep on."""
    return ask(capsys, "export", str(folder), "--to", to, "--out", str(out))


def rows(folder: Path, table: str = "journeys") -> pd.DataFrame:
    """What stands in a sweep."""
    frame: pd.DataFrame = pq.read_table(folder / table).to_pandas()
    return frame


def as_it_stands(found: pd.DataFrame, meant: pd.DataFrame) -> None:
    """Hold values to those of the sweep, to the last bit; missing ones are missing."""
    assert list(found.columns) == list(meant.columns)
    for name in meant.columns:
        if meant[name].dtype.kind in "fi":
            one, other = (each[name].to_numpy(np.float64) for each in (found, meant))
            assert one.tobytes() == other.tobytes(), name
        else:
            one, other = (each[name].astype(object).fillna("") for each in (found, meant))
            assert list(one) == list(other), name


@pytest.mark.parametrize("to", ["csv", "parquet"])
def test_a_folder_of_every_row(to: str, small: Path, tmp_path: Path, capsys) -> None:
    """CSV and Parquet hold every run and month to the last bit, and columns in words beside."""
    before = promised(small)
    said = exported(capsys, small, to, tmp_path / "out")
    assert (said.code, said.error) == (0, "")
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet}[to]
    for table in ("journeys", "months"):
        as_it_stands(read(tmp_path / "out" / f"{table}.{to}"), rows(small, table))
    names = {"columns.csv", "settings.csv", f"journeys.{to}", f"months.{to}"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    assert promised(small) == before


@pytest.mark.parametrize("to", ["csv", "parquet"])
def test_the_same_bytes_each_time(to: str, small: Path, tmp_path: Path, capsys) -> None:
    """Exported twice, the same sweep gives the same bytes."""
    for name in ("one", "other"):
        assert exported(capsys, small, to, tmp_path / f"{name}.{to}").code == 0
    one, other = ((tmp_path / f"{name}.{to}").read_bytes() for name in ("one", "other"))
    assert one == other


def test_a_file_has_the_runs_alone(small: Path, tmp_path: Path, capsys) -> None:
    """One file holds the runs; that months are left out is said."""
    said = exported(capsys, small, "csv", tmp_path / "runs.csv")
    assert "Months are left out; a folder takes them too." in unwrapped(said.out)
    assert [path.name for path in tmp_path.iterdir()] == ["runs.csv"]


def test_stata(small: Path, tmp_path: Path, capsys) -> None:
    """Stata's file has short names, a label for each variable, and words for each code."""
    assert exported(capsys, small, "dta", tmp_path / "runs.dta").code == 0
    meant, columns = rows(small), Standing.open(small).store.columns()["journeys"]
    with pd.io.stata.StataReader(tmp_path / "runs.dta") as reader:
        found = reader.read(convert_categoricals=False, preserve_dtypes=False)
        labels, values = reader.variable_labels(), reader.value_labels()
    words = pd.read_stata(tmp_path / "runs.dta")
    assert list(found.columns) == [column.short for column in columns]
    for column in columns:
        assert 1 < len(labels[column.short]) <= 80
        one, other = found[column.short], meant[column.name]
        if other.dtype.kind in "fi":
            as_number = one.to_numpy(np.float64)
            assert np.array_equal(as_number, other.to_numpy(np.float64), equal_nan=True)
        else:
            texts = words[column.short].astype(object).where(words[column.short].notna(), "")
            assert list(texts) == list(other.astype(object).where(other.notna(), ""))
        if column.type in {CODE, YES_OR_NO} and other.notna().any():
            assert {f"{code} = {word}" for code, word in values[column.short].items()} == set(
                column.labels.split("; ")
            )
    assert values["initiated"] == {0: "no", 1: "yes"}
    assert set(words["option"].cat.categories) == {"no change", "=leaves"}


def test_the_workbook(small: Path, tmp_path: Path, capsys) -> None:
    """A workbook has four sheets; outcomes by point and option, each with n and its error."""
    assert exported(capsys, small, "xlsx", tmp_path / "sweep.xlsx").code == 0
    sheets = pd.read_excel(tmp_path / "sweep.xlsx", sheet_name=None)
    assert list(sheets) == ["read me", "results", "columns", "assumptions"]
    results, came = sheets["results"], rows(small)
    assert len(results) == 6 * 2 * len(BY_COLUMN)
    for row in results.to_dict("records"):
        outcome = BY_COLUMN[row["outcome"]]
        here = came[came["point"] == row["point"]].sort_values("replicate")
        option = str(row["option"]).removeprefix("'")
        values = here[here["option"] == option][outcome.column].to_numpy(np.float64)
        known = values[~np.isnan(values)]
        assert row["n"] == len(known)
        if len(known):
            assert row["mean"] == pytest.approx(known.mean())
            error = half_width(known - known.mean(), outcome.matters)
            assert row["half_width_simulation"] == pytest.approx(error)
        if option != "no change":
            before = here[here["option"] == "no change"][outcome.column].to_numpy(np.float64)
            pair = paired(outcome, before, values)
            assert row["pairs"] == pair.pairs
            if pair.pairs:
                assert row["difference"] == pytest.approx(pair.difference)
                error = row["difference_half_width_simulation"]
                assert error == pytest.approx(pair.simulation)
        assert row["receptivity.culture"] in {0.2, 0.8}
    assert len(sheets["assumptions"]) == len(pd.read_csv(small / "settings.csv"))
    assert "not a forecast" in " ".join(sheets["read me"]["read me"])


def test_no_text_is_a_formula(small: Path, tmp_path: Path, capsys) -> None:
    """A text that a spreadsheet would reckon stands there as text, after an apostrophe."""
    assert exported(capsys, small, "xlsx", tmp_path / "sweep.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "sweep.xlsx")
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = {cell.value for cell in cells if isinstance(cell.value, str)}
    assert {"'=leaves", "'=1+1"} <= texts
    assert not [text for text in texts if text[:1] in {"=", "+", "-", "@"}]


def test_what_is_not_complete_does_not_count(
    small: Path, tmp_path: Path, capsys, monkeypatch
) -> None:
    """A round of which a shard is missing is no part of a summary, and rows say so."""
    runs_a_shard(monkeypatch, 24)
    lived(tmp_path / "half", small.parent / "small.toml", task=1, tasks=2)
    said = exported(capsys, tmp_path / "half", "xlsx", tmp_path / "sweep.xlsx")
    assert (said.code, said.out) == (2, "")
    assert "has no round that is complete" in said.error
    said = exported(capsys, tmp_path / "half", "csv", tmp_path / "runs.csv")
    assert "2 of 4 shards are in" in said.out
    assert "Rounds that are not complete do not count." in unwrapped(said.out)
    with (tmp_path / "runs.csv").open(encoding="utf-8") as file:
        assert len(list(csv.reader(file))) == 1 + 2 * 24


def test_nothing_damaged_is_handed_on(small: Path, tmp_path: Path, capsys) -> None:
    """A shard whose bytes are not those that its name promises is no part of any export."""
    path = min((small / "journeys").iterdir())
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:-1] + b"!")
        said = exported(capsys, small, "parquet", tmp_path / "out.parquet")
    finally:
        path.write_bytes(whole)
    assert said.code == 2
    assert "is damaged: its bytes are not those that its name promises" in said.error
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra(small: Path, tmp_path: Path, capsys, monkeypatch) -> None:
    """Where a workbook cannot be written, one sentence says how it can."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    said = exported(capsys, small, "xlsx", tmp_path / "out.xlsx")
    assert said.code == 2
    meant = (
        """--to = "xlsx" needs openpyxl, which is not installed; pip install 'exit_sim[office]'\n"""
    )
    assert said.error == meant


def test_a_sheet_is_not_endless(small: Path, tmp_path: Path, capsys, monkeypatch) -> None:
    """A summary of more rows than anybody reads is refused."""
    monkeypatch.setattr(workbook, "MOST_ROWS", 100)
    said = exported(capsys, small, "xlsx", tmp_path / "out.xlsx")
    assert said.code == 2
    assert "makes 132 rows of results, and a sheet takes 100 at most" in said.error


@pytest.mark.parametrize(
    ("to", "out", "sentence"),
    [
        ("cvs", "runs.csv", '--to = "cvs" is no form; allowed: csv, parquet, xlsx, dta'),
        ("csv", "runs.dta", "ends in .dta, and --to is csv"),
        ("csv", "full", "holds something already"),
        ("csv", "full/there.csv", "is there already"),
    ],
)
def test_bad_input(to: str, out: str, sentence: str, small: Path, tmp_path: Path, capsys) -> None:
    """What cannot be written is refused in one sentence, and nothing there is replaced."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "there.csv").write_text("mine")
    said = exported(capsys, small, to, tmp_path / out)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.error
    assert (tmp_path / "full" / "there.csv").read_text() == "mine"


def test_never_into_the_sweep(small: Path, capsys) -> None:
    """A sweep's own folder takes nothing that is exported."""
    for out in (small, small / "journeys" / "all.csv"):
        said = exported(capsys, small, "csv", out)
        assert said.code == 2
        assert "lies within the sweep" in said.error
