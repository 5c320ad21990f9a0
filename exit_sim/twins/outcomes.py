"""What a comparison looks at: each outcome, which way is good, and how much of it matters."""

from typing import NamedTuple


class Outcome(NamedTuple):
    """One column of ``journeys`` that twins are compared by.

    ``good`` is 1 where more is better, -1 where less is, 0 where neither is; ``matters`` the
    smallest difference between two journeys that counts as helped or harmed, in the column's own
    unit. For yes or no any difference counts.
    """

    column: str
    says: str
    good: int
    matters: float
    flag: bool = False


OUTCOMES: tuple[Outcome, ...] = (
    Outcome("initiated", "started, with money attached", 1, 1.0, flag=True),
    Outcome("sustained_any", "lasted: in use two years after the pilot", 1, 1.0, flag=True),
    Outcome("sustained_partial", "lasted in part: reach at least 0.25", 1, 1.0, flag=True),
    Outcome("sustained_full", "lasted in full: reach at least 0.50", 1, 1.0, flag=True),
    Outcome("scaled", "reached another site for a year", 1, 1.0, flag=True),
    Outcome("reach_24_months_after_pilot", "reach two years after the pilot", 1, 0.05),
    Outcome("benefit_24", "true benefit two years after, mean", 1, 0.02),
    Outcome("benefit_fifth_24", "true benefit two years after, the fifth", 1, 0.02),
    Outcome("harmed_24", "share harmed two years after", -1, 0.02),
    Outcome("months_to_start", "months to first use", -1, 1.0),
    Outcome("cost", "money spent on it, whoever paid", 0, 0.1),
)
"""What every comparison reports, in this order; ``matters`` is 0.02 of a life as for *harmed*."""

LOSS = Outcome("loss_after_withdrawal", "true benefit lost in the year after withdrawal", -1, 0.02)
LIVES: tuple[Outcome, ...] = (
    *(one for one in OUTCOMES if one.column in {"benefit_24", "benefit_fifth_24"}),
    Outcome("benefit_practical_24", "true benefit two years after, its practical side", 1, 0.02),
    Outcome(
        "benefit_psychological_24", "true benefit two years after, its psychological side", 1, 0.02
    ),
    *(one for one in OUTCOMES if one.column == "harmed_24"),
    LOSS,
)
"""What a report says of lives; never is it added up into one number."""

BY_COLUMN = {outcome.column: outcome for outcome in OUTCOMES}
GOVERNS = "sustained_any"
"""The outcome whose precision decides how many journeys are enough."""
