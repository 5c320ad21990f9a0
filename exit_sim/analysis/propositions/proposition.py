"""A proposition says what the study claims, how it is put to the model, and what would deny it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from exit_sim.analysis.propositions.built_in import hides_in, mechanisms
from exit_sim.analysis.propositions.claims import BUILT_IN, INGREDIENTS, PHASES, claims
from exit_sim.analysis.propositions.estimand import ESTIMANDS, Estimand, estimands_in
from exit_sim.analysis.propositions.saying import day, named, one_of, text
from exit_sim.errors import BadInput
from exit_sim.scenario import Scenario
from exit_sim.scenario.file import SHIPPED, Document, find, names, read
from exit_sim.scenario.population import Population
from exit_sim.scenario.stated import Given, settings_in
from exit_sim.sweep.options import OPTIONS, options_in
from exit_sim.sweep.subject import laid, subject
from exit_sim.twins.study import NO_CHANGE, Option

__all__ = ["Estimand", "Proposition"]

FOLDER = "experiments/propositions"
TEMPLATE = SHIPPED / "templates" / "proposition.toml"
SET = "set"
TEXTS = ("id", "title", "claim", "source", "contradicted_by")
CHOSEN: Mapping[str, Sequence[str]] = {
    "phase": PHASES,
    "ingredient": (*INGREDIENTS, "setting"),
    "built_in": BUILT_IN,
}
"""What is one of some words; an ingredient may also be the setting itself."""

PARTS = (
    *TEXTS,
    "claims",
    *CHOSEN,
    "where_it_hides",
    "mechanisms",
    "set_on",
    "waiting",
    "of",
    SET,
    OPTIONS,
    ESTIMANDS,
)
COMPARES = ("of", SET, OPTIONS, ESTIMANDS)
_ID = re.compile(r"[Pp]0*(\d+)([a-z]?)")


@dataclass(frozen=True, eq=False)
class Proposition:
    """One proposition: load one by name, by number (P12) or by the path of a file of your own.

    ``options`` are what its ``estimands`` compare, on the same organisations by the same luck; the
    first estimand decides, the others are other ways to put it. ``common`` holds under each option.
    ``waiting`` says why it cannot be put to the model yet; then it compares nothing. ``hash`` tells
    whether a file was edited.
    """

    id: str
    name: str
    title: str
    claim: str
    claims: tuple[str, ...]
    source: str
    phase: str
    ingredient: str
    built_in: str
    where_it_hides: str
    mechanisms: tuple[str, ...]
    contradicted_by: str
    set_on: str
    waiting: str
    of: Scenario | Population
    common: Mapping[str, Given]
    options: tuple[Option, ...]
    estimands: tuple[Estimand, ...]
    text: str
    hash: str
    label: str
    shipped: bool
    doc: Document

    @classmethod
    def load(cls, name: str | Path) -> "Proposition":
        """Read a proposition.

        Raises:
            BadInput: something in it cannot be used.
        """
        path, label = _found(name)
        doc = read(path, label)
        doc.known((), doc.data, PARTS, "a part of a proposition")
        said = {key: text(doc, key) for key in TEXTS}
        said |= {key: one_of(doc, key, words) for key, words in CHOSEN.items()}
        waiting = text(doc, "waiting", needed=False)
        options, estimands = _compared(doc, waiting)
        rests_on = named(doc, "mechanisms", mechanisms(), "a mechanism", 0 if waiting else 1)
        proposition = cls(
            **said,
            name=path.stem,
            claims=named(doc, "claims", tuple(claims()), "a claim of the study", 0),
            mechanisms=rests_on,
            where_it_hides=_where_it_hides(doc, said["built_in"], rests_on),
            set_on="" if waiting else day(doc, "set_on"),
            waiting=waiting,
            of=Scenario.load("baseline") if waiting else subject(doc),
            common=settings_in(doc, doc.table(SET), (SET,)),
            options=options,
            estimands=estimands,
            text=doc.text,
            hash=sha256(doc.text.encode()).hexdigest(),
            label=label,
            shipped=SHIPPED in path.resolve().parents,
            doc=doc,
        )
        proposition._check_options()
        return proposition

    @staticmethod
    def names() -> list[str]:
        """Name the propositions that ship with exit_sim."""
        return names(FOLDER)

    @property
    def columns(self) -> tuple[str, ...]:
        """The outcome columns that its estimands read, each once."""
        return tuple(dict.fromkeys(name for one in self.estimands for name in one.columns))

    def at(self, scenario: Scenario) -> Scenario:
        """Lay what is common to all options on a scenario; an option is applied to that."""
        return laid(scenario, self.common, self.doc)

    def _check_options(self) -> None:
        """Refuse options that cannot be applied, or that differ in how long they are followed."""
        if self.waiting:
            return
        here = self.at(self.of.member(0) if isinstance(self.of, Population) else self.of)
        for option in self.options:
            there = option.of(here).horizon
            if there != here.horizon:
                problem = f"is followed for {there} months, and the others for {here.horizon}"
                allowed = "options are of one horizon, since lasting is seen late"
                self.doc.refuse(problem, (OPTIONS,), option.label, allowed)


def template() -> str:
    """Give a commented file to start from."""
    return TEMPLATE.read_text("utf-8")


def _found(given: str | Path) -> tuple[Path, str]:
    shipped, number = names(FOLDER), _ID.fullmatch(str(given))
    if number:
        stem = f"p{int(number[1]):02}{number[2]}_"
        given = next((one for one in shipped if one.startswith(stem)), given)
    try:
        return find(given, FOLDER)
    except BadInput as error:
        if error.problem.startswith("is neither"):
            error.problem = "is neither a proposition nor a file"
            error.allowed = "allowed: the path of a file, a number such as P12, or a shipped name"
        raise


def _where_it_hides(doc: Document, built_in: str, rests_on: Sequence[str]) -> str:
    """Take where the rules could smuggle it in; who claims what may be built in has to say it."""
    said = text(doc, "where_it_hides", needed=False)
    if said:
        return said
    hidden = next((one for one in rests_on if hides_in(one)), None)
    if built_in == "EM" and hidden:
        problem = f"rests on {hidden}, in which the rules could hold it ({hides_in(hidden)})"
        doc.refuse(problem, ("built_in",), built_in, 'say where_it_hides, or write "IN/EM"')
    if built_in != "EM":
        allowed = "write where_it_hides = …, which says what the rules hold, and what is left open"
        doc.refuse("says nothing of where it hides", ("built_in",), built_in, allowed)
    return said


def _compared(doc: Document, waiting: str) -> tuple[tuple[Option, ...], tuple[Estimand, ...]]:
    """Take options and estimands: each option is compared, and there is more than one way."""
    if waiting:
        for part in COMPARES:
            if part in doc.data:
                doc.refuse("cannot stand in what is waiting", (part,), None, "leave one out")
        return (), ()
    options = options_in(doc)
    estimands = estimands_in(doc, [option.label for option in options])
    if not estimands:
        doc.refuse("has no estimand", (), None, f"write [[{ESTIMANDS}]]")
    if len(estimands) < 2:
        problem = "is the only way in which it is put to the model"
        doc.refuse(problem, (ESTIMANDS, 0), None, f"add another [[{ESTIMANDS}]]")
    used = {label for one in estimands for label in one.options}
    for number, option in enumerate(options[1:]):
        if option.label not in used:
            keys: tuple[Any, ...] = (OPTIONS, number)
            if not isinstance(doc.data[OPTIONS][number], dict):
                keys = (OPTIONS,)
            doc.refuse("is an option that no estimand compares", keys, option.label)
    kept = options if NO_CHANGE in used else options[1:]
    return kept, estimands
