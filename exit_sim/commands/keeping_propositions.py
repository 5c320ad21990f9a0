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
from exit_sim.commands.telling_propositions import NOT_COMPUTED, headline
from exit_sim.figures.verdicts import verdicts
from exit_sim.results.folder import Said, write_tables

if TYPE_CHECKING:
    from exit_sim.commands.propositions import Asked


def keep(
    out: Path,
    judged: Sequence[Judged],
    where: Mapping[str, Flips],
    rests: Mapping[str, str],
    account: Account,
    asked: "Asked",
    text: str,
) -> None:
    """Keep verdicts as a folder that explains itself."""
    level = judged[0].level
    said = Said(
        question="What does the model say of what the study claims?",
        answer=[headline(judged)],
        command=asked.command(),
        figures=in_files([verdicts(judged)]),
        uncertainty=[
            "Simulation error: half-width of each effect, 95 %; it says nothing about the world.",
            *([NOT_COMPUTED[level]] if NOT_COMPUTED[level] else []),
        ],
        texts={"answer.txt": text, FILE: written(account)},
    )
    write_tables(
        out, [verdicts_table(judged, where, rests), options_table(judged)], said, form="csv"
    )
