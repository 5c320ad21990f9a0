"""With what, when and on what system runs of a sweep were lived: what promises no bytes."""

import json
import os
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from exit_sim.results.folder import made_with
from exit_sim.sweep.arrays import as_array
from exit_sim.sweep.files import keeping, put
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
    with keeping(folder):
        (folder / FOLDER).mkdir(exist_ok=True)
    name = f"{now:%Y%m%dT%H%M%S}-{os.getpid()}-{secrets.token_hex(3)}.json"
    put(folder / FOLDER / name, (json.dumps(said, indent=2) + "\n").encode())
