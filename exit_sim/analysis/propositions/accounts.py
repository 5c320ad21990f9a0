"""What was found is written down with the rules and the file that it was found by."""

import json
from collections.abc import Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import Any

from exit_sim.analysis.propositions.flips import Flips
from exit_sim.analysis.propositions.judged import Judged
from exit_sim.analysis.propositions.knockouts import Knocked, about_the_model
from exit_sim.analysis.propositions.proposition import Proposition
from exit_sim.results.fingerprint import SCHEMA_VERSION, rules_hash
from exit_sim.scenario.file import SHIPPED

FILE, KNOCKED = "verdicts.json", "knockouts.json"
PUBLISHED = SHIPPED / "verdicts"
"""Where what is published stands, a file for each level."""

Account = Mapping[str, Any]


def published(level: str) -> Account:
    """Read the verdicts that are published at a level; nothing where there are none."""
    return _read(PUBLISHED / f"{level}.json")


def knocked_out_published() -> Account:
    """Read the knock-outs that are published; nothing where there are none."""
    return _read(PUBLISHED / KNOCKED)


def last_account(out: Path | None, level: str = "baseline") -> Account:
    """Read the verdicts that were seen last: those of a folder, or those that are published."""
    kept = {} if out is None else _read(out / "verdicts" / FILE)
    return kept or published(level)


def edited(judged: Judged, seen: Account) -> bool:
    """Whether a proposition's file was edited after a verdict on it had been seen."""
    before = {one["id"]: one["file"] for one in seen.get("verdicts", [])}
    hash_before = before.get(judged.proposition.id)
    return hash_before is not None and hash_before != judged.proposition.hash


def account(
    judged: Sequence[Judged], where: Mapping[str, Flips], rests: Mapping[str, str], seen: Account
) -> Account:
    """Write down verdicts, each with the hash of its file and whether it was edited meanwhile.

    ``where`` and ``rests`` say, by name of a proposition, where it flips and what it rests on.
    """
    every = [
        {
            **_one(each, seen),
            "flips_where": where[name].words() if name in where else None,
            "rests_on": rests.get(name),
        }
        for each in judged
        for name in [each.proposition.name]
    ]
    return {**_made(), "verdicts": every}


def knocked_out(knocked: Sequence[Knocked], units: int) -> Account:
    """Write down what findings rest on, each with the hash of its file."""
    every = [
        {
            "id": one.proposition.id,
            "name": one.proposition.name,
            "file": one.proposition.hash,
            "built_in": one.proposition.built_in,
            "named": list(one.proposition.mechanisms),
            "found": _number(one.whole.effect),
            "half_width_simulation": _number(one.whole.simulation),
            "off": {k.mechanism: str(k.fate) for k in one.knocks if k.how == "off"},
            "held": {k.mechanism: str(k.fate) for k in one.knocks if k.how == "held"},
            "rests_on": one.rests_on(),
        }
        for one in knocked
    ]
    about = list(about_the_model(knocked))
    return {**_made(), "units": units, "findings": every, "about_the_model": about}


def rests_on(out: Path | None, propositions: Sequence[Proposition]) -> dict[str, str]:
    """Say what propositions rest on, by name: by knock-outs of a folder, or by those published.

    Knock-outs under other rules, or of a file that was edited since, say nothing.
    """
    kept = {} if out is None else _read(out / "knockouts" / KNOCKED)
    of = kept or knocked_out_published()
    if of.get("rules") != rules_hash():
        return {}
    known = {one["file"]: _rests(one) for one in of["findings"]}
    return {one.name: known[one.hash] for one in propositions if one.hash in known}


def _rests(one: Account) -> str:
    if one["rests_on"]:
        return ", ".join(one["rests_on"])
    tried = set(one["held"].values())
    return "luck leaves it open" if tried <= {"open"} else "none of those tried"


def text(of: Account) -> str:
    """Write an account as JSON."""
    return json.dumps(of, indent=1, sort_keys=True) + "\n"


def _made() -> dict[str, Any]:
    return {"made_by": "exit_sim", "schema_version": SCHEMA_VERSION, "rules": rules_hash()}


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
        "low_rival": _number(judged.rivals.low) if judged.rivals else None,
        "high_rival": _number(judged.rivals.high) if judged.rivals else None,
        "rivals": [
            {"form": each.form, "found": _number(each.found.effect),
             "half_width_simulation": _number(each.found.simulation), "verdict": str(each.verdict)}
            for each in (judged.rivals.forms if judged.rivals else ())
        ],
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
