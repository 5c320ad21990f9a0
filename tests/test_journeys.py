"""One row a run says how a journey ended and why, when, for whom and at what cost."""

import pytest

from exit_sim.ledger import Event
from exit_sim.opening import empty
from exit_sim.people.care_leaver import CareLeaver
from exit_sim.results.run_record import simulate
from exit_sim.scenario.settable import SETTABLE
from exit_sim.vocabulary import Happening, Rating
from exit_sim.world import World
from small_organisations import MANY, by_hand, eager, random_run, small, values


def lived(world: World, month: int) -> World:
    """Decided on in month 3, used from 5, pilot until 20, ended in 40; reach is month / 100."""
    after = month >= 40
    return world._replace(
        start=world.start._replace(initiated=3.0, launched=4.0),
        mainstream=world.mainstream._replace(month=18.0),
        journey=world.journey._replace(
            first_used=5.0,
            in_use=0.0 if after or month < 5 else 1.0,
            use=0.0 if after or month < 5 else 1.0,
            was_used=1.0,
            reach=month / 100,
            pilot_ended=20.0 if month >= 20 else 0.0,
            below=float(month - 39) if after else 0.0,
            ended=40.0 if month >= 45 else 0.0,
        ),
        receptivity=world.receptivity._replace(openness=month / 1000),
        leadership=world.leadership._replace(concentration=month / 200, locus=2.0),
        lives=world.lives._replace(
            benefit=0.1 if after else 0.3,
            benefit_fifth=0.0 if after else 0.2,
            complaints=1.0 if month == 41 else 0.0,
            champion_present=1.0 if month <= 15 else 0.0,
        ),
        finance=world.finance._replace(
            cost=0.5,
            grant=0.5 if month <= 20 else 0.0,
            mainstream=0.25 if 20 < month < 40 else 0.0,
            spent_in_all=0.5 * min(month, 20) + 0.25 * max(0, min(month, 39) - 20),
        ),
        people=world.people._replace(
            senior_leader=world.people.senior_leader._replace(posts=2.0),
            care_leaver=world.people.care_leaver._replace(scope=2.0, fifth=1.0, places=2.0),
        ),
    )


def happened(month: int, kind: Happening, who: int, threshold: float = 0.0) -> Event:
    """One event."""
    return Event(month, 0, int(kind), who, 1, -1, -1, 0.0, threshold, 1.0)


LIVED = by_hand(
    60,
    lived,
    (
        happened(0, Happening.INSPECTED, -1, Rating.INADEQUATE),
        happened(9, Happening.LEFT, 0),
        happened(10, Happening.INSPECTED, -1, Rating.GOOD),
        happened(16, Happening.LEFT, 2),
        happened(24, Happening.LEFT, 1),
        happened(30, Happening.LEFT, 0),
        happened(30, Happening.INSPECTED, -1, Rating.INADEQUATE),
    ),
)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("months_to_start", 4.0),
        ("months_from_initiation_to_use", 2.0),
        ("pilot_end_month", 20.0),
        ("ended_month", 40.0),
        ("reach_6_months_after_first_use", 0.11),
        ("reach_18_months_after_first_use", 0.23),
        ("reach_at_pilot_end", 0.20),
        ("reach_24_months_after_pilot", 0.44),
        ("openness_month_12", 0.012),
        ("openness_12_after_poor", 0.042),
        ("first_poor_judgement_month", 30.0),
        ("poor_judgements", 1.0),
        ("inspections", 2.0),
        ("top_leader_changes_24", 1.0),
        ("top_leader_changes", 2.0),
        ("champion_first_left_month", 16.0),
        ("champion_succeeded", 0),
        ("champion_present", 0.25),
        ("concentration_at_launch", 0.02),
        ("concentration_at_pilot_end", 0.1),
        ("concentration_at_end", 0.3),
        ("locus_at_launch", "champion"),
        ("loss_after_withdrawal", 0.2),
        ("loss_after_withdrawal_fifth", 0.2),
        ("lost_good_one", 1),
        ("hollow", 0),
        ("benefit", 0.1),
        ("complaints", 1.0),
        ("cost", 14.75),
        ("cost_grant", 10.0),
        ("cost_own", 4.75),
        ("cost_contract", 0.0),
        ("ending", "faded"),
    ],
)
def test_a_journey_worked_by_hand_reads_as_it_was_written(column, expected) -> None:
    """Dates, reach, departures, loss and cost of a journey written by hand."""
    found = values(LIVED)[column]
    assert found == (pytest.approx(expected) if isinstance(expected, float) else expected)


