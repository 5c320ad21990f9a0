"""A population under accepted sets: as many journeys, each set in turn, and nothing else moved."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accepted_sets import NUMBERS, these_are_accepted
from exit_sim.errors import BadInput
from exit_sim.results.paired_tables import differences, pairs
from exit_sim.scenario import Scenario
from exit_sim.scenario.lineage import brought_by_sectors, usual
from exit_sim.scenario.population import Population
from exit_sim.twins import accepted as where
from exit_sim.twins.accepted import (
    OF_ANOTHER,
    OF_OTHER_RULES,
    SETS,
    free,
    over_sets,
    spread,
    under,
    units_at,
)
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS
from exit_sim.twins.study import of_population, study
from paired_studies import BETTER, by_luck, lives_by

REFERENCE = Population.load("reference")


@pytest.fixture
def ours(tmp_path: Path) -> Population:
    """A population of one's own, which varies less than the reference population."""
    path = tmp_path / "ours.toml"
    spread_of = '[distribution."decisions.sponsor_bar"]\nuniform = [0.4, 0.6]\n'
    path.write_text(f'extends = "baseline"\n{spread_of}', "utf-8")
    return Population.load(path)


@given(st.integers(0, 3000), st.integers(0, 2**53 - 4000))
@settings(max_examples=25)
def test_a_unit_is_a_member_under_a_set_in_turn(number: int, seed: int) -> None:
    """Unit j is member j with member j's luck and set j mod S's settings; nothing else differs."""
    units = over_sets(REFERENCE, NUMBERS, seed)
    here, plain = units.one(number), of_population(REFERENCE, seed).one(number)
    assert here.seed == plain.seed
    gives = under(REFERENCE, NUMBERS[number % len(NUMBERS)]).base.values
    free_here = set(free(REFERENCE))
    for name, value in here.scenario.values.items():
        if name in free_here:
            assert value == gives[name], name
            low, high = usual()[name].said["range"]
            assert low <= value <= high, name
        else:
            assert value == plain.scenario.values[name], name


def test_what_is_varied_and_what_sectors_bring_is_left() -> None:
    """No set gives what members differ in, what a sector brings, a word, a count or a mechanism."""
    given_by_sets = set(free(REFERENCE))
    assert given_by_sets
    assert not given_by_sets & {*REFERENCE.varies, *brought_by_sectors()}
    units = over_sets(REFERENCE, NUMBERS)
    for number in range(len(NUMBERS)):
        one, plain = units.one(number).scenario, REFERENCE.member(number)
        for name in (*REFERENCE.varies, *brought_by_sectors()):
            assert one.values[name] == plain.values[name], name


