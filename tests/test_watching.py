"""One organisation is watched in Mesa's viewer: everybody is drawn, and each tab has its own."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from hypothesis import given
from hypothesis import settings as effort

from browsing import TALL, browser, look
from command_line import ask
from exit_sim.draws import key_of
from exit_sim.model import InnovationJourney
from exit_sim.scenario import Scenario
from exit_sim.scenario.settable import SETTABLE, Fault, accept
from exit_sim.ties import lay_out
from exit_sim.vocabulary import Role
from exit_sim.watching import lines, people
from exit_sim.watching.controls import controls
from exit_sim.watching.watched import Watched
from small_organisations import eager
from strategies import scenarios

OUTSIDE = """
import ipaddress, sys

def heard(event, given):
    if event == "socket.getaddrinfo":
        host = given[0]
    elif event == "socket.connect" and isinstance(given[1], tuple):
        host = given[1][0]
    else:
        return
    if host not in ("localhost", None) and not ipaddress.ip_address(host).is_loopback:
        print("asked for", host, file=sys.stderr, flush=True)

sys.addaudithook(heard)
from exit_sim.cli import main
main()
"""
"""The command line, which tells whatever it asks of another machine."""


@effort(max_examples=20)
@given(scenarios(max_horizon=12))
def test_everybody_is_drawn_once(scenario: Scenario) -> None:
    """Every post has a place of its own and one mark, and every tie joins two of them."""
    model = Watched(scenario)
    model.step()
    spots = people.spots(model)
    assert sorted(spots) == [person.post for person in model.people]
    assert len({(spot.x, spot.y) for spot in spots.values()}) == len(spots)
    assert all(0.0 <= spot.shade <= 1.0 for spot in spots.values())
    axes = people.draw(model).axes[0]
    marked = [tuple(at) for drawn in axes.collections[1:] for at in drawn.get_offsets()]
    inside = sorted((float(x), float(y)) for x, y in marked if x >= 0.0)
    assert inside == sorted((spot.x, spot.y) for spot in spots.values())
    edges = lay_out(scenario.parameters, key_of(1)).edges
    assert set(people.pairs(model)) == {tuple(sorted((e.listener, e.speaker))) for e in edges}
    assert len(axes.collections[0].get_paths()) == len(people.pairs(model))


def test_a_role_is_never_told_by_colour_alone() -> None:
    """Each role has a row, a name and a mark of its own."""
    assert set(people.ROWS) == set(Role)
    kinds = people.ROWS.values()
    assert len({kind.mark for kind in kinds}) == len({kind.name for kind in kinds}) == len(Role)


def test_what_is_drawn_is_also_said() -> None:
    """Both pictures have a text that counts people and says how the month stands."""
    model = Watched(eager(people__carers=2))
    model.run_model()
    said = people.in_words(model)
    assert said.startswith("Month 48. Members: 3")
    assert "Carers: 2" in said
    assert f"{len(people.pairs(model))} pairs are tied" in said
    assert f"use {model.world.journey.use:.2f}" in lines.in_words(model)
    assert [axes.lines[0].get_xdata()[-1] for axes in lines.draw(model).axes] == [48] * 6


def test_a_step_is_a_month_and_the_last_is_the_last() -> None:
    """What is watched is the journey itself, and stepping goes no further than its horizon."""
    scenario = eager()
    model, other = Watched(scenario, 3), InnovationJourney(scenario, 3)
    assert model.seen == [(0, other.world)]
    model.step()
    other.step()
    assert (model.month, model.world) == (1, other.world)
    for _ in range(60):
        model.step()
    assert model.month == model.steps == scenario.horizon
    assert model.seen[1:] == other.run_model().months


@pytest.mark.parametrize("name", Scenario.names())
def test_controls_begin_where_the_scenario_stands(name: str) -> None:
    """A reset that changes nothing gives the same organisation; every end of a control may be."""
    scenario = Scenario.load(name)
    found = controls(scenario)
    del found["organisation"], found["seed"]
    values = {key: one["value"] for key, one in found.items()}
    assert scenario.with_(values).canonical() == scenario.canonical()
    for key, one in found.items():
        ends = one.get("values") or [one.get("min", False), one.get("max", True)]
        assert not [end for end in ends if isinstance(accept(SETTABLE[key], end), Fault)]


def test_without_the_extra_it_says_what_to_install(capsys, monkeypatch) -> None:
    """One sentence names the command that installs what is missing."""
    for name in ("exit_sim.watching.serving", "exit_sim.watching.page"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "solara", None)
    said = ask(capsys, "watch")
    assert (said.code, said.out) == (2, "")
    assert "is not installed" in said.error
    assert said.error.endswith('python -m pip install "exit-sim[watch]"\n')
    assert len(said.error.splitlines()) == 1


def _within(box: Any) -> Iterator[Any]:
    yield box
    for part in (*getattr(box, "children", ()), *getattr(box, "items", ())):
        yield from _within(part)


def viewer(name: str) -> Any:
    """Import a part of the viewer, or skip, in CI as well.

    No lock pins it: pip refuses hashes of a package that is asked for with and without an extra.
    """
    return pytest.importorskip(
        name, exc_type=ImportError, reason="the extra watch is not installed"
    )


def _month(box: Any) -> str:
    alts = [one.attributes["alt"] for one in _within(box) if getattr(one, "tag", "") == "img"]
    assert len(alts) == 2
    return str(alts[0]).partition(".")[0]


@pytest.mark.slow
def test_a_page_shows_a_model_of_its_own(monkeypatch) -> None:
    """Where one page's model moves on by a month it shows that month, and another page does not."""
    solara = viewer("solara")
    utils = viewer("mesa.visualization.utils")
    from exit_sim.watching import page

    made: list[Watched] = []
    monkeypatch.setattr(page, "Watched", lambda *given: made.append(Watched(*given)) or made[-1])
    pages = [solara.render(page.Page(), handle_error=False) for _ in range(2)]
    try:
        assert [_month(box) for box, _ in pages] == ["Month 0", "Month 0"]
        made[0].step()
        utils.force_update()
        assert [_month(box) for box, _ in pages] == ["Month 1", "Month 0"]
        assert len(made) == 2
    finally:
        for _, context in pages:
            context.close()


