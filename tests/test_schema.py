"""Editors are told what the loader knows: the schema is complete, true, and accepts what ships."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from exit_sim.errors import BadInput
from exit_sim.scenario import Scenario
from exit_sim.scenario.file import SHIPPED
from exit_sim.scenario.schema import json_schema, schema_text
from exit_sim.scenario.settable import EVENTS, SETTABLE
from exit_sim.scenario.stated import RATING

VALIDATOR = Draft7Validator(json_schema())
SHIPS = sorted([*SHIPPED.glob("*.toml"), *SHIPPED.glob("sectors/*.toml")])


def test_the_schema_that_ships_is_true() -> None:
    """The schema beside the scenarios is what the code says today."""
    path = SHIPPED / "scenario.schema.json"
    advice = (
        "write exit_sim.scenario.schema.schema_text() to exit_sim/scenarios/scenario.schema.json"
    )
    assert path.read_text("utf-8") == schema_text(), advice
    Draft7Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize("path", SHIPS, ids=lambda path: path.stem)
def test_what_ships_is_valid(path: Path) -> None:
    """Every shipped scenario and sector is valid against the schema."""
    data = tomllib.loads(path.read_text("utf-8"))
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_what_ships_names_the_schema(path: Path) -> None:
    """The first line of every shipped scenario tells editors where the schema is."""
    assert path.read_text("utf-8").split("\n")[0] == "#:schema scenario.schema.json"


def test_the_schema_is_complete() -> None:
    """Every setting and event is there, with its meaning, and nothing else may be."""
    schema = json_schema()
    found = {}

    def walk(table: dict[str, Any], prefix: str) -> None:
        assert table["additionalProperties"] is False
        for key, inner in table["properties"].items():
            if "properties" in inner:
                walk(inner, f"{prefix}{key}.")
            else:
                found[f"{prefix}{key}"] = inner["description"]

    del schema["properties"]["extends"], schema["properties"]["about"]
    events = schema["properties"].pop("events")
    walk(schema, "")
    assert found.keys() == {*SETTABLE, RATING}
    assert all(SETTABLE[name].meaning in found[name] for name in SETTABLE)
    kinds = events["items"]["properties"]["kind"]["oneOf"]
    assert {one["const"]: one["description"] for one in kinds} == {
        kind: one.meaning for kind, one in EVENTS.items()
    }


VALID = [
    "receptivity.culture = 0.4",
    "receptivity.culture = {value = 0.4, source = 'a survey', confidence = 'high'}",
    "co_production.at_inception = true",
    "mechanisms.receptivity.gain = 'off'",
    "setting.rating = 'requires improvement'",
    "setting.sector = 'social enterprise'",
    "people.frontline = 50",
    "[[events]]\nkind = 'champion_leaves'\nmonth = 3",
    "[[events]]\nkind = 'culture'\nfrom = 3\nto = 5\nvalue = 0.2",
    "[[events]]\nkind = 'inspection'\nmonth = 3\nvalue = 'good'",
]
INVALID = [
    "receptivity.cultur = 0.4",
    "recptivity.culture = 0.4",
    "receptivity.culture = 1.4",
    "receptivity.culture = '0.4'",
    "receptivity.culture = true",
    "receptivity.culture = {value = 0.4, sorce = 'a survey'}",
    "receptivity.culture = {source = 'a survey'}",
    "receptivity.culture = {value = 0.4, confidence = 'sure'}",
    "receptivity.culture = {value = 0.4, unit = 'months'}",
    "co_production.at_inception = 0.5",
    "mechanisms.receptivity.gain = 'away'",
    "setting.rating = 'fine'",
    "setting.rating = 'good'\nsetting.performance = 0.7",
    "people.frontline = 50.5",
    "time.horizon = 0",
    "about.titel = 'x'",
    "extends = 3",
    "events = 3",
    "[[events]]\nkind = 'champion_goes'\nmonth = 3",
    "[[events]]\nmonth = 3",
    "[[events]]\nkind = 'champion_leaves'",
    "[[events]]\nkind = 'champion_leaves'\nmonth = 3\nto = 4",
    "[[events]]\nkind = 'champion_leaves'\nmonth = 0",
    "[[events]]\nkind = 'champion_leaves'\nmonth = 3\nwhen = 4",
    "[[events]]\nkind = 'culture'\nmonth = 3",
    "[[events]]\nkind = 'culture'\nmonth = 3\nvalue = 2",
    "[[events]]\nkind = 'inspection'\nmonth = 3\nvalue = 'fine'",
]


@pytest.mark.parametrize(
    ("text", "right"), [*((text, True) for text in VALID), *((text, False) for text in INVALID)]
)
def test_the_schema_and_the_loader_agree(text: str, right: bool, tmp_path: Path) -> None:
    """What the schema refuses the loader refuses, and what it accepts the loader accepts."""
    if not text.startswith("extends"):
        text = f"extends = 'baseline'\n{text}\n"
    (tmp_path / "a.toml").write_text(text, "utf-8")
    try:
        Scenario.load(tmp_path / "a.toml")
        loads = True
    except BadInput:
        loads = False
    assert VALIDATOR.is_valid(tomllib.loads(text)) == loads == right
