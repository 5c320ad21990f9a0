"""An address is an experiment: all that is compared stands in it, and nothing of it anywhere else.

``of`` names a scenario or a population that ships, ``is.NAME`` says how an organisation differs
from it, ``change`` and ``if.NAME`` are options against *no change*.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, NoReturn
from urllib.parse import urlencode

from exit_sim.draws import LAST_SEED
from exit_sim.errors import BadInput, nearest, shown_key
from exit_sim.scenario import Scenario, changes
from exit_sim.scenario.file import Document
from exit_sim.scenario.given_on_the_line import parsed
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import SETTABLE, Value
from exit_sim.scenario.stated import BANDS, PERFORMANCE, RATING, taken

IS, IF = "is.", "if."
"""What an organisation is like, and what is changed."""
PARTS = ("of", "change", "together", "seed", "precision")
ONE, MANY = "baseline", "reference"
"""What is meant where nothing is named: one organisation, or many that differ as places do."""

LONGEST, LONGEST_VALUE = 8_000, 120
MOST_OPTIONS, MOST_SETTINGS = 4, 120
_SPEC = re.compile(r"\w+(:[\w ]+=[\w .+-]*(,[\w ]+=[\w .+-]*)*)?(?<!\.toml)", re.ASCII)
FINEST, COARSEST, USUAL = 0.01, 0.5, 0.03
"""Half-widths that may be asked for, and the usual one."""


_PLACES = {name: place for place, name in enumerate((RATING, *SETTABLE))}


class Experiment(NamedTuple):
    """What is compared: an organisation or many, options, and how precisely."""

    of: str = MANY
    is_like: tuple[tuple[str, str], ...] = ()
    changes: tuple[str, ...] = ()
    sets: tuple[tuple[str, str], ...] = ()
    together: bool = False
    seed: int = 1
    precision: float = USUAL

    @property
    def asks(self) -> bool:
        """Whether anything is to be otherwise."""
        return bool(self.changes or self.sets)


def read(pairs: Iterable[tuple[str, str]]) -> Experiment:
    """Read an experiment; nothing but what ships with exit_sim is looked for, and no file is.

    Raises:
        BadInput: something in it cannot be used.
    """
    texts: dict[str, str] = {}
    given: dict[str, dict[str, str]] = {IS: {}, IF: {}}
    asked: dict[str, None] = {}
    for key, value in pairs:
        group = key[:3]
        if group in given:
            name = key[3:]
            given[group][name] = _written(_settable(key, name), key, value)
        elif key == "change":
            asked[_change(value)] = None
        elif key in PARTS:
            texts[key] = value
        else:
            _refuse("is no part of an address", key, None, nearest(key, (*PARTS, "is", "if")))
    of = _of(texts.get("of", MANY))
    found = Experiment(
        of,
        tuple(sorted(given[IS].items(), key=lambda one: _PLACES[one[0]])),
        tuple(asked),
        tuple(given[IF].items()),
        _whole(texts, "together", 0, 0, 1) == 1,
        _whole(texts, "seed", 1, 0, LAST_SEED - 100_000),
        _precision(texts.get("precision", "")),
    )
    _check(found)
    return found


def address(of: Experiment, path: str = "/answer") -> str:
    """Write the one address of an experiment.

    >>> address(Experiment(changes=("taper",)))
    '/answer?of=reference&change=taper'
    """
    return f"{path}?{query(parts(of))}"


def query(pairs: Iterable[tuple[str, str]]) -> str:
    """Write parts of an address."""
    return urlencode(list(pairs), safe=":,=")


def parts(of: Experiment) -> Iterator[tuple[str, str]]:
    """Give what an address says, part by part; what is usual is not said."""
    yield "of", of.of
    yield from ((f"{IS}{name}", value) for name, value in of.is_like)
    yield from (("change", spec) for spec in of.changes)
    yield from ((f"{IF}{name}", value) for name, value in of.sets)
    if of.together:
        yield "together", "1"
    if of.seed != 1:
        yield "seed", str(of.seed)
    if of.precision != USUAL:
        yield "precision", f"{of.precision!r}"


def organisation(of: Experiment) -> Scenario | Population:
    """Load what is compared: one organisation as described, or a population.

    Raises:
        BadInput: values that do not go together.
    """
    if of.of in Population.names():
        return Population.load(of.of)
    scenario = Scenario.load(of.of)
    if not of.is_like:
        return scenario
    said = ", ".join(f"{name.split('.')[-1].replace('_', ' ')} {v}" for name, v in of.is_like[:3])
    more = f", and {len(of.is_like) - 3} more" if len(of.is_like) > 3 else ""
    about = {**scenario.about, "title": f"An organisation as described ({said}{more})"}
    changed = scenario.with_(values(of.is_like), by="the address")
    return changed.but(name="described", about=about)


def values(given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Read settings as they are written in an address."""
    doc = Document("the address", {})
    return {name: parsed(doc, name, text) for name, text in given}


