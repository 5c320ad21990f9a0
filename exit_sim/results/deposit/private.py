"""What a machine, a user or a folder is called is no part of a deposit."""

import getpass
import platform
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from exit_sim.errors import BadInput

TEXTS = frozenset({".txt", ".json", ".csv", ".toml", ".svg", ".md"})
ALLOWED = "make the results again from the folder of your files, or take it out of your file"


def check(entries: Mapping[str, bytes | Path], here: Iterable[Path]) -> None:
    """Refuse entries that name this machine, its user, or a folder of it.

    Raises:
        BadInput: one does; the sentence says which and what.
    """
    user = _user()
    for name, content in entries.items():
        if user in PurePosixPath(name).parts[1:]:
            problem = f"lies in a folder called as the user of this machine: {user}"
            raise BadInput(problem, file=name, allowed="put your files into one folder")
        if PurePosixPath(name).suffix not in TEXTS:
            continue
        text = content if isinstance(content, bytes) else content.read_bytes()
        word = next((word for word in _words(user, here) if _holds(text, word)), "")
        if word:
            problem = f"names this machine, a user or a folder of it: {word}"
            raise BadInput(problem, file=name, allowed=ALLOWED)


def _words(user: str, here: Iterable[Path]) -> list[str]:
    """What would tell where something was made; a plain word that is a name proves nothing."""
    homes = [f"/{user}/", f"\\{user}\\", str(Path.home())] if user else []
    folders = [str(folder) for folder in here]
    host = platform.node()
    hosts = [host] if re.search(r"[^A-Za-z]", host) and host != "localhost" else []
    return [word for word in (*folders, *homes, *hosts) if len(word) > 1]


def _holds(text: bytes, word: str) -> bool:
    """Whether a text holds a word as it stands, not as part of a longer one."""
    after = rb"(?!\w)" if word[-1].isalnum() else b""
    return re.search(rb"(?<!\w)" + re.escape(word.encode()) + after, text) is not None


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user without a name
        return ""
