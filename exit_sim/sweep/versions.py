"""Which theory a run was lived by: its rules, how outcomes are read off it, and their bits here."""

import hashlib
import inspect
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from exit_sim import elementary
from exit_sim.draws import Luck, key_of, uniform
from exit_sim.ensemble.jobs import Job
from exit_sim.results import (
    journey_context,
    journey_dates,
    journey_endings,
    journey_lives,
    read_off,
    reader,
)
from exit_sim.results.fingerprint import SCHEMA_VERSION, agenda_lines, rules_by_name, tokens
from exit_sim.results.many import journeys_of
from exit_sim.scenario import Scenario

READINGS = (read_off, reader, journey_endings, journey_dates, journey_context, journey_lives)
"""Files that say what the columns of outcomes mean."""

SHORT = 16


@cache
def theory() -> Mapping[str, str]:
    """Hash each rule and step, the agenda, and each file that outcomes are read off by.

    Only tokens count, so that a mended comment makes no other theory of it.
    """
    found = {name: _hash(tokens(inspect.getsource(rule))) for name, rule in rules_by_name().items()}
    found["exit_sim.month.AGENDA"] = _hash(agenda_lines())
    for module in READINGS:
        found[module.__name__] = _hash(tokens(inspect.getsource(module)))
    return MappingProxyType(dict(sorted(found.items())))


@cache
def version() -> str:
    """Hash the whole theory, and the version of the tables."""
    return _hash([str(SCHEMA_VERSION), *(f"{name} {one}" for name, one in theory().items())], 64)


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Name what differs between two theories, or is in one of them alone.

    >>> changed({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"})
    ['b', 'c']
    """
    return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))


@cache
def fingerprint() -> str:
    """Hash what this process makes of fixed inputs: rules, draws, elementary functions, one run.

    Two processes that differ in it do not give the same bytes.
    """
    key = key_of(1)
    bits = [uniform(Luck(key, month, 3, 2), 5) for month in range(16)]
    inputs = [0.37 * place - 5.0 for place in range(32)]
    bits += [elementary.exp(x) for x in inputs] + [elementary.logistic(x) for x in inputs]
    bits += [elementary.log(x * x + 0.01) for x in inputs]
    small = Scenario.load("baseline", sets=["time.horizon=36", "time.burn_in=6"])
    came = journeys_of([Job(small, seed) for seed in (1, 2)], threads=1)
    lived = [repr(value) for values in came.values() for value in values.tolist()]
    return _hash([version(), *(bit.hex() for bit in bits), *lived], 64)


def _hash(parts: list[str], letters: int = SHORT) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:letters]
