"""For notebooks: every name does what its example shows, and examples run as they stand."""

import json
import os
import runpy
from pathlib import Path

import pytest

from exit_sim import api
from exit_sim.errors import BadInput
from exit_sim.results.journeys import journey_columns, journey_row
from small_organisations import small

DOCS = Path(__file__).parent.parent / "docs"
NEEDS = {"sensitivity_with_salib": "SALib", "scenarios_with_ema_workbench": "ema_workbench"}


def test_inputs_are_columns_beside_outcomes() -> None:
    """An ensemble's frame has a row a run, the settings that differ, and what came of them."""
    scenarios = [small(receptivity__culture=culture) for culture in (0.4, 0.6)]
    found = api.ensemble(scenarios, seeds=[1, 2, 3])
    assert len(found) == 6
    assert found["receptivity.culture"].tolist() == [0.4] * 3 + [0.6] * 3
    assert found["seed"].tolist() == [1, 2, 3] * 2
    assert set(found["ending"]) >= set()
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


def cells() -> list[tuple[str, str]]:
    """The tutorial's cells: what kind each is, and its text."""
    found = []
    for part in (DOCS / "tutorial.py").read_text("utf-8").split("# %%")[1:]:
        kind, text = part.split("\n", 1)
        if "markdown" in kind:
            lines = [line.removeprefix("#").removeprefix(" ") for line in text.splitlines()]
            found.append(("markdown", "\n".join(lines).strip()))
        else:
            found.append(("code", text.strip()))
    return found


def test_the_notebook_is_the_tutorial() -> None:
    """The notebook holds the cells of the tutorial, without results."""
    notebook = json.loads((DOCS / "tutorial.ipynb").read_text("utf-8"))
    held = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    assert held == cells()
    assert all(not cell.get("outputs") for cell in notebook["cells"])


@pytest.mark.slow
def test_the_notebook_runs(capsys) -> None:
    """Its cells run one after another, as a notebook runs them."""
    notebook = json.loads((DOCS / "tutorial.ipynb").read_text("utf-8"))
    names: dict[str, object] = {}
    for cell in notebook["cells"]:
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
