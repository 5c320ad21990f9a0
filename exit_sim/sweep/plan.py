"""What a sweep will run is fixed before its first run: points, lucks, rounds, and shards."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from exit_sim.ensemble.jobs import Job
from exit_sim.results.fingerprint import SCHEMA_VERSION
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import Population
from exit_sim.sweep.design import Design
from exit_sim.sweep.versions import fingerprint, theory, version
from exit_sim.ties import counts
from exit_sim.twins.rounds import ends

A_SHARD = 5e7
"""Person-months of a shard, about: some seconds of one processor's work."""

FEWEST, MOST = 64, 4096
"""Runs of a shard; never more or fewer than the units that are compared allow."""

WORDS = ("name", "about")
"""What a plan says and nothing depends on."""

LOOKED_AT = 64
"""Points whose size is looked at."""


class Round(NamedTuple):
    """The replicates from ``first`` up to ``last``, that one not included, at every point."""

    first: int
    last: int

    @property
    def replicates(self) -> int:
        """How many each point meets."""
        return self.last - self.first


class Shard(NamedTuple):
    """Units ``first`` to ``last`` of a round, that one not included, each under every option."""

    number: int
    round: int
    first: int
    last: int


class Run(NamedTuple):
    """One run to be: which point, option and replicate it is, and the job itself."""

    point: int
    option: int
    replicate: int
    job: Job


class Plan:
    """All that a sweep will run; ``shards`` hold it in the order in which it is run.

    A unit is one replicate of one point, lived under every option by the same luck. A round is
    whole or does not count. Nothing here depends on workers, time or engine.
    """

    def __init__(self, design: Design, rounds: Sequence[Round] = ()) -> None:
        wanted = design.replicates
        last = list(ends(wanted.runs, wanted.cap)) if wanted.runs is None else [wanted.runs]
        firsts = [0, *last[:-1]]
        self.design = design
        self.rounds = tuple(rounds) or tuple(map(Round, firsts, last))
        self.version = version()
        self.theory = theory()

    @property
    def points(self) -> int:
        """How many points there are."""
        return len(self.design.points)

    @cached_property
    def varied(self) -> tuple[str, ...]:
        """Name every setting in which scenarios of the sweep differ."""
        return self.design.varied()

    @cached_property
    def units_a_shard(self) -> int:
        """How many units make a shard; as the design is, so is this."""
        apart = max(1, self.points // LOOKED_AT)
        sizes = [
            person_months(option.of(self.design.at(point, 0)))
            for point in range(0, self.points, apart)
            for option in self.design.options
        ]
        runs = min(max(int(A_SHARD * len(sizes) / sum(sizes)), FEWEST), MOST)
        return max(1, runs // len(self.design.options))

    @cached_property
    def shards(self) -> tuple[Shard, ...]:
        """Every shard of every round."""
        return shards_of(self.rounds, self.points, self.units_a_shard)

    @property
    def members(self) -> bool:
        """Whether each replicate is another member of a population."""
        return isinstance(self.design.of, Population)

    @property
    def runs(self) -> int:
        """How many runs there are in all rounds."""
        return sum(map(self.runs_of, self.shards))

    def runs_of(self, shard: Shard) -> int:
        """How many runs a shard holds."""
        return (shard.last - shard.first) * len(self.design.options)

    def runs_in(self, shard: Shard) -> Iterator[Run]:
        """Give a shard's runs, option by option of each unit."""
        seed, before, under = self.design.replicates.seed, None, list[Scenario]()
        for point, replicate in units_of(shard, self.rounds, self.points, members=self.members):
            here = self.design.at(point, replicate)
            if here is not before:
                before, under = here, [option.of(here) for option in self.design.options]
            for number, option in enumerate(under):
                yield Run(point, number, replicate, Job(option, seed + replicate))

    @cached_property
    def content(self) -> str:
        """Hash what is to be run, whatever it is called and wherever it was read.

        Options are hashed as what they make of the first, the middle and the last point.
        """
        design, whole = self.design, hashlib.sha256()
        ends_of = sorted({0, self.points // 2, self.points - 1})
        made = [
            option.of(design.at(point, 0)).canonical()
            for point in ends_of
            for option in design.options
        ]
        said = {
            "points": hashlib.sha256(design.points.codes.tobytes()).hexdigest(),
            "words": sorted(design.points.words.items()),
            "names": design.names,
            "options": [option.label for option in design.options],
            "made": made,
            "population": isinstance(design.of, Population)
            and [design.of.name, sorted(design.of.varies)],
            "seed": design.replicates.seed,
            "kept": [design.outcomes, design.columns, design.every],
        }
        whole.update(json.dumps(said, sort_keys=True).encode())
        return whole.hexdigest()

    def said(self) -> dict[str, Any]:
        """Give the plan as it is kept; what stands here is never changed."""
        design = self.design
        return {
            "made_by": "exit_sim",
            "schema_version": SCHEMA_VERSION,
            "name": design.name,
            "about": dict(design.about),
            "kind": design.kind,
            "content": self.content,
            "version": self.version,
            "fingerprint": fingerprint(),
            "theory": dict(self.theory),
            "members": self.members,
            "points": self.points,
            "names": list(design.names),
            "varied": list(self.varied),
            "options": [option.label for option in design.options],
            "outcomes": list(design.outcomes),
            "columns": list(design.columns),
            "every": design.every,
            "seed": design.replicates.seed,
            "precision": design.replicates.precision,
            "outcome": design.replicates.outcome,
            "rounds": [list(each) for each in self.rounds],
            "units_a_shard": self.units_a_shard,
            "shards": len(self.shards),
            "runs": self.runs,
            "problem": design.problem,
            "usual": dict(design.at(0, 0).values),
        }


def shards_of(rounds: Sequence[Round], points: int, units_a_shard: int) -> tuple[Shard, ...]:
    """Cut rounds into shards; none holds units of two rounds."""
    found: list[Shard] = []
    for number, each in enumerate(rounds):
        units = points * each.replicates
        for first in range(0, units, units_a_shard):
            last = min(first + units_a_shard, units)
            found.append(Shard(len(found) + 1, number, first, last))
    return tuple(found)


def units_of(
    shard: Shard, rounds: Sequence[Round], points: int, *, members: bool
) -> Iterator[tuple[int, int]]:
    """Give the point and replicate of each unit of a shard, in the order in which they are lived.

    Units go replicate by replicate where each is another member of a population, so that a member
    is drawn once; else point by point, so that a point is derived once.
    """
    here = rounds[shard.round]
    for unit in range(shard.first, shard.last):
        if members:
            replicate, point = divmod(unit, points)
        else:
            point, replicate = divmod(unit, here.replicates)
        yield point, here.first + replicate


def person_months(scenario: Scenario) -> float:
    """How many months of how many people a run lives through."""
    return sum(counts(scenario.parameters).values()) * (scenario.horizon + scenario.burn_in)


def same(said: Mapping[str, Any]) -> str:
    """Hash a plan as it is kept, but for its words: mended ones make no other plan of it."""
    kept = {name: one for name, one in said.items() if name not in WORDS}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
