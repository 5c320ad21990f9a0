"""The study's claims, numbered, are what propositions point at."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from exit_sim.scenario.file import read, shipped

FOLDER, FILE = "study", "claims"
INGREDIENTS = (
    "receptivity",
    "co_production",
    "leadership",
    "measurement",
    "adaptation_and_learning",
    "journey",
)
PHASES = ("initiation", "implementation", "sustaining", "scaling", "any")
BUILT_IN = ("IN", "EM", "IN/EM")


class Claim(NamedTuple):
    """One claim: what it says, of which ingredient and when, and what could bring it about."""

    id: str
    ingredient: str
    phase: str
    claim: str
    source: str
    mechanisms: tuple[str, ...]
    built_in: str
    where_it_hides: str
    contradicted_by: str


@cache
def claims() -> Mapping[str, Claim]:
    """Read the claims of the study, by number.

    >>> claims()["C18"].phase
    'sustaining'
    """
    doc = read(*shipped(FILE, FOLDER))
    found = {}
    for table in doc.tables("claim"):
        said = {**table, "mechanisms": tuple(table["mechanisms"])}
        found[table["id"]] = Claim(**said)
    return found
