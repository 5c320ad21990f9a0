"""How an organisation stands when its record opens, two years before month 1."""

from typing import TYPE_CHECKING, Any

from exit_sim.draws import Luck, Stream, normal, uniform
from exit_sim.rule import step
from exit_sim.scheduled import Scheduled
from exit_sim.vocabulary import Purpose
from exit_sim.world import World

if TYPE_CHECKING:
    from exit_sim.world import Parameters


@step
def first_inspection(p: "Parameters", luck: Luck) -> float:
    """Months to the first inspection, spread evenly over the usual gap."""
    return 1.0 + float(int(uniform(luck, Purpose.FIRST_INSPECTION) * p.setting.inspection_months))


def empty(kind: Any) -> Any:
    """A named tuple of numbers, all nought; named tuples within it likewise."""
    return kind(
        *(
            empty(inner) if isinstance(inner, type) and hasattr(inner, "_fields") else 0.0
            for inner in (kind.__annotations__[name] for name in kind._fields)
        )
    )


def opening_world(p: "Parameters", key: int) -> World:
    """The organisation as it stands before its first month, from its settings and its luck."""
    luck = Luck(key, 0, 0, int(Stream.ORGANISATION))
    world: World = empty(World)
    return world._replace(
        scheduled=Scheduled(),
        setting=world.setting._replace(
            performance=p.setting.performance,
            pressure=p.setting.pressure,
            months_to_inspection=first_inspection(p, luck),
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
            shared_daring=p.receptivity.daring_shared * normal(luck, Purpose.SHARED_DARING),
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
