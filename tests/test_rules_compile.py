"""Every rule and every step gives the same bits compiled as interpreted."""

import random
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest

from compiling import compiled, engine_or_skip, hints, interpreted
from exit_sim.draws import Luck, Stream, key_of
from exit_sim.model import InnovationJourney
from exit_sim.month import AGENDA, ROLES, Muster
from exit_sim.rule import RULES, STEPS, Mechanism
from exit_sim.scenario import Scenario
from exit_sim.scenario.settable import SETTABLE
from exit_sim.ties import lay_out
from exit_sim.vocabulary import HUGE, Choice, Purpose, Unit
from exit_sim.world import Parameters

INPUTS = 240
SCENARIOS = 12
MONTHS = 60
SMALL = {
    "time.horizon": MONTHS,
    "time.burn_in": 6,
    "people.senior_leaders": 2,
    "people.middle_managers": 3,
    "people.frontline": 9,
    "people.teams": 3,
    "people.members": 3,
    "people.care_leavers": 9,
    "people.carers": 2,
    "people.sites": 3,
    "innovation.pilot_teams": 2,
    "leadership.deputies": 1,
    "leadership.invited_members": 1,
    "leadership.invited_care_leavers": 1,
}
QUICK = {
    "people.senior_leader.month",
    "people.champion.turn_over",
    "people.frontline.month",
    "people.frontline.tally",
    "people.care_leaver.month",
    "money.money_moves",
    "keeping.keep",
}
"""Steps that are compiled in `make test`: one of each kind; the others take a second each."""


def a_scenario(rng: random.Random) -> Scenario:
    """A small organisation with about a third of its settings drawn from their plausible ranges."""
    settings: dict[str, Any] = {}
    for source in Scenario.load("baseline").sources():
        one = SETTABLE[source.name]
        if source.name in SMALL or source.name.startswith(("people.", "time.", "ties.")):
            continue
        if rng.random() < 0.3:
            low, high = source.range[0], source.range[-1]
            if one.words:
                settings[source.name] = rng.choice(one.words)
            elif one.flag or one.whole:
                settings[source.name] = rng.randint(int(low), int(high))
            else:
                settings[source.name] = rng.uniform(float(low), float(high))
    settings["decisions.proposer_bar"] = 0.0  # so that most of them start
    settings["decisions.sponsor_bar"] = 0.1
    settings["innovation.rounds_open"] = 1.0
    return Scenario.load("baseline").with_(settings | SMALL)


@cache
def observed() -> dict[type, list[Any]]:
    """Named tuples of every kind, as they stood in random months of random scenarios."""
    rng = random.Random(20)  # noqa: S311
    found: dict[type, list[Any]] = {}

    def keep(value: Any) -> None:
        found.setdefault(type(value), []).append(value)
        for inner in value:
            if isinstance(inner, tuple):
                keep(inner)

    for seed in range(SCENARIOS):
        model = InnovationJourney(a_scenario(rng), seed=seed)
        keep(model.p)
        for _, post in lay_out(model.p, model.key).posts:
            keep(post)
        months = set(rng.sample(range(1, MONTHS + 1), 12))
        while model.running:
            model.step()
            if model.month in months:
                keep(model.world)
                for person in rng.sample(model.people, 16):
                    keep(person.state)
                    keep(person.heard)
    return found


@cache
def units(kind: type) -> dict[str, Any]:
    """The fields of a named tuple with their units."""
    return get_type_hints(kind, include_extras=True)


@cache
def some(kind: type) -> list[Any]:
    """Named tuples of one kind, drawn about those that were observed."""
    rng = random.Random(f"{kind.__module__}.{kind.__name__}")  # noqa: S311
    return [jittered(rng.choice(observed()[kind]), rng) for _ in range(INPUTS)]


