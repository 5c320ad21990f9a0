"""Spreading: further teams are offered what works here, and other sites hear of it."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck
from exit_sim.elementary import clamp, share
from exit_sim.rule import step
from exit_sim.vocabulary import (
    NOTHING,
    Count,
    Happened,
    Happening,
    Month,
    Share,
    SignedShare,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Spread(NamedTuple):
    """What changes from month to month about further teams and sites."""

    teams: Annotated[Count, "teams in which the practice is offered"]
    month: Annotated[Month, "month in which two further teams used it; 0 not yet"]
    exposure: Annotated[Share, "how far other sites hear of it"]
    codified: Annotated[Share, "how far it is written down, core kept"]
    publicity: Annotated[SignedShare, "publicity: good above 0, bad below"]
    sites: Annotated[Count, "other sites that use it"]
    scaled: Annotated[Month, "month in which another site had used it for a year; 0 not yet"]


@step
def reach_out(world: "World", p: "Parameters", luck: Luck) -> tuple[Spread, Happened]:
    """Further teams are offered a practice that is in use; other sites hear of it."""
    now, q = world.spread, p.decisions
    front, lives = world.people.frontline, world.people.care_leaver
    launched = world.start.launched > 0.0
    running = launched and world.mainstream.stopped <= 0.0
    teams = now.teams
    if running and teams < p.innovation.pilot_teams:
        teams = p.innovation.pilot_teams
    managers = world.people.middle_manager
    permission = managers.discretion / managers.posts if managers.posts > 0.0 else 0.0
    pilot = p.innovation.pilot_teams
    extra = p.innovation.cost * p.innovation.mainstream_cost / pilot if pilot > 0.0 else 0.0
    can = (
        running
        and world.mainstream.granted > 0.5
        and float(luck.month) - world.start.launched >= p.innovation.pilot_months
        and world.journey.reach >= q.spread_reach
        and permission >= q.spread_discretion
        and (
            world.finance.available - world.finance.mainstream >= extra
            or world.mainstream.by_contract > 0.5
        )
    )
    happened = NOTHING
    if can and luck.month % 3 == 0 and teams < p.people.teams:
        teams = teams + 1.0
        happened = Happened(
            float(Happening.SPREAD),
            -1.0,
            float(Happening.MAINSTREAMED),
            world.journey.reach,
            q.spread_reach,
            teams,
        )
    month = now.month
    if month <= 0.0 and teams - p.innovation.pilot_teams >= 2.0 and front.spread_using >= 2.0:
        month = float(luck.month)
    told = 0.0
    if running and world.measurement.reported_success > 0.5:
        told = world.measurement.reported if world.measurement.reported > 0.0 else 0.0
    hub = world.scheduled.hub
    places = lives.places if lives.places > 0.0 else 1.0
    news = told - (lives.complaints + 2.0 * lives.organised) / places
    sites = world.people.site
    scaled = now.scaled
    if scaled <= 0.0 and sites.lasting > 0.5:
        scaled = float(luck.month)
    new = Spread(
        teams=teams,
        month=month,
        exposure=share(p.scaling.exposure * (p.scaling.told * told + hub)) if launched else 0.0,
        codified=share(p.innovation.codification + hub) * world.innovation.core,
        publicity=clamp(
            now.publicity * (1.0 - q.publicity_fade) + q.publicity_fade * news * 3.0, -1.0, 1.0
        ),
        sites=sites.adopted,
        scaled=scaled,
    )
    return new, happened
