"""What is told of many organisations that differ: of a hundred, so many start, last, spread."""

from collections import Counter
from collections.abc import Iterator, Sequence
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
NOT_COMPUTED = "Not computed: the range over plausible settings, and rival forms of the theory."


class Known(NamedTuple):
    """How many organisations have an outcome, its mean, simulation error and spread."""

    number: int
    mean: float
    error: float
    low: float
    high: float


class Met(NamedTuple):
    """Members of a population and what came of each, and how many were asked for."""

    population: Population
    seed: int
    jobs: Sequence[Job]
    columns: dict[str, np.ndarray]
    asked: int

    def known(self, column: str, among: np.ndarray | None = None, one: float = 1.0) -> Known:
        """Count an outcome among members, those without it left out; ``one`` is what matters."""
        values = self.columns[column] if among is None else self.columns[column][among]
        values = values[~np.isnan(values)]
        if not len(values):
            return Known(0, *[float("nan")] * 4)
        low, high = np.percentile(values, (LOW, HIGH))
        error = half_width(values - values.mean(), one)
        return Known(len(values), float(values.mean()), error, float(low), float(high))

    def groups(self) -> list[Group]:
        """Sort members each way in which they differ, where they are enough to be told."""
        inputs = {
            name: [job.scenario.given[name].value for job in self.jobs]
            for name in self.population.varies
        }
        return [group for group in groups(inputs) if group.among.sum() >= FEW]


def answer(met: Met) -> list[str]:
    """Say in a sentence each how many started and lasted, with the simulation error."""
    said = []
    for column, words, _ in COUNTED[:2]:
        known = met.known(column)
        if not known.number:
            said.append("How many lasted cannot be said: two years on lie beyond the horizon.")
            continue
        said.append(
            f"{100.0 * known.mean:.0f} of 100 simulated organisations {words}; "
            f"simulation error {100.0 * known.error:.0f} either way."
        )
    return said


def told_of(met: Met) -> Iterator[Block]:
    """Tell what came of members: counts, endings, lives, and among whom."""
    number = len(met.jobs)
    yield Heading(met.population.title, top=True)
    yield Words(" ".join(answer(met)), beneath=True)
    yield Words(NOT_COMPUTED, beneath=True)
    if number < met.asked:
        yield Words(f"Stopped: what is told here rests on the first {number} of {met.asked} alone.")
    yield Words(
        f"{number} simulated organisations that differ, members 0 to {number - 1}, from seed "
        f"{met.seed}. {STANDING[0]}"
    )
    yield from _counts(met)
    yield from _endings(met)
    yield from _lives(met)
    yield from _among(met)


def _counts(met: Met) -> Iterator[Block]:
    rows = []
    for column, words, _ in COUNTED:
        known = met.known(column)
        rows.append([words, _of_100(known.mean), _of_100(known.error), str(known.number)])
    yield Grid(["", "of 100", "simulation error", "known in"], rows)
    yield Words(
        "Who never started counts as not lasted. Not known: where two years after the pilot lie "
        "beyond the horizon."
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
            rows.append([words, mean, f"{known.error:.3f}", f"{low} to {high}"])
    yield Grid(["", "mean", "simulation error", "spread"], rows)
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


def _of_100(share: float) -> str:
    return f"{100.0 * share:.0f}" if share == share else "–"  # noqa: PLR0124


def _life(column: str, number: float) -> str:
    """Write a benefit with its sign, and a share without."""
    return signed(number, 3) if column.startswith("benefit") else f"{number:.3f}"
