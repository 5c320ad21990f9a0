"""The report of options against no change: what each does, to whom, and what would change that."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.breakdown import WAYS
from exit_sim.figures.drawn import Drawn
from exit_sim.report import told
from exit_sim.report.assumptions import assumptions, touched
from exit_sim.report.document import Again, Brief, Part, Report, Section, Table
from exit_sim.report.limits import CANNOT, FIXED
from exit_sim.report.paired_lives import lives, range_said
from exit_sim.report.words import OTHERWISE, SHORT, of_settings
from exit_sim.story.blocks import Block
from exit_sim.story.sentence import signed
from exit_sim.twins.outcomes import BY_COLUMN, GOVERNS
from exit_sim.twins.pairs import Paired
from exit_sim.twins.plausible import Plausible
from exit_sim.twins.study import Study
from exit_sim.twins.uncertainty import NAMES, uncertainties

KIND = "What-if: options against no change, by the same luck"
AMONG = "Among which organisations"
"""The heading below which it is told, and its figure stands."""


class Kind(NamedTuple):
    """Organisations of one kind, and what an option changes among them in what lasts."""

    by: str
    kind: str
    lasts: Paired


class WhatIf(NamedTuple):
    """What was found and told: an answer and kinds of organisation for each option."""

    study: Study
    over: Sequence[Plausible | None]
    asks: Sequence[str]
    headlines: Sequence[str]
    kinds: Sequence[Sequence[Kind]]
    told: Sequence[Block]
    drawn: Sequence[Drawn]
    not_computed: Sequence[str]
    again: Again
    sources: Sequence[str]

    @property
    def units(self) -> str:
        """What pairs are of."""
        return "organisations" if self.study.units.population else "journeys"

    def pair(self, side: int) -> Paired:
        """What an option changes in what lasts."""
        return self.study.paired(BY_COLUMN[GOVERNS], side)

    @property
    def most(self) -> int:
        """The option that changes most; page one is about it."""
        sides = range(1, len(self.study.options))
        return max(sides, key=lambda side: abs(np.nan_to_num(self.pair(side).difference)))


def whom(pair: Paired, units: str) -> str:
    """Say how many last only with an option, and only without it."""
    helped, harmed = (100.0 * share for share in (pair.helped, pair.harmed))
    return (
        f"Of 100 {units} {helped:.0f} last only with the option, and {harmed:.0f} only without it."
    )


def report(of: WhatIf) -> Report:
    """Put a report together."""
    side, found = of.most, of.study
    pictures = {one.name: told.picture_of(one) for one in of.drawn}
    answer = of.headlines[side - 1]
    if len(of.headlines) > 1:
        answer = f"Option {side} changes most: {answer[:1].lower()}{answer[1:]}"
    brief = Brief(
        " ".join([f"{found.units.title}.", *filter(None, of.asks)]),
        answer,
        pictures[f"option_{side}"],
        tuple(_depends(of, side)),
        (*CANNOT, *of.not_computed[:1]),
    )
    scenario = found.units.one(0).scenario
    moved = [
        name for option in found.options[1:] for name in touched(scenario, option.of(scenario))
    ]
    return Report(
        KIND,
        f"What if: {found.units.title}",
        brief,
        tuple(_findings(of)),
        lives(found, of.over, of.units),
        _otherwise(of),
        FIXED,
        assumptions(found.units, _influence(of.kinds[side - 1]), moved),
        of.again,
        tuple(of.sources),
    )


def _depends(of: WhatIf, side: int) -> Iterator[str]:
    """Three things that the answer depends on, each as far as it was computed."""
    pair, found = of.pair(side), of.study
    if not pair.pairs:
        yield "How long it is followed: two years after the pilot have to lie within the horizon."
    else:
        yield f"Luck. {whom(pair, of.units)}"
    plausible = uncertainties(pair, of.over[side - 1]).plausible
    if plausible is None:
        yield of_settings(None)
    else:
        low, high = (signed(100.0 * end, 0) for end in plausible)
        yield of_settings(f"Over plausible settings the difference goes from {low} to {high}.")
    among = [one for one in of.drawn if one.name == f"option_{side}_among"]
    if among:
        yield f"Which organisation. {among[0].sentence}"
    else:
        yield _started(found.paired(BY_COLUMN[GOVERNS], side, found.started_in_both(side)))


def _started(both: Paired) -> str:
    if not both.pairs:
        return "Whether it starts at all. In no pair did it start under both."
    return (
        f"Whether it starts. Among {both.pairs} pairs that start under both, the difference is "
        f"{signed(100.0 * both.difference, 0)} of 100."
    )


def _findings(of: WhatIf) -> Iterator[Section]:
    """All that was told, each figure beside what it shows."""
    pictures = {one.name: told.picture_of(one) for one in of.drawn}
    side = 0
    for place, section in enumerate(told.sections(of.told)):
        if not place:
            yield section._replace(title=SHORT)
            continue
        side += 1
        shown = section
        for name, under in ((f"option_{side}_among", AMONG), (f"option_{side}", "")):
            if name in pictures:
                shown = told.with_picture(shown, pictures[name], under)
        yield shown


def _otherwise(of: WhatIf) -> Section:
    """From where to where the answer goes if something else were so."""
    parts: list[Part] = []
    for side, option in enumerate(of.study.options):
        if not side:
            continue
        pair = of.pair(side)
        over = of.over[side - 1]
        known = uncertainties(pair, over)
        rows: list[tuple[str, ...]] = []
        for name, interval in zip(NAMES[1:], known[1:], strict=True):
            rows.append((name, range_said(interval, 1, 100.0)))
        rows += [(f"by {by}", f"{least} to {most}") for by, least, most in _by(of.kinds[side - 1])]
        caption = f"How far the difference in what lasts goes, of 100: {option.label}"
        heads = ("if something else were so", "from, to")
        parts.append(Part(table=Table(heads, tuple(rows), (0, 1), caption)))
        if over is not None:
            holds = 100.0 * over.settings[GOVERNS].holds
            parts.append(Part(words=f"Its sign holds at {holds:.0f} of 100 plausible settings."))
        both = of.study.paired(BY_COLUMN[GOVERNS], side, of.study.started_in_both(side))
        parts.append(Part(words=_started(both)))
    parts += [Part(words=said) for said in of.not_computed]
    return Section(OTHERWISE, tuple(parts))


def _by(kinds: Sequence[Kind]) -> Iterator[tuple[str, str, str]]:
    """Among which kinds the difference is least and most, for each way of sorting."""
    for by in dict.fromkeys(kind.by for kind in kinds):
        some = sorted((one for one in kinds if one.by == by), key=lambda one: one.lasts.difference)
        least, most = (
            f"{signed(100.0 * one.lasts.difference, 1)} ({one.kind})" for one in (some[0], some[-1])
        )
        yield by, least, most


def _influence(kinds: Sequence[Kind]) -> dict[str, str]:
    """What was computed of the settings in which organisations differ."""
    setting = {by: name for by, name, _ in WAYS}
    return {
        setting[by]: f"the difference goes from {least} to {most} of 100"
        for by, least, most in _by(kinds)
    }
