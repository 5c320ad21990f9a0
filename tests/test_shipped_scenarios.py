"""What ships: kinds of journey, cases, what-ifs, sectors and a population, true to their kind."""

import re
import tomllib
from itertools import cycle
from typing import Any

import pytest

from exit_sim.model import InnovationJourney
from exit_sim.scenario import Scenario, changes
from exit_sim.scenario import file as scenario_file
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import EVENTS, SETTABLE, Value

SCENARIOS = scenario_file.names()
CHANGES = changes.names()
SECTORS = scenario_file.names("sectors")
KINDS = (
    "council_business_case",
    "funder_pilot_cliff",
    "poor_inspection_council",
    "permissive_good_council",
    "co_produced_social_enterprise",
    "champion_leaves_pilot",
)
TRACERS = (
    "clcp",
    "la_a",
    "la_b_first_tracer",
    "la_b_second_tracer",
    "la_c",
    "sehp_first_tracer",
    "sehp_second_tracer",
)
BARE = {"people.members": 0, "people.champions": 0, "people.middle_managers": 0, "people.sites": 0}
LONGEST_QUESTION = 25
MONTHS_OF_A_SAMPLE = 48


def read(name: str, folder: str = "") -> dict[str, Any]:
    """Read a shipped file as it is written."""
    path = scenario_file.SHIPPED / folder / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def stated(table: dict[str, Any], prefix: str = "") -> dict[str, Value]:
    """The settings a file states, by dotted name; a rating as the performance it stands for."""
    found: dict[str, Value] = {}
    for key, inner in table.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict) and "value" not in inner:
            found |= stated(inner, f"{name}.") if name != "about" else {}
        elif prefix:
            value = inner["value"] if isinstance(inner, dict) else inner
            name = "setting.performance" if name == "setting.rating" else name
            found[name] = Scenario.load("baseline").with_({f"{prefix}{key}": value}).values[name]
    return found


def below(data: dict[str, Any]) -> Scenario:
    """What a scenario stands on: what it extends, and the bundle of a sector that it names."""
    scenario = Scenario.load(data["extends"])
    sector = data.get("setting", {}).get("sector")
    return scenario.with_({"setting.sector": sector}) if sector else scenario


@pytest.fixture(scope="module")
def loaded() -> dict[str, Scenario]:
    """Every shipped scenario, and three organisations that are unlike any of them."""
    baseline = Scenario.load("baseline")
    return {
        **{name: Scenario.load(name) for name in SCENARIOS},
        "bare": baseline.with_(BARE),
        "voluntary": baseline.with_({"setting.sector": "voluntary"}),
        "short": baseline.with_({"time.horizon": 12}),
    }


def test_what_ships_is_what_is_promised() -> None:
    """Six kinds of journey ship, and seven tracers in five organisations of the study."""
    assert set(SCENARIOS) == {"baseline", *KINDS, *TRACERS}
    assert {read(name)["about"]["code"] for name in TRACERS} == {
        "la_a",
        "la_b",
        "la_c",
        "clcp",
        "sehp",
    }
    assert SECTORS == ["local_authority", "social_enterprise", "voluntary"]


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_says_what_it_is_and_what_is_invented(name: str) -> None:
    """Every scenario has a title, says what it shows, and marks what is invented."""
    about = Scenario.load(name).about
    assert all(about[key].strip() for key in ("title", "says", "invented"))
    assert ("code" in read(name)["about"]) == (name in TRACERS)
    if name in TRACERS:
        assert name.startswith(about["code"])
        assert "illustration" in about["invented"]
        assert "tracer" in about["invented"]


@pytest.mark.parametrize("name", [name for name in SCENARIOS if name != "baseline"])
def test_a_scenario_states_only_differences(name: str) -> None:
    """No line of a scenario says again what the scenario that it extends already says."""
    data = read(name)
    values, own = below(data).values, stated(data)
    again = [one for one in own if one != "setting.sector" and own[one] == values[one]]
    assert not again, f"{name}.toml says again: {', '.join(again)}"


def test_a_line_that_says_nothing_new_is_caught() -> None:
    """A value that equals what stands below it is found, a rating's band included."""
    data = {"extends": "la_b_first_tracer", "setting": {"rating": "requires improvement"}}
    values, own = below(data).values, stated(data)
    assert own == {"setting.performance": values["setting.performance"]}


@pytest.mark.parametrize("sector", SECTORS)
def test_a_sector_is_a_bundle_of_the_same_settings(sector: str) -> None:
    """Sectors set the same things, one of them as in the baseline, so that any may be undone."""
    own = stated(read(sector, "sectors"))
    assert own.keys() == stated(read("local_authority", "sectors")).keys()
    baseline = Scenario.load("baseline").values
    same = all(own[name] == baseline[name] for name in own)
    assert same == (sector == "local_authority"), "does local_authority.toml follow the baseline?"
    assert "setting.sector" not in own


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_asks_one_plain_question(name: str) -> None:
    """A change has a title, one short question, somebody who could decide it, and an ingredient."""
    about = changes.load(name).about
    assert about.keys() == set(changes.ABOUT)
    question = about["question"]
    assert question.count("?") == 1
    assert question.endswith("?")
    assert len(question.split()) <= LONGEST_QUESTION
    assert about["decider"] in changes.DECIDERS
    assert about["ingredient"] in changes.INGREDIENTS
    assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", name)


