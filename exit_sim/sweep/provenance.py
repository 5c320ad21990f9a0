"""With what, when and on what system runs of a sweep were lived: what promises no bytes."""

import json
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from exit_sim.results.folder import made_with
from exit_sim.sweep.arrays import as_array
from exit_sim.sweep.files import make, put
from exit_sim.sweep.versions import fingerprint

FOLDER = "provenance"


def note(folder: Path, where: str, shards: Iterable[int]) -> None:
    """Note with what these shards were lived, in a file of its own.

    Raises:
        CannotKeep: the system refused.
    """
    now = datetime.now(UTC)
    said = made_with() | {"where": where, "fingerprint": fingerprint()}
    said |= {"shards": as_array(shards)}
    make(folder / FOLDER)
    name = f"{now:%Y%m%dT%H%M%S}-{os.getpid()}-{secrets.token_hex(3)}.json"
    put(folder / FOLDER / name, (json.dumps(said, indent=2) + "\n").encode())


def others_wrote_with(folder: Path) -> set[str]:
    """Which versions of pyarrow wrote shards here, other than this one's."""
    here = made_with()["libraries"]["pyarrow"]
    found = set()
    for path in sorted((folder / FOLDER).glob("*.json")):
        with suppress(OSError, ValueError, KeyError, TypeError):  # it promises nothing
            found.add(str(json.loads(path.read_text("utf-8"))["libraries"]["pyarrow"]))
    return found - {str(here)}
