"""Waves are kept in the folder that will hold the result, so that a calibration can go on there."""

import json
from pathlib import Path
from typing import Any

from exit_sim.analysis.calibration.kept import keep_in
from exit_sim.analysis.calibration.waves import NAMES, Keep
from exit_sim.errors import BadInput
from exit_sim.results.whole_folder import MADE_BY, PROVENANCE, check_place
from exit_sim.sweep.files import make, put, sweep_away

WAVES, MADE = "waves", "made_from.json"
FILES = (f"{WAVES}/{MADE}", *(f"{WAVES}/{name}.csv" for name in NAMES))
"""What stands in the folder of a result beside its tables: the waves, and what they belong to."""


def waves_in(out: Path, made: dict[str, Any]) -> Keep:
    """Keep waves in a folder, and read those that are there if they were made from the same.

    Raises:
        BadInput: the folder holds something else, or waves that were made from something else.
        CannotKeep: the system refused.
    """
    check_place(out)
    waves, text = out / WAVES, json.dumps(made, indent=1) + "\n"
    if (waves / MADE).is_file():
        _check(waves / MADE, made)
    elif out.is_dir() and any(out.iterdir()):
        problem = "holds results that are not a calibration's"
        raise BadInput(problem, file=str(out), allowed="allowed: a new or empty folder")
    else:
        make(waves)
        ours = {"made_by": MADE_BY, "files": sorted([*FILES, PROVENANCE])}
        put(out / PROVENANCE, (json.dumps(ours, indent=2) + "\n").encode())
        put(waves / MADE, text.encode())
    sweep_away(waves)
    return keep_in(waves)


def kept_in(out: Path) -> dict[str, str]:
    """Give the waves and what they belong to, by file name, to be kept with the result."""
    return {name: (out / name).read_text("utf-8") for name in FILES}


def _check(path: Path, made: dict[str, Any]) -> None:
    """Refuse waves that were made from something else, and say what differs."""
    try:
        there = json.loads(path.read_text("utf-8"))
    except ValueError:
        there = {}
    differ = [name for name, value in made.items() if there.get(name) != value]
    if differ:
        problem = f"holds waves of another calibration: {', '.join(differ)} differ"
        raise BadInput(problem, file=str(path.parent), allowed="allowed: a new or empty folder")
