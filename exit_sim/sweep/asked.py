"""What a design asks for is taken with care: whole numbers, yes or no, lists, files beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exit_sim.scenario.file import Document
from exit_sim.scenario.toml_lines import Keys, line_of


def whole(doc: Document, keys: Keys, raw: Any, low: int, high: int) -> int:
    """Take a whole number within bounds.

    >>> whole(Document("design", {}), ("every",), 6, 1, 1200)
    6
    """
    if not isinstance(raw, int) or isinstance(raw, bool) or not low <= raw <= high:
        known = isinstance(raw, int) and not isinstance(raw, bool)
        problem = "is out of range" if known else "is not a whole number"
        doc.refuse(problem, keys, raw, f"allowed: a whole number from {low} to {high}")
    return raw


def yes_or_no(doc: Document, keys: Keys, raw: Any) -> bool:
    """Take yes or no."""
    if not isinstance(raw, bool):
        doc.refuse("is neither yes nor no", keys, raw, "allowed: true or false")
    return raw


def texts(doc: Document, keys: Keys, raw: Any, write: str) -> list[str]:
    """Take a list of texts that is not empty."""
    known = isinstance(raw, list) and raw and all(isinstance(one, str) for one in raw)
    if not known:
        doc.refuse("is not a list of names", keys, raw, f"write {write}")
    found: list[str] = raw
    return found


def in_order(doc: Document, places: Mapping[str, Keys]) -> list[str]:
    r"""Put settings in the order of the file, where tables of one name may stand apart.

    >>> text = "[factors]\nsetting.cut = 1\npeople.sites = 2\nsetting.pressure = 3\n"
    >>> keys = {n: ("factors", *n.split(".")) for n in ("setting.pressure", "people.sites")}
    >>> in_order(Document("design", {}, text), keys)
    ['people.sites', 'setting.pressure']
    """
    return sorted(places, key=lambda name: line_of(doc.lines, places[name]) or 0)


def beside(doc: Document, name: str) -> Path | None:
    """Find a file by its path from the design's own folder, if there is one."""
    path = doc.folder / name
    try:
        return path if path.is_file() else None
    except OSError:
        return None
