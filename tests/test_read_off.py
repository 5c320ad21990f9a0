"""Outcomes are read off many runs at once, each as if alone, and off no more than is named."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest

from exit_sim.ensemble.jobs import Job
from exit_sim.ledger import Event
from exit_sim.recorded import Recorded, flat, names_of, rebuilt
from exit_sim.results.journey_context import KINDS
from exit_sim.results.journey_endings import how_it_ended
from exit_sim.results.journey_lives import lives_and_cost
from exit_sim.results.journeys import outcome_columns
from exit_sim.results.many import journeys_of
from exit_sim.results.read_off import columns_read, read_off
from exit_sim.results.reader import Reader
from exit_sim.results.run_record import Run, recorded_of, simulate
from exit_sim.vocabulary import Happening
from exit_sim.world import World
from small_organisations import by_hand, eager, random_run

CHAMPION = 2
"""The champion's post in a journey that is written by hand."""


@cache
def runs() -> tuple[Run, ...]:
    """Runs of one shape: kept, faded, stopped, abandoned, ended at the cliff, never started."""
    ways: tuple[dict[str, Any], ...] = (
        {"take_up__reluctance": 0.6},
        {"decisions__stop_harm": 0.0001, "setting__cut": 0.1},
        {"setting__frontline_leaves": 0.1, "take_up__reluctance": 0},
        {"decisions__decider": "commissioners", "innovation__pilot_months": 60},
        {"decisions__sponsor_bar": 1},
    )
    scenarios = [eager(time__horizon=72, **way) for way in ways]
    return tuple(simulate(scenario, seed) for scenario in scenarios for seed in (1, 2, 5))


def stacked(some: Sequence[Run]) -> Recorded:
    """Runs of one shape side by side, as the ensemble records them."""
    alone = [recorded_of(run) for run in some]
    lengths = [len(one.events) for one in alone]
    return Recorded(
        scenarios=tuple(run.scenario for run in some),
        seeds=np.array([run.seed for run in some]),
        columns=alone[0].columns,
        months=np.concatenate([one.months for one in alone]),
        last=np.concatenate([one.last for one in alone]),
        events=np.concatenate([one.events for one in alone]),
        begins=np.cumsum([0, *lengths]),
        roles=alone[0].roles,
        states={
            role: np.concatenate([one.states[role] for one in alone]) for role in alone[0].states
        },
    )


def only(recorded: Recorded, columns: Sequence[str], kinds: Iterable[Happening]) -> Recorded:
    """The same, had no more been recorded than these columns and kinds of event."""
    places = [recorded.columns.index(name) for name in columns]
    kept = np.isin(recorded.events[:, 2], [int(kind) for kind in kinds])
    before = np.concatenate([[0], np.cumsum(kept)])
    return recorded._replace(
        columns=tuple(columns),
        months=np.ascontiguousarray(recorded.months[:, :, places]),
        events=recorded.events[kept],
        begins=before[recorded.begins],
    )


def bits(columns: dict[str, Any]) -> dict[str, list[str]]:
    """Every value as it is written, minus nought and missing told apart."""
    return {name: [repr(value) for value in found.tolist()] for name, found in columns.items()}


def test_every_outcome_is_read_off_in_the_declared_order() -> None:
    """What is read off bears the names of the outcome columns, in their order, one value a run."""
    found = read_off(stacked(runs()))
    assert list(found) == outcome_columns()
    assert {column.shape for column in found.values()} == {(len(runs()),)}
    assert {str(column.dtype) for column in found.values()} == {"float64", "object"}


def test_a_run_is_read_among_many_as_it_is_alone() -> None:
    """No run's outcomes depend on which runs stand beside it, in any bit or in any order."""
    alone = [bits(read_off(recorded_of(run))) for run in runs()]
    for order in (slice(None), slice(None, None, -1), slice(3, 4)):
        found = bits(read_off(stacked(runs()[order])))
        assert found == {name: [one[name][0] for one in alone[order]] for name in found}


def test_the_runs_read_side_by_side_differ() -> None:
    """What is compared above ends in several ways, and some of it is missing for some."""
    found = read_off(stacked(runs()))
    assert len(set(found["ending"])) > 4
    assert len(set(found["ending_cause"])) > 2
    for name in ("champion_first_left_month", "loss_after_withdrawal", "benefit_24", "votes_for"):
        assert 0 < np.isnan(found[name]).sum() < len(runs()), name


def test_no_more_is_read_than_is_named() -> None:
    """Had only the named columns and kinds of event been recorded, outcomes would be the same."""
    for recorded in (stacked(runs()), *(recorded_of(random_run(number)) for number in range(30))):
        named = only(recorded, columns_read(), KINDS)
        assert bits(read_off(named)) == bits(read_off(recorded))


@pytest.mark.parametrize("name", columns_read())
def test_every_named_column_is_read(name: str) -> None:
    """Where a named column was not recorded, nothing is read off: it says which is missing."""
    others = [column for column in columns_read() if column != name]
    with pytest.raises(KeyError, match=name):
        read_off(only(stacked(runs()), others, KINDS))


@pytest.mark.parametrize("kind", sorted(KINDS), ids=lambda kind: kind.name)
def test_every_named_kind_of_event_is_read(kind: Happening) -> None:
    """Without an event of a named kind the journey that it befell would read otherwise."""
    befell = tuple(
        Event(3, order, each, CHAMPION, 1, -1, -1, 0.0, 0.0, 0.0)
        for order, each in enumerate((Happening.LEFT, kind))
    )
    recorded = recorded_of(by_hand(6, lambda world, _: world, befell))
    without = only(recorded, columns_read(), KINDS - {kind})
    assert bits(read_off(without)) != bits(read_off(recorded))


def test_what_is_read_off_one_run_is_plain() -> None:
    """Alone, a run's outcomes are plain numbers, words and None, as a story reads them."""
    for run in runs():
        found = (*how_it_ended(run), *lives_and_cost(run))
        assert {type(value) for value in found} <= {float, str, type(None)}


def test_sums_begin_at_nought() -> None:
    """A sum of nothing but minus noughts is nought, as when added up from 0."""
    reader = Reader(stacked(runs()))
    assert np.signbit(reader.total(np.full((len(runs()), 3), -0.0))).sum() == 0


def test_sums_are_taken_month_by_month() -> None:
    """Large and small numbers are added up in the order of the months, not pair by pair."""
    months = [1e16, *[1.0] * 20, -1e16]
    total = 0.0
    for number in months:
        total += number
    reader = Reader(stacked(runs()))
    assert set(reader.total(np.array([months] * len(runs())))) == {total}


def test_a_world_is_made_again_of_its_numbers() -> None:
    """Flat and made again, a world is the same, parts within parts too; a number less is none."""
    numbers = [float(number) for number in range(len(names_of(World)))]
    world = rebuilt(World, np.array(numbers))
    assert flat(world) == numbers
    assert world.people.site.sites == numbers[names_of(World).index("people.site.sites")]
    with pytest.raises(TypeError):
        rebuilt(World, numbers[:-1])


@pytest.mark.usefixtures("engine")
def test_outcomes_are_the_same_from_either_engine() -> None:
    """Journeys that are compiled read off as Mesa's do, in the order of the jobs."""
    jobs = [Job(run.scenario, run.seed) for run in runs()]
    told: list[int] = []
    found = journeys_of([*jobs, *jobs[::-1]], done=told.append)
    by_mesa = bits(read_off(stacked([*runs(), *runs()[::-1]])))
    assert bits(found) == by_mesa
    assert told[-1] == 2 * len(jobs)
