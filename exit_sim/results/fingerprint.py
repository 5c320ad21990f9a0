"""Two runs are the same where their values are, bit by bit; two theories, where their rules are."""

import hashlib
import inspect
import io
import struct
import tokenize
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from exit_sim import opening, ties
from exit_sim.month import AGENDA, Muster
from exit_sim.results.columns import Table, Value
from exit_sim.results.run_record import Run
from exit_sim.results.tables import tables
from exit_sim.rule import RULES, STEPS

REGISTERED = (opening, ties)
"""Files of rules that the agenda does not name; importing them records their rules."""

SCHEMA_VERSION = 1
"""Raised whenever a table's columns change their names, order or meaning."""


def digest(run: Run) -> str:
    """Give the content digest of one run: SHA-256 over its journey, months and events."""
    return digest_of(tables([run]))


def digest_of(content: Iterable[Table]) -> str:
    """Digest tables: their names, their columns' names, and every value's bits.

    Missing values are alike, and there is no minus nought, so that equal content is equal bytes
    whoever computed or stored it.
    """
    whole = hashlib.sha256(struct.pack("<q", SCHEMA_VERSION))
    for table in content:
        whole.update(_bits(table.name))
        whole.update(struct.pack("<qq", len(table.columns), len(table.rows)))
        for column in table.columns:
            whole.update(_bits(column.name))
        for row in table.rows:
            whole.update(b"".join(map(_bits, row)))
    return whole.hexdigest()


def _bits(value: Value) -> bytes:
    if value is None:
        return b"\x00"
    if isinstance(value, str):
        text = value.encode()
        return b"\x01" + struct.pack("<q", len(text)) + text
    if isinstance(value, int):
        return b"\x02" + struct.pack("<q", value)
    return b"\x03" + struct.pack("<d", value)


def rules_by_name() -> dict[str, Callable[..., Any]]:
    """Give every rule and step of the package by its dotted name, in order of the alphabet."""
    ours = {n: f for n, f in {**RULES, **STEPS}.items() if f.__module__.startswith("exit_sim.")}
    return dict(sorted(ours.items()))


def agenda_lines() -> list[str]:
    """Write the agenda that puts rules in order, a line an entry."""
    return [
        f"muster {entry.listens}"
        if isinstance(entry, Muster)
        else f"{entry.role} {entry.part} {_dotted(entry.function)} {entry.listens}"
        for entry in AGENDA
    ]


@cache
def rules_hash() -> str:
    """Hash the theory: the tokens of every rule and step, and the agenda that puts them in order.

    Comments, docstrings and blank lines are no part of it.
    """
    whole = hashlib.sha256()
    for name, function in rules_by_name().items():
        whole.update(f"{name}\n".encode())
        for token in tokens(inspect.getsource(function)):
            whole.update(token.encode() + b"\0")
    for line in agenda_lines():
        whole.update(f"{line}\n".encode())
    return whole.hexdigest()


_LAYOUT = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER})
_STATEMENT_BEGINS = frozenset({tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})


def tokens(source: str) -> list[str]:
    r"""Split source into its tokens, without comments, docstrings and layout within a statement.

    >>> tokens('def f():  # so' + chr(10) + '    "Say it."' + chr(10) + '    return 1')
    ['def', 'f', '(', ')', ':', '\n', '>', 'return', '1', '\n', '<']
    """
    found: list[str] = []
    before = tokenize.NEWLINE
    docstring = False
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in _LAYOUT:
            continue
        if token.type == tokenize.STRING and before in _STATEMENT_BEGINS:
            docstring = True
        elif not (docstring and token.type == tokenize.NEWLINE):
            docstring = False
            found.append(_SPELLED.get(token.type, token.string))
        before = token.type
    return found


_SPELLED = {tokenize.NEWLINE: "\n", tokenize.INDENT: ">", tokenize.DEDENT: "<"}


def _dotted(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__name__}"
