"""What a scenario file may hold, as a JSON schema, so that editors complete and check it."""

import json
import re
from typing import Any

from exit_sim.scenario.lineage import ABOUT
from exit_sim.scenario.settable import EVENTS, GROUPS, HELD, OFF, SETTABLE, Settable
from exit_sim.scenario.stated import BANDS, CONFIDENCE, LONGEST_SHORT, PERFORMANCE, RATING
from exit_sim.scenario.timetable import LATEST

Schema = dict[str, Any]

SAYS = {
    "title": "what the scenario is called in texts and figures",
    "says": "what it stands for, in a sentence or two",
    "invented": "what in it is invented for illustration",
    "code": "the study's code for a case that it illustrates",
}


def json_schema() -> Schema:
    """Describe a scenario file: every table, setting, unit, bound and word, and every event."""
    definitions: Schema = {}
    tables: Schema = {}
    for group, declared in GROUPS.items():
        inner = tables
        for part in group.split(".")[:-1]:
            inner = inner.setdefault(part, _table("strengths of mechanisms", {}))["properties"]
        summary = " ".join((declared.__doc__ or "").split())
        ones = [SETTABLE[f"{group}.{field}"] for field in declared._fields]
        inner[group.rsplit(".", 1)[-1]] = _table(
            summary, {one.name.rsplit(".", 1)[-1]: _setting(one, definitions) for one in ones}
        )
    setting = tables[PERFORMANCE.split(".", maxsplit=1)[0]]
    setting["properties"][RATING.rsplit(".", 1)[-1]] = _setting(BANDS, definitions)
    setting["not"] = {"required": [one.rsplit(".", 1)[-1] for one in (PERFORMANCE, RATING)]}
    extends = "the scenario below this one, by name or by a path from here"
    about = {key: {"type": "string", "minLength": 1, "description": SAYS[key]} for key in ABOUT}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A scenario of exit_sim",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "extends": {"type": "string", "description": extends},
            "about": _table("what the scenario is", about),
            **tables,
            "events": _events(),
        },
        "definitions": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """Write the schema as it ships: exit_sim/scenarios/scenario.schema.json."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _table(description: str, properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "additionalProperties": False,
        "properties": properties,
    }


def _setting(one: Settable, definitions: Schema) -> Schema:
    """Describe a setting, which is a value, or a value with what is said about it."""
    kind = "whole" if one.whole else "number"
    name = _named(one.name if one.words else f"{kind} {one.unit} {one.low:g} to {one.high:g}")
    if name not in definitions:
        value = _value(one)
        ends = value if one.words else {**value, "description": "least and most"}
        size = {} if one.words else {"minItems": 2, "maxItems": 2}
        said = {
            "value": value,
            "range": {"type": "array", "items": ends, "minItems": 1, **size},
            "unit": {"const": one.unit},
            "source": {"type": "string", "minLength": 1},
            "confidence": {"enum": list(CONFIDENCE)},
            "short": {"type": "string", "minLength": 1, "maxLength": LONGEST_SHORT},
            "label": {"type": "string", "minLength": 1},
        }
        with_source = _table("a value, and what is said about it", said) | {"required": ["value"]}
        definitions[name] = {"anyOf": [value, with_source]}
    unit = "" if one.words else f" [{one.unit}]"
    return {
        "description": f"{one.meaning}{unit}",
        "allOf": [{"$ref": f"#/definitions/{name}"}],
    }


def _named(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.replace("-", "minus ").lower())


def _value(one: Settable) -> Schema:
    if one.words:
        return {"enum": list(one.words)}
    if one.flag:
        return {"enum": [True, False, 1, 0]}
    number = {
        "type": "integer" if one.whole else "number",
        "minimum": one.low,
        "maximum": one.high,
    }
    return {"anyOf": [number, {"enum": [OFF, HELD]}]} if one.mechanism else number


def _events() -> Schema:
    month = {"type": "integer", "minimum": 1, "maximum": LATEST}
    properties = {
        "kind": {"oneOf": [{"const": k, "description": e.meaning} for k, e in EVENTS.items()]},
        "month": {**month, "description": "the one month in which it happens"},
        "from": {**month, "description": "the first month"},
        "to": {**month, "description": "the last month; the horizon where it is left out"},
        "value": {"description": "how much, or which; 1 where it only happens"},
    }
    by_kind = [
        {
            "if": {"properties": {"kind": {"const": kind}}},
            "then": {
                "properties": {"value": _value(one)},
                **({} if one.flag else {"required": ["value"]}),
            },
        }
        for kind, one in EVENTS.items()
    ]
    one_month = {
        "required": ["month"],
        "not": {"anyOf": [{"required": [k]} for k in ("from", "to")]},
    }
    event = _table("something that happens, or is pinned", properties)
    return {
        "type": "array",
        "items": event
        | {"required": ["kind"], "oneOf": [one_month, {"required": ["from"]}], "allOf": by_kind},
    }
