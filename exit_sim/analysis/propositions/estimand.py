"""An estimand puts a proposition to the model as one number that has a sign."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import isfinite
from typing import Any, NamedTuple, NoReturn, TypeGuard

from exit_sim.analysis.propositions.formula_text import (
    NotAFormula,
    names_in,
    numbers_in,
    words_in,
)
from exit_sim.errors import nearest
from exit_sim.results.columns import TEXT, Column
from exit_sim.results.journeys import journey_columns, outcome_columns
from exit_sim.scenario.file import Document
from exit_sim.scenario.toml_lines import Keys

ESTIMANDS = "estimands"
SUMMARIES = ("mean", "spread", "bimodality", "correlation")
CONTRASTS = {"difference": 2, "ratio": 2, "interaction": 4, "slope": 2, "shape": 3, "level": 1}
"""How many options each contrast compares; a slope and a shape at least so many."""

OPEN = ("slope", "shape")
DIRECTIONS = ("positive", "negative")
MOST_WORDS = 25


class Estimand(NamedTuple):
    """One way to put a proposition to the model.

    ``of`` and ``among`` are formulas over outcome columns: what is looked at, and which runs count
    (all, where it is empty). Without ``per`` the summary is of ``of``; with it a mean is the sum of
    ``of`` over that of ``per``, as in events for each month at risk, and a correlation is of both.
    ``options`` are labels in the order that the contrast needs; ``at`` where each lies on a line;
    ``against`` what a level is held against. ``smallest`` is the smallest effect that matters.
    """

    of: str
    among: str
    per: str
    summary: str
    contrast: str
    options: tuple[str, ...]
    at: tuple[float, ...]
    against: float
    expected: str
    smallest: float
    says: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The outcome columns that its formulas read, each once."""
        formulas = filter(None, (self.of, self.among, self.per))
        return tuple(dict.fromkeys(name for one in formulas for name in names_in(one)))


def estimands_in(doc: Document, labels: Sequence[str]) -> tuple[Estimand, ...]:
    """Take every estimand that a file states, of options with these labels."""
    found: list[Estimand] = []
    for number, table in enumerate(doc.tables(ESTIMANDS)):
        keys: Keys = (ESTIMANDS, number)
        doc.known(keys, table, Estimand._fields, "a part of an estimand")
        one = _Reading(doc, keys, table).estimand(labels)
        if any(one[:-4] == other[:-4] for other in found):
            doc.refuse("repeats another estimand", keys, None, "put it another way")
        found.append(one)
    return tuple(found)


