"""A report is one file with every part it must have, and the same bytes each time."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exit_sim.cli import answer
from exit_sim.commands.report import read
from exit_sim.errors import BadInput
from exit_sim.report import cells, document, svg
from exit_sim.report.limits import FIXED, RELEASED
from exit_sim.report.page import Sent, page
from exit_sim.results.folder import STANDING
from reports import KINDS, kept, small
from test_language import Passage, avoided_in

QUICK = ("what_if", "journey")
EACH = [pytest.param(kind, marks=() if kind in QUICK else pytest.mark.slow) for kind in KINDS]
each_kind = pytest.mark.parametrize("kind", EACH)

pytestmark = pytest.mark.usefixtures("engine")

MOST_WORDS = 25
PARTS = (
    "findings", "lives", "otherwise", "limits", "assumptions", "again", "sources",
)  # fmt: skip


class Page(HTMLParser):
    """What a page holds: its elements with their attributes, and its text."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(source.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of a name."""
        return [attributes for name, attributes in self.elements if name == tag]


def words(sentence: str) -> int:
    """How many words a sentence has."""
    return len(sentence.split())


def shown(kind: str, sent: Sent | None = None) -> Page:
    """The page of a kind of report."""
    found = kept(kind)
    return Page(page(found.report, found.files, sent))


@each_kind
def test_every_part_is_there(kind) -> None:
    """A page has one h1, a brief, and below it each part that a report must have, in order."""
    seen = shown(kind)
    assert len(seen.all("h1")) == 1
    assert seen.all("html") == [{"lang": "en-GB"}]
    ids = [
        attributes["id"] for tag, attributes in seen.elements if tag == "h2" and "id" in attributes
    ]
    assert tuple(ids) == PARTS
    links = {attributes.get("href") for attributes in seen.all("a")}
    assert {f"#{part}" for part in PARTS} | {"#main"} <= links


@each_kind
def test_page_one_is_short_and_says_what_it_cannot(kind) -> None:
    """The answer has at most 25 words; it depends on three things, and says what it cannot say."""
    brief = kept(kind).report.brief
    assert 0 < words(brief.answer) <= MOST_WORDS
    assert brief.question
    assert brief.picture is not None
    assert len(brief.depends) == 3
    assert len(set(brief.depends)) == 3
    assert len(brief.cannot) >= 3
    sentences = [s for said in (*brief.depends, *brief.cannot) for s in said.split(". ")]
    assert [one for one in sentences if words(one) > MOST_WORDS] == []


@each_kind
def test_every_figure_has_a_sentence_a_text_and_its_numbers(kind) -> None:
    """Each figure says what it found and what it shows, and its numbers can be taken away."""
    report, files = kept(kind)[1:]
    seen = shown(kind)
    assert report.pictures
    for picture in report.pictures:
        assert picture.sentence
        assert words(picture.alt) > 5
        assert len(cells.rows_of(files[f"{picture.name}.csv"])) > 1
        assert f"{picture.name}.csv" in {a.get("download") for a in seen.all("a")}
        assert any(picture.alt in html.unescape(text) for text in seen.text)


@each_kind
def test_a_report_needs_nothing_else(kind) -> None:
    """Nothing is loaded, no script is there and none runs, and no element has its own style."""
    source = page(kept(kind).report, kept(kind).files)
    seen = Page(source)
    for tag, attributes in seen.elements:
        assert tag not in {"script", "iframe", "link", "object", "embed", "img", "form", "base"}
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "xlink:href"):
            assert attributes.get(name, "#").startswith(("#", "data:text/csv", "data:image/"))
    assert not re.search(rb"@import|url\((?!#)", source)
    assert len(source) < 1_000_000 or kind == "journeys"


