"""When a journey passed its marks, and how far use reached by then."""

from typing import Annotated, NamedTuple

import numpy as np

from exit_sim.results.reader import Numbers, Reader, many, marked
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


def all_dates(read: Reader) -> Dates:
    """Read the dates and the reach off finished runs, one value a run."""
    first, ended = read.last("journey.first_used"), read.last("journey.pilot_ended")
    initiated = read.last("start.initiated")

    def reach(mark: Numbers, after: float) -> Numbers:
        return np.where(mark > 0.0, read.at("journey.reach", mark + after), np.nan)

    def of_started(values: Numbers) -> Numbers:
        return np.where(initiated > 0.0, values, 0.0)

    return many(
        Dates,
        months_to_start=marked(first) - 1.0,
        months_from_initiation_to_use=marked(first) - initiated,
        initiated_month=marked(initiated),
        launched_month=marked(read.last("start.launched")),
        first_use_month=marked(first),
        pilot_end_month=marked(ended),
        money_kept_month=marked(read.last("mainstream.month")),
        stopped_month=marked(read.last("mainstream.stopped")),
        spread_month=marked(read.last("spread.month")),
        scaled_month=marked(read.last("spread.scaled")),
        months_in_use_after_money=read.last("journey.unpaid"),
        reach_6_months_after_first_use=reach(first, 6.0),
        reach_18_months_after_first_use=reach(first, 18.0),
        reach_at_pilot_end=of_started(reach(ended, 0.0)),
        reach_24_months_after_pilot=of_started(reach(ended, 24.0)),
    )
