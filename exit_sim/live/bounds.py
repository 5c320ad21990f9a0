"""Work is bounded before it starts: people, months, runs and sides, multiplied."""

from collections.abc import Sequence

from exit_sim.errors import BadInput
from exit_sim.scenario import Scenario
from exit_sim.ties import counts
from exit_sim.twins.study import Option

MOST_PAIRS = 2_000
"""Pairs after which an answer stays as it is, and says whether it is as precise as asked for."""

MOST_PEOPLE = 1_000
MOST_WORK = 300_000_000
"""Person-months of one comparison: about a minute of a slow processor."""

MOST_TOLD = 300_000
"""Person-months of one organisation that is told month by month."""

ELSEWHERE = "The command line does larger ones."


def check(scenario: Scenario, options: Sequence[Option]) -> None:
    """Refuse a comparison that would take too long, before anything is laid out.

    Raises:
        BadInput: it would.
    """
    sides = [scenario, *(option.of(scenario) for option in options)]
    work = MOST_PAIRS * sum(map(person_months, sides))
    if work > MOST_WORK:
        problem = f"would take up to {work / 1e6:,.0f} million person-months"
        allowed = f"allowed here: {MOST_WORK / 1e6:,.0f} million. {ELSEWHERE}"
        raise BadInput(problem, key="this comparison", allowed=allowed)


def check_told(scenario: Scenario) -> None:
    """Refuse an organisation of which one journey is more than a page can show.

    Raises:
        BadInput: it is.
    """
    work = person_months(scenario)
    if work > MOST_TOLD:
        problem = f"has {work:,.0f} person-months to tell"
        raise BadInput(problem, key=scenario.name, allowed=f"allowed here: {MOST_TOLD:,.0f}")


def person_months(scenario: Scenario) -> int:
    """Multiply people by months.

    Raises:
        BadInput: there are too many people.
    """
    people = sum(counts(scenario.parameters).values())
    if people > MOST_PEOPLE:
        problem = f"has {people:,} people"
        allowed = f"allowed here: {MOST_PEOPLE:,}. {ELSEWHERE}"
        raise BadInput(problem, key=scenario.name, allowed=allowed)
    return people * (scenario.horizon + scenario.burn_in)