@each_kind
def test_names_on_a_page_are_given_once(kind) -> None:
    """No two elements of a page share an id, and whatever is pointed at is there."""
    seen = shown(kind)
    ids = [attributes["id"] for _, attributes in seen.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointing = [
        name
        for _, attributes in seen.elements
        for key in ("aria-labelledby", "aria-describedby")
        for name in attributes.get(key, "").split()
    ]
    assert set(pointing) <= set(ids)


@each_kind
def test_every_table_says_what_it_holds(kind) -> None:
    """Each table has a caption and heads with their scope, and stands in a region with its name."""
    seen = shown(kind)
    assert len(seen.all("caption")) == len(seen.all("table"))
    assert all("scope" in attributes for attributes in seen.all("th"))
    regions = [a for a in seen.all("div") if a.get("class") == "table"]
    assert len(regions) == len(seen.all("table"))
    assert all(a["tabindex"] == "0" and a["role"] == "region" for a in regions)


@each_kind
def test_limits_stand_in_every_report(kind) -> None:
    """The fixed list of limits stands there whole, and so does what every result says of itself."""
    text = " ".join(shown(kind).text)
    assert all(limit.name in text and limit.says in text for limit in FIXED)
    assert all(sentence in text for sentence in STANDING)


@each_kind
def test_assumptions_are_worst_sourced_first(kind) -> None:
    """Assumptions with low confidence come first, each with its source; a file has every one."""
    found = kept(kind).report.assumptions
    order = ["low", "medium", "high"]
    places = [order.index(one.confidence) for one in found.shown]
    assert places == sorted(places)
    assert set(found.shown) <= set(found.every)
    assert all(one.source and one.says for one in found.every)
    assert len(found.every) > 300


@each_kind
def test_words_that_are_avoided_are_not_there(kind) -> None:
    """Care in words binds what a report says."""
    text = " ".join(shown(kind).text)
    assert avoided_in(Passage("report", 1, text)) == []


@each_kind
def test_lives_are_told(kind) -> None:
    """Each report says of lives what was found, or that it was not and where it is."""
    lives = kept(kind).report.lives
    assert lives.title == "Whose lives"
    assert lives.parts
    told = " ".join(part.words + str(part.table) for part in lives.parts)
    assert "the fifth" in told.lower() or "lives" in told


@each_kind
def test_a_report_is_read_as_it_was_written(kind) -> None:
    """The report that a folder keeps as data is read back as it was."""
    report = kept(kind).report
    assert document.read(document.written(report), "here") == report


def test_the_same_bytes_are_made_again(tmp_path, monkeypatch) -> None:
    """The same result, made again elsewhere, gives the same report to the byte."""
    pages = []
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        small(Path())
        words = ["what-if", "small.toml", "--change", "taper", "--runs", "8"]
        assert answer([*words, "--out", "out"]) == 0
        pages.append(page(*read(Path("out"))))
    assert pages[0] == pages[1]


def test_what_a_sender_writes_is_text() -> None:
    """A title, a marking and a note are shown as they are written, and run nothing."""
    bad = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    seen = shown("what_if", Sent(bad, bad, bad))
    assert seen.all("script") == seen.all("img") == []
    assert "".join(seen.text).count(bad) == 5  # the title twice, the marking twice, the note
    assert "Note from the sender" in "".join(seen.text)


def test_what_a_scenario_is_called_is_text() -> None:
    """A name that looks like markup, in a figure or a table, is shown as it is written."""
    bad = "<script>alert(1)</script>"
    found = kept("what_if")
    report = found.report._replace(title=bad)
    picture = report.brief.picture
    assert picture is not None
    picture = picture._replace(sentence=bad, alt=bad)
    report = report._replace(brief=report.brief._replace(picture=picture, question=bad))
    seen = Page(page(report, found.files))
    assert seen.all("script") == []
    assert "".join(seen.text).count(bad) >= 5


@given(st.text(max_size=20))
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    """A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    safe = cells.safe(text)
    if safe[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        float(safe)
    assert safe in {text, f"'{text}"}


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_stay_numbers(value: float) -> None:
    """A number is a number in what is downloaded, whatever its sign."""
    assert float(cells.safe(repr(value))) == value


STYLED = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="10pt" height="5pt" viewBox="0 0 10 5"><defs><style>*{stroke-linejoin: round}</style>
<clipPath id="p1"><rect/></clipPath></defs><metadata>made at noon</metadata>
<g clip-path="url(#p1)" style="fill: none; stroke-dasharray: 1,2"><use xlink:href="#m"/>
<text style="font: 700 8px 'DejaVu Sans'; text-anchor: end" onclick="alert(1)">a &lt; b</text>
<path id="m"/></g><script>alert(1)</script></svg>"""


def test_a_figure_needs_no_style_of_its_own() -> None:
    """A style becomes attributes, names are scoped, and what runs or dates is left out."""
    text = svg.for_page(STYLED.encode(), "f1", "what it shows", "what it found")
    assert text == svg.for_page(STYLED.encode(), "f1", "what it shows", "what it found")
    for gone in ("style", "script", "onclick", "metadata", "noon", "width=", "height="):
        assert gone not in text
    for there in (
        'stroke-linejoin="round"', 'fill="none"', 'stroke-dasharray="1,2"', 'font-weight="700"',
        'font-size="8px"', 'text-anchor="end"', 'id="f1-p1"', "url(#f1-p1)", '"#f1-m"',
        'role="img"', "a &lt; b",
    ):  # fmt: skip
        assert there in text
    root = ET.fromstring(text)  # noqa: S314
    assert [child.text for child in root][:2] == ["what it found", "what it shows"]


def test_a_report_of_another_form_is_refused(tmp_path) -> None:
    """What is no report is refused in one sentence, which says what to do."""
    for text in ("", "[]", '{"form": 0, "report": {}}', '{"form": 1, "report": {"kind": 3}}'):
        with pytest.raises(BadInput, match="is no report"):
            document.read(text, "there")


def test_the_date_is_that_of_what_is_cited() -> None:
    """The date in every report is the day on which this version was released."""
    cited = (Path(__file__).parents[1] / "CITATION.cff").read_text("utf-8")
    year, month, day = re.search(r"date-released: (\d+)-(\d+)-(\d+)", cited).groups()
    months = {"November": 11}
    told = RELEASED.split()
    assert (int(told[0]), months[told[1]], int(told[2])) == (int(day), int(month), int(year))
