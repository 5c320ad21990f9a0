"""The store of a sweep: a plan that is never changed, and shards that are whole or not there."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from exit_sim.errors import BadInput
from exit_sim.results.columns import Column, described
from exit_sim.results.fingerprint import SCHEMA_VERSION
from exit_sim.results.table_files import as_csv
from exit_sim.results.tables import MONTHS
from exit_sim.scenario.settable import HELD
from exit_sim.sweep.files import keeping, make, put, put_first, sweep_away
from exit_sim.sweep.plan import Plan, same
from exit_sim.sweep.rows import JOURNEYS, journeys_of_a_sweep, months_of_a_sweep
from exit_sim.sweep.shard import Made

PLAN = "plan.json"
ASIDE = ".aside-"
"""How names of files begin that were put out of the way."""

LETTERS = 16
HASH = "hash"
PUT_BACK = "put back the plan.json of this sweep, or remove it and begin with the same design"
EXPLAINS = ("columns.csv", "settings.csv", "design.toml", "README.txt")

_NAME = re.compile(r"part-(\d{6})\.([0-9a-f]{16})\.parquet")


class Part(NamedTuple):
    """One file of one table: which shard it is of, and the hash that its name gives."""

    table: str
    shard: int
    hash: str
    path: Path


class Store:
    """A folder of one sweep, lived by one version of the rules."""

    def __init__(self, folder: Path, plan: Mapping[str, Any]) -> None:
        self.folder = folder
        self.plan = plan
        self.name = same(plan)

    @classmethod
    def open(cls, folder: Path) -> "Store":
        """Open a store that is there.

        Raises:
            BadInput: it is none.
        """
        path = folder / PLAN
        try:
            text = path.read_text("utf-8")
        except OSError:
            problem = "is not a sweep: it holds no plan.json"
            raise BadInput(problem, file=str(folder)) from None
        try:
            said = json.loads(text)
        except ValueError:
            said = None
        if not isinstance(said, dict) or said.get("made_by") != "exit_sim":
            problem = "is damaged, or not a plan of a sweep"
            raise BadInput(problem, file=str(path), allowed=PUT_BACK)
        if said.get("schema_version") != SCHEMA_VERSION:
            problem = f"is of version {said.get('schema_version')} of the tables"
            raise BadInput(problem, file=str(path), allowed=f"allowed: version {SCHEMA_VERSION}")
        if said.pop(HASH, None) != same(said):
            problem = "was changed since it was written"
            raise BadInput(problem, file=str(path), allowed=PUT_BACK)
        return cls(folder, said)

    @classmethod
    def begin(cls, folder: Path, plan: Plan) -> None:
        """Make the folder with its plan; of many who try at once, the plan of one stands.

        Raises:
            CannotKeep: the system refused.
        """
        said = plan.said()
        store = cls(folder, said)
        for table in store.tables:
            make(folder / table)
        written = json.dumps({HASH: store.name, **said}, indent=1) + "\n"
        put_first(folder / PLAN, written.encode())

    def explain(self, plan: Plan) -> None:
        """Put what explains the folder where it is not there.

        Raises:
            CannotKeep: the system refused.
        """
        for table in self.tables:
            make(self.folder / table)
        missing = [name for name in EXPLAINS if not (self.folder / name).exists()]
        for name, content in (self._explained(plan) if missing else {}).items():
            if name in missing:
                put(self.folder / name, content)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of the sweep; the last is written last, so that it makes a shard whole."""
        return (MONTHS, JOURNEYS) if self.plan["columns"] else (JOURNEYS,)

    def parts(self, table: str) -> Iterator[Part]:
        """Find the files of a table, by shard."""
        for path in sorted((self.folder / table).glob("part-*.parquet")):
            named = _NAME.fullmatch(path.name)
            if named:
                yield Part(table, int(named[1]), named[2], path)

    def done(self) -> set[int]:
        """Which shards are there, whole."""
        tables = [{part.shard for part in self.parts(table)} for table in self.tables]
        return set.intersection(*tables)

    def put(self, made: Made) -> None:
        """Keep a shard: it is there whole, or not at all.

        Raises:
            CannotKeep: the system refused, or the folder is no longer there.
        """
        for table in self.tables:
            content = made.files[table]
            where = self.folder / table / named(made.number, content)
            put(where, content)
            for other in where.parent.glob(f"part-{made.number:06d}.*.parquet"):
                if other != where:
                    self.put_aside(other)

    def put_aside(self, path: Path) -> None:
        """Put a file where nothing reads it, and lose nothing.

        Raises:
            CannotKeep: the system refused.
        """
        with keeping(path):
            path.replace(path.with_name(f"{ASIDE}{path.name}"))

    def tidy(self) -> None:
        """Remove what was left half-written by a process that is no more."""
        for folder in (self.folder, *(self.folder / table for table in self.tables)):
            sweep_away(folder)

    def columns(self) -> dict[str, tuple[Column, ...]]:
        """Describe the columns of each table."""
        plan = self.plan
        found = {JOURNEYS: journeys_of_a_sweep(plan["varied"], plan["outcomes"])}
        if plan["columns"]:
            found[MONTHS] = months_of_a_sweep(plan["columns"])
        return found

    def _explained(self, plan: Plan) -> dict[str, bytes]:
        """The files that explain the others."""
        from exit_sim.sweep.readme import readme

        every = [column for columns in self.columns().values() for column in columns]
        known = [tuple(row.values()) for row in described(every)]
        return {
            "columns.csv": as_csv(Column._fields, known),
            "settings.csv": _settings(plan),
            "design.toml": plan.design.text.encode(),
            "README.txt": readme(self.plan).encode(),
        }


def named(shard: int, content: bytes) -> str:
    """Name a file of a shard by its number and the hash of its bytes."""
    return f"part-{shard:06d}.{hash_of(content)}.parquet"


def hash_of(content: bytes) -> str:
    """Hash a file's bytes."""
    return hashlib.sha256(content).hexdigest()[:LETTERS]


def _settings(plan: Plan) -> bytes:
    """Every setting as it stands at the first point, with its source, and whether it varies."""
    varied = set(plan.design.varied())
    rows: list[Sequence[Any]] = [
        (
            source.name,
            1.0 if source.value == HELD else source.value,
            int(source.name in varied),
            source.unit,
            source.source,
            source.confidence,
        )
        for source in plan.design.at(0, 0).sources()
    ]
    heads = ("name", "value_at_the_first_point", "varies", "unit", "source", "confidence")
    return as_csv(heads, rows)
