"""An answer is made of fresh twins: lived through in rounds, looked at often, then told."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from exit_sim.ensemble.jobs import Job
from exit_sim.live import bounds
from exit_sim.live.address import Experiment, organisation
from exit_sim.live.jobs import Work
from exit_sim.report.document import Report
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import Population
from exit_sim.twins.outcomes import LIVES, Outcome
from exit_sim.twins.rounds import ends
from exit_sim.twins.study import Option, Study, Units, study


class Compared(NamedTuple):
    """What is compared: units, options, what each asks, and outcomes; ``base`` is no change."""

    of: Experiment
    base: Scenario | Population
    units: Units
    options: Sequence[Option]
    asks: Sequence[str]
    outcomes: Sequence[Outcome]


class Answer(NamedTuple):
    """What was found, as a report with its figures, and as a table of every difference."""

    of: Experiment
    report: Report
    files: Mapping[str, bytes]
    csv: bytes
    pairs: int
    precise: bool | None


Compare = Callable[[Experiment, Scenario | Population], Compared]
"""Makes options of an experiment."""
Tell = Callable[[Compared, Study, Callable[[], None]], Answer]
"""Makes an answer of what was found; is handed what it calls between one step and the next."""


class Answering(NamedTuple):
    """How options are made, and how what was found is told: as on the command line."""

    compare: Compare
    tell: Tell


def begun(of: Experiment, by: Answering) -> Compared:
    """Load what is compared, and refuse what would take too long.

    Raises:
        BadInput: something in it cannot be used.
    """
    base = organisation(of)
    if isinstance(base, Scenario):
        bounds.person_months(base)
    found = by.compare(of, base)
    bounds.check(found.units.one(0).scenario, found.options)
    return found


def answered(found: Compared, by: Answering, work: Work) -> Answer:
    """Live through pairs until they are enough, and tell what came of them."""
    sides = len(found.options) + 1
    rounds = [end * sides for end in ends(None, bounds.MOST_PAIRS)]

    def one(number: int) -> Job:
        work.look()
        return found.units.one(number)

    def done(number: int) -> None:
        work.goes("living", number, next(end for end in rounds if end >= number))

    work.goes("living", 0, rounds[0])
    came = study(
        found.units._replace(one=one),
        found.options,
        found.outcomes,
        precision=found.of.precision,
        cap=bounds.MOST_PAIRS,
        besides=[outcome.column for outcome in LIVES],
        done=done,
    )
    came.units = found.units
    work.goes("drawing")
    return by.tell(found, came, work.look)
