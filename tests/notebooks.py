"""The tutorial as a notebook: the same cells, without results.

``python tests/notebooks.py`` writes docs/tutorial.ipynb anew from docs/tutorial.py.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

DOCS = Path(__file__).resolve().parent.parent / "docs"
SCRIPT, NOTEBOOK = DOCS / "tutorial.py", DOCS / "tutorial.ipynb"


class Cell(NamedTuple):
    """Of what kind a cell is, and its text."""

    kind: str
    text: str


def cells(script: str) -> list[Cell]:
    """Give the cells of a script, each of which begins with a line ``# %%``."""
    found = []
    for part in script.split("# %%")[1:]:
        head, text = part.split("\n", 1)
        if "markdown" in head:
            lines = [line.removeprefix("#").removeprefix(" ") for line in text.splitlines()]
            found.append(Cell("markdown", "\n".join(lines).strip()))
        else:
            found.append(Cell("code", text.strip()))
    return found


def notebook(script: str) -> str:
    """Write a script as a notebook of nbformat 4 that was never run."""
    written: list[dict[str, Any]] = []
    for number, cell in enumerate(cells(script)):
        made = {"cell_type": cell.kind, "id": f"cell-{number}", "metadata": {}}
        if cell.kind == "code":
            made |= {"execution_count": None, "outputs": []}
        written.append(made | {"source": cell.text.splitlines(keepends=True)})
    about = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    whole = {"cells": written, "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    NOTEBOOK.write_text(notebook(SCRIPT.read_text("utf-8")), "utf-8")
