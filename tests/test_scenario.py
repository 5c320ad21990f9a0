"""A scenario is read, checked and complete, derived at no cost and never altered."""

import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exit_sim.rule import Mechanism
from exit_sim.scenario import Scenario, baseline, held
from exit_sim.scenario import file as scenario_file
from exit_sim.scenario.settable import EVENTS, GROUPS, SETTABLE, accept
from exit_sim.scheduled import NOTHING_SCHEDULED, Scheduled
from exit_sim.vocabulary import Rating, Role, Sector
from strategies import scenarios

GAIN = "mechanisms.receptivity.gain"
Load = Callable[..., Scenario]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write a scenario that extends the baseline, and load it."""

    def write(
        text: str, name: str = "a.toml", extends: str = "baseline", **kwargs: Any
    ) -> Scenario:
        path = tmp_path / name
        path.write_text(f'extends = "{extends}"\n{text}', "utf-8")
        return Scenario.load(path, **kwargs)

    return write


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let one mechanism's usual level have been measured."""
    constants = {"receptivity.gain": {"organisation": 0.25, "senior_leader": 0.5}}
    text = json.dumps({"rules": "a hash", "constants": constants})
    (tmp_path / "held.json").write_text(text, "utf-8")
    monkeypatch.setattr(held, "SHIPPED", tmp_path)
    held.held_constants.cache_clear()
    yield
    monkeypatch.undo()
    held.held_constants.cache_clear()


def test_the_baseline_is_complete() -> None:
    """The baseline states every setting, each within its plausible range, by a short name."""
    scenario = Scenario.load("baseline")
    assert list(scenario.values) == list(SETTABLE)
    assert scenario.parameters == baseline()
    for one in scenario.sources():
        low, high = one.range[0], one.range[-1]
        assert one.value in one.range or low <= one.value <= high, one.name
        assert one.set_by == "scenarios/baseline.toml"
    shorts = [one.short for one in scenario.sources()]
    assert len(set(shorts)) == len(shorts)
    assert all(short.isascii() and short.isidentifier() for short in shorts)


def test_every_field_of_every_group_is_a_setting() -> None:
    """Whatever a rule may read can be set by its dotted name, with a meaning and bounds."""
    for name, one in SETTABLE.items():
        group, field = name.rsplit(".", 1)
        assert field in GROUPS[group]._fields
        assert one.meaning
        assert one.words or one.low < one.high


@given(st.sampled_from([name for name in SETTABLE if name.split(".")[0] not in {"time", "people"}]))
def test_a_setting_reaches_the_rules(name: str) -> None:
    """A setting that is moved moves its own parameter and no other."""
    one = SETTABLE[name]
    usual = Scenario.load("baseline")
    value = next(v for v in [*one.words, 1, 0] if accept(one, v) != usual.values[name])
    moved = usual.with_({name: value, "people.teams": 40, "people.frontline": 400})
    usual = usual.with_(
        {
            "people.teams": 40,
            "people.frontline": 400,
            "setting.sector": moved.values["setting.sector"],
        }
    )
    before, after = flat(usual.parameters), flat(moved.parameters)
    changed = {key for key in before if before[key] != after[key]}
    assert changed <= {name, f"{name}.strength"}
    assert changed or name == "setting.sector"


def flat(parameters: Any, prefix: str = "") -> dict[str, float]:
    """Every number that the rules may read, by dotted name."""
    found: dict[str, float] = {}
    for field, value in parameters._asdict().items():
        inner = hasattr(value, "_asdict")
        found |= flat(value, f"{prefix}{field}.") if inner else {f"{prefix}{field}": value}
    return found


def test_a_scenario_states_differences_only(load: Load) -> None:
    """A scenario that extends another is that other, save for what it states itself."""
    scenario = load('[about]\ntitle = "Quiet"\n[receptivity]\nculture = 0.4\n')
    usual = Scenario.load("baseline")
    assert scenario.title == "Quiet"
    assert scenario.name == "a"
    assert scenario.values == {**usual.values, "receptivity.culture": 0.4}
    assert scenario.parameters.receptivity.culture == 0.4
    assert usual.parameters.receptivity.culture == baseline().receptivity.culture


def test_a_scenario_may_extend_one_that_extends_another(load: Load) -> None:
    """In a chain the scenario nearest to the one that was asked for has the last word."""
    load("[receptivity]\nculture = 0.4\nculture_rate = 0.05\n", "below.toml")
    scenario = load("[receptivity]\nculture = 0.6\n", "above.toml", "below.toml")
    assert scenario.values["receptivity.culture"] == 0.6
    assert scenario.values["receptivity.culture_rate"] == 0.05
    assert scenario.title == "above"


