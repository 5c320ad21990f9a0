"""A result is a folder that explains itself, is written whole, and is the same every time."""

import csv
import getpass
import io
import json
import platform
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from exit_sim.errors import BadInput
from exit_sim.results.columns import NUMBER
from exit_sim.results.fingerprint import SCHEMA_VERSION, rules_hash
from exit_sim.results.folder import Said, repeatable, write_folder
from exit_sim.results.manifest import MANIFEST, read_manifest
from exit_sim.results.run_record import Run, simulate
from exit_sim.results.table_files import FORMS, ROWS_IN_A_GROUP
from exit_sim.results.tables import tables
from exit_sim.results.whole_folder import PROVENANCE, check_place
from small_organisations import eager, small

SAID = Said(
    question="What becomes of it when the money stops?",
    answer=["In the model it was still in use after two years."],
    command=repeatable(["run", "baseline", "--seed", "1", "--out", "somewhere"]),
    figures={"journey.svg": b"<svg/>"},
)


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    """Two journeys of one small organisation, one with every month of its people."""
    return [simulate(eager(), 2, people=True), simulate(eager(), 1)]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("form", FORMS)
def test_a_folder_holds_tables_their_columns_a_text_and_figures(tmp_path, runs, form) -> None:
    """Nobody needs anything beside the folder to read it."""
    folder = write_folder(tmp_path / "out", runs, SAID, form=form)
    assert set(contents(folder)) == {
        f"journeys.{form}",
        f"months.{form}",
        f"events.{form}",
        "columns.csv",
        "README.txt",
        "figures/journey.svg",
        MANIFEST,
        PROVENANCE,
    }
    text = (folder / "README.txt").read_text("utf-8")
    assert text.startswith(SAID.question)
    assert SAID.answer[0] in text
    assert text.endswith("\n  exit-sim run baseline --seed 1\n")
    assert "not a forecast" in text
    assert "Ethnicity" in text or "ethnicity" in text
    assert "Not computed: simulation error" in text


def test_the_manifest_says_to_programs_what_the_text_says_to_people(tmp_path, runs) -> None:
    """Question, answer, uncertainties, words, rules and content stand in one file of JSON."""
    folder = write_folder(tmp_path / "out", runs, SAID)
    found = read_manifest(folder)
    assert found is not None
    text = (folder / "README.txt").read_text("utf-8")
    for part in (found["question"], *found["answer"], *found["uncertainty"], found["command"]):
        assert part in text
    assert found["words"] == ["run", "baseline", "--seed", "1"]
    assert f"rules {found['rules']}" in text
    assert f"content {found['content']}" in text


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"made_by": "somebody"}'])
def test_a_folder_without_our_manifest_says_nothing(tmp_path, text) -> None:
    """What is no result folder of ours is not read as one."""
    if text is not None:
        (tmp_path / MANIFEST).write_text(text)
    assert read_manifest(tmp_path) is None


def test_no_sentence_of_the_text_is_longer_than_25_words(tmp_path, runs) -> None:
    """The text is for readers of policy: short sentences."""
    text = (write_folder(tmp_path / "out", runs, SAID) / "README.txt").read_text("utf-8")
    for line in text.splitlines():
        for sentence in line.split(". "):
            assert len(sentence.split()) <= 25, sentence


@pytest.mark.parametrize("form", FORMS)
def test_the_same_runs_are_the_same_bytes_every_time(tmp_path, runs, form) -> None:
    """All files but the provenance promise their bytes, in whatever order runs are handed over."""
    one = contents(write_folder(tmp_path / "one", runs, SAID, form=form, people=True))
    again = [simulate(eager(), 1), simulate(eager(), 2, people=True)]
    other = contents(
        write_folder(tmp_path / "two", again, SAID, form=form, people=True, engine="another")
    )
    one.pop(PROVENANCE)
    other.pop(PROVENANCE)
    assert one == other


def test_files_that_promise_bytes_hold_nothing_of_where_they_were_made(tmp_path, runs) -> None:
    """No engine, host, user, path or library version stands in them."""
    found = contents(write_folder(tmp_path / "out", runs, SAID, form="csv", engine="mesa"))
    found.pop(PROVENANCE)
    secrets = [platform.node(), str(tmp_path), str(Path.cwd()), platform.platform()]
    user = getpass.getuser()
    for name, content in found.items():
        for secret in filter(None, secrets):
            assert secret.encode() not in content, (name, secret)
        assert f"/{user}/".encode() not in content
        assert b"mesa" not in content
        assert b"pyarrow" not in content


def test_provenance_says_with_what_it_was_made_and_neither_host_nor_path(tmp_path, runs) -> None:
    """Versions, system, engine and time stand in one file that promises nothing."""
    folder = write_folder(tmp_path / "out", runs, SAID, engine="mesa")
    text = (folder / PROVENANCE).read_text("utf-8")
    said = json.loads(text)
    assert said["engine"] == "mesa"
    assert said["libraries"]["pyarrow"]
    assert said["created"].endswith("+00:00")
    assert said["rules"] == rules_hash()
    assert set(said["files"]) == set(contents(folder))
    assert str(tmp_path) not in text


