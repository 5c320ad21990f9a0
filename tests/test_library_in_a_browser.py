"""The library is accessible and legible in a browser, from a file, with scripts and without."""

from collections.abc import Iterator
from typing import Any

import pytest

from browsing import TALL, WIDTHS, browser, look, violations
from libraries import FIRST, PLACES, small

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("engine")]

PAGES = (
    "index", "deciders", "places", f"places/{FIRST.name}", "propositions", "glossary", "reading",
    "accessibility", f"reports/taper/{FIRST.name}",
)  # fmt: skip


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    """A browser for all tests of this file."""
    with browser() as found:
        yield found


@pytest.fixture
def at(opened: Any) -> Iterator[Any]:
    """Open a page of the library at a width; whatever it asks for or complains of is told."""
    tabs = []

    def of(name: str, width: int, **more: Any) -> Any:
        tab = opened.new_page(viewport={"width": width, "height": TALL}, **more)
        tab.told = []
        tab.on("request", lambda request: tab.told.append(request.url))
        tab.on("pageerror", lambda error: tab.told.append(str(error)))
        tab.on("console", lambda said: tab.told.append(said.text))
        tabs.append(tab)
        tab.goto((small() / f"{name}.html").as_uri())
        return tab

    yield of
    for tab in tabs:
        tab.close()


@pytest.mark.parametrize("device", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wrong_with_a_page(name, device, at) -> None:
    """axe-core finds nothing, only files of the library are read, and no page scrolls sideways."""
    tab = at(name, WIDTHS[device])
    look(tab, f"library-{name.replace('/', '-')}-{device}")
    within = (small().as_uri(), "data:")
    assert [said for said in tab.told if not said.startswith(within)] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= WIDTHS[device]
    assert violations(tab) == []


@pytest.mark.parametrize("device", WIDTHS)
def test_a_report_is_found_by_keyboard(device, at) -> None:
    """Typing finds an answer, how many are found is said, and Tab and Enter open it."""
    tab = at("index", WIDTHS[device])
    tab.focus("#words")
    tab.keyboard.type("tapered supports trying")
    assert tab.inner_text("#found") == "1 found."
    look(tab, f"library-search-{device}")
    assert violations(tab) == []
    tab.focus("#words")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/reports/taper/second.html")
    assert "Answer" in tab.inner_text("main")


def test_what_is_not_there_is_said(at) -> None:
    """Words that nothing has find nothing, and a page says so."""
    tab = at("index", WIDTHS["desktop"])
    tab.fill("#words", "no such thing at all")
    assert tab.inner_text("#found") == "Nothing found."
    assert tab.locator("#answers li").count() == 0


def test_without_scripts_every_answer_is_a_link_away(at) -> None:
    """Without scripts there is no search, and the index leads to every report."""
    tab = at("index", WIDTHS["phone"], java_script_enabled=False)
    assert not tab.is_visible("#search")
    tab.click("summary >> nth=0")
    assert tab.locator("a[href^='reports/']").count() == len(PLACES)
    tab.click("a[href^='reports/'] >> nth=0")
    assert "Answer" in tab.inner_text("main")


def test_text_may_be_twice_as_large(at) -> None:
    """At 200 % zoom, which leaves half the width, nothing of the index scrolls sideways."""
    tab = at("index", WIDTHS["desktop"] // 2)
    assert tab.evaluate("document.documentElement.scrollWidth") <= WIDTHS["desktop"] // 2
