"""When a journey passed its marks, and how far use reached by then."""

from typing import Annotated, NamedTuple

from exit_sim.results.run_record import Run
from exit_sim.vocabulary import Month, Months, Share


class Dates(NamedTuple):
    """Months of the marks, months between them, reach at them; missing where a mark is not met.

    Reach at and after the pilot's end is 0 where there was never a decision to go.
    """

    months_to_start: Annotated[
        Months | None, "months from month 1 to first use, months of co-production included"
    ]
    months_from_initiation_to_use: Annotated[
        Months | None, "months from the decision to go to first use"
    ]
    initiated_month: Annotated[Month | None, "month of the decision to go"]
    launched_month: Annotated[Month | None, "month of launch"]
    first_use_month: Annotated[Month | None, "month of first use"]
    pilot_end_month: Annotated[Month | None, "last month of the pilot, paid or not"]
    money_kept_month: Annotated[
        Month | None, "month in which money of its own, or a contract, was first committed"
    ]
    stopped_month: Annotated[Month | None, "month in which the practice was stopped"]
    spread_month: Annotated[Month | None, "month in which two further teams used it"]
    scaled_month: Annotated[Month | None, "month in which another site had used it for a year"]
    months_in_use_after_money: Annotated[
        Months, "months in use after the pilot with less than half of the cost met"
    ]
    reach_6_months_after_first_use: Annotated[Share | None, "reach 6 months after first use"]
    reach_18_months_after_first_use: Annotated[Share | None, "reach 18 months after first use"]
    reach_at_pilot_end: Annotated[Share | None, "reach in the pilot's last month"]
    reach_24_months_after_pilot: Annotated[Share | None, "reach 24 months after the pilot"]


def dates(run: Run) -> Dates:
    """Read the dates and the reach off a finished run."""
    now = run.last
    first, ended = now.journey.first_used, now.journey.pilot_ended
    initiated = now.start.initiated
    return Dates(
        months_to_start=first - 1.0 if first > 0.0 else None,
        months_from_initiation_to_use=first - initiated if first > 0.0 else None,
        initiated_month=initiated or None,
        launched_month=now.start.launched or None,
        first_use_month=first or None,
        pilot_end_month=ended or None,
        money_kept_month=now.mainstream.month or None,
        stopped_month=now.mainstream.stopped or None,
        spread_month=now.spread.month or None,
        scaled_month=now.spread.scaled or None,
        months_in_use_after_money=now.journey.unpaid,
        reach_6_months_after_first_use=_reach(run, first, 6.0),
        reach_18_months_after_first_use=_reach(run, first, 18.0),
        reach_at_pilot_end=_reach(run, ended, 0.0) if initiated > 0.0 else 0.0,
        reach_24_months_after_pilot=_reach(run, ended, 24.0) if initiated > 0.0 else 0.0,
    )


def _reach(run: Run, mark: float, after: float) -> float | None:
    world = run.at(mark + after) if mark > 0.0 else None
    return None if world is None else world.journey.reach
