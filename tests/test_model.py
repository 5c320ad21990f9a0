"""One organisation as a Mesa user meets it, and the laws that every one of its months obeys."""

import gc
import math
import random
import struct
import weakref
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import mesa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from exit_sim.agents import AGENTS, FrontlineProfessional, Person, SeniorLeader
from exit_sim.draws import LAST_SEED, uniform
from exit_sim.errors import BadInput
from exit_sim.model import REPORTERS, InnovationJourney
from exit_sim.month import Step
from exit_sim.results.fingerprint import digest
from exit_sim.results.run_record import simulate
from exit_sim.scenario import Scenario
from exit_sim.scheduled import NOTHING_SCHEDULED
from exit_sim.vocabulary import Choice, Happening, Role, Unit
from strategies import scenarios

SMALL: dict[str, Any] = {
    "people.senior_leaders": 3,
    "people.middle_managers": 3,
    "people.frontline": 9,
    "people.teams": 3,
    "people.members": 3,
    "people.care_leavers": 9,
    "people.carers": 1,
    "people.sites": 3,
    "innovation.pilot_teams": 2,
    "time.burn_in": 6,
    "time.horizon": 60,
    "decisions.proposer_bar": 0,
    "decisions.sponsor_bar": 0.05,
    "innovation.rounds_open": 1,
    "take_up.reluctance": 0.1,
}
"""A small organisation in which a practice starts and is taken up."""

NO_PINS = {name: 0.0 for name, value in NOTHING_SCHEDULED._asdict().items() if value < 0.0}
"""Where nothing is pinned a schedule says -1, which is in no unit."""


def small(seed: int | None = 1, **settings: Any) -> InnovationJourney:
    """The small organisation; a dotted name is written with two underscores."""
    named = {name.replace("__", "."): value for name, value in settings.items()}
    return InnovationJourney(seed=seed, **{**SMALL, **named})


def numbers(value: Any) -> list[float]:
    """Every number in a named tuple."""
    if isinstance(value, tuple | list):
        return [number for inner in value for number in numbers(inner)]
    return [float(value)]


def same_bits(one: Any, other: Any) -> bool:
    """Whether two named tuples are equal bit by bit."""
    return bits(one) == bits(other)


def bits(value: Any) -> bytes:
    """The bits of every number in a named tuple."""
    found = numbers(value)
    return struct.pack(f"<{len(found)}d", *found)


def test_it_runs_with_no_arguments() -> None:
    """A Mesa user writes InnovationJourney() and steps it."""
    journey = InnovationJourney()
    for _ in range(10):
        journey.step()
    assert journey.running
    assert journey.month == 10


def test_settings_by_dotted_name() -> None:
    """Any setting is a keyword by its dotted name; one that is none is refused with a sentence."""
    journey = InnovationJourney(**{"receptivity.culture": 0.25, "time.horizon": 3})
    assert journey.p.receptivity.culture == 0.25
    assert journey.run_model().month == 3
    with pytest.raises(BadInput, match=r"did you mean receptivity\.culture"):
        InnovationJourney(**{"receptivity.cultur": 0.25})


def test_agents_by_type() -> None:
    """Each role has its own class of agents, as many as the scenario has posts."""
    journey = InnovationJourney()
    found = {kind: len(agents) for kind, agents in journey.agents_by_type.items()}
    people = journey.p.people
    assert found[SeniorLeader] == people.senior_leaders
    assert found[FrontlineProfessional] == people.frontline
    assert set(found) == set(AGENTS.values()) - {AGENTS[Role.CARER]}
    assert [agent.post for agent in journey.agents] == list(range(len(journey.people)))


def test_data_collector() -> None:
    """The data collector has a row for each recorded month, and people's use and openness."""
    journey = small(time__horizon=6).run_model()
    frame = journey.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(REPORTERS)
    assert len(frame) == 6
    assert list(frame["openness"]) == [w.receptivity.openness for _, w in journey.months]
    people = journey.datacollector.get_agenttype_vars_dataframe(FrontlineProfessional)
    assert len(people) == 6 * 9


def test_mesa_is_not_overridden() -> None:
    """No attribute of a journey hides one of Mesa's own, but those that Mesa leaves to fill."""
    ours = set(vars(small())) - set(vars(mesa.Model()))
    theirs = set(dir(mesa.Model))
    assert ours & theirs == set()
    assert _named(InnovationJourney, mesa.Model) & theirs == {"step", "run_model"}
    for kind in (Person, *AGENTS.values()):
        assert _named(kind, mesa.Agent) & set(dir(mesa.Agent)) == set()


def _named(kind: type, base: type) -> set[str]:
    """What a class names itself, beyond what Mesa gives every one of its subclasses."""
    given = set(vars(type("Bare", (base,), {})))
    return {name for name in vars(kind) if name not in given and name[:2] != "__"}


def test_same_seed_same_run() -> None:
    """The same scenario and seed give the same months and the same ledger."""
    one, two, other = small(5).run_model(), small(5).run_model(), small(6).run_model()
    assert same_bits(one.months, two.months)
    assert one.ledger == two.ledger
    assert not same_bits(one.months, other.months)


