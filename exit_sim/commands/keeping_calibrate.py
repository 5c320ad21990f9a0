"""What is kept of a calibration: accepted sets as data, every set, tables, text and figures."""

from pathlib import Path

from exit_sim.analysis.calibration import words
from exit_sim.analysis.calibration.found import Calibration
from exit_sim.analysis.calibration.kept import written
from exit_sim.analysis.calibration.made import said
from exit_sim.analysis.calibration.resumed import kept_in
from exit_sim.analysis.calibration.tables import tables_of
from exit_sim.commands.pictures import in_files
from exit_sim.commands.telling_calibrate import QUESTION
from exit_sim.figures.calibration_dropped import without_each
from exit_sim.figures.calibration_moved import settings
from exit_sim.figures.calibration_targets import bands
from exit_sim.results.folder import Said, write_tables


def keep(found: Calibration, out: Path, command: str, text: str) -> None:
    """Keep a calibration as a folder that explains itself, with its waves."""
    data = {
        "accepted.csv": written(found.accepted).decode(),
        "accepted.json": said(found, command).decode(),
    }
    answer = [*words.headline(found), *words.not_met(found), *words.identified(found)]
    write_tables(
        out,
        tables_of(found),
        Said(
            question=f"{found.population.title}. {QUESTION}",
            answer=answer,
            command=command,
            figures=in_files([bands(found), settings(found), without_each(found)]),
            uncertainty=words.UNCERTAINTY,
            texts={"answer.txt": text, **data, **kept_in(out)},
        ),
    )
