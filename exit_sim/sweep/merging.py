"""Shards of one plan that were lived on several disks are brought into one folder."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from exit_sim.errors import BadInput
from exit_sim.sweep.checking import Finding
from exit_sim.sweep.faults import FOREIGN
from exit_sim.sweep.files import make, put, put_first
from exit_sim.sweep.opened import extensions
from exit_sim.sweep.plan import WORDS
from exit_sim.sweep.provenance import FOLDER as PROVENANCE
from exit_sim.sweep.reading import bytes_of, said_by
from exit_sim.sweep.standing import Standing
from exit_sim.sweep.store import EXPLAINS, PLAN, Part, Store
from exit_sim.sweep.versions import changed

MOST_NAMED = 8


class Merged(NamedTuple):
    """How many shards came, how many were there already, and what was not taken, and why."""

    came: int
    known: int
    refused: list[Finding]


def check(into: Path, sources: Sequence[Path]) -> list[Standing]:
    """Open folders to bring shards from; they are of one plan, and of that which is there.

    Raises:
        BadInput: they are not, or one is named twice.
    """
    places = [each.resolve() for each in (into, *sources)]
    for place, folder in zip(places[1:], sources, strict=True):
        if places.count(place) > 1:
            problem = "is named twice"
            raise BadInput(problem, file=str(folder), allowed="name each folder once")
    there = (into / PLAN).exists()
    if not there and into.exists() and (not into.is_dir() or any(into.iterdir())):
        problem = "is neither a sweep nor an empty folder"
        raise BadInput(problem, file=str(into))
    found = [Standing.open(source) for source in sources]
    every = [Standing.open(into), *found] if there else found
    for one, other in pairwise(every):
        _refuse_another(one.store, other.store)
    planned: dict[str, bytes] = {}
    for standing in every:
        for path in extensions(standing.folder):
            if planned.setdefault(path.name, path.read_bytes()) != path.read_bytes():
                problem = "extends the sweep otherwise than another folder does"
                raise BadInput(problem, file=str(path))
    return found


def merge(into: Path, sources: Sequence[Standing], told: Callable[[int], None]) -> Merged:
    """Bring into a folder what others have and it has not; ``told`` is told of each shard.

    Raises:
        CannotKeep: the system refused; what was brought before is whole.
    """
    came = known = looked_at = 0
    refused = list[Finding]()
    for source in sources:
        _begin(into, source)
        mine = _whole(Standing.open(into))
        for number, parts in _whole(source).items():
            looked_at += 1
            told(looked_at)
            if number in mine:
                unlike = _unlike(parts, mine[number])
                refused += unlike
                known += not unlike
                continue
            try:
                contents = [_content(source, part) for part in parts]
            except BadInput as error:
                refused.append(Finding(error.file, error.problem))
                continue
            for part, content in zip(parts, contents, strict=True):
                put(into / part.table / part.path.name, content)
            came += 1
    return Merged(came, known, refused)


def _begin(into: Path, source: Standing) -> None:
    """Bring what explains the shards of a folder, and plans them; its plan comes last."""
    for table in (*source.store.tables, PROVENANCE):
        make(into / table)
    beside = [source.folder / name for name in EXPLAINS]
    beside += sorted((source.folder / PROVENANCE).glob("*.json"))
    for path in [*beside, *extensions(source.folder), source.folder / PLAN]:
        where = into / path.relative_to(source.folder)
        if path.exists() and not where.exists():
            put_first(where, path.read_bytes())


def _whole(standing: Standing) -> dict[int, list[Part]]:
    """Find the files of each whole shard, in the order in which they are to be written."""
    found: dict[int, list[Part]] = {number: [] for number in sorted(standing.done)}
    for table in standing.store.tables:
        for part in standing.store.parts(table):
            if part.shard in found:
                found[part.shard].append(part)
    return found


def _unlike(parts: Sequence[Part], mine: Sequence[Part]) -> list[Finding]:
    names = {(part.table, part.path.name) for part in mine}
    what = "is not the same as what is there of its shard"
    return [
        Finding(str(part.path), what) for part in parts if (part.table, part.path.name) not in names
    ]


def _content(standing: Standing, part: Part) -> bytes:
    """Read a file that is as it was written, and of this plan.

    Raises:
        BadInput: it is not.
    """
    content = bytes_of(part)
    said = said_by(content, part)
    if (said.get("plan"), said.get("shard")) != (standing.store.name, str(part.shard)):
        raise BadInput(FOREIGN, file=str(part.path))
    return content


def _refuse_another(one: Store, other: Store) -> None:
    if one.name == other.name:
        return
    if one.plan["version"] != other.plan["version"]:
        names = changed(one.plan["theory"], other.plan["theory"])
        problem = f"was lived by other rules than {one.folder}; what differs: {_named(names)}"
        allowed = "versions are kept apart"
    else:
        said = [{n: repr(v) for n, v in each.plan.items()} for each in (one, other)]
        names = [name for name in changed(*said) if name not in WORDS]
        problem = f"is of another plan than {one.folder}; what differs: {_named(names)}"
        allowed = "shards of one plan alone belong together"
    raise BadInput(problem, file=str(other.folder), allowed=allowed)


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