class Shuffled(InnovationJourney):
    """The same people act in random order each time; they are counted in person order."""

    shuffler = random.Random(4)  # noqa: S311

    def organise(self, step: Step) -> None:
        """Shuffle before whoever acts next."""
        super().organise(step)
        for people in self.in_role.values():
            self.shuffler.shuffle(people)

    def count(self) -> None:
        """Count in person order, then shuffle."""
        for people in self.in_role.values():
            people.sort(key=lambda person: person.post)
        super().count()
        for people in self.in_role.values():
            self.shuffler.shuffle(people)


def test_order_of_activation() -> None:
    """In whatever order people act, the months and the ledger are the same."""
    one, two = small(3).run_model(), Shuffled(seed=3, **SMALL).run_model()
    assert [person.post for person in two.in_role[Role.FRONTLINE]] != sorted(
        person.post for person in two.in_role[Role.FRONTLINE]
    )
    assert same_bits(one.months, two.months)
    assert one.ledger == two.ledger
    assert any(event.kind == Happening.TOOK_UP for event in one.ledger)


def test_an_unrelated_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new draw for another purpose changes nobody's luck."""
    usual = small(3).run_model()
    act = Person.act

    def draws_more(person: Person, step: Step) -> None:
        assert 0.0 <= uniform(person.luck, 90) < 1.0
        act(person, step)

    monkeypatch.setattr(Person, "act", draws_more)
    more = small(3).run_model()
    assert same_bits(usual.months, more.months)
    assert usual.ledger == more.ledger


def test_a_change_that_touches_nothing() -> None:
    """Setting a value to what it is, or scheduling nothing to speak of, changes no bit."""
    scenario = Scenario.load("baseline").with_(SMALL)
    same = scenario.with_({"receptivity.culture": scenario.values["receptivity.culture"]})
    idle = scenario.with_events([{"kind": "priority", "month": 20, "value": 0}], by="nobody")
    usual = simulate(scenario, 3)
    assert digest(simulate(same, 3)) == digest(usual)
    assert same_bits(simulate(idle, 3).months, usual.months)
    assert simulate(idle, 3).ledger == usual.ledger
    other = simulate(scenario.with_({"receptivity.culture": 0.1}), 3)
    assert digest(other) != digest(usual)


def test_twins_part_where_the_setting_matters() -> None:
    """Two runs that differ in the length of the pilot are alike until the shorter one ends."""
    short = small(3, innovation__pilot_months=12).run_model()
    long = small(3, innovation__pilot_months=24).run_model()
    end = int(short.world.journey.pilot_ended)
    assert 0 < end < 48
    before = [(month, world) for month, world in short.months if month < end]
    assert same_bits(before, [(month, world) for month, world in long.months if month < end])
    assert not same_bits(short.months[end], long.months[end])


