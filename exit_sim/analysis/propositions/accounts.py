"""What was found is written down with the rules and the file that it was found by."""

import json
from collections.abc import Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import Any

from exit_sim.analysis.propositions.judged import Judged
from exit_sim.results.fingerprint import SCHEMA_VERSION, rules_hash
from exit_sim.scenario.file import SHIPPED

FILE = "verdicts.json"
PUBLISHED = SHIPPED / "verdicts"
"""Where what is published stands, a file for each level."""

Account = Mapping[str, Any]


def published(level: str) -> Account:
    """Read the verdicts that are published at a level; nothing where there are none."""
    return _read(PUBLISHED / f"{level}.json")


def last_account(out: Path | None, level: str = "baseline") -> Account:
    """Read the verdicts that were seen last: those of a folder, or those that are published."""
    kept = {} if out is None else _read(out / "verdicts" / FILE)
    return kept or published(level)


def edited(judged: Judged, seen: Account) -> bool:
    """Whether a proposition's file was edited after a verdict on it had been seen."""
    before = {one["id"]: one["file"] for one in seen.get("verdicts", [])}
    hash_before = before.get(judged.proposition.id)
    return hash_before is not None and hash_before != judged.proposition.hash


def account(judged: Sequence[Judged], seen: Account) -> Account:
    """Write down verdicts, each with the hash of its file and whether it was edited meanwhile."""
    return {
        "made_by": "exit_sim",
        "schema_version": SCHEMA_VERSION,
        "rules": rules_hash(),
        "verdicts": [_one(each, seen) for each in judged],
    }


def text(of: Account) -> str:
    """Write an account as JSON."""
    return json.dumps(of, indent=1, sort_keys=True) + "\n"


def _one(judged: Judged, seen: Account) -> Account:
    of, first = judged.proposition, judged.findings[0]
    return {
        "id": of.id,
        "name": of.name,
        "file": of.hash,
        "edited_after_a_verdict": edited(judged, seen),
        "set_on": of.set_on,
        "level": str(judged.level),
        "sets": judged.sets,
        "units": judged.units,
        "built_in": of.built_in,
        "expected": first.estimand.expected,
        "smallest": first.estimand.smallest,
        "found": _number(first.found.effect),
        "half_width_simulation": _number(first.found.simulation),
        "low_plausible": _number(first.low),
        "high_plausible": _number(first.high),
        "share_of_space": _number(first.shares.holds),
        "verdict": str(first.verdict),
        "other_ways": [
            {"says": each.estimand.says, "found": _number(each.found.effect),
             "half_width_simulation": _number(each.found.simulation), "verdict": str(each.verdict)}
            for each in judged.findings[1:]
        ],
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if isnan(value) else value


def _read(path: Path) -> Account:
    if not path.is_file():
        return {}
    found: Account = json.loads(path.read_text("utf-8"))
    return found
