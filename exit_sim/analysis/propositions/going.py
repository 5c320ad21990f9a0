"""Many propositions are put to the model one after the other, each in a folder of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from exit_sim.analysis.propositions.judged import Judged, judged
from exit_sim.analysis.propositions.knockouts import Knocked, knocked
from exit_sim.analysis.propositions.levels import (
    NONE,
    Level,
    Row,
    Size,
    design_of,
    knocked_out,
    rival_points,
    rows_of,
)
from exit_sim.analysis.propositions.lived import Under, lived
from exit_sim.analysis.propositions.proposition import Proposition
from exit_sim.results.many import Told
from exit_sim.scenario.settable import Value
from exit_sim.sweep.design import Design
from exit_sim.sweep.going import Stop
from exit_sim.twins.study import further

KNOCKOUTS = "knockouts"


def put(
    propositions: Sequence[Proposition],
    level: Level,
    size: Size,
    folder: Path,
    stop: Stop,
    told: Told,
    sets: Mapping[str, Value] = NONE,
) -> Iterator[Judged]:
    """Put propositions at a level; what was lived through before is not again.

    ``sets`` are settings that hold throughout: an assumption that is changed.

    Raises:
        BadInput: a folder is of another design, or of other rules.
        CannotKeep: the system refused.
        Halted: it was told to stop.
    """
    rows = [rows_of(one, level, size, sets) for one in propositions]
    designs = [design_of(o, r, size.units) for o, r in zip(propositions, rows, strict=True)]
    where = folder / str(level)
    for one, under, mine in zip(
        propositions, _under(designs, where, stop, told), rows, strict=True
    ):
        points = min(size.sets, len(mine))
        forms = rival_points(one, points) if level == Level.PLAUSIBLE else {}
        yield judged(one, level, under, points, forms)


def knock_out(
    propositions: Sequence[Proposition],
    mechanisms: Callable[[Proposition], Sequence[str]],
    units: int,
    folder: Path,
    stop: Stop,
    told: Told,
) -> Iterator[Knocked]:
    """Ask propositions again without each of the mechanisms, off and held.

    All of a proposition's knock-outs stand in one folder with what it comes to as it is, which is
    lived through once.

    Raises:
        BadInput: a folder is of another design, or of other rules.
        CannotKeep: the system refused.
        Halted: it was told to stop.
    """
    without = [tuple(mechanisms(one)) for one in propositions]
    designs = [
        design_of(one, knocked_out(names), units)
        for one, names in zip(propositions, without, strict=True)
    ]
    found = _under(designs, folder / KNOCKOUTS, stop, told)
    for one, names, under in zip(propositions, without, found, strict=True):
        yield knocked(one, under, names)


def runs_of(
    propositions: Sequence[Proposition], rows: Callable[[Proposition], Sequence[Row]], units: int
) -> int:
    """How many runs it takes in all."""
    return sum(
        len(rows(one)) * units * len(design_of(one, [{}], units).options) for one in propositions
    )


def _under(designs: Sequence[Design], folder: Path, stop: Stop, told: Told) -> Iterator[Under]:
    before = 0
    for design in designs:
        yield lived(design, folder / design.name, stop, further(told, before))
        before += len(design.points) * len(design.options) * design.replicates.most
