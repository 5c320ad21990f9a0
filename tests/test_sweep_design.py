"""A design says every point, option and luck of a sweep, the same each time, or why it cannot."""

import builtins
from collections import Counter
from collections.abc import Callable
from itertools import pairwise, product
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exit_sim.draws import LAST_SEED
from exit_sim.errors import BadInput
from exit_sim.results.journeys import outcome_columns
from exit_sim.scenario import Scenario
from exit_sim.scenario.lineage import brought_by_sectors, usual
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import SETTABLE, Value
from exit_sim.sweep import sampling
from exit_sim.sweep.design import KINDS, Design, Replicates
from exit_sim.sweep.factors import Levels, Range
from exit_sim.twins.plausible import uncertain
from exit_sim.twins.study import NO_CHANGE

Load = Callable[..., Design]
BASE = 'of = "baseline"\n'
CULTURE, CUT, DEPUTIES = "receptivity.culture", "setting.cut", "leadership.deputies"
SECTORS = SETTABLE["setting.sector"].words


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    """Write a design and what stands beside it, and load it."""
    folder = tmp_path_factory.mktemp("designs")

    def write(text: str, of: str = BASE, **beside: str) -> Design:
        for each, content in beside.items():
            name, _, kind = each.rpartition("_")
            (folder / f"{name}.{kind}").write_text(content, "utf-8")
        (folder / "mine.toml").write_text(f"{of}{text}", "utf-8")
        return Design.load(folder / "mine.toml")

    return write


def over(kind: str, factors: str, *asked: str) -> str:
    """Write a design over some factors."""
    return "\n".join(["[design]", f'kind = "{kind}"', *asked, "[factors]", factors, ""])


def column(design: Design, name: str) -> list[Value]:
    """The values of one setting, point by point."""
    at = design.names.index(name)
    return [row[at] for row in design.points]


def differing(one: Scenario, other: Scenario) -> set[str]:
    """The settings in which two scenarios differ."""
    return {name for name in SETTABLE if one.values[name] != other.values[name]}


# what a design is


def test_without_a_design_there_is_one_point(load: Load) -> None:
    """A file that varies nothing is one point, as the scenario is, met by the usual lucks."""
    design = load("")
    assert (design.name, design.kind, design.names) == ("mine", "as it is", ())
    assert list(design.points) == [()]
    assert design.at(0, 0) == design.at(0, 31) == Scenario.load("baseline")
    assert [option.label for option in design.options] == [NO_CHANGE]
    assert design.replicates == Replicates(32, None, "sustained_any", 4096, 1)
    assert list(design.outcomes) == outcome_columns()
    assert (design.columns, design.every, design.problem) == ((), 1, None)
    assert design.varied() == ()
    assert design.text == BASE


def test_all_that_is_said_is_taken(load: Load) -> None:
    """Everything that a design may say stands in it as it was said."""
    design = load(
        'outcomes = ["cost", "sustained_any"]\n'
        'record = ["months: reach, receptivity.openness", "months: journey_phase"]\nevery = 6\n'
        '[about]\ntitle = "A title"\nquestion = "What if?"\n'
        "[replicates]\nprecision = 0.02\noutcome = 'cost'\ncap = 512\nseed = 7\n"
    )
    assert design.title == "A title"
    assert design.outcomes == ("cost", "sustained_any")
    assert design.columns == ("journey.reach", "receptivity.openness", "journey.phase")
    assert design.every == 6
    assert design.replicates == Replicates(None, 0.02, "cost", 512, 7)
    assert design.replicates.most == 512


@pytest.mark.parametrize("name", Design.names_shipped())
def test_every_shipped_design_loads(name: str) -> None:
    """Each says what it asks, and is lived through in an evening."""
    design = Design.load(name)
    assert {"title", "question"} <= set(design.about)
    assert design.label == f"scenarios/experiments/{name}.toml"
    assert len(design.points) * len(design.options) * design.replicates.most <= 200_000
    for point in (0, len(design.points) - 1):
        here = design.at(point, 0)
        assert tuple(here.values[each] for each in design.names) == design.points[point]
    assert set(design.names) <= set(design.varied())


def test_shipped_designs_are_found_at_the_root() -> None:
    """In a clone the folder of experiments is at hand."""
    root = Path(__file__).parents[1] / "experiments"
    assert {path.stem for path in root.glob("*.toml")} == set(Design.names_shipped())


# points


