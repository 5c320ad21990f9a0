"""A place for results is looked at before anything is run."""

import os
from pathlib import Path

from exit_sim.errors import BadInput


def check_out(out: Path) -> None:
    """Refuse a folder that cannot be written, before anything is run.

    Raises:
        BadInput: it is a file, holds something else, or may not be written.
    """
    from exit_sim.results.whole_folder import check_place

    check_place(out)
    above = out.absolute().parent
    while not above.exists():
        above = above.parent
    if not above.is_dir():
        problem = f"cannot be written: {above.name} is a file"
        raise BadInput(problem, file=str(out))
    if not os.access(above, os.W_OK | os.X_OK):
        problem = "cannot be written: permission denied"
        raise BadInput(problem, file=str(out))
