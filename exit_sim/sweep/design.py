"""A design says what a sweep varies, under which options, and how many lucks each point meets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from exit_sim.errors import BadInput
from exit_sim.scenario import Scenario
from exit_sim.scenario.agreement import PILOT, POSTS, TEAMS
from exit_sim.scenario.file import Document, find, names, read
from exit_sim.scenario.lineage import SECTOR, brought_by_sectors
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import SETTABLE
from exit_sim.scenario.stated import Given, settings_in
from exit_sim.sweep.factors import FACTORS
from exit_sim.sweep.kept import EVERY, OUTCOMES, RECORD, outcomes_in, recorded_in
from exit_sim.sweep.kinds import KINDS, kind_of, points_in
from exit_sim.sweep.listed import POINTS
from exit_sim.sweep.options import OPTIONS, options_in
from exit_sim.sweep.points import Points
from exit_sim.sweep.replicates import REPLICATES, Replicates, check_all, replicates_in
from exit_sim.sweep.sampling import DESIGN
from exit_sim.sweep.subject import OF, differs, laid, subject
from exit_sim.twins.study import NO_CHANGE, Option

__all__ = ["KINDS", "Design", "Replicates"]

FOLDER = "experiments"
SET = "set"
ABOUT = ("title", "question", "source")
PARTS = (
    *OF,
    OPTIONS,
    OUTCOMES,
    RECORD,
    EVERY,
    "about",
    SET,
    DESIGN,
    FACTORS,
    POINTS,
    REPLICATES,
)
KNOWN = 64
"""Scenarios that are kept after they were made."""


@dataclass(frozen=True, eq=False)
class Design:
    """What a sweep lives through: load one by name or path.

    ``points`` are rows of values for the settings ``names``; ``options`` begin with *no change*.
    ``outcomes`` are kept of every journey, and ``columns`` of its months every so many months.
    ``problem`` is what SALib analyses by, where it chose the points.
    """

    name: str
    label: str
    about: Mapping[str, str]
    text: str
    kind: str
    of: Scenario | Population
    options: tuple[Option, ...]
    names: tuple[str, ...]
    points: Points
    replicates: Replicates
    outcomes: tuple[str, ...]
    columns: tuple[str, ...]
    every: int
    problem: Mapping[str, Any] | None
    common: Mapping[str, Given]
    doc: Document

    @classmethod
    def load(cls, name: str | Path) -> "Design":
        """Read a design.

        Raises:
            BadInput: something in it cannot be used.
        """
        path, label = _found(name)
        doc = read(path, label)
        doc.known((), doc.data, PARTS, "a part of a design")
        of, kind = subject(doc), kind_of(doc)
        common = settings_in(doc, doc.table(SET), (SET,))
        chosen, replicates = points_in(doc, kind, of, common), replicates_in(doc)
        columns, every = recorded_in(doc)
        design = cls(
            name=path.stem,
            label=label,
            about=doc.texts("about", ABOUT),
            text=doc.text,
            kind=kind,
            of=of,
            options=options_in(doc),
            names=chosen.points.names,
            points=chosen.points,
            replicates=replicates,
            outcomes=outcomes_in(doc, replicates),
            columns=columns,
            every=every,
            problem=chosen.problem,
            common=common,
            doc=doc,
        )
        check_all(doc, len(design.points), len(design.options), replicates)
        design._check_scenarios()
        return design

    @staticmethod
    def names_shipped() -> list[str]:
        """Name the designs that ship with exit_sim."""
        return names(FOLDER)

    @property
    def title(self) -> str:
        """What the design is called in texts and figures."""
        return self.about.get("title", self.name)

    def at(self, point: int, replicate: int) -> Scenario:
        """Give the scenario of no change at a point, as this replicate meets it.

        Of a population it is the member of the replicate's number; a scenario is the same for all.
        What is set at every point comes first, then what the point sets.
        """
        return self._at(point, replicate if isinstance(self.of, Population) else 0)

    @cached_property
    def _at(self) -> Callable[[int, int], Scenario]:
        """Make each scenario once for those that ask for it one after the other."""
        given = lru_cache(maxsize=KNOWN)(self.points.given)

        @lru_cache(maxsize=KNOWN)
        def met(number: int) -> Scenario:
            of, seed = self.of, self.replicates.seed
            one = of.member(number, seed) if isinstance(of, Population) else of
            return laid(one, self.common, self.doc)

        @lru_cache(maxsize=KNOWN)
        def at(point: int, number: int) -> Scenario:
            return laid(met(number), given(point), self.points.doc)

        return at

    def varied(self) -> tuple[str, ...]:
        """Name every setting in which scenarios of the sweep differ, in the order of the baseline.

        Points set some, members of a population differ in some, and options change some. What may
        be of another sector differs in all that comes with one.
        """
        found = {*self.names, *(name for name in differs(self.of) if name not in self.common)}
        for point in {0, len(self.points) - 1}:
            here = self.at(point, 0)
            for option in self.options[1:]:
                there = option.of(here)
                found |= {name for name in SETTABLE if here.values[name] != there.values[name]}
        if SECTOR in found:
            found |= brought_by_sectors()
        return tuple(name for name in SETTABLE if name in found)

    def _check_scenarios(self) -> None:
        """Refuse points at which settings contradict each other, and options that do not fit.

        Only what counts posts can contradict; points that count the same are tried once.
        """
        counts = [at for at, name in enumerate(self.names) if name in {*POSTS, TEAMS, PILOT}]
        tried: set[tuple[float, ...]] = set()
        for point, row in enumerate(self.points.codes[:, counts].tolist()):
            if tuple(row) not in tried:
                tried.add(tuple(row))
                self._check_options(self.at(point, 0))

    def _check_options(self, here: Scenario) -> None:
        for option in self.options[1:]:
            there = option.of(here).horizon
            if there != here.horizon:
                problem = f"is followed for {there} months, and {NO_CHANGE} for {here.horizon}"
                allowed = "options are of one horizon, since lasting is seen late"
                self.doc.refuse(problem, (OPTIONS,), option.label, allowed)


def _found(name: str | Path) -> tuple[Path, str]:
    try:
        return find(name, FOLDER)
    except BadInput as error:
        if error.problem.startswith("is neither"):
            error.problem = "is neither an experiment nor a file"
        raise
