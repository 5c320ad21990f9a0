"""Every rule says what it does, keeps to plain arithmetic, and stays in its unit."""

import ast
import builtins
import inspect
import math
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exit_sim.model  # noqa: F401  # so that every rule and step has been recorded
from compiling import hints
from exit_sim.draws import Luck, Stream, key_of, uniform
from exit_sim.rule import RULES, STEPS, Mechanism
from exit_sim.vocabulary import Choice, Purpose, Unit

EVERY = RULES | STEPS


def said(name: str) -> str:
    """What a rule or step says of itself."""
    return inspect.getdoc(EVERY[name]) or ""


def unit_of(name: str) -> str:
    """The unit in brackets that a rule returns: the last before its source."""
    found = re.findall(r"\[([^\]]+)\]", said(name).partition("Source:")[0])
    return found[-1] if found else ""


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_what_it_does(name: str) -> None:
    """A rule has a plain first sentence, a unit in brackets, a source and an example."""
    text = said(name)
    first = text.partition("\n\n")[0].replace("\n", " ")
    sentence = re.sub(r"\s*\[[^\]]+\]$", "", first)
    assert sentence[:1].isupper()
    assert sentence.endswith(".")
    assert unit_of(name), "no unit in brackets"
    source = re.search(r"^Source: (.+)$", text, re.MULTILINE)
    assert source, "no source"
    assert ">>>" in text, "no example"


@pytest.mark.parametrize("name", [name for name in STEPS if "._" not in name])
def test_a_step_says_what_it_does(name: str) -> None:
    """A step has a plain first sentence, unless it is a part that is only used in its file."""
    first = said(name).partition("\n\n")[0].replace("\n", " ")
    assert re.sub(r"\s*\[[^\]]+\]$", "", first).endswith(".")


ALLOWED = (
    ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AugAssign, ast.If,
    ast.IfExp, ast.For, ast.While, ast.Expr, ast.Constant, ast.Name, ast.Attribute, ast.Tuple,
    ast.Call,
    ast.keyword, ast.Compare, ast.BoolOp, ast.UnaryOp, ast.BinOp, ast.expr_context, ast.cmpop,
    ast.boolop, ast.unaryop, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Mod, ast.FloorDiv,
)  # fmt: skip
"""All that a rule may be written with; no power, no list, no comprehension, no raise, no string."""

BOUNDED = {
    "elementary.scaled": "an exponent of at most 1,022 comes down by 128, then by 16",
    "elementary.parts": "a number from 2^-1022 to 2^1024 comes down, or up, by 2^128, then by 2^16",
}
"""Rules that may say while, and why they end."""

BUILTINS = {"float", "int", "range"}


@cache
def tree(name: str) -> ast.FunctionDef:
    """The syntax tree of a rule or step, without its docstring."""
    parsed = ast.parse(textwrap.dedent(inspect.getsource(EVERY[name]))).body[0]
    assert isinstance(parsed, ast.FunctionDef)
    if ast.get_docstring(parsed) is not None:
        del parsed.body[0]
    return parsed


def body(name: str) -> Iterator[ast.AST]:
    """Every node of the body of a rule or step."""
    for statement in tree(name).body:
        yield from ast.walk(statement)


def meaning(name: str, node: ast.expr) -> Any:
    """What a name stands for in the file of a rule, or nothing where it is local."""
    found: Any = EVERY[name].__globals__
    for part in ast.unparse(node).split("."):
        found = found.get(part) if isinstance(found, dict) else getattr(found, part, None)
        if found is None:
            return None
    return found


@pytest.mark.parametrize("name", EVERY)
def test_plain_arithmetic(name: str) -> None:
    """A rule is written with names, numbers, comparisons, + - * / and calls of what is recorded."""
    recorded = {*EVERY.values(), uniform, math.sqrt}
    for node in body(name):
        assert isinstance(node, ALLOWED), ast.unparse(node)
        if isinstance(node, ast.Constant):
            assert isinstance(node.value, int | float), f"{node.value!r} is no number"
        if isinstance(node, ast.Attribute):
            assert not node.attr.startswith("_"), ast.unparse(node)
        if isinstance(node, ast.While):
            assert name in BOUNDED
        if isinstance(node, ast.For):
            assert isinstance(node.iter, ast.Call)
            assert ast.unparse(node.iter.func) == "range"
            assert all(isinstance(arg, ast.Constant) for arg in node.iter.args)
        if isinstance(node, ast.Call):
            what = meaning(name, node.func)
            known = what in recorded or (isinstance(what, type) and hasattr(what, "_fields"))
            assert known or ast.unparse(node.func) in BUILTINS, ast.unparse(node)


