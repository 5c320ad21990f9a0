"""From the ledger alone every discrete fact of a journey can be rebuilt, month by month."""

from collections import Counter

import pytest

from exit_sim.ledger import Event
from exit_sim.results.journey_endings import ending_at
from exit_sim.results.rebuild import Facts, rebuild
from exit_sim.results.run_record import Moment, Run, simulate
from exit_sim.vocabulary import Ending, Happening, Level, Phase, Role
from exit_sim.world import World
from small_organisations import MANY, eager, random_run


def users(run: Run, states: tuple, role: Role, field: str) -> set[int]:
    """The posts of a role whose state has this flag."""
    found = zip(run.roles, states, strict=True)
    return {
        post for post, (has, state) in enumerate(found) if has == role and getattr(state, field)
    }


def compare(run: Run, facts: Facts, month: int, world: World, moment: Moment) -> None:
    """Compare what was rebuilt for one month with the state as it was."""
    journey, start, money = world.journey, world.start, world.mainstream
    holders = [state.holder for state in moment.states]
    assert facts.month == month == moment.month
    assert [(post.occupant, post.present) for post in facts.posts] == [
        (holder.occupant, holder.present > 0.5) for holder in holders
    ]
    assert facts.phase == journey.phase
    assert (facts.initiated, facts.launched) == (start.initiated, start.launched)
    assert (facts.granted, facts.by_contract) == (money.granted > 0.5, money.by_contract > 0.5)
    assert (facts.first_granted, facts.stopped) == (money.month, money.stopped)
    assert facts.teams == world.spread.teams
    assert facts.using == users(run, moment.states, Role.FRONTLINE, "use")
    assert facts.use == journey.use
    assert (facts.first_used, facts.pilot_ended) == (journey.first_used, journey.pilot_ended)
    assert facts.ended == journey.ended
    assert (facts.settled, facts.sustained) == (journey.settled, journey.sustained)
    assert facts.sites == users(run, moment.states, Role.SITE, "adopted")
    assert facts.ending == ending_at(world, month)


def same(run: Run) -> None:
    """Compare every month of a run."""
    rebuilt = rebuild(run.ledger, run.last_month)
    months = zip(rebuilt, run.months, run.people, strict=True)
    for facts, (month, world), moment in months:
        compare(run, facts, month, world, moment)


@pytest.mark.parametrize("number", MANY)
def test_the_ledger_rebuilds_every_discrete_fact_of_every_month(number) -> None:
    """Occupants, phase, money, use, teams, sites and ending follow from events alone."""
    same(random_run(number))


def test_random_organisations_go_through_what_is_rebuilt() -> None:
    """The random organisations live through enough kinds of event for the comparison to bite."""
    seen = Counter(Happening(event.kind) for number in MANY for event in random_run(number).ledger)
    for kind in (
        Happening.LEFT,
        Happening.ARRIVED,
        Happening.MOVED_ON,
        Happening.INITIATED,
        Happening.LAUNCHED,
        Happening.TOOK_UP,
        Happening.FIRST_USED,
        Happening.PILOT_ENDED,
        Happening.VOTED,
        Happening.MAINSTREAMED,
        Happening.LEVEL_CHANGED,
    ):
        assert seen[kind] > 0, kind.name


def test_scheduled_departures_and_replacements_are_rebuilt() -> None:
    """A champion who is scheduled to leave stands in the ledger."""
    changed = eager().changed("champion_leaves:month=6")
    run = simulate(changed, 3, people=True)
    assert any(event.kind == Happening.LEFT and event.month == 6 for event in run.ledger)
    same(run)


def test_one_twisted_event_is_found_out() -> None:
    """The comparison has teeth: a ledger that lacks one departure rebuilds another organisation."""
    run = random_run(1)
    lost = next(event for event in run.ledger if event.kind == Happening.LEFT and event.month >= 1)
    with pytest.raises(AssertionError):
        same(run._replace(ledger=tuple(event for event in run.ledger if event != lost)))


def told(*lines: tuple) -> list[Event]:
    """A ledger of (month, kind, who, value, threshold, other, because)."""
    return [
        Event(month, order, int(kind), who, 1, -1, because, value, threshold, other)
        for order, (month, kind, who, value, threshold, other, because) in enumerate(lines)
    ]


def test_money_passes_from_contract_to_reserves_and_away() -> None:
    """A renewal below the bar is paid from reserves; a contract that ends leaves nothing."""
    ledger = told(
        (1, Happening.INITIATED, -1, 0.5, 0.4, 0, -1),
        (2, Happening.LAUNCHED, -1, 1, 1, 2, 0),
        (3, Happening.MAINSTREAMED, -1, 0.6, 0.5, 1, 1),
        (4, Happening.VOTED, -1, 0.7, 0.5, 0, 1),
        (5, Happening.VOTED, -1, 0.4, 0.5, 0, 1),
        (6, Happening.CONTRACT_ENDED, -1, 0.4, 0.5, 3, 1),
        (7, Happening.VOTED, -1, 0.4, 0.5, 3, 1),
    )
    money = [(facts.granted, facts.by_contract) for facts in rebuild(ledger, 7)]
    none, contract, reserves = (False, False), (True, True), (True, False)
    assert money == [none, none, contract, contract, reserves, none, none]
    assert rebuild(ledger, 7)[-1].first_granted == 3


def test_a_whole_journey_is_rebuilt_by_hand() -> None:
    """Two of two professionals take a practice up, keep it past the pilot, and are asked later."""
    ledger = told(
        (0, Happening.IN_POST, 0, 1, 10, 3, -1),
        (0, Happening.IN_POST, 1, 1, 10, 3, -1),
        (1, Happening.INITIATED, -1, 0.5, 0.4, 0, -1),
        (2, Happening.LAUNCHED, -1, 1, 1, 1, 2),
        (3, Happening.TOOK_UP, 0, 0.6, 0.55, 0, 3),
        (3, Happening.FIRST_USED, -1, 0.5, 2, 1, 3),
        (4, Happening.TOOK_UP, 1, 0.6, 0.55, 0, 3),
        (4, Happening.PILOT_ENDED, -1, 1, 0.3, 2, 3),
        (10, Happening.LEVEL_CHANGED, -1, 2, 0, 0.5, -1),
        (28, Happening.LEVEL_CHANGED, -1, 3, 2, 0.5, 7),
        (29, Happening.LEFT, 1, 0.1, 30, 0, -1),
    )
    facts = rebuild(ledger, 30)
    assert [now.phase for now in facts[:5]] == [
        Phase.INITIATION,
        Phase.INITIATION,
        Phase.IMPLEMENTATION,
        Phase.IMPLEMENTATION,
        Phase.SUSTAINING,
    ]
    assert [now.use for now in facts[1:4]] == [0.0, 0.5, 1.0]
    assert (facts[9].settled, facts[27].settled, facts[27].sustained) == (
        Level.PARTIAL,
        Level.PARTIAL,
        Level.FULL,
    )
    assert facts[26].ending == Ending.NOT_YET_KNOWN
    assert facts[27].ending == Ending.SUSTAINED_FULL
    assert facts[29].using == {0}
    assert not facts[29].posts[1].present
