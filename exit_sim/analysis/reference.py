"""The reference population against the bands it is read against: reached, missed, and by whom.

The bands are rates among those that started and could be observed, from evidence that is mostly
American health care: weak evidence, so a band is wide. No band is a proposition of the study.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.calibration.targets import (
    Columns,
    needed,
    reading,
    started,
    targets,
)
from exit_sim.results.many import journeys_of
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import Value
from exit_sim.twins.study import of_population

MEMBERS = 400
ANY, FULL = targets()[0], targets()[2]
GROUPS = ("setting.performance", "setting.sector", "co_production.at_inception")


class Lived(NamedTuple):
    """What came of members, and their settings by which they are grouped."""

    columns: Columns
    settings: dict[str, list[Value]]

    def among(self, here: "np.ndarray") -> Columns:
        """What came of some of them, a mask."""
        return {name: values[here] for name, values in self.columns.items()}


def lived(members: int = MEMBERS) -> Lived:
    """Run the first members of the reference population, each with its number's own luck."""
    units = of_population(Population.load("reference"))
    jobs = [units.one(number) for number in range(members)]
    settings = {name: [job.scenario.given[name].value for job in jobs] for name in GROUPS}
    return Lived(journeys_of(jobs, needed()), settings)


def share_started(columns: Columns) -> float:
    """Share of organisations that started; it has no source, so it is reported, not aimed at."""
    return float(started(columns).mean())


def table(columns: Columns) -> str:
    """The bands and what came out, as a Markdown table."""
    lines = [
        "| what | band | found | simulation error | of | |",
        "|---|---|---|---|---|---|",
    ]
    for found in (reading(target, columns) for target in targets()):
        target, digits = found.target, 0 if found.target.summary == "median" else 2
        lines.append(
            f"| {target.name} | {target.low:.{digits}f} to {target.high:.{digits}f} "
            f"| {found.value:.{digits}f} | {found.error:.{digits or 1}f} | {found.among} "
            f"| {found.verdict} |"
        )
    return "\n".join(lines)


def by(of: Lived, setting: str) -> str:
    """The same by one setting: how many started, and how many of the observable lasted."""
    lines = [
        f"| {setting} | organisations | started | sustained (any) | sustained (full) | of |",
        "|---|---|---|---|---|---|",
    ]
    values = of.settings[setting]
    for value in sorted(set(values), key=str):
        here = of.among(np.array([each == value for each in values]))
        seen = [reading(target, here) for target in (ANY, FULL)]
        lines.append(
            f"| {value} | {values.count(value)} | {share_started(here):.2f} "
            f"| {seen[0].value:.2f} | {seen[1].value:.2f} | {seen[0].among} |"
        )
    return "\n".join(lines)


WHY = {
    "sustained (partial)": "use has two resting states in a team: where peers use the practice,"
    " most do. Few organisations in which it lasts rest between a tenth of staff and a reach of a"
    " quarter, so that partial stays close to any",
}
"""Why a band may be missed, as far as it is understood."""


def missed(columns: Columns) -> str:
    """What was missed, and why, one line each."""
    lines = [
        f"- {found.target.name}: {WHY.get(found.target.name, 'not understood yet')}."
        for found in (reading(target, columns) for target in targets())
        if found.verdict != "reached"
    ]
    return "\n".join(lines) or "Nothing."


def page(of: Lived) -> str:
    """The whole page: the bands, then by rating, by sector and by co-production, then sources."""
    sources = "\n".join(f"- {target.name}: {target.source}." for target in targets())
    share = share_started(of.columns)
    number, groups = len(started(of.columns)), "\n\n".join(by(of, name) for name in GROUPS)
    return f"""# The reference population against its bands

{number} simulated organisations, each with its own settings and its own luck: members 0 to
{number - 1} of `reference`, seeds 1 to {number}. A band is what published figures leave open.
They are weak evidence, mostly from American health care. Nothing was forced into a band.

{table(of.columns)}

Of all organisations {share:.2f} started. That figure has no source, so it is reported
and not aimed at. Simulation error shrinks with more members and says nothing about the world.

## What was missed, and why

{missed(of.columns)}

## Who they were

These are differences between groups of simulated organisations, not effects.

{groups}

## Where the bands are from

{sources}

Made by `python -m exit_sim.analysis.reference docs/reference_population.md`.
"""


def main() -> None:
    """Run the members and write the page named on the command line."""
    text = page(lived())
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
