"""What is kept of knock-outs: the matrix as a table and a figure, and all that was told."""

from collections.abc import Sequence
from pathlib import Path

from exit_sim.analysis.propositions.accounts import KNOCKED, knocked_out
from exit_sim.analysis.propositions.accounts import text as written
from exit_sim.analysis.propositions.knockouts import Knocked
from exit_sim.analysis.propositions.tables import knockouts_table
from exit_sim.commands.pictures import in_files
from exit_sim.figures.knockouts import knockouts
from exit_sim.results.folder import Said, write_tables


def keep(out: Path, found: Sequence[Knocked], units: int, command: str, text: str) -> None:
    """Keep knock-outs as a folder that explains itself."""
    said = Said(
        question="Which mechanisms does each finding rest on, in the model?",
        answer=[
            f"{one.proposition.id}: {', '.join(one.rests_on()) or 'none of those tried'}"
            for one in found
        ],
        command=command,
        figures=in_files([knockouts(found)]),
        uncertainty=[
            "Simulation error: half-width of each effect, 95 %; where it hides a fate, it is open.",
            "Not computed: the range over plausible settings, and rival forms.",
        ],
        texts={"answer.txt": text, KNOCKED: written(knocked_out(found, units))},
    )
    write_tables(out, [knockouts_table(found)], said, form="csv")
