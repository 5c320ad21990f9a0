"""Rules keep their contract: said in plain words, pure, guarded, within bounds."""

import ast
import builtins
import inspect
import math
import random
import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

import pytest

import exit_sim.month
import exit_sim.opening
import exit_sim.ties  # noqa: F401  # what these three import records every rule and step
from compiling import flat, hints
from exit_sim.rule import RULES, STEPS, Mechanism
from exit_sim.vocabulary import Choice, Unit

INPUTS = 400
WIDEST = 10.0
"""Settings whose unit allows more than this are drawn up to this."""
FORMS = 5
TO_THE_BIT = {"exit_sim.elementary", "exit_sim.draws"}
"""Where growth and draws are computed bit by bit: loops until done are allowed here."""
BUILTINS = {"float", "int", "range"}
BANNED = (
    ast.Assert,
    ast.AsyncFor,
    ast.AsyncWith,
    ast.Await,
    ast.DictComp,
    ast.GeneratorExp,
    ast.Global,
    ast.Lambda,
    ast.ListComp,
    ast.Nonlocal,
    ast.Pow,
    ast.Raise,
    ast.SetComp,
    ast.Try,
    ast.With,
    ast.Yield,
    ast.YieldFrom,
)
DIVIDES = {
    ("elementary.exp", "2.0 - c"): "c is within 0.36 of nought",
    ("money.grant_paid", "months - 0.5 * tail"): "months is at least 1 here, tail at most a third",
    ("money.grant_paid", "tail"): "what is left is at least 1, so a tail of nought has returned",
    (
        "money.money_moves",
        "need",
    ): "need is above mandatory here, and where it is nought so is that",
}
"""Divisors that are above nought for a reason that cannot be read off the function."""
BEYOND: dict[str, str] = {}
"""Rules in shares that may leave nought to one when their inputs are shares, with the reason."""


@cache
def tree(function: Callable[..., Any]) -> ast.FunctionDef:
    """The syntax tree of a rule or step."""
    found = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(found, ast.FunctionDef)
    return found


def doc(function: Callable[..., Any]) -> str:
    """What a rule or step says of itself."""
    return inspect.getdoc(function) or ""


def unit_of(function: Callable[..., Any]) -> str:
    """The unit that a rule's docstring gives in brackets, before its source."""
    found = re.findall(r"\[([^\]]+)\]", doc(function).split("Source:")[0])
    return str(found[0]) if len(found) == 1 else ""


def named(function: Callable[..., Any], node: ast.AST) -> Any:
    """What a name or a dotted name stands for outside the function, if it stands for anything."""
    if isinstance(node, ast.Attribute):
        return getattr(named(function, node.value), node.attr, None)
    if isinstance(node, ast.Name):
        known: dict[str, Any] = function.__globals__
        return known.get(node.id, getattr(builtins, node.id, None))
    return None


