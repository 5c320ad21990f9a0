"""A folder is audited: every byte, every row, and a share of runs lived again on both engines."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from exit_sim.errors import BadInput
from exit_sim.results.folder import made_with
from exit_sim.results.many import compiled
from exit_sim.results.tables import MONTHS
from exit_sim.sweep.arrays import from_array
from exit_sim.sweep.checking import Checker, Finding, Row
from exit_sim.sweep.design import Design
from exit_sim.sweep.plan import Plan
from exit_sim.sweep.provenance import FOLDER
from exit_sim.sweep.reliving import (
    Lived,
    again,
    again_by_mesa,
    chosen,
    cost,
    differing,
    held,
    how_many,
    quotas,
)
from exit_sim.sweep.rows import FINE, JOURNEYS, RAISED
from exit_sim.sweep.standing import Standing
from exit_sim.sweep.store import Part
from exit_sim.sweep.versions import changed, theory, version

BY_MESA = 3
"""Runs that are lived again with Mesa, too: the smallest of those that are lived again."""

SAME, OTHER, UNKNOWN = "same", "other", "unknown"
"""Whether a shard was lived on a platform like this one, as far as was noted."""

PLATFORM = ("system", "processor", "python", "libraries")


class Verdict(NamedTuple):
    """What an audit found.

    ``lived`` counts runs that were lived again, by whether their shard was lived on a platform like
    this; ``by_mesa`` those that Mesa lived again, too. ``changed`` names rules that are not those
    of the folder; then nothing is lived again. ``undesigned`` says why the design was not read.
    """

    files: int
    runs: int
    failed: int
    missing: int
    findings: list[Finding]
    lived: Mapping[str, int]
    by_mesa: int
    changed: list[str]
    undesigned: str


def verify(standing: Standing, share: float, told: Callable[[int], None]) -> Verdict:
    """Audit a folder; ``told`` is told how many runs were lived again."""
    other_rules = changed(standing.store.plan["theory"], theory())
    if not other_rules and standing.store.plan["version"] != version():
        other_rules = ["the version of the tables"]
    findings = list[Finding]()
    design, undesigned = _designed(standing, findings)
    checker = Checker(standing, design)
    findings += checker.stray()
    by_shard, files = _by_shard(standing, findings)
    whole = [number for number in sorted(by_shard) if number in standing.done]
    wanted = _wanted(standing, whole, share) if not other_rules else {}
    platforms = platforms_of(standing)
    runs = failed = 0
    lived, smallest = Counter[str](), list[tuple[float, str, Lived]]()
    for number in sorted(by_shard):
        before = len(findings)
        rows, some = _audited(checker, by_shard[number], wanted.get(number, 0), findings)
        runs += len(rows)
        failed += sum(row["status"] != FINE for row in rows)
        if some and len(findings) == before:
            for one, (row, months) in zip(some, again(checker, some), strict=True):
                findings += _differs(one, differing(one, row, months), "")
            lived[platforms.get(number, UNKNOWN)] += len(some)
            mesa = [one for one in some if one.row["status"] != RAISED]
            smallest += [(cost(checker, one.row), one.row["run_key"], one) for one in mesa]
            smallest = sorted(smallest, key=lambda each: each[:2])[:BY_MESA]
            told(sum(lived.values()))
    by_mesa = smallest if compiled() else []
    for _, _, one in by_mesa:
        row, months = again_by_mesa(checker, one)
        findings += _differs(one, differing(one, row, months), "with Mesa, ")
    return Verdict(
        files=files,
        runs=runs,
        failed=failed,
        missing=len(standing.missing()),
        findings=findings,
        lived=lived,
        by_mesa=len(by_mesa),
        changed=other_rules,
        undesigned=undesigned,
    )


def to_live(standing: Standing, share: float) -> int:
    """How many runs of a folder are lived again, if nothing is wrong with it."""
    if standing.store.plan["version"] != version():
        return 0
    runs = sum(standing.runs_of(one) for one in standing.shards if one.number in standing.done)
    return how_many(share, runs)


def platforms_of(standing: Standing) -> dict[int, str]:
    """Say of each shard whether it was lived on a platform like this one, as far as was noted."""
    here = made_with()
    found: dict[int, str] = {}
    for path in sorted((standing.folder / FOLDER).glob("*.json")):
        try:
            said: Any = json.loads(path.read_text("utf-8"))
            shards = from_array(said["shards"])
            same = all(said[name] == here[name] for name in PLATFORM)
        except (OSError, ValueError, KeyError, TypeError):
            continue
        found |= dict.fromkeys(shards, SAME if same else OTHER)
    return found


def _designed(standing: Standing, findings: list[Finding]) -> tuple[Plan | None, str]:
    """Read the design that is kept, if what it rests on is here; else say why not."""
    try:
        plan = Plan(Design.load(standing.folder / "design.toml"), standing.rounds)
        content = plan.content
    except BadInput as error:
        return None, str(error)
    if content != standing.store.plan["content"]:
        findings.append(Finding("design.toml", "read here it makes other runs than were planned"))
        return None, ""
    return plan, ""


def _by_shard(
    standing: Standing, findings: list[Finding]
) -> tuple[dict[int, dict[str, Part]], int]:
    """Put the files of each shard together; one that stands there twice is found."""
    found: dict[int, dict[str, Part]] = {}
    files = 0
    for table in standing.store.tables:
        for part in standing.store.parts(table):
            files += 1
            here = found.setdefault(part.shard, {})
            if table in here:
                what = f"is of shard {part.shard} again, beside {here[table].path.name}"
                findings.append(Finding(_where(part), what))
            else:
                here[table] = part
    return found, files


def _wanted(standing: Standing, whole: list[int], share: float) -> dict[int, int]:
    """How many runs of each whole shard are lived again."""
    by_number = {shard.number: shard for shard in standing.shards}
    sizes = [standing.runs_of(by_number[number]) for number in whole]
    return dict(zip(whole, quotas(sizes, how_many(share, sum(sizes))), strict=True))


def _audited(
    checker: Checker, parts: Mapping[str, Part], number: int, findings: list[Finding]
) -> tuple[list[Row], list[Lived]]:
    """Audit the files of a shard; give its rows, and so many of its runs, if all is well."""
    before = len(findings)
    tables = {}
    for table, part in parts.items():
        try:
            tables[table] = checker.read(part)
        except BadInput as error:
            findings.append(Finding(_where(part), error.problem))
    if JOURNEYS not in tables:
        return [], []
    rows = tables[JOURNEYS].to_pylist()
    findings += checker.journeys(parts[JOURNEYS], rows)
    if len(findings) == before and MONTHS in tables:
        findings += checker.months(parts[MONTHS], tables[MONTHS], rows)
    if len(findings) > before:
        return rows, []
    places = chosen(rows, number)
    return rows, held(checker, parts[JOURNEYS].shard, rows, tables.get(MONTHS), places)


def _differs(one: Lived, names: list[str], how: str) -> Iterator[Finding]:
    if names:
        what = f"{how}{names[0]}" + (f", and {len(names) - 1} more" if len(names) > 1 else "")
        yield Finding(f"shard {one.shard}, run {one.row['run_key']}", what)


def _where(part: Part) -> str:
    return f"{part.table}/{part.path.name}"