def test_a_path_is_from_the_file_that_names_it(load: Load, tmp_path: Path) -> None:
    """A scenario extends a file by a path from its own folder."""
    (tmp_path / "inner").mkdir()
    load("[receptivity]\nculture = 0.4\n", "below.toml")
    scenario = load("", "inner/above.toml", "../below.toml")
    assert scenario.values["receptivity.culture"] == 0.4


def test_a_setting_may_be_written_in_several_ways(load: Load) -> None:
    """A value stands alone or with its source, a table may be dotted, and yes is true."""
    scenario = load(
        '"setting.cut" = 0.03\n'
        "receptivity.culture = { value = 0.4, source = 'assumed here' }\n"
        'setting = { elections = "by_thirds" }\n'
        "[co_production]\nat_inception = true\n"
        '[forms]\nclimate = "Multiplied"\n'
    )
    values = scenario.values
    assert values["setting.cut"] == 0.03
    assert values["receptivity.culture"] == 0.4
    assert values["setting.elections"] == "by thirds"
    assert values["co_production.at_inception"] == 1.0
    assert values["forms.climate"] == "multiplied"
    assert scenario.parameters.forms.climate == 1.0


@pytest.mark.parametrize(
    ("rating", "performance"),
    [("inadequate", 0.30), ("requires improvement", 0.50), ("good", 0.70), ("outstanding", 0.88)],
)
def test_a_rating_stands_for_a_performance(load: Load, rating: str, performance: float) -> None:
    """A rating may be given in place of a performance, anywhere."""
    for scenario in (
        load(f'[setting]\nrating = "{rating}"\n'),
        Scenario.load("baseline").with_({"setting.rating": rating}),
        Scenario.load("baseline", sets=[f"setting.rating={rating}"]),
    ):
        assert scenario.values["setting.performance"] == performance
        assert "setting.rating" not in scenario.values


def test_a_sector_is_a_bundle_and_each_line_has_the_last_word(load: Load) -> None:
    """Naming a sector takes its bundle, and the file's own lines come after it."""
    bundled = load('[setting]\nsector = "voluntary"\n')
    stated = load('[setting]\nsector = "voluntary"\nregulation = 0.77\n')
    usual = Scenario.load("baseline")
    assert bundled.parameters.setting.sector == Sector.VOLUNTARY
    assert bundled.values["setting.regulation"] != usual.values["setting.regulation"]
    assert stated.values == {**bundled.values, "setting.regulation": 0.77}
    assert usual.with_({"setting.sector": "voluntary"}).values == bundled.values
    assert bundled.with_({"setting.sector": "local authority"}).values == usual.values


def test_values_on_the_command_line_read_as_in_a_file() -> None:
    """``--set`` takes numbers, yes and no, quoted text and bare words."""
    sets = [
        "receptivity.culture=0.4",
        "co_production.at_inception = true",
        "setting.sector=social enterprise",
        'setting.elections="none"',
        "mechanisms.receptivity.gain=off",
        "people.frontline=1_00",
    ]
    values = Scenario.load("baseline", sets=sets).values
    assert values["receptivity.culture"] == 0.4
    assert values["co_production.at_inception"] == 1.0
    assert values["setting.sector"] == "social enterprise"
    assert values["setting.elections"] == "none"
    assert values[GAIN] == 0.0
    assert values["people.frontline"] == 100.0


@pytest.mark.parametrize("value", [np.float64(0.25), np.float32(0.25), 0.25])
def test_numbers_of_numpy_are_numbers(value: Any) -> None:
    """A number that comes out of an array is as good as any other."""
    scenario = Scenario.load("baseline").with_({"receptivity.culture": value})
    assert scenario.values["receptivity.culture"] == 0.25
    assert type(scenario.values["receptivity.culture"]) is float
    assert (
        Scenario.load("baseline").with_({"people.members": np.int64(3)}).parameters.people.members
        == 3
    )


def test_events_happen_in_their_months(load: Load) -> None:
    """An event lasts one month or a stretch, both ends included, or to the horizon."""
    scenario = load(
        '[[events]]\nkind = "champion_leaves"\nmonth = 5\n'
        '[[events]]\nkind = "culture"\nfrom = 7\nto = 9\nvalue = 0.3\n'
        '[[events]]\nkind = "inspection"\nmonth = 9\nvalue = "requires improvement"\n'
        '[[events]]\nkind = "locus"\nfrom = 100\nvalue = "middle manager"\n'
    )
    assert scenario.schedule(4) == NOTHING_SCHEDULED
    assert scenario.schedule(5) == NOTHING_SCHEDULED._replace(champion_leaves=1.0)
    assert [scenario.schedule(month).culture for month in range(6, 11)] == [-1, 0.3, 0.3, 0.3, -1]
    assert scenario.schedule(9).inspection == Rating.REQUIRES_IMPROVEMENT
    assert {scenario.schedule(month).locus for month in range(100, 121)} == {Role.MIDDLE_MANAGER}
    assert (
        scenario.schedule(121) == scenario.schedule(0) == scenario.schedule(-9) == NOTHING_SCHEDULED
    )
    assert [event.last for event in scenario.events] == [5, 9, 9, 120]


