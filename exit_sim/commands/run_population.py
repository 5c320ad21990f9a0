"""Many organisations that differ, one luck each: of a hundred, so many started, lasted, spread."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from exit_sim.analysis.breakdown import groups
from exit_sim.commands.screen import Block, Command, Grid, Heading, Words, plain, progress, show
from exit_sim.ensemble.jobs import Job
from exit_sim.results.folder import STANDING
from exit_sim.results.many import journeys_of
from exit_sim.scenario.population import Population
from exit_sim.story.words import ENDINGS
from exit_sim.twins.pairs import Z
from exit_sim.twins.study import of_population
from exit_sim.vocabulary import Ending

if TYPE_CHECKING:
    from exit_sim.figures.drawn import Drawn

MEMBERS, MOST_MEMBERS = 100, 20_000
FEW = 5


class Met(NamedTuple):
    """Members of a population and what came of each."""

    population: Population
    jobs: Sequence[Job]
    columns: dict[str, np.ndarray]

    def share(self, column: str, among: np.ndarray | None = None) -> float:
        """The share or mean of an outcome, members without it left out."""
        values = self.columns[column] if among is None else self.columns[column][among]
        known = values[~np.isnan(values)]
        return float(known.mean()) if len(known) else float("nan")


COUNTED = (
    ("initiated", "started, with money attached"),
    ("sustained_any", "lasted: in use two years after the pilot"),
    ("sustained_partial", "lasted in part: reach at least 0.25"),
    ("sustained_full", "lasted in full: reach at least 0.50"),
    ("scaled", "reached another site for a year"),
    ("hollow", "lasted and gave little to the fifth"),
)
LIVED = (
    ("benefit_24", "true benefit, mean"),
    ("benefit_practical_24", "true benefit, practical"),
    ("benefit_psychological_24", "true benefit, psychological"),
    ("benefit_fifth_24", "true benefit, the fifth with most against them"),
    ("harmed_24", "share of young people harmed"),
)


def run_population(
    name: str, seed: int, runs: int, out: Path | None, form: str, threads: int, command: str
) -> None:
    """Run members of a population and tell what came of them, of a hundred."""
    population = Population.load(name)
    units = of_population(population, seed)
    jobs = [units.one(number) for number in range(runs)]
    with progress(runs) as told:
        columns = journeys_of(jobs, threads=threads, done=told)
    met = Met(population, jobs, columns)
    blocks = list(told_of(met, seed))
    last = Words("Nothing was kept; --out DIR keeps tables, text and figures.")
    if out is not None:
        _keep(met, out, form, command, blocks)
        last = Words(f"Kept in {out}, where README.txt explains the rest.")
    show([*blocks, last, Words("The same again:"), Command(command)])


def answer(met: Met) -> list[str]:
    """Say in a sentence each how many started and lasted, with the simulation error."""
    number = len(met.jobs)
    said = []
    for column, words in COUNTED[:2]:
        share = met.share(column)
        error = Z * np.sqrt(max(share * (1.0 - share), 1.0 / number) / number)
        said.append(
            f"{100.0 * share:.0f} of 100 simulated organisations {words}; "
            f"simulation error {100.0 * error:.0f} either way."
        )
    return said


NOT_COMPUTED = "Not computed: the range over plausible settings, and rival forms of the theory."


def told_of(met: Met, seed: int) -> Iterator[Block]:
    """Tell what came of members: counts, endings, lives, and among whom."""
    number = len(met.jobs)
    yield Heading(met.population.title, top=True)
    yield Words(
        f"{number} simulated organisations that differ, members 0 to {number - 1}, from seed "
        f"{seed}. {STANDING[0]}",
        beneath=True,
    )
    yield Words(" ".join(answer(met)))
    rows = [[words, f"{100.0 * met.share(column):.0f}"] for column, words in COUNTED]
    yield Grid(["", "of 100"], rows)
    ended = Counter(met.columns["ending"])
    spelled = {each: each.name.lower().replace("_", " ") for each in Ending}
    rows = [
        [ENDINGS[each], str(ended[spelled[each]]), f"{100.0 * ended[spelled[each]] / number:.0f}"]
        for each in Ending
        if ended[spelled[each]]
    ]
    yield Grid(["how it ended", f"of {number}", "of 100"], rows)
    yield Heading("Whose lives, two years after the pilot")
    yield Grid(["", "mean"], [[words, f"{met.share(column):+.3f}"] for column, words in LIVED])
    yield Words("In model units: no effect on a real young person is claimed.")
    yield Heading("Among which organisations, of 100 of each kind")
    rows = [
        [
            group.by,
            group.kind,
            str(int(group.among.sum())),
            *(f"{100.0 * met.share(column, group.among):.0f}" for column, _ in COUNTED[:4]),
            f"{met.share('benefit_fifth_24', group.among):+.3f}",
        ]
        for group in groups(inputs(met))
        if group.among.sum() >= FEW
    ]
    yield Grid(["by", "", "n", "started", "any", "partial", "full", "fifth"], rows, (0, 1))
    yield Words(
        "These are differences between groups of simulated organisations, not effects. "
        "Never started counts as not lasted; fifth is its true benefit."
    )
    yield Words(NOT_COMPUTED)


def inputs(met: Met) -> dict[str, list[float | str]]:
    """The settings in which members differ."""
    return {
        name: [job.scenario.given[name].value for job in met.jobs] for name in met.population.varies
    }


def _keep(met: Met, out: Path, form: str, command: str, blocks: Sequence[Block]) -> None:
    from exit_sim.commands.pictures import in_files
    from exit_sim.results.folder import Said, write_tables
    from exit_sim.results.journeys import journeys_table

    number = len(met.jobs)
    said = Said(
        question=f"{met.population.title}. How many of {number} organisations start, and last?",
        answer=answer(met),
        command=command,
        figures=in_files(_drawn(met)),
        uncertainty=[
            f"Spread between organisations: settings and luck differ in all {number}.",
            "Simulation error: as said above; more members make it smaller.",
            NOT_COMPUTED,
        ],
        texts={"answer.txt": plain(blocks)},
    )
    write_tables(out, [journeys_table(met.jobs, met.columns)], said, form=form)


def _drawn(met: Met) -> "list[Drawn]":
    from exit_sim import figures

    names = ("ending", "ending_cause")
    rows = [
        {"scenario": job.scenario.name, "seed": job.seed, **{n: met.columns[n][i] for n in names}}
        for i, job in enumerate(met.jobs)
    ]
    return [figures.endings(rows)]
