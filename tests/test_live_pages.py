"""Every page works without a script, keeps nothing, and answers as the command line does."""

import csv
import io
import re
import time
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import pandas as pd
import pytest

from exit_sim.scenario import Scenario, changes
from exit_sim.scenario.changes import DECIDERS
from live_pages import ASKED, LIKE, answer_to, opened
from test_language import Passage, avoided_in

pytestmark = pytest.mark.usefixtures("engine")

PAGES = (
    "/", "/?decider=funder", "/like?change=champion_leaves", "/details?of=baseline",
    "/details?of=reference", "/scenarios", "/scenarios/la_a", "/scenarios/reference",
    "/propositions", "/accessibility", f"/story?{LIKE}",
)  # fmt: skip
FIRST_ROUND = 128


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """The pages."""
    with opened() as made:
        yield made


class Seen(HTMLParser):
    """The elements of a page, with their attributes; what stands in words; every form."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.words.append(data)

    def all(self, tag: str, attribute: str) -> list[str]:
        """An attribute of every element of a name that has it."""
        return [
            kept[attribute] for name, kept in self.elements if name == tag and attribute in kept
        ]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there_and_whole(client, path) -> None:
    """Each page answers a GET with one h1, in English, and all it loads is its own."""
    found = answer_to(client, path)
    assert found.status_code == 200
    seen = Seen(found.text)
    assert [name for name, _ in seen.elements].count("h1") == 1
    assert seen.all("html", "lang") == ["en-GB"]
    loaded = [*seen.all("link", "href"), *seen.all("script", "src"), *seen.all("img", "src")]
    assert all(one.startswith(("/static/", "data:")) for one in loaded)
    assert not seen.all("div", "style")
    assert set(seen.all("form", "method")) <= {"get"}
    assert [name for name, _ in seen.elements].count("style") == 0


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(client, path) -> None:
    """Whatever is linked from a page is there, within these pages."""
    seen = Seen(answer_to(client, path).text)
    ids = set(seen.all("section", "id")) | {kept.get("id", "") for _, kept in seen.elements}
    for link in dict.fromkeys(seen.all("a", "href")):
        if link.startswith("#"):
            assert link[1:] in ids
            continue
        assert link.startswith("/")
        if "/answer?" not in link and "/story?" not in link:
            assert client.get(urljoin(path, link)).status_code == 200, link


def test_every_question_is_there(client) -> None:
    """The first page has every question that ships; each may be narrowed to who decides."""
    ticked = Seen(client.get("/").text).all("input", "value")
    assert sorted(ticked) == changes.names()
    some = [Seen(client.get(f"/?decider={one}").text).all("input", "value") for one in DECIDERS]
    assert sorted(name for names in some for name in names) == changes.names()


def test_a_question_is_asked_without_a_script(client) -> None:
    """From a ticked question by forms alone to an answer that has every part of a report."""
    page = Seen(client.get("/like?change=taper").text)
    assert page.all("form", "action") == ["/answer"]
    form = f"change=taper&like.setting.rating=&like.setting.sector=&scenario=la_a&{ASKED}"
    sent = client.get(f"/answer?{form}", follow_redirects=False)
    assert sent.status_code == 303
    assert "like." not in sent.headers["location"]
    found = answer_to(client, sent.headers["location"])
    assert found.status_code == 200
    for part in ("findings", "lives", "otherwise", "limits", "assumptions", "again", "sources"):
        assert f'id="{part}"' in found.text
    assert "last in the model" in found.text
    assert "exit-sim what-if described.toml --change taper --seed 1 --runs" in found.text
    assert "no change" in found.text


def test_the_same_address_is_the_same_answer_to_everybody(client) -> None:
    """A link is the experiment: a server that was never asked answers in the same bytes."""
    here = answer_to(client, f"/answer?{ASKED}")
    with opened() as other:
        there = answer_to(other, f"/answer?{ASKED}")
    assert here.content == there.content
    assert "set-cookie" not in here.headers


def test_it_can_be_taken_away(client) -> None:
    """Report, table and scenario are handed on as files."""
    report = answer_to(client, f"/answer/report.html?{ASKED}")
    assert "attachment" in report.headers["content-disposition"]
    assert b"<style>" in report.content
    assert b"/static/" not in report.content
    table = answer_to(client, f"/answer/differences.csv?{ASKED}")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert {row["option"] for row in rows} == {"taper"}
    assert {"difference", "half_width_simulation"} <= rows[0].keys()


def test_the_scenario_that_is_handed_on_is_what_was_compared(client, tmp_path) -> None:
    """The file that is handed on reads as the organisation that the address describes."""
    from exit_sim.live.address import organisation, read
    from exit_sim.live.forms import pairs_in, plain

    query = "of=la_a&is.setting.rating=good&is.setting.elections=by thirds&is.people.frontline=9"
    text = client.get(f"/answer/described.toml?{query}").text
    tomllib.loads(text)
    file = tmp_path / "described.toml"
    file.write_text(text, "utf-8")
    described = organisation(read(plain(pairs_in(query))))
    assert Scenario.load(file).canonical() == described.canonical()


def test_the_command_that_is_said_gives_the_same_numbers(client, tmp_path, monkeypatch) -> None:
    """What the page says, the command line says of the handed-on scenario."""
    from exit_sim.cli import answer as command_line

    monkeypatch.chdir(tmp_path)
    text = client.get(f"/answer/described.toml?{ASKED}").text
    (tmp_path / "described.toml").write_text(text, "utf-8")
    page = answer_to(client, f"/answer?{ASKED}").text
    words = re.search(r"<code>exit-sim (what-if described.toml [^<]*)</code>", page)
    assert words is not None
    assert command_line([*words[1].split(), "--out", "kept"]) == 0
    kept = pd.read_parquet(tmp_path / "kept" / "differences.parquet")
    here = pd.read_csv(io.StringIO(client.get(f"/answer/differences.csv?{ASKED}").text))
    assert list(here.columns) == list(kept.columns)
    for name in ("outcome", "pairs", "difference", "half_width_simulation", "helped"):
        assert here[name].astype(kept[name].dtype).equals(kept[name])


def test_a_story_can_be_scrubbed(client) -> None:
    """Each month has its people, its ties and what happened; links lead to those beside it."""
    first = answer_to(client, f"/story?{LIKE}")
    later = client.get(f"/story?{LIKE}&at=12")
    assert "Month 1:" in first.text
    assert "Month 12:" in later.text
    assert re.search(r'href="/story\?[^"]*&amp;at=13"', later.text)
    assert re.search(r'href="/story\?[^"]*&amp;at=11"', later.text)
    assert "<line " in later.text
    assert "<circle " in later.text
    for at in ("0", "49", "x", "1e9"):
        assert client.get(f"/story?{LIKE}&at={at}").status_code == 400


def test_a_month_is_told_as_the_run_has_it(client) -> None:
    """Numbers, people and events of a month are those of the same organisation run alone."""
    from exit_sim.live import story
    from exit_sim.live.address import organisation, read
    from exit_sim.live.forms import pairs_in, plain
    from exit_sim.results.run_record import simulate

    scenario = organisation(read(plain(pairs_in(LIKE))))
    assert isinstance(scenario, Scenario)
    run = simulate(scenario, 1, people=True)
    told = story.told(run)
    for number in (1, 17, 48):
        month = story.month(told, number)
        page = client.get(f"/story?{LIKE}&at={number}")
        world = run.at(number)
        assert world is not None
        using = f"{round(world.people.frontline.using)} use the practice"
        assert using in page.text
        events = [e for e in run.ledger if e.month == number and e.kind not in story.UNSAID]
        assert len(month.events) == len(events)
        assert all(said in page.text.replace("&#39;", "'") for said in month.events)


def test_what_longer_takes_is_waited_for_and_can_be_cancelled(client) -> None:
    """A page that waits looks again by itself, says how far it is, and has a way to cancel."""
    path = "/answer?of=baseline&is.people.frontline=400&change=champion_stays&precision=0.01"
    waiting = client.get(path)
    assert waiting.status_code == 202
    seen = Seen(waiting.text)
    assert seen.all("meta", "http-equiv") == ["refresh"]
    assert seen.all("form", "method") == ["post"]
    (where,) = seen.all("form", "action")
    key = where.removeprefix("/cancel/")
    far = client.get(f"/progress/{key}").json()
    assert far["state"] == "going"
    assert far["done"] <= far["total"] or not far["total"]
    stopped = client.post(where, headers={"origin": "http://127.0.0.1"})
    assert stopped.status_code == 200
    assert client.get(f"/progress/{key}").status_code == 404
    jobs = client.app.state.jobs
    end = time.monotonic() + 20.0
    while jobs.going and time.monotonic() < end:
        time.sleep(0.05)
    assert not jobs.going


@pytest.mark.parametrize("path", PAGES)
def test_pages_keep_to_the_words_of_the_project(client, path) -> None:
    """No page says what the project does not say."""
    seen = Seen(answer_to(client, path).text)
    assert not avoided_in(Passage(path, 1, " ".join(seen.words)))


def test_verdicts_are_those_published(client) -> None:
    """Every proposition that is put to the model is there with the verdict that is published."""
    from exit_sim.analysis.propositions.accounts import published

    text = client.get("/propositions").text
    for one in published("baseline")["verdicts"]:
        card = text[text.index(f'id="{one["id"]}"') :]
        assert f"baseline: <strong>{one['verdict']}</strong>" in card[: card.index("</ul>")]
