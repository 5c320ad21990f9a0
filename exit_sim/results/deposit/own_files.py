"""Files of one's own that a command names, and those that they name in turn, as they lie."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from exit_sim.errors import BadInput
from exit_sim.scenario.file import read

FROM_THERE = "go to the folder in which these results were made, and say the same again"


class Own(NamedTuple):
    """Files by their place below a folder, and the words that name them from ``start`` in it.

    ``instead`` says what stands for each whole path that was given.
    """

    files: Mapping[str, Path]
    start: str
    words: tuple[str, ...]
    instead: Mapping[str, str]


def own_files(words: Sequence[str], named: Iterable[str], here: Path) -> Own:
    """Find files that a command names, as seen from a folder; what ships is none of them.

    Whatever is named by its place from here keeps its name: the common root is so far up that all
    lies below it, and ``start`` is then this folder below that.

    Raises:
        BadInput: one of them is not there, or cannot be read.
    """
    given = [name for name in map(path_in, named) if _is_own(name, here)]
    found: dict[Path, str] = {}
    for name in given:
        _take(_at(here, name), name, found)
    if not found:
        return Own({}, "", tuple(words), {})
    by_place = [name for name in given if not Path(name).is_absolute()]
    root = Path(
        os.path.commonpath([*(path.parent for path in found), *([here] if by_place else [])])
    )
    start = here if by_place else root
    instead = {
        label: Path(os.path.relpath(label, start)).as_posix()
        for label in (*given, *found.values())
        if Path(label).is_absolute()
    }
    return Own(
        {path.relative_to(root).as_posix(): path for path in found},
        "" if start == root else start.relative_to(root).as_posix(),
        tuple(_renamed(word, instead) for word in words),
        instead,
    )


def path_in(word: str) -> str:
    """Give the file in a word: a change may have options behind it.

    >>> path_in("ours.toml:month=3"), path_in("taper")
    ('ours.toml', 'taper')
    """
    name, dot, _ = word.partition(".toml")
    return name + dot


def _renamed(word: str, instead: Mapping[str, str]) -> str:
    name = path_in(word)
    return instead.get(name, name) + word.removeprefix(name)


def _is_own(name: str, here: Path) -> bool:
    path = _at(here, name)
    return name.endswith(".toml") or path.is_file() or path.is_dir()


def _at(folder: Path, name: str) -> Path:
    """Give a path in full, without steps up; what is linked keeps the name it is given."""
    return Path(os.path.normpath(folder / name))


def _take(path: Path, label: str, found: dict[Path, str]) -> None:
    """Take a file and those that it names, or all that a folder holds, by what each is called."""
    if path.is_dir():
        found |= {one: (Path(label) / one.relative_to(path)).as_posix() for one in visible(path)}
        return
    if path in found:
        return
    if not path.is_file():
        problem = "is not there, and the command names it"
        raise BadInput(problem, file=label, allowed=FROM_THERE)
    found[path] = label
    if path.suffix == ".toml":
        for name in named_in(path):
            _take(_at(path.parent, name), (Path(label).parent / name).as_posix(), found)


def visible(folder: Path) -> list[Path]:
    """Find all files in a folder but those whose names begin with a dot."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part[0] == "." for part in path.relative_to(folder).parts)
    )


def named_in(path: Path) -> list[str]:
    """Name the files that a scenario, a population, a proposition or a design names."""
    data = read(path, path.name).data
    design, options = data.get("design"), data.get("options")
    asked = design if isinstance(design, dict) else {}
    texts = [data.get("extends"), data.get("of"), asked.get("file"), asked.get("points")]
    for option in options if isinstance(options, list) else ():
        changes = option.get("changes", []) if isinstance(option, dict) else str(option).split("+")
        texts += [path_in(change.strip()) for change in changes]
    return [text for text in texts if isinstance(text, str) and text.endswith((".toml", ".csv"))]
