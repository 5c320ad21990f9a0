"""Two organisations are mixed: some ingredients are the one's, the rest the other's."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from exit_sim.analysis.importance.groups import GROUPS, SETTING, group_of
from exit_sim.analysis.importance.phases import PHASES
from exit_sim.ensemble.jobs import Job
from exit_sim.results.many import Told, journeys_of
from exit_sim.scenario import Scenario
from exit_sim.scenario.settable import SETTABLE
from exit_sim.scenario.stated import Given
from exit_sim.twins.study import Units, further

MIXES = 1 << len(GROUPS)
"""How many ways there are to take each group from the first or the second of two organisations.

A mix is a number: bit g says whether group g is the first's.
"""

LUCKS = 2
"""By how many lucks each mix is lived: what two runs of one mix have in common is all settings."""

RUNS = LUCKS * MIXES
"""Runs of a pair."""

HORIZON, MONTHS = "time.horizon", 192.0
"""Months, so that two years after the pilot are seen of those that start late as well."""

AT_ONCE = 16
"""Pairs that are lived through together."""

Outcomes = Mapping[str, NDArray[np.float64]]
"""By phase, (pairs, lucks, mixes); missing is NaN."""


def lived(units: Units, pairs: int, seed: int, told: Told) -> Outcomes:
    """Live through every mix of so many pairs, each run by a luck of its own.

    The first of pair n is unit 2n, the second unit 2n + 1. Lucks differ between mixes, so that what
    two mixes have in common is their settings alone.
    """
    found = {phase.name: np.full((pairs, LUCKS, MIXES), np.nan) for phase in PHASES}
    columns = [phase.column for phase in PHASES]
    for start in range(0, pairs, AT_ONCE):
        last = min(start + AT_ONCE, pairs)
        jobs = [
            Job(scenario, seed + pair * RUNS + place)
            for pair in range(start, last)
            for place, scenario in enumerate(LUCKS * mixes_of(units, pair))
        ]
        came = journeys_of(jobs, columns, done=further(told, start * RUNS))
        for phase in PHASES:
            values = came[phase.column].reshape(last - start, LUCKS, MIXES)
            if phase.nought:
                values = np.where(np.isnan(values), 0.0, values)
            found[phase.name][start:last] = values
    return found


def mixes_of(units: Units, pair: int) -> list[Scenario]:
    """Mix two units in every way."""
    first, second = units.one(2 * pair).scenario, units.one(2 * pair + 1).scenario
    parts = [_parts(one) for one in (second, first)]
    return [
        second.but(
            given={
                name: one
                for group, both in enumerate(zip(*parts, strict=True))
                for name, one in both[mix >> group & 1].items()
            }
        )
        for mix in range(MIXES)
    ]


def _parts(one: Scenario) -> list[dict[str, Given]]:
    """A scenario's settings by group; all are given, so that no sector lays its bundle again."""
    found: list[dict[str, Given]] = [{} for _ in GROUPS]
    for name in SETTABLE:
        found[GROUPS.index(group_of(name))][name] = one.given[name]
    longer = one.given[HORIZON]._replace(value=MONTHS)
    found[GROUPS.index(SETTING)][HORIZON] = longer
    return found
