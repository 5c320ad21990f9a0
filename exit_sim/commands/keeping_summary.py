"""What is kept of a first look at a sweep: tables, figures, the text, and how sure it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exit_sim.analysis.sweeps import words
from exit_sim.analysis.sweeps.tables import tables_of
from exit_sim.commands.pictures import in_files
from exit_sim.commands.reporting import again, sources
from exit_sim.commands.screen import plain
from exit_sim.ensemble.jobs import Job
from exit_sim.figures.sweep_crossed import two_settings
from exit_sim.figures.sweep_effects import main_effects
from exit_sim.figures.sweep_indices import which_settings_matter
from exit_sim.figures.sweep_luck import settings_and_luck
from exit_sim.figures.sweep_options import options
from exit_sim.report import document, sweep
from exit_sim.results.folder import Said, write_tables
from exit_sim.scenario import Scenario
from exit_sim.twins.study import Units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exit_sim.analysis.sweeps.look import Look
    from exit_sim.commands.screen import Block
    from exit_sim.figures.drawn import Drawn


def keep(
    found: "Look", plan: Mapping[str, Any], out: Path, command: str, blocks: "Sequence[Block]"
) -> None:
    """Keep a first look at a sweep of that plan as a folder that explains itself."""
    question, figures = f"{found.facts.title}. {found.facts.question}".strip(), drawn(found)
    base = Scenario.load("baseline").with_(plan["usual"], by="the design of the sweep")
    report = sweep.report(
        sweep.Told(
            found,
            Units(found.facts.title, lambda _: Job(base, found.facts.seed), tuple(plan["varied"])),
            question,
            blocks,
            figures,
            again(command),
            sources(base),
        )
    )
    said = Said(
        question=question,
        answer=words.headline(found),
        command=command,
        figures=in_files(figures),
        uncertainty=words.uncertainty(found),
        texts={"answer.txt": plain(blocks), document.FILE: document.written(report)},
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