@given(
    st.lists(st.floats(0, 1), min_size=2, max_size=4, unique=True),
    st.lists(st.sampled_from(SECTORS), min_size=2, max_size=3, unique=True),
    st.integers(2, 6),
)
def test_a_full_factorial_meets_every_combination(
    load: Load, cultures: list[float], sectors: list[str], levels: int
) -> None:
    """There are as many points as the product of levels, and each combination is one of them."""
    words = ", ".join(f'"{word}"' for word in sectors)
    design = load(
        over(
            "full factorial",
            f"receptivity.culture = {cultures}\nsetting.sector = [{words}]\n"
            f"setting.cut = {{ from = 0, to = 0.1, levels = {levels} }}",
        )
    )
    cuts = sorted(set(column(design, CUT)), key=float)
    assert (cuts[0], cuts[-1], len(cuts)) == (0.0, 0.1, levels)
    assert list(design.points) == list(product(cultures, sectors, list(dict.fromkeys(cuts))))
    assert len(design.points) == prod(map(len, (cultures, sectors, cuts)))
    assert len(design.points) == len(set(design.points))
    assert design.points[1:3] == list(design.points)[1:3]


@given(st.floats(0, 1), st.floats(0, 1), st.integers(2, 9), st.booleans())
def test_levels_of_a_range_stay_within_it(a: float, b: float, number: int, whole: bool) -> None:
    """Levels rise from one end to the other, and are whole where they must be."""
    low, high = sorted((round(a * 20), round(b * 20)) if whole else (a, b))
    assume(low < high)
    levels = Range("x", (), float(low), float(high), whole).levels(number)
    assert (levels[0], levels[-1]) == (low, high)
    assert all(one <= other for one, other in pairwise(levels))
    assert len(levels) <= number
    assert not whole or all(float(one).is_integer() for one in levels)


def test_one_at_a_time_begins_with_none_moved(load: Load) -> None:
    """The first point is the scenario as it is, and each further one moves one setting from it."""
    design = load(
        over(
            "one at a time",
            'receptivity.culture = "plausible"\nsetting.elections = "plausible"\n'
            "leadership.deputies = [0, 1, 2]",
        )
    )
    assert design.at(0, 0).canonical() == Scenario.load("baseline").canonical()
    moved = [differing(design.at(0, 0), design.at(p, 0)) for p in range(1, len(design.points))]
    assert moved == [{CULTURE}] * 2 + [{"setting.elections"}] * 2 + [{DEPUTIES}] * 2


@given(st.integers(1, 40), st.integers(0, LAST_SEED))
def test_a_latin_hypercube_meets_every_part_of_every_range_once(
    load: Load, number: int, seed: int
) -> None:
    """Of as many equal parts of a range as there are points, each holds one."""
    factors = "receptivity.culture = {from = 0.2, to = 0.7}\nsetting.cut = {from = 0, to = 0.1}"
    design = load(over("latin hypercube", factors, f"points = {number}", f"seed = {seed}"))
    for name, low, high in ((CULTURE, 0.2, 0.7), (CUT, 0.0, 0.1)):
        shares = (np.array(column(design, name), float) - low) / (high - low)
        assert sorted(np.minimum(np.floor(shares * number + 1e-9), number - 1)) == list(
            range(number)
        )


SPREAD = """receptivity.culture = { from = 0.2, to = 0.7 }
setting.sector = "plausible"
leadership.deputies = { from = 0, to = 3 }
co_production.at_inception = "plausible"
mechanisms.lives.promise = [0.5, "held"]
setting.rating = ["good", "inadequate"]
"""
ALLOWED: dict[str, set[Value]] = {
    "setting.sector": set(SECTORS),
    DEPUTIES: {0.0, 1.0, 2.0, 3.0},
    "co_production.at_inception": {0.0, 1.0},
    "mechanisms.lives.promise": {0.5, "held"},
    "setting.performance": {0.7, 0.3},
}


@pytest.mark.parametrize(
    ("kind", "asked", "points"),
    [
        ("latin hypercube", ["points = 120"], 120),
        ("sobol", ["points = 16"], 16 * 8),
        ("sobol", ["points = 16", "second_order = true"], 16 * 14),
        ("morris", ["points = 20"], 20 * 7),
        ("full factorial", [], 3 * 3 * 3 * 2 * 2 * 2),
        ("one at a time", [], 1 + 2 + 2 + 1 + 1 + 2 + 2),
    ],
)
def test_only_what_is_allowed_is_chosen(
    load: Load, kind: str, asked: list[str], points: int
) -> None:
    """Words are words, whole numbers whole, yes or no one of them, and every value is met."""
    design = load(over(kind, SPREAD, *asked))
    assert len(design.points) == points
    assert design.names == (CULTURE, *ALLOWED)
    for name, values in ALLOWED.items():
        found = set(column(design, name))
        assert found <= values | {usual()[name].value}
        met = kind not in {"one at a time", "full factorial"} or name != DEPUTIES
        assert not met or values <= found
    assert all(0.2 <= float(value) <= 0.7 for value in column(design, CULTURE))
    for point in range(0, points, 7):
        assert design.at(point, 0).values[CULTURE] == design.points[point][0]


