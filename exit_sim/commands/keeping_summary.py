"""What is kept of a first look at a sweep: tables, figures, the text, and how sure it is."""

from pathlib import Path
from typing import TYPE_CHECKING

from exit_sim.analysis.sweeps import words
from exit_sim.analysis.sweeps.tables import tables_of
from exit_sim.commands.pictures import in_files
from exit_sim.figures.sweep_crossed import two_settings
from exit_sim.figures.sweep_effects import main_effects
from exit_sim.figures.sweep_indices import which_settings_matter
from exit_sim.figures.sweep_luck import settings_and_luck
from exit_sim.figures.sweep_options import options
from exit_sim.results.folder import Said, write_tables

if TYPE_CHECKING:
    from exit_sim.analysis.sweeps.look import Look
    from exit_sim.figures.drawn import Drawn


def keep(found: "Look", out: Path, command: str, text: str) -> None:
    """Keep a first look as a folder that explains itself."""
    said = Said(
        question=f"{found.facts.title}. {found.facts.question}".strip(),
        answer=words.headline(found),
        command=command,
        figures=in_files(drawn(found)),
        uncertainty=words.uncertainty(found),
        texts={"answer.txt": text},
    )
    write_tables(out, tables_of(found), said)


def drawn(found: "Look") -> list["Drawn"]:
    """Draw the figures for which there is something to show."""
    figures = [options(found)]
    if any(one.settings == one.settings for one in found.shares):
        figures.append(settings_and_luck(found))
    if found.effects:
        figures.append(main_effects(found))
    if found.crossed:
        figures.append(two_settings(found))
    if any(one.each for one in found.sobol) or any(one.each for one in found.morris):
        figures.append(which_settings_matter(found))
    return figures
