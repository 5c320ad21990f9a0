"""Files of a sweep that cannot be counted on are found: altered, of another, or twice there."""

from collections.abc import Iterable
from typing import NamedTuple

from exit_sim.sweep.store import Part, Store, hash_of

ALTERED = "its bytes are not those that its name promises"
FOREIGN = "it is of another sweep"
TWICE = "its shard stands there a second time"


class Fault(NamedTuple):
    """A file that cannot be counted on, and why."""

    part: Part
    why: str


def faults(store: Store, planned: Iterable[int], ours: Iterable[int]) -> list[Fault]:
    """Find files that cannot be counted on, among those of our shards or of none planned."""
    others = {*planned} - {*ours}
    found: list[Fault] = []
    for table in store.tables:
        seen: set[int] = set()
        for part in store.parts(table):
            if part.shard in others:
                continue
            why = fault(store, part) or (TWICE if part.shard in seen else "")
            if why:
                found.append(Fault(part, why))
            else:
                seen.add(part.shard)
    return found


def fault(store: Store, part: Part) -> str:
    """Say why one file alone cannot be counted on, if so."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        content = part.path.read_bytes()
        if hash_of(content) != part.hash:
            return ALTERED
        said = pq.read_schema(pa.BufferReader(content)).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return ALTERED
    known = {b"table": part.table, b"plan": store.name, b"shard": str(part.shard)}
    return "" if all(said.get(k) == v.encode() for k, v in known.items()) else FOREIGN
