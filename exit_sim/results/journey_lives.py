"""What a journey did to lives, what was reported of it, and what it cost whom."""

from typing import Annotated, Any, NamedTuple

import numpy as np

from exit_sim.people.care_leaver import CareLeaver
from exit_sim.recorded import names_of
from exit_sim.results.reader import YEAR, Numbers, Reader, alone, many, marked
from exit_sim.results.run_record import Run, recorded_of
from exit_sim.vocabulary import Count, Flag, Role, Share, SignedShare, Unit

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


PEOPLE, EVERYONE, FIFTH = (
    "people.care_leaver.scope",
    "people.care_leaver.places",
    "people.care_leaver.fifth",
)
"""Whom a number is about: those on pilot teams' caseloads, all, or the fifth of the former."""


def all_lives_and_cost(read: Reader) -> LivesAndCost:
    """Read lives, reports and cost off finished runs, one value a run."""
    ended, initiated = read.last("journey.pilot_ended"), read.last("start.initiated")
    two_years_on = read.year_to(marked(ended) + 24.0)

    def lately(name: str, people: str = PEOPLE) -> Numbers:
        return read.followed(name, read.lately, people)

    def later(name: str, people: str = PEOPLE) -> Numbers:
        return np.where(initiated > 0.0, read.followed(name, two_years_on, people), 0.0)

    grant = np.minimum(read.every("finance.grant"), read.every("finance.cost"))
    return many(
        LivesAndCost,
        reported_success=read.at("measurement.reported_success", ended),
        reported_change=read.at("measurement.reported", ended),
        benefit=lately("lives.benefit"),
        benefit_practical=lately("lives.benefit_practical"),
        benefit_psychological=lately("lives.benefit_psychological"),
        benefit_fifth=lately("lives.benefit_fifth", FIFTH),
        benefit_fifth_practical=lately("lives.benefit_fifth_practical", FIFTH),
        benefit_fifth_psychological=lately("lives.benefit_fifth_psychological", FIFTH),
        benefit_fifth_realised=lately("lives.benefit_fifth_realised", FIFTH),
        benefit_tenth_percentile=_tenth_percentile(read),
        benefit_all=lately("lives.mean_benefit_all", EVERYONE),
        harmed=lately("lives.harmed"),
        hidden_gap=lately("lives.hidden_gap", FIFTH),
        benefit_24=later("lives.benefit"),
        benefit_practical_24=later("lives.benefit_practical"),
        benefit_psychological_24=later("lives.benefit_psychological"),
        benefit_fifth_24=later("lives.benefit_fifth", FIFTH),
        harmed_24=later("lives.harmed"),
        hidden_gap_24=later("lives.hidden_gap", FIFTH),
        loss_after_withdrawal=_loss(read, "lives.benefit", PEOPLE),
        loss_after_withdrawal_fifth=_loss(read, "lives.benefit_fifth", FIFTH),
        complaints=read.total(read.every("lives.complaints")),
        cost=read.last("finance.spent_in_all"),
        cost_grant=read.total(grant),
        cost_contract=read.total(read.every("finance.contract")),
        cost_own=read.total(read.every("finance.mainstream")),
    )


def lives_and_cost(run: Run) -> LivesAndCost:
    """Read lives, reports and cost off one finished run."""
    return alone(all_lives_and_cost(Reader(recorded_of(run))))


def _loss(read: Reader, name: str, people: str) -> Numbers:
    """What was lost with the practice; missing where it did not end, or a year is not recorded."""
    ended = marked(read.last("journey.ended"))
    before, after = read.year_to(ended - 1.0), read.year_to(ended + YEAR - 1.0)
    return read.followed(name, before, people) - read.followed(name, after, people)


def _tenth_percentile(read: Reader) -> Numbers:
    """The lowest tenth of benefits, by nearest rank, among those on pilot teams' caseloads."""
    if read.post(Role.CARE_LEAVER) < 0:
        return np.full(read.runs, np.nan)
    states = read.recorded.states[Role.CARE_LEAVER]
    number = {name: place for place, name in enumerate(names_of(CareLeaver))}

    def of(name: str) -> Any:
        return states[:, :, number[name]]

    pilot = read.recorded.scenarios[0].parameters.innovation.pilot_teams
    mine = of("team")[0] < pilot
    practical = of("expected_practical") - of("expected_shadow_practical")
    psychological = of("expected_psychological") - of("expected_shadow_psychological")
    benefits = np.sort(0.5 * (practical + psychological)[:, mine], axis=1)
    people = benefits.shape[1]
    return benefits[:, (people + 9) // 10 - 1] if people else np.full(read.runs, np.nan)
