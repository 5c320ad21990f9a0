"""What a file says in words is taken with care: texts, words of a list, names, a day."""

from collections.abc import Sequence
from datetime import date

from exit_sim.errors import nearest
from exit_sim.scenario.file import Document


def text(doc: Document, key: str, *, needed: bool = True) -> str:
    """Take a text, on one line; nothing where there is none and none is needed."""
    if key not in doc.data:
        if needed:
            doc.refuse(f"has no {key}", (), None, f'write {key} = "…"')
        return ""
    given = doc.data[key]
    if not isinstance(given, str) or not given.strip():
        doc.refuse("is not a text", (key,), given)
    return " ".join(given.split())


def one_of(doc: Document, key: str, words: Sequence[str]) -> str:
    """Take one of some words."""
    word, allowed = text(doc, key), "allowed: " + ", ".join(words)
    if word not in words:
        doc.refuse("is not one of its words", (key,), word, allowed, nearest(word, words))
    return word


def named(
    doc: Document, key: str, known: Sequence[str], what: str, at_least: int
) -> tuple[str, ...]:
    """Take a list of names, each of which there is, once."""
    if key not in doc.data:
        doc.refuse(f"has no {key}", (), None, f'write {key} = ["{known[0]}"]')
    given = doc.data[key]
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        doc.refuse("is not a list of names", (key,), given)
    if len(given) < at_least:
        doc.refuse(f"does not name {what}", (key,), given)
    for one in given:
        if one not in known:
            doc.refuse(f"is not {what}", (key,), one, "", nearest(one, known))
        if given.count(one) > 1:
            doc.refuse("is named twice", (key,), one)
    return tuple(given)


def day(doc: Document, key: str) -> str:
    """Take the day on which the smallest effect that matters was set."""
    given = doc.data.get(key)
    write = "write the day on which the smallest effects were set: 2026-11-24"
    if given is None:
        doc.refuse(f"has no {key}", (), None, write)
    if type(given) is date:
        return given.isoformat()
    try:
        return date.fromisoformat(given).isoformat()
    except (TypeError, ValueError):
        doc.refuse("is not a day", (key,), given, write)