def test_whole_numbers_and_words_are_met_alike() -> None:
    """Over even shares each word and each whole number is met as often as any other."""
    shares = (np.arange(600) + 0.5) / 600
    words = Levels("setting.sector", (), SECTORS).over(shares)
    wholes = Range(DEPUTIES, (), 0.0, 3.0, whole=True).over(shares)
    assert Counter(words.tolist()) == dict.fromkeys((0.0, 1.0, 2.0), 200)
    assert Counter(wholes.tolist()) == dict.fromkeys((0.0, 1.0, 2.0, 3.0), 150)


@pytest.mark.parametrize("kind", ["latin hypercube", "sobol", "morris"])
def test_the_same_seed_gives_the_same_points(load: Load, kind: str) -> None:
    """Points are found again by their seed, and another seed gives others."""
    designs = [load(over(kind, SPREAD, "points = 8", f"seed = {seed}")) for seed in (5, 5, 6)]
    first, again, other = (list(design.points) for design in designs)
    assert first == again
    assert first != other


@pytest.mark.parametrize("kind", ["sobol", "morris"])
def test_salib_analyses_by_the_problem(load: Load, kind: str) -> None:
    """What SALib is told finds the one factor of two that moves what came."""
    from SALib.analyze import morris, sobol

    factors = 'receptivity.culture = { from = 0.2, to = 0.7 }\nsetting.sector = "plausible"'
    design = load(over(kind, factors, "points = 64"))
    problem = dict(design.problem or {})
    came = np.array(column(design, CULTURE), float)
    if kind == "sobol":
        found = sobol.analyze(problem, came, calc_second_order=problem["second_order"], seed=1)
        assert found["ST"][0] == pytest.approx(1.0, abs=0.1)
        assert found["ST"][1] == pytest.approx(0.0, abs=1e-9)
    else:
        x = design.points.codes
        found = morris.analyze(problem, x, came, num_levels=problem["levels"], seed=1)
        assert list(found["mu_star"]) == pytest.approx([0.5, 0.0])
    assert problem["names"] == list(design.names)
    assert problem["n"] == 64


def test_a_step_of_morris_moves_one_factor(load: Load) -> None:
    """Along a trajectory each step moves one factor, words and whole numbers too."""
    design = load(over("morris", SPREAD, "points = 12"))
    for start in range(0, len(design.points), 7):
        rows = design.points[start : start + 7]
        moved = [[a != b for a, b in zip(*two, strict=True)] for two in pairwise(rows)]
        assert sorted(each.index(True) for each in moved) == list(range(6))
        assert all(sum(each) == 1 for each in moved)


def test_all_that_is_uncertain_is_varied(load: Load) -> None:
    """What is uncertain goes over its plausible range, but for what is stated or set."""
    text = "[set]\nsetting.cut = 0.01\n" + over(
        "latin hypercube", "uncertain = true\nreceptivity.culture = [0.4, 0.6]", "points = 4"
    )
    design = load(text)
    every = [name for name in uncertain(Scenario.load("baseline")) if name != CUT]
    assert set(design.names) == set(every)
    assert design.names[0] == CULTURE
    assert set(column(design, CULTURE)) == {0.4, 0.6}
    low, high = usual()["setting.pressure"].said["range"]
    assert all(low <= float(value) <= high for value in column(design, "setting.pressure"))


def test_what_a_population_varies_is_not_uncertain_as_well(load: Load) -> None:
    """A population says itself how its members differ."""
    design = load(
        over("latin hypercube", "uncertain = true", "points = 2"), of='of = "reference"\n'
    )
    assert not set(design.names) & set(Population.load("reference").varies)


# points that are listed


def test_points_are_listed(load: Load) -> None:
    """Each listed point is a table of the same settings, in any order."""
    design = load(
        '[design]\nkind = "list"\n'
        '[[points]]\nsetting.rating = "good"\nsetting.cut = 0.1\n'
        '[[points]]\n"setting.cut" = 0.2\nsetting.performance = 0.4\n'
    )
    assert design.names == ("setting.performance", CUT)
    assert list(design.points) == [(0.7, 0.1), (0.4, 0.2)]


