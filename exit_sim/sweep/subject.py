"""A design is of something: one scenario, or a population whose members it meets one by one."""

from collections.abc import Mapping

from exit_sim.errors import nearest
from exit_sim.scenario import Scenario
from exit_sim.scenario.file import Document, read
from exit_sim.scenario.lineage import laid_upon
from exit_sim.scenario.population import Population
from exit_sim.scenario.stated import PERFORMANCE, RATING, Given
from exit_sim.sweep.asked import beside

OF = ("of",)


def subject(doc: Document) -> Scenario | Population:
    """Load what a design is of, by its name or by its path from the design."""
    given = doc.data.get("of")
    if given is None:
        doc.refuse("says nothing of what is varied", (), None, 'write of = "baseline"')
    if not isinstance(given, str):
        doc.refuse("is not the name of a scenario or a population", OF, given)
    if given in Population.names():
        return Population.load(given)
    if given in Scenario.names():
        return Scenario.load(given)
    path = beside(doc, given)
    if path is None or not given.endswith(".toml"):
        known = [*Scenario.names(), *Population.names()]
        allowed = "allowed: the path of a file from here, or " + ", ".join(known)
        doc.refuse("is not there", OF, given, allowed, nearest(given, known))
    data = read(path, str(path)).data
    a_population = "distribution" in data or "joint" in data
    return Population.load(path) if a_population else Scenario.load(path)


def base_of(subject: Scenario | Population) -> Scenario:
    """Give the scenario itself, or the one of which a population's members are drawn."""
    return subject.base if isinstance(subject, Population) else subject


def differs(subject: Scenario | Population) -> tuple[str, ...]:
    """Name the settings in which members of a population differ; none of a scenario."""
    if not isinstance(subject, Population):
        return ()
    named = (PERFORMANCE if name == RATING else name for name in subject.varies)
    return tuple(dict.fromkeys(named))


def laid(scenario: Scenario, own: Mapping[str, Given], doc: Document) -> Scenario:
    """Derive the scenario in which what a document states is so; an error names its line."""
    return scenario.but(given=laid_upon(scenario.given, own, doc)) if own else scenario