@pytest.fixture
def served() -> Iterator[str]:
    """The address where the command serves; it asks for nothing elsewhere, and ends well."""
    viewer("solara")
    words = [sys.executable, "-c", OUTSIDE, "watch", "funder_pilot_cliff", "--port", "0"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[1].rstrip("/")
    finally:
        process.send_signal(2)
        _, error = process.communicate(timeout=30)
    assert error == "Stopped serving.\n"
    assert process.returncode == 130


@pytest.mark.slow
def test_it_is_watched_in_a_browser(served) -> None:
    """Two tabs go their own way, by Step, Play and Reset; nothing is asked of anybody else."""
    asked: list[str] = []
    wrong: list[str] = []
    with browser() as opened:
        first, second = (
            opened.new_context(viewport={"width": 1440, "height": TALL}).new_page()
            for _ in range(2)
        )
        for tab in (first, second):
            tab.on("request", lambda request: asked.append(request.url))
            tab.on("pageerror", lambda error: wrong.append(str(error)))
            tab.goto(served)
            tab.wait_for_selector("img[alt^='Month 0.']")
        first.get_by_role("button", name="Step").click()
        first.wait_for_selector("img[alt^='Month 1.']")
        assert second.locator("img[alt^='Month 0.']").count() == 1
        look(second, "watch-0")
        first.get_by_role("button", name="▶").click()
        first.wait_for_selector("img[alt^='Month 12.']", timeout=60000)
        first.get_by_role("button", name="❚❚").click()
        look(first, "watch-12")
        before = second.locator("img").first.get_attribute("alt")
        second.get_by_role("slider").last.focus()
        second.keyboard.press("ArrowRight")
        second.get_by_role("button", name="Reset").click()
        _changed(second, before)
    local = (served, served.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(local)] == []
    assert wrong == []
    with pytest.raises(HTTPError, match="400"):
        urlopen(Request(served, headers={"Host": "elsewhere.example"}))  # noqa: S310


def _changed(tab: Any, before: str) -> None:
    script = "(before) => [...document.images].some(one => one.alt.startsWith('Month 0.')"
    script += " && one.alt !== before)"
    tab.wait_for_function(script, arg=before)