@pytest.mark.parametrize("name", EVERY)
def test_names_are_local_or_fixed(name: str) -> None:
    """A rule reads its arguments, what it has computed, and constants; never what may change."""
    arguments = {arg.arg for arg in tree(name).args.args}
    local = {n.id for n in body(name) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for node in body(name):
        if not isinstance(node, ast.Name) or node.id in arguments | local:
            continue
        if hasattr(builtins, node.id):
            assert node.id in BUILTINS, node.id
            continue
        what = meaning(name, node)
        fixed = isinstance(what, int | float | tuple) or callable(what) or inspect.ismodule(what)
        assert fixed, f"{node.id} may change"


NEVER_ZERO = {
    "exp(-x)": "an exponential, added to 1",
    "2.0 - c": "c is the small part of a series; 2 less at most 0.35",
    "power": "a power of two",
    "2.0 + f": "f is from 0.7 to 1.4, less 1",
    "1.0 + r * low": "the denominator of a rational approximation without a root in its range",
    "hours_needed": "at least the hours of one with nothing against them, which is 1",
    "FIFTH": "a fifth, by definition",
    "1.0 - co_production.FIFTH": "the other four fifths",
    "months - 0.5 * tail": "tail is a third of the months at most, and there is at least one",
    "tail": "a pilot too short for a tail has been paid in full by then",
}
"""Denominators that need no guard, and why: an expression, or the rule that makes the number."""


def nonzero(test: ast.expr, truth: bool) -> set[str]:
    """Which expressions cannot be zero once a test has come out so."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return nonzero(test.operand, not truth)
    if isinstance(test, ast.BoolOp):
        parts = [nonzero(part, truth) for part in test.values]
        known = isinstance(test.op, ast.And) == truth
        return set.union(*parts) if known else set.intersection(*parts)
    if isinstance(test, ast.Compare) and isinstance(test.comparators[0], ast.Constant):
        bar, kind = test.comparators[0].value, type(test.ops[0])
        above = {ast.Gt: truth and bar >= 0, ast.GtE: truth and bar > 0}
        below = {ast.LtE: not truth and bar >= 0, ast.Lt: not truth and bar > 0}
        if (above | below).get(kind, False):
            return {ast.unparse(test.left)}
    return set()


class Guarded:
    """Follows a rule line by line, and knows at each which expressions cannot be zero."""

    def __init__(self) -> None:
        self.unguarded: list[str] = []

    def follow(self, statements: Iterable[ast.stmt], known: set[str]) -> tuple[set[str], bool]:
        """Go through statements; what is known after them, and whether they always return."""
        for statement in statements:
            if isinstance(statement, ast.If):
                self.look(statement.test, known)
                yes, left = self.follow(statement.body, known | nonzero(statement.test, True))
                no, gone = self.follow(statement.orelse, known | nonzero(statement.test, False))
                if left and gone:
                    return known, True
                known = no if left else yes if gone else yes & no
            elif isinstance(statement, ast.For | ast.While):
                changed = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)}
                known = {text for text in known if not changed & set(re.findall(r"\w+", text))}
                self.follow(statement.body, set(known))
            else:
                self.look(statement, known)
                if isinstance(statement, ast.Return):
                    return known, True
                known = self.assigned(statement, known)
        return known, False

    def assigned(self, statement: ast.stmt, known: set[str]) -> set[str]:
        """What is known once names have been given new values."""
        stored = {
            n.id
            for n in ast.walk(statement)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        kept = {text for text in known if not stored & set(re.findall(r"\w+", text))}
        named = isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        if named and self.never_zero(statement.value, known):
            kept.add(statement.targets[0].id)
        return kept

    def never_zero(self, node: ast.expr, known: set[str]) -> bool:
        """Whether an expression cannot be zero."""
        text = ast.unparse(node)
        if text in known or text in NEVER_ZERO:
            return True
        if isinstance(node, ast.Constant):
            return bool(node.value)
        if isinstance(node, ast.IfExp):
            return self.never_zero(node.body, known | nonzero(node.test, True)) and (
                self.never_zero(node.orelse, known | nonzero(node.test, False))
            )
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            parts = (node.left, node.right)  # two small numbers may come to nothing together
            scaled = any(isinstance(part, ast.Constant) and part.value >= 1 for part in parts)
            return scaled and all(self.never_zero(part, known) for part in parts)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return all(self.never_zero(part, known) for part in (node.left, node.right))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "clamp":
            return isinstance(node.args[1], ast.Constant) and node.args[1].value > 0.0
        return isinstance(node, ast.Call) and ast.unparse(node.func) in NEVER_ZERO

    def look(self, node: ast.AST, known: set[str]) -> None:
        """Find every division in a statement or expression."""
        if isinstance(node, ast.IfExp):
            self.look(node.test, known)
            self.look(node.body, known | nonzero(node.test, True))
            self.look(node.orelse, known | nonzero(node.test, False))
            return
        divides = isinstance(node, ast.BinOp) and isinstance(
            node.op, ast.Div | ast.Mod | ast.FloorDiv
        )
        if divides and not self.never_zero(node.right, known):  # type: ignore[attr-defined]
            self.unguarded.append(ast.unparse(node))
        for inner in ast.iter_child_nodes(node):
            self.look(inner, known)


@pytest.mark.parametrize("name", EVERY)
def test_no_rule_divides_by_zero(name: str) -> None:
    """A rule divides by what cannot be zero: a number, or what it has just compared with one."""
    guarded = Guarded()
    guarded.follow(tree(name).body, set())
    assert guarded.unguarded == []


def test_an_unguarded_division_is_seen() -> None:
    """The check has teeth."""
    for text, wrong in {
        "return a / b": 1,
        "return a / b if b > 0.0 else 0.0": 0,
        "return a / b if b >= 0.0 else 0.0": 1,
        "return 0.0 if b > 0.0 else a / b": 1,
        "if b <= 0.0:\n    return 0.0\nreturn a / b": 0,
        "if b <= 0.0:\n    a = 0.0\nreturn a / b": 1,
        "if b > 0.0:\n    b = c\n    return a / b\nreturn 0.0": 1,
        "b = c if c > 1.0 else 1.0\nreturn a / b": 0,
        "if a > 0.0 or b > 0.0:\n    return a / b\nreturn 0.0": 1,
        "return a % 12 + a // c": 1,
        "if b > 0.0:\n    return a / (b * b)\nreturn 0.0": 1,
        "if b > 0.0:\n    return a / (2.0 * b)\nreturn 0.0": 0,
    }.items():
        guarded = Guarded()
        guarded.follow(ast.parse(text).body, set())
        assert len(guarded.unguarded) == wrong, text


WIDER: dict[str, tuple[float, float]] = {
    "elementary": (-1e300, 1e300),
    "rule.through.level": (-10.0, 10.0),
    "rule.through.term": (-10.0, 10.0),
    "accountability": (0.0, 100.0),
    "adds": (0.0, 100.0),
    "against": (-100.0, 100.0),
    "age": (0.0, 400.0),
    "base": (0.0, 10.0),
    "belief": (-1.0, 1.0),
    "benefit": (-1.0, 1.0),
    "by_openness": (0.0, 1.0),
    "claim": (0.0, 100.0),
    "claims": (0.0, 1000.0),
    "cost": (0.0, 100.0),
    "available": (0.0, 100.0),
    "case": (0.0, 100.0),
    "counted_gain": (0.0, 100.0),
    "delay_months": (0.0, 1200.0),
    "exits": (-1.0, 1.0),
    "for_it": (-100.0, 100.0),
    "full": (0.0, 100.0),
    "gain": (0.0, 100.0),
    "gain_for_hour": (0.0, 100.0),
    "granted": (-1200.0, 1200.0),
    "ended": (-1200.0, 1200.0),
    "first_used": (-1200.0, 1200.0),
    "initiated": (-1200.0, 1200.0),
    "pilot_ended": (-1200.0, 1200.0),
    "hours": (0.0, 10.0),
    "in_favour": (0.0, 100.0),
    "votes": (0.0, 100.0),
    "itself": (0.0, 10.0),
    "largest_unshared": (0.0, 10.0),
    "lean": (-100.0, 100.0),
    "load": (0.0, 10.0),
    "merit": (-1.0, 1.0),
    "mine": (0.0, 1.0),
    "money": (0.0, 100.0),
    "month": (-1200.0, 1200.0),
    "months": (0.0, 1200.0),
    "need": (0.0, 100.0),
    "measurement.business_case.noise": (-7.0, 7.0),
    "looks_good.noise": (-7.0, 7.0),
    "offset": (0.0, 1200.0),
    "ordinary": (0.0, 100.0),
    "otherwise": (-1.0, 1.0),
    "practice": (-1.0, 1.0),
    "next_know_how.practice": (0.0, 1.0),
    "life_target.practice": (0.0, 100.0),
    "life_target.background": (-1.0, 1.0),
    "potency_of_replacing": (0.0, 100.0),
    "priorities": (0.0, 100.0),
    "rejects_above": (0.0, 100.0),
    "reluctance": (-100.0, 100.0),
    "reported": (-1.0, 1.0),
    "rest": (0.0, 10.0),
    "results": (-1.0, 1.0),
    "role_units": (0.0, 100.0),
    "rooting_months": (0.0, 1200.0),
    "tenure": (0.0, 1200.0),
    "savings": (-100.0, 100.0),
    "scale": (-100.0, 100.0),
    "score": (-10.0, 10.0),
    "signals": (0.0, 100.0),
    "slack": (-100.0, 100.0),
    "receptivity.tilt.slack": (0.0, 1.0),
    "squares": (0.0, 100.0),
    "sustained": (-1.0, 3.0),
    "ties": (0.0, 1000.0),
    "total": (0.0, 10.0),
    "ratio.total": (-1000.0, 1000.0),
    "mean_heard.total": (-1000.0, 1000.0),
    "count": (0.0, 1000.0),
    "weight": (0.0, 100.0),
    "weighed": (-100.0, 100.0),
}
"""What arguments may be, where that is wider than a share: by rule and name, or by name."""

WHOLE = {"count", "ties", "month", "months", "votes", "in_favour", "role_units", "offset"}
CHOICES = {"form", "role", "profile", "judgement", "view"}


def allowed(rule: str, argument: str) -> tuple[float, float]:
    """What an argument of a rule may be: the closest entry of the table, else a share."""
    full = f"{rule}.{argument}"
    fits = [key for key in WIDER if full.endswith(f".{key}") or key in rule.split(".")]
    return WIDER[max(fits, key=len)] if fits else (0.0, 1.0)


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers within bounds, without minus nought, as no rule makes one."""
    ends = st.sampled_from([x for x in (low, 0.0, 1.0, high) if low <= x <= high])
    return st.one_of(st.floats(low, high, allow_nan=False), ends).map(lambda x: x + 0.0)


def settings_of(kind: Any) -> st.SearchStrategy[Any]:
    """A named tuple with each number in its unit, or in a plausible part of it."""
    if kind is Mechanism:
        level = numbers(-1.0, 1.0)
        parts = [level] * (len(Mechanism._fields) - 2)
        return st.builds(Mechanism, numbers(0.0, 1.0), st.sampled_from([0.0, 1.0]), *parts)
    return st.builds(
        kind,
        **{
            name: within_unit(hint)
            for name, hint in get_type_hints(kind, include_extras=True).items()
        },
    )


def within_unit(hint: Any) -> st.SearchStrategy[float]:
    """A number in its unit."""
    if get_origin(hint) is not Annotated:
        return numbers(0.0, 10.0)
    unit = get_args(hint)[1]
    if isinstance(unit, Choice):
        return st.sampled_from([float(word) for word in unit.words])
    assert isinstance(unit, Unit)
    if unit.name.startswith("yes or no"):
        return st.sampled_from([0.0, 1.0])
    return numbers(max(unit.low, -100.0), min(unit.high, 1200.0))


def arguments(name: str) -> st.SearchStrategy[tuple[Any, ...]]:
    """Arguments for one rule, each within its unit."""
    parts: list[st.SearchStrategy[Any]] = []
    for argument, hint in hints(RULES[name]).items():
        if argument == "return":
            continue
        if hint is Luck:
            keys = st.integers(0, 2**53 - 1).map(key_of)
            month, post = st.integers(-24, 1200), st.integers(0, 5000)
            parts.append(
                st.builds(Luck, keys, month, post, st.sampled_from(list(map(int, Stream))))
            )
        elif hint is int:
            parts.append(st.sampled_from(list(map(int, Purpose))))
        elif hint is not float:
            parts.append(settings_of(hint))
        elif argument in CHOICES:
            parts.append(st.integers(0, 7).map(float))
        elif argument in WHOLE:
            low, high = allowed(name, argument)
            parts.append(st.integers(int(low), int(high)).map(float))
        else:
            parts.append(numbers(*allowed(name, argument)))
    return st.tuples(*parts)


def flat(value: Any) -> list[float]:
    """Every number of a result."""
    if isinstance(value, tuple):
        return [number for inner in value for number in flat(inner)]
    return [value]


FROM_0_TO_1 = {"share", "per month", "yes or no"}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_stays_in_its_unit(name: str) -> None:
    """A share stays in 0-1; nothing is minus nought, infinite, or not a number; no rule raises."""
    rule: Callable[..., Any] = RULES[name]
    unit = unit_of(name)

    @given(arguments(name))
    def check(given_: tuple[Any, ...]) -> None:
        if name == "elementary.clamp" and given_[1] > given_[2]:
            return
        if name == "elementary.scaled" and not (1.0 <= given_[0] <= 4.0 and abs(given_[1]) <= 1000):
            return
        for number in flat(rule(*given_)):
            assert isinstance(number, float)
            assert math.isfinite(number)
            assert number != 0.0 or math.copysign(1.0, number) > 0.0, "minus nought"
            if unit in FROM_0_TO_1:
                assert 0.0 <= number <= 1.0

    check()
