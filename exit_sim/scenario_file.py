"""A file of settings is found by name or path, read with care, and knows where each line stands."""

import re
import stat
import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from exit_sim.errors import BadInput, nearest, shown
from exit_sim.toml_lines import Path as Keys
from exit_sim.toml_lines import line_of, lines_of

LARGEST = 5_000_000
SHIPPED = Path(str(files("exit_sim"))) / "scenarios"
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


class Document:
    """What was read from one file, or given on the command line, and where each thing stands."""

    def __init__(self, label: str, data: dict[str, Any], text: str = "", folder: Path = SHIPPED):
        self.label = label
        self.data = data
        self.text = text
        self.folder = folder

    @cached_property
    def lines(self) -> dict[Keys, int]:
        """The line on which each key stands; read only when something is wrong."""
        return lines_of(self.text)

    def bad(
        self, problem: str, keys: Keys, value: Any = None, allowed: str = "", suggestion: str = ""
    ) -> BadInput:
        """Make the error that says what is wrong at these keys."""
        names = [str(key) for key in keys if isinstance(key, str)]
        as_line = self.text == "" or len(names) < 2
        return BadInput(
            problem,
            file=self.label,
            line=line_of(self.lines, keys),
            table="" if as_line else ".".join(names[:-1]),
            key=".".join(names) if as_line else names[-1],
            value=value,
            allowed=allowed,
            suggestion=suggestion,
        )

    def table(self, *keys: str) -> dict[str, Any]:
        """The table at these keys; empty where there is none."""
        inner: Any = self.data
        for depth, key in enumerate(keys):
            inner = inner.get(key, {})
            if not isinstance(inner, dict):
                raise self.bad("is not a table", keys[: depth + 1], inner)
        return dict(inner)

    def tables(self, key: str) -> list[dict[str, Any]]:
        """The array of tables of this name; empty where there is none."""
        inner = self.data.get(key, [])
        if not isinstance(inner, list) or not all(isinstance(each, dict) for each in inner):
            raise self.bad(f"is not written as [[{key}]]", (key,), inner)
        return inner

    def known(self, keys: Keys, table: Mapping[str, Any], words: Iterable[str], what: str) -> None:
        """Refuse a key of a table that is none of these words."""
        known = list(words)
        for key in table:
            if key not in known:
                allowed = "allowed: " + ", ".join(known)
                meant = nearest(key, known)
                raise self.bad(f"is not {what}", (*keys, key), None, allowed, meant)


def names(folder: str = "") -> list[str]:
    """The names of the shipped files of a kind, in order of the alphabet."""
    return sorted(path.stem for path in (SHIPPED / folder).glob("*.toml"))


def find(given: str | Path, folder: str = "") -> tuple[Path, str]:
    """Find a file by its path, or by its name among the shipped ones; and what to call it."""
    path, text = Path(given), str(given)
    if text.endswith(".toml") or path.is_file():
        return path, text
    known = names(folder)
    if text in known:
        return shipped(text, folder)
    if path.is_dir():
        return path, text
    what = folder.rstrip("s") or "scenario"
    problem = f"is neither a {what} nor a file"
    allowed = "allowed: a file, or " + ", ".join(known)
    raise BadInput(problem, key=shown(text), allowed=allowed, suggestion=nearest(text, known))


def shipped(name: str, folder: str = "") -> tuple[Path, str]:
    """The path of a file that ships with exit_sim, and what to call it."""
    inner = f"{folder}/{name}.toml" if folder else f"{name}.toml"
    return SHIPPED / inner, f"scenarios/{inner}"


def read_shipped(name: str, folder: str = "") -> Document:
    """Read a file that ships with exit_sim, once."""
    path, label = shipped(name, folder)
    return read(path, label)


@lru_cache(maxsize=256)
def _read_once(path: Path, label: str, _modified: int, _size: int) -> Document:
    return _read(path, label)


def read(path: Path, label: str) -> Document:
    """Read a TOML file, or remember it where it has not changed since it was read."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return _read(path, label)
    return _read_once(path, label, status.st_mtime_ns, status.st_size)


def _read(path: Path, label: str) -> Document:
    """Read a TOML file; whatever may be wrong with the file itself is one sentence."""

    def bad(problem: str, line: int | None = None) -> BadInput:
        return BadInput(problem, file=label, line=line)

    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise bad("is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise bad("is not an ordinary file")
        if status.st_size > LARGEST:
            raise bad(f"is larger than {LARGEST // 1_000_000} MB, so it is not a file of settings")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise bad("there is no such file") from None
    except (OSError, ValueError) as error:
        raise bad(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if b"\0" in raw:
        raise bad("is not text")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise bad("is not UTF-8 text; save it as UTF-8", line) from None
    return Document(label, _parsed(text, bad), text, path.parent)


def _parsed(text: str, bad: Any) -> dict[str, Any]:
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise bad("has brackets nested too deeply") from None
    except ValueError as error:
        place = _AT_LINE.search(str(error))
        line = int(place[1]) if place and place[1] else None
        if place and not place[1]:
            line = max(1, len(text.rstrip().splitlines()))
        problem = _AT_LINE.sub("", str(error))
        if problem in {"Cannot overwrite a value"}:
            raise bad("states the same key twice", line) from None
        if problem.startswith("Cannot declare"):
            raise bad("states the same table twice", line) from None
        raise bad(f"is not TOML: {problem[:1].lower()}{problem[1:]}", line) from None
    if not data:
        raise bad("is empty")
    return data
