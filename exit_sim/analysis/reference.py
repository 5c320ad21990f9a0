"""The reference population against the bands it is read against: reached, missed, and by whom.

The bands are rates among those that started and could be observed, from evidence that is mostly
American health care: weak evidence, so a band is wide. No band is a proposition of the study.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from math import sqrt
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

MEMBERS = 400

Row = dict[str, Any]


class Target(NamedTuple):
    """One band: what is measured, among whom, between which bounds, from which source."""

    name: str
    read: Callable[[Row], float | None]
    among: Callable[[Row], bool]
    low: float
    high: float
    source: str
    summary: str = "share"


def started(row: Row) -> bool:
    """The practice was used at some time."""
    return row["first_use_month"] is not None


def everyone(row: Row) -> bool:
    """Any organisation."""
    return bool(row)


def observable(row: Row) -> bool:
    """Started, and 24 months after the pilot lie within the horizon."""
    return started(row) and row["sustained_any"] is not None


def completed(row: Row) -> bool:
    """Started, and the pilot came to its end."""
    return started(row) and row["pilot_end_month"] is not None


TIERS = "sustainment tiers: Scheirer 2005; Wong, Schaper and Saldana 2022; Stirman et al. 2012"
TARGETS = (
    Target("sustained (any)", lambda r: r["sustained_any"], observable, 0.50, 0.80, TIERS),
    Target("sustained (partial)", lambda r: r["sustained_partial"], observable, 0.35, 0.55, TIERS),
    Target("sustained (full)", lambda r: r["sustained_full"], observable, 0.20, 0.40, TIERS),
    Target(
        "reported success",
        lambda r: r["reported_success"],
        completed,
        0.60,
        0.90,
        "42 of 56 completed projects reported better quality: National Audit Office",
    ),
    Target(
        "scaled",
        lambda r: r["scaled"],
        started,
        0.04,
        0.20,
        "6 of 94 projects chosen for wider adoption: Public Accounts Committee 2022",
    ),
    Target(
        "months to start",
        lambda r: r["months_to_start"],
        started,
        4.0,
        18.0,
        "assumed from programme timetables",
        "median",
    ),
    Target(
        "top leader changed within 24 months",
        lambda r: (
            None if r["top_leader_changes_24"] is None else float(r["top_leader_changes_24"] > 0)
        ),
        everyone,
        0.41,
        0.57,
        "an input check: 62 changes in 153 councils in 2023-24, long-run mean 47 a year",
    ),
)


class Reading(NamedTuple):
    """What came out for one target: its value, its simulation error, and how many it rests on."""

    target: Target
    value: float
    error: float
    among: int

    @property
    def verdict(self) -> str:
        """Whether the value lies in its band."""
        if self.target.low <= self.value <= self.target.high:
            return "reached"
        return "missed, above" if self.value > self.target.high else "missed, below"


def read(target: Target, rows: Iterable[Row]) -> Reading:
    """Take one target's share or median, with the error that more members would shrink."""
    found = [target.read(row) for row in rows if target.among(row)]
    values = [float(value) for value in found if value is not None]
    n = len(values)
    if not n:
        return Reading(target, float("nan"), float("nan"), 0)
    if target.summary == "median":
        ranked = sorted(values)
        half = sqrt(n) / 2.0
        low, high = ranked[max(0, int(n / 2 - half))], ranked[min(n - 1, int(n / 2 + half))]
        return Reading(target, median(values), (high - low) / 2.0, n)
    share = sum(values) / n
    return Reading(target, share, sqrt(share * (1.0 - share) / n), n)


def one(number: int) -> Row:
    """Run one member of the reference population, with its number's own luck."""
    from exit_sim.results.journeys import journey_columns, journey_row
    from exit_sim.results.run_record import simulate
    from exit_sim.scenario.population import Population

    run = simulate(Population.load("reference").member(number), seed=number + 1)
    names = [column.name for column in journey_columns()]
    return dict(zip(names, journey_row(run), strict=True))


def run_members(members: int = MEMBERS, workers: int = 2) -> list[Row]:
    """Run the first members of the reference population."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(one, range(members), chunksize=4))


def share_started(rows: Sequence[Row]) -> float:
    """Share of organisations that started; it has no source, so it is reported, not aimed at."""
    return sum(map(started, rows)) / len(rows) if rows else float("nan")


def table(rows: Sequence[Row]) -> str:
    """The bands and what came out, as a Markdown table."""
    lines = [
        "| what | band | found | simulation error | of | |",
        "|---|---|---|---|---|---|",
    ]
    for found in (read(target, rows) for target in TARGETS):
        target, digits = found.target, 0 if found.target.summary == "median" else 2
        lines.append(
            f"| {target.name} | {target.low:.{digits}f} to {target.high:.{digits}f} "
            f"| {found.value:.{digits}f} | {found.error:.{digits or 1}f} | {found.among} "
            f"| {found.verdict} |"
        )
    return "\n".join(lines)


def by(rows: Sequence[Row], setting: str) -> str:
    """The same by one setting: how many started, and how many of the observable lasted."""
    lines = [
        f"| {setting} | organisations | started | sustained (any) | sustained (full) | of |",
        "|---|---|---|---|---|---|",
    ]
    for value in sorted({row[setting] for row in rows}, key=str):
        here = [row for row in rows if row[setting] == value]
        seen = [read(target, here) for target in (TARGETS[0], TARGETS[2])]
        lines.append(
            f"| {value} | {len(here)} | {share_started(here):.2f} "
            f"| {seen[0].value:.2f} | {seen[1].value:.2f} | {seen[0].among} |"
        )
    return "\n".join(lines)


WHY = {
    "sustained (partial)": "use has two resting states in a team: where peers use the practice,"
    " most do. Few organisations in which it lasts rest between a tenth of staff and a reach of a"
    " quarter, so that partial stays close to any",
}
"""Why a band may be missed, as far as it is understood."""


def missed(rows: Sequence[Row]) -> str:
    """What was missed, and why, one line each."""
    lines = [
        f"- {found.target.name}: {WHY.get(found.target.name, 'not understood yet')}."
        for found in (read(target, rows) for target in TARGETS)
        if found.verdict != "reached"
    ]
    return "\n".join(lines) or "Nothing."


def page(rows: Sequence[Row]) -> str:
    """The whole page: the bands, then by rating, by sector and by co-production, then sources."""
    sources = "\n".join(f"- {target.name}: {target.source}." for target in TARGETS)
    return f"""# The reference population against its bands

{len(rows)} simulated organisations, each with its own settings and its own luck: members 0 to
{len(rows) - 1} of `reference`, seeds 1 to {len(rows)}. A band is what published figures leave open.
They are weak evidence, mostly from American health care. Nothing was forced into a band.

{table(rows)}

Of all organisations {share_started(rows):.2f} started. That figure has no source, so it is reported
and not aimed at. Simulation error shrinks with more members and says nothing about the world.

## What was missed, and why

{missed(rows)}

## Who they were

These are differences between groups of simulated organisations, not effects.

{by(rows, "setting.performance")}

{by(rows, "setting.sector")}

{by(rows, "co_production.at_inception")}

## Where the bands are from

{sources}

Made by `python -m exit_sim.analysis.reference docs/reference_population.md`.
"""


def main() -> None:
    """Run the members and write the page named on the command line."""
    text = page(run_members())
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
