"""What stands in a sweep's folder is read off its plan and its files alone, and left as it is."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from exit_sim.errors import BadInput
from exit_sim.results.folder import repeatable
from exit_sim.sweep.design import Design
from exit_sim.sweep.opened import further_rounds
from exit_sim.sweep.plan import Round, Shard, shards_of, units_of
from exit_sim.sweep.reading import SAYS_WHICH, columns_of
from exit_sim.sweep.rows import FINE, JOURNEYS
from exit_sim.sweep.store import ASIDE, PLAN, Part, Store

_NAMES_A_FILE = re.compile(r"""['"][^'"\n]*\.(?:toml|csv)(?::[^'"\n]*)?['"]""")


class Standing:
    """A folder of a sweep as it is found; neither its design nor what that rests on is needed."""

    def __init__(self, store: Store) -> None:
        self.store = store
        plan = store.plan
        try:
            planned = [Round(*each) for each in plan["rounds"]]
            self.rounds = (*planned, *further_rounds(store))
            self.shards = shards_of(self.rounds, plan["points"], plan["units_a_shard"])
        except (KeyError, TypeError, ValueError):
            problem = "is damaged: it does not say what was planned"
            path = str(store.folder / PLAN)
            raise BadInput(problem, file=path, allowed="put back the plan of this sweep") from None

    @classmethod
    def open(cls, folder: Path) -> "Standing":
        """Open a folder.

        Raises:
            BadInput: it is no sweep, or a file that plans it is damaged.
        """
        return cls(Store.open(folder))

    @property
    def folder(self) -> Path:
        """Where it stands."""
        return self.store.folder

    @property
    def runs(self) -> int:
        """How many runs are planned, in all rounds."""
        return sum(map(self.runs_of, self.shards))

    def runs_of(self, shard: Shard) -> int:
        """How many runs a shard holds."""
        return (shard.last - shard.first) * len(self.store.plan["options"])

    def which(self, shard: Shard) -> Iterator[tuple[int, str, int, int]]:
        """Give point, option, replicate and seed of each run of a shard, in their order."""
        plan = self.store.plan
        units = units_of(shard, self.rounds, plan["points"], members=plan["members"])
        for point, replicate in units:
            for option in plan["options"]:
                yield point, option, replicate, plan["seed"] + replicate

    @cached_property
    def done(self) -> set[int]:
        """Which shards of the plan were there, whole, when it was first asked."""
        return self.store.done() & {shard.number for shard in self.shards}

    def missing(self, among: Sequence[Shard] | None = None) -> list[int]:
        """Which shards are not there."""
        return [one.number for one in among or self.shards if one.number not in self.done]

    def parts(self, table: str) -> list[Part]:
        """Give the files of whole shards of the plan, in their order.

        Raises:
            BadInput: one stands there twice.
        """
        found = [part for part in self.store.parts(table) if part.shard in self.done]
        for before, part in pairwise(found):
            if before.shard == part.shard:
                problem = f"holds shard {part.shard} twice, and they differ"
                raise BadInput(problem, file=str(part.path.parent), allowed=SAYS_WHICH)
        return found

    def failed(self) -> int:
        """How many runs that were kept did not come to their end."""
        import pyarrow.compute as pc

        found = 0
        for part in self.parts(JOURNEYS):
            fared = pc.not_equal(columns_of(part, ["status"])["status"], FINE)
            found += int(pc.sum(fared).as_py() or 0)
        return found

    def beside(self) -> list[Path]:
        """Find the versions that were kept beside this one, when rules changed."""
        return sorted(path.parent for path in self.folder.glob(f"version-*/{PLAN}"))

    def put_aside(self) -> list[Path]:
        """Find damaged files that a sweep put out of the way."""
        return sorted(path for table in self.store.tables for path in self._aside(table))

    def _aside(self, table: str) -> Iterator[Path]:
        return (self.folder / table).glob(f"{ASIDE}*")

    def resume(self) -> str:
        """The command that goes on with it.

        It takes the design as it was read, which is kept, unless that names files beside it.
        """
        name = str(self.store.plan["name"])
        kept = self.folder / "design.toml"
        if name not in Design.names_shipped():
            alone = kept.exists() and not _NAMES_A_FILE.search(kept.read_text("utf-8"))
            name = str(kept) if alone else f"{name}.toml"
        return repeatable(["sweep", name, "--out", str(self.folder)], leave_out=())


def as_jobs(shards: Sequence[int], planned: int) -> str:
    """Say which jobs of an array live through these shards, one each.

    >>> as_jobs([2, 3, 9], 40)
    '--array=2-3,9, each with --shard $SLURM_ARRAY_TASK_ID/40'
    """
    from exit_sim.sweep.arrays import as_array

    return f"--array={as_array(shards)}, each with --shard $SLURM_ARRAY_TASK_ID/{planned}"
