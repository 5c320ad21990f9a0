"""What is told of a calibration: how many sets fit, the targets, and what they identify."""

from collections.abc import Iterator

import numpy as np

from exit_sim.analysis.calibration import words
from exit_sim.analysis.calibration.found import Calibration
from exit_sim.analysis.calibration.identified import Moved
from exit_sim.analysis.calibration.targets import targets
from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.results.folder import STANDING

QUESTION = "Which settings that nobody knows fit what is known of such journeys?"


def told(found: Calibration) -> Iterator[Block]:
    """Tell a calibration."""
    yield Heading(f"Calibration: {found.population.title}", top=True)
    yield Words(f"Seed {found.seed}. {STANDING[0]}", beneath=True)
    yield Words(" ".join(words.headline(found)))
    yield _waves(found)
    yield Words(
        "First wave: sets as they come. Second: those that a forest learned from it does not rule "
        "out. Closer: all that their own runs do not rule out. Closest: those that may fit, of "
        "which too few organisations start to say so."
    )
    yield Heading("The targets", top=True)
    yield _targets(found)
    yield Words(" ".join(words.not_met(found)))
    yield Words(" ".join(words.baseline_fits(found)))
    yield Heading("What each target does", top=True)
    yield _dropped(found)
    yield Words(" ".join(filter(None, (words.binding(found.dropped), words.idle(found.dropped)))))
    yield Heading("What they identify, and what they leave free", top=True)
    yield Words(" ".join(words.identified(found)), beneath=True)
    yield from _identified(found)
    yield Words(" ".join(words.UNCERTAINTY))


def _waves(found: Calibration) -> Grid:
    rows = []
    for one in words.waves(found):
        left = f"{one.left:,} not ruled out"
        if one.wave in {"closer", "closest"}:
            left = f"{one.left:,} fit; {one.unknown:,} too little seen"
        rows.append([one.wave, f"{one.drawn:,}", f"{one.lived:,}", f"{one.members:,}", left])
    return Grid(["wave", "drawn", "lived", "members each", "left"], rows, (0, 4))


def _targets(found: Calibration) -> Grid:
    rows = []
    for at, target in enumerate(targets()):
        values = found.accepted.values[:, at]
        low, middle, high = np.percentile(values, (0, 50, 100)) if len(values) else [np.nan] * 3
        spread = f"{words.amount(target, low)} to {words.amount(target, high)}"
        rows.append(
            [
                target.name + ("" if target.accepts else " (told, not aimed at)"),
                words.band(target),
                words.amount(target, float(middle)),
                spread if len(values) else "–",
                words.amount(target, float(found.baseline.values[0, at])),
            ]
        )
    return Grid(["target", "band", "accepted", "range", "baseline"], rows)


def _dropped(found: Calibration) -> Grid:
    rows = [
        [one.target.name, *(words.of_100(s) for s in (one.meet, one.above, one.below, one.without))]
        for one in found.dropped
    ]
    return Grid(["of 100 sets as they come", "meet it", "above", "below", "fit without it"], rows)


def _identified(found: Calibration) -> Iterator[Block]:
    some = found.identified[: words.NAMED]
    if not some:
        return
    yield Grid(["setting", "accepted", "drawn", "baseline", ""], [*map(_row, some)], (0, 4))
    more = len(found.identified) - len(some)
    last = f" {more} more stand in the table." if more else ""
    yield Words(f"Accepted: where 80 of 100 accepted sets lie.{last}", beneath=True)


def _row(one: Moved) -> list[str]:
    low, high, least, most, here = (
        f"{words.in_units(one, share):.3g}" for share in (one.low, one.high, 0.0, 1.0, one.baseline)
    )
    inside = "inside" if one.inside else "outside"
    return [
        f"{words.meaning(one)} ({one.name}): {words.moves(one)}",
        f"{low} to {high}",
        f"{least} to {most}",
        here,
        inside,
    ]
