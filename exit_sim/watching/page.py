"""The page that Mesa's viewer serves: people and lines, with a model for each browser's tab."""

from base64 import b64encode
from io import BytesIO
from typing import Any

import solara
from mesa.visualization import SolaraViz

from exit_sim.figures.drawn import style
from exit_sim.scenario import Scenario
from exit_sim.watching import lines, people
from exit_sim.watching.controls import controls
from exit_sim.watching.watched import Watched

DOTS = 170


class Asked:
    """Which scenario this process shows; whoever serves says so before anybody looks."""

    scenario: "Scenario | str" = "baseline"


def picture(shown: Any, model: Watched) -> Any:
    """Put a figure on the page, with its text alternative."""
    out = BytesIO()
    with style("watched"):
        shown.draw(model).savefig(out, format="png", dpi=DOTS)
    source = f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"
    attributes = {"src": source, "alt": shown.in_words(model)}
    return solara.v.Html(tag="img", attributes=attributes, style_="width: 100%; display: block")


def people_of(model: Watched) -> Any:
    """Show everybody, and their ties."""
    return picture(people, model)


def lines_of(model: Watched) -> Any:
    """Show how it went so far."""
    return picture(lines, model)


@solara.component
def Page() -> None:  # noqa: N802  components are named so
    """Show one organisation: a model of its own for everybody who opens the page."""
    found = Asked.scenario
    scenario = found if isinstance(found, Scenario) else Scenario.load(found)
    model = solara.use_memo(lambda: Watched(scenario), [])
    params = solara.use_memo(lambda: controls(scenario), [])
    solara.Title(f"{scenario.title} - exit_sim")
    SolaraViz(model, components=[people_of, lines_of], model_params=params, name=scenario.title)
