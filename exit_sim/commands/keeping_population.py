"""What is kept of a population: every member with all its settings, the answer, two figures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exit_sim import figures
from exit_sim.commands.pictures import in_files
from exit_sim.commands.reporting import again, sources
from exit_sim.commands.screen import Block, plain
from exit_sim.commands.telling_population import COUNTED, Met, answer
from exit_sim.figures.among import Kinds, Mark, Row, among
from exit_sim.report import document, population
from exit_sim.results.folder import Said, write_tables
from exit_sim.results.journeys import journeys_table

if TYPE_CHECKING:
    from exit_sim.figures.drawn import Drawn

MARKED = ("initiated", "sustained_any", "sustained_full")
SURE = "sustained_any"


def keep(met: Met, out: Path, form: str, command: str, blocks: Sequence[Block]) -> None:
    """Keep what came of a population as a folder that explains itself."""
    number = len(met.jobs)
    question = f"{met.population.title}. How many of {number} organisations start, and last?"
    drawn = _drawn(met)
    report = population.report(
        population.Told(
            met.units,
            met.columns,
            met.groups(),
            question,
            answer(met),
            blocks,
            drawn,
            met.not_computed,
            again(command),
            sources(met.population.base),
        )
    )
    said = Said(
        question=question,
        answer=answer(met),
        command=command,
        figures=in_files(drawn),
        uncertainty=[
            f"Spread between organisations: settings and luck differ in all {number}.",
            "Simulation error: as said above; more members make it smaller.",
            *filter(None, [_over(met), met.units.remark]),
            met.not_computed,
        ],
        texts={"answer.txt": plain(blocks), document.FILE: document.written(report)},
    )
    write_tables(out, [journeys_table(met.jobs, met.columns)], said, form=form)


def _over(met: Met) -> str:
    """Say over how many sets members went; a set's settings stand in each row."""
    if not met.units.sets:
        return ""
    return f"Members went in turn{met.over}; the settings of each stand in its row."


def _drawn(met: Met) -> "list[Drawn]":
    names = ("ending", "ending_cause")
    rows = [
        {"scenario": job.scenario.name, "seed": job.seed, **{n: met.columns[n][i] for n in names}}
        for i, job in enumerate(met.jobs)
    ]
    drawn = [figures.endings(rows, met.over)]
    lines = []
    for group in met.groups():
        known = [met.known(column, group.among) for column in MARKED]
        number = int(group.among.sum())
        levels = [one.mean for one in known]
        error = known[MARKED.index(SURE)].error
        lines.append(Row(group.by, group.kind, number, levels, error, levels))
    if lines:
        drawn.append(_among(met, lines))
    return drawn


def _among(met: Met, lines: list[Row]) -> "Drawn":
    heads = {column: head for column, _, head in COUNTED}
    known = sorted(
        (line for line in lines if line.levels[1] == line.levels[1]),
        key=lambda line: line.levels[1],
    )
    finding = "How many last cannot be said: two years after the pilot lie beyond the horizon."
    if known:
        least, most = (
            f"{100.0 * line.levels[1]:.0f} of 100 ({line.by}: {line.kind})"
            for line in (known[0], known[-1])
        )
        finding = f"From {least} to {most} last in the model."
    return among(
        Kinds(
            name="among",
            sentence=finding,
            below=f"{met.population.title}: differences between groups, not effects",
            number=f"{len(met.jobs)} organisations that differ, from seed {met.seed}{met.over}",
            axis="of 100 organisations of each kind, how many start, and last two years on",
            marks=[Mark(heads[column], column) for column in MARKED],
            sure=MARKED.index(SURE),
            error=f"«{heads[SURE]}»",
            besides=[heads[column] for column in MARKED],
        ),
        lines,
    )
