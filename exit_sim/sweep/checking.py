"""A file of a sweep is held to its name, to the plan, and to what stands in its own rows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from exit_sim.errors import BadInput
from exit_sim.results.table_files import schema_of
from exit_sim.scenario import Scenario
from exit_sim.sweep.keys import key_of_run, run_key
from exit_sim.sweep.plan import Plan, Shard
from exit_sim.sweep.reading import table_of
from exit_sim.sweep.rows import FINE, NOT_FINITE, RAISED, Which, rebuilt
from exit_sim.sweep.standing import Standing
from exit_sim.sweep.store import Part

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]

MOST_KNOWN, MOST_SCENARIOS = 65_536, 512
"""Scenarios of which it is remembered what they say, and scenarios that are held whole."""

MOST_SHOWN = 3


class Finding(NamedTuple):
    """Something that is not as it ought to be, and where."""

    where: str
    what: str


class Known(NamedTuple):
    """What begins the keys of a scenario's runs, and how many months they have."""

    begun: Any
    horizon: int


class Checker:
    """Holds the files of a folder to its plan, and to its ``design`` where that can be read."""

    def __init__(self, standing: Standing, design: Plan | None) -> None:
        self.standing = standing
        self.plan = standing.store.plan
        self.design = design
        self._shards = {shard.number: shard for shard in standing.shards}
        self._columns = standing.store.columns()
        self._scenario = lru_cache(MOST_SCENARIOS)(self._made_again)
        self._known = lru_cache(MOST_KNOWN)(self._looked_at)
        self._met: dict[tuple[int, str], bytes] = {}

    def stray(self) -> Iterator[Finding]:
        """Find what stands among the files and is none of them, which readers would read too."""
        for table in self.standing.store.tables:
            known = {part.path.name for part in self.standing.store.parts(table)}
            for path in sorted((self.standing.folder / table).iterdir()):
                if path.name not in known and not path.name.startswith("."):
                    yield Finding(f"{table}/{path.name}", "is no file of this sweep")

    def read(self, part: Part) -> "pa.Table":
        """Read a file that is of this plan, and as it was written.

        Raises:
            BadInput: it is not.
        """
        if part.shard not in self._shards:
            problem = f"is of shard {part.shard}, which the plan does not have"
            raise BadInput(problem)
        table = table_of(part)
        more = {"plan": self.standing.store.name, "shard": str(part.shard)}
        schema = schema_of(part.table, self._columns[part.table], more)
        if not table.schema.equals(schema):
            problem = "has columns that are not the plan's"
            raise BadInput(problem)
        if table.schema.metadata != schema.metadata:
            problem = "is of another plan, shard or table, by what it says of itself"
            raise BadInput(problem)
        return table

    def journeys(self, part: Part, rows: Sequence[Row]) -> Iterator[Finding]:
        """Hold the rows of a shard to the plan, and their keys to what stands beside them."""
        where, shard = f"{part.table}/{part.path.name}", self._shards[part.shard]
        there = [tuple(row[name] for name in Which._fields) for row in rows]
        wanted = list(self.standing.which(shard))
        if there != wanted:
            yield Finding(where, _not_the_plans(there, wanted, "run"))
        for row in rows:
            problem = self._problem(row)
            if problem:
                yield Finding(f"{where}, run {row['run_key']}", problem)
        if self.design is not None and there == wanted:
            keys = self._designed(self.design, shard)
            for row, key in zip(rows, keys, strict=True):
                if row["run_key"] != key:
                    what = "its settings are not those of the design"
                    yield Finding(f"{where}, run {row['run_key']}", what)

    def months(self, part: Part, table: "pa.Table", journeys: Sequence[Row]) -> Iterator[Finding]:
        """Hold the months of a shard to its journeys."""
        names = (*Which._fields, "month")
        there = list(zip(*(table[name].to_pylist() for name in names), strict=True))
        wanted = [
            (*(row[name] for name in Which._fields), month)
            for row in journeys
            for month in self.months_of(row)
        ]
        if there != wanted:
            what = _not_the_plans(there, wanted, "month of a run")
            yield Finding(f"{part.table}/{part.path.name}", what)

    def months_of(self, row: Row) -> range:
        """Which months of a run are kept: none where it came to an error."""
        every = self.plan["every"]
        horizon = 0 if row["status"] == RAISED else self._known(*self._signed(row)).horizon
        return range(every, horizon + 1, every)

    def scenario(self, row: Row) -> Scenario:
        """Make the scenario of a row again, from what the plan and the row say of it alone."""
        return self._scenario(*self._signed(row))

    def _signed(self, row: Row) -> tuple[tuple[Any, ...], Any, Any]:
        """Take what of a row makes its scenario."""
        return tuple(row[name] for name in self.plan["varied"]), row["events"], row["held"]

    def _made_again(self, settings: tuple[Any, ...], events: str, held: str) -> Scenario:
        varied = self.plan["varied"]
        row = {**dict(zip(varied, settings, strict=True)), "events": events, "held": held}
        return rebuilt(self.plan["usual"], row, varied)

    def _looked_at(self, settings: tuple[Any, ...], events: str, held: str) -> Known:
        scenario = self._scenario(settings, events, held)
        return Known(run_key(self.plan["version"], scenario), scenario.horizon)

    def _problem(self, row: Row) -> str:
        """Say what is wrong with a row by itself, if anything."""
        try:
            begun = self._known(*self._signed(row)).begun
        except Exception as error:  # noqa: BLE001  whatever stands there, other rows are looked at
            return f"its settings make no scenario ({type(error).__name__})"
        if key_of_run(begun, row["seed"]) != row["run_key"]:
            return "its key is not that of its settings and seed"
        if row["status"] not in {FINE, NOT_FINITE, RAISED}:
            return f"its status is no status: {row['status']}"
        if (row["problem"] is None) != (row["status"] == FINE):
            return "its status and its problem do not go together"
        if self.design is None and not self.plan["members"]:
            known = self._met.setdefault((row["point"], row["option"]), begun.digest())
            if known != begun.digest():
                return "its settings are not those of other runs of its point and option"
        return ""

    def _designed(self, design: Plan, shard: Shard) -> Iterator[str]:
        """Give the key of each run of a shard, as the design has it."""
        known: dict[int, tuple[Scenario, Any]] = {}
        for run in design.runs_in(shard):
            scenario, seed = run.job
            if id(scenario) not in known:
                if len(known) == MOST_SCENARIOS:
                    known.clear()
                known[id(scenario)] = scenario, run_key(self.plan["version"], scenario)
            yield key_of_run(known[id(scenario)][1], seed)


def _not_the_plans(
    there: Sequence[tuple[Any, ...]], wanted: Sequence[tuple[Any, ...]], one: str
) -> str:
    """Say how rows are not those of the plan."""
    found, planned = Counter(there), Counter(wanted)
    missing = list((planned - found).elements())
    surplus = list((found - planned).elements())
    groups = {
        "missing": missing,
        "doubled": [each for each in surplus if each in planned],
        "foreign": [each for each in surplus if each not in planned],
    }
    parts = [f"{what}: {_shown(group, one)}" for what, group in groups.items() if group]
    return "; ".join(parts) or "its rows are not in the order of the plan"


def _shown(rows: Sequence[tuple[Any, ...]], one: str) -> str:
    names = (*Which._fields, "month")
    shown = [
        " ".join(f"{name} {value}" for name, value in zip(names, row, strict=False))
        for row in rows[:MOST_SHOWN]
    ]
    more = f" and {len(rows) - MOST_SHOWN} more" if len(rows) > MOST_SHOWN else ""
    return f"{one} {'; '.join(shown)}{more}"
