"""The live page in a browser: accessible, legible, by keyboard alone, and with scripts or without.

It is served by the command itself, in a process of its own.
"""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from browsing import TALL, WIDTHS, browser, look, violations
from exit_sim.live.jobs import PATIENCE
from live_pages import ASKED, LIKE, slow_to_answer
from reports import needed

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("engine")]

LATEST = 90.0
"""Seconds after which what has not come will not come."""
ZOOMED = 640
"""Width of a desk's screen at 200 %."""

PAGES = {
    "begin": "/",
    "like": "/like?change=champion_leaves&change=taper",
    "details": "/details?of=baseline",
    "answer": f"/answer?{ASKED}",
    "answer-many": "/answer?change=champion_leaves&change=taper&precision=0.5",
    "waiting": f"/answer?{slow_to_answer('in_house')}",
    "story": f"/story?{LIKE}&at=18",
    "story-usual": "/story?of=baseline&at=18",
    "scenarios": "/scenarios",
    "scenario": "/scenarios/la_a",
    "propositions": "/propositions",
    "accessibility": "/accessibility",
    "wrong": "/answer?runs=1000000000",
}


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The address of pages that the command serves."""
    needed("uvicorn")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "exit_sim", "serve", "--port", str(port)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    address = f"http://127.0.0.1:{port}"
    try:
        _until(lambda: _status(f"{address}/accessibility") == 200)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=30)
    assert address in out
    assert error == "Stopped serving.\n"
    assert process.returncode == 130


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    """A browser for all tests of this file."""
    with browser() as found:
        yield found


@pytest.fixture
def tab(opened: Any, served: str) -> Iterator[Any]:
    """A page of the browser; whatever it asks for elsewhere, or goes wrong in it, is told."""
    with _tab(opened, served) as made:
        yield made


class _tab:  # noqa: N801  it is used as a function is
    """Open a page, and see at its end that nothing was asked of anybody else."""

    def __init__(self, opened: Any, served: str, **more: Any) -> None:
        self._context = opened.new_context(
            base_url=served, viewport={"width": WIDTHS["desktop"], "height": TALL}, **more
        )
        self._served, self._asked, self._wrong = served, [], []

    def __enter__(self) -> Any:
        """Open it."""
        made = self._context.new_page()
        made.on("request", lambda request: self._asked.append(request.url))
        made.on("pageerror", lambda error: self._wrong.append(str(error)))
        made.on(
            "console",
            lambda said: "Content Security" in said.text and self._wrong.append(said.text),
        )
        return made

    def __exit__(self, kind: object, *_: object) -> None:
        """Close it, and see."""
        self._context.close()
        if kind is None:
            assert self._wrong == []
            ours = (self._served, "data:")
            assert [url for url in self._asked if not url.startswith(ours)] == []


def _until(holds: Any) -> None:
    end = time.monotonic() + LATEST
    while not holds():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.1)


def _status(url: str) -> int:
    try:
        with urlopen(url, timeout=LATEST) as found:  # noqa: S310  our own
            return int(found.status)
    except HTTPError as error:
        return error.code
    except URLError:
        return 0


def _answered(tab: Any) -> None:
    tab.wait_for_selector("#findings", timeout=1000 * LATEST)


@pytest.mark.parametrize("device", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wrong_with_a_page(name, device, tab) -> None:
    """axe-core finds nothing in any page, and none scrolls sideways."""
    tab.set_viewport_size({"width": WIDTHS[device], "height": TALL})
    tab.goto(PAGES[name])
    if name.startswith("answer"):
        _answered(tab)
    tab.wait_for_selector("h1")
    look(tab, f"live-{name}-{device}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= WIDTHS[device]
    assert violations(tab) == []


@pytest.mark.parametrize("name", PAGES)
def test_it_can_be_enlarged(name, tab) -> None:
    """At 200 % nothing is lost to the side."""
    tab.set_viewport_size({"width": ZOOMED, "height": TALL // 2})
    tab.goto(PAGES[name])
    tab.wait_for_selector("h1")
    assert tab.evaluate("document.documentElement.scrollWidth") <= ZOOMED


def _tab_to(tab: Any, selector: str) -> None:
    """Press the tab key until something has the focus; on the way, focus is always seen."""
    for _ in range(200):
        tab.keyboard.press("Tab")
        here = tab.evaluate(
            "(wanted) => { const one = document.activeElement; const style = getComputedStyle(one);"
            " return [one.matches(wanted), style.outlineStyle, one.tagName]; }",
            selector,
        )
        assert here[1] != "none", f"{here[2]} has the focus, and nothing shows it"
        if here[0]:
            return
    pytest.fail(f"no way by keyboard to {selector}")


def test_a_whole_question_is_asked_by_keyboard_alone(tab) -> None:
    """From the first page to an answer, and on to another answer, without a mouse."""
    keys = tab.keyboard
    tab.goto("/", wait_until="networkidle")
    keys.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    keys.press("Enter")
    _until(lambda: tab.evaluate("document.activeElement.id") == "main")
    _tab_to(tab, "#c-champion_leaves")
    keys.press("Space")
    _tab_to(tab, "form.begin button")
    keys.press("Enter")
    tab.wait_for_url("**/like?*")
    _tab_to(tab, "#o-champion_leaves-month")
    keys.press("Control+a")
    keys.type("30")
    _tab_to(tab, "input[type=radio]")
    assert tab.evaluate("document.activeElement.id") == "of-one"
    _tab_to(tab, "select[name='like.setting.rating']")
    keys.type("good")
    _tab_to(tab, "button[formaction]")
    keys.press("Enter")
    tab.wait_for_url("**/details?*")
    _tab_to(tab, "[name='is.receptivity.culture']")
    keys.type("0.6")
    _tab_to(tab, "form.details .go button")
    keys.press("Enter")
    _answered(tab)
    said = tab.url.partition("?")[2]
    assert said == (
        "of=baseline&is.setting.rating=good&is.receptivity.culture=0.6"
        "&change=champion_leaves:month=30"
    )
    assert "Answer" in tab.inner_text(".answer")
    before = tab.inner_text(".answer")
    _tab_to(tab, "details.ask summary")
    keys.press("Enter")
    _tab_to(tab, "form[data-live] #o-champion_leaves-month")
    keys.press("Control+a")
    keys.type("6")
    keys.press("Enter")
    tab.wait_for_url("**month=6*")
    _answered(tab)
    assert tab.inner_text(".answer") != before


def test_what_changed_is_announced_and_focus_stays(tab) -> None:
    """An answer that arrives in place is said to screen readers, and the focus is not moved."""
    tab.goto(PAGES["answer"])
    _answered(tab)
    tab.click("details.ask summary")
    tab.select_option("form[data-live] [name='precision']", "0.05")
    tab.focus("form[data-live] .go button")
    tab.keyboard.press("Enter")
    _until(lambda: tab.inner_text("#said").startswith("Answer: "))
    assert tab.get_attribute("#said", "aria-live") == "polite"
    assert tab.evaluate("document.activeElement.matches('form[data-live] .go button')")
    assert tab.inner_text("#said").removeprefix("Answer: ") in tab.inner_text(".answer")
    assert "precision=0.05" in tab.url
    tab.go_back()
    tab.wait_for_url("**precision=0.5")
    _answered(tab)


def test_an_answer_that_takes_longer_shows_how_far_it_is_and_can_be_cancelled(tab, served) -> None:
    """A waiting page counts on by itself, and its button stops the work within a second."""
    tab.goto(f"/answer?{slow_to_answer('spin_out')}")
    how_far = "document.getElementById('progress').value"
    _until(lambda: tab.evaluate(how_far) > 0)
    first = tab.evaluate(how_far)
    _until(lambda: tab.evaluate(how_far) > first)
    where = tab.get_attribute("[data-waits]", "data-waits")
    tab.click("text=Cancel")
    tab.wait_for_selector("text=Nothing goes on")
    _until(lambda: _status(served + where) == 404)


def test_a_closed_browser_stops_its_work(opened, served) -> None:
    """Where nobody looks any more, the work ends."""
    with _tab(opened, served) as made:
        made.goto(f"/answer?{slow_to_answer('caseload')}")
        where = made.get_attribute("[data-waits]", "data-waits")
    time.sleep(PATIENCE + 2.0)
    assert _status(served + where) == 404


def test_a_story_is_scrubbed_in_place(tab) -> None:
    """An arrow key on the range shows the next month, and says so."""
    tab.goto(PAGES["story"])
    tab.focus("#at")
    tab.keyboard.press("ArrowRight")
    tab.wait_for_selector("h2:has-text('Month 19:')")
    _until(lambda: tab.inner_text("#said").startswith("Month 19"))
    assert tab.url.endswith("at=19")
    assert tab.evaluate("document.activeElement.id") == "at"


def test_everything_works_without_scripts(opened, served) -> None:
    """Without scripts a question is asked and waited for, and months are stepped through."""
    with _tab(opened, served, java_script_enabled=False) as made:
        made.goto("/?decider=funder")
        made.check("#c-slack" if made.query_selector("#c-slack") else "#c-milestone")
        made.click("text=Go on")
        made.check("#of-many")
        made.click("button:has-text('Answer')")
        _answered(made)
        assert re.search(r"/answer\?of=reference&change=milestone", made.url)
        made.goto(PAGES["story"])
        made.click("a[aria-label='The next month']")
        made.wait_for_selector("h2:has-text('Month 19:')")