def test_a_later_event_overrides_an_earlier_one(load: Load) -> None:
    """The last line of a kind counts in its months, and a file counts over the one below."""
    pin = '[[events]]\nkind = "culture"\nfrom = {}\nvalue = {}\n'
    load(pin.format(5, 0.3) + pin.format(7, 0.4), "below.toml")
    scenario = load(pin.format(9, 0.5), "above.toml", "below.toml")
    cultures = [scenario.schedule(month).culture for month in range(4, 11)]
    assert cultures == [-1, 0.3, 0.3, 0.4, 0.4, 0.5, 0.5]


def test_a_shorter_horizon_cuts_events_short(load: Load) -> None:
    """Where the horizon is set anew, what was scheduled beyond it falls away or ends there."""
    pin = '[[events]]\nkind = "culture"\nfrom = 30\nvalue = 0.3\n'
    cut = '[[events]]\nkind = "cut"\nmonth = 90\nvalue = 0.1\n'
    short = load(pin + cut, sets=["time.horizon=40"])
    assert [(event.kind, event.last) for event in short.events] == [("culture", 40)]
    longer = short.with_({"time.horizon": 140})
    assert longer.schedule(140).culture == 0.3
    assert longer.schedule(90).cut == 0.1


def test_a_scenario_is_never_altered() -> None:
    """Deriving leaves a scenario as it was; with nothing to derive it is itself."""
    scenario = Scenario.load("baseline")
    before = scenario.canonical()
    scenario.with_({"receptivity.culture": 0.1}).off("receptivity.gain").changed("taper")
    assert scenario.canonical() == before
    assert scenario.with_({}) is scenario
    assert scenario.changed() is scenario
    with pytest.raises(AttributeError, match="derive another"):
        scenario.name = "other"


def test_a_mechanism_is_off_at_strength_nought() -> None:
    """Off is a strength of 0, by a mechanism's name with or without its table."""
    scenario = Scenario.load("baseline").off("receptivity.gain", "mechanisms.lives.promise")
    assert scenario.parameters.mechanisms.receptivity.gain == Mechanism(0, *[0] * 9)
    assert scenario.parameters.mechanisms.lives.promise.strength == 0.0
    assert scenario.parameters.mechanisms.lives.continuity.strength == 1.0


@pytest.mark.usefixtures("measured")
def test_a_mechanism_is_held_at_its_usual_level() -> None:
    """Held is full strength at the level measured for each role; the level matters to results."""
    scenario = Scenario.load("baseline").held("receptivity.gain")
    gain = scenario.parameters.mechanisms.receptivity.gain
    assert (gain.strength, gain.held, gain.organisation, gain.senior_leader) == (
        1.0,
        1.0,
        0.25,
        0.5,
    )
    assert gain.frontline == 0.0
    assert scenario.values[GAIN] == "held"
    assert json.loads(scenario.canonical())["held"][GAIN]["senior_leader"] == 0.5
    assert held.held_constants().rules == "a hash"
    assert scenario.with_({GAIN: 1}).canonical() == Scenario.load("baseline").canonical()


@given(scenarios(), st.sampled_from(sorted(SETTABLE)), st.data())
def test_canonical_is_alike_where_results_are(
    scenario: Scenario, name: str, data: st.DataObject
) -> None:
    """The canonical form differs when any value does, and comes back with it."""
    one = SETTABLE[name]
    if name.startswith(("people.", "time.")) or name in {
        "innovation.pilot_teams",
        "setting.sector",
    }:
        return
    value = data.draw(st.sampled_from(one.words or (0, 1, True if one.flag else 1)))
    moved = scenario.with_({name: value})
    same = moved.values[name] == scenario.values[name]
    assert (moved.canonical() == scenario.canonical()) == same
    assert moved.with_({name: scenario.values[name]}).canonical() == scenario.canonical()


