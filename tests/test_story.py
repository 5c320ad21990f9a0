"""A story is told from the ledger alone: every sentence rests on it, and anybody can read it."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from exit_sim import story
from exit_sim.ledger import Event
from exit_sim.results.run_record import Run, simulate
from exit_sim.results.tables import tables
from exit_sim.scenario import Scenario
from exit_sim.story import words
from exit_sim.story.falls import BEHIND, inputs
from exit_sim.story.lives import MODEL_UNITS
from exit_sim.story.moments import AT_MOST
from exit_sim.story.reading import Reading
from exit_sim.story.reasons import ONE_OF_MANY, how_it_stood
from exit_sim.story.sentence import (
    LONGEST,
    Section,
    Sentence,
    Story,
    in_words,
    no_longer_than,
    say,
)
from exit_sim.story.typical import MONTHS, NUMBERS, WORDS, rows_of
from exit_sim.vocabulary import Cause, Ending, Happening, Level, Rating, Role, Sector
from small_organisations import eager, random_run
from strategies import scenarios

RANDOM = 60
ODD = re.compile(r"\s\s|[{}]|\.\.|\b1 months\b|nan|None|_")
SHIPPED = (
    ("funder_pilot_cliff", 1),
    ("council_business_case", 2),
    ("champion_leaves_pilot", 3),
    ("co_produced_social_enterprise", 1),
    ("poor_inspection_council", 2),
)


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    """Journeys of shipped scenarios, and of many random organisations."""
    shipped = [simulate(name, seed) for name, seed in SHIPPED]
    return [*shipped, *(random_run(number) for number in range(RANDOM))]


def check(run: Run) -> Story:
    """Hold one story to what every story promises."""
    told = story.tell(run)
    for sentence in told.sentences:
        assert len(sentence.text.split()) <= LONGEST, sentence.text
        assert sentence.events or sentence.months, f"nothing stands behind: {sentence.text}"
        assert all(0 <= event < len(run.ledger) for event in sentence.events), sentence.text
        assert all(1 <= month <= run.last_month for month in sentence.months), sentence.text
        assert re.fullmatch(r"[A-Z0-9].*[.]", sentence.text), sentence.text
        assert not ODD.search(sentence.text), sentence.text
    return told


def test_every_sentence_is_short_and_rests_on_events_or_months_that_exist(runs) -> None:
    """Any sentence can be traced to the ledger or to a month, and read in one breath."""
    for run in runs:
        check(run)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(scenarios(max_people=40, max_horizon=30))
def test_any_journey_can_be_told(scenario: Scenario) -> None:
    """No valid organisation, however odd, leaves the story without words."""
    run = simulate(scenario, 1)
    check(run)
    assert len(story.timeline(run)) <= AT_MOST


def test_a_story_is_the_same_every_time(runs) -> None:
    """The same run gives the same story, and so does the same run run again."""
    for run in runs[:8]:
        assert story.tell(run) == story.tell(run)
    name, seed = SHIPPED[0]
    assert str(story.tell(simulate(name, seed))) == str(story.tell(runs[0]))


def test_a_story_reads_nothing_but_ledger_months_and_who_is_who(runs) -> None:
    """People's states month by month add nothing to it."""
    alone = simulate(eager(), 3)
    assert story.tell(simulate(eager(), 3, people=True)) == story.tell(alone)
    assert runs


def test_a_story_opens_as_one_of_many_and_ends_in_model_units(runs) -> None:
    """One run is no finding, and no effect on a real young person is claimed."""
    for run in runs:
        told = story.tell(run)
        assert told.headline.text.startswith(ONE_OF_MANY)
        assert told.headline == story.headline(run)
        assert told.sentences[-1].text == f"{MODEL_UNITS}."
        assert told.sections[-1].title == "What it meant for young people"


def test_a_story_of_a_started_journey_has_250_to_450_words(runs) -> None:
    """Long enough to be recognised, short enough to be read; one that never started is shorter."""
    for run in runs[: len(SHIPPED)]:
        told = story.tell(run)
        ending, _ = how_it_stood(Reading(run))
        least = 150 if ending == Ending.NEVER_STARTED else 250
        assert least <= told.words <= story.MOST_WORDS
    assert max(story.tell(run).words for run in runs) <= story.MOST_WORDS


def test_a_long_story_leaves_out_what_is_spared_most_easily() -> None:
    """What must be said stays, whatever the limit; of the rest the last goes first."""
    must, might, could = (
        say("one two three", [0]),
        say("four five", [0], (), 1),
        say("six", [0], (), 2),
    )
    told = Story(must, (Section("a", (might, could)), Section("b", (might, must))))
    assert no_longer_than(100, told) == told
    assert no_longer_than(10, told).sections[0].sentences == (might,)
    assert no_longer_than(8, told).sections == (
        Section("a", (might,)),
        Section("b", (must,)),
    )
    assert no_longer_than(1, told).sentences == (must, must)


