"""What a journey did to lives, what was reported of it, and what it cost whom."""

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

from exit_sim.results.run_record import Run, mean
from exit_sim.vocabulary import Count, Flag, Role, Share, SignedShare, Unit
from exit_sim.world import World

YEAR = 12
Spent = Annotated[float, Unit("the service's monthly budget at month 1", 0.0, 120_000.0)]


class LivesAndCost(NamedTuple):
    """True benefit is life with the practice minus life without, on pilot teams' caseloads.

    Missing where nobody is followed there. ``fifth`` is the fifth with most against them, luck
    averaged out. ``24 months after the pilot`` is the year that ends then, 0 where there was never
    a decision to go.
    """

    reported_success: Annotated[
        Flag | None, "reported change is above the funder's margin at the pilot's end"
    ]
    reported_change: Annotated[SignedShare | None, "reported change at the pilot's end"]
    benefit: Annotated[SignedShare | None, "true benefit, mean of the last 12 recorded months"]
    benefit_practical: Annotated[SignedShare | None, "true benefit, practical, last 12 months"]
    benefit_psychological: Annotated[
        SignedShare | None, "true benefit, psychological, last 12 months"
    ]
    benefit_fifth: Annotated[SignedShare | None, "true benefit of the fifth, last 12 months"]
    benefit_fifth_practical: Annotated[
        SignedShare | None, "true benefit of the fifth, practical, last 12 months"
    ]
    benefit_fifth_psychological: Annotated[
        SignedShare | None, "true benefit of the fifth, psychological, last 12 months"
    ]
    benefit_fifth_realised: Annotated[
        SignedShare | None,
        "true benefit of the fifth as it happened, last 12 months; pool it over runs",
    ]
    benefit_tenth_percentile: Annotated[
        SignedShare | None,
        "true benefit at the tenth percentile of young people, luck averaged out, last month",
    ]
    benefit_all: Annotated[
        SignedShare | None,
        "true benefit of all care leavers, in pilot teams or not, last 12 months",
    ]
    harmed: Annotated[Share | None, "share harmed: true benefit below -0.02, last 12 months"]
    hidden_gap: Annotated[
        SignedShare | None, "reported change minus true benefit of the fifth, last 12 months"
    ]
    benefit_24: Annotated[SignedShare | None, "true benefit, 24 months after the pilot"]
    benefit_practical_24: Annotated[
        SignedShare | None, "true benefit, practical, 24 months after the pilot"
    ]
    benefit_psychological_24: Annotated[
        SignedShare | None, "true benefit, psychological, 24 months after the pilot"
    ]
    benefit_fifth_24: Annotated[
        SignedShare | None, "true benefit of the fifth, 24 months after the pilot"
    ]
    harmed_24: Annotated[Share | None, "share harmed, 24 months after the pilot"]
    hidden_gap_24: Annotated[SignedShare | None, "hidden gap, 24 months after the pilot"]
    loss_after_withdrawal: Annotated[
        SignedShare | None,
        "true benefit in the 12 months before use ended minus the 12 months from then on",
    ]
    loss_after_withdrawal_fifth: Annotated[
        SignedShare | None, "loss after withdrawal of the fifth, reckoned alike"
    ]
    complaints: Annotated[Count, "complaints in all"]
    cost: Annotated[Spent, "money spent on the practice, whoever paid"]
    cost_grant: Annotated[Spent, "money spent on it that a funder paid"]
    cost_contract: Annotated[Spent, "money spent on it that a commissioner's contract paid"]
    cost_own: Annotated[Spent, "money spent on it that the service paid itself"]


Read = Callable[[World], float]
Among = Callable[[World], float]
"""How many people a number is about."""


def _young_people(world: World) -> float:
    return world.people.care_leaver.scope


def _everyone(world: World) -> float:
    return world.people.care_leaver.places


def _of_the_fifth(world: World) -> float:
    return world.people.care_leaver.fifth


