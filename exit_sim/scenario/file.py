"""A file of settings is found by name or path, read with care, and knows where each line stands."""

import re
import stat
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

from exit_sim.errors import BadInput, nearest, shown, shown_key
from exit_sim.scenario.toml_lines import Keys, line_of, lines_of

SHIPPED = Path(str(files("exit_sim"))) / "scenarios"
LARGEST = 5_000_000
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")

Refuse = Callable[..., NoReturn]


class Document:
    """What was read from one file, or given on the command line, and where each thing stands."""

    def __init__(
        self, label: str, data: Mapping[str, Any], text: str = "", folder: Path = SHIPPED
    ) -> None:
        self.label = label
        self.data = data
        self.text = text
        self.folder = folder

    @cached_property
    def lines(self) -> dict[Keys, int]:
        """The line on which each key stands; looked for only when something is wrong."""
        return lines_of(self.text)

    def refuse(
        self, problem: str, keys: Keys, value: Any = None, allowed: str = "", suggestion: str = ""
    ) -> NoReturn:
        """Say what is wrong at these keys."""
        table, key = self._written(keys)
        raise BadInput(
            problem,
            file=self.label,
            line=line_of(self.lines, keys),
            table=table,
            key=key,
            value=value,
            allowed=allowed,
            suggestion=suggestion,
        ) from None

    def _written(self, keys: Keys) -> tuple[str, str]:
        """The table and the key as they stand in the file."""
        names = [shown_key(name) for name in keys if isinstance(name, str)]
        if not self.text:
            return "", ".".join(names)
        if len(keys) > 1 and isinstance(keys[1], int):
            return f"[[{names[0]}]]", ".".join(names[1:])
        inner: Any = self.data
        for name in keys:
            inner = inner.get(name) if isinstance(inner, dict) else None
        if isinstance(inner, dict) and "value" not in inner and keys:
            return f"[{'.'.join(names)}]", ""
        if isinstance(inner, list) and inner and all(isinstance(one, dict) for one in inner):
            return f"[[{'.'.join(names)}]]", ""
        table = f"[{'.'.join(names[:-1])}]" if names[1:] else ""
        return table, "".join(names[-1:])

    def table(self, name: str) -> dict[str, Any]:
        """The table of this name; empty where there is none."""
        table = self.data.get(name, {})
        if not isinstance(table, dict):
            self.refuse("is not a table", (name,), table, f"write [{name}]")
        return table

    def tables(self, name: str) -> list[dict[str, Any]]:
        """The array of tables of this name; empty where there is none."""
        tables = self.data.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            self.refuse("is not an array of tables", (name,), None, f"write [[{name}]]")
        return tables

    def known(self, keys: Keys, table: Mapping[str, Any], words: Iterable[str], what: str) -> None:
        """Refuse a key of a table that is none of these words."""
        known = list(words)
        for key in table:
            if key not in known:
                allowed = "allowed: " + ", ".join(known)
                self.refuse(f"is not {what}", (*keys, key), None, allowed, nearest(key, known))

    def texts(self, name: str, words: Iterable[str]) -> dict[str, str]:
        """A table that holds texts alone, under these keys."""
        table = self.table(name)
        self.known((name,), table, words, "a part of it")
        for key, text in table.items():
            if not isinstance(text, str) or not text.strip():
                self.refuse("is not a text", (name, key), text)
        return table


def names(folder: str = "") -> list[str]:
    """The names of the shipped files of a kind, in order of the alphabet."""
    return list(_names_once(folder))


@lru_cache(maxsize=64)
def _names_once(folder: str) -> tuple[str, ...]:
    """Look once: every option of every run asks again."""
    return tuple(sorted(path.stem for path in (SHIPPED / folder).glob("*.toml")))


def find(given: str | Path, folder: str = "") -> tuple[Path, str]:
    """Find a file by its path, or by its name among the shipped ones; and what to call it."""
    path, text = Path(given), str(given)
    if text.endswith(".toml") or _is(Path.is_file, path):
        return path, text
    known = names(folder)
    if text in known:
        return shipped(text, folder)
    if text and _is(Path.is_dir, path):
        return path, text
    problem = f"is neither a {folder.rstrip('s') or 'scenario'} nor a file"
    allowed = "allowed: the path of a file, or " + (", ".join(known) or "nothing else")
    raise BadInput(problem, key=shown_key(text), allowed=allowed, suggestion=nearest(text, known))


def _is(kind: Callable[[Path], bool], path: Path) -> bool:
    try:
        return kind(path)
    except OSError:
        return False


def shipped(name: str, folder: str = "") -> tuple[Path, str]:
    """The path of a file that ships with exit_sim, and what to call it."""
    inner = f"{folder}/{name}.toml" if folder else f"{name}.toml"
    return SHIPPED / inner, f"scenarios/{inner}"


def read(path: Path, label: str) -> Document:
    """Read a TOML file; one that ships with exit_sim is read once."""
    return _read_once(path, label) if SHIPPED in path.parents else _read(path, label)


@lru_cache(maxsize=256)
def _read_once(path: Path, label: str) -> Document:
    return _read(path, label)


def _read(path: Path, label: str) -> Document:
    def refuse(problem: str, line: int | None = None) -> NoReturn:
        raise BadInput(problem, file=label, line=line) from None

    raw = _raw(path, refuse)
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        refuse("is not UTF-8 text; save it as UTF-8", raw[: error.start].count(b"\n") + 1)
    if "\0" in text:
        refuse("is not text")
    data = _parsed(text, refuse)
    if not data:
        refuse("is empty")
    return Document(label, data, text, path.parent)


def _raw(path: Path, refuse: Refuse) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            refuse("is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            refuse("is not an ordinary file")
        if status.st_size > LARGEST:
            refuse(f"is larger than {LARGEST // 1_000_000} MB; a file of settings is far smaller")
        return path.read_bytes()
    except FileNotFoundError:
        refuse("is not there")
    except (OSError, ValueError) as error:
        refuse(f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _parsed(text: str, refuse: Refuse) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        refuse("has brackets nested too deeply")
    except ValueError as error:
        problem, place = _PLACE.sub("", str(error)), _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else None
        if place and not place[1]:
            line = text.rstrip().count("\n") + 1
        if problem == "Cannot overwrite a value" or problem.startswith("Duplicate inline"):
            refuse("states a key twice", line)
        if problem.startswith("Cannot declare"):
            refuse("states a table twice", line)
        there = text.split("\n")[line - 1] if line else ""
        reads = f"; the line reads {shown(there.strip())}" if there.strip() else ""
        refuse(f"is not TOML: {problem[:1].lower()}{problem[1:]}{reads}", line)
