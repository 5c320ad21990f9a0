"""A change asks what if, applies to any scenario, and composes with any other that it can stand."""

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from exit_sim.errors import BadInput
from exit_sim.scenario import Scenario, changes, held
from exit_sim.scenario.changes import Change
from exit_sim.scenario.settable import SETTABLE
from exit_sim.scheduled import NOTHING_SCHEDULED
from exit_sim.vocabulary import Rating
from strategies import scenarios

Write = Callable[..., str]
LEAVES = """
[about]
question = "What if the champion left in a given month?"
decider = "provider"
ingredient = "leadership"
title = "The champion leaves"

[options]
month = 18

[[events]]
kind = "champion_leaves"
month = "$month"

[[events]]
kind = "champion_stays"
from = "$month + 1"
to = "$month + 23"
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a change and give its path."""

    def to(text: str, name: str = "change.toml") -> str:
        (tmp_path / name).write_text(text, "utf-8")
        return str(tmp_path / name)

    return to


def refused(*specs: str, scenario: str = "baseline") -> BadInput:
    """Give the error of changes that cannot be applied."""
    with pytest.raises(BadInput) as error:
        Scenario.load(scenario, changes=specs)
    assert "\n" not in str(error.value)
    return error.value


def test_a_change_sets_adds_and_multiplies(write: Write) -> None:
    """A change sets settings, dotted or in tables, adds to them and multiplies them."""
    path = write(
        '[set]\n"receptivity.culture" = 0.7\n[set.setting]\nelections = "none"\nrating = "good"\n'
        "[add]\nsetting.cut = 0.01\n[multiply.people]\nfrontline = 0.53\n"
    )
    usual, changed = Scenario.load("baseline"), Scenario.load("baseline", changes=[path])
    assert changed.values == {
        **usual.values,
        "receptivity.culture": 0.7,
        "setting.elections": "none",
        "setting.performance": 0.7,
        "setting.cut": usual.values["setting.cut"] + 0.01,
        "people.frontline": round(usual.values["people.frontline"] * 0.53),
    }
    assert changed.changes == (path,)
    assert changed.sources(["receptivity.culture"])[0].set_by == path


def test_what_is_moved_stays_within_bounds(write: Write) -> None:
    """Where adding or multiplying would lead beyond a setting's bounds it stops there."""
    path = write("[add]\nreceptivity.culture = 5\n[multiply]\nsetting.pressure = -3\n")
    values = Scenario.load("baseline", changes=[path]).values
    assert values["receptivity.culture"] == 1.0
    assert values["setting.pressure"] == 0.0


def test_first_multiplied_then_added(write: Write) -> None:
    """A setting that is both multiplied and added to is multiplied first, by whatever changes."""
    both = write("[add]\nsetting.pressure = 0.1\n[multiply]\nsetting.pressure = 0.5\n")
    added = write("[add]\nsetting.pressure = 0.1\n", "added.toml")
    times = write("[multiply]\nsetting.pressure = 0.5\n", "multiplied.toml")
    usual = Scenario.load("baseline").with_({"setting.pressure": 0.4})
    assert usual.changed(both).values["setting.pressure"] == pytest.approx(0.3)
    assert usual.changed(added, times) == usual.changed(times, added) == usual.changed(both)


def test_options_are_chosen_in_the_name(write: Write) -> None:
    """An option has a default, is chosen after a colon, and may be reckoned from."""
    path = write(LEAVES)
    usual = Scenario.load("baseline", changes=[path])
    later = Scenario.load("baseline", changes=[f"{path}:month=30"])
    assert usual.schedule(18).champion_leaves == 1.0
    assert later.schedule(30) == NOTHING_SCHEDULED._replace(champion_leaves=1.0)
    assert [later.schedule(m).champion_stays for m in (30, 31, 53, 54)] == [0, 1, 1, 0]
    assert later.changes == (f"{path}:month=30",)
    assert changes.load(f"{path}:month=30").options == {"month": 30.0}


