"""Figures of one journey, or of many and the most typical of them, in files to keep."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exit_sim import figures
from exit_sim.results.run_record import Run, simulate
from exit_sim.results.table_files import as_csv
from exit_sim.story import typical_and_different

if TYPE_CHECKING:
    from exit_sim.figures.drawn import Drawn

IN_WORDS = "figures.txt"


def drawn(runs: Sequence[Run]) -> list["Drawn"]:
    """Draw the figures of these runs.

    Of many runs three figures show the most typical one, and two show all of them.
    """
    typical = _with_people(runs[typical_and_different(runs).typical])
    found = [each(typical) for each in OF_ONE]
    if len(runs) > 1:
        found = [one._replace(name=f"{one.name}_typical") for one in found]
        found += [each(runs) for each in OF_MANY]
    return found


def in_files(drawn: Sequence["Drawn"]) -> dict[str, bytes]:
    """Put figures into files: in lines, in pixels, in numbers, and all of them in words."""
    found = {}
    words = []
    for one in drawn:
        found[f"{one.name}.svg"] = figures.svg(one)
        found[f"{one.name}.png"] = figures.png(one)
        found[f"{one.name}.csv"] = as_csv(one.table.columns, one.table.rows)
        words.append(f"{one.name}\n\n{one.sentence}\n\n{one.alt}\n")
    return {**found, IN_WORDS: "\n\n".join(words).encode()}


OF_ONE = (figures.journey, figures.leadership, figures.success_and_benefit)
OF_MANY = (figures.bands, figures.endings)


def _with_people(run: Run) -> Run:
    """The same run, with everyone's state month by month, so that people can be drawn."""
    if len(run.people) > 1 or run.last_month == 1:
        return run
    return simulate(run.scenario, run.seed, people=True)