def test_canonical_looks_at_what_happens_alone(load: Load) -> None:
    """Names, sources, and the way in which events are written do not matter to results."""
    one = load('[[events]]\nkind = "culture"\nfrom = 5\nto = 8\nvalue = 0.3\n', "one.toml")
    parts = '[[events]]\nkind = "culture"\nfrom = {}\nto = {}\nvalue = {}\n'
    text = parts.format(7, 8, 0.4) + parts.format(7, 8, 0.3) + parts.format(5, 6, 0.3)
    nothing = '[[events]]\nkind = "champion_leaves"\nmonth = 3\nvalue = false\n'
    other = load(text + nothing + '[about]\ntitle = "Other"\n', "other.toml")
    assert one.canonical() == other.canonical()
    assert one != other, "they have different names"
    assert one != load('[[events]]\nkind = "culture"\nfrom = 5\nto = 9\nvalue = 0.3\n', "one.toml")


@given(scenarios())
def test_canonical_holds_the_whole_schedule(scenario: Scenario) -> None:
    """What is scheduled can be read back from the canonical form, month by month."""
    found = json.loads(scenario.canonical())["events"]
    for month in range(-2, scenario.horizon + 3):
        now = {kind: n for kind, all_ in found.items() for a, b, n in all_ if a <= month <= b}
        assert Scheduled(**now) == scenario.schedule(month)
    for kind, stretches in found.items():
        assert kind in EVENTS
        assert all(a[1] < b[0] for a, b in pairwise(stretches))


def test_sources_say_who_set_what(load: Load) -> None:
    """Who set a value, its source and confidence are kept; the baseline's are for its own value."""
    culture = 'culture = { value = 0.41, source = "a survey", confidence = "medium" }'
    scenario = load(f"[receptivity]\n{culture}\nculture_rate = 0.05\n").with_(
        {"setting.cut": 0.033}
    )
    names = ["receptivity.culture", "receptivity.culture_rate", "setting.cut", "time.horizon"]
    culture, rate, cut, horizon = scenario.sources(names)
    assert (culture.value, culture.source, culture.confidence) == (0.41, "a survey", "medium")
    assert culture.set_by.endswith("a.toml")
    assert (culture.unit, culture.short) == ("share", "receptivity_culture")
    assert "gives no source" in rate.source
    assert rate.confidence == "low"
    assert cut.set_by == "--set"
    assert horizon.set_by == "scenarios/baseline.toml"
    assert [one.name for one in scenario.sources()] == list(SETTABLE)


def test_names_and_paths_find_scenarios(load: Load, tmp_path: Path) -> None:
    """A scenario is found by name among those that ship, or as a file wherever it is."""
    assert "baseline" in Scenario.names()
    assert Scenario.load("baseline").name == "baseline"
    scenario = load("", "mine.toml")
    assert Scenario.load(str(tmp_path / "mine.toml")) == scenario
    assert scenario.canonical() == Scenario.load("baseline").canonical()


def test_equal_scenarios_are_equal_and_travel() -> None:
    """Scenarios of one name that give the same results are equal, also in another process."""
    one, other = (
        Scenario.load("baseline"),
        Scenario.load("baseline", sets=["receptivity.culture=0.4"]),
    )
    assert one == Scenario.load("baseline")
    assert hash(one) == hash(Scenario.load("baseline"))
    assert one != other
    assert one != "baseline"
    travelled = pickle.loads(pickle.dumps(other.changed("taper")))  # noqa: S301
    assert travelled == other.changed("taper")
    assert travelled.parameters == other.changed("taper").parameters


def test_a_scenario_says_which_it_is_in_a_line() -> None:
    """A scenario shows itself by its name, its changes and how far it is from the baseline."""
    scenario = Scenario.load("baseline", changes=["champion_leaves:month=9"])
    assert repr(scenario) == (
        "<Scenario baseline with champion_leaves:month=9: 0 settings are not the baseline's>"
    )
    assert "1 settings" in repr(scenario.with_({"setting.cut": 0.033}))


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_files_of_other_systems_read_alike(tmp_path: Path, ending: str, mark: str) -> None:
    """A byte-order mark and line ends of Windows are accepted."""
    path = tmp_path / "windows.toml"
    text = f'{mark}extends = "baseline"\n\n[receptivity]\nculture = 0.4\n'
    path.write_bytes(text.replace("\n", ending).encode())
    assert Scenario.load(path).values["receptivity.culture"] == 0.4


def test_reading_scenarios_needs_neither_mesa_nor_numba() -> None:
    """A scenario is read without Mesa, numba, pandas or Matplotlib, which take long to import."""
    heavy = ("mesa", "numba", "pandas", "matplotlib")
    code = (
        "import sys, exit_sim.scenario, exit_sim.scenario.population, exit_sim.scenario.schema\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    root = str(Path(scenario_file.__file__).parents[2])
    run = [sys.executable, "-c", code]
    answer = subprocess.run(run, check=True, capture_output=True, text=True, cwd=root)
    assert answer.stdout.strip() == "[]"
