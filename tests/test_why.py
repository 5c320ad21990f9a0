"""Why a journey ended: which change turns it, how small it may be, until when, and by what luck."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiling import engine_or_skip
from exit_sim.analysis.like_it import how_many_like_it
from exit_sim.analysis.why import finding, search
from exit_sim.analysis.why.candidates import (
    COUNCIL,
    FUNDER,
    TURN,
    Candidate,
    Knob,
    Move,
    candidates,
)
from exit_sim.analysis.why.finding import Why, why
from exit_sim.analysis.why.moving import SMALLEST, between, made, months_in_force, size, strengths
from exit_sim.analysis.why.search import Search
from exit_sim.commands import telling_why
from exit_sim.commands.keeping_why import tables_of
from exit_sim.commands.screen import plain
from exit_sim.draws import LAST_SEED
from exit_sim.ensemble.jobs import Job
from exit_sim.figures import svg
from exit_sim.figures.turning_points import turning_points
from exit_sim.results.many import replays
from exit_sim.scenario import Scenario, changes
from exit_sim.story.sentence import LONGEST
from small_organisations import LEAST, eager, small

PEOPLE = {name: value for name, value in LEAST.items() if name.startswith("people.")}
SMALL = {**PEOPLE, "innovation.pilot_teams": 2, "innovation.pilot_months": 18, "time.burn_in": 3}
LEAVES = 30
"""The month in which the champion of this scenario leaves."""
FEW = ("champion_stays", "champion_replaced", "supplanting", "taper", "poor_inspection", "election")


def carried() -> Scenario:
    """A small pilot carried by a champion, who leaves in month 30."""
    return Scenario.load("champion_leaves_pilot").with_({**SMALL, "time.horizon": 60})


@cache
def named(scenario: Scenario, name: str, *, turns: bool = True) -> Candidate:
    """One candidate by its name."""
    return next(one for one in candidates(scenario, turns=turns) if one.name == name)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a few changes are tried."""
    engine_or_skip()

    def some(scenario: Scenario, *, turns: bool) -> tuple[Candidate, ...]:
        return tuple(one for one in candidates(scenario, turns=turns) if one.name in FEW)

    monkeypatch.setattr(finding, "candidates", some)


@cache
def found(which: str) -> Why:
    """What twins say of a journey that was lost, that lasted, or that nothing tried saves."""
    if which == "lost":
        return why(carried(), 2)
    if which == "lasted":
        return why(carried(), 4)
    return why(small(decisions__proposer_bar=1, decisions__sponsor_bar=1), 1)


WHICH = pytest.mark.parametrize("which", ["lost", "lasted", "never"])


# What is a candidate.


def test_only_what_is_theirs_to_decide_is_tried() -> None:
    """Of a lost journey: what a council, provider or funder decides, and nothing else."""
    tried = candidates(carried(), turns=False)
    deciders = {changes.load(one.name).about["decider"] for one in tried}
    assert deciders == {"council leaders", "members", "provider", "funder"}
    assert {one.decides for one in tried} == {COUNCIL, FUNDER}
    more = {one.name: one for one in candidates(carried(), turns=True)}
    assert more["poor_inspection"].decides == TURN
    assert all(one.dated for one in more.values() if one.decides == TURN)


def test_what_leaves_a_scenario_as_it_is_is_no_candidate() -> None:
    """Money that tapers already cannot be made to taper."""
    names = {one.name for one in candidates(carried(), turns=False)}
    assert "taper" in names
    tapers = carried().changed("taper")
    assert "taper" not in {one.name for one in candidates(tapers, turns=False)}


def test_what_was_changed_can_be_changed_back() -> None:
    """A leaving that was asked for with --change does not keep the champion from staying."""
    scenario = carried().changed("champion_leaves:month=20", "caseload:cases=22")
    names = {one.name for one in candidates(scenario, turns=False)}
    assert {"champion_stays", "caseload", "champion_leaves"} <= names
    less = Move(named(scenario, "caseload"), 16.0, 1)
    assert made(scenario, less).values["setting.caseload"] == 16
    stays = made(scenario, Move(named(scenario, "champion_stays"), None, 12))
    assert stays.schedule(20).champion_leaves == 0.0


DATED = sorted(one.name for one in candidates(carried(), turns=True) if one.dated)


@pytest.mark.parametrize("name", DATED)
def test_a_dated_change_leaves_the_months_before_it_alone(name: str) -> None:
    """Whatever is made in month 25, months 1 to 24 are scheduled as they were."""
    scenario = carried()
    after = made(scenario, Move(named(scenario, name), None, 25))
    assert after.parameters == scenario.parameters
    assert all(after.schedule(month) == scenario.schedule(month) for month in range(1, 25))


