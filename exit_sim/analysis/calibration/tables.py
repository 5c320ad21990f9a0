"""A calibration as tables: its waves, every set, every setting that is drawn, every target."""

from typing import Annotated, Any, NamedTuple

import numpy as np

from exit_sim.analysis.calibration import words
from exit_sim.analysis.calibration.found import Calibration
from exit_sim.analysis.calibration.identified import Dropped
from exit_sim.analysis.calibration.kept import ERROR
from exit_sim.analysis.calibration.targets import Target, targets
from exit_sim.analysis.calibration.waves import fitting
from exit_sim.results.columns import NUMBER, Column, Table, Text, cell, declared, short_name
from exit_sim.results.paired_tables import Amount, Number, table
from exit_sim.vocabulary import HUGE, Flag, Share, Unit

Implausibility = Annotated[float | None, Unit("what luck and tolerance allow", 0.0, HUGE)]


class Wave(NamedTuple):
    """One wave."""

    wave: Annotated[str, Text("name"), "wave: first, second, closer, closest"]
    drawn: Annotated[Number, "sets that were drawn for it"]
    lived: Annotated[Number, "sets that were lived through"]
    members: Annotated[Number, "members that met each set"]
    left: Annotated[Number, "sets not ruled out; in the last two waves, sets that fit"]
    unknown: Annotated[Number, "sets that may fit, of which too little is seen to say so"]


class Set(NamedTuple):
    """One set in one wave."""

    set: Annotated[Number, "number of the set: it stands for its settings"]
    wave: Annotated[str, Text("name"), "wave in which it was lived through"]
    fits: Annotated[Flag, "accepted: it misses no target by more than luck and tolerance explain"]
    implausibility: Annotated[Implausibility, "how far it lies beyond the target it misses most"]
    started: Annotated[Share, "share of members that started"]


class Free(NamedTuple):
    """One setting that sets draw."""

    setting: Annotated[str, Text("name"), "setting by its dotted name"]
    identified: Annotated[Flag, "accepted values differ from those drawn by more than chance"]
    baseline: Annotated[Amount, "its value in the population as it stands"]
    low_plausible: Annotated[Amount, "least value that is drawn"]
    high_plausible: Annotated[Amount, "greatest value that is drawn"]
    low_accepted: Annotated[Amount, "10th percentile over accepted sets"]
    middle_accepted: Annotated[Amount, "median over accepted sets"]
    high_accepted: Annotated[Amount, "90th percentile over accepted sets"]
    inside: Annotated[Flag, "the baseline lies between those percentiles"]
    distance: Annotated[Share, "largest gap between the distributions accepted and drawn"]
    chance: Annotated[Share, "what chance lets the most moved of all settings reach"]


class Aim(NamedTuple):
    """One target."""

    target: Annotated[str, Text("name"), "target"]
    low: Annotated[Amount, "lower end of its band"]
    high: Annotated[Amount, "upper end of its band"]
    accepts: Annotated[Flag, "sets are accepted by it"]
    baseline: Annotated[Amount, "value in the population as it stands"]
    baseline_simulation: Annotated[Amount, "standard error of that"]
    low_accepted: Annotated[Amount, "least value over accepted sets"]
    middle_accepted: Annotated[Amount, "median over accepted sets"]
    high_accepted: Annotated[Amount, "greatest value over accepted sets"]
    meet: Annotated[Share | None, "share of sets as they come that meet it"]
    above: Annotated[Share | None, "share of sets as they come above its band"]
    below: Annotated[Share | None, "share of sets as they come below its band"]
    without: Annotated[Share | None, "share of sets as they come that meet all the others"]
    all: Annotated[Share | None, "share of sets as they come that meet all"]
    source: Annotated[str, Text("words"), "where the band is from"]


class Two(NamedTuple):
    """Two targets among sets as they come."""

    one: Annotated[str, Text("name"), "a target"]
    other: Annotated[str, Text("name"), "another target"]
    meet_one: Annotated[Share, "share of sets that meet the one"]
    meet_other: Annotated[Share, "share of sets that meet the other"]
    both: Annotated[Share, "share of sets that meet both"]
    above: Annotated[Share, "of those that meet the one, share above the other's band"]
    below: Annotated[Share, "of those that meet the one, share below the other's band"]


def tables_of(found: Calibration) -> list[Table]:
    """Put a calibration into tables."""
    pairs = [(one.one.name, one.other.name, *one[2:]) for one in found.pairs]
    return [
        table("waves", (Wave,), words.waves(found)),
        _sets(found),
        _moved(found),
        _targets(found),
        table("together", (Two,), pairs),
    ]


def _sets(found: Calibration) -> Table:
    name = "sets"
    columns = list(declared(Set, name))
    for target in targets():
        columns += [_column(target, name, error) for error in (False, True)]
    rows = []
    for wave in found.waves:
        far = wave.scores.implausibility()
        fits = np.isin(wave.scores.numbers, fitting(wave.scores).numbers)
        fits &= wave.name in {"closer", "closest"}
        for at, number in enumerate(wave.scores.numbers):
            known = far[at] if np.isfinite(far[at]) else None
            values: list[Any] = [number, wave.name, fits[at], known, wave.scores.started[at]]
            pairs = zip(wave.scores.values[at], wave.scores.errors[at], strict=True)
            values += [one for pair in pairs for one in pair]
            rows.append(tuple(map(cell, columns, values)))
    return Table(name, tuple(columns), rows)


def _column(target: Target, name: str, error: bool) -> Column:  # noqa: FBT001
    unit, high = ("months", HUGE) if target.summary == "median" else ("share", 1.0)
    own = f"{target.column}{ERROR if error else ''}"
    label = f"standard error of {target.name}" if error else target.name
    by = f"{__name__}: {target.source}"
    return Column(own, short_name(own), label, unit, NUMBER, 0.0, high, by, name, "")


def _moved(found: Calibration) -> Table:
    rows = [
        (
            one.name,
            float(one.identified),
            *(words.in_units(one, share) for share in (one.baseline, 0.0, 1.0)),
            *(words.in_units(one, share) for share in (one.low, one.middle, one.high)),
            float(one.inside),
            one.distance,
            one.chance,
        )
        for one in found.moved
    ]
    return table("moved", (Free,), rows)


def _targets(found: Calibration) -> Table:
    does = {one.target.name: one for one in found.dropped}
    rows = []
    for at, target in enumerate(targets()):
        accepted = found.accepted.values[:, at]
        spread = np.percentile(accepted, (0, 50, 100)) if len(accepted) else [np.nan] * 3
        rows.append(
            (
                target.name,
                target.low,
                target.high,
                float(target.accepts),
                float(found.baseline.values[0, at]),
                float(found.baseline.errors[0, at]),
                *map(float, spread),
                *_does(does.get(target.name)),
                target.source,
            )
        )
    return table("targets", (Aim,), rows)


def _does(one: Dropped | None) -> tuple[float | None, ...]:
    return (None,) * 5 if one is None else one[1:]