@pytest.mark.parametrize("key", ["file", "points"])
def test_points_stand_in_a_file(load: Load, key: str) -> None:
    """A table as spreadsheets and statistics programs write it is taken as it stands."""
    sheet = (
        "\ufeffsetting.sector,setting.cut,co_production.at_inception,mechanisms.lives.promise\r\n"
        'voluntary,1e-02,TRUE,off\r\n\r\n"local authority", .05 ,0,held\r\n'
    )
    design = load(f'[design]\nkind = "points"\n{key} = "sheet.csv"\n', sheet_csv=sheet)
    assert list(design.points) == [
        ("voluntary", 0.01, 1.0, 0.0),
        ("local authority", 0.05, 0.0, "held"),
    ]
    assert design.at(1, 0).values[CUT] == 0.05


# members and lucks


def test_a_population_is_met_member_by_member(load: Load) -> None:
    """Replicate j is member j, drawn by the seed of the replicates, at every point."""
    of = 'of = "reference"\n'
    design = load(
        "[set]\ntime.horizon = 60\n"
        + over("full factorial", "receptivity.culture = [0.4, 0.6]")
        + "[replicates]\nruns = 4\nseed = 9\n",
        of=of,
    )
    population = Population.load("reference")
    for number in range(4):
        member = population.member(number, 9)
        one, other = design.at(0, number), design.at(1, number)
        assert one.name == other.name == member.name
        assert one.horizon == 60
        assert differing(one, other) == {CULTURE}
        assert differing(one, member) <= {CULTURE, "time.horizon"}
        assert one.values[CULTURE] == 0.4, "a factor wins over what members draw"
        assert design.at(0, number) is one
    assert set(design.varied()) == {*population.varies, *brought_by_sectors(), CULTURE}


def test_a_scenario_is_made_once_for_all_its_replicates(load: Load) -> None:
    """Replicates of one point are one organisation, not copies of it."""
    design = load(over("full factorial", "receptivity.culture = [0.4, 0.6]"))
    assert design.at(1, 0) is design.at(1, 5)
    assert design.at(1, 0) is not design.at(0, 0)