def test_twins_share_every_month_before_the_change() -> None:
    """Made in month 20, a change finds the world of month 19 in every number as it was."""
    engine_or_skip()
    scenario = carried()
    stays = made(scenario, Move(named(scenario, "manager_leads"), None, 20))
    here, there = replays([Job(scenario, 2), Job(stays, 2)])
    assert here.months[:19] == there.months[:19]
    assert here.months[19:] != there.months[19:]


def test_what_lasts_for_some_months_lasts_as_long_whenever_it_is_made() -> None:
    """A top leader who is protected is so for two years, from month 1 or from month 30."""
    one = named(carried(), "top_leader_protected")
    for month in (1, 7, 30):
        after = made(carried(), Move(one, None, month))
        kept = [m for m in range(1, 61) if after.schedule(m).top_leader_stays == 1.0]
        assert kept == list(range(month, month + 24))
        assert months_in_force(carried(), Move(one, None, month)) == 24


def test_a_move_is_written_as_a_change_is() -> None:
    """What is told of a move can be given behind --change, and does the same."""
    scenario = carried()
    for name, strength in (("champion_replaced", None), ("retraining", 0.03), ("slack", 0.8)):
        move = Move(named(scenario, name), strength, 1)
        assert made(scenario, move) == scenario.changed(move.spec)


# How small it is.

PLACE = carried()
SHARES = st.floats(0.1, 0.7).map(lambda share: round(share, 3))


@settings(max_examples=30)
@given(SHARES)
def test_a_setting_counts_by_the_share_of_its_plausible_range(share: float) -> None:
    """How far one setting is moved is its distance, in plausible ranges."""
    scenario = PLACE
    own = float(scenario.values["innovation.supplanting"])
    low, high = scenario.given["innovation.supplanting"].said.get("range", (0.1, 0.7))
    moved = size(scenario, Move(named(scenario, "supplanting"), share, 1))
    assert moved == pytest.approx(abs(share - own) / (high - low))


def test_a_word_or_a_yes_or_no_counts_as_one_and_several_count_their_sum() -> None:
    """Keeping the champion is 1; a spin-out moves the settings of its sector too."""
    scenario = carried()
    for month in (1, 17):
        for name in ("champion_stays", "champion_leaves", "manager_leads", "top_leader_protected"):
            assert size(scenario, Move(named(scenario, name), None, month)) == 1.0
    assert size(scenario, Move(named(scenario, "spin_out"), None, 1)) > 1.0
    assert len(SMALLEST) == 3


KNOBS = st.builds(
    Knob,
    option=st.just("share"),
    own=st.floats(0.1, 0.6),
    ships=st.floats(0.0, 1.0),
    low=st.just(0.05),
    high=st.just(0.7),
    whole=st.booleans(),
    both_ways=st.booleans(),
)


@given(KNOBS)
def test_strengths_lie_apart_from_what_holds(knob: Knob) -> None:
    """Neither what holds already nor what ships is tried again, and none is tried twice."""
    found = strengths(knob)
    assert knob.own not in found
    assert knob.ships not in found
    assert len(set(found)) == len(found)
    ends = {knob.own, knob.ships, knob.low, knob.high}
    assert all(min(ends) - 0.51 <= one <= max(ends) + 0.51 for one in found)


