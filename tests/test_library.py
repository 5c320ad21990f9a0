"""A library needs nothing installed: all is there, leads somewhere, and is made again alike."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest

from command_line import ask as ask_command
from command_line import files
from exit_sim.commands.answering_library import SO_ALREADY, asking
from exit_sim.live import evidence
from exit_sim.live.controls import questions
from exit_sim.ready_answers import building, making
from exit_sim.ready_answers.building import zipped
from exit_sim.ready_answers.glossary import glossary
from exit_sim.ready_answers.places import Place, organisation, places, shipped, written
from exit_sim.ready_answers.ready import RECORDS, Made
from exit_sim.scenario import Scenario
from libraries import FIRST, PAIRS, PLACES, QUESTIONS, Counting, built, small

pytestmark = pytest.mark.usefixtures("engine")

SAMPLE = Path(__file__).parents[1] / "docs" / "sample_report.html"
LOADS = {"src", "href", "srcset", "action", "poster", "data"}


class Page(HTMLParser):
    """What a page links to, loads, and names."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: list[str] = []
        self.scripts = 0
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        self.scripts += tag == "script"
        for name, value in attrs:
            if name == "id" and value:
                self.names.append(value)
            elif name in LOADS and value:
                self.links.append(value)


def pages(site: Path) -> Iterator[Path]:
    """Every page of a library."""
    return site.rglob("*.html")


def held(site: Path) -> Any:
    """What the search reads."""
    text = (site / "index.js").read_text("utf-8")
    return json.loads(text.removeprefix("const LIBRARY = ").removesuffix(";\n"))


def test_every_question_of_every_place_stands_once_in_the_index() -> None:
    """The index leads once to each report, and says of each question that has none why not."""
    found = Page(small() / "index.html").links
    reports = sorted(link for link in found if link.startswith("reports/"))
    assert reports == sorted(f"reports/taper/{place.name}.html" for place in PLACES)
    text = (small() / "index.html").read_text("utf-8")
    assert text.count(SO_ALREADY) == len(PLACES)


def test_every_report_is_there_and_answers_as_the_index_says() -> None:
    """The line in the index is the answer on page one of the report."""
    index = (small() / "index.html").read_text("utf-8")
    for place in PLACES:
        report = (small() / f"reports/taper/{place.name}.html").read_text("utf-8")
        answer = re.search(r'<div class="answer"><h2>Answer</h2><p>(.*?)</p>', report)
        assert answer is not None
        assert f"<dd>{answer[1]}</dd>" in index
        assert f"each of {PAIRS} pairs" in report


def test_all_links_lead_somewhere_within_the_library() -> None:
    """Every link is relative, to a file that is there and a name that it holds."""
    seen = {path: Page(path) for path in pages(small())}
    wrong = []
    for path, page in seen.items():
        for link in page.links:
            if link.startswith("data:"):
                continue
            file, _, name = unquote(link).partition("#")
            to = (path.parent / file).resolve() if file else path.resolve()
            there = to.is_file() and to.is_relative_to(small().resolve()) and ":" not in file
            if not there or (name and name not in seen[Path(to)].names):
                wrong.append(f"{path.name}: {link}")
    assert wrong == []


def test_what_the_search_finds_is_there() -> None:
    """The search knows every answer, proposition and word, and leads to each."""
    found = held(small())
    to = [one["to"] for part in ("questions", "places", "others") for one in found[part]]
    to += [each["to"] for one in found["questions"] for each in one["places"] if each["to"]]
    for link in to:
        file, _, name = link.partition("#")
        assert not name or name in Page(small() / file).names, link
    assert sum(len(one["places"]) for one in found["questions"]) == len(QUESTIONS) * len(PLACES)
    assert len(found["others"]) == len(evidence.propositions()) + len(glossary().words)


def test_no_page_needs_a_script() -> None:
    """Scripts stand on the index alone, whose search is not shown without them."""
    with_scripts = {path.name for path in pages(small()) if Page(path).scripts}
    assert with_scripts == {"index.html"}
    assert re.search(r'<form id="search"[^>]* hidden>', (small() / "index.html").read_text("utf-8"))


