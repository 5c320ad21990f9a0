"""At its limits the model does what anybody would expect of it."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exit_sim.draws import Luck, Stream, key_of
from exit_sim.ingredients.receptivity import next_openness
from exit_sim.model import InnovationJourney
from exit_sim.people import frontline
from exit_sim.results.run_record import simulate
from exit_sim.scenario import Scenario
from exit_sim.scenario.settable import SETTABLE
from exit_sim.vocabulary import Role
from exit_sim.world import World

SMALL: dict[str, Any] = {
    "people.senior_leaders": 2,
    "people.middle_managers": 2,
    "people.frontline": 9,
    "people.teams": 3,
    "people.members": 3,
    "people.care_leavers": 9,
    "people.sites": 2,
    "innovation.pilot_teams": 2,
    "time.horizon": 72,
}
MECHANISMS = [name for name, one in SETTABLE.items() if one.mechanism]
COUNTS = [name for name in SETTABLE if name.startswith("people.") and SETTABLE[name].whole]
POSTS = [name for name in COUNTS if name != "people.teams"]

NOBODY_CARES = {"receptivity.daring_mean": -5, "leadership.champion_commitment": 0}
EVERYTHING_FOR_IT = {
    "receptivity.culture": 1,
    "receptivity.daring_mean": 1,
    "leadership.champion_commitment": 1,
    "decisions.leaning": 0.9,
    "innovation.rounds_open": 1,
    "setting.mandatory_need": 0.4,
    "setting.demand_growth": 0,
    "setting.cut": 0,
    "setting.reserves": 2,
    "setting.pressure": 0,
    "setting.regulation": 0.1,
}


def scenario(**settings: Any) -> Scenario:
    """The baseline, small, and otherwise as given with two underscores for each dot."""
    named = {name.replace("__", "."): value for name, value in settings.items()}
    return Scenario.load("baseline").with_({**SMALL, **named})


@pytest.mark.parametrize("seed", range(4))
def test_nobody_cares(seed: int) -> None:
    """Where nobody is open and no champion is committed, nothing ever starts."""
    assert simulate(scenario().with_(NOBODY_CARES), seed).last.start.initiated == 0.0


def test_everything_speaks_for_it() -> None:
    """With money without end, a safe culture and everyone committed, the practice lasts."""
    sustained = [
        simulate(scenario().with_(EVERYTHING_FOR_IT), seed).last.journey.sustained
        for seed in range(8)
    ]
    assert sum(level >= 2.0 for level in sustained) >= 7


OFF = dict.fromkeys(MECHANISMS, "off")
MOVES = ("openness", "commitment", "know_how", "effort", "use", "discretion", "energy", "support")


@pytest.mark.parametrize("seed", range(3))
def test_everything_is_off(seed: int) -> None:
    """With every mechanism off nobody moves, nobody uses, and each life equals its shadow."""
    journey = InnovationJourney(scenario().with_(OFF), seed=seed)
    while journey.running:
        before = [person.state for person in journey.people]
        journey.step()
        for was, now in zip(before, (person.state for person in journey.people), strict=True):
            same = was.holder.occupant == now.holder.occupant
            if same and was.holder.present == now.holder.present and journey.month > 1:
                for name in MOVES:
                    assert getattr(was, name, 0.0) == getattr(now, name, 0.0), name
        assert journey.world.journey.use == 0.0
        nobody_gains(journey)


@pytest.mark.parametrize("seed", range(3))
def test_everything_is_off_and_it_starts_all_the_same(seed: int) -> None:
    """A practice that is started with every mechanism off is used by nobody and changes no life."""
    bars = {"decisions.sponsor_bar": 0, "decisions.proposer_bar": 0, "innovation.rounds_open": 1}
    started = scenario().with_(OFF | bars | {"take_up.reluctance_spread": 0})
    journey = InnovationJourney(started, seed=seed)
    while journey.running:
        journey.step()
        assert journey.world.journey.use == 0.0
        nobody_gains(journey)
    assert journey.world.start.launched > 0.0


def nobody_gains(journey: InnovationJourney) -> None:
    """Check that each life equals its shadow to the last bit."""
    for person in journey.in_role[Role.CARE_LEAVER]:
        state = person.state
        for name in ("practical", "psychological", "trust", "engaged", "adversity"):
            assert getattr(state, name) == getattr(state, f"shadow_{name}"), name
    assert journey.world.lives.benefit == 0.0


PROFESSIONALS = 12


@cache
def a_launched_world() -> tuple[World, Any]:
    """An organisation in which the practice is offered, on a day without anything special."""
    alike = {
        "take_up.reluctance_spread": 0,
        "take_up.reluctance": 4,
        "take_up.peers_weight": 9,
        "take_up.leaders_weight": 0,
        "take_up.rejection_adds": 0,
    }
    eager = {"decisions.sponsor_bar": 0, "decisions.proposer_bar": 0, "innovation.rounds_open": 1}
    journey = InnovationJourney(scenario().with_(alike | eager), seed=1)
    while journey.world.journey.phase < 1.0 or not journey.world.start.launched:
        journey.step()
    journey.step()
    return journey.world, journey.p


def users_in_the_end(users: int) -> int:
    """How many of twelve identical professionals use it after ten years, if so many begin."""
    world, p = a_launched_world()
    model = InnovationJourney(scenario(), seed=1)
    someone = model.in_role[Role.FRONTLINE][0].state
    someone = someone._replace(
        reluctance=p.take_up.reluctance, commitment=0.5, belief=0.5, rejection=0.0, team=0.0
    )
    people = [
        someone._replace(use=1.0 if i < users else 0.0, offered=1.0) for i in range(PROFESSIONALS)
    ]
    silence = frontline.Heard(*[0.0] * len(frontline.Heard._fields))
    for month in range(1, 121):
        using = sum(person.use for person in people)
        luck = Luck(key_of(1), month, 0, int(Stream.PERSON_MONTH))
        people = [
            frontline.month(
                person,
                silence._replace(mates=using - person.use, mates_ties=PROFESSIONALS - 1.0),
                world,
                p,
                luck,
            )[0]
            for person in people
        ]
    return int(sum(person.use for person in people))


def test_identical_professionals_have_one_threshold() -> None:
    """Identical professionals all commit above one starting share of users, and all revert below.

    Peers weigh enough here for the gap between the two bars to be narrower than one person.

    Source: Repenning 2002, a simulation-based approach to understanding the dynamics of
    innovation implementation.
    """
    ends = [users_in_the_end(users) for users in range(PROFESSIONALS + 1)]
    assert set(ends) == {0, PROFESSIONALS}
    assert ends == sorted(ends)
    assert ends[0] == 0
    assert ends[-1] == PROFESSIONALS


def rests(gain: float, bond: float, tilt: float) -> tuple[float, float]:
    """Where identical people come to rest: from wholly closed, and from wholly open."""
    low, high = 0.0, 1.0
    for _ in range(1500):
        low = next_openness(low, gain, tilt + bond * (low - 0.5), 1.0)
        high = next_openness(high, gain, tilt + bond * (high - 0.5), 1.0)
    return low, high


@given(st.floats(0.0, 30.0), st.floats(0.0, 1.0), st.floats(-0.5, 0.5))
def test_one_resting_state_up_to_four(gain: float, product: float, tilt: float) -> None:
    """Identical people have one resting state of openness where gain x bond is at most 4."""
    bond = 3.9 * product / gain if gain > 0.05 else 0.0
    low, high = rests(gain, bond, tilt)
    assert high - low < 1e-9


@given(st.floats(0.1, 30.0), st.floats(4.1, 40.0))
def test_two_resting_states_beyond_four(gain: float, product: float) -> None:
    """Identical people in a middling place have two where gain x bond is more than 4."""
    low, high = rests(gain, product / gain, 0.0)
    assert high - low > 0.2
    assert low == pytest.approx(1.0 - high, abs=1e-9)


@pytest.mark.parametrize("name", POSTS)
def test_nobody_in_a_role(name: str) -> None:
    """Any role may have no posts at all."""
    settings = {name: 0, "people.carers": 0 if name == "people.carers" else 1}
    for seed in range(2):
        run = simulate(scenario().with_(settings | {"time.horizon": 48}), seed)
        assert run.last_month == 48


def test_nobody_at_all() -> None:
    """An organisation without anybody runs, and nothing ever starts."""
    nobody = dict.fromkeys(POSTS, 0) | {"leadership.deputies": 0}
    run = simulate(scenario().with_(nobody), 1)
    assert run.roles == ()
    assert run.last.start.initiated == 0.0


@pytest.mark.parametrize("name", POSTS)
def test_one_person(name: str) -> None:
    """An organisation of one person runs, whoever it is."""
    alone = dict.fromkeys(POSTS, 0) | {name: 1, "people.teams": 1, "innovation.pilot_teams": 1}
    assert len(simulate(scenario().with_(alone), 1).roles) == 1


def test_one_month() -> None:
    """A horizon of one month is recorded as one month."""
    run = simulate(scenario(time__horizon=1), 1)
    assert [month for month, _ in run.months] == [1]


def test_no_burn_in() -> None:
    """Without burn-in the record opens on the eve of month 1, and says who is in post."""
    run = simulate(scenario(time__horizon=2, time__burn_in=0), 1)
    assert {event.month for event in run.ledger if event.month < 1} == {0}
