"""On which line of a TOML file each key stands, so that an error can point at it."""

import re

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DOTTED = rf"[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)"
_EACH = re.compile(_PART)
_HEADER = re.compile(rf"[ \t]*(\[\[?){_DOTTED}[^\n]*\n?")
_KEY = re.compile(_DOTTED)
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]\n]',
    re.DOTALL,
)

Keys = tuple[str | int, ...]
"""Where something stands: tables and keys by name, tables of an array by number from 0."""


def lines_of(text: str) -> dict[Keys, int]:
    r"""Find the line of every table and of every key that begins a line; the text is valid TOML.

    >>> lines_of("extends = 'a'\n[[events]]\nkind = 'cut'\n")
    {('extends',): 1, ('events',): 2, ('events', 0): 2, ('events', 0, 'kind'): 3}
    """
    found: dict[Keys, int] = {}
    counts: dict[Keys, int] = {}
    table: Keys = ()
    at, line = 0, 1
    while at < len(text):
        header = _HEADER.match(text, at)
        if header:
            table = _numbered(_parts(header[2]), counts, array=header[1] == "[[")
            for depth in range(1, len(table) + 1):
                found.setdefault(table[:depth], line)
            at, line = header.end(), line + 1
            continue
        key = _KEY.match(text, at)
        path = _parts(key[1]) if key else ()
        for depth in range(1, len(path) + 1):
            found.setdefault((*table, *path[:depth]), line)
        at, passed = _past_value(text, key.end() if key else at)
        line += passed
    return found


def line_of(lines: dict[Keys, int], keys: Keys) -> int | None:
    """Give the line of what stands at these keys, or of the nearest thing around it."""
    for depth in range(len(keys), 0, -1):
        if keys[:depth] in lines:
            return lines[keys[:depth]]
    return None


def _parts(dotted: str) -> Keys:
    return tuple(part.strip("\"'") for part in _EACH.findall(dotted))


def _past_value(text: str, at: int) -> tuple[int, int]:
    """Skip a value, with any brackets and strings that run over lines, and count the lines."""
    depth = lines = 0
    for token in _TOKEN.finditer(text, at):
        lines += token[0].count("\n")
        depth += (token[0] == "[") - (token[0] == "]")
        if token[0] == "\n" and depth <= 0:
            return token.end(), lines
    return len(text), lines


def _numbered(path: Keys, counts: dict[Keys, int], *, array: bool) -> Keys:
    """Number the tables of an array, and those above a table that are ones of an array."""
    whole: Keys = ()
    for depth, part in enumerate(path, 1):
        whole = (*whole, part)
        if array and depth == len(path):
            counts[whole] = counts.get(whole, -1) + 1
        if whole in counts:
            whole = (*whole, counts[whole])
    return whole