def test_parquet_holds_what_the_tables_hold(tmp_path, runs) -> None:
    """Read back, every value is the same; a missing one is null; the schema has its version."""
    folder = write_folder(tmp_path / "out", runs, SAID, people=True)
    for table in tables(runs, people=True):
        read = pq.read_table(folder / f"{table.name}.parquet")
        assert read.column_names == [column.name for column in table.columns]
        columns = [column.to_pylist() for column in read.columns]
        assert list(zip(*columns, strict=True)) == table.rows
        assert read.schema.metadata[b"schema_version"] == str(SCHEMA_VERSION).encode()
        assert b"pandas" not in read.schema.metadata
        meta = pq.read_metadata(folder / f"{table.name}.parquet")
        assert meta.num_row_groups == -(-len(table.rows) // ROWS_IN_A_GROUP)
        assert meta.row_group(0).column(0).compression == "ZSTD"


def test_csv_holds_every_bit_of_every_number(tmp_path, runs) -> None:
    """Floats are written so that reading them gives the same bits; missing is empty."""
    folder = write_folder(tmp_path / "out", runs, SAID, form="csv")
    for table in tables(runs):
        text = (folder / f"{table.name}.csv").read_text("utf-8")
        assert "\r" not in text
        _, *lines = csv.reader(io.StringIO(text))
        for row, cells in zip(table.rows, lines, strict=True):
            for column, value, cell in zip(table.columns, row, cells, strict=True):
                if value is None:
                    assert not cell
                elif column.type == NUMBER:
                    assert float(cell).hex() == value.hex()
                else:
                    assert cell == str(value)


def test_what_does_not_change_a_result_is_not_in_the_command_that_repeats_it() -> None:
    """Where to write and on how many threads is left out."""
    given = ["run", "a b.toml", "--threads", "4", "--out=x", "--set", "receptivity.culture=0.4"]
    assert repeatable(given) == "exit-sim run 'a b.toml' --set receptivity.culture=0.4"


def test_an_older_result_is_replaced_and_nothing_of_it_stays(tmp_path, runs) -> None:
    """A folder of results makes way for the next one, whole."""
    write_folder(tmp_path / "out", runs, SAID, people=True)
    folder = write_folder(tmp_path / "out", runs, SAID._replace(figures={}), form="csv")
    assert "figures/journey.svg" not in contents(folder)
    assert not list(folder.glob("*.parquet"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_folders_are_made_as_needed_and_an_empty_one_will_do(tmp_path, runs) -> None:
    """A path of new folders is made; an empty folder is filled."""
    (tmp_path / "empty").mkdir()
    assert write_folder(tmp_path / "empty", runs[:1], SAID).is_dir()
    assert write_folder(str(tmp_path / "a" / "b" / "c"), runs[:1], SAID).is_dir()


@pytest.mark.parametrize("stray", ["notes.txt", "figures/mine.png", "provenance.json"])
def test_what_somebody_else_put_there_is_never_replaced(tmp_path, runs, stray) -> None:
    """A folder with anything that we did not write is refused, in one sentence, and left alone."""
    where = tmp_path / "out"
    where.mkdir()
    (where / stray).parent.mkdir(exist_ok=True)
    (where / stray).write_text("mine")
    with pytest.raises(BadInput, match="something else in it"):
        write_folder(where, runs, SAID)
    assert contents(where) == {stray: b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_notes_added_to_a_result_keep_it_from_being_replaced(tmp_path, runs) -> None:
    """Whoever wrote into a result folder does not lose it; the sentence names the file."""
    folder = write_folder(tmp_path / "out", runs, SAID)
    (folder / "notes.txt").write_text("mine")
    before = contents(folder)
    with pytest.raises(BadInput, match=r"holds notes\.txt, which exit_sim did not write"):
        write_folder(folder, runs, SAID)
    assert contents(folder) == before


def test_a_file_where_the_folder_should_be_is_one_sentence(tmp_path, runs) -> None:
    """Neither a file in its place nor one above it is written over."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(BadInput, match="is a file, not a folder"):
        check_place(tmp_path / "file")
    with pytest.raises(BadInput, match="cannot be written: "):
        write_folder(tmp_path / "file" / "out", runs, SAID)
    with pytest.raises(BadInput, match="cannot be written: "):
        write_folder(tmp_path / ("long" * 100), runs, SAID)
    assert contents(tmp_path) == {"file": b"mine"}


def test_a_folder_that_may_not_be_written_is_one_sentence(tmp_path, runs, monkeypatch) -> None:
    """A place without permission to write is refused in one sentence."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(BadInput, match="cannot be written: permission denied"):
        write_folder(tmp_path / "out", runs, SAID)


def test_a_form_or_a_figure_that_cannot_be_written_is_one_sentence(tmp_path, runs) -> None:
    """An unknown form, or a figure whose name leaves the folder, is refused."""
    with pytest.raises(BadInput, match="xlsx is not a form of tables"):
        write_folder(tmp_path / "out", runs, SAID, form="xlsx")
    with pytest.raises(BadInput, match="not a file name"):
        write_folder(tmp_path / "out", runs, SAID._replace(figures={"../x.svg": b""}))
    assert not contents(tmp_path)


def test_a_small_run_needs_no_month_of_its_people() -> None:
    """Without being asked, a run keeps its people at the end only."""
    run = simulate(small(), 1)
    assert [moment.month for moment in run.people] == [run.last_month]
    assert len(run.people[0].states) == len(run.roles)
