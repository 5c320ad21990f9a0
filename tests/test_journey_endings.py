"""Endings and their causes, against cases that were worked by hand."""

import csv
from pathlib import Path

import pytest

from exit_sim.opening import empty
from exit_sim.results.columns import spelled
from exit_sim.results.journey_endings import cause_of, ending_at
from exit_sim.scenario import Scenario
from exit_sim.vocabulary import Cause, Ending
from exit_sim.world import World
from small_organisations import by_hand, values

WORKED = Path(__file__).parent / "data" / "endings.csv"
CASES = list(csv.DictReader(WORKED.read_text("utf-8").splitlines()))


def cause(word: str) -> float:
    """The code of a cause."""
    return float(Cause[word.upper().replace(" ", "_")])


def organisation(case: dict[str, str]) -> World:
    """An organisation whose last month is as a case describes it."""
    number = {
        name: float(text) for name, text in case.items() if text and not text.strip("-.0123456789")
    }
    world: World = empty(World)
    return world._replace(
        start=world.start._replace(
            initiated=number["initiated"],
            launched=number["launched"],
            cause=cause(case["start_cause"]),
        ),
        mainstream=world.mainstream._replace(
            month=number["first_money"],
            cause=cause(case["refused_cause"]),
            stopped=number["stopped"],
            stop_cause=cause(case["stop_cause"]),
        ),
        journey=world.journey._replace(
            was_used=number["was_used"],
            use=number["use"],
            below=number["below"],
            ended=number["ended"],
            pilot_ended=number["pilot_ended"],
            sustained=number["sustained"],
            fall_cause=cause(case["fall_cause"]),
        ),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["why"].replace(" ", "_") for case in CASES])
def test_endings_and_causes_are_as_worked_by_hand(case) -> None:
    """Endings are exclusive, the first that applies; each has one cause; 24 months fit or not."""
    last = int(case["last"])
    world = organisation(case)
    ending = ending_at(world, last)
    assert spelled(ending) == case["ending"]
    found = cause_of(world, last, ending, Scenario.load("baseline").parameters)
    assert spelled(found) == case["cause"]
    row = values(by_hand(last, lambda _, __: world))
    assert (row["ending"], row["ending_cause"]) == (case["ending"], case["cause"])
    for level in ("any", "partial", "full"):
        expected = int(case[level]) if case[level] else None
        assert row[f"sustained_{level}"] == expected, level


def test_every_ending_has_a_case() -> None:
    """The table of worked cases leaves no ending out."""
    assert {case["ending"] for case in CASES} == {spelled(ending) for ending in Ending}