def impurities(function: Callable[..., Any]) -> Iterator[str]:
    """Everything in a function that both engines might not do alike, or that hides or stops it."""
    for node in ast.walk(tree(function)):
        if isinstance(node, BANNED):
            yield type(node).__name__
        elif isinstance(node, ast.While) and function.__module__ not in TO_THE_BIT:
            yield "While"
        elif isinstance(node, ast.For) and not counted(node.iter):
            yield f"for over {ast.unparse(node.iter)}"
        elif isinstance(node, (ast.Name, ast.Attribute)):
            what = named(function, node)
            home = str(getattr(what, "__module__", "") or "").partition(".")[0]
            if isinstance(what, ModuleType):
                home = what.__name__.partition(".")[0]
            allowed = what is math.sqrt or (what is math and isinstance(node, ast.Name))
            if home in {"math", "numpy"} and not allowed:
                yield ast.unparse(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            what = named(function, node.func)
            if getattr(builtins, node.func.id, None) is what and node.func.id not in BUILTINS:
                yield f"{node.func.id}()"


def counted(node: ast.expr) -> bool:
    """Whether a loop runs over the range of a constant."""
    return (
        isinstance(node, ast.Call)
        and ast.unparse(node.func) == "range"
        and all(isinstance(count, ast.Constant) for count in node.args)
    )


def constant(function: Callable[..., Any], node: ast.AST) -> float | None:
    """The number that stands here, written out or made of a module's own constants."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        left, right = constant(function, node.left), constant(function, node.right)
        return None if left is None or right is None else left - right
    value = node.value if isinstance(node, ast.Constant) else named(function, node)
    return float(value) if isinstance(value, int | float) else None


def asked(function: Callable[..., Any]) -> set[str]:
    """Every name and attribute that a function compares with nought or more before it goes on."""
    found = set()
    for node in ast.walk(tree(function)):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            bar = constant(function, node.comparators[0])
            loose = isinstance(node.ops[0], (ast.Gt, ast.LtE))
            strict = isinstance(node.ops[0], (ast.GtE, ast.Lt))
            if bar is not None and ((loose and bar >= 0.0) or (strict and bar > 0.0)):
                found.add(ast.unparse(node.left))
    return found


def given_to(function: Callable[..., Any], name: str) -> list[ast.expr | None]:
    """Everything that a function gives to a name; nothing stands for what is not spelled out."""
    given: list[ast.expr | None] = [a.annotation for a in tree(function).args.args if a.arg == name]
    for node in ast.walk(tree(function)):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=True))
                else:
                    pairs = [(target, node.value)]
                given += [value for to, value in pairs if ast.unparse(to) == name]
                if isinstance(target, ast.Tuple) and not isinstance(node.value, ast.Tuple):
                    given += [None for to in target.elts if ast.unparse(to) == name]
        elif isinstance(node, (ast.AugAssign, ast.For)) and ast.unparse(node.target) == name:
            given.append(None)
    return given


def is_guarded(
    function: Callable[..., Any], node: ast.expr | None, within: frozenset[str] = frozenset()
) -> bool:
    """Whether one can read off a function that what it divides by is not nought.

    ``within`` are the names being looked into: one that is made of itself stays what it was.
    """
    number = None if node is None else constant(function, node)
    if node is None or number is not None:
        return bool(number)
    if ast.unparse(node) in asked(function) | within:
        return True
    if isinstance(node, ast.Name):
        values = given_to(function, node.id)
        inner = within | {node.id}
        return bool(values) and all(is_guarded(function, value, inner) for value in values)
    if isinstance(node, ast.IfExp):
        return all(is_guarded(function, case, within) for case in (node.body, node.orelse))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return all(is_guarded(function, factor, within) for factor in (node.left, node.right))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (constant(function, node.left) or 0.0) > 0.0
    if isinstance(node, ast.Call):
        called = named(function, node.func)
        if called is RULES["elementary.clamp"]:
            return (constant(function, node.args[1]) or 0.0) > 0.0
        return called in RULES.values() and always_guarded(called)
    return False


def always_guarded(function: Callable[..., Any]) -> bool:
    """Whether everything that a rule returns is above nought by its form."""
    ends = [node.value for node in ast.walk(tree(function)) if isinstance(node, ast.Return)]
    return all(end is not None and is_guarded(function, end) for end in ends)


def unguarded(function: Callable[..., Any]) -> list[str]:
    """Every divisor of a function that might be nought for all that one can read there."""
    return [
        ast.unparse(node.right)
        for node in ast.walk(tree(function))
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod))
        if not is_guarded(function, node.right)
    ]


def between(rng: random.Random, low: float, high: float) -> float:
    """A number between two bounds, now and then one of them; nought has no sign."""
    return rng.choice((low, high, *[rng.uniform(low, high)] * 6)) + 0.0


def drawn(hint: Any, rng: random.Random, name: str = "") -> Any:
    """A number or a named tuple of numbers, each within its unit."""
    if hint is Mechanism:
        return Mechanism(rng.random(), *(between(rng, 0.0, 1.0) for _ in range(9)))._replace(
            held=float(rng.randrange(2))
        )
    if hasattr(hint, "_fields"):
        fields = get_type_hints(hint, include_extras=True)
        return hint(**{field: drawn(kind, rng) for field, kind in fields.items()})
    unit = get_args(hint)[1] if get_origin(hint) is Annotated else Unit("share", 0.0, 1.0)
    if isinstance(unit, Choice):
        return float(rng.choice(list(unit.words)))
    assert isinstance(unit, Unit)
    if name == "form":
        return float(rng.randrange(FORMS))
    if unit.name.startswith("yes or no"):
        return float(rng.randrange(2))
    return between(
        rng,
        unit.low if unit.low > -WIDEST else -WIDEST,
        unit.high if unit.high < WIDEST else WIDEST,
    )


def is_share(number: float) -> bool:
    """Whether a number is a share from nought to one, with no sign on nought."""
    return 0.0 <= number <= 1.0 and math.copysign(1.0, number) > 0.0


def strays(function: Callable[..., Any]) -> list[str]:
    """Some inputs with which a rule leaves nought to one, and what it then returns."""
    rng = random.Random(f"{function.__module__}.{function.__name__}")  # noqa: S311
    takes = {name: hint for name, hint in hints(function).items() if name != "return"}
    found = []
    for _ in range(INPUTS):
        given = {name: drawn(hint, rng, name) for name, hint in takes.items()}
        result = function(**given)
        if not all(is_share(number) for number in flat(result)):
            found.append(f"{result} from {given}")
    return found[:3]


IN_SHARES = [name for name, function in RULES.items() if unit_of(function) == "share"]


@pytest.mark.parametrize("name", RULES)
def test_rule_is_said(name: str) -> None:
    """A rule says what it does in a sentence, in what unit, by which source, with an example."""
    said = doc(RULES[name])
    first = " ".join(said.partition("\n\n")[0].split())
    assert re.fullmatch(r"[A-Z0-9].*(\.|\. \[[^\]]+\]|\])", first), first
    assert unit_of(RULES[name]), "one unit in brackets, before the source"
    assert re.search(r"^Source: \S", said, re.MULTILINE), "a paragraph that begins with Source:"
    assert re.search(r"^>>> \S", said, re.MULTILINE), "an example that is run"


@pytest.mark.parametrize("name", [name for name in STEPS if "._" not in name])
def test_step_is_said(name: str) -> None:
    """A step says what it does."""
    assert re.match(r"[A-Z0-9][^\n]*\S", doc(STEPS[name]))


@pytest.mark.parametrize("name", [*RULES, *STEPS])
def test_pure(name: str) -> None:
    """A rule or step is written in sums, products and cases that both engines do alike."""
    assert list(impurities((RULES | STEPS)[name])) == []


@pytest.mark.parametrize("name", [*RULES, *STEPS])
def test_divides_by_something(name: str) -> None:
    """A rule or step divides only by what cannot be nought."""
    found = set(unguarded((RULES | STEPS)[name]))
    assert found == {divisor for of, divisor in DIVIDES if of == name}


@pytest.mark.parametrize("name", IN_SHARES)
def test_share_stays_within_bounds(name: str) -> None:
    """A rule in shares returns nought to one, and never minus nought, from any shares."""
    assert bool(strays(RULES[name])) == (name in BEYOND), strays(RULES[name])


class Lot(NamedTuple):
    """Settings for the tests of the tests."""

    rate: float


def uneven(x: float, y: float, lot: Lot) -> float:
    """Break the contract in every way that is looked for."""
    for part in [x, y]:
        x = x + part
    while x < 2.0:
        x = x + abs(math.exp(y))
    return float(max(x**2.0, 1.0) / y + x / (y - lot.rate) + (x % lot.rate if y > x else 0.0))


def test_a_breach_is_seen() -> None:
    """A function that breaks the contract is caught at each point."""
    assert set(impurities(uneven)) == {
        "for over [x, y]",
        "While",
        "Pow",
        "math.exp",
        "abs()",
        "max()",
    }
    assert sorted(unguarded(uneven)) == ["lot.rate", "y", "y - lot.rate"]
    assert not any(map(is_share, (-0.0, -0.1, 1.1, math.nan, math.inf)))
    assert len(IN_SHARES) > 40
