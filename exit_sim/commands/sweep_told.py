"""What a sweep says when it ends, or is found as it was left."""

import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from exit_sim.commands.exits import Resumable, SomeFailed
from exit_sim.commands.screen import Block, Command, Words, show
from exit_sim.story.sentence import counted
from exit_sim.sweep.faults import faults
from exit_sim.sweep.precise import complete, unresolved
from exit_sim.sweep.provenance import others_wrote_with
from exit_sim.sweep.reading import columns_of
from exit_sim.sweep.rows import FINE, JOURNEYS
from exit_sim.sweep.store import Store

if TYPE_CHECKING:
    from exit_sim.sweep.plan import Plan


def aside(store: Store, plan: "Plan", ours: Sequence[int]) -> None:
    """Put files that cannot be counted on out of the way, and say so; nothing is lost of them.

    Raises:
        CannotKeep: the system refused.
    """
    found = faults(store, [shard.number for shard in plan.shards], ours)
    for part, _ in found:
        store.put_aside(part.path)
    done = store.done() if found else set()
    for part, why in found:
        again = "" if part.shard in done else f"; shard {part.shard} is lived through again"
        sys.stderr.write(f"{part.path} was put aside, since {why}{again}.\n")
    others = others_wrote_with(store.folder)
    if others:
        sys.stderr.write(
            f"Shards here were written with another pyarrow ({', '.join(sorted(others))}):"
            " what is written now has the same content, and need not have the same bytes.\n"
        )


def failures(store: Store, among: Collection[int]) -> int:
    """How many runs of these shards did not come to their end."""
    import pyarrow.compute as pc

    found = 0
    for part in store.parts(JOURNEYS):
        if part.shard in among:
            words = columns_of(part, ["status"])["status"]
            found += pc.sum(pc.not_equal(words, FINE)).as_py() or 0
    return found


def told_at_the_end(
    command: str,
    store: Store,
    plan: "Plan",
    next_round: int | None,
    why: str,
    ours: Collection[int],
) -> None:
    """Say what is there, and how to go on.

    Raises:
        Resumable: it was stopped, or a round that decides waits for others.
        SomeFailed: it was not, but some runs failed.
    """
    done = store.done()
    runs = sum(plan.runs_of(shard) for shard in plan.shards if shard.number in done)
    asked = plan.design.replicates
    if why:
        text = f"Stopped, since {why}: {_kept(runs)} in {store.folder},"
        text += f" in {counted(len(done), 'whole shard')}. Go on with:\n  {command}"
        raise Resumable(text)
    if next_round is not None and asked.precision is not None:
        text = f"The shards of this job are done, and round {next_round + 1} waits for other jobs."
        text += f" When they are done, go on with:\n  {command}"
        raise Resumable(text)
    kept = f"{_kept(runs)} in {store.folder}, in {counted(len(done), 'shard')}."
    blocks: list[Block] = [Words(kept)]
    if next_round is not None:
        left = len(plan.shards) - len(done)
        blocks.append(Words(f"This job's are done; {left:,} shards are left to other jobs."))
    elif asked.precision is not None:
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
    failed = failures(store, ours)
    if failed:
        text = f"{failed:,} of {runs:,} runs failed; their rows say why (status, problem)."
        text += f" exit-sim verify {store.folder} --run KEY lives one again."
        raise SomeFailed(text)


def _kept(runs: int) -> str:
    return f"{counted(runs, 'run')} {'is' if runs == 1 else 'are'} kept"