def test_a_twins_other_people_keep_their_luck() -> None:
    """When the champion leaves, members and young people come and go as they would have."""
    scenario = Scenario.load("baseline").with_(SMALL)
    kinds = (Happening.LEFT, Happening.ARRIVED, Happening.MOVED_ON)

    def comings_and_goings(run: Any) -> list[tuple[int, ...]]:
        roles = (Role.MEMBER, Role.CARE_LEAVER, Role.CARER)
        return [
            (event.month, event.kind, event.who, event.occupant)
            for event in run.ledger
            if event.kind in kinds and run.roles[event.who] in roles
        ]

    stays = simulate(scenario.changed("champion_stays"), 3)
    leaves = simulate(scenario.changed("champion_leaves:month=18"), 3)
    assert same_bits(stays.months[:17], leaves.months[:17])
    assert not same_bits(stays.months[17], leaves.months[17])
    assert comings_and_goings(stays) == comings_and_goings(leaves)
    assert len(comings_and_goings(stays)) > 5


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.SITE, Role.CARER}], ids=lambda r: r.name
)
def test_nobody_reads_what_was_computed_this_month(
    role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one person has newly become changes nobody else before next month."""
    usual, other = small(3), small(3)
    for _ in range(6 + 30):
        usual.step()
        other.step()
    assert usual.world.journey.in_use == 1.0
    who = other.in_role[role][0]
    act = Person.act

    def becomes_somebody_else(person: Person, step: Step) -> None:
        act(person, step)
        if person is who and step.listens:
            fields = {"commitment", "openness", "use", "effort", "trust", "signal", "support"}
            fields |= {"practical", "adversity", "know_how", "voice", "claim", "fidelity", "energy"}
            kept = person.state._asdict()
            person.state = person.state._replace(
                **{name: 0.9 - 0.5 * kept[name] for name in fields & set(kept)}
            )

    monkeypatch.setattr(Person, "act", becomes_somebody_else)
    other.step()
    monkeypatch.undo()
    usual.step()
    pairs = [(a, b) for a, b in zip(usual.people, other.people, strict=True) if b is not who]
    assert all(same_bits(a.state, b.state) for a, b in pairs)
    assert not same_bits(usual.world, other.world)
    for _ in range(3):
        usual.step()
        other.step()
    changed = not all(same_bits(a.state, b.state) for a, b in pairs)
    assert changed == (role != Role.MEMBER)  # members speak to others by their votes alone


@pytest.mark.parametrize("by_hand", [False, True])
def test_finished_models_are_freed(by_hand: bool) -> None:
    """Of fifty finished models none is kept, whoever ran them."""
    kept = []
    for seed in range(50):
        journey = small(seed, time__horizon=2, time__burn_in=0)
        if by_hand:
            journey.step()
            journey.step()
        else:
            journey.run_model()
        assert not journey.running
        kept.append(weakref.ref(journey))
    del journey
    gc.collect()
    assert [ref() for ref in kept] == [None] * 50


@pytest.mark.parametrize("seed", [0, 2**32, LAST_SEED])
def test_seeds(seed: int) -> None:
    """Any whole number from 0 to 2**53 - 1 is a seed."""
    assert small(seed, time__horizon=1).run_model().seed_of_run == seed


def test_no_seed() -> None:
    """Without a seed one is drawn, and kept so that the run can be repeated."""
    one, two = small(None, time__horizon=3).run_model(), small(None, time__horizon=3)
    assert one.seed_of_run != two.seed_of_run
    again = small(one.seed_of_run, time__horizon=3).run_model()
    assert same_bits(one.months, again.months)


@pytest.mark.parametrize("seed", [-1, LAST_SEED + 1, 1.5, "1", math.nan])
def test_what_is_no_seed(seed: Any) -> None:
    """Anything else is refused with a sentence that says so."""
    with pytest.raises(ValueError, match="is not a whole number from 0 to"):
        small(seed)


EAGER = {
    "decisions.proposer_bar": 0,
    "decisions.proposal_rate": 5,
    "decisions.sponsor_bar": 0,
    "decisions.first_vote_after": 1,
    "innovation.rounds_open": 1,
    "innovation.preparation_months": 1,
    "innovation.pilot_months": 6,
    "take_up.reluctance": -0.5,
}
"""What makes most places start at once, so that all that can follow does."""


@given(scenarios(max_people=30, max_horizon=30), st.integers(0, LAST_SEED), st.booleans())
@settings(max_examples=60, phases=[Phase.generate])
def test_what_never_happens(scenario: Scenario, seed: int, eager: bool) -> None:
    """Every number stays in its unit; money, staff and reach are never more than there is."""
    journey = InnovationJourney(scenario.with_(EAGER if eager else {}), seed=seed)
    while journey.running:
        before = journey.world
        journey.step()
        within_units(journey.world._replace(scheduled=NOTHING_SCHEDULED._replace(**NO_PINS)))
        for person in journey.people:
            within_units(person.state)
        conserved(before, journey)


def within_units(value: Any) -> None:
    """Check every declared number of a named tuple against its unit."""
    for (name, hint), number in zip(
        get_type_hints(type(value), include_extras=True).items(), value, strict=True
    ):
        if isinstance(number, tuple):
            within_units(number)
            continue
        assert math.isfinite(number), (type(value), name, number)
        assert number != 0.0 or math.copysign(1.0, number) == 1.0, f"{name} is minus nought"
        if get_origin(hint) is not Annotated:
            continue
        unit = get_args(hint)[1]
        said = f"{type(value).__module__}.{type(value).__name__}.{name} = {number!r}"
        if isinstance(unit, Choice):
            assert number == int(number), said
            assert number == -1.0 or int(number) in list(unit.words), said
        elif isinstance(unit, Unit):
            assert unit.low <= number <= unit.high, said
            assert not unit.name.startswith("yes or no") or number in {0.0, 1.0}, said


def conserved(before: Any, journey: InnovationJourney) -> None:
    """Check that nothing is spent that is not there, and nobody uses who is not there."""
    world, slip = journey.world, 1e-12
    money, front = world.finance, world.people.frontline
    own = money.budget + world.scheduled.money + before.finance.reserves
    assert money.mandatory + money.mainstream <= own + slip
    assert money.mainstream <= money.available + slip
    spent = money.spent_in_all - before.finance.spent_in_all
    assert -slip <= spent <= money.grant + money.mainstream + money.contract + slip
    assert money.mainstream + money.contract <= money.cost + slip
    assert spent <= money.cost + slip
    assert money.available <= own + slip
    assert front.using <= front.present <= front.posts
    assert front.scope_using <= front.scope_present <= front.scope
    assert world.journey.reach_now * front.scope <= front.scope_present + slip
    for person in journey.in_role[Role.FRONTLINE]:
        assert person.state.use <= person.state.holder.present
        assert person.state.use <= person.state.offered
    for people in journey.in_role.values():
        for person in people:
            if person.state.holder.present < 0.5 and hasattr(person.state, "effort"):
                assert person.state.effort == 0.0
