"""What is being introduced: its cost, its core, how it fits, and what it supplants."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, normal, uniform
from exit_sim.elementary import clamp, share
from exit_sim.ingredients import adaptation_and_learning as adaptation
from exit_sim.ingredients import co_production
from exit_sim.rule import step, through
from exit_sim.vocabulary import (
    NOTHING,
    Choice,
    Count,
    Happened,
    Happening,
    Hours,
    Money,
    Months,
    PerMonth,
    Profile,
    Purpose,
    Share,
    SignedShare,
    View,
    Weight,
)

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Settings(NamedTuple):
    """What a scenario may set."""

    cost: Annotated[Money, "what the practice costs a month in the pilot"]
    mainstream_cost: Annotated[Share, "cost once the pilot is over, as a share of the pilot's"]
    grant: Annotated[Share, "share of the pilot's cost that a funder offers"]
    rounds_open: Annotated[PerMonth, "chance that a funding round is open this month"]
    profile: Annotated[float, Choice(Profile), "how pilot money is paid"]
    milestone_bar: Annotated[SignedShare, "reported change at which a milestone is paid"]
    pilot_months: Annotated[Months, "months of pilot money from launch"]
    pilot_teams: Annotated[Count, "teams in the pilot; the scope of reach and benefit"]
    preparation_months: Annotated[Months, "months from decision to launch, hiring and training"]
    hours: Annotated[Hours, "hours the practice takes from a user each month"]
    paid_share: Annotated[Share, "share of what the practice does for people that money must buy"]
    supplanting: Annotated[Share, "how far the practice supplants existing work, at launch"]
    core: Annotated[Share, "core that makes it work, intact at launch"]
    fit_ordinary: Annotated[Share, "fit with ordinary needs, before voice moves it"]
    fit_most: Annotated[Share, "fit with needs of those with most against them"]
    potency_of_replacing: Annotated[Weight, "what full supplanting adds to what it does"]
    codification: Annotated[Share, "how far the practice is written down for others"]


class Innovation(NamedTuple):
    """What changes from month to month."""

    core: Annotated[Share, "core kept"]
    supplanting: Annotated[Share, "how far the practice supplants existing work"]
    fit_ordinary: Annotated[Share, "fit with ordinary needs"]
    fit_most: Annotated[Share, "fit with needs of those with most against them"]


@step
def room(
    world: "World", p: "Parameters", luck: Luck
) -> tuple[co_production.CoProduction, Happened]:
    """Whether care leavers are in the room this month, what voice weighs, what was promised."""
    now, q = world.co_production, p.co_production
    under_way = world.start.initiated > 0.0 and world.mainstream.stopped <= 0.0
    asked = q.at_inception > 0.5 or now.active > 0.5
    if world.scheduled.co_production_starts > 0.5:
        asked = True
    if world.scheduled.co_production_ends > 0.5:
        asked = False
    if under_way and now.months > 0.0 and now.active < 0.5:
        asked = world.scheduled.co_production_starts > 0.5
    active = 1.0 if asked and under_way else 0.0
    given_up = now.active > 0.5 and active < 0.5
    stopped = world.mainstream.stopped == float(luck.month)
    launched = 1.0 if world.start.launched > 0.0 else 0.0
    sunk_design = p.mechanisms.co_production.sunk_design
    expected = now.promise if now.promise > q.promise_ordinary else q.promise_ordinary
    promise = share(expected + q.promise_rate * active * (q.promise_weight - expected))
    new = co_production.CoProduction(
        active=active,
        voice_weight=q.voice_weight if active > 0.5 else q.voice_weight_without,
        months=now.months + active,
        sunk=share(
            now.sunk
            + through(
                sunk_design,
                sunk_design.organisation,
                co_production.next_sunk(now.sunk, launched, q) - now.sunk,
            )
        ),
        promise=promise,
        broken=1.0 if given_up or (stopped and launched > 0.5) else 0.0,
    )
    return new, NOTHING


@step
def experiments(
    world: "World", p: "Parameters", luck: Luck
) -> tuple[adaptation.Adaptation, Happened]:
    """Where hours, permission and will are left, a change is tried, judged, kept or dropped."""
    now, q, m = world.adaptation, p.adaptation, p.mechanisms.adaptation
    managers = world.people.middle_manager
    permission = managers.discretion / managers.posts if managers.posts > 0.0 else 0.0
    running = world.journey.in_use > 0.0 and world.mainstream.stopped <= 0.0
    seniors = world.people.senior_leader
    cover = seniors.cover / seniors.posts if seniors.posts > 0.0 else 0.0
    learning = world.staffing.learning + q.protected_hours * cover
    able = adaptation.chance_to_try(
        q.experiments_most, learning, q.learning_reference, permission, now.will
    )
    chance = share(through(m.experiments, m.experiments.organisation, able))
    if world.scheduled.adaptation >= 0.0:
        chance = world.scheduled.adaptation
    blamed, hours, kept, harmful, tried, merit = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    lessons = now.lessons
    happened = NOTHING
    if running and uniform(luck, Purpose.EXPERIMENT) < chance:
        tried = 1.0
        hours = q.experiment_hours
        merit = clamp(
            q.usual_merit + q.lesson_worth * lessons + q.merit_spread * normal(luck, Purpose.MERIT),
            -1.0,
            1.0,
        )
        looks = adaptation.looks_good(
            merit, world.measurement.seen, q.merit_spread * normal(luck, Purpose.SEEN)
        )
        if looks > 0.0:
            kept = 1.0
            harmful = 1.0 if merit < 0.0 else 0.0
            happened = Happened(float(Happening.EXPERIMENT_KEPT), -1.0, 0.0, looks, 0.0, merit)
        else:
            safe = world.receptivity.culture
            blamed = q.blame_of_failure * (1.0 - safe)
            lessons = share(lessons + q.lesson * safe * (1.0 - lessons))
            happened = Happened(float(Happening.EXPERIMENT_FAILED), -1.0, 0.0, looks, 0.0, blamed)
    blamed = share(through(m.blame, m.blame.organisation, blamed))
    new = adaptation.Adaptation(
        will=adaptation.next_will(now.will, blamed, q),
        lessons=lessons,
        tried=now.tried + tried,
        kept=now.kept + kept,
        harmful_kept=now.harmful_kept + harmful,
        hours=hours,
        blame=blamed,
        merit=merit if kept > 0.5 else 0.0,
        changed=kept,
    )
    return new, happened


@step
def design(world: "World", p: "Parameters", luck: Luck) -> tuple[Innovation, Happened]:
    """Voice moves fit while designing; kept changes bend fit, supplanting and the core."""
    now, q, m = world.innovation, p.adaptation, p.mechanisms
    voice = world.co_production.voice_weight
    lives = world.people.care_leaver
    trust = lives.trust / lives.scope if lives.scope > 0.0 else 0.0
    tilt = through(
        m.co_production.representation,
        m.co_production.representation.organisation,
        p.co_production.representation - co_production.FIFTH,
    )
    representation = share(co_production.FIFTH + tilt)
    most = co_production.weight_of_most(representation)
    ordinary = (1.0 - representation) / (1.0 - co_production.FIFTH)
    designing = world.start.initiated > 0.0 and world.start.launched <= 0.0
    changed = world.adaptation.changed
    rounds = 0.0
    if designing or changed > 0.5:
        rounds = world.co_production.active
    heard = through(
        m.co_production.knowledge,
        m.co_production.knowledge.organisation,
        p.co_production.knowledge_gain * voice * trust * rounds,
    )
    sunk = world.co_production.sunk
    fit_ordinary = co_production.next_fit(now.fit_ordinary, heard, 1.0, ordinary, sunk)
    fit_most = co_production.next_fit(now.fit_most, heard, 1.0, most, sunk)
    supplanting = now.supplanting
    if changed > 0.5:
        merit = world.adaptation.merit
        looked_at = (
            1.0
            if p.measurement.viewpoint == View.FIFTH_WITH_MOST_AGAINST_THEM
            else q.looked_at_by_mean
        )
        free = 1.0 - sunk
        fit_ordinary = share(
            fit_ordinary + q.fit_step * merit * free * (1.0 - fit_ordinary if merit > 0.0 else 1.0)
        )
        fit_most = share(
            fit_most
            + q.fit_step * merit * free * looked_at * (1.0 - fit_most if merit > 0.0 else 1.0)
        )
        if merit > 0.0:
            supplanting = share(supplanting - q.support_step * supplanting)
    drift = through(m.adaptation.drift, m.adaptation.drift.organisation, q.drift_step * changed)
    core = adaptation.next_core(now.core, drift)
    return (
        Innovation(
            core=core, supplanting=supplanting, fit_ordinary=fit_ordinary, fit_most=fit_most
        ),
        NOTHING,
    )