def test_a_population_of_ones_own_is_given_what_the_reference_was(
    ours: Population, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What sets were never fitted in stays as it stands, and a sentence says whose they are."""
    these_are_accepted(monkeypatch)
    units = units_at(ours)
    one = units.one(3).scenario
    moved = {name for name, value in one.values.items() if value != ours.member(3).values[name]}
    assert moved
    assert moved <= set(free(REFERENCE)) - set(ours.varies)
    assert "receptivity.culture" in free(ours)
    assert "receptivity.culture" not in moved
    assert units.remark == OF_ANOTHER
    assert not units_at(REFERENCE).remark


def test_as_many_journeys_as_without_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under sets a study lives through as many journeys, of the same members by the same lucks."""
    lived = {}
    for level in ("calibrated", "baseline"):
        with monkeypatch.context() as patch:
            these_are_accepted(patch)
            asked = lives_by(patch, by_luck)
            found = study(units_at(REFERENCE, level, 5), [BETTER], runs=200)
            jobs = [job for some in asked for job in some]
            lived[level] = [(job.seed, job.scenario.name) for job in jobs]
            assert bool(found.units.sets) == (level == "calibrated")
    assert lived["calibrated"] == lived["baseline"]
    assert len(lived["baseline"]) == 400


def test_a_round_more_changes_no_unit_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first pairs of a longer study are those of a shorter one, each under the same set."""
    these_are_accepted(monkeypatch)
    lives_by(monkeypatch, by_luck)
    short, long = (study(units_at(REFERENCE), [BETTER], runs=runs).frame() for runs in (130, 260))
    first = long[long["unit"] < 130].reset_index(drop=True)
    assert first.equals(short)


def test_a_pairs_row_names_its_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the table of pairs and in a frame the set stands beside each unit, if it is under one."""
    these_are_accepted(monkeypatch)
    lives_by(monkeypatch, by_luck)
    found = study(units_at(REFERENCE), [BETTER], runs=50)
    table = pairs(found)
    place = [column.name for column in table.columns].index("set")
    expected = [NUMBERS[unit % len(NUMBERS)] for unit in range(50)] * 2
    assert [row[place] for row in table.rows] == expected
    assert found.frame()["set"].tolist() == expected
    plain = study(units_at(REFERENCE, "baseline"), [BETTER], runs=50)
    assert "set" not in [column.name for column in pairs(plain).columns]
    assert "set" not in plain.frame()


def test_a_study_over_sets_has_a_range_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """With enough pairs a set the table holds the range over settings, and no rival forms."""
    these_are_accepted(monkeypatch)
    lives_by(monkeypatch, by_luck)
    for runs, known in ((7 * len(NUMBERS), False), (8 * len(NUMBERS), True)):
        found = study(units_at(REFERENCE), [BETTER], [BY_COLUMN[GOVERNS]], runs=runs)
        table = differences(found, [None])
        (row,) = [dict(zip([c.name for c in table.columns], r, strict=True)) for r in table.rows]
        assert (row["low_plausible"] is not None) == known
        assert (row["holds_plausible"] is not None) == known
        assert row["low_rival"] is None


@pytest.mark.parametrize("other", [{"rules": "of another day"}, {"free": "drawn from elsewhere"}])
def test_sets_of_other_rules_are_left_aside(other, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under other rules, or drawn from elsewhere, no set is used, and a sentence says so."""
    these_are_accepted(monkeypatch, **other)
    units = units_at(REFERENCE)
    assert (units.sets, units.remark) == ((), OF_OTHER_RULES)
    assert units.one(4).scenario.values == REFERENCE.member(4).values


def test_without_sets_a_population_stands_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none were accepted, or the baseline is asked for, nothing is moved and nothing said."""
    these_are_accepted(monkeypatch, ())
    assert units_at(REFERENCE)[2:] == (REFERENCE.varies, (), "")
    these_are_accepted(monkeypatch)
    assert units_at(REFERENCE, "baseline")[2:] == (REFERENCE.varies, (), "")


def test_many_sets_are_taken_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of hundreds of sets so many are taken, from first to last, each once."""
    these_are_accepted(monkeypatch, range(1000, 1400))
    sets = units_at(REFERENCE).sets
    assert len(sets) == len(set(sets)) == SETS
    assert {b - a for a, b in pairwise(sets)} == {400 // SETS}


@given(st.lists(st.integers(0, 10**6), max_size=300, unique=True), st.integers(1, 100))
def test_a_spread_is_even(numbers: list[int], most: int) -> None:
    """As many as wanted or as there are, in their order, at distances that are alike."""
    found = spread(numbers, most)
    assert len(found) == min(len(numbers), most)
    places = [numbers.index(number) for number in found]
    assert places == sorted(set(places))
    gaps = [b - a for a, b in pairwise(places)]
    assert not gaps or max(gaps) - min(gaps) <= 1


@pytest.mark.parametrize(
    ("unit", "level", "says"),
    [
        (REFERENCE, "calibratd", "did you mean calibrated?"),
        (Scenario.load("baseline"), "baseline", "goes with a population"),
        (Scenario.load("baseline"), "plausible", "is not a level"),
    ],
)
def test_a_level_that_cannot_be_is_refused(unit, level: str, says: str) -> None:
    """A level that is none, and one of a scenario, is refused in one sentence."""
    with pytest.raises(BadInput) as caught:
        units_at(unit, level)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_sets_are_read_as_they_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers stand in one file, what they were accepted under in another; without it are none."""
    monkeypatch.setattr(where, "ROWS", tmp_path / "accepted.csv")
    monkeypatch.setattr(where, "SAID", tmp_path / "accepted.json")
    read = where.accepted.__wrapped__
    assert read() == ("", "", ())
    where.ROWS.write_text("set,targets met\n12,9\n40,9\n", "utf-8")
    where.SAID.write_text(json.dumps({"rules": "r", "free": "f", "seed": 1}), "utf-8")
    assert read() == ("r", "f", (12, 40))
