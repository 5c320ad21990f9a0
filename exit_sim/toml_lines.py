"""On which line of a TOML file each key stands, so that an error can point at it."""

import re

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEY = re.compile(rf"[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*")
_EACH = re.compile(_PART)
_VALUE = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]\n]',
    re.DOTALL,
)

Path = tuple[str | int, ...]
"""Where something stands: tables and keys by name, tables of an array by number from 0."""


def lines_of(text: str) -> dict[Path, int]:
    """Find the line of every table and of every key that begins a line; the text is valid TOML.

    >>> lines_of("extends = 'a'\\n[[events]]\\nkind = 'cut'\\n")
    {('extends',): 1, ('events', 0): 2, ('events', 0, 'kind'): 3}
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    at, line = 0, 1
    while at < len(text):
        header = text.startswith("[", _past_blanks(text, at))
        opening = _past_blanks(text, at) if header else at
        array = header and text.startswith("[[", opening)
        key = _KEY.match(text, opening + header + array)
        path = tuple(_bare(part) for part in _EACH.findall(key[1])) if key else ()
        if header:
            table = _numbered(path, counts, array=array)
            found[table] = line
            ahead = text.find("\n", at)
            at = len(text) if ahead < 0 else ahead + 1
            line += 1
            continue
        for depth in range(1, len(path) + 1):
            found.setdefault((*table, *path[:depth]), line)
        at, passed = _past_value(text, key.end() if key else at)
        line += passed
    return found


def line_of(lines: dict[Path, int], path: Path) -> int | None:
    """The line of the nearest thing that is known to stand around a path."""
    for depth in range(len(path), 0, -1):
        if path[:depth] in lines:
            return lines[path[:depth]]
    return None


def _past_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at


def _past_value(text: str, at: int) -> tuple[int, int]:
    """Skip a value, and any brackets and strings that run over lines; count the lines."""
    depth = lines = 0
    for token in _VALUE.finditer(text, at):
        if token[0] == "[":
            depth += 1
        elif token[0] == "]":
            depth -= 1
        elif token[0] == "\n":
            lines += 1
            if depth <= 0:
                return token.end(), lines
        else:
            lines += token[0].count("\n")
    return len(text), lines


def _numbered(path: Path, counts: dict[Path, int], *, array: bool) -> Path:
    """Number the tables of an array, and those above a table that are ones of an array."""
    whole: Path = ()
    for depth, part in enumerate(path):
        whole = (*whole, part)
        last = depth == len(path) - 1
        if array and last:
            counts[whole] = counts.get(whole, -1) + 1
        if whole in counts:
            whole = (*whole, counts[whole])
    return whole


def _bare(part: str) -> str:
    return part[1:-1] if part[0] in "\"'" else part
