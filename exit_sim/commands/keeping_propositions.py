"""What is kept of verdicts: tables, an account with hashes, all that was told, and a figure."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exit_sim.analysis.propositions.accounts import FILE, Account
from exit_sim.analysis.propositions.accounts import text as written
from exit_sim.analysis.propositions.flips import Flips
from exit_sim.analysis.propositions.judged import Judged
from exit_sim.analysis.propositions.tables import options_table, verdicts_table
from exit_sim.commands.pictures import in_files
from exit_sim.commands.reporting import again, sources
from exit_sim.commands.screen import Block, plain
from exit_sim.commands.telling_propositions import MANY, NOT_COMPUTED, WHERE, headline
from exit_sim.figures.verdicts import verdicts
from exit_sim.report import document, propositions
from exit_sim.results.folder import Said, write_tables
from exit_sim.scenario import Scenario

if TYPE_CHECKING:
    from exit_sim.commands.propositions import Asked


def keep(
    out: Path,
    judged: Sequence[Judged],
    where: Mapping[str, Flips],
    rests: Mapping[str, str],
    account: Account,
    asked: "Asked",
    blocks: Sequence[Block],
) -> None:
    """Keep verdicts as a folder that explains itself."""
    level, question = judged[0].level, "What does the model say of what the study claims?"
    drawn = verdicts(judged)
    report = propositions.report(
        propositions.Told(
            judged,
            where,
            WHERE[level],
            question,
            headline(judged),
            MANY,
            blocks,
            drawn,
            NOT_COMPUTED[level],
            again(asked.command()),
            sources(Scenario.load("baseline")),
        )
    )
    said = Said(
        question=question,
        answer=[headline(judged)],
        command=asked.command(),
        figures=in_files([drawn]),
        uncertainty=[
            "Simulation error: half-width of each effect, 95 %; it says nothing about the world.",
            *([NOT_COMPUTED[level]] if NOT_COMPUTED[level] else []),
        ],
        texts={
            "answer.txt": plain(blocks),
            FILE: written(account),
            document.FILE: document.written(report),
        },
    )
    write_tables(
        out, [verdicts_table(judged, where, rests), options_table(judged)], said, form="csv"
    )
