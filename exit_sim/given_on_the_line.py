"""What is given on the command line reads as it would in a file."""

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from exit_sim.scenario_file import Document

_WORDS = re.compile(r"[A-Za-z][\w \-]*")


def parsed(doc: Document, key: str, text: str) -> Any:
    """Read a value as TOML does; bare words are a word.

    >>> parsed(Document("--set", {}), "setting.sector", "social enterprise")
    'social enterprise'
    """
    text = text.strip()
    if _WORDS.fullmatch(text) and text not in {"true", "false", "nan", "inf"}:
        return text
    try:
        data = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        data = {}
    if len(data) != 1:
        raise doc.bad("is not a value", (key,), text, "write a number, true, false or a word")
    return data["value"]


def assigned(sets: Iterable[str]) -> dict[str, Any]:
    """Read settings given as ``dotted.key=value``."""
    doc = Document("--set", {})
    found: dict[str, Any] = {}
    for one in sets:
        key, equals, text = one.partition("=")
        key = key.strip()
        if not equals or not key:
            raise doc.bad(
                "is not a setting and its value", (one,), None, "write receptivity.culture=0.4"
            )
        value = parsed(doc, key, text)
        if key in found and found[key] != value:
            raise doc.bad("was given twice, with different values", (key,), value)
        found[key] = value
    return found
