"""The compiled ensemble gives Mesa's very bits: every month, event, person and outcome."""

import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase as Stage
from hypothesis import given, seed, settings

from equality import difference
from exit_sim.draws import LAST_SEED
from exit_sim.ensemble.jobs import EVERYTHING, Job
from exit_sim.results.many import journeys_of, replays
from exit_sim.results.read_off import read_off
from exit_sim.results.run_record import Run, recorded_of, simulate
from exit_sim.scenario import Scenario
from exit_sim.scenario.agreement import POSTS
from exit_sim.scenario.held import held_constants
from exit_sim.scenario.settable import EVENTS, HELD, OFF, SETTABLE
from exit_sim.vocabulary import Happening, Phase
from lively import pairs
from small_organisations import EAGER, eager
from strategies import WORDS

pytestmark = pytest.mark.usefixtures("engine")

A_CHUNK = 50
CHUNKS = int(os.environ.get("EQUAL_SCENARIOS", "2000")) // (2 * A_CHUNK)
"""Random scenarios come in chunks of a hundred, so that workers share them out."""

FULL: dict[str, Any] = {
    "people.carers": 2,
    "leadership.deputies": 2,
    "leadership.invited_members": 1,
    "leadership.invited_care_leavers": 2,
    "time.horizon": 18,
}
"""Everybody who may be there is there."""

MECHANISMS = [name for name, one in SETTABLE.items() if one.mechanism]
LADDER = {1: 24, 2: 24, 30: 24, 100: 12, 500: 3, 2000: 2}
"""People, and for how many months Mesa follows them."""


def equal(jobs: Sequence[Job]) -> list[Run]:
    """Run jobs with both engines, hold them and what is read off them side by side."""
    found = replays(jobs, people=True)
    outcomes = journeys_of(jobs)
    for number, (job, run) in enumerate(zip(jobs, found, strict=True)):
        by_mesa = simulate(job.scenario, job.seed, people=True)
        assert difference(by_mesa, run) == ""
        for name, column in read_off(recorded_of(by_mesa)).items():
            one, other = column[:1], outcomes[name][number : number + 1]
            assert one.dtype == other.dtype
            alike = one.tolist() == other.tolist() or one.tobytes() == other.tobytes()
            assert alike, f"{name} is {one[0]!r} and {other[0]!r}"
    return found


def chunk(number: int, examples: int) -> None:
    """Hold both engines to each other over one chunk of random scenarios."""

    @seed(number)
    @settings(max_examples=examples, phases=[Stage.generate])
    @given(pairs())
    def both(jobs: tuple[Job, Job]) -> None:
        equal(jobs)

    both()


def test_some_random_scenarios() -> None:
    """Random organisations give the same bits, two of a shape at a time."""
    chunk(0, 20)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(1, CHUNKS + 1))
def test_random_scenarios(number: int) -> None:
    """So do thousands of them: any role empty, any form, any event, mechanisms off and held."""
    chunk(number, A_CHUNK)


@pytest.mark.slow
def test_random_scenarios_are_lively() -> None:
    """Four in ten put a practice to use, three in ten keep it; nearly everything happens in some.

    A few kinds of event are rare, and which organisations are drawn is not ours to say.
    """
    from exit_sim.ensemble.blocks import Block, stream

    jobs: list[Job] = []

    @seed(0)
    @settings(max_examples=250, phases=[Stage.generate])
    @given(pairs())
    def keep(pair: tuple[Job, Job]) -> None:
        jobs.extend(pair)

    def seen(block: Block) -> tuple[list[float], set[float]]:
        phase = block.recorded.months[:, :, 0]
        return list(phase.max(axis=1)), set(block.recorded.events[:, 2])

    keep()
    wanted = EVERYTHING._replace(columns=("journey.phase",), people=False)
    furthest, kinds = Counter[Phase](), set[float]()
    for phases, happened in stream(jobs, wanted, seen):
        furthest.update(map(Phase, phases))
        kinds |= happened
    used = furthest[Phase.IMPLEMENTATION] + furthest[Phase.SUSTAINING]
    assert used > 0.4 * len(jobs), furthest
    assert furthest[Phase.SUSTAINING] > 0.3 * len(jobs), furthest
    assert set(furthest) == set(Phase)
    never = [kind.name for kind in Happening if kind not in kinds]
    assert len(never) <= 4, never


