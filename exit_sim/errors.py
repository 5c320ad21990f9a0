"""What can go wrong is said in one sentence, which keeps what it was made from."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

LONGEST_SHOWN, LONGEST_KEY = 60, 300
_BARE = re.compile(r"[\w.\-:/=, ]+")


class BadInput(Exception):
    """Something that was given cannot be used; its text is one sentence that says why.

    Attributes:
        problem: what is wrong with it, in words.
        file: the file that was read, or ``--set``.
        line: the line in that file, from 1, or None.
        table: the table in that file, with its brackets, or an empty string.
        key: the key in that table, or an empty string.
        value: what was given, or None.
        allowed: what would have been right, in words.
        suggestion: the nearest right word or words, joined by *or*.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str = "",
        line: int | None = None,
        table: str = "",
        key: str = "",
        value: Any = None,
        allowed: str = "",
        suggestion: str = "",
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.file = file
        self.line = line
        self.table = table
        self.key = key
        self.value = value
        self.allowed = allowed
        self.suggestion = suggestion

    def __str__(self) -> str:
        """Say where, what, what is wrong, what is allowed and what was perhaps meant.

        >>> print(BadInput("is not a setting", file="a.toml", line=3, table="[receptivity]",
        ...                key="cultur", value=0.2, suggestion="culture"))
        a.toml:3: [receptivity] cultur = 0.2 is not a setting; did you mean culture?
        """
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        named = " ".join(part for part in (self.table, self.key) if part)
        if named and self.value is not None:
            named += f" = {shown(self.value)}"
        said = " ".join(part for part in (named, self.problem) if part)
        meant = f"did you mean {self.suggestion}?" if self.suggestion else ""
        text = "; ".join(part for part in (said, self.allowed, meant) if part)
        return f"{where}: {text}" if where else text


def shown(value: Any, longest: int = LONGEST_SHOWN) -> str:
    """Write a value as a scenario file would, on one line and not too long.

    >>> shown("by thirds"), shown(True), shown([1, 2.5])
    ('"by thirds"', 'true', '[1, 2.5]')
    """
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, str):
        text = '"' + _printable(value).replace('"', '\\"') + '"'
    elif isinstance(value, int) and abs(value) > 10**longest:
        return "a whole number of very many digits"
    elif isinstance(value, dict):
        parts = (f"{shown_key(str(key))} = {shown(inner)}" for key, inner in value.items())
        text = "{ " + ", ".join(parts) + " }"
    elif isinstance(value, list | tuple):
        text = "[" + ", ".join(map(shown, value[:longest])) + "]"
    else:
        text = _printable(str(value))
    return text if len(text) <= longest else text[: longest - 2] + " …"


def shown_key(key: str) -> str:
    r"""Write a key as a scenario file would: bare where it may be.

    >>> shown_key("culture"), shown_key("two\nlines")
    ('culture', '"two\\nlines"')
    """
    return key if _BARE.fullmatch(key) and len(key) <= LONGEST_KEY else shown(key, LONGEST_KEY)


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


def a_letter_away(word: str, words: Iterable[str]) -> list[str]:
    """Find the words from which one letter was left out, added, changed or swapped with the next.

    >>> a_letter_away("cots", ["cost", "cut", "costs"])
    ['cost', 'costs']
    """
    plain = _plain(word)
    return [known for known in sorted(set(words)) if _one_letter_apart(plain, _plain(known))]


def nearest(word: str, words: Iterable[str]) -> str:
    """Find the right word nearest to a wrong one; an empty string where none is near.

    A word one letter away comes before any other, and where there are several, all are said.

    >>> nearest("cultur", ["culture", "culture_rate"]), nearest("xyz", ["culture"])
    ('culture', '')
    """
    spelled = {_plain(known): known for known in sorted(words, reverse=True)}
    close = a_letter_away(word, spelled.values())
    return " or ".join(
        close or [spelled[one] for one in get_close_matches(_plain(word), spelled, 1)]
    )


def _plain(word: str) -> str:
    return word.strip().lower().replace(" ", "_").replace("-", "_")[:LONGEST_SHOWN]


def _one_letter_apart(wrong: str, right: str) -> bool:
    start = 0
    while start < min(len(wrong), len(right)) and wrong[start] == right[start]:
        start += 1
    a, b = wrong[start:], right[start:]
    swapped = len(a) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
