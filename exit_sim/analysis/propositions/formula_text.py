"""A formula over outcome columns is read from its text; nothing but arithmetic can stand in it.

Names are columns, the rest is numbers, ``+ - * /``, ``< <= > >= == !=``, ``and or not``, brackets,
and four functions. A column of words is compared with a word: ``ending == 'faded'``.
"""

import ast
from collections.abc import Callable, Mapping
from functools import cache, reduce
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from exit_sim.errors import nearest

Columns = Mapping[str, NDArray[Any]]
"""Outcome columns of many runs: numbers with NaN where missing; words, or None."""

Values = NDArray[np.float64]
Formula = Callable[[Columns], Values]

LONGEST = 400
ALLOWED = "allowed: outcome columns, numbers, + - * / < <= > >= == != and or not ( ), "
NONE = "is no formula"


class NotAFormula(ValueError):
    """A text that cannot be read as a formula: what is wrong, allowed, and perhaps meant."""

    def __init__(self, problem: str, allowed: str = "", suggestion: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.allowed = allowed
        self.suggestion = suggestion


class Compared(NamedTuple):
    """A column of words, and the word it is compared with."""

    column: str
    word: str


def names_in(formula: str) -> tuple[str, ...]:
    """Name the columns that a formula reads, each once, as they stand in it.

    >>> names_in("hidden_gap > 0.1 and not missing(hidden_gap - benefit)")
    ('hidden_gap', 'benefit')
    """
    return _read(formula).names


def words_in(formula: str) -> tuple[Compared, ...]:
    """Give the words that columns are compared with.

    >>> words_in("ending == 'faded' or initiated")
    (Compared(column='ending', word='faded'),)
    """
    return _read(formula).words


def numbers_in(formula: str) -> tuple[str, ...]:
    """Name the columns that a formula reckons with, and so must be numbers.

    >>> numbers_in("ending == 'faded' and benefit > 0")
    ('benefit',)
    """
    return _read(formula).numbers


def compiled(formula: str) -> Formula:
    """Make the function that a formula is, of outcome columns: (runs,) each.

    A comparison is 1 where it holds and 0 where it does not. What rests on something missing is
    missing, and so is a division by nothing; but what is false whatever the missing part may be is
    0, and what is true whatever it may be is 1.

    >>> runs = {"ended_month": np.array([np.nan, 40.0]), "pilot_end_month": np.array([37.0, 37.0])}
    >>> compiled("ended_month <= pilot_end_month + 12")(runs)
    array([nan,  1.])
    >>> compiled("missing(ended_month) or ended_month > 40")(runs)
    array([1., 0.])
    """
    return _read(formula).value


class _Read(NamedTuple):
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    words: tuple[Compared, ...]
    value: Formula


@cache
def _read(formula: str) -> _Read:
    if len(formula) > LONGEST:
        _refuse(f"is longer than {LONGEST} letters")
    try:
        body = ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        asks = "=" in formula and "==" not in formula
        _refuse(NONE, "write == for is equal to" if asks else _allowed())
    reader = _Reader()
    value = reader.of(body)
    if not reader.names:
        _refuse("names no outcome column", _allowed())
    return _Read(tuple(reader.names), tuple(reader.numbers), tuple(reader.words), value)


def _refuse(problem: str, allowed: str = "", suggestion: str = "") -> NoReturn:
    raise NotAFormula(problem, allowed, suggestion) from None


def _allowed() -> str:
    return ALLOWED + ", ".join(f"{name}({', '.join('xy'[:n])})" for name, n in _TAKES.items())


class _Reader:
    """Reads a formula part by part, and remembers what it names."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self.numbers: dict[str, None] = {}
        self.words: list[Compared] = []

    def of(self, node: ast.expr) -> Formula:
        if isinstance(node, ast.Name | ast.Attribute):
            name = ast.unparse(node)
            self.numbers[name] = None
            return self._column(name)
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
            number = float(node.value)  # type: ignore[arg-type]
            return lambda _: np.asarray(number)
        if isinstance(node, ast.UnaryOp) and type(node.op) in _SINGLE:
            return _applied(_SINGLE[type(node.op)], self.of(node.operand))
        if isinstance(node, ast.BinOp) and type(node.op) in _DOUBLE:
            return _applied(_DOUBLE[type(node.op)], self.of(node.left), self.of(node.right))
        if isinstance(node, ast.BoolOp):
            join = _both if isinstance(node.op, ast.And) else _either
            return reduce(lambda a, b: _applied(join, a, b), map(self.of, node.values))
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            parts = [
                self._compared(one, op, other)
                for one, op, other in zip(sides, node.ops, sides[1:], strict=False)
            ]
            return reduce(lambda a, b: _applied(_both, a, b), parts)
        if isinstance(node, ast.Call):
            return self._called(node)
        _refuse(f"holds {ast.unparse(node)}, which cannot stand in a formula", _allowed())

    def _column(self, name: str) -> Formula:
        self.names[name] = None
        return lambda columns: columns[name]

    def _compared(self, one: ast.expr, op: ast.cmpop, other: ast.expr) -> Formula:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            one, other = other, one
        if isinstance(other, ast.Constant) and isinstance(other.value, str):
            if not isinstance(one, ast.Name) or not isinstance(op, ast.Eq | ast.NotEq):
                _refuse(f"does not compare {other.value} with a column by == or !=")
            self.words.append(Compared(one.id, other.value))
            wanted, same = other.value, isinstance(op, ast.Eq)
            return _applied(lambda words: _is_word(words, wanted, same=same), self._column(one.id))
        if type(op) not in _DOUBLE:
            _refuse(NONE, _allowed())
        return _applied(_DOUBLE[type(op)], self.of(one), self.of(other))

    def _called(self, node: ast.Call) -> Formula:
        name = ast.unparse(node.func)
        if name not in _TAKES:
            _refuse(f"calls {name}, which it cannot", _allowed(), nearest(name, _TAKES))
        if len(node.args) != _TAKES[name] or node.keywords:
            _refuse(f"gives {name} {len(node.args)} values", _allowed())
        if name == "missing" and isinstance(node.args[0], ast.Name):
            return _applied(_missing, self._column(node.args[0].id))
        return _applied(_FUNCTIONS[name], *map(self.of, node.args))


def _applied(operation: Callable[..., Values], *parts: Formula) -> Formula:
    return lambda columns: operation(*(part(columns) for part in parts))


def _missing(x: NDArray[Any]) -> Values:
    return np.asarray(x != x, np.float64) if x.dtype != object else _is_word(x, None, same=True)  # noqa: PLR0124


def _is_word(words: NDArray[Any], wanted: str | None, *, same: bool) -> Values:
    found = np.array([word == wanted for word in words], np.float64)
    if wanted is not None:
        found[np.array([word is None for word in words], np.bool_)] = np.nan
    return found if same else 1.0 - found


def _known(operation: Callable[[Values, Values], NDArray[Any]]) -> Callable[..., Values]:
    """A comparison of numbers, missing where either is."""

    def compare(a: Values, b: Values) -> Values:
        return np.where(np.isnan(a) | np.isnan(b), np.nan, operation(a, b))

    return compare


def _divided(a: Values, b: Values) -> Values:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(b == 0.0, np.nan, a / b)


def _both(a: Values, b: Values) -> Values:
    unknown = np.isnan(a) | np.isnan(b)
    return np.where((a == 0.0) | (b == 0.0), 0.0, np.where(unknown, np.nan, 1.0))


def _either(a: Values, b: Values) -> Values:
    return _not(_both(_not(a), _not(b)))


def _not(a: Values) -> Values:
    return np.where(np.isnan(a), np.nan, np.asarray(a == 0.0, np.float64))


def _filled(a: Values, b: Values) -> Values:
    return np.where(np.isnan(a), b, a)


_SINGLE: Mapping[type[Any], Callable[..., Values]] = {
    ast.USub: np.negative,
    ast.UAdd: np.positive,
    ast.Not: _not,
}
_DOUBLE: Mapping[type[Any], Callable[..., Values]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: _divided,
    ast.Lt: _known(np.less),
    ast.LtE: _known(np.less_equal),
    ast.Gt: _known(np.greater),
    ast.GtE: _known(np.greater_equal),
    ast.Eq: _known(np.equal),
    ast.NotEq: _known(np.not_equal),
}
_FUNCTIONS: Mapping[str, Callable[..., Values]] = {
    "missing": _missing,
    "filled": _filled,
    "least": np.minimum,
    "most": np.maximum,
}
_TAKES: Mapping[str, int] = {"missing": 1, "filled": 2, "least": 2, "most": 2}
