"""Which figures belong to one journey, and which to many."""

from collections.abc import Sequence

from exit_sim import figures
from exit_sim.run_record import Run


def pictures(runs: Sequence[Run]) -> dict[str, bytes]:
    """Draw the figures of these runs, by file name, each in lines and in pixels."""
    drawn = [figures.journey(runs[0])]
    found = {}
    for one in drawn:
        found[f"{one.name}.svg"] = figures.svg(one)
        found[f"{one.name}.png"] = figures.png(one)
    return found
