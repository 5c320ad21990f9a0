"""What every report says besides: how to make the same again, and which works are cited."""

from exit_sim import __version__
from exit_sim.commands import bibliography
from exit_sim.report.document import Again
from exit_sim.results.fingerprint import rules_hash
from exit_sim.scenario import Scenario


def again(command: str) -> Again:
    """Say how to make the same again, and with what this was made."""
    return Again(command, __version__, rules_hash())


def sources(scenario: Scenario) -> tuple[str, ...]:
    """List the software, the study, and the works that a scenario's values come from."""
    entries = bibliography.read()
    named = bibliography.cited(entries, (one.source for one in scenario.sources()))
    every = [*bibliography.always(entries), *named]
    return tuple(dict.fromkeys(map(str, every)))
