"""What is kept of one journey, or of many: tables, the story, figures, and a report as data."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exit_sim.commands import pictures, telling, telling_many
from exit_sim.commands.reporting import again, sources
from exit_sim.commands.screen import Block, Command, Words, plain
from exit_sim.report import document, journey
from exit_sim.results.folder import Said, repeatable, write_folder

if TYPE_CHECKING:
    from pathlib import Path

    from exit_sim.commands.run import Asked
    from exit_sim.commands.running import Journeys
    from exit_sim.figures.drawn import Drawn
    from exit_sim.scenario import Scenario


def keep(
    scenario: "Scenario", asked: "Asked", out: "Path", ended: "Journeys", blocks: Sequence[Block]
) -> None:
    """Keep journeys as a folder that explains itself."""
    if asked.runs > 1:
        question = f"How do {asked.runs} journeys of one organisation end, and how far apart?"
        answer = telling_many.counts(ended.rows)
    else:
        question = "How did this journey go, and why did it end as it did?"
        answer = telling.in_short(ended.one(0))
    asks = [each.about["question"] for each in scenario.applied]
    question = " ".join([f"{scenario.title}.", question, *asks])
    drawn = pictures.drawn(ended.kept)
    report = _reported(scenario, asked, ended, blocks, question, drawn)
    said = Said(
        question=question,
        answer=answer,
        command=asked.command(),
        figures=pictures.in_files(drawn),
        uncertainty=telling_many.uncertainty(asked.runs),
        texts={"story.txt": plain(blocks), document.FILE: document.written(report)},
    )
    write_folder(out, ended.kept, said, form=asked.form, people=asked.people)


def _reported(
    scenario: "Scenario",
    asked: "Asked",
    ended: "Journeys",
    blocks: Sequence[Block],
    question: str,
    drawn: "Sequence[Drawn]",
) -> document.Report:
    """Make a report of what was run and told; what would change it is another command's answer."""
    of_many = [] if asked.runs > 1 else telling.one_of_many(asked.command(runs=100))
    why = repeatable(["why", *asked.words, "--seed", str(asked.seed)])
    of = journey.Told(
        scenario,
        question,
        blocks[: len(blocks) - len(of_many)],
        drawn,
        [telling_many.NOT_COMPUTED],
        [Words("What would have turned a journey's end, and how late:"), Command(why), *of_many],
        again(asked.command()),
        sources(scenario),
    )
    if asked.runs > 1:
        return journey.of_many(ended.rows, telling_many.off(asked.runs), of)
    return journey.of_one(ended.one(0), ended.rows[0], of)
