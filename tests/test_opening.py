"""How an organisation stands before its first month: as it is set, but for two matters of luck."""

from hypothesis import given
from hypothesis import strategies as st

from exit_sim.draws import LAST_SEED, Luck, Stream, key_of
from exit_sim.opening import OPENING, opening_world, usual_opening
from exit_sim.recorded import flat, names_of
from exit_sim.scenario import Scenario
from exit_sim.vocabulary import NOTHING
from exit_sim.world import World
from strategies import scenarios

LUCKY = {"setting.months_to_inspection", "receptivity.shared_daring"}
"""What luck decides before the first month."""

seeds = st.integers(0, LAST_SEED)


@given(scenarios(max_people=9), seeds)
def test_only_two_things_are_luck(scenario: Scenario, seed: int) -> None:
    """Luck decides when inspectors come and how daring a place is; settings decide all else."""
    usual = flat(usual_opening(scenario.parameters))
    opened = flat(opening_world(scenario.parameters, key_of(seed)))
    moved = {n for n, a, b in zip(names_of(World), usual, opened, strict=True) if a != b}
    assert moved <= LUCKY


@given(scenarios(max_people=9), seeds)
def test_inspectors_come_within_the_usual_gap(scenario: Scenario, seed: int) -> None:
    """The first inspection lies one month to one usual gap ahead, in whole months."""
    p = scenario.parameters
    months = opening_world(p, key_of(seed)).setting.months_to_inspection
    assert months == int(months)
    assert 1.0 <= months <= 1.0 + p.setting.inspection_months


@given(scenarios(max_people=9), seeds)
def test_nothing_happens_yet(scenario: Scenario, seed: int) -> None:
    """No event is noted before the first month."""
    world = usual_opening(scenario.parameters)
    luck = Luck(key_of(seed), 0, 0, int(Stream.ORGANISATION))
    for each in OPENING:
        assert each.function(world, scenario.parameters, luck)[1] == NOTHING


def test_where_nobody_is_daring_together_luck_has_no_part_in_it() -> None:
    """With no daring in common, every organisation opens alike but for its inspectors."""
    p = Scenario.load("baseline", sets=["receptivity.daring_shared=0"]).parameters
    worlds = [opening_world(p, key_of(seed)) for seed in range(50)]
    assert {world.receptivity for world in worlds} == {worlds[0].receptivity}
    assert len({world.setting.months_to_inspection for world in worlds}) > 10
