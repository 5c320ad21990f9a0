"""The climate for innovation: culture, blame and the story told of the place move together."""

from typing import TYPE_CHECKING

from exit_sim.draws import Luck
from exit_sim.elementary import share
from exit_sim.ingredients import receptivity
from exit_sim.outcomes import ratio
from exit_sim.rule import step
from exit_sim.vocabulary import (
    NOTHING,
    Happened,
    Happening,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


@step
def tone_is_set(
    world: "World", p: "Parameters", luck: Luck
) -> tuple[receptivity.Receptivity, Happened]:
    """Culture, blame and the story of improvement move with what happened last month."""
    now, q = world.receptivity, p.receptivity
    seniors = world.people.senior_leader
    cover = seniors.cover / seniors.posts if seniors.posts > 0.0 else 0.0
    memory = p.mechanisms.receptivity.blame_memory
    blamed = receptivity.remembered(memory, memory.organisation, now.blame)
    culture = receptivity.next_culture(now.culture, cover, blamed, q.culture, q)
    if world.scheduled.culture >= 0.0:
        culture = world.scheduled.culture
    shock = share(p.setting.blame_added * world.setting.shock + world.adaptation.blame)
    blame = receptivity.blame_after(now.blame, shock, culture, p.setting.blame_fade)
    blamed = receptivity.remembered(memory, memory.organisation, blame)
    performance = world.setting.performance
    usual = now.usual_performance + (performance - now.usual_performance) / 24.0
    narrative = receptivity.next_narrative(
        now.narrative, performance, usual, world.measurement.reported, q
    )
    leaning = receptivity.tilt(
        culture,
        world.finance.slack_share,
        world.setting.continuity,
        narrative,
        blamed,
        world.finance.distress,
        q,
    )
    new = receptivity.Receptivity(
        culture=culture,
        blame=blame,
        narrative=narrative,
        usual_performance=usual,
        tilt=leaning,
        shared_daring=now.shared_daring,
        openness=now.openness,
        frozen=now.frozen,
    )
    return new, NOTHING


@step
def mood(world: "World", p: "Parameters", luck: Luck) -> tuple[receptivity.Receptivity, Happened]:
    """How open the senior leaders are by now, and whether the setting has frozen."""
    now, seniors = world.receptivity, world.people.senior_leader
    openness = ratio(seniors.openness, seniors.posts)
    frozen = 1.0 if seniors.posts > 0.0 and openness < p.receptivity.frozen_below else 0.0
    happened = NOTHING
    if luck.month >= 1 and frozen != now.frozen:
        kind = Happening.FROZE if frozen > 0.5 else Happening.THAWED
        led_by = float(Happening.INSPECTED) if frozen > 0.5 else 0.0
        happened = Happened(
            float(kind), -1.0, led_by, openness, p.receptivity.frozen_below, now.blame
        )
    new = receptivity.Receptivity(
        culture=now.culture,
        blame=now.blame,
        narrative=now.narrative,
        usual_performance=now.usual_performance,
        tilt=now.tilt,
        shared_daring=now.shared_daring,
        openness=openness,
        frozen=frozen,
    )
    return new, happened
