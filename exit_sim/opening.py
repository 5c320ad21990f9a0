"""How an organisation stands when its record opens, two years before month 1."""

from functools import cache
from typing import TYPE_CHECKING, Any

from exit_sim import setting
from exit_sim.draws import Luck, Stream, normal, uniform
from exit_sim.ingredients import receptivity
from exit_sim.month import Step
from exit_sim.rule import step
from exit_sim.scheduled import Scheduled
from exit_sim.vocabulary import NOTHING, ORGANISATION, Happened, Purpose
from exit_sim.world import World

if TYPE_CHECKING:
    from exit_sim.world import Parameters


@step
def first_inspection(p: "Parameters", luck: Luck) -> float:
    """Months to the first inspection, spread evenly over the usual gap."""
    return 1.0 + float(int(uniform(luck, Purpose.FIRST_INSPECTION) * p.setting.inspection_months))


@cache
def empty(kind: Any) -> Any:
    """A named tuple of numbers, all nought; named tuples within it likewise."""
    return kind(
        *(
            empty(inner) if isinstance(inner, type) and hasattr(inner, "_fields") else 0.0
            for inner in (kind.__annotations__[name] for name in kind._fields)
        )
    )


@step
def inspection_lies_ahead(
    world: "World", p: "Parameters", luck: Luck
) -> tuple[setting.Setting, Happened]:
    """When inspectors come first is a matter of luck."""
    now = world.setting
    new = setting.Setting(
        performance=now.performance,
        monitoring=now.monitoring,
        monitored=now.monitored,
        pressure=now.pressure,
        judgement=now.judgement,
        shock=now.shock,
        poor_judgements=now.poor_judgements,
        months_to_inspection=first_inspection(p, luck),
        exits_left=now.exits_left,
        compliance=now.compliance,
        continuity=now.continuity,
    )
    return new, NOTHING


@step
def daring_is_shared(
    world: "World", p: "Parameters", luck: Luck
) -> tuple[receptivity.Receptivity, Happened]:
    """How daring an organisation is as a whole is a matter of luck, once and for all."""
    now = world.receptivity
    new = receptivity.Receptivity(
        culture=now.culture,
        blame=now.blame,
        narrative=now.narrative,
        usual_performance=now.usual_performance,
        tilt=now.tilt,
        shared_daring=p.receptivity.daring_shared * normal(luck, Purpose.SHARED_DARING),
        openness=now.openness,
        frozen=now.frozen,
    )
    return new, NOTHING


OPENING = (
    Step("inspectors will come", ORGANISATION, "setting", inspection_lies_ahead),
    Step("an organisation has a daring of its own", ORGANISATION, "receptivity", daring_is_shared),
)
"""What luck decides before the first month; as in the agenda, with the luck of month 0."""


def opening_world(p: "Parameters", key: int) -> World:
    """The organisation as it stands before its first month, from its settings and its luck."""
    luck = Luck(key, 0, 0, int(Stream.ORGANISATION))
    world = usual_opening(p)
    for each in OPENING:
        world = world._replace(**{each.part: each.function(world, p, luck)[0]})
    return world


def usual_opening(p: "Parameters") -> World:
    """The organisation as it stands before its first month, as far as luck has no part in it."""
    world: World = empty(World)
    return world._replace(
        scheduled=Scheduled(),
        setting=world.setting._replace(
            performance=p.setting.performance,
            pressure=p.setting.pressure,
        ),
        finance=world.finance._replace(
            budget=1.0,
            need=p.setting.mandatory_need,
            slack=1.0 - p.setting.mandatory_need,
            reserves=p.setting.reserves,
            milestone=1.0,
        ),
        receptivity=world.receptivity._replace(
            culture=p.receptivity.culture,
            narrative=0.5,
            usual_performance=p.setting.performance,
            openness=0.5,
        ),
        adaptation=world.adaptation._replace(will=1.0),
        innovation=world.innovation._replace(
            core=p.innovation.core,
            supplanting=p.innovation.supplanting,
            fit_ordinary=p.innovation.fit_ordinary,
            fit_most=p.innovation.fit_most,
        ),
        leadership=world.leadership._replace(
            locus=-1.0, pinned_senior=1.0, pinned_manager=1.0, pinned_champion=1.0
        ),
        journey=world.journey._replace(sustained=-1.0),
    )