def test_names_on_a_page_are_given_once() -> None:
    """No page gives one name to two things."""
    twice = [
        f"{path.name}: {name}"
        for path in pages(small())
        for names in [Page(path).names]
        for name in set(names)
        if names.count(name) > 1
    ]
    assert twice == []


def test_propositions_stand_with_their_verdicts() -> None:
    """Every proposition has each level's verdict, or the level is said not to be published."""
    text = (small() / "propositions.html").read_text("utf-8")
    for one in evidence.propositions():
        card = text.split(f'<li id="{one.id}">')[1].split("</ul>")[0]
        assert [re.sub("<[^>]+>", "", li) for li in re.findall(r"<li>(.*?)</li>", card)] == [
            f"{where}: {verdict}" for where, verdict in one.verdicts
        ]


def test_it_is_made_again_alike(tmp_path) -> None:
    """The same library has the same bytes, on any number of threads."""
    again = built(tmp_path / "again", asking(PAIRS, 2))
    assert files(again) == files(small())


@pytest.mark.parametrize("stops_after", [0, 1, 3])
def test_it_goes_on_where_it_stopped(stops_after, tmp_path) -> None:
    """Stopped, it is gone on with: nothing whole is asked again, and the end is the same."""
    first = Counting(stops_after)
    with pytest.raises(KeyboardInterrupt):
        built(tmp_path / "site", first)
    second = Counting()
    built(tmp_path / "site", second)
    again = [one for one in first.asked if one in second.asked]
    assert [question for question, _ in again if question == "taper"] == []
    assert files(tmp_path / "site") == files(small())


def test_a_report_that_is_not_whole_is_made_again(tmp_path) -> None:
    """A report whose bytes are others is made again, and no other is."""
    site = built(tmp_path / "site")
    whole = files(site)
    report = site / "reports" / "taper" / "second.html"
    report.write_bytes(report.read_bytes()[:-1])
    counted = Counting()
    built(site, counted)
    assert [one for one in counted.asked if one[0] == "taper"] == [("taper", "second")]
    assert files(site) == whole


def test_reports_of_other_pairs_or_rules_are_made_again(tmp_path, monkeypatch) -> None:
    """What was made of fewer pairs, or by other rules, is not taken for the same."""
    site = built(tmp_path / "site")
    counted = Counting()
    built(site, counted, pairs=PAIRS + 1)
    assert ("taper", "first") in counted.asked
    monkeypatch.setattr("exit_sim.ready_answers.ready.made_by", lambda: "other rules")
    counted = Counting()
    built(site, counted, pairs=PAIRS + 1)
    assert ("taper", "first") in counted.asked


def test_what_is_asked_no_more_is_gone(tmp_path) -> None:
    """A report of a place that is no longer there is removed, and no link to it is left."""
    site = built(tmp_path / "site")
    building.build(site, QUESTIONS, (FIRST,), Counting(), pairs=PAIRS)
    assert [path.name for path in (site / "reports").rglob("*.html")] == ["first.html"]


def test_a_zip_of_it_is_always_the_same(tmp_path) -> None:
    """A zip holds every page, nothing that is for going on, and the same bytes each time."""
    one, other = (built(tmp_path / name / "site") for name in "ab")
    first, second = zipped(one), zipped(other)
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as found:
        inside = {name: found.read(name) for name in found.namelist()}
    wanted = {
        f"{building.WITHIN}/{name}": content
        for name, content in files(one).items()
        if not name.startswith(RECORDS)
    }
    assert inside == wanted


def test_places_are_a_dozen_and_none_is_a_case() -> None:
    """There are twelve places of different names and titles, none a case of the study."""
    found = places()
    assert len(found) == 12
    assert len({one.name for one in found}) == len({one.title for one in found}) == 12
    assert [one.name for one in found if "code" in shipped(one.of).about] == []


