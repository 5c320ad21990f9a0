"""A sweep begins, or goes on where it was left; never under other rules or another design."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from exit_sim.errors import BadInput
from exit_sim.sweep.design import Design
from exit_sim.sweep.files import put
from exit_sim.sweep.plan import Plan, Round
from exit_sim.sweep.store import PLAN, Store
from exit_sim.sweep.versions import changed
from exit_sim.twins.rounds import ends

MOST_NAMED = 8
EXTENSION = "plan-{:04d}.json"


def opened(folder: Path, design: Design, *, new_version: bool = False) -> tuple[Store, Plan]:
    """Open the store of a design, or make it; under ``new_version``, beside that of older rules.

    Raises:
        BadInput: the folder holds something else, another design, or was lived by other rules.
        CannotKeep: the system refused.
    """
    plan = Plan(design)
    if not (folder / PLAN).exists():
        _refuse_others(folder)
        return Store.begin(folder, plan), plan
    store = Store.open(folder)
    if store.plan["version"] != plan.version:
        if new_version:
            return opened(folder / f"version-{plan.version[:12]}", design)
        _refuse_other_rules(folder, store.plan, plan)
    _refuse_other_design(folder, store.plan, plan.said())
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
    put(folder / EXTENSION.format(number), (json.dumps(said, indent=1) + "\n").encode())
    return store, Plan(design, [*plan.rounds, *new])


def _refuse_others(folder: Path) -> None:
    """Refuse a place that is a file, or a folder with something else in it."""
    if folder.exists() and not folder.is_dir():
        problem = "is a file, not a folder"
        raise BadInput(problem, file=str(folder))
    known = {"columns.csv", "settings.csv", "design.toml", "README.txt", "journeys", "months"}
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.name not in known and not path.name.startswith("."):
                problem = f"holds {path.name}, and is not a sweep"
                allowed = "allowed: a new folder, an empty one, or one of this sweep"
                raise BadInput(problem, file=str(folder), allowed=allowed)


def _refuse_other_rules(folder: Path, said: Mapping[str, Any], plan: Plan) -> None:
    names = changed(said["theory"], plan.theory)
    problem = f"was lived by other rules; changed since: {_named(names)}"
    allowed = "go back to them, take another folder, or keep versions apart with --new-version"
    raise BadInput(problem, file=str(folder), allowed=allowed)


def _refuse_other_design(folder: Path, said: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Refuse a design of which anything but its words is not as it was planned."""
    here = json.loads(json.dumps(now))
    words = {"name", "about"}
    names = sorted(name for name in {*said, *here} - words if said.get(name) != here.get(name))
    if names:
        problem = f"was planned from another design; what differs: {_named(names)}"
        allowed = "put the design back, or take another folder; exit-sim extend adds replicates"
        raise BadInput(problem, file=str(folder), allowed=allowed)


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
