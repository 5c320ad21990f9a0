"""A sweep begins, or goes on where it was left; never under other rules or another design."""

import json
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from exit_sim.errors import BadInput
from exit_sim.results.tables import MONTHS
from exit_sim.sweep.design import Design
from exit_sim.sweep.faults import FOREIGN, fault
from exit_sim.sweep.files import put_first
from exit_sim.sweep.plan import WORDS, Plan, Round
from exit_sim.sweep.provenance import FOLDER as PROVENANCE
from exit_sim.sweep.rows import JOURNEYS
from exit_sim.sweep.store import EXPLAINS, PLAN, Store
from exit_sim.sweep.versions import changed, fingerprint
from exit_sim.twins.rounds import ends

MOST_NAMED = 8
EXTENSION = "plan-{:04d}.json"
_EXTENDS = re.compile(r"plan-\d{4}\.json")


def opened(folder: Path, design: Design, *, new_version: bool = False) -> tuple[Store, Plan]:
    """Open the store of a design, or make it; under ``new_version``, beside that of older rules.

    Raises:
        BadInput: the folder holds something else, another design, or was lived by other rules.
        CannotKeep: the system refused.
    """
    plan = Plan(design)
    if not (folder / PLAN).exists():
        _refuse_others(folder)
        _refuse_other_shards(Store(folder, plan.said()))
        Store.begin(folder, plan)
    store = Store.open(folder)  # another may have begun it meanwhile
    if store.plan["version"] != plan.version:
        if new_version:
            return opened(folder / f"version-{plan.version[:12]}", design)
        _refuse_other_rules(folder, store.plan, plan)
    _refuse_other_numbers(folder, store.plan)
    _refuse_other_design(folder, store.plan, plan.said())
    store.explain(plan)
    rounds = [*plan.rounds, *further_rounds(store)]
    return store, Plan(design, rounds)


def further_rounds(store: Store) -> list[Round]:
    """The rounds by which a sweep was extended since it was planned, in their order.

    Raises:
        BadInput: a file that plans them is not as it was written.
    """
    found: list[Round] = []
    last = store.plan["rounds"][-1][1]
    for path in extensions(store.folder):
        try:
            said = json.loads(path.read_text("utf-8"))
            new = [Round(*each) for each in said["rounds"]]
            ends_of = [last, *(each.last for each in new)]
            fits = said["extends"] == store.name and [each.first for each in new] == ends_of[:-1]
        except (ValueError, KeyError, TypeError):
            fits, new = False, []
        if not fits or not new:
            problem = "is damaged, or extends another sweep"
            raise BadInput(problem, file=str(path), allowed=f"put back the {path.name} of this one")
        found += new
        last = new[-1].last
    return found


def extensions(folder: Path) -> list[Path]:
    """Find the files by which a sweep was extended, in their order."""
    return sorted(folder.glob("plan-[0-9][0-9][0-9][0-9].json"))


def extended(folder: Path, design: Design, runs: int) -> tuple[Store, Plan]:
    """Plan more replicates of every point, up to ``runs`` of them; what is there stays as it is.

    With a precision, rounds go on doubling up to so many.

    Raises:
        BadInput: the folder is not of this design and these rules, or has so many already.
        CannotKeep: the system refused.
    """
    Store.open(folder)
    store, plan = opened(folder, design)
    last = plan.rounds[-1].last
    if runs <= last:
        problem = f"has {last} replicates of every point already"
        allowed = f"allowed: --runs of {last + 1} or more"
        raise BadInput(problem, file=str(folder), allowed=allowed)
    stops = [last, runs]
    if design.replicates.precision is not None:
        stops = [last, *(end for end in ends(cap=runs) if end > last)]
    new = [Round(a, b) for a, b in pairwise(stops)]
    number = len(extensions(folder)) + 2
    said = {"extends": store.name, "rounds": [list(each) for each in new]}
    where = folder / EXTENSION.format(number)
    if not put_first(where, (json.dumps(said, indent=1) + "\n").encode()):
        problem = "was extended by somebody else meanwhile"
        raise BadInput(problem, file=str(folder), allowed="exit-sim status tells by how much")
    return store, Plan(design, [*plan.rounds, *new])


def _refuse_others(folder: Path) -> None:
    """Refuse a place that is a file, or a folder with something else in it."""
    if folder.exists() and not folder.is_dir():
        problem = "is a file, not a folder"
        raise BadInput(problem, file=str(folder))
    known = {*EXPLAINS, JOURNEYS, MONTHS, PROVENANCE}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = path.name
        if not (name in known or name.startswith((".", "version-")) or _EXTENDS.fullmatch(name)):
            problem = f"holds {name}, and is not a sweep"
            allowed = "allowed: a new folder, an empty one, or one of this sweep"
            raise BadInput(problem, file=str(folder), allowed=allowed)


def _refuse_other_shards(store: Store) -> None:
    """Refuse a folder whose plan is gone and whose files are of another, as the first tells."""
    first = [part for table in store.tables for part in store.parts(table)][:1]
    if any(fault(store, part) == FOREIGN for part in first):
        problem = "holds files of another sweep, and no plan.json"
        allowed = "put back its plan.json, or take another folder"
        raise BadInput(problem, file=str(store.folder), allowed=allowed)


def _refuse_other_rules(folder: Path, said: Mapping[str, Any], plan: Plan) -> None:
    names = changed(said["theory"], plan.theory)
    problem = f"was lived by other rules; changed since: {_named(names)}"
    allowed = "go back to them, take another folder, or keep versions apart with --new-version"
    raise BadInput(problem, file=str(folder), allowed=allowed)


def _refuse_other_numbers(folder: Path, said: Mapping[str, Any]) -> None:
    """Refuse to go on where the same inputs do not give the same bits as where it began."""
    if said["fingerprint"] != fingerprint():
        began, here = said["fingerprint"][:12], fingerprint()[:12]
        problem = f"was begun where the same inputs give other numbers ({began}, and here {here})"
        allowed = "go on where it began, or with the libraries that its provenance names"
        raise BadInput(problem, file=str(folder), allowed=allowed)


def _refuse_other_design(folder: Path, said: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Refuse a design of which anything but its words is not as it was planned."""
    here = json.loads(json.dumps(now))
    names = sorted(name for name in {*said, *here} - {*WORDS} if said.get(name) != here.get(name))
    if names:
        problem = f"was planned from another design; what differs: {_named(names)}"
        allowed = "put the design back, or take another folder; exit-sim extend adds replicates"
        raise BadInput(problem, file=str(folder), allowed=allowed)


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