def whole(people: int, months: int) -> Scenario:
    """An organisation of so many people, in the baseline's proportions."""
    usual = {name: Scenario.load("baseline").values[name] for name in POSTS}
    every = sum(map(float, usual.values()))
    counts = {name: float(int(float(n) * people / every)) for name, n in usual.items()}
    counts["people.champions"] = min(counts["people.champions"], 2.0)
    counts["people.frontline"] += people - sum(counts.values())
    teams = max(1.0, counts["people.frontline"] // 8)
    shape = {"people.teams": teams, "innovation.pilot_teams": max(1.0, teams // 3)}
    time = {"time.horizon": months, "time.burn_in": 3}
    return Scenario.load("baseline").with_({**EAGER, **counts, **shape, **time})


@pytest.mark.parametrize(
    "people", [pytest.param(n, marks=[pytest.mark.slow] if n > 100 else []) for n in LADDER]
)
def test_sizes(people: int) -> None:
    """One person or two thousand: the engines agree."""
    (run,) = equal([Job(whole(people, LADDER[people]), 3)])
    assert len(run.roles) == people


@pytest.mark.parametrize("months", [1, 120, pytest.param(1200, marks=pytest.mark.slow)])
def test_horizons(months: int) -> None:
    """One month or a hundred years: the engines agree."""
    (run,) = equal([Job(eager(time__horizon=months, setting__cut=0), 4)])
    assert run.last_month == months


@pytest.mark.parametrize("burn_in", [0, 1, 240])
def test_burn_in(burn_in: int) -> None:
    """With no burn-in, with one month and with twenty years of it the engines agree."""
    equal([Job(eager(time__horizon=3, time__burn_in=burn_in), 5)])


@pytest.mark.parametrize(
    ("name", "word"), [(name, word) for name in WORDS for word in SETTABLE[name].words]
)
def test_forms(name: str, word: str) -> None:
    """In every rival form, and with every other word, the engines agree."""
    equal([Job(eager().with_({**FULL, name: word}), 6)])


def an_event(kind: str, value: Any) -> Job:
    """A run in which something is scheduled for one month, and from another month on."""
    happens = [
        {"kind": kind, "value": value, "month": 3},
        {"kind": kind, "value": value, "from": 9},
    ]
    return Job(eager().with_(FULL).with_events(happens, by="a test"), 7)


@pytest.mark.parametrize("kind", EVENTS)
def test_events(kind: str) -> None:
    """Whatever is scheduled, once or for a stretch of months, the engines agree."""
    one = EVENTS[kind]
    least, most = max(one.low, 0.0), min(one.high, 3.0)
    number = 1.0 if one.flag else 0.4 * least + 0.6 * most
    values = one.words or (number,)
    equal([an_event(kind, value) for value in values])


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("others", [True, False], ids=["nobody", "nobody else"])
def test_roles(name: str, others: bool) -> None:
    """Where a role has nobody, and where it alone has anybody, the engines agree."""
    counts = {name: 0.0} if others else {**dict.fromkeys(POSTS, 0.0), name: 1.0}
    if name == "leadership.deputies":  # who stand beside a champion
        counts["people.champions"] = 1.0
    teams = {"people.teams": 1.0, "innovation.pilot_teams": 1.0}
    equal([Job(eager().with_({**FULL, **teams, **counts}), 8)])


@pytest.mark.parametrize("level", [OFF, HELD])
def test_all_mechanisms(level: str) -> None:
    """With every mechanism off, or held at its usual level, the engines agree."""
    may = MECHANISMS if level == OFF else sorted(held_constants().constants)
    equal([Job(eager().with_({**FULL, **dict.fromkeys(may, level)}), 9)])


@pytest.mark.slow
@pytest.mark.parametrize("level", [OFF, HELD])
@pytest.mark.parametrize("name", MECHANISMS)
def test_each_mechanism(name: str, level: str) -> None:
    """With each mechanism off, or held at its usual level, the engines agree."""
    if level == OFF or name in held_constants().constants:
        equal([Job(eager().with_({**FULL, name: level}), 9)])


def test_seeds() -> None:
    """The first and the last seed are seeds like any other."""
    short = eager(time__horizon=6)
    first, last = equal([Job(short, 0), Job(short, LAST_SEED)])
    assert (first.seed, last.seed) == (0, LAST_SEED)
    assert first.ledger != last.ledger


@pytest.mark.parametrize("beyond", [-1, LAST_SEED + 1, 1.5, "1"])
def test_seeds_beyond(beyond: Any) -> None:
    """A seed beyond them is refused in a sentence, whatever else was asked for."""
    short = eager(time__horizon=6)
    jobs = [Job(short, 1), Job(short, beyond), *(Job(short, n) for n in range(200))]
    for ask in (replays, journeys_of):
        with pytest.raises(ValueError, match=f"seed {beyond!r} is not a whole number from 0 to"):
            ask(jobs)


def test_runs_of_many_shapes_come_in_their_order() -> None:
    """Jobs of several shapes, mixed, come back each in its own place."""
    places = [eager(time__horizon=5, people__members=n) for n in (1, 2, 3)]
    jobs = [Job(places[n % 3], n) for n in range(12)]
    found = replays(jobs, people=True)
    for job, run in zip(jobs, found, strict=True):
        assert (run.scenario, run.seed) == job
        assert difference(simulate(*job, people=True), run) == ""
    assert np.array_equal(journeys_of(jobs, ["inspections"])["inspections"].shape, (12,))
