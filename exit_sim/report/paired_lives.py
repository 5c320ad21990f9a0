"""What options do to lives, against no change: the mean, the fifth, two sides, harm, withdrawal."""

from collections.abc import Iterator, Sequence

import numpy as np

from exit_sim.report.document import Part, Section, Table
from exit_sim.report.lives import TITLE
from exit_sim.story.sentence import signed
from exit_sim.twins.outcomes import LIVES, LOSS
from exit_sim.twins.pairs import Paired
from exit_sim.twins.plausible import Plausible
from exit_sim.twins.study import NO_CHANGE, Study
from exit_sim.twins.uncertainty import NAMES, Interval, uncertainties


def lives(found: Study, over: Sequence[Plausible | None], units: str) -> Section:
    """Say what each option does to lives, and what withdrawal does under each."""
    parts: list[Part] = []
    for side, option in enumerate(found.options[1:], 1):
        rows = [
            _row(pair, over[side - 1])
            for outcome in LIVES
            if (pair := found.paired(outcome, side)).pairs
        ]
        heads = ("", NO_CHANGE, "option", "difference", *NAMES[1:3], "better", "worse")
        caption = f"Lives two years after the pilot: {option.label}, against no change"
        parts.append(Part(table=Table(heads, tuple(rows), (0,), caption)))
    parts.append(
        Part(
            words="In model units. The fifth: those with most against them. Better and worse: in "
            f"how many of 100 {units} by at least what matters."
        )
    )
    parts += [Part(words=said) for said in _withdrawn(found)]
    return Section(TITLE, tuple(parts))


def _row(pair: Paired, over: Plausible | None) -> tuple[str, ...]:
    """What an option does to one side of lives; not all were tried over plausible settings."""
    tried = over if over is not None and pair.outcome.column in over.settings else None
    return (
        pair.outcome.says,
        *(f"{level:.3f}" for level in (pair.no_change, pair.option)),
        signed(pair.difference, 3),
        f"{pair.simulation:.3f}",
        range_said(uncertainties(pair, tried).plausible, 3),
        f"{100.0 * pair.helped:.0f}",
        f"{100.0 * pair.harmed:.0f}",
    )


def range_said(known: Interval | None, places: int, scale: float = 1.0) -> str:
    """Say from where to where, or that it was not computed.

    >>> range_said(Interval(-0.01, 0.04), 0, 100.0), range_said(None, 1)
    ('-1 to +4', 'not computed')
    """
    if known is None or known.low != known.low:
        return "not computed"
    if known.width <= 0.0:
        return "within luck"
    return " to ".join(signed(scale * end, places) for end in known)


def _withdrawn(found: Study) -> Iterator[str]:
    """What withdrawal does to those who relied on it, under each option."""
    for option, columns in zip(found.options, found.columns, strict=True):
        lost = columns[LOSS.column]
        known = lost[~np.isnan(lost)]
        of = f"After withdrawal, {option.label}"
        if not len(known):
            yield f"{of}: nowhere had it been used and ended a year before the record does."
            continue
        share, lower = 100.0 * len(known) / found.pairs, float(known.mean())
        yield (
            f"{of}: {share:.0f} of 100 lost it, and the year after true benefit was "
            f"{abs(lower):.3f} {'lower' if lower >= 0.0 else 'higher'} than the year before."
        )
