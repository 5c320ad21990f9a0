"""Among which organisations: what an option changes for each kind of them."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.breakdown import Group, groups
from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.story.sentence import signed
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS
from exit_sim.twins.pairs import Paired
from exit_sim.twins.study import Study

FEW = 10
"""Among fewer organisations than this a difference is not told."""

ON_EACH = (GOVERNS, "sustained_full", "benefit_24", "benefit_fifth_24", "harmed_24", "cost")
"""The outcomes that are compared among each kind."""

FIFTH = BY_COLUMN["benefit_fifth_24"]


class Part(NamedTuple):
    """Organisations of one kind, and what an option changes in what lasts and for the fifth."""

    group: Group
    lasts: Paired
    fifth: Paired


def parts(found: Study, side: int) -> list[Part]:
    """Compare an option with no change among organisations of one kind, where they are enough."""
    every = [
        Part(
            group,
            found.paired(BY_COLUMN[GOVERNS], side, group.among),
            found.paired(FIFTH, side, group.among),
        )
        for group in groups(found.inputs)
    ]
    return [part for part in every if part.lasts.pairs >= FEW]


def rows(found: Study) -> Iterator[tuple[int, str, str, Paired]]:
    """Compare every option by every outcome that is compared among each kind, for a table."""
    for side in range(1, len(found.options)):
        for part in parts(found, side):
            for column in ON_EACH:
                paired = found.paired(BY_COLUMN[column], side, part.group.among)
                yield side, part.group.by, part.group.kind, paired


def among(found: Study, side: int) -> Iterator[Block]:
    """Tell the difference among each kind of organisation, and who is helped and harmed there."""
    every = parts(found, side)
    if not every:
        return
    yield Heading("Among which organisations")
    lines = [
        (
            part.group,
            [
                f"{part.lasts.pairs}",
                *(f"{100.0 * level:.0f}" for level in (part.lasts.no_change, part.lasts.option)),
                signed(100.0 * part.lasts.difference, 1),
                f"{100.0 * part.lasts.simulation:.1f}",
                *(f"{100.0 * share:.0f}" for share in (part.lasts.helped, part.lasts.harmed)),
                signed(part.fifth.difference, 3),
            ],
        )
        for part in every
    ]
    heads = ["n", "no change", "option", "diff.", "error", "helped", "harmed", "fifth"]
    yield Grid(["", *heads], under_headings(lines, len(heads)))
    yield Words(
        "Of 100 organisations of each kind, how many last; error is the simulation error. Fifth: "
        "the difference in true benefit of the fifth with most against them."
    )
    few = sum(1 for group in groups(found.inputs) if np.any(group.among)) - len(every)
    if few:
        yield Words(f"Left out: {few} kinds with fewer than {FEW} pairs.")


def under_headings(lines: list[tuple[Group, list[str]]], cells: int) -> list[list[str]]:
    """Lay out lines, each kind below what organisations are sorted by."""
    laid: list[list[str]] = []
    by = ""
    for group, said in lines:
        if group.by != by:
            by = group.by
            laid.append([f"by {by}", *[""] * cells])
        laid.append([f"  {group.kind}", *said])
    return laid
