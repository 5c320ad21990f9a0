"""What a result is, for programs: what was asked and found, and the words that repeat it."""

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exit_sim import __version__
from exit_sim.results.fingerprint import SCHEMA_VERSION, rules_hash
from exit_sim.results.whole_folder import MADE_BY

if TYPE_CHECKING:
    from exit_sim.results.folder import Said

MANIFEST = "manifest.json"


def manifest(said: "Said", content: str) -> str:
    """Write what ``README.txt`` says as JSON; it promises its bytes, as that does.

    ``words`` are the command's arguments, without what does not change the result; ``content`` is
    the digest of the tables.
    """
    return (
        json.dumps(
            {
                "made_by": MADE_BY,
                "exit_sim": __version__,
                "schema_version": SCHEMA_VERSION,
                "question": said.question,
                "answer": list(said.answer),
                "uncertainty": list(said.uncertainty),
                "command": said.command,
                "words": shlex.split(said.command)[1:],
                "rules": rules_hash(),
                "content": content,
            },
            indent=1,
            ensure_ascii=False,
        )
        + "\n"
    )


def read_manifest(folder: Path) -> Mapping[str, Any] | None:
    """Read what a folder of results says it is; nothing where it is none."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(said, dict) or said.get("made_by") != MADE_BY:
        return None
    return said
