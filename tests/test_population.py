"""A population draws organisations that differ, each with its own luck and the same every time."""

import pickle
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exit_sim.draws import LAST_SEED
from exit_sim.errors import BadInput
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import LAST_MEMBER, Population
from exit_sim.scenario.settable import SETTABLE
from exit_sim.scenario.spread import Bell, Choices, Even

Load = Callable[[str], Population]
ALONE = '[distribution."receptivity.culture"]\nuniform = [0.3, 0.5]\n'
BELL = '[distribution."setting.caseload"]\nnormal = [16, 2]\nclip = [12, 22]\n'
CHOICES = '[distribution."setting.rating"]\nchoices = ["good", "inadequate"]\nweights = [3, 1]\n'
JOINT = """
[[joint]]
name = "sector and grant"
weights = [0.25, 0.75]
settings = [
    { "setting.sector" = "voluntary", "innovation.grant" = 0.9 },
    { "setting.sector" = "local authority", innovation.grant = 0.1 },
]
"""


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write a population that extends the baseline, and load it."""

    def write(text: str) -> Population:
        (tmp_path / "mix.toml").write_text(f'extends = "baseline"\n{text}', "utf-8")
        return Population.load(tmp_path / "mix.toml")

    return write


def test_a_member_is_a_scenario(load: Load) -> None:
    """A member is the scenario that the population extends, with its own draws."""
    population = load('[about]\ntitle = "A mix"\n' + ALONE + BELL)
    member = population.member(3)
    usual = Scenario.load("baseline").values
    assert isinstance(member, Scenario)
    assert (member.name, member.title) == ("mix_3", "A mix: member 3")
    differing = {name for name in SETTABLE if member.values[name] != usual[name]}
    assert differing == {"receptivity.culture", "setting.caseload"} == set(population.varies)
    assert member.sources(["receptivity.culture"])[0].set_by == population.label


def test_a_member_is_the_same_every_time(load: Load) -> None:
    """The same number and seed draw the same member; another number or seed draws another."""
    population = load(ALONE + BELL)
    assert population.member(3) == load(ALONE + BELL).member(3)
    assert population.member(3) == pickle.loads(pickle.dumps(population)).member(3)  # noqa: S301
    drawn = [
        population.member(number, seed=seed).values["receptivity.culture"]
        for number in (0, 1, LAST_MEMBER)
        for seed in (0, 1, LAST_SEED)
    ]
    assert len(set(drawn)) == len(drawn)


def test_one_more_distribution_disturbs_no_other(load: Load) -> None:
    """A distribution or joint one that is added at the end leaves all other draws as they were."""
    before, after = load(ALONE + JOINT), load(ALONE + BELL + CHOICES + JOINT + JOINT_TOO)
    for number in range(20):
        one, other = before.member(number).values, after.member(number).values
        assert all(one[name] == other[name] for name in before.varies)
        assert one["setting.caseload"] != other["setting.caseload"]


JOINT_TOO = """
[[joint]]
settings = [{ "people.members" = 3 }, { "people.members" = 9, "people.sites" = 0 }]
"""


def test_settings_that_vary_together_do(load: Load) -> None:
    """A joint distribution draws whole rows, by their weights; a sector brings its bundle."""
    population = load(JOINT)
    voluntary = Scenario.load("baseline").with_({"setting.sector": "voluntary"}).values
    seen = Counter[str]()
    for number in range(400):
        values = population.member(number).values
        sector = str(values["setting.sector"])
        seen[sector] += 1
        assert values["innovation.grant"] == {"voluntary": 0.9, "local authority": 0.1}[sector]
        if sector == "voluntary":
            assert values["setting.regulation"] == voluntary["setting.regulation"]
    assert 0.15 < seen["voluntary"] / 400 < 0.35, "fails once in 200,000"


def test_weights_are_kept(load: Load) -> None:
    """Choices come as often as their weights say, evenly where there are none."""
    population = load(
        CHOICES + '[distribution."setting.elections"]\nchoices = ["none", "all out"]\n'
    )
    values = [population.member(number).values for number in range(800)]
    good = sum(one["setting.performance"] == 0.70 for one in values) / 800
    none = sum(one["setting.elections"] == "none" for one in values) / 800
    assert {one["setting.performance"] for one in values} == {0.30, 0.70}
    assert abs(good - 0.75) < 0.08, "fails once in 10^6"
    assert abs(none - 0.50) < 0.09, "fails once in 10^6"


@given(st.floats(0, 1, exclude_max=True), st.floats(0, 5), st.floats(0, 5), st.booleans())
def test_what_is_drawn_stays_within_its_ends(
    u: float, low: float, width: float, whole: bool
) -> None:
    """An even draw keeps to its ends, one about a mean to its clip; both are whole where asked."""
    low, high = (float(round(low)), float(round(low + width))) if whole else (low, low + width)
    even = Even("x", low, high, whole).draw(u)["x"]
    bell = Bell("x", low, width, low, high, whole).draw(u)["x"]
    for value in (even, bell):
        assert low <= float(value) <= high
        assert not whole or float(value).is_integer()


def test_whole_numbers_are_drawn_evenly() -> None:
    """Each whole number between the ends, both included, has the same share of draws."""
    members = Even("people.members", 1.0, 4.0, whole=True)
    drawn = [members.draw(i / 400)["people.members"] for i in range(400)]
    assert Counter(drawn) == dict.fromkeys((1.0, 2.0, 3.0, 4.0), 100)


@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=5), st.floats(0, 1, exclude_max=True))
def test_a_choice_is_always_made(weights: list[float], u: float) -> None:
    """Any share of the weights falls on one of the choices, in their order."""
    rows = tuple({"x": float(number)} for number in range(len(weights)))
    value = Choices(rows, tuple(weights)).draw(u)["x"]
    below = sum(weights[: int(value)])
    assert below <= u * sum(weights) + 1e-9 <= below + weights[int(value)] + 1e-8


def test_a_choice_of_no_weight_is_never_drawn(load: Load) -> None:
    """A weight of 0 leaves a choice out."""
    population = load('[distribution."people.sites"]\nchoices = [1, 2, 3]\nweights = [0, 1, 0]\n')
    assert {population.member(number).values["people.sites"] for number in range(20)} == {2.0}


def test_changes_apply_to_members(load: Load) -> None:
    """A change applies to a member as to any scenario."""
    member = load(ALONE).member(0)
    assert member.changed("champion_leaves:month=9").schedule(9).champion_leaves == 1.0


def test_populations_are_found_by_name() -> None:
    """The reference population ships, and its members are complete scenarios."""
    assert "reference" in Population.names()
    population = Population.load("reference")
    assert population.title
    assert set(population.varies) <= set(SETTABLE)
    for number in range(10):
        assert list(population.member(number).values) == list(SETTABLE)


WRONG: dict[str, tuple[str, str]] = {
    '[distribution."receptivity.cultur"]\nuniform = [0, 1]\n': (
        "not a setting",
        "receptivity.culture",
    ),
    '[distribution."setting.cut"]\nunifrom = [0, 1]\n': ("unifrom", "uniform"),
    '[distribution."setting.cut"]\nuniform = [0, 2]\n': ("out of range", ""),
    '[distribution."setting.cut"]\nuniform = [0.2, 0.1]\n': ("ends before it begins", ""),
    '[distribution."setting.cut"]\nuniform = [0.2]\n': ("is not two numbers", ""),
    '[distribution."setting.cut"]\nuniform = 0.2\n': ("is not two numbers", ""),
    '[distribution."setting.cut"]\nuniform = [0, nan]\n': ("is not two numbers", ""),
    '[distribution."setting.cut"]\nuniform = ["0", true]\n': ("is not two numbers", ""),
    '[distribution."setting.cut"]\nnormal = [0.1, -1]\n': ("spread below 0", ""),
    '[distribution."setting.cut"]\nnormal = [5, 1]\n': ("out of range", ""),
    '[distribution."setting.cut"]\nclip = [0, 1]\n': ("has no form", ""),
    '[distribution."setting.cut"]\nuniform = [0, 1]\nclip = [0, 1]\n': ("normal alone", ""),
    '[distribution."setting.cut"]\nuniform = [0, 1]\nnormal = [0, 1]\n': ("more than one form", ""),
    '[distribution."setting.cut"]\nnormal = [0, 1]\nweights = [0, 1]\n': ("choices alone", ""),
    '[distribution."setting.cut"]\nchoices = []\n': ("is not a list", ""),
    '[distribution."setting.cut"]\nchoices = [0.1]\nweights = [1, 2]\n': ("2 weights for 1", ""),
    '[distribution."setting.cut"]\nchoices = [0.1]\nweights = [0]\n': ("not a list of weights", ""),
    '[distribution."setting.cut"]\nchoices = [0.1]\nweights = [-1]\n': (
        "not a list of weights",
        "",
    ),
    '[distribution."setting.cut"]\nchoices = [0.1]\nweights = "1"\n': ("not a list of weights", ""),
    '[distribution."people.sites"]\nuniform = [0.5, 2]\n': ("is not a whole number", ""),
    '[distribution."setting.elections"]\nuniform = [0, 1]\n': ("matter of choices", ""),
    '[distribution."setting.elections"]\nchoices = ["al out"]\n': (
        "not one of its words",
        "all out",
    ),
    '[distribution]\n"setting.cut" = 3\n': ("is not a distribution", ""),
    '[distributions]\n"setting.cut" = 3\n': ("[distributions]", "distribution"),
    "[[joint]]\nsettings = 3\n": ("is not a list", ""),
    "[[joint]]\nname = 'x'\n": ("is not a list", ""),
    "[[joint]]\nsettings = [3]\n": ("is not a list of tables", ""),
    "[[joint]]\nsettings = [{setting.cutt = 3}]\n": ("is not a setting", "cut"),
    "[[joint]]\nsettings = [{setting.cut = 3}]\n": ("out of range", ""),
    "[[joint]]\nsetings = [{setting.cut = 0.3}]\n": ("setings", "settings"),
    "[joint]\nsettings = [{setting.cut = 0.3}]\n": ("write [[joint]]", ""),
    ALONE + "[[joint]]\nsettings = [{receptivity.culture = 0.3}]\n": ("is varied twice", ""),
    CHOICES + '[distribution."setting.performance"]\nuniform = [0, 1]\n': ("is varied twice", ""),
    '[about]\ntitel = "x"\n': ("titel", "title"),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_population_that_is_wrong_is_refused(load: Load, text: str) -> None:
    """Whatever is wrong with a population is one sentence that names the file and the place."""
    said, meant = WRONG[text]
    with pytest.raises(BadInput) as error:
        load(text)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.file.endswith("mix.toml")
    assert error.value.line is not None or "varied twice" in said
    assert error.value.suggestion == meant


@pytest.mark.parametrize("number", [-1, 1.5, 2**32])
def test_a_member_that_cannot_be_is_refused(load: Load, number: Any) -> None:
    """Members are numbered from 0."""
    with pytest.raises(BadInput, match="is not a member"):
        load(ALONE).member(number)


def test_a_population_that_stands_on_nothing_is_refused(tmp_path: Path) -> None:
    """A population extends a scenario, and says which."""
    path = tmp_path / "mix.toml"
    for text, said in ((ALONE, "extends no scenario"), ('extends = "basline"\n', "is not there")):
        path.write_text(text)
        with pytest.raises(BadInput, match=said):
            Population.load(path)


def test_members_that_contradict_themselves_are_refused(load: Load) -> None:
    """Where draws do not agree with each other the population is named, not the command line."""
    population = load('[distribution."people.frontline"]\nchoices = [2]\n')
    with pytest.raises(BadInput, match="8 teams of 2 frontline professionals") as error:
        population.member(0)
    assert error.value.file.endswith("mix.toml")
