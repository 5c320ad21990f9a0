"""What a deposit says of itself: what it is, and three commands that make its results again."""

from collections.abc import Sequence
from typing import NamedTuple

from exit_sim import __version__
from exit_sim.results.deposit.requirements import python
from exit_sim.results.folder import STANDING


class Told(NamedTuple):
    """What is told of a deposit; ``answer`` stays empty for a sweep, ``command`` is as it was."""

    title: str
    answer: Sequence[str]
    command: str
    sweep: bool
    inputs: bool


def readme(told: Told) -> str:
    """Write the text that explains a deposit, in Markdown."""
    lines = [f"# {told.title}", ""]
    lines += [*(f"- {sentence}" for sentence in told.answer), ""] if told.answer else []
    lines += [*STANDING, "", "## Make it again", ""]
    lines += [
        f"It was made with Python {python()} and exit_sim {__version__}, which lies in `software`.",
        "Nothing else of ours is needed. In this folder:",
        "",
        "```sh",
        "python -m venv venv",
        "venv/bin/python -m pip install -r requirements.txt",
        "venv/bin/python rerun.py",
        "```",
        "",
    ]
    lines += _SWEEP if told.sweep else _RESULTS
    lines += ["", "The command was:", "", "```sh", told.command, "```", "", "## What is here", ""]
    lines += [
        "- `METHODS.txt`: how it was made, in a paragraph for a paper",
        "- `results`: the folder as it was kept; its `README.txt` explains it",
        *(["- `inputs`: files that the command names, as they lay"] if told.inputs else []),
        "- `software`: the source and data of exit_sim, with its licence",
        "- `requirements.txt`: the libraries it needs, to the exact version",
        "- `rerun.py`: makes it again and compares; it needs nothing but Python to be read",
        "- `deposit.json`: the words of the command, for `rerun.py`",
    ]
    return "\n".join(lines) + "\n"


_RESULTS = (
    "The last one runs the command again, into `again`, and compares every file of `results`.",
    "It ends with 0 where tables and texts are the same to the last byte, and with 3 otherwise.",
    "Pictures are compared too; they are the same with the same version of matplotlib alone.",
)
_SWEEP = (
    "The last one audits the sweep: every file against its hash, every row against the plan.",
    "It lives a share of the runs again, bit by bit, and ends with 3 where anything differs.",
    "`PYTHONPATH=software python -m exit_sim verify results --share 1` lives all of them again.",
)