def test_an_option_may_be_a_word_or_stand_for_a_setting(write: Write) -> None:
    """Options stand for words and for settings too, several at once."""
    path = write(
        '[options]\nhow = "good"\nmonth = 3\nmore = 0.2\n[set]\nreceptivity.culture = "$more"\n'
        '[[events]]\nkind = "inspection"\nmonth = "$month"\nvalue = "$how"\n'
    )
    scenario = Scenario.load("baseline", changes=[f"{path}:how=requires improvement,more=0.3"])
    assert scenario.schedule(3).inspection == Rating.REQUIRES_IMPROVEMENT
    assert scenario.values["receptivity.culture"] == 0.3
    assert scenario.changes == (f"{path}:how=requires improvement,month=3,more=0.3",)


def test_a_change_fits_any_horizon(write: Write) -> None:
    """What a change schedules beyond a horizon is left out; a chosen month must be within."""
    path = write(LEAVES)
    short = Scenario.load("baseline").with_({"time.horizon": 20}).changed(path)
    assert [(event.kind, event.last) for event in short.events] == [
        ("champion_leaves", 18),
        ("champion_stays", 20),
    ]
    fixed = write('[[events]]\nkind = "cut"\nmonth = 60\nvalue = 0.1\n', "fixed.toml")
    assert short.changed(fixed).canonical() == short.canonical()
    with pytest.raises(BadInput) as error:
        short.changed(f"{path}:month=21")
    assert error.value.value == 21
    assert "beyond the horizon" in str(error.value)
    assert "from 1 to 20" in str(error.value)


def test_a_change_overrides_what_a_scenario_schedules(write: Write, tmp_path: Path) -> None:
    """A change is laid upon a scenario: where both schedule something the change counts."""
    path = tmp_path / "pinned.toml"
    path.write_text('extends = "baseline"\n[[events]]\nkind = "culture"\nfrom = 1\nvalue = 0.2\n')
    change = write('[[events]]\nkind = "culture"\nfrom = 10\nto = 12\nvalue = 0.8\n')
    scenario = Scenario.load(path, changes=[change])
    assert [scenario.schedule(month).culture for month in (9, 10, 12, 13)] == [0.2, 0.8, 0.8, 0.2]


def test_a_change_may_alter_nothing(write: Write) -> None:
    """A change that sets what is so already is allowed, and gives the same canonical form."""
    usual = Scenario.load("baseline")
    culture = usual.values["receptivity.culture"]
    change = write(f"[set]\nreceptivity.culture = {culture}\n[multiply]\nsetting.cut = 1\n")
    changed = usual.changed(change)
    assert changed.canonical() == usual.canonical()
    assert changed == usual
    assert changed.changes == (change,)


def test_a_change_given_twice_is_applied_once(write: Write) -> None:
    """The same change with the same options counts once, however it is repeated."""
    path = write("[options]\nmore = 0.1\n[add]\nreceptivity.culture = '$more'\n")
    once = Scenario.load("baseline", changes=[path])
    assert Scenario.load("baseline", changes=[path, f"{path}:more=0.1"]) == once
    assert once.changed(path) is once


def test_settings_have_the_last_word(write: Write) -> None:
    """What is set on the command line counts over what a change sets."""
    path = write("[set]\nreceptivity.culture = 0.7\n")
    scenario = Scenario.load("baseline", changes=[path], sets=["receptivity.culture=0.1"])
    assert scenario.values["receptivity.culture"] == 0.1


def test_a_sectors_bundle_comes_before_any_change(write: Write) -> None:
    """A change may name a sector; what other changes set counts over the sector's bundle."""
    sector = write('[set]\nsetting.sector = "voluntary"\n', "z.toml")
    line = write("[set]\nsetting.regulation = 0.77\n", "a.toml")
    for order in permutations((sector, line)):
        values = Scenario.load("baseline", changes=order).values
        assert values["setting.sector"] == "voluntary"
        assert values["setting.regulation"] == 0.77
        assert values["setting.reserves"] != Scenario.load("baseline").values["setting.reserves"]