def test_questions_differ_and_reach_everybody() -> None:
    """No two changes ask the same; each who may decide, and each ingredient, has a question."""
    about = [changes.load(name).about for name in CHANGES]
    for key in ("question", "title"):
        assert len({one[key] for one in about}) == len(CHANGES)
    assert {one["decider"] for one in about} == set(changes.DECIDERS)
    assert {one["ingredient"] for one in about} == set(changes.INGREDIENTS)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_applies_to_any_scenario(name: str, loaded: dict[str, Scenario]) -> None:
    """A change applies to every scenario, whatever its sector, size, horizon or roles.

    It alters what is simulated in at least one of them.
    """
    altered = []
    for label, scenario in loaded.items():
        options = changes.load(name).options
        if float(options.get("month", 1)) > scenario.horizon:
            continue
        if scenario.changed(name).canonical() != scenario.canonical():
            altered.append(label)
    assert altered


def test_every_kind_of_event_has_a_change() -> None:
    """Whatever can be scheduled is used by at least one change."""
    used = {event["kind"] for name in CHANGES for event in read(name, "changes").get("events", [])}
    assert used == set(EVENTS)


def test_every_option_is_used() -> None:
    """An option that may be given on the command line moves something."""
    for name in CHANGES:
        path = scenario_file.SHIPPED / "changes" / f"{name}.toml"
        for option in read(name, "changes").get("options", {}):
            assert f'"${option}' in path.read_text("utf-8"), f"{name}: {option}"


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_runs(name: str) -> None:
    """Every shipped scenario runs to its horizon."""
    journey = InnovationJourney(name, seed=1).run_model()
    assert journey.month == journey.horizon


@pytest.mark.parametrize(
    ("name", "scenario"), [(c, s) for c, s in zip(CHANGES, cycle(SCENARIOS), strict=False)]
)
def test_every_change_runs(name: str, scenario: str) -> None:
    """Every change runs, each on one of the scenarios in turn."""
    changed = Scenario.load(scenario).changed(name).with_({"time.horizon": MONTHS_OF_A_SAMPLE})
    assert InnovationJourney(changed, seed=1).run_model().month == MONTHS_OF_A_SAMPLE


def test_the_reference_population_is_a_population_of_settings() -> None:
    """Seven to fifteen settings vary alone, others jointly; each value drawn may stand."""
    data = read("reference", "populations")
    baseline = Scenario.load(data["extends"])
    alone, together = data["distribution"], data["joint"]
    assert 7 <= len(alone) <= 15
    varied = [*alone, *(name for joint in together for name in joint["settings"][0])]
    assert len(varied) == len(set(varied)), "no setting is drawn twice"
    assert set(varied) <= set(SETTABLE)
    for name, spread in alone.items():
        ends = spread.get("uniform") or spread.get("clip") or spread["choices"]
        for end in ends:
            assert baseline.with_({name: end}).values[name] == end
        if "choices" in spread:
            assert len(spread["weights"]) == len(spread["choices"])
    for joint in together:
        assert sum(joint["weights"]) == pytest.approx(1.0)
        assert len(joint["weights"]) == len(joint["settings"])
        for settings in joint["settings"]:
            assert settings.keys() == joint["settings"][0].keys()
            drawn = baseline.with_(settings)
            assert {name: drawn.values[name] for name in settings} == settings


def test_ratings_of_the_population_are_those_of_2018() -> None:
    """42 of 100 are good or outstanding, 45 require improvement, 13 are inadequate."""
    rating = read("reference", "populations")["joint"][0]
    mix = {"good or better": 0.0, "requires improvement": 0.0, "inadequate": 0.0}
    for weight, settings in zip(rating["weights"], rating["settings"], strict=True):
        performance = settings["setting.performance"]
        band = "inadequate" if performance < 0.4 else "good or better"
        mix["requires improvement" if 0.4 <= performance < 0.6 else band] += weight
    assert list(mix.values()) == pytest.approx([0.42, 0.45, 0.13])
    pressures = [settings["setting.pressure"] for settings in rating["settings"]]
    assert pressures == sorted(pressures), "poorer performance, higher pressure"


def test_a_member_of_the_population_is_a_scenario() -> None:
    """A hundred members are drawn, of every sector, each a scenario that may stand."""
    members = [Population.load("reference").member(number) for number in range(100)]
    assert {member.values["setting.sector"] for member in members} == {
        "local authority",
        "voluntary",
        "social enterprise",
    }
    assert len({member.canonical() for member in members}) == len(members)
