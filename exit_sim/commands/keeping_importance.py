"""What is kept of importance: tables, the text that was printed, and the figure."""

from pathlib import Path

from exit_sim.analysis.importance import words
from exit_sim.analysis.importance.tables import tables_of
from exit_sim.analysis.importance.whole import Importance
from exit_sim.commands.pictures import in_files
from exit_sim.commands.telling_importance import QUESTION
from exit_sim.figures.importance import by_phase
from exit_sim.results.folder import Said, write_tables


def keep(found: Importance, out: Path, command: str, text: str) -> None:
    """Keep it as a folder that explains itself."""
    every = found.among[0]
    orders = [f"{one.phase}: {words.order(one)}" for one in every.phases]
    said = Said(
        question=f"{found.population.title}. {QUESTION}",
        answer=[words.headline(found), words.why(every), *orders],
        command=command,
        figures=in_files([by_phase(found)]),
        uncertainty=[*words.UNCERTAINTY, words.RANGE[found.level], words.RIVALS],
        texts={"answer.txt": text},
    )
    write_tables(out, tables_of(found), said)