def test_every_ending_and_every_cause_has_words() -> None:
    """Whatever a journey comes to, there are plain words for it."""
    for table, members in (
        (words.HEADLINES, Ending),
        (words.ENDINGS, Ending),
        (words.SHORT, Cause),
        (words.WAITED_FOR, Cause),
        (words.RATINGS, Rating),
        (words.LEVELS, Level),
        (words.SECTORS, Sector),
        (words.ROLES, Role),
        (words.PHRASES, Happening),
    ):
        assert set(table) == set(members)
        assert all(text.strip() for text in table.values())


def test_every_kind_of_event_can_be_put_into_words(runs) -> None:
    """A phrase for each kind, with nothing left to fill in."""
    read = Reading(runs[1])
    for kind in Happening:
        event = Event(1, 0, int(kind), 0, 1, 1, -1, 0.5, 1.0, 1.0)
        phrase = read.phrase(event)
        assert phrase
        assert "{" not in phrase
    for event in runs[1].ledger:
        assert read.phrase(event)


def test_the_reasons_name_what_was_short(runs) -> None:
    """Why a journey ended says the cause that the table of journeys has."""
    for run in runs:
        ending, cause = how_it_stood(Reading(run))
        told = " ".join(sentence.text for sentence in story.why(run))
        assert told
        if cause != Cause.NONE:
            assert words.SHORT[cause] in told, (ending, cause, told)


def test_what_is_compared_in_a_fall_is_what_the_cause_stands_for(runs) -> None:
    """Each cause of a fall stands for an input to taking up that a run has."""
    assert set(BEHIND.values()) <= set(inputs(Reading(runs[1]), 24))


def test_withdrawal_is_told_as_harm_to_those_who_relied_on_it(runs) -> None:
    """Where use ended, the story says what that did to young people."""
    ended = [
        run
        for run in runs
        if run.last.journey.ended > 0.0 and run.last.people.care_leaver.scope > 0.0
    ]
    assert ended
    for run in ended:
        assert "those who had relied on it" in str(story.tell(run))


def test_months_are_named_by_number_and_calendar() -> None:
    """Month 1 is April of year 1, as in the budget."""
    assert in_words(1) == "month 1 (April, year 1)"
    assert in_words(12) == "month 12 (March, year 1)"
    assert in_words(119) == "month 119 (February, year 10)"


def test_people_are_named_by_role_and_number(runs) -> None:
    """No name is given to anybody: the champion, deputies, and others by their number."""
    run = runs[3]
    read = Reading(run)
    champions = [post for post, role in enumerate(run.roles) if role == Role.CHAMPION]
    assert [read.name(post) for post in champions] == ["the champion", "deputy 1"]
    assert read.name(0) == "senior leader 1"
    assert read.name(0, full=True) == "senior leader 1, the top leader,"
    assert read.name(run.roles.index(Role.MEMBER)) == "trustee 1"
    assert read.name(-1) == "the service"


def test_the_timeline_holds_the_turning_points_in_order(runs) -> None:
    """At most a dozen moments; the go-ahead and the pilot's end are among them."""
    for run in runs:
        moments = story.timeline(run)
        assert len(moments) <= AT_MOST
        assert [month for month, _ in moments] == sorted(month for month, _ in moments)
        read = Reading(run)
        for event in (read.initiated, read.pilot_ended):
            if event is not None:
                assert event.month in {month for month, _ in moments}


def test_changes_are_named_in_the_setting() -> None:
    """A what-if says which change was made."""
    changed = Scenario.load("funder_pilot_cliff", changes=["champion_leaves:month=18"])
    setting = story.tell(simulate(changed, 1)).sections[0]
    assert any("champion_leaves" in sentence.text for sentence in setting.sentences)


def test_the_typical_journey_is_nearest_to_all_others(runs) -> None:
    """The medoid is in the thick of them; the most different one is not it."""
    alike = [random_run(5)] * 5
    far = runs[0]
    chosen = story.typical_and_different([far, *alike])
    assert chosen.typical == 1
    assert chosen.different == 0
    assert len(chosen.how.split()) <= LONGEST
    assert story.typical_and_different([far]) == (0, None, chosen.how)
    with pytest.raises(ValueError, match="no journey"):
        story.typical_and_different([])


def test_the_typical_journey_is_the_same_from_runs_and_from_their_table(runs) -> None:
    """Rows of the table of journeys choose as the runs do, and have what is compared."""
    some = sorted(runs[:20], key=lambda run: run.key)
    table = tables(some)[0]
    assert story.typical_and_different(table) == story.typical_and_different(some)
    assert story.typical_and_different(rows_of(table)) == story.typical_and_different(some)
    assert {*WORDS, *MONTHS, *NUMBERS} <= set(rows_of(table)[0])


def test_a_sentence_begins_and_ends_as_sentences_do() -> None:
    """Capital letter, full stop, no event twice, no month before the first."""
    assert say("it was so", [3, 3, -1], [0, 2]) == Sentence("It was so.", (3,), (2,))
