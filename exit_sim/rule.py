"""A rule says what one person or one organisation does in a month, in numbers alone.

Two engines run the same rules: Mesa's agents call them one by one, the compiled ensemble calls
them over arrays. A rule is therefore a plain function of numbers and named tuples of numbers, and
this file only records it.
"""

from collections.abc import Callable
from time import time
from typing import Any, NamedTuple, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

LOADED = time()
"""When rules began to be imported; a file edited since is not the rule that is in memory."""

RULES: dict[str, Callable[..., Any]] = {}
"""Every pure scalar rule, by dotted name, in the order in which it was defined."""

STEPS: dict[str, Callable[..., Any]] = {}
"""Every step of the agenda and every part of one: a person's or an organisation's month."""


def rule(function: Function) -> Function:
    """Record a pure scalar rule and hand it back unchanged.

    A rule's docstring says it in plain words, gives units in brackets and a source, and shows one
    example that is run.
    """
    RULES[_dotted(function)] = function
    return function


def step(function: Function) -> Function:
    """Record a step, which puts rules together into a month, and hand it back unchanged."""
    STEPS[_dotted(function)] = function
    return function


def _dotted(function: Callable[..., Any]) -> str:
    return f"{function.__module__.removeprefix('exit_sim.')}.{function.__name__}"


class Mechanism(NamedTuple):
    """One mechanism of the closed list: how strong it is, and what it is held at when held.

    ``strength`` multiplies the mechanism's term; 0 switches it off. With ``held`` at 1 the term is
    replaced by its mean in the baseline, one constant for each role in which it acts, so that the
    level stays and the dependence is cut.
    """

    strength: float
    held: float
    organisation: float
    senior_leader: float
    middle_manager: float
    champion: float
    frontline: float
    member: float
    care_leaver: float
    carer: float


@rule
def through(mechanism: Mechanism, level: float, term: float) -> float:
    """Let a term act through its mechanism: at its strength, or held at its usual level.

    ``level`` is the mechanism's constant for the role in which it acts. [the unit of the term]

    Source: the closed list of mechanisms in docs/odd.md.

    Adding 0.0 keeps a switched-off negative term from becoming minus nought.

    >>> gain = Mechanism(0.5, 0.0, 0.2, 0, 0, 0, 0, 0, 0, 0)
    >>> through(gain, gain.organisation, 0.8)
    0.4
    >>> through(gain._replace(held=1.0), gain.organisation, 0.8)
    0.1
    """
    if mechanism.held > 0.5:
        return mechanism.strength * level + 0.0
    return mechanism.strength * term + 0.0