@given(KNOBS, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_halfway_lies_between_or_is_not(knob: Knob, one: float, other: float) -> None:
    """Half the way between two strengths is nearer to each than they are, or there is none."""
    half = between(knob, one, other)
    if half is not None and not knob.whole:
        assert min(one, other) - 0.01 <= half <= max(one, other) + 0.01


# Until when: the outcome as a made-up function of month and strength.

Outcome = Callable[[float, int], bool]


def searched(
    monkeypatch: pytest.MonkeyPatch, name: str, turns: Outcome, horizon: int = 144
) -> tuple[Search, Candidate]:
    """Search one change where it is made up in which months, and how strongly, it saves."""
    scenario = carried().with_({"time.horizon": horizon})
    candidate = named(scenario, name)
    kind = changes.load(name).events(horizon)[0].kind

    def lived(jobs: Sequence[Job], columns: Sequence[str], **_: Any) -> dict[str, Any]:
        endings = []
        for job in jobs:
            events = [one for one in job.scenario.written if one.kind == kind]
            new = [one for one in events if one not in scenario.written]
            saved = bool(new) and turns(float(new[-1].value), new[-1].first)
            endings.append("sustained any" if saved else "faded")
        numbers = np.full(len(jobs), np.nan)
        return {**dict.fromkeys(columns, numbers), "ending": np.array(endings, object)}

    monkeypatch.setattr(search, "journeys_of", lived)
    tested = Search(scenario, 1)
    search.search(tested, [candidate])
    return tested, candidate


@pytest.mark.parametrize(("first", "last"), [(1, 60), (10, 31), (37, 144), (2, 143), (144, 144)])
def test_the_last_month_is_found_to_the_month(
    monkeypatch: pytest.MonkeyPatch, first: int, last: int
) -> None:
    """Months are first tried three apart; where it ceases to save is then known to the month."""
    tested, candidate = searched(
        monkeypatch, "champion_replaced", lambda _, month: first <= month <= last
    )
    turning = finding._turning(tested, candidate)
    assert turning is not None
    assert turning.stretches == ((first, last),)
    assert turning.smallest.move.month == last
    assert len(tested.tried) < 60


def test_that_earlier_is_better_is_not_assumed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that saves only in some months is told in stretches, with gaps between."""
    tested, candidate = searched(
        monkeypatch, "champion_replaced", lambda _, month: 10 <= month <= 20 or 50 <= month <= 70
    )
    turning = finding._turning(tested, candidate)
    assert turning is not None
    assert turning.stretches == ((10, 20), (50, 70))
    assert (turning.first, turning.last) == (10, 70)


@settings(max_examples=15)
@given(st.floats(0.005, 0.079))
def test_a_change_is_made_as_weakly_as_it_still_turns(bar: float) -> None:
    """The least strength found turns the ending; the way to the next weaker one is small."""
    with pytest.MonkeyPatch.context() as patch:
        tested, candidate = searched(patch, "retraining", lambda rate, _: rate >= bar, 36)
        turning = finding._turning(tested, candidate)
    assert turning is not None
    least = turning.smallest.move.strength
    assert least is not None
    assert least >= bar
    assert least - bar <= 0.003
    assert all(one.turns == ((one.move.strength or 0.0) >= bar) for one in tested.tried.values())


def test_a_weak_change_may_have_another_last_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """The months told are those of the change as small as it is told, not of a stronger one."""
    tested, candidate = searched(
        monkeypatch, "retraining", lambda rate, month: month <= (90 if rate >= 0.03 else 12)
    )
    turning = finding._turning(tested, candidate)
    assert turning is not None
    assert turning.last == 12
    assert max(one.move.month for one in tested.turning(candidate)) == 90


# What is found of real small journeys.


@pytest.mark.usefixtures("few")
def test_a_champion_who_leaves_in_a_month_can_be_kept_until_that_month() -> None:
    """The champion leaves in month 30: staying saves if begun by month 30, and not after."""
    said = why(carried(), 2)
    assert said.alone.ending == "discontinued at the cliff"
    stays = next(one for one in said.turnings if one.candidate.name == "champion_stays")
    assert stays.last == LEAVES
    replaced = next(one for one in said.turnings if one.candidate.name == "champion_replaced")
    assert said.no_return == replaced.last >= LEAVES
    assert said.last == said.alone.ended
    assert said.headline is not None
    assert said.headline.candidate.name == "supplanting"
    assert said.headline.smallest.size < 1.0 == stays.smallest.size


@pytest.mark.usefixtures("few")
def test_the_same_words_come_out_each_time() -> None:
    """Two searches of one journey say the same, letter by letter."""
    once, again = (plain(list(telling_why.told(why(carried(), 2)))) for _ in range(2))
    assert once == again


def test_it_is_too_early_to_say_why(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody knows yet whether it lasts, nothing is tried."""
    engine_or_skip()
    said = why(eager(time__horizon=20), 1)
    assert said.alone.ending == "not yet known"
    assert (said.tried, said.headline) == ((), None)
    assert telling_why.answer(said)[0].startswith("It is too early")


@pytest.mark.slow
@WHICH
def test_nothing_weaker_that_was_tried_turns_it(which: str) -> None:
    """Of all that turns the ending, what is called smallest moves least."""
    engine_or_skip()
    said = found(which)
    turning = [one for one in said.tried if one.turns]
    for one in said.turnings:
        sizes = [each.size for each in turning if each.move.candidate == one.candidate]
        assert one.smallest.size == pytest.approx(min(sizes))
    council = [one.size for one in turning if one.move.candidate.decides == COUNCIL]
    if said.headline is not None and council:
        assert said.headline.smallest.size == pytest.approx(min(council))
    sizes = [round(one.smallest.size, 9) for one in said.turnings]
    assert sizes == sorted(sizes)


@pytest.mark.slow
@WHICH
def test_a_dated_change_after_the_point_of_no_return_turns_nothing(which: str) -> None:
    """The last point of no return is the last month of any dated change that somebody decides."""
    engine_or_skip()
    said = found(which)
    months = [
        one.move.month
        for one in said.tried
        if one.turns and one.move.candidate.dated and one.move.candidate.decides != TURN
    ]
    assert said.no_return == max(months, default=None)


@pytest.mark.slow
def test_nothing_saves_what_nobody_would_propose() -> None:
    """Where no single change saves it, that is said, with how many were tried."""
    engine_or_skip()
    said = found("never")
    assert said.alone.ending == "never started"
    assert said.turnings == ()
    names = {one.move.candidate.name for one in said.tried}
    words = telling_why.answer(said)
    assert words[0] == f"None of the {len(names)} changes tried would have saved it."
    assert words[-1] == "So, as far as they go, it was past return from its first month."
    assert "no change tried would have saved it" in svg(turning_points(said)).decode()


@pytest.mark.slow
def test_what_would_have_sunk_what_lasted() -> None:
    """Of a journey that lasted it is told what would have sunk it, and which turn of events."""
    engine_or_skip()
    said = found("lasted")
    assert said.alone.lasted
    assert said.headline is not None
    assert not said.headline.smallest.came.lasted
    words = " ".join(telling_why.answer(said))
    assert "would have sunk it" in words
    assert "saved" not in words
    assert "turn of events" in words


@pytest.mark.slow
@WHICH
def test_sentences_are_short_and_the_first_says_one_of_many(which: str) -> None:
    """No sentence of the answer has more than 25 words; the first names the model."""
    engine_or_skip()
    said = found(which)
    assert telling_why.first(said).startswith("One of many possible journeys, in the model.")
    sentences = [*telling_why.answer(said), *telling_why.luck(said), *telling_why.method(said)]
    for sentence in (*sentences, *SMALLEST):
        assert sentence.endswith(".")
        assert len(sentence.split()) <= LONGEST, sentence


def _numbers(sentences: Sequence[str]) -> Iterator[str]:
    for sentence in sentences:
        without_calendar = re.sub(r" \([A-Z][a-z]+, year \d+\)", "", sentence)
        yield from re.findall(r"\d+(?:\.\d+)?", without_calendar)


@pytest.mark.slow
@WHICH
def test_every_number_in_the_words_is_in_the_tables(which: str) -> None:
    """A month, strength, reach or count that is told stands in a table, or counts its rows."""
    engine_or_skip()
    said = found(which)
    tried, like = tables_of(said)
    at = {column.name: place for place, column in enumerate(tried.columns)}
    kept = {cell for table in (tried, like) for row in table.rows for cell in row}
    told = {float(cell) for cell in kept if isinstance(cell, int | float)}
    told |= {round(cell, 2) for cell in told}
    rows = [row for row in tried.rows[1:] if row[at["decided_by"]] != TURN]
    names = {str(row[at["change"]]).partition(":")[0] for row in rows}
    dated = {str(row[at["change"]]).partition(":")[0] for row in rows if row[at["month"]]}
    told |= {len(names), len(dated), len(tried.rows) - 1, 1.0}
    told |= {one.candidate.knob.own for one in said.turnings if one.candidate.knob}
    near = said.nearest.move.candidate.knob if said.nearest else None
    told |= {near.own} if near else set()
    words = [*telling_why.answer(said), *telling_why.luck(said), *telling_why.method(said)]
    missing = [number for number in _numbers(words) if float(number) not in told]
    assert missing == []


@pytest.mark.slow
def test_the_figure_marks_the_last_months_and_the_point_of_no_return() -> None:
    """Each change that turns it has its row, its last month, and the line of no return."""
    engine_or_skip()
    said = found("lost")
    drawn = turning_points(said)
    picture = svg(drawn).decode()
    assert "last point of no return" in picture
    assert "not a forecast" in picture
    for one in said.turnings:
        assert not one.candidate.dated or f"month {one.last}" in picture
    stretches = {(one.smallest.move.spec, *each) for one in said.turnings for each in one.stretches}
    assert set(drawn.table.rows) == stretches


# By other luck.


@pytest.mark.usefixtures("few")
def test_what_is_said_of_others_like_it_is_counted_pair_by_pair() -> None:
    """Of journeys like it: those that last with a change are those that last, saved less sunk."""
    said = why(carried(), 2).luck
    assert sum(said.endings.values()) == said.journeys == 200
    assert said.with_it
    for one in said.with_it:
        assert one.last == said.last + one.saved - one.sunk
        assert one.saved >= 1  # this journey is one of them


def test_how_many_like_it_ended_so() -> None:
    """Journeys like one are its own and the next by seed; at the last seed those before it."""
    engine_or_skip()
    place = eager(time__horizon=40)
    ten = how_many_like_it(place, 5, runs=10)
    assert sum(ten.values()) == 10
    assert ten == sum((how_many_like_it(place, 5 + n, runs=1) for n in range(10)), ten.__class__())
    assert sum(how_many_like_it(place, LAST_SEED, runs=3).values()) == 3
