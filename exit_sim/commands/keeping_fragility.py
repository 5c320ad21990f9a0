"""What is kept of fragility: tables, text, figures, and a report as data."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exit_sim.analysis.fragility import Fragility, words
from exit_sim.analysis.fragility.tables import tables_of
from exit_sim.commands.pictures import in_files
from exit_sim.commands.reporting import again, sources
from exit_sim.commands.screen import Block, plain
from exit_sim.commands.telling_fragility import QUESTION, SURE, settings
from exit_sim.figures import fragility_exits, fragility_months, fragility_rates
from exit_sim.report import document, fragility
from exit_sim.results.folder import Said, repeatable, write_tables
from exit_sim.sweep.subject import base_of
from exit_sim.twins.accepted import units_at

if TYPE_CHECKING:
    from exit_sim.commands.fragility import Asked
    from exit_sim.scenario import Scenario
    from exit_sim.scenario.population import Population


def keep(
    found: Fragility,
    unit: "Scenario | Population",
    asked: "Asked",
    out: Path,
    blocks: Sequence[Block],
) -> None:
    """Keep a study as a folder that explains itself."""
    drawn = [
        fragility_months.departures(found),
        fragility_rates.exit_rates(found),
        fragility_exits.kinds_of_exit(found),
    ]
    question = f"{found.title}. {QUESTION}"
    report = fragility.report(
        fragility.Told(
            found,
            units_at(unit, asked.level, asked.seed),
            question,
            blocks,
            drawn,
            repeatable(["what-if", asked.words[0], "--change", "champion_leaves"]),
            again(asked.command()),
            sources(base_of(unit)),
        )
    )
    said = Said(
        question=question,
        answer=words.headline(found),
        command=asked.command(),
        figures=in_files(drawn),
        uncertainty=[
            *SURE,
            *settings(found),
            *filter(None, [found.remark]),
            words.not_computed(found),
        ],
        texts={"answer.txt": plain(blocks), document.FILE: document.written(report)},
    )
    write_tables(out, tables_of(found), said, form=asked.form.value)
