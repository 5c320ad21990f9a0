"""What is scheduled to happen: events and pins that a scenario or a change writes down."""

from typing import Annotated, NamedTuple

from exit_sim.vocabulary import (
    Choice,
    Flag,
    Hours,
    Locus,
    Money,
    Months,
    PerMonth,
    Rating,
    Share,
    Weight,
)


class Scheduled(NamedTuple):
    """What is scheduled for this month; a pin holds a setting for as long as it lasts.

    A field's default stands for *nothing scheduled*: 0 for what happens, -1 for what is pinned.
    """

    champion_leaves: Annotated[Flag, "the champion leaves"] = 0.0
    champion_stays: Annotated[Flag, "the champion does not leave of their own accord"] = 0.0
    champion_replaced: Annotated[Flag, "a new champion is assigned where the post is empty"] = 0.0
    top_leader_leaves: Annotated[Flag, "the top leader leaves"] = 0.0
    top_leader_stays: Annotated[Flag, "the top leader does not leave"] = 0.0
    inspection: Annotated[float, Choice(Rating), "an inspection with this judgement"] = 0.0
    inspection_gap: Annotated[Months, "months to the next inspection, set at an inspection"] = 0.0
    cut: Annotated[Share, "a cut of the budget in this month, lasting"] = 0.0
    money: Annotated[Money, "extra money this month"] = 0.0
    election: Annotated[Flag, "an all-out election"] = 0.0
    priority: Annotated[Weight, "a rival priority arrives, with this claim on attention"] = 0.0
    round_opens: Annotated[Flag, "a funding round is open"] = 0.0
    hub: Annotated[Share, "strength of a hub that helps other sites take the practice up"] = 0.0
    training: Annotated[PerMonth, "paid training, above what the scenario sets"] = 0.0
    learning: Annotated[Hours, "protected hours for learning"] = 0.0
    co_production_starts: Annotated[Flag, "co-production is taken up late"] = 0.0
    co_production_ends: Annotated[Flag, "co-production is given up"] = 0.0
    member_voice: Annotated[Flag, "users' voice is directed at members in full"] = 0.0
    culture: Annotated[Share, "pins supportive culture"] = -1.0
    performance: Annotated[Share, "pins the performance level"] = -1.0
    pressure: Annotated[Share, "pins performance pressure"] = -1.0
    member_support: Annotated[Share, "pins members' support"] = -1.0
    adaptation: Annotated[PerMonth, "pins the chance of an experiment"] = -1.0
    builds_others: Annotated[Share, "pins the champion's time for building others up"] = -1.0
    locus: Annotated[float, Choice(Locus), "pins the role with the largest share"] = -1.0
    concentration: Annotated[Share, "pins the concentration of leadership"] = -1.0


NOTHING_SCHEDULED = Scheduled()
