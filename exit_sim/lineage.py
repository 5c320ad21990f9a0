"""What a scenario extends: its file, the file below, and so on down to one that is complete."""

from functools import lru_cache
from pathlib import Path, PurePath
from typing import NamedTuple

from exit_sim import agreement
from exit_sim.errors import nearest
from exit_sim.held import held_constants
from exit_sim.scenario_file import Document, find, names, read, read_shipped, shipped
from exit_sim.settable import GROUPS, HELD, SETTABLE, Value
from exit_sim.stated import FIELDS, Given, settings_in
from exit_sim.timetable import Event, events_in

SECTOR = "setting.sector"
SECTORS = "sectors"
ABOUT = ("title", "says", "invented", "code")
TOP = ("extends", "about", "events", *dict.fromkeys(group.split(".")[0] for group in GROUPS))


class Resolved(NamedTuple):
    """Everything that a scenario and those below it state."""

    given: dict[str, Given]
    events: tuple[Event, ...]
    about: dict[str, str]


def resolve(name: str | Path) -> Resolved:
    """Read a scenario and all it extends, and lay each upon the one below."""
    given: dict[str, Given] = {}
    events: tuple[Event, ...] = ()
    about: dict[str, str] = {}
    for doc in reversed(documents(name)):
        doc.known((), doc.data, TOP, "a table of a scenario")
        own = _settings(doc)
        if "extends" not in doc.data:
            complete(doc, own)
        given = laid_upon(given, own, doc)
        horizon = int(float(given["time.horizon"].value))
        events = (*events, *events_in(doc, horizon))
        about = _about(doc)
    return Resolved(given, events, about)


def documents(name: str | Path) -> list[Document]:
    """The file of a scenario, the one it extends, and so on."""
    path, label = find(name)
    chain: list[Document] = []
    seen: list[Path] = []
    while True:
        here = path.resolve()
        if here in seen:
            circle = " extends ".join([*(doc.label for doc in chain), label])
            raise chain[-1].bad(f"is circular: {circle}", ("extends",), chain[-1].data["extends"])
        seen.append(here)
        doc = read(path, label)
        chain.append(doc)
        if "extends" not in doc.data:
            return chain
        path, label = _below(doc)


def _below(doc: Document) -> tuple[Path, str]:
    name = doc.data["extends"]
    if not isinstance(name, str) or not name:
        raise doc.bad("is not the name of a scenario", ("extends",), name)
    if name in names():
        return shipped(name)
    path = doc.folder / name
    if name.endswith(".toml") and path.exists():
        return path, (PurePath(doc.label).parent / name).as_posix()
    allowed = "allowed: a file, or " + ", ".join(names())
    raise doc.bad("is not there", ("extends",), name, allowed, nearest(name, names()))


@lru_cache(maxsize=256)
def _settings(doc: Document) -> dict[str, Given]:
    stated = {key: table for key, table in doc.data.items() if key not in TOP[:3]}
    return settings_in(doc, stated)


def complete(doc: Document, own: dict[str, Given]) -> None:
    """Refuse a file that extends nothing unless it says all there is to say about every setting."""
    for name in SETTABLE:
        if name not in own:
            problem = f"extends no scenario and does not state {name}"
            raise doc.bad(problem, (), None, 'write extends = "baseline", or state every setting')
        for field in FIELDS[:-1]:
            if field not in own[name].said:
                problem = f"has no {field}, which a scenario that extends no other must give"
                raise doc.bad(problem, own[name].keys)


def laid_upon(below: dict[str, Given], own: dict[str, Given], doc: Document) -> dict[str, Given]:
    """Lay what is given upon what was there: the bundle of a sector first, then each line."""
    given = {**below, **own}
    if SECTOR in own and below:
        given = {**below, **_bundle(own[SECTOR].value), **own}
    values = {name: one.value for name, one in given.items()}
    for name, one in own.items():
        if (
            one.value == HELD
            and SETTABLE[name].mechanism
            and name not in held_constants().constants
        ):
            raise doc.bad("cannot be held: its usual level was not measured", one.keys, HELD)
    agreement.check(doc, values, own)
    return given


def _bundle(sector: Value) -> dict[str, Given]:
    name = str(sector).replace(" ", "_")
    if name not in names(SECTORS):
        return {}
    doc = read_shipped(name, SECTORS)
    doc.known((), doc.data, TOP[1:], "a table of a sector")
    return _settings(doc)


def _about(doc: Document) -> dict[str, str]:
    about = doc.table("about")
    doc.known(("about",), about, ABOUT, "said about a scenario")
    for key, text in about.items():
        if not isinstance(text, str):
            raise doc.bad("is not text", ("about", key), text)
    return about
