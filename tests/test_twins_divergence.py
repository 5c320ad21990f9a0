"""Where twins part: the month, whose number, what moved it, and what first happened otherwise."""

import pytest

from exit_sim.ensemble.jobs import Job
from exit_sim.errors import BadInput
from exit_sim.results.many import replays
from exit_sim.results.run_record import Run
from exit_sim.scenario import Scenario
from exit_sim.twins.divergence import OPENS, Divergence, _month_before, _walked, divergence
from exit_sim.vocabulary import ORGANISATION, Happening, Role

pytestmark = pytest.mark.usefixtures("engine")

HERE = Scenario.load("council_business_case", sets=["time.horizon=24"])


def _twins(here: Scenario, there: Scenario, seed: int = 1) -> tuple[Run, Run]:
    first, second = replays([Job(here, seed), Job(there, seed)], people=True)
    return first, second


def test_the_same_organisation_never_parts_from_itself() -> None:
    """Where nothing is changed, or the change is never felt, there is no first divergence."""
    assert divergence(*_twins(HERE, HERE)) == Divergence(None, None)
    assert divergence(*_twins(HERE, HERE.changed("taper"))) == Divergence(None, None)


def test_twins_part_where_the_champion_leaves() -> None:
    """The month, the champion's post, and that it is held here and not there."""
    pair = _twins(HERE, HERE.changed("champion_leaves:month=18"))
    number, event = divergence(*pair)
    assert number is not None
    assert number[:4] == (18, Role.CHAMPION, 0, "people leave and are replaced")
    assert number[4:] == ("holder.present", 1.0, 0.0)
    assert event is not None
    assert event.month == 18
    assert event.there is not None
    assert event.there.kind == Happening.LEFT
    assert pair[1].roles[event.there.who] == Role.CHAMPION


def test_swapping_the_twins_swaps_the_two_values() -> None:
    """Where they part does not depend on which is looked at first."""
    pair = _twins(HERE, HERE.changed("retraining"))
    one, other = divergence(*pair), divergence(*reversed(pair))
    assert one.number is not None
    assert other.number is not None
    assert one.number[:5] == other.number[:5]
    assert one.number[5:] == other.number[:4:-1]
    assert one.event is not None
    assert other.event is not None
    assert one.event[1:] == other.event[:0:-1]


def test_the_entry_that_parts_them_is_the_one_that_moved_the_number() -> None:
    """What professionals learn is told of their own month, not of newcomers' first."""
    number, _ = divergence(*_twins(HERE, HERE.changed("retraining")))
    assert number is not None
    assert number.role == Role.FRONTLINE
    assert (number.does, number.field) == ("professionals take it up or drop it", "know_how")


def test_an_organisations_own_number_is_told_of_the_organisation() -> None:
    """A setting that is first felt in the first month names the entry in which it is."""
    number, _ = divergence(*_twins(HERE, HERE.changed("protected_learning_time")))
    assert number is not None
    assert number[:5] == (1, ORGANISATION, -1, "hours move", "staffing.learning")
    assert number.there > number.here


def test_what_was_otherwise_before_month_one_is_told_of_the_opening() -> None:
    """Twins who come apart out of the unrecorded months part as the record opens."""
    there = HERE.with_({"receptivity.culture": 0.9})
    number, _ = divergence(*_twins(HERE, there))
    assert number is not None
    assert number[:5] == (1, ORGANISATION, -1, OPENS, "receptivity.culture")
    assert number.there > number.here


def test_walking_a_month_again_ends_where_the_run_did() -> None:
    """A month that is walked again from its beginning ends in every bit as it was recorded."""
    run, _ = _twins(HERE.changed("champion_leaves:month=18"), HERE, seed=3)
    for index in (0, 1, 17):
        model = _month_before(run, index)
        for _ in _walked(model):
            pass
        assert (model.month, repr(model.world)) == (index + 1, repr(run.months[index][1]))
        states = tuple(person.state for person in model.people)
        assert repr(states) == repr(run.people[index].states)


def test_nobody_in_an_organisation_of_other_posts_is_a_twin() -> None:
    """Two of other size, or of another luck, are refused in one sentence."""
    larger = HERE.with_({"people.frontline": 60})
    with pytest.raises(BadInput, match="have other posts or another luck; allowed: two of one"):
        divergence(*_twins(HERE, larger))
    runs = replays([Job(HERE, 1), Job(HERE, 2)], people=True)
    with pytest.raises(BadInput, match="another luck"):
        divergence(runs[0], runs[1])


def test_everyone_is_needed_month_by_month() -> None:
    """Runs that kept only the last month's people cannot say who parted first."""
    runs = replays([Job(HERE, 1), Job(HERE.changed("retraining"), 1)])
    with pytest.raises(ValueError, match="people=True"):
        divergence(runs[0], runs[1])
