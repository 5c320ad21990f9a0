"""For notebooks: every name does what its example shows, and examples run as they stand."""

import json
import os
import runpy

import pytest

from exit_sim import api
from exit_sim.analysis.fragility.tables import tables_of
from exit_sim.errors import BadInput
from exit_sim.results.columns import spelled
from exit_sim.results.journeys import journey_columns, journey_row
from exit_sim.vocabulary import Ending
from notebooks import DOCS, NOTEBOOK, SCRIPT, notebook
from small_organisations import eager, small

NEEDS = {"sensitivity_with_salib": "SALib", "scenarios_with_ema_workbench": "ema_workbench"}


def test_inputs_are_columns_beside_outcomes() -> None:
    """An ensemble's frame has a row a run, the settings that differ, and what came of them."""
    scenarios = [small(receptivity__culture=culture) for culture in (0.4, 0.6)]
    found = api.ensemble(scenarios, seeds=[1, 2, 3])
    assert len(found) == 6
    assert found["receptivity.culture"].tolist() == [0.4] * 3 + [0.6] * 3
    assert found["seed"].tolist() == [1, 2, 3] * 2
    assert set(found["ending"]) <= {spelled(ending) for ending in Ending}
    assert "time.horizon" in found


def test_a_point_is_what_mesa_says_of_it() -> None:
    """A point's outcomes are those of the Mesa model with the same settings and seed."""
    scenario = small()
    point = {"receptivity.culture": 0.65}
    came = api.evaluate(point, 4, scenario)
    row = journey_row(api.simulate(scenario.with_(point), 4))
    names = [column.name for column in journey_columns()]
    for name, value in zip(names, row, strict=True):
        if name in came:
            missing = value is None and (came[name] is None or came[name] != came[name])
            assert missing or came[name] == value, name


def test_a_column_that_is_none_is_refused() -> None:
    """A misspelt outcome is refused with the nearest right one."""
    with pytest.raises(BadInput, match="sustained_any"):
        api.ensemble(small(), seeds=[1], columns=["sustained_anny"])


def test_members_of_a_population_are_rows() -> None:
    """A member's row has the settings in which members differ, and its outcomes are its own."""
    found = api.members("reference", 4, seed=3, columns=["cost"], level="baseline")
    population = api.Population.load("reference")
    for number in range(4):
        member = population.member(number, 3)
        row = found.iloc[number]
        assert row["seed"] == 3 + number
        assert row["receptivity.culture"] == member.values["receptivity.culture"]
        assert row["cost"] == api.evaluate({}, 3 + number, member)["cost"]


def test_twins_are_by_name_or_by_settings() -> None:
    """A change by name and settings by dotted name are options; a frame has a row each."""
    scenario = eager(time__horizon=60)
    found = api.twins(scenario, "taper", {"receptivity.culture": 0.9}, runs=3, columns=["cost"])
    assert isinstance(found, api.Study)
    labels = ["no change", "taper", "receptivity.culture=0.9"]
    assert [option.label for option in found.options] == labels
    frame = found.frame()
    assert frame["option"].tolist() == [label for label in labels for _ in range(3)]
    bolder = scenario.with_({"receptivity.culture": 0.9})
    alone = api.ensemble(bolder, seeds=[1, 2, 3], columns=["cost"])
    assert frame["cost"].tolist()[6:] == alone["cost"].tolist()


def test_twins_of_a_population_are_as_precise_as_asked_for() -> None:
    """Without a number of pairs, rounds double until the precision is reached."""
    found = api.twins("reference", "taper", precision=0.2)
    assert found.units.population
    assert (found.pairs, found.precise) == (128, True)


@pytest.mark.slow
def test_fragility_is_given_as_frames() -> None:
    """What a study of fragility found is a data frame a table, with a row for each of its rows."""
    found = api.fragility(eager(time__horizon=60), runs=20, every=24, rates=[0.0, 0.3])
    assert isinstance(found, api.Fragility)
    tables = api.frames(found)
    whole = tables_of(found)
    assert set(tables) == {table.name for table in whole}
    for table in whole:
        assert list(tables[table.name].columns) == [column.name for column in table.columns]
        assert len(tables[table.name]) == len(table.rows)
    assert len(tables["departures"])


def test_every_name_that_is_offered_is_there() -> None:
    """What the interface names it has, with a sentence that says what it is."""
    assert sorted(api.__all__) == api.__all__
    for name in api.__all__:
        assert getattr(api, name).__doc__, name


def test_the_notebook_is_the_tutorial() -> None:
    """The notebook is what ``python tests/notebooks.py`` makes of the tutorial, never run."""
    assert NOTEBOOK.read_text("utf-8") == notebook(SCRIPT.read_text("utf-8"))
    kinds = [cell["cell_type"] for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]]
    assert kinds.count("code") == kinds.count("markdown") == 7


@pytest.mark.slow
def test_the_notebook_runs(capsys) -> None:
    """Its cells run one after another, as a notebook runs them."""
    names: dict[str, object] = {}
    for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # noqa: S102  # our own cells
    assert "of 100 last" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.stem for path in (DOCS / "examples").glob("*.py")))
@pytest.mark.filterwarnings("default")
def test_an_example_runs(name, capsys) -> None:
    """Each example runs as it stands and prints what it found."""
    if name in NEEDS and os.environ.get("CI") != "true":
        pytest.importorskip(NEEDS[name])
    runpy.run_path(str(DOCS / "examples" / f"{name}.py"))
    assert capsys.readouterr().out.strip()