def test_what_is_named_beside_a_design_is_found(load: Load, tmp_path: Path) -> None:
    """A scenario, population or change that is a file is found from the design's own folder."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "ours.toml").write_text('extends = "la_a"\n[setting]\ncut = 0.03\n')
    (tmp_path / "mix.toml").write_text(
        'extends = "ours.toml"\n[distribution."receptivity.culture"]\nuniform = [0.3, 0.5]\n'
    )
    (tmp_path / "inner" / "less.toml").write_text(
        "[options]\ncut = 0.02\n[set]\nsetting.cut = '$cut'"
    )
    for of in ("ours", "mix"):
        path = tmp_path / f"{of}_design.toml"
        path.write_text(f'of = "{of}.toml"\noptions = ["inner/less.toml:cut=0.01 + taper"]\n')
        design = Design.load(path)
        assert isinstance(design.of, Scenario if of == "ours" else Population)
        assert design.at(0, 0).values[CUT] == 0.03
        assert design.options[1].label == "inner/less.toml:cut=0.01 + taper"
        assert design.options[1].of(design.at(0, 0)).values[CUT] == 0.01


# options


def test_options_are_changes_and_settings(load: Load) -> None:
    """An option is a change, several, or a table with settings of its own."""
    design = load(
        'options = ["champion_stays", "taper + co_production_required",\n'
        '  { label = "both", changes = ["taper"], set = { setting.cut = 0.02 } },\n'
        "  { set = { setting.cut = 0.03, setting.sector = 'voluntary' } }]\n"
    )
    here = design.at(0, 0)
    assert [option.label for option in design.options] == [
        NO_CHANGE,
        "champion_stays",
        "taper + co_production_required",
        "both",
        "setting.cut = 0.03 + setting.sector = voluntary",
    ]
    assert design.options[0].of(here) is here
    assert design.options[1].of(here) == here.changed("champion_stays")
    assert design.options[2].of(here) == here.changed("taper", "co_production_required")
    both = design.options[3].of(here)
    assert differing(both, here) == {"innovation.profile", CUT}
    assert both.sources([CUT])[0].set_by == design.label
    assert {"innovation.profile", CUT, "setting.sector", "setting.regulation"} <= set(
        design.varied()
    )
    assert list(design.varied()) == [name for name in SETTABLE if name in design.varied()]


# what is wrong

FACTORIAL = '[design]\nkind = "full factorial"\n[factors]\n'
LISTED = '[design]\nkind = "list"\n'
SAMPLE = "receptivity.culture = [0.4, 0.6]\nsetting.cut = [0, 0.1]\n"

# What is written below `of`, the line that is wrong, what is said of it, what was meant.
WRONG: dict[str, tuple[int, str, str]] = {
    # parts and words
    "[desing]\nkind = 'list'": (2, "[desing] is not a part of a design", "design"),
    "[about]\ntitel = 'x'": (3, "[about] titel is not", "title"),
    "[design]\nkind = 'full factorail'": (3, "is not a kind of design", "full factorial"),
    "[design]\nkind = 3": (3, "kind = 3 is not a kind of design", ""),
    "[design]\npoints = 3": (2, "[design] has no kind", ""),
    "[design]\nkind = 'list'\npionts = 3": (4, "pionts is not a part", "points"),
    "[design]\nkind = 'list'\nseed = 3": (4, 'seed does not go with kind = "list"', ""),
    "[factors]\nsetting.cut = [0, 1]": (2, "no [design] says how", ""),
    "[[points]]\nsetting.cut = 1": (2, "no [design] says how", ""),
    "[design]\nkind = 'list'\n[factors]\nsetting.cut = [0, 1]": (4, "[factors] do not go", ""),
    f"{FACTORIAL}{SAMPLE}[[points]]\nsetting.cut = 1": (7, "[[points]] do not go with", ""),
    "[design]\nkind = 'full factorial'": (2, "has no factors", ""),
    f"{FACTORIAL}uncertain = false": (4, "has no factors", ""),
    # factors
    f"{FACTORIAL}receptivity.cultur = [0.2, 0.5]": (5, "is not a setting", "culture"),
    f"{FACTORIAL}receptivity.culture = [0.2, 1.5]": (5, "is out of range", ""),
    f"{FACTORIAL}receptivity.culture = [0.2]": (5, "other than 2 to 1000 levels", ""),
    f"{FACTORIAL}receptivity.culture = []": (5, "other than 2 to 1000 levels", ""),
    f"{FACTORIAL}receptivity.culture = [0.2, 0.5, 0.2]": (5, "has the level 0.2 twice", ""),
    f"{FACTORIAL}receptivity.culture = 0.5": (5, "is neither levels nor a range", ""),
    f"{FACTORIAL}receptivity.culture = 'plausable'": (5, "is neither levels", "plausible"),
    f"{FACTORIAL}setting.sector = ['charity', 'voluntary']": (5, "is not one of its words", ""),
    f"{FACTORIAL}setting.sector = {{from = 0, to = 1}}": (5, "matter of words", ""),
    f"{FACTORIAL}setting.rating = 'plausible'": (5, "no plausible range", "setting.performance"),
    f"{FACTORIAL}time.burn_in = 'plausible'": (5, "one plausible value", ""),
    f"{FACTORIAL}time.horizon = [60, 120]": (5, "another length of time", ""),
    f"{FACTORIAL}people.sites = {{from = 1, to = 2.5}}": (5, "is not a whole number", ""),
    f"{FACTORIAL}setting.cut = {{from = 0.2, to = 0.1}}": (5, "ends before it begins", ""),
    f"{FACTORIAL}setting.cut = {{from = 0.2, too = 0.3}}": (5, "too is not a part", "to"),
    f"{FACTORIAL}setting.cut = {{from = 0.2}}": (5, "has no to", ""),
    f"{FACTORIAL}setting.cut = {{from = 0, to = 1, levels = 1}}": (5, "levels = 1 is out of", ""),
    f"{FACTORIAL}mechanisms.lives.promise = {{from = 0, to = 'held'}}": (5, "to a number", ""),
    f"{FACTORIAL}setting.rating = ['good', 'inadequate']\nsetting.performance = [0, 1]": (
        6,
        "is varied twice, as setting.performance",
        "",
    ),
    f"{FACTORIAL}uncertian = true": (5, "uncertian = true is not a factor", "uncertain"),
    f"{FACTORIAL}uncertain = 1": (5, "uncertain = 1 is neither yes nor no", ""),
    f"[set]\nsetting.cut = 0.1\n{FACTORIAL}setting.cut = [0, 1]": (7, "set once under [set]", ""),
    # kinds
    over("full factorial", SAMPLE, "levels = 1"): (4, "levels = 1 is out of range", ""),
    over("latin hypercube", SAMPLE): (2, "has no points", ""),
    over("latin hypercube", SAMPLE, "points = 'p.csv'"): (4, "is not a whole number", ""),
    over("latin hypercube", SAMPLE, "points = 2_000_000"): (4, "is out of range", ""),
    over("latin hypercube", SAMPLE, "points = 4", "seed = -1"): (5, "seed = -1 is out of", ""),
    over("latin hypercube", "uncertain = true", "points = 500_000"): (2, "settings each", ""),
    over("sobol", SAMPLE, "points = 100"): (4, "is not a power of 2", "64 or 128"),
    over("sobol", SAMPLE, "points = 262_144"): (2, "makes 1048576 points", ""),
    over("sobol", SAMPLE, "points = 4", "second_order = 1"): (5, "neither yes nor no", ""),
    over("sobol", "setting.cut = [0, 1]", "points = 4"): (3, "has one factor", ""),
    over("morris", "setting.cut = [0, 1]", "points = 4"): (3, "has one factor", ""),
    over("morris", SAMPLE, "points = 1"): (4, "is one trajectory", ""),
    over("morris", SAMPLE, "points = 4", "levels = 3"): (5, "is odd", ""),
    over(
        "full factorial",
        "\n".join(
            f"{name} = {{from = 0, to = 1, levels = 200}}"
            for name in ("receptivity.culture", "setting.pressure", "setting.cut")
        ),
    ): (2, "makes 8000000 points", ""),
    f"{FACTORIAL}people.teams = [4, 50]": (5, "makes 50 teams of 40 frontline", ""),
    # lists
    LISTED: (2, "lists no points", ""),
    f"{LISTED}[[points]]": (4, "at which nothing is set", ""),
    f"{LISTED}[[points]]\nsetting.cutt = 1": (5, "is not a setting", "cut"),
    f"{LISTED}[[points]]\nsetting.cut = 1\n[[points]]\nsetting.cut = 1": (6, "repeats point 1", ""),
    f"{LISTED}[[points]]\nsetting.cut = 1\n[[points]]": (6, "does not say setting.cut", ""),
    f"{LISTED}[[points]]\nsetting.cut = 1\n[[points]]\nsetting.cut = 0\nsetting.pressure = 0": (
        8,
        "says setting.pressure, and the first point does not",
        "",
    ),
    f"{LISTED}[points]\nsetting.cut = 1": (4, "write [[points]]", ""),
    f"{LISTED}[[points]]\npeople.teams = 9\n[[points]]\npeople.teams = 50": (7, "50 teams", ""),
    "[design]\nkind = 'points'": (2, "names no file of points", ""),
    "[design]\nkind = 'points'\nfile = 3": (4, "is not the name of a file", ""),
    "[design]\nkind = 'points'\nfile = 'none.csv'": (4, "is not there", ""),
    f"[design]\nkind = 'points'\nfile = '{'x' * 5000}'": (4, "is not there", ""),
    # options
    "options = 'taper'": (2, "is not a list of options", ""),
    "options = [3]": (2, "is not an option", ""),
    "options = ['tapper']": (2, "tapper is neither a change nor a file", "taper"),
    "options = [\n'taper',\n'taper + champion_leaves:mnth=3']": (2, "is not an option", "month"),
    "options = ['budget_cut', 'budget_cut']": (2, "is the name of two options", ""),
    "options = ['no change']": (2, "no change is neither a change", ""),
    "options = [{ label = 'no change', changes = ['taper'] }]": (2, "the name of two options", ""),
    "options = ['taper + milestone']": (2, "contradict each other", ""),
    "options = ['taper + election', 'election + taper']": (2, "does the same as taper + elec", ""),
    "options = [{ label = 'x' }]": (2, "changes nothing", ""),
    "options = [{ lable = 'x' }]": (2, "lable is not a part of an option", "label"),
    "options = [{ label = ' ', changes = ['taper'] }]": (2, "is not a label", ""),
    "options = [{ changes = 'taper' }]": (2, "is not a list of changes", ""),
    "options = [{ set = 3 }]": (2, "is not a table of settings", ""),
    "options = [{ set = { setting.cutt = 3 } }]": (2, "is not a setting", "cut"),
    "options = [{ label = 'x', set = { time.horizon = 60 } }]": (2, "followed for 60 months", ""),
    # what is kept
    "outcomes = 'cost'": (2, "is not a list of names", ""),
    "outcomes = []": (2, "is not a list of names", ""),
    "outcomes = ['costs']": (2, "is not an outcome", "cost"),
    "outcomes = ['cost', 'cost']": (2, "is named twice", ""),
    "outcomes = ['cost']\n[replicates]\nprecision = 0.1": (2, "leaves out sustained_any", ""),
    "record = ['journey.reach']": (2, "does not begin with the months table", ""),
    "record = ['events: month']": (2, "does not begin with the months table", ""),
    "record = ['months: journey.raech']": (2, "is not a column of months", "journey.reach"),
    "record = ['months: month']": (
        2,
        "is more than one column of months",
        "mainstream.month or spread.month",
    ),
    "record = ['months: reach, journey.reach']": (2, "is named twice", ""),
    "record = ['months: pressure, seed']": (2, "is not a column of months", ""),
    "record = ['months: business_case']": (
        2,
        "is more than one column of months",
        "measurement.business_case or mainstream.business_case",
    ),
    "every = 3": (2, "every = 3 goes with record", ""),
    "record = ['months: reach']\nevery = 0": (3, "every = 0 is out of range", ""),
    "record = ['months: reach']\nevery = 1.5": (3, "is not a whole number", ""),
    # replicates
    "[replicates]\nrun = 3": (3, "run is not a part of it", "runs"),
    "[replicates]\nruns = 0": (3, "runs = 0 is out of range", ""),
    "[replicates]\nruns = true": (3, "runs = true is not a whole number", ""),
    "[replicates]\nruns = 3\nprecision = 0.1": (3, "says how many, and so does precision", ""),
    "[replicates]\ncap = 3": (3, "cap = 3 goes with precision", ""),
    "[replicates]\nprecision = 0": (3, "is not a half-width", ""),
    "[replicates]\nprecision = nan": (3, "is not a half-width", ""),
    "[replicates]\nprecision = 0.1\noutcome = 'costs'": (4, "no outcome that governs", "cost"),
    f"[replicates]\nseed = {LAST_SEED}": (3, f"leads to seed {LAST_SEED + 31}", ""),
    f"{FACTORIAL}{SAMPLE}[replicates]\nruns = 90_000_000": (7, "4 points by 1 options by 9", ""),
    # settings
    "[set]\nsetting.cutt = 1": (3, "is not a setting", "cut"),
    "set = 3": (2, "is not a table; write [set]", ""),
    "[set]\npeople.teams = 50": (3, "makes 50 teams of 40 frontline", ""),
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:60])
def test_a_design_that_is_wrong_is_refused(load: Load, text: str) -> None:
    """Whatever is wrong with a design is one sentence: its line, what is wrong, what was meant."""
    line, said, meant = WRONG[text]
    with pytest.raises(BadInput) as error:
        load(f"{text}\n")
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.file.endswith("mine.toml")
    assert (error.value.line, error.value.suggestion) == (line, meant)


SHEETS: dict[str, tuple[int, str, str]] = {
    "setting.cut\n": (1, "has no points below", ""),
    "setting.cutt\n1\n": (1, "setting.cutt is not a setting", "setting.cut"),
    "setting.cut,\n1,\n": (1, "a column without a name is not a setting", ""),
    "setting.cut,setting.cut\n0,1\n": (1, "stands above two columns", ""),
    "setting.rating,setting.performance\ngood,1\n": (1, "stands above two columns", ""),
    "setting.cut\n0.1\n2\n": (3, "setting.cut = 2.0 is out of range", ""),
    "setting.cut\n0.1\n\nmuch\n": (4, "is text, not a number", ""),
    "setting.cut\nnan\n": (2, "is text, not a number", ""),
    "setting.elections\nby third\n": (2, "is not one of its words", "by thirds"),
    "setting.cut,setting.pressure\n0,\n": (2, "setting.pressure has no value", ""),
    "setting.cut,setting.pressure\n0\n": (2, "has 1 values below 2 settings", ""),
    "setting.cut\n0\n0.0\n": (3, "repeats point 1", ""),
    'setting.cut\n"0\n': (1, "is not comma-separated values", ""),
    "people.teams\n8\n50\n": (3, "people.teams = 50 makes 50 teams", ""),
}


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_file_of_points_that_is_wrong_is_refused(load: Load, sheet: str) -> None:
    """What is wrong in a file of points is said with its line and the setting above the column."""
    line, said, meant = SHEETS[sheet]
    with pytest.raises(BadInput) as error:
        load('[design]\nkind = "points"\nfile = "sheet.csv"\n', sheet_csv=sheet)
    assert said in str(error.value)
    assert error.value.file.endswith("sheet.csv")
    assert (error.value.line, error.value.suggestion) == (line, meant)


def test_a_file_of_points_that_is_no_text_is_refused(load: Load, tmp_path: Path) -> None:
    """What is no text, or is longer than may be, is one sentence."""
    (tmp_path / "sheet.csv").write_bytes(b"setting.cut\n\xff\n")
    (tmp_path / "mine.toml").write_text(f'{BASE}[design]\nkind = "points"\nfile = "sheet.csv"\n')
    with pytest.raises(BadInput, match="is not UTF-8 text"):
        Design.load(tmp_path / "mine.toml")


def test_a_file_of_too_many_points_is_refused(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of more points than may be is left at the first that is too many."""
    monkeypatch.setattr("exit_sim.sweep.listed.MOST_POINTS", 2)
    sheet = "setting.cut\n0\n0.1\n0.2\n0.3\n"
    with pytest.raises(BadInput, match="is one point too many") as error:
        load('[design]\nkind = "points"\nfile = "sheet.csv"\n', sheet_csv=sheet)
    assert error.value.line == 4


