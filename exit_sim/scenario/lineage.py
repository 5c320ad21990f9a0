"""What a scenario extends: its file, the file below, and so on down to one that is complete."""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path, PurePath
from typing import NamedTuple

from exit_sim.errors import nearest
from exit_sim.scenario import agreement
from exit_sim.scenario.file import Document, find, names, read, shipped
from exit_sim.scenario.held import held_constants
from exit_sim.scenario.settable import GROUPS, HELD, SETTABLE, Value
from exit_sim.scenario.stated import BESIDE, FIELDS, Given, settings_in
from exit_sim.scenario.timetable import Event, events_in

SECTOR, SECTORS = "setting.sector", "sectors"
ABOUT = ("title", "says", "invented", "code")


class Resolved(NamedTuple):
    """Everything that a scenario and those below it state."""

    given: dict[str, Given]
    events: tuple[Event, ...]
    about: dict[str, str]


def resolve(name: str | Path) -> Resolved:
    """Read a scenario and all it extends, and lay each upon the one below."""
    found = Resolved({}, (), {})
    for doc in reversed(documents(name)):
        own = _settings(doc)
        if "extends" not in doc.data:
            _check_complete(doc, own)
        given = laid_upon(found.given, own, doc)
        events = events_in(doc, int(given["time.horizon"].value))
        found = Resolved(given, (*found.events, *events), doc.texts("about", ABOUT))
    return found


@cache
def usual() -> Mapping[str, Given]:
    """Every setting as the baseline states it."""
    return resolve("baseline").given


def documents(name: str | Path) -> list[Document]:
    """Read the file of a scenario, the one it extends, and so on."""
    path, label = find(name)
    chain: list[Document] = []
    seen: set[Path] = set()
    while True:
        doc, here = read(path, label), path.resolve()
        if here in seen:
            circle = " extends ".join([*(one.label for one in chain), label])
            chain[-1].refuse(f"is circular: {circle}", ("extends",), chain[-1].data["extends"])
        seen.add(here)
        chain.append(doc)
        if "extends" not in doc.data:
            return chain
        path, label = below(doc)


def below(doc: Document) -> tuple[Path, str]:
    """Find the file that a file extends, and what to call it."""
    name = doc.data["extends"]
    if not isinstance(name, str):
        doc.refuse("is not the name of a scenario", ("extends",), name)
    if name in names():
        return shipped(name)
    path = doc.folder / name
    if not (name.endswith(".toml") and path.exists()):
        allowed = "allowed: the path of a file from here, or " + ", ".join(names())
        doc.refuse("is not there", ("extends",), name, allowed, nearest(name, names()))
    return path, (PurePath(doc.label).parent / name).as_posix()


@lru_cache(maxsize=256)
def _settings(doc: Document) -> dict[str, Given]:
    return settings_in(doc, {key: one for key, one in doc.data.items() if key not in BESIDE})


def _check_complete(doc: Document, own: Mapping[str, Given]) -> None:
    for name in SETTABLE:
        if name not in own:
            group = name.split(".")[:-1]
            keys = tuple(group) if ".".join(group[:1]) in doc.data else ()
            problem = f"has no {name}, and this file extends no other"
            doc.refuse(problem, keys, None, 'write extends = "baseline", or state every setting')
        for field in FIELDS[:-1]:
            if field not in own[name].said:
                problem = f"has no {field}, and this file extends no other"
                doc.refuse(problem, own[name].keys, None, f"write {{ {', '.join(FIELDS)} }}")


def laid_upon(
    below: Mapping[str, Given], own: Mapping[str, Given], doc: Document
) -> dict[str, Given]:
    """Lay what is given upon what was there: a sector's bundle first, then each line itself."""
    given = {**below, **(_bundle(own[SECTOR].value) if SECTOR in own and below else {}), **own}
    for name, one in own.items():
        unmeasured = one.value == HELD and name not in held_constants().constants
        if unmeasured and SETTABLE[name].mechanism:
            doc.refuse("cannot be held: its usual level was not measured", one.keys, HELD)
    agreement.check(doc, given, own)
    return given


def _bundle(sector: Value) -> dict[str, Given]:
    doc = read(*shipped(str(sector).replace(" ", "_"), SECTORS))
    doc.known((), doc.data, ("about", *GROUPS), "a table of a sector")
    doc.texts("about", ABOUT)
    return {name: one for name, one in _settings(doc).items() if name != SECTOR}


@cache
def brought_by_sectors() -> frozenset[str]:
    """Name the settings that come with a sector."""
    return frozenset(name for sector in SETTABLE[SECTOR].words for name in _bundle(sector))