def jittered(value: Any, rng: random.Random) -> Any:
    """The same named tuple with a few of its numbers drawn anew, within what their units allow."""
    if isinstance(value, Mechanism):
        return Mechanism(
            rng.choice((1.0, 1.0, 0.0, rng.random())),
            rng.choice((0.0, 0.0, 1.0)),
            *[rng.uniform(-1.0, 1.0) for _ in Mechanism._fields[2:]],
        )
    of = units(type(value))
    return type(value)(
        *[
            jittered(inner, rng)
            if isinstance(inner, tuple)
            else drawn(of[name], inner, rng)
            if rng.random() < 0.2
            else inner
            for name, inner in zip(value._fields, value, strict=True)
        ]
    )


def drawn(hint: Any, usual: float, rng: random.Random) -> float:
    """A number drawn within its unit; near the usual one where its bounds are far apart."""
    unit = get_args(hint)[1] if get_origin(hint) is Annotated else Unit("", -HUGE, HUGE)
    if isinstance(unit, Choice):
        return float(rng.choice(list(unit.words)))
    if unit.name.startswith("yes or no"):
        return float(rng.randint(0, 1))
    if unit.high - unit.low <= 2.0:
        return rng.choice((unit.low, unit.high, *[rng.uniform(unit.low, unit.high)] * 6)) + 0.0
    near = rng.choice((0.0, 1.0, usual * 2.0, usual * rng.random(), usual + rng.random()))
    if unit.name.startswith(("month", "number")):
        near = float(int(near))
    return min(max(near, unit.low), unit.high) + 0.0


def a_number(rng: random.Random) -> float:
    """A number as rules take them: mostly a share, now and then anything up to thousands."""
    return rng.choice(
        (
            rng.random(),
            rng.random(),
            rng.choice((0.0, 0.5, 1.0)),
            rng.uniform(-1.0, 1.0),
            float(rng.randint(-24, 120)),
            rng.gauss(0.0, 1.0) * 10.0 ** rng.randint(-12, 3),
        )
    )


def argument(hint: Any, rng: random.Random) -> Any:
    """One argument of the kind a rule or step asks for."""
    if hint is float:
        return a_number(rng)
    if hint is int:
        return rng.randrange(len(Purpose))
    if hint is Luck:
        key = key_of(rng.randrange(2**53))
        return Luck(key, rng.randint(-23, 120), rng.randrange(120), int(rng.choice(list(Stream))))
    return rng.choice(some(hint))


def some_inputs(function: Callable[..., Any], seed: int) -> list[tuple[Any, ...]]:
    """Random arguments for one rule or step, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311
    takes = [hint for name, hint in hints(function).items() if name != "return"]
    return [tuple(argument(hint, rng) for hint in takes) for _ in range(INPUTS)]


def agrees(function: Callable[..., Any]) -> None:
    """Compare compiled and interpreted results to the last bit, over random inputs."""
    engine = compiled(function)
    inputs = some_inputs(function, 1)
    for given, one, other in zip(
        inputs, engine(inputs), interpreted(function, inputs), strict=True
    ):
        assert one == other, given


@pytest.mark.parametrize("name", RULES)
def test_rule(name: str) -> None:
    """A rule gives the same bits compiled as interpreted."""
    agrees(RULES[name])


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[] if n in QUICK else [pytest.mark.slow]) for n in STEPS]
)
def test_step(name: str) -> None:
    """A step, or a part of one, gives the same bits compiled as interpreted."""
    agrees(STEPS[name])


def test_agenda_is_recorded() -> None:
    """Every entry of the agenda, and every role's first and tally, is a recorded step."""
    recorded = set(STEPS.values())
    for entry in AGENDA:
        assert isinstance(entry, Muster) or entry.function in recorded
    for role in ROLES.values():
        assert {role.first, role.turn_over, role.renew, role.month, role.tally} <= recorded
    assert set(STEPS) >= QUICK


def test_a_difference_is_seen() -> None:
    """A step that differs by one bit in one number is caught, and so is minus nought."""
    engine_or_skip()
    inputs = some_inputs(RULES["outcomes.ratio"], 2)
    right = interpreted(RULES["outcomes.ratio"], inputs)
    assert interpreted(lambda total, count: -RULES["outcomes.ratio"](total, count), inputs) != right
    assert Parameters in observed()
    assert len(observed()) > 40