@pytest.mark.parametrize(
    ("of", "said", "meant"),
    [
        ("", "says nothing of what is varied", ""),
        ("of = 3\n", "is not the name of a scenario or a population", ""),
        ('of = "refrence"\n', "is not there", "reference"),
        ('of = "basline"\n', "is not there", "baseline"),
        ('of = "none.toml"\n', "is not there", ""),
        (f'of = "{"x" * 5000}"\n', "is not there", ""),
    ],
)
def test_a_design_of_nothing_is_refused(load: Load, of: str, said: str, meant: str) -> None:
    """A design is of a scenario or a population that is there."""
    with pytest.raises(BadInput, match=said) as error:
        load("[about]\ntitle = 'x'\n", of=of)
    assert error.value.suggestion == meant


def test_a_design_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A design is found by its name among those that ship, or by its path."""
    with pytest.raises(BadInput, match="is neither an experiment nor a file") as error:
        Design.load("measurement_regim")
    assert error.value.suggestion == "measurement_regime"
    with pytest.raises(BadInput, match="is not there"):
        Design.load(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("kind", "library"), [("latin hypercube", "scipy"), ("sobol", "SALib"), ("morris", "SALib")]
)
def test_what_is_not_installed_is_named(
    load: Load, monkeypatch: pytest.MonkeyPatch, kind: str, library: str
) -> None:
    """Where a library is missing one sentence says how to install it."""
    really = builtins.__import__

    def without(name: str, *args: Any, **keywords: Any) -> Any:
        if name.partition(".")[0] == library:
            raise ImportError(name)
        return really(name, *args, **keywords)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(BadInput) as error:
        load(over(kind, SAMPLE, "points = 4"))
    assert f"needs {library}, which is not installed" in str(error.value)
    assert sampling.EXTRA in str(error.value)


def test_every_kind_is_tried() -> None:
    """The kinds are those that these tests know."""
    assert set(KINDS) == {
        "as it is",
        "list",
        "points",
        "one at a time",
        "full factorial",
        "latin hypercube",
        "sobol",
        "morris",
    }


anything: st.SearchStrategy[str] = st.sampled_from(
    [
        "3",
        "-1",
        "0.5",
        "nan",
        '"x"',
        "true",
        "[]",
        "[1]",
        "[0.1, 0.2]",
        "{}",
        "{ from = 0 }",
        "[{}]",
    ]
)
TOP = ["of", "options", "outcomes", "record", "every", "about", "set", "design", "factors"]
INNER = ["design.kind", "design.points", "design.file", "design.seed", "factors.uncertain"]
OTHER = ["points", "replicates", "factors.setting.cut", "replicates.runs", "replicates.precision"]
parts = st.sampled_from([*TOP, *INNER, *OTHER])


@given(st.dictionaries(parts, anything, max_size=4), st.sampled_from(KINDS))
def test_nothing_that_is_asked_breaks_anything(
    load: Load, asked: dict[str, str], kind: str
) -> None:
    """Whatever stands in a design, there is one or a sentence."""
    lines = {"of": '"baseline"', "design.kind": f'"{kind}"', **asked}
    refusal: BadInput | None = None
    try:
        load("\n".join(f"{key} = {value}" for key, value in lines.items()), of="")
    except BadInput as error:
        refusal = error
    assert refusal is None or "\n" not in str(refusal)
