"""A proposition is lived through in a folder of its own, shard by shard, and read back."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exit_sim.results.columns import TEXT
from exit_sim.results.journeys import journey_columns
from exit_sim.results.many import Told
from exit_sim.sweep.design import Design
from exit_sim.sweep.going import Halted, Stop, go
from exit_sim.sweep.going import Told as Went
from exit_sim.sweep.lease import lease
from exit_sim.sweep.opened import opened
from exit_sim.sweep.plan import Plan
from exit_sim.sweep.rows import FINE, JOURNEYS
from exit_sim.sweep.store import Store
from exit_sim.sweep.where.threads import Threads

Array = NDArray[Any]
Under = Mapping[str, Mapping[str, Array]]
"""By option and outcome column, (points, units): numbers, NaN where missing, or words."""


def lived(design: Design, folder: Path, stop: Stop, told: Told) -> Under:
    """Live through what is missing of a design in a folder, and give what came of all of it.

    Raises:
        BadInput: the folder is of another design, or of other rules.
        CannotKeep: the system refused.
        Halted: it was told to stop; what was lived through is kept.
    """
    store, plan = opened(folder, design)
    with lease(store.folder) as mine:
        store.tidy()
        missing = [shard for shard in plan.shards if shard.number not in store.done()]
        before = plan.runs - sum(map(plan.runs_of, missing))
        told(before)
        if missing:
            go(store, plan, missing, Threads(0, len(missing)), stop, mine, _further(told, before))
        if stop:
            raise Halted
    return read_back(store, plan)


def read_back(store: Store, plan: Plan) -> Under:
    """Read a whole store as arrays; a run that failed is missing."""
    import pyarrow.parquet as pq

    design = plan.design
    shape = (plan.points, plan.rounds[-1].last)
    texts = {column.name for column in journey_columns() if column.type == TEXT}
    found = {
        option.label: {
            name: np.full(shape, None, object) if name in texts else np.full(shape, np.nan)
            for name in design.outcomes
        }
        for option in design.options
    }
    columns = ["point", "replicate", "option", "status", *design.outcomes]
    for part in store.parts(JOURNEYS):
        table = pq.read_table(part.path, columns=columns)
        point, replicate = (table[name].to_numpy() for name in ("point", "replicate"))
        option, status = (
            table[name].to_numpy(zero_copy_only=False) for name in ("option", "status")
        )
        for label, mine in found.items():
            here = (option == label) & (status == FINE)
            for name, values in mine.items():
                came = table[name].to_numpy(zero_copy_only=False)
                values[point[here], replicate[here]] = came[here]
    return found


def _further(told: Told, before: int) -> Callable[[Went], None]:
    return lambda went: told(before + went.runs)
