"""What is given on the command line reads as it would in a file."""

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from exit_sim.scenario.file import Document

_WORDS = re.compile(r"[A-Za-z][\w \-]*")
_TOML = frozenset({"true", "false", "nan", "inf"})


def parsed(doc: Document, key: str, text: str) -> Any:
    """Read a value as TOML does; bare words are a word.

    >>> parsed(Document("--set", {}), "setting.sector", "social enterprise")
    'social enterprise'
    """
    text = text.strip()
    if _WORDS.fullmatch(text) and text not in _TOML:
        return text
    try:
        data = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        data = {}
    if len(data) != 1:
        doc.refuse("is not a value", (key,), text, "write a number, true, false or a word")
    return data["value"]


def assigned(sets: Iterable[str]) -> dict[str, Any]:
    """Read settings that are given as ``dotted.key=value``.

    >>> assigned(["receptivity.culture=0.4", "setting.elections=by thirds"])
    {'receptivity.culture': 0.4, 'setting.elections': 'by thirds'}
    """
    doc = Document("--set", {})
    found: dict[str, Any] = {}
    for one in sets:
        key, equals, text = one.partition("=")
        key = key.strip()
        if not equals or not key:
            doc.refuse("is not a setting with its value", (one,), None, "write setting.cut=0.05")
        value = parsed(doc, key, text)
        if key in found and found[key] != value:
            doc.refuse(f"contradicts {key} = {found[key]}", (key,), value, "give one of the two")
        found[key] = value
    return found