CONTRADICTIONS = {
    "set to different values": (
        "[set]\nreceptivity.culture = 0.2\n",
        "[set]\nreceptivity.culture = 0.3\n",
        "they set receptivity.culture to 0.2 and to 0.3",
    ),
    "set and moved": (
        "[set]\nreceptivity.culture = 0.2\n",
        "[add]\nreceptivity.culture = 0.1\n",
        "sets receptivity.culture, which",
    ),
    "multiplied and set": (
        "[multiply]\nsetting.cut = 2\n",
        "[set]\nsetting.cut = 0.1\n",
        "sets setting.cut, which",
    ),
    "a rating and a performance": (
        '[set]\nsetting.rating = "good"\n',
        "[set]\nsetting.performance = 0.3\n",
        "they set setting.performance to 0.7 and to 0.3",
    ),
    "scheduled at once": (
        '[[events]]\nkind = "culture"\nfrom = 5\nvalue = 0.2\n',
        '[[events]]\nkind = "culture"\nfrom = 9\nto = 11\nvalue = 0.3\n',
        "they schedule culture = 0.2 and 0.3 in month 9",
    ),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_changes_that_contradict_each_other_are_refused(write: Write, case: str) -> None:
    """Changes that would do different things to one setting or month: one sentence names both."""
    one, other, reason = CONTRADICTIONS[case]
    first, second = write(one, "one.toml"), write(other, "other.toml")
    for order in ((first, second), (second, first)):
        error = refused(*order)
        assert first in str(error)
        assert second in str(error)
    assert reason in str(refused(first, second))
    applied = Scenario.load("baseline", changes=[first])
    with pytest.raises(BadInput, match="contradict each other"):
        applied.changed(second)


def test_changes_that_agree_or_take_turns_are_accepted(write: Write) -> None:
    """The same value twice, adding twice, and one kind in different months are no contradiction."""
    same = "[set]\nreceptivity.culture = 0.2\n[add]\nsetting.cut = 0.01\n"
    pin = '[[events]]\nkind = "culture"\nfrom = {}\nto = {}\nvalue = {}\n'
    one = write(same + pin.format(1, 4, 0.2), "one.toml")
    other = write(same + pin.format(5, 9, 0.3), "other.toml")
    scenario = Scenario.load("baseline", changes=[one, other])
    assert [scenario.schedule(month).culture for month in (4, 5)] == [0.2, 0.3]
    usual = Scenario.load("baseline").values["setting.cut"]
    assert scenario.values["setting.cut"] == pytest.approx(usual + 0.02)


numbers = st.floats(-2, 2)
movable = st.sampled_from(
    [name for name, one in SETTABLE.items() if not one.words and not one.whole]
)
tables = st.dictionaries(movable, numbers, max_size=4)


@given(scenarios(), st.lists(st.tuples(tables, tables), min_size=2, max_size=3))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changes_compose_in_any_order(write: Write, scenario: Scenario, parts: list[Any]) -> None:
    """In whatever order changes are given, the same scenario comes out, to the last bit."""
    moved = {name for part in parts for table in part for name in table}
    assume(all(not isinstance(scenario.given[name].value, str) for name in moved))  # none is held
    paths = []
    for number, (adds, multiplies) in enumerate(parts):
        lines = [f'"{name}" = {value}' for name, value in adds.items()]
        lines += ["[multiply]", *(f'"{name}" = {value}' for name, value in multiplies.items())]
        paths.append(write("\n".join(["[add]", *lines]), f"{number}.toml"))
    found = {scenario.changed(*order).canonical() for order in permutations(paths)}
    assert len(found) == 1


def test_changes_are_found_by_name() -> None:
    """Changes that ship are found by name, and say what they ask, who decides, and about what."""
    assert "champion_leaves" in changes.names()
    change = changes.load("champion_leaves:month=18")
    assert isinstance(change, Change)
    assert change.name == "champion_leaves"
    assert change.about["question"].endswith("?")
    assert change.about["decider"] in changes.DECIDERS
    assert change.about["ingredient"] in changes.INGREDIENTS


WRONG = {
    '[abuot]\ntitle = "x"\n': ("[abuot]", "about"),
    '[about]\nqestion = "x"\n': ("[about] qestion", "question"),
    '[about]\ndecider = "funders"\n': ('decider = "funders"', "funder"),
    '[about]\ningredient = "leadershipp"\n': ('ingredient = "leadershipp"', "leadership"),
    "[set]\nreceptivity.cultur = 0.4\n": ("cultur = 0.4", "culture"),
    "[set]\nreceptivity.culture = 1.4\n": ("out of range", ""),
    "[set]\nreceptivity.culture = '$mnth'\n[options]\nmonth = 3\n": ("names no option", "month"),
    "[set]\nreceptivity.culture = '$m - '\n[options]\nm = 3\n": ("is not an option", ""),
    "[add]\nsetting.elections = 1\n": ("is a word, which cannot be moved", ""),
    "[add]\nreceptivity.culture = '0.1'\n": ("is not a number to move a setting by", ""),
    "[add]\nreceptivity.culture = nan\n": ("is not a number to move a setting by", ""),
    "[add]\nreceptivity.cultur = 0.1\n": ("is not a setting", "culture"),
    "[set]\nsetting.cut = 0.1\n[multiply]\nsetting.cut = 2\n": ("own add or multiply", ""),
    "[options]\nmonth = true\n": ("is neither a number nor a word", ""),
    "[options]\nmonth = []\n": ("is neither a number nor a word", ""),
    "options = 3\n": ("is not a table", ""),
    "[options]\nm = 'x'\n[[events]]\nkind = 'cut'\nmonth = '$m + 1'\n": ("is a word", ""),
    "[options]\nm = 'x'\n[[events]]\nkind = 'hub'\nvalue = 1\nmonth = '$m'\n": ("a month", ""),
    "[options]\nm = 2.5\n[[events]]\nkind = 'election'\nmonth = '$m'\n": ("is not a month", ""),
    "[options]\nm = 0\n[[events]]\nkind = 'election'\nmonth = '$m'\n": ("before month 1", ""),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_change_that_is_wrong_is_refused(write: Write, text: str) -> None:
    """Whatever is wrong with a change is one sentence that names the file, the line and the key."""
    said, meant = WRONG[text]
    path = write("# a change\n" + text)
    if "events" in text:
        text = text.replace("kind = 'cut'", "kind = 'cut'\nvalue = 0.1")
        path = write("# a change\n" + text)
    error = refused(path)
    assert error.file == path
    assert error.line is not None
    assert error.line > 1
    assert said in str(error)
    assert error.suggestion == meant


def test_an_option_that_is_wrong_is_refused(write: Write) -> None:
    """A misspelt option, one without a value, or of another kind is one sentence."""
    path = write(LEAVES)
    assert refused(f"{path}:moth=3").suggestion == "month"
    assert "has no value" in str(refused(f"{path}:month"))
    assert "is not a number" in str(refused(f"{path}:month=soon"))
    assert "is not a value" in str(refused(f"{path}:month=[3"))
    assert "before month 1" in str(refused(f"{path}:month=0"))


def test_a_change_that_is_not_there_is_refused() -> None:
    """A misspelt name is one sentence with the nearest right one."""
    error = refused("champion_leave:month=3")
    assert error.suggestion == "champion_leaves"
    assert "is neither a change nor a file" in str(error)


def test_a_mechanism_that_is_held_cannot_be_moved(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A strength is multiplied as any number; where the mechanism is held there is none to move."""
    path = write("[multiply.mechanisms.receptivity]\ngain = 0.5\n")
    scenario = Scenario.load("baseline")
    assert scenario.changed(path).parameters.mechanisms.receptivity.gain.strength == 0.5
    constants = '{"rules": "a hash", "constants": {"receptivity.gain": {"organisation": 0.25}}}'
    (tmp_path / "held.json").write_text(constants, "utf-8")
    monkeypatch.setattr(held, "SHIPPED", tmp_path)
    held.held_constants.cache_clear()
    try:
        with pytest.raises(BadInput, match="cannot be moved where it is held"):
            scenario.held("receptivity.gain").changed(path)
    finally:
        held.held_constants.cache_clear()
