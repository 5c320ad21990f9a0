"""Reports are accessible and legible in a browser: at a desk, on a phone, by keyboard, on paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import A4, TALL, WIDTHS, browser, look, violations
from exit_sim.report.page import Sent, page
from reports import KINDS, kept

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("engine")]

SENT = Sent("", "OFFICIAL", "For the meeting in May. It says nothing of any real place.")


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    """A browser for all tests of this file."""
    with browser() as found:
        yield found


def written(kind: str, where: Path) -> Path:
    """Write a report of a kind to a file."""
    found = kept(kind)
    path = where / f"{kind}.html"
    path.write_bytes(page(found.report, found.files, SENT))
    return path


@pytest.fixture
def at(opened: Any, tmp_path: Path) -> Iterator[Any]:
    """Open a report of a kind at a width; whatever it asks the network for is told."""
    pages = []

    def of(kind: str, width: int) -> Any:
        tab = opened.new_page(viewport={"width": width, "height": TALL})
        tab.asked = []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.on("pageerror", lambda error: tab.asked.append(str(error)))
        pages.append(tab)
        tab.goto(written(kind, tmp_path).as_uri())
        return tab

    yield of
    for tab in pages:
        tab.close()


@pytest.mark.parametrize("device", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wrong_with_a_page(kind, device, at) -> None:
    """axe-core finds nothing, nothing but the file is asked for, and no page scrolls sideways."""
    tab = at(kind, WIDTHS[device])
    look(tab, f"report-{kind}-{device}")
    assert [url for url in tab.asked if not url.startswith("file:")] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= WIDTHS[device]
    assert violations(tab) == []


@pytest.mark.parametrize("kind", KINDS)
def test_page_one_prints_on_one_page(kind, at) -> None:
    """All of the brief stands on the first sheet of A4, and nothing of it is wider."""
    tab = at(kind, A4[0])
    tab.emulate_media(media="print")
    ends = tab.evaluate("document.querySelector('.brief').getBoundingClientRect().bottom")
    assert ends <= A4[1]
    assert tab.evaluate("document.documentElement.scrollWidth") <= A4[0]


def test_text_may_be_twice_as_large(at) -> None:
    """At 200 % zoom, which leaves half the width, nothing of the page scrolls sideways."""
    tab = at("what_if", WIDTHS["desktop"])
    tab.set_viewport_size({"width": WIDTHS["desktop"] // 2, "height": TALL // 2})
    assert tab.evaluate("document.documentElement.scrollWidth") <= WIDTHS["desktop"] // 2


def test_a_report_is_read_by_keyboard_alone(at) -> None:
    """The first key press offers to skip to what matters; each focus is seen, none is a trap."""
    tab = at("what_if", WIDTHS["desktop"])
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to main content"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash") == "#main"
    many = tab.evaluate("document.querySelectorAll('a[href], summary, [tabindex=\"0\"]').length")
    seen = 0
    for _ in range(many + 2):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement === document.body"):
            break
        seen += 1
        outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
    assert seen > 20
    assert seen < many + 2


def test_a_folded_part_opens_by_keyboard(at) -> None:
    """The words and numbers of a figure are unfolded by a key, without a script."""
    tab = at("what_if", WIDTHS["phone"])
    tab.locator("summary").first.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("details").first.get_attribute("open") is not None
    assert tab.locator("details p").first.is_visible()


def test_nothing_moves_for_who_asked_for_that(at) -> None:
    """Who asked for less motion is taken to a part at once."""
    tab = at("what_if", WIDTHS["desktop"])
    tab.emulate_media(reduced_motion="reduce")
    style = "getComputedStyle(document.documentElement).scrollBehavior"
    assert tab.evaluate(style) == "auto"
    tab.emulate_media(reduced_motion="no-preference")
    assert tab.evaluate(style) == "smooth"