def lives_and_cost(run: Run) -> LivesAndCost:
    """Read lives, reports and cost off a finished run."""
    now = run.last
    ended = now.journey.pilot_ended
    pilot_end = run.at(ended) if ended > 0.0 else None
    late = run.between(run.last_month - YEAR + 1, run.last_month)
    after = _year_to(run, ended + 24.0) if ended > 0.0 else None

    def lately(read: Read, among: Among = _young_people) -> float | None:
        return _followed(late, read, among)

    def later(read: Read, among: Among = _young_people) -> float | None:
        if now.start.initiated <= 0.0:
            return 0.0
        return None if after is None else _followed(after, read, among)

    return LivesAndCost(
        reported_success=pilot_end.measurement.reported_success if pilot_end else None,
        reported_change=pilot_end.measurement.reported if pilot_end else None,
        benefit=lately(lambda world: world.lives.benefit),
        benefit_practical=lately(lambda world: world.lives.benefit_practical),
        benefit_psychological=lately(lambda world: world.lives.benefit_psychological),
        benefit_fifth=lately(_fifth, _of_the_fifth),
        benefit_fifth_practical=lately(
            lambda world: world.lives.benefit_fifth_practical, _of_the_fifth
        ),
        benefit_fifth_psychological=lately(
            lambda world: world.lives.benefit_fifth_psychological, _of_the_fifth
        ),
        benefit_fifth_realised=lately(
            lambda world: world.lives.benefit_fifth_realised, _of_the_fifth
        ),
        benefit_tenth_percentile=_tenth_percentile(run),
        benefit_all=lately(lambda world: world.lives.mean_benefit_all, _everyone),
        harmed=lately(lambda world: world.lives.harmed),
        hidden_gap=lately(lambda world: world.lives.hidden_gap, _of_the_fifth),
        benefit_24=later(lambda world: world.lives.benefit),
        benefit_practical_24=later(lambda world: world.lives.benefit_practical),
        benefit_psychological_24=later(lambda world: world.lives.benefit_psychological),
        benefit_fifth_24=later(_fifth, _of_the_fifth),
        harmed_24=later(lambda world: world.lives.harmed),
        hidden_gap_24=later(lambda world: world.lives.hidden_gap, _of_the_fifth),
        loss_after_withdrawal=_loss(run, lambda world: world.lives.benefit),
        loss_after_withdrawal_fifth=_loss(run, _fifth, _of_the_fifth),
        complaints=_total(run, lambda world: world.lives.complaints),
        cost=now.finance.spent_in_all,
        cost_grant=_total(run, lambda world: min(world.finance.grant, world.finance.cost)),
        cost_contract=_total(run, lambda world: world.finance.contract),
        cost_own=_total(run, lambda world: world.finance.mainstream),
    )


def _fifth(world: World) -> float:
    return world.lives.benefit_fifth


def _followed(worlds: list[World], read: Read, among: Among) -> float | None:
    """The mean over months in which there is somebody to follow."""
    return mean([world for world in worlds if among(world) > 0.0], read)


def _year_to(run: Run, last: float) -> list[World] | None:
    """The 12 months up to one; None where they do not fit the record."""
    worlds = run.between(last - YEAR + 1, last)
    return worlds if len(worlds) == YEAR else None


def _loss(run: Run, read: Read, among: Among = _young_people) -> float | None:
    """What was lost with the practice; None where it did not end, or a year is not recorded."""
    ended = run.last.journey.ended
    if ended <= 0.0:
        return None
    before, after = _year_to(run, ended - 1.0), _year_to(run, ended + YEAR - 1.0)
    if before is None or after is None:
        return None
    had, has = _followed(before, read, among), _followed(after, read, among)
    return None if had is None or has is None else had - has


def _total(run: Run, read: Read) -> float:
    total = 0.0
    for _, world in run.months:
        total += read(world)
    return total


def _tenth_percentile(run: Run) -> float | None:
    """The lowest tenth of benefits, by nearest rank, among those on pilot teams' caseloads."""
    pilot = run.scenario.parameters.innovation.pilot_teams
    benefits = sorted(
        _expected_benefit(state)
        for role, state in zip(run.roles, run.people[-1].states, strict=True)
        if role == Role.CARE_LEAVER and state.team < pilot
    )
    return benefits[(len(benefits) + 9) // 10 - 1] if benefits else None


def _expected_benefit(state: Any) -> float:
    practical = state.expected_practical - state.expected_shadow_practical
    psychological = state.expected_psychological - state.expected_shadow_psychological
    return float(0.5 * (practical + psychological))
