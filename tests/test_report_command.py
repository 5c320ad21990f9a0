"""``exit-sim report`` writes one file of whatever is asked, or says in one sentence why not."""

import io
import zipfile
from pathlib import Path

import pytest

from command_line import ask, last_command
from exit_sim.report.page import Sent
from exit_sim.report.word import document
from reports import kept, made, needed, small

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which a command is given."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_becomes_one_file(capsys, here) -> None:
    """A report of a folder says where it is, and its answer; the file is whole."""
    said = ask(capsys, "report", str(kept("what_if").folder), "--out", "new/r.html")
    assert (said.code, said.error) == (0, "")
    assert kept("what_if").report.brief.answer in " ".join(said.out.split())
    assert "new/r.html" in said.out
    assert (here / "new/r.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert [path.name for path in here.rglob("*")] == ["new", "r.html"]


def test_a_command_is_answered_by_a_report(capsys, here) -> None:
    """A command with its options is done, its answer is written, and nothing else is kept."""
    place = small(here)
    words = ["what-if", place, "--change", "taper", "--runs", "8"]
    said = ask(capsys, "report", *words, "--title", "Ours", "--marking", "OFFICIAL")
    assert (said.code, said.error) == (0, "")
    assert last_command(said.out).endswith(" ".join(["report", *words]))
    text = (here / "report.html").read_text("utf-8")
    assert '<h1 id="title">Ours</h1>' in text
    assert text.count("OFFICIAL") == 2
    assert sorted(path.name for path in here.iterdir()) == ["report.html", "small.toml"]


@pytest.mark.slow
def test_a_scenario_is_told_with_why_it_ended(capsys, here) -> None:
    """A scenario's report is one journey's story, and says what would have turned its end."""
    said = ask(capsys, "report", small(here), "--seed", "3")
    assert (said.code, said.error) == (0, "")
    text = (here / "report.html").read_text("utf-8")
    assert "journeys like it ended so." in text
    assert "of 200 journeys like it" in text
    assert "Timeline" in text


def test_what_has_no_report_is_refused(capsys, here) -> None:
    """What cannot be reported is refused in one sentence, with exit status 2."""
    place = small(here)
    (here / "empty").mkdir()
    cases = {
        ("empty",): "holds no report.json",
        ("nowhere",): "nowhere",
        ("what-if", place): "changes nothing",
        ("what-if", place, "--change", "tapr"): "did you mean taper?",
        ("what-if", place, "--change", "taper", "--pair"): "is about one pair",
        ("empty", "--runs", "3"): "takes no more words",
        (place, "--to", "pdf"): "html",
        (place, "--out", "empty"): "is a folder",
        (place, "--out", "r.docx"): "does not end",
        (place, "--marking", "x" * 61): "is longer than 60 letters",
        (): "Missing argument",
    }
    before = sorted(here.rglob("*"))
    for words, why in cases.items():
        said = ask(capsys, "report", *words)
        assert (said.code, said.out) == (2, ""), words
        assert why in said.error, words
        assert len(said.error.splitlines()) == 1
    assert sorted(here.rglob("*")) == before


def test_a_figure_is_read_from_its_folder_alone(capsys, here) -> None:
    """A report that names a file elsewhere as its figure is refused."""
    folder = made("what_if", here / "made").folder
    path = folder / "report.json"
    path.write_text(path.read_text("utf-8").replace('"option_1"', '"../../small"'), "utf-8")
    said = ask(capsys, "report", str(folder))
    assert said.code == 2
    assert "is no name of a figure" in said.error
    assert not (here / "report.html").exists()


@pytest.mark.parametrize("kind", ["what_if", pytest.param("sweep", marks=pytest.mark.slow)])
def test_a_document_has_headings_tables_and_texts(kind) -> None:
    """A document has real headings, a language, heads of tables, and texts for its figures."""
    docx = needed("docx")
    found = kept(kind)
    sent = Sent("Ours", "OFFICIAL", "A note")
    content = document(found.report, found.files, sent)
    assert content == document(found.report, found.files, sent)
    made = docx.Document(io.BytesIO(content))
    headings = [p.text for p in made.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert headings[:2] == ["Ours", "Answer"]
    for name in ("Findings", "Whose lives", "What would change the answer", "Limits", "Sources"):
        assert name in headings
    assert made.core_properties.title == "Ours"
    assert made.core_properties.language == "en-GB"
    texts = [shape._inline.docPr.get("descr") for shape in made.inline_shapes]
    assert texts[0] == found.report.brief.picture.alt
    assert all(texts)
    assert len(texts) == 1 + sum(
        part.picture is not None for section in found.report.sections for part in section.parts
    )
    assert made.tables
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in made.tables)
    assert made.sections[0].header.paragraphs[0].text == "OFFICIAL"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_document_needs_what_writes_it(capsys, here, monkeypatch) -> None:
    """Where what writes documents is missing, one sentence says how to get it."""
    import sys

    monkeypatch.setitem(sys.modules, "docx", None)
    said = ask(capsys, "report", str(kept("what_if").folder), "--to", "docx")
    assert said.code == 2
    assert "needs python-docx" in said.error
    assert list(here.iterdir()) == []
