"""What is told of many organisations that differ: of a hundred, so many start, last, spread."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from exit_sim.analysis.breakdown import Group, groups
from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.commands.telling_among import under_headings
from exit_sim.ensemble.jobs import Job
from exit_sim.results.folder import STANDING
from exit_sim.scenario.population import Population
from exit_sim.story.sentence import signed
from exit_sim.story.words import ENDINGS
from exit_sim.twins.pairs import HIGH, LOW, half_width
from exit_sim.twins.ranges import FEWEST, Range, over_sets, said_over
from exit_sim.twins.study import Units
from exit_sim.vocabulary import Ending

FEW = 5
"""Of fewer organisations than this no count of 100 is told."""

COUNTED = (
    ("initiated", "started, with money attached", "started"),
    ("sustained_any", "lasted: in use two years after the pilot", "lasted"),
    ("sustained_partial", "lasted in part: reach at least 0.25", "in part"),
    ("sustained_full", "lasted in full: reach at least 0.50", "in full"),
    ("scaled", "reached another site for a year", "scaled"),
    ("hollow", "lasted and gave little to the fifth", ""),
)
LIVED = (
    ("benefit_24", "true benefit, mean"),
    ("benefit_practical_24", "true benefit, practical"),
    ("benefit_psychological_24", "true benefit, psychological"),
    ("benefit_fifth_24", "true benefit, the fifth"),
    ("harmed_24", "share of young people harmed"),
)


class Known(NamedTuple):
    """How many organisations have an outcome, its mean, and how sure that is.

    ``low`` and ``high`` are the spread; ``plausible`` is how far the mean moves between sets.
    """

    number: int
    mean: float
    error: float
    low: float
    high: float
    plausible: Range | None = None


class Met(NamedTuple):
    """Members of a population and what came of each, and how many were asked for."""

    population: Population
    seed: int
    units: Units
    jobs: Sequence[Job]
    columns: dict[str, np.ndarray]
    asked: int

    def known(self, column: str, among: np.ndarray | None = None, one: float = 1.0) -> Known:
        """Count an outcome among members, those without it left out; ``one`` is what matters."""
        here = slice(None) if among is None else among
        values, sets = self.columns[column][here], self.units.sets_of(len(self.jobs))
        plausible = None if sets is None else over_sets(values, sets[here])
        values = values[~np.isnan(values)]
        if not len(values):
            missing = float("nan")
            return Known(0, missing, missing, missing, missing)
        low, high = (float(end) for end in np.percentile(values, (LOW, HIGH)))
        error = half_width(values - values.mean(), one)
        return Known(len(values), float(values.mean()), error, low, high, plausible)

    @property
    def over(self) -> str:
        """Over how many sets of settings members went, in words; nothing where over none."""
        return said_over(len(self.units.sets))

    @property
    def not_computed(self) -> str:
        """Say which of the four uncertainties were not computed, and what it would have taken."""
        if self.known(COUNTED[0][0]).plausible is not None:
            return "Not computed: rival forms of the theory."
        enough = FEWEST * len(self.units.sets)
        more = f" (from {enough} organisations on)" if len(self.jobs) < enough else ""
        return (
            f"Not computed: the range over plausible settings{more}, and rival forms of the theory."
        )

    def groups(self) -> list[Group]:
        """Sort members each way in which they differ, where they are enough to be told."""
        inputs = {
            name: [job.scenario.given[name].value for job in self.jobs]
            for name in self.population.varies
        }
        return [group for group in groups(inputs) if group.among.sum() >= FEW]


def answer(met: Met) -> list[str]:
    """Say in a sentence each how many started and lasted, with the widest uncertainty computed."""
    said = []
    for column, words, _ in COUNTED[:2]:
        known = met.known(column)
        if not known.number:
            said.append("How many lasted cannot be said: two years on lie beyond the horizon.")
            continue
        sure = f"simulation error {100.0 * known.error:.0f} either way"
        if known.plausible is not None and known.plausible.width > 2.0 * known.error:
            sure = f"range over plausible settings {_range(column, known.plausible)}"
        said.append(f"{100.0 * known.mean:.0f} of 100 simulated organisations {words}; {sure}.")
    return said


def told_of(met: Met) -> Iterator[Block]:
    """Tell what came of members: counts, endings, lives, and among whom."""
    number = len(met.jobs)
    yield Heading(met.population.title, top=True)
    yield Words(" ".join(answer(met)), beneath=True)
    yield Words(met.not_computed, beneath=True)
    if number < met.asked:
        yield Words(f"Stopped: what is told here rests on the first {number} of {met.asked} alone.")
    yield Words(
        f"{number} simulated organisations that differ, members 0 to {number - 1}, from seed "
        f"{met.seed}{met.over}. {STANDING[0]}"
    )
    if met.units.remark:
        yield Words(met.units.remark)
    yield from _counts(met)
    yield from _endings(met)
    yield from _lives(met)
    yield from _among(met)


def _counts(met: Met) -> Iterator[Block]:
    rows = []
    for column, words, _ in COUNTED:
        known = met.known(column)
        cells = [_of_100(known.mean), _of_100(known.error), _range(column, known.plausible)]
        rows.append([words, *cells, str(known.number)])
    heads = ["", "of 100", "simulation error", "plausible", "known in"]
    yield Grid(*_without(3, heads, rows))
    yield Words(
        "Who never started counts as not lasted. Not known: where two years after the pilot lie "
        "beyond the horizon."
    )
    if any(row[3] for row in rows):
        sets = len(met.units.sets)
        yield Words(
            f"Plausible: from the 10th to the 90th of {sets} sets of settings, "
            f"{len(met.jobs) // sets} organisations each, luck's part taken off. Within luck: no "
            "more than luck would make of it."
        )


def _endings(met: Met) -> Iterator[Block]:
    number = len(met.jobs)
    ended = Counter(met.columns["ending"])
    spelled = {each: each.name.lower().replace("_", " ") for each in Ending}
    rows = [
        [ENDINGS[each], str(ended[spelled[each]]), f"{100.0 * ended[spelled[each]] / number:.0f}"]
        for each in Ending
        if ended[spelled[each]]
    ]
    heads = ["how it ended", f"of {number}", "of 100"]
    if number == 100:
        heads, rows = heads[:2], [row[:2] for row in rows]
    yield Grid(heads, rows)


def _lives(met: Met) -> Iterator[Block]:
    yield Heading("Whose lives, two years after the pilot")
    rows = []
    for column, words in LIVED:
        known = met.known(column, one=0.02)
        if known.number:
            mean, low, high = (_life(column, each) for each in (known.mean, known.low, known.high))
            plausible = _range(column, known.plausible)
            rows.append([words, mean, f"{known.error:.3f}", f"{low} to {high}", plausible])
    yield Grid(*_without(4, ["", "mean", "simulation error", "spread", "plausible"], rows))
    yield Words(
        "In model units: no effect on a real young person is claimed. The fifth: those with most "
        "against them. Spread: from the 10th to the 90th of 100 organisations, by settings and by "
        "luck."
    )


def _among(met: Met) -> Iterator[Block]:
    lines = [
        (
            group,
            [
                f"{group.among.sum()}",
                *(_of_100(met.known(each, group.among).mean) for each, _, head in COUNTED if head),
                *(
                    _life(each, met.known(each, group.among).mean)
                    for each in ("benefit_fifth_24", "harmed_24")
                ),
            ],
        )
        for group in met.groups()
    ]
    if not lines:
        return
    heads = ["n", *(head for _, _, head in COUNTED if head), "fifth", "harmed"]
    yield Heading("Among which organisations, of 100 of each kind")
    yield Grid(["", *heads], under_headings(lines, len(heads)))
    yield Words(
        "These are differences between groups of simulated organisations, not effects. Fifth: its "
        "true benefit. Harmed: the share of young people."
    )


def _without(
    place: int, heads: list[str], rows: list[list[str]]
) -> tuple[list[str], list[list[str]]]:
    """Leave out a column in which nothing stands."""
    if any(row[place] for row in rows):
        return heads, rows
    first, *others = (row[:place] + row[place + 1 :] for row in (heads, *rows))
    return first, others


def _range(column: str, found: Range | None) -> str:
    """Write a range over sets: of 100 where it is counted, nothing where it is not known."""
    if found is None:
        return ""
    if found.width <= 0.0:
        return "within luck"
    counted = any(column == each for each, _, _ in COUNTED)
    write = _of_100 if counted else partial(_life, column)
    return " to ".join(write(end) for end in found[:2])


def _of_100(share: float) -> str:
    return f"{100.0 * share:.0f}" if share == share else "–"  # noqa: PLR0124


def _life(column: str, number: float) -> str:
    """Write a benefit with its sign, and a share without."""
    return signed(number, 3) if column.startswith("benefit") else f"{number:.3f}"