@pytest.mark.parametrize(
    "place", [one for one in places() if not one.ships], ids=lambda one: one.name
)
def test_the_file_of_a_place_is_that_place(place: Place, tmp_path) -> None:
    """A place that does not ship is written as a scenario that is the same organisation."""
    path = tmp_path / place.file
    path.write_text(written(place), "utf-8")
    read, meant = Scenario.load(path), organisation(place)
    assert isinstance(meant, Scenario)
    assert (read.parameters, read.events, read.title, read.name) == (
        meant.parameters, meant.events, meant.title, meant.name,
    )  # fmt: skip


def test_what_cannot_be_asked_is_said_in_a_sentence() -> None:
    """A change that has no place in a short time is answered by the reason."""
    brief = Place("brief", "baseline", "Brief", "", (*FIRST.sets, ("time.horizon", 24)))
    said = asking(2, 1)(brief, "election")
    assert said == "It cannot be asked of this place: month = 38 is beyond the horizon."


def test_every_question_of_every_place_can_be_asked_or_not() -> None:
    """Of the dozen places no question is refused; at most it is so there already."""
    for place in places():
        organised = organisation(place)
        if not isinstance(organised, Scenario):
            continue
        for one in questions():
            assert organised.changed(one.name).horizon == organised.horizon


def test_the_command_builds_and_says_what_is_there(capsys, tmp_path, monkeypatch) -> None:
    """The command makes the library and its zip, and prints how to make the same again."""
    _few(monkeypatch)
    monkeypatch.chdir(tmp_path)
    said = ask_command(capsys, "library", "--out", "site", "--zip", "--threads", "1")
    assert (said.code, said.error) == (0, "")
    assert "2 reports, and 2 questions that a place answers without one." in said.out
    assert said.out.rstrip().endswith("exit-sim library --out site --zip")
    assert files(tmp_path / "site") == files(small())
    assert (tmp_path / "site.zip").is_file()


def test_a_folder_of_something_else_is_left_alone(capsys, tmp_path) -> None:
    """What is no library is not written into."""
    (tmp_path / "mine.txt").write_text("mine")
    said = ask_command(capsys, "library", "--out", str(tmp_path))
    assert said.code == 2
    assert "holds something else, and no library; name a new folder" in said.error
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_zip_of_something_else_is_left_alone(capsys, tmp_path) -> None:
    """A zip that is no library is not replaced, and nothing is made."""
    other = tmp_path / "site.zip"
    other.write_bytes(b"mine")
    said = ask_command(capsys, "library", "--out", str(tmp_path / "site"), "--zip")
    assert said.code == 2
    assert "is there already, and is no library" in said.error
    assert other.read_bytes() == b"mine"
    assert not (tmp_path / "site").exists()


def test_stopped_it_says_how_to_go_on(capsys, tmp_path, monkeypatch) -> None:
    """Ctrl-C keeps what is whole, and the last line goes on with it."""
    _few(monkeypatch)
    monkeypatch.setattr("exit_sim.commands.answering_library.asking", lambda *_: Counting(most=1))
    said = ask_command(capsys, "library", "--out", str(tmp_path / "site"))
    assert said.code == 75
    assert said.error.splitlines()[-1].strip() == f"exit-sim library --out {tmp_path / 'site'}"


def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exit_sim.ready_answers.making.PAIRS", PAIRS)
    monkeypatch.setattr("exit_sim.ready_answers.places.places", lambda: PLACES)
    monkeypatch.setattr("exit_sim.scenario.changes.names", lambda: list(QUESTIONS))


def test_the_sample_report_is_as_the_library_makes_it() -> None:
    """The report that the README shows answers as one made now does; `make sample` makes it."""
    place = next(one for one in places() if one.name == "champion_leaves_pilot")
    made = asking(making.PAIRS, 0)(place, "champion_stays")
    assert isinstance(made, Made)
    text = SAMPLE.read_text("utf-8")
    assert made.report.brief.answer in text
    assert made.report.again.rules in text
    assert len(text.encode()) < 200_000


def test_the_glossary_is_shown_word_by_word() -> None:
    """Every word has a place of its own, and each table is named and can be reached."""
    found = glossary()
    assert "twins" in {one.word for one in found.words}
    assert found.text.count("<table>") == found.text.count('role="region"') > 5
    assert "](" not in found.text
