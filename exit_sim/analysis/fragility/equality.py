"""Arms are compared only if they are equal in all but sharing: hours, joint effort, exits."""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.fragility.arms import ONE, Arm
from exit_sim.analysis.fragility.lived import Found, Numbers
from exit_sim.scenario import Scenario
from exit_sim.twins.pairs import Z

TOLERANCE = 0.02
"""Joint effort, before coordination, may differ by so much of a share at launch.

Leavers a year for each post may differ by as much, or by their simulation error.
"""


class Alike(NamedTuple):
    """How one arm stands against one champion, in numbers; all but ``posts`` are means.

    ``hours`` are those that the champion's posts may give in all, by setting. ``effort`` are those
    given at launch, ``pool`` the joint effort of everybody then; both also before the time that
    coordination takes, for that is built in. So is ``teams``: the share of pilot teams that hear a
    champion or deputy of their own. ``exits`` is how many left a year for each post held, with its
    simulation error.
    """

    arm: Arm
    hours: float
    teams: float
    effort: float
    effort_before: float
    pool: float
    pool_before: float
    coordination: float
    exits: float
    exits_simulation: float
    started: float
    equal_effort: bool
    equal_exits: bool


def before_coordination(pool: Numbers, coordination: Numbers) -> Numbers:
    """The joint effort there would be, did agreeing take no time: efforts add in its exponent.

    >>> import numpy as np
    >>> round(float(before_coordination(np.array([0.19]), np.array([0.5]))[0]), 4)
    0.3439
    """
    found: Numbers = 1.0 - (1.0 - pool) ** (1.0 / (1.0 - coordination))
    return found


def alike(
    scenario: Scenario, arms: Sequence[Arm], stays: dict[Arm, Found], leave: dict[Arm, Found]
) -> tuple[Alike, ...]:
    """Compare arms at launch where nobody has left, and in exits where people leave.

    ``leave`` are the same arms at the scenario's own exit rate. Only journeys that were launched
    under every arm count at launch, so that the same organisations are compared.
    """
    launched = np.logical_and.reduce([~np.isnan(one["launched_month"]) for one in stays.values()])
    values = scenario.values
    found: list[Alike] = []
    for arm in arms:
        here = {name: values[launched] for name, values in stays[arm].items()}
        taken = here["leadership.coordination.at_launch"]
        effort, pool = here["people.champion.effort.at_launch"], here["leadership.pool.at_launch"]
        before = before_coordination(pool, taken)
        exits, error = exits_a_year(leave[arm])
        first = found[0] if arm != ONE else None
        found.append(
            Alike(
                arm=arm,
                hours=float(values["leadership.champion_hours"]),
                teams=min(1.0, arm.posts / max(1.0, float(values["innovation.pilot_teams"]))),
                effort=_mean(effort),
                effort_before=_mean(effort / (1.0 - taken)),
                pool=_mean(pool),
                pool_before=_mean(before),
                coordination=_mean(taken),
                exits=exits,
                exits_simulation=error,
                started=float((stays[arm]["initiated"] > 0.0).mean()),
                equal_effort=first is None or abs(_mean(before) - first.pool_before) <= TOLERANCE,
                equal_exits=first is None
                or abs(exits - first.exits)
                <= max(TOLERANCE, sqrt(error**2 + first.exits_simulation**2)),
            )
        )
    return tuple(found)


def _mean(values: Numbers) -> float:
    return float(values.mean()) if len(values) else float("nan")


def exits_a_year(found: Found) -> tuple[float, float]:
    """Leavers a year for each post held, burnt out or not, and the simulation error of that."""
    exits, held = found["exits"], found["post_months"]
    whole = float(held.sum())
    if whole <= 0.0:
        return 0.0, 0.0
    rate = float(exits.sum()) / whole
    off = exits - rate * held
    return 12.0 * rate, 12.0 * Z * sqrt(float((off * off).sum())) / whole