def test_what_a_horizon_cuts_off_is_missing_and_never_nought() -> None:
    """Marks beyond the horizon, and what never came about, are missing."""
    row = values(by_hand(22, lived))
    for column in (
        "reach_18_months_after_first_use",
        "reach_24_months_after_pilot",
        "openness_12_after_poor",
        "loss_after_withdrawal",
        "benefit_24",
        "champion_first_left_month",
        "champion_succeeded",
        "votes_for",
        "benefit_tenth_percentile",
    ):
        assert row[column] is None, column
    assert row["reach_at_pilot_end"] == pytest.approx(0.2)


def test_an_organisation_that_never_starts_counts_as_not_sustained() -> None:
    """Rates are over all organisations: what was never decided on is not sustained."""
    row = values(by_hand(120, lambda world, _: world))
    assert row["ending"] == "never started"
    for column in ("sustained_any", "reach_at_pilot_end", "reach_24_months_after_pilot"):
        assert row[column] == 0, column
    for column in ("months_to_start", "reported_success", "locus_at_launch"):
        assert row[column] is None, column


def test_benefit_is_missing_where_nobody_is_followed() -> None:
    """Without care leavers on pilot teams' caseloads benefit is missing, not 0."""
    row = values(simulate(eager(people__care_leavers=0), 1))
    assert row["benefit"] is None
    assert row["benefit_fifth"] is None


def test_a_journey_that_lasts_and_passes_the_fifth_by_is_hollow() -> None:
    """Sustained with benefit of the fifth below 0.05 over the last 12 months is hollow."""

    def lasts(world: World, month: int) -> World:
        world = lived(world, month)
        journey = world.journey._replace(use=1.0, in_use=1.0, below=0.0, ended=0.0, sustained=2.0)
        fifth = 0.4 if month <= 48 else 0.04
        lives = world.lives._replace(benefit_fifth=fifth)
        return world._replace(journey=journey, lives=lives)

    assert values(by_hand(60, lasts))["hollow"] == 1
    assert values(by_hand(54, lasts))["hollow"] == 0


def test_the_tenth_percentile_is_the_lowest_tenth_by_nearest_rank() -> None:
    """Of eleven young people on pilot teams' caseloads it is the second lowest benefit."""
    states = tuple(
        empty(CareLeaver)._replace(
            team=team,
            expected_practical=benefit,
            expected_shadow_practical=0.0,
            expected_psychological=benefit,
            expected_shadow_psychological=0.0,
        )
        for team, benefit in [(2.0, -0.5), *((0.0, rank / 100) for rank in range(10, -1, -1))]
    )
    row = values(by_hand(12, lived, states=states))
    assert row["benefit_tenth_percentile"] == pytest.approx(0.01)


def test_a_row_holds_every_setting_as_it_was_given() -> None:
    """Any row explains itself: all settings by dotted name, words as words, changes and events."""
    scenario = small(setting__elections="by thirds", receptivity__culture=0.41)
    scenario = scenario.off("receptivity.bond").changed("champion_leaves:month=6")
    row = values(simulate(scenario, 5))
    assert set(SETTABLE) <= set(row)
    assert row["setting.elections"] == "by thirds"
    assert row["receptivity.culture"] == 0.41
    assert row["mechanisms.receptivity.bond"] == 0.0
    assert row["held"] == ""
    assert row["changes"] == "champion_leaves:month=6"
    assert '"champion_leaves", 6, 6' in row["events"]
    assert (row["scenario"], row["seed"]) == ("baseline", 5)


def test_costs_by_payer_add_up() -> None:
    """What funder, commissioner and service paid is what was spent."""
    for number in MANY:
        row = values(random_run(number))
        paid = row["cost_grant"] + row["cost_contract"] + row["cost_own"]
        assert paid == pytest.approx(row["cost"], abs=1e-9)


def test_levels_that_lasted_are_nested() -> None:
    """What is sustained in full is sustained in part, and what is in part, at all."""
    for number in MANY:
        row = values(random_run(number))
        lasted = [row["sustained_any"], row["sustained_partial"], row["sustained_full"]]
        assert lasted == [None] * 3 or lasted == sorted(lasted, reverse=True)
