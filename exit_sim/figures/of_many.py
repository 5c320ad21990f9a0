"""What a figure of many journeys says of them: which scenario, which seeds, how many."""

from collections.abc import Mapping, Sequence
from typing import Any

from exit_sim.figures.labels import INK
from exit_sim.figures.paper import foot_of_many
from exit_sim.results.columns import Value

TITLE: dict[str, Any] = {
    "fontsize": 9,
    "fontweight": "bold",
    "color": INK,
    "loc": "left",
    "pad": 6,
}
"""How the title of one panel is written."""


def of_what(rows: Sequence[Mapping[str, Value]]) -> str:
    """The scenario of these journeys with its changes, or how many scenarios there are."""
    names = sorted({_scenario(row) for row in rows})
    return names[0] if len(names) == 1 else f"{len(names)} scenarios"


def _scenario(row: Mapping[str, Value]) -> str:
    changes = row.get("changes")
    return f"{row['scenario']} with {changes}" if changes else f"{row['scenario']}"


def foot(rows: Sequence[Mapping[str, Value]]) -> str:
    """The line at the foot of a figure of these journeys."""
    seeds = [int(seed) for row in rows if isinstance(seed := row.get("seed"), int | float)]
    span = f"seeds {min(seeds)} to {max(seeds)}" if seeds else "several seeds"
    one = of_what(rows)
    what = one if one.endswith(" scenarios") else f"scenario {one}"
    return foot_of_many(len(rows), f"{what}, {span}")