def _check(of: Experiment) -> None:
    if of.is_like and of.of in Population.names():
        problem, allowed = "are many organisations, so none is described", f"give of={ONE}"
        raise BadInput(problem, key=f"of={of.of}", allowed=allowed)
    names = [name for name, _ in of.is_like]
    if RATING in names and PERFORMANCE in names:
        problem = f"contradicts {PERFORMANCE}"
        raise BadInput(problem, key=IS + RATING, allowed="give one of the two")
    if len(of.changes) + len(of.sets) > MOST_OPTIONS:
        problem = f"asks for more than {MOST_OPTIONS} options at once"
        raise BadInput(problem, key="the address", allowed="leave some out")
    if len(of.is_like) > MOST_SETTINGS:
        problem = f"states more than {MOST_SETTINGS} settings"
        raise BadInput(problem, key="the address", allowed="leave some out")


def _of(name: str) -> str:
    known = (*Scenario.names(), *Population.names())
    if name not in known:
        problem, allowed = "is none that ships", "allowed: " + ", ".join(known)
        meant = nearest(name, known)
        raise BadInput(problem, key="of", value=name, allowed=allowed, suggestion=meant)
    _no_file(name)
    _no_file(ONE)
    return name


def _change(text: str) -> str:
    """Take a change that ships, with its options, in which no path can stand."""
    name = text.partition(":")[0]
    if name not in changes.names() or not _SPEC.fullmatch(text):
        meant = nearest(name, changes.names())
        problem = "is no change that ships"
        raise BadInput(problem, key="change", value=text, suggestion=meant)
    _no_file(name)
    return changes.load(text).spec


def _no_file(name: str) -> None:
    """Refuse a name that a file here bears too, since the file would be read in its place."""
    if Path(name).exists():
        problem = "is also a file where this page was started"
        raise BadInput(problem, key=name, allowed="start it in another folder")


def _settable(key: str, name: str) -> Any:
    if name == RATING:
        return BANDS
    if name not in SETTABLE:
        _refuse("is not a setting", key, None, nearest(name, (*SETTABLE, RATING)))
    return SETTABLE[name]


def _written(one: Any, key: str, text: str) -> str:
    """Take a value that may stand, and write it in its one way."""
    doc = Document("the address", {})
    value: Value = taken(doc, (key,), one, parsed(doc, key, text))
    if isinstance(value, str):
        return value
    if one.flag:
        return "true" if value > 0.5 else "false"
    return repr(value).removesuffix(".0")


def _whole(texts: dict[str, str], key: str, usual: int, low: int, high: int) -> int:
    text = texts.get(key, "").strip() or str(usual)
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        _refuse("is out of range", key, text, "", f"a whole number from {low} to {high}")
    return int(text)


def _precision(text: str) -> float:
    if not text.strip():
        return USUAL
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not FINEST <= found <= COARSEST:
        _refuse("is out of range", "precision", text, "", f"from {FINEST:g} to {COARSEST:g}")
    return found


def _refuse(problem: str, key: str, value: Any, meant: str = "", allowed: str = "") -> NoReturn:
    allowed = f"allowed: {allowed}" if allowed else ""
    raise BadInput(
        problem, key=shown_key(key), value=value, allowed=allowed, suggestion=meant
    ) from None
