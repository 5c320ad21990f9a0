"""The random organisations that other tests live on are valid, and of every make."""

import re

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from exit_sim.model import InnovationJourney
from exit_sim.scenario import Scenario
from exit_sim.scenario.agreement import POSTS
from exit_sim.scenario.lineage import usual
from exit_sim.scenario.settable import EVENTS, HELD, SETTABLE
from strategies import OTHERS, STRUCTURE, WORDS, scenarios

EACH = [(name, word) for name in WORDS for word in SETTABLE[name].words]


@pytest.fixture(scope="module")
def many() -> list[Scenario]:
    """Draw four hundred of them."""
    found: list[Scenario] = []

    @settings(max_examples=400, phases=[Phase.generate])
    @given(scenarios())
    def keep(scenario: Scenario) -> None:
        found.append(scenario)

    keep()
    return found


def test_they_are_valid(many: list[Scenario]) -> None:
    """Each has 1 to 60 posts and 1 to 36 months, and is drawn from plausible ranges."""
    for scenario in many:
        assert 1 <= sum(scenario.values[name] for name in POSTS) <= 60
        assert 1 <= scenario.horizon <= 36
        for one in scenario.sources(OTHERS):
            low, high = usual()[one.name].said["range"]
            assert one.set_by != "random" or one.value == HELD or low <= one.value <= high


def test_they_can_be_said_again(many: list[Scenario]) -> None:
    """What is drawn can be given by hand: its values and its events are all there is to it."""
    for scenario in many[:50]:
        again = Scenario.load("baseline").with_(scenario.values)
        assert again.parameters == scenario.parameters
        assert again.but(written=scenario.events).canonical() == scenario.canonical()


@given(st.data())
def test_their_size_is_as_asked(data: st.DataObject) -> None:
    """The most people and the most months are the caller's to say."""
    people, months = data.draw(st.integers(1, 300)), data.draw(st.integers(1, 120))
    scenario = data.draw(scenarios(max_people=people, max_horizon=months))
    assert 1 <= sum(scenario.values[name] for name in POSTS) <= people
    assert 1 <= scenario.horizon <= months


@pytest.mark.parametrize("name", POSTS)
def test_any_role_may_have_nobody(many: list[Scenario], name: str) -> None:
    """Each role is empty in some, and has somebody in others."""
    assert {one.values[name] > 0.0 for one in many} == {True, False}


@pytest.mark.parametrize(("name", "word"), EACH)
def test_every_word_is_chosen(many: list[Scenario], name: str, word: str) -> None:
    """Each rival form, and each other word, is chosen in some."""
    assert word in {one.values[name] for one in many}


@pytest.mark.parametrize("kind", EVENTS)
def test_everything_happens(many: list[Scenario], kind: str) -> None:
    """Each kind of event is scheduled in some."""
    assert kind in {event.kind for one in many for event in one.events}


def test_nothing_is_left_out(many: list[Scenario]) -> None:
    """Every setting is drawn, as structure, a word or a number; mechanisms are off in some."""
    assert sorted([*STRUCTURE, *WORDS, *OTHERS]) == sorted(SETTABLE)
    assert {0.0, 1.0} < {one.values["mechanisms.receptivity.gain"] for one in many}
    assert {1, 36} <= {one.horizon for one in many}
    assert {0, 24} <= {one.burn_in for one in many}


@settings(max_examples=10, phases=[Phase.generate])
@given(scenarios(max_people=20, max_horizon=6))
def test_they_run(scenario: Scenario) -> None:
    """Each runs to its horizon on Mesa."""
    assert InnovationJourney(scenario).run_model().month == scenario.horizon


def test_they_say_who_drew_them(many: list[Scenario]) -> None:
    """What was drawn is marked as random, so that a failing test says what it used."""
    for scenario in many[:50]:
        assert {one.by for one in scenario.events} <= {"random"}
        by = {one.set_by for one in scenario.sources()}
        assert all(re.fullmatch(r"random|scenarios/.*\.toml", name) for name in by)
