"""What a sweep says when it ends, or is found as it was left."""

import sys
from typing import TYPE_CHECKING

from exit_sim.commands.exits import Resumable, SomeFailed
from exit_sim.commands.screen import Block, Command, Words, show
from exit_sim.sweep.precise import complete, unresolved
from exit_sim.sweep.rows import FINE, JOURNEYS
from exit_sim.sweep.store import Store

if TYPE_CHECKING:
    from exit_sim.sweep.plan import Plan


def aside(store: Store) -> None:
    """Put damaged files out of the way, and say so; their shards are lived through again."""
    for part in store.damaged():
        part.path.rename(part.path.with_name(f".damaged-{part.path.name}"))
        sys.stderr.write(
            f"{part.path}: its bytes are not those that its name promises;"
            f" it was put aside, and shard {part.shard} is lived through again.\n"
        )


def failures(store: Store) -> int:
    """How many runs that were kept did not come to their end."""
    import pyarrow.parquet as pq

    found = 0
    for part in store.parts(JOURNEYS):
        words = pq.read_table(part.path, columns=["status"])["status"]
        found += sum(word != FINE for word in words.to_pylist())
    return found


def told_at_the_end(
    command: str, store: Store, plan: "Plan", next_round: int | None, why: str
) -> None:
    """Say what is there, and how to go on.

    Raises:
        Resumable: something is missing.
        SomeFailed: nothing is, but some runs failed.
    """
    done = store.done()
    runs = sum(plan.runs_of(shard) for shard in plan.shards if shard.number in done)
    if next_round is not None:
        because = f"Stopped, since {why}" if why else "The shards of this job are done"
        kept = f"{runs:,} runs are kept in {store.folder}, in {len(done)} whole shards."
        text = f"{because}: {kept} Go on with:\n  {command}"
        raise Resumable(text)
    kept = f"{runs:,} runs are kept in {store.folder}, in {len(done)} shards."
    blocks: list[Block] = [Words(kept)]
    asked = plan.design.replicates
    if asked.precision is not None:
        rounds = complete(store, plan)
        number = plan.rounds[rounds - 1].last
        open_ = unresolved(store, plan, rounds)
        text = f"{number:,} replicates of each point were enough for ±{asked.precision:g}."
        if open_:
            text = f"Unresolved at {number:,} replicates: {open_:,} comparisons are less precise"
            text += f" than ±{asked.precision:g} in {asked.outcome}."
        blocks.append(Words(text, beneath=True))
    blocks += [Words("A first look at it:"), Command(f"exit-sim summarise {store.folder}")]
    blocks += [Words("The same again:"), Command(command)]
    show(blocks)
    failed = failures(store)
    if failed:
        text = f"{failed:,} of {runs:,} runs failed; their rows say why (status, problem)."
        text += f" exit-sim verify {store.folder} --run KEY lives one again."
        raise SomeFailed(text)