class _Reading:
    """Reads one table, part by part."""

    def __init__(self, doc: Document, keys: Keys, table: dict[str, Any]) -> None:
        self.doc = doc
        self.keys = keys
        self.table = table

    def estimand(self, labels: Sequence[str]) -> Estimand:
        summary = self.word("summary", SUMMARIES, "mean")
        contrast = self.word("contrast", tuple(CONTRASTS))
        options = self.options(contrast, labels)
        return Estimand(
            of=self.formula("of"),
            among=self.formula("among", ""),
            per=self.per(summary),
            summary=summary,
            contrast=contrast,
            options=options,
            at=self.at(contrast, len(options)),
            against=self.against(contrast),
            expected=self.word("expected", DIRECTIONS),
            smallest=self.smallest(),
            says=self.says(),
        )

    def refuse(self, key: str, problem: str, allowed: str = "", suggestion: str = "") -> NoReturn:
        self.doc.refuse(problem, (*self.keys, key), self.table.get(key), allowed, suggestion)

    def needed(self, key: str, write: str) -> Any:
        if key not in self.table:
            self.doc.refuse(f"has no {key}", self.keys, None, write)
        return self.table[key]

    def word(self, key: str, words: Sequence[str], otherwise: str | None = None) -> str:
        allowed = "allowed: " + ", ".join(words)
        given = self.table.get(key, otherwise)
        if given is None:
            given = self.needed(key, allowed)
        if given not in words:
            self.refuse(key, "is not one of its words", allowed, nearest(str(given), words))
        return str(given)

    def formula(self, key: str, otherwise: str | None = None) -> str:
        given = self.table.get(key, otherwise)
        if given is None:
            given = self.needed(key, 'write of = "sustained_any"')
        if not isinstance(given, str) or (key in self.table and not given.strip()):
            self.refuse(key, "is not a formula in quotation marks")
        if given:
            try:
                self.check(key, given)
            except NotAFormula as fault:
                self.refuse(key, fault.problem, fault.allowed, fault.suggestion)
        return str(given)

    def check(self, key: str, formula: str) -> None:
        """See that a formula names columns that there are, and compares words with words."""
        known = _outcomes()
        for name in names_in(formula):
            if name not in known:
                self.refuse(key, f"names {name}, no outcome of a journey", "", nearest(name, known))
        for name in numbers_in(formula):
            if known[name].type == TEXT:
                problem = f"reckons with {name}, which is a word"
                allowed = "allowed: " + known[name].labels.replace("; ", ", ")
                self.refuse(key, problem, f"write {name} == '…'; {allowed}")
        for name, word in words_in(formula):
            words = known[name].labels.split("; ")
            if known[name].type != TEXT:
                self.refuse(key, f"compares {name}, which is a number, with a word")
            if word not in words:
                problem = f"compares {name} with a word that it never is"
                self.refuse(key, problem, "allowed: " + ", ".join(words), nearest(word, words))

    def per(self, summary: str) -> str:
        if summary == "correlation":
            self.needed("per", "name the column that the first goes with")
        elif summary != "mean" and "per" in self.table:
            self.refuse("per", f"goes with a mean or a correlation, not with a {summary}")
        return self.formula("per", "")

    def options(self, contrast: str, labels: Sequence[str]) -> tuple[str, ...]:
        key, number = "options", CONTRASTS[contrast]
        given = self.needed(key, "name the options that are compared, in their order")
        if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            self.refuse(key, "is not a list of labels")
        for one in given:
            if one not in labels:
                known = "allowed: " + ", ".join(labels)
                self.refuse(key, f"names {one}, no option here", known, nearest(one, labels))
        least = "at least " if contrast in OPEN else ""
        right = len(given) >= number if least else len(given) == number
        if not right:
            allowed = f"a {contrast} compares {least}{number}"
            self.refuse(key, f"names {len(given)}", allowed)
        twins = zip(given[::2], given[1::2], strict=False)
        if contrast not in OPEN and any(one == other for one, other in twins):
            self.refuse(key, "compares an option with itself")
        if contrast in OPEN and len(set(given)) < len(given):
            self.refuse(key, "names an option twice")
        return tuple(given)

    def at(self, contrast: str, number: int) -> tuple[float, ...]:
        key = "at"
        if contrast not in OPEN:
            if key in self.table:
                self.refuse(key, f"goes with a slope or a shape, not with a {contrast}")
            return ()
        if contrast == "slope":
            self.needed(key, "say where each option lies: at = [0, 12, 24]")
        given = self.table.get(key, list(range(number)))
        if not isinstance(given, list) or not all(map(_is_number, given)):
            self.refuse(key, "is not a list of numbers")
        if len(given) != number:
            self.refuse(key, f"gives {len(given)} places to {number} options")
        if any(one >= other for one, other in pairwise(given)):
            self.refuse(key, "does not rise", "name the options from the lowest to the highest")
        return tuple(map(float, given))

    def against(self, contrast: str) -> float:
        key = "against"
        if contrast != "level":
            if key in self.table:
                self.refuse(key, f"goes with a level, not with a {contrast}")
            return 0.0
        given = self.needed(key, "say what the level is held against: against = 0.5")
        if not _is_number(given):
            self.refuse(key, "is not a number")
        return float(given)

    def smallest(self) -> float:
        given = self.needed("smallest", "say the smallest effect that matters: smallest = 0.03")
        if not _is_number(given) or given <= 0:
            self.refuse("smallest", "is not above 0", "allowed: a number in the estimand's unit")
        return float(given)

    def says(self) -> str:
        given = self.needed("says", f"say it in plain words, at most {MOST_WORDS}")
        if not isinstance(given, str) or not given.strip():
            self.refuse("says", "is not a text")
        if len(given.split()) > MOST_WORDS:
            problem = f"is {len(given.split())} words long"
            self.refuse("says", problem, f"allowed: at most {MOST_WORDS}")
        return given.strip()


@cache
def _outcomes() -> dict[str, Column]:
    columns = {column.name: column for column in journey_columns()}
    return {name: columns[name] for name in outcome_columns()}


def _is_number(given: Any) -> TypeGuard[float]:
    known = isinstance(given, int | float) and not isinstance(given, bool)
    return known and isfinite(given)
