"""What can go wrong is said in one sentence, which keeps what it was made from."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

LONGEST_SHOWN = 60


class BadInput(Exception):
    """Something that was given cannot be used; its text is one sentence that says why.

    Attributes:
        problem: what is wrong with it, in words.
        file: the file that was read, or ``--set``.
        line: the line in that file, from 1, or None.
        table: the table in that file, without brackets, or an empty string.
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
        super().__init__(problem, file, line, table, key, value, allowed, suggestion)
        self.problem = problem
        self.file = file
        self.line = line
        self.table = table
        self.key = key
        self.value = value
        self.allowed = allowed
        self.suggestion = suggestion

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes whole."""
        return (type(self), (self.problem,), self.__dict__)

    def __str__(self) -> str:
        """Say where, what, what is wrong, what is allowed and what was perhaps meant.

        >>> print(BadInput("is not a setting", file="a.toml", line=3, table="receptivity",
        ...                key="cultur", value=0.2, suggestion="culture"))
        a.toml:3: [receptivity] cultur = 0.2 is not a setting; did you mean culture?
        """
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        named = f"[{self.table}] {self.key}".strip() if self.table else self.key
        if named and self.value is not None:
            named += f" = {shown(self.value)}"
        said = " ".join(part for part in (named, self.problem) if part)
        meant = f"did you mean {self.suggestion}?" if self.suggestion else ""
        text = "; ".join(part for part in (said, self.allowed, meant) if part)
        return f"{where}: {text}" if where else text


def shown(value: Any) -> str:
    """Write a value as a scenario file would, on one line and not too long.

    >>> shown("by thirds"), shown(True), shown([1, 2.5])
    ('"by thirds"', 'true', '[1, 2.5]')
    """
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, str):
        text = '"' + value.encode("unicode_escape").decode().replace('"', '\\"') + '"'
    elif isinstance(value, int) and abs(value) > 10**LONGEST_SHOWN:
        text = "a whole number of very many digits"
    elif isinstance(value, dict):
        text = "{" + ", ".join(f"{k} = {shown(v)}" for k, v in list(value.items())[:9]) + "}"
    elif isinstance(value, list | tuple):
        text = "[" + ", ".join(map(shown, value[:9])) + "]"
    else:
        text = str(value)
    if len(text) > LONGEST_SHOWN:
        return text[: LONGEST_SHOWN - 2] + " …"
    return text


def nearest(word: str, words: Iterable[str]) -> str:
    """Find the right word or words nearest to a wrong one; an empty string where none is near.

    A word one letter away comes before any other, and two such words are both said.

    >>> nearest("cultur", ["culture", "culture_rate"]), nearest("xyz", ["culture"])
    ('culture', '')
    """
    candidates = sorted(set(words))
    plain = _plain(word)
    close = [known for known in candidates if _one_letter_apart(plain, _plain(known))]
    if not close:
        spelled = {_plain(known): known for known in reversed(candidates)}
        close = [spelled[match] for match in get_close_matches(plain, list(spelled), n=1)]
    return " or ".join(close[:3])


def _plain(word: str) -> str:
    return word.strip().lower().replace(" ", "_").replace("-", "_")


def _one_letter_apart(wrong: str, right: str) -> bool:
    """Whether one letter was left out, added or changed, or two neighbours swapped."""
    if abs(len(wrong) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(wrong), len(right)) and wrong[start] == right[start]:
        start += 1
    a, b = wrong[start:], right[start:]
    swapped = len(a) > 1 and a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
