"""What sets were made from, in the words in which it is kept beside them."""

import hashlib
import json
from typing import Any

from exit_sim.analysis.calibration.found import Calibration
from exit_sim.analysis.calibration.sets import KNOWN, TOLERANCE
from exit_sim.analysis.calibration.targets import targets
from exit_sim.analysis.calibration.waves import FITS, RULED_OUT, Sizes, fitting
from exit_sim.results.fingerprint import rules_hash
from exit_sim.scenario.population import Population
from exit_sim.twins.accepted import free_hash


def made_from(population: Population, sizes: Sizes, seed: int) -> dict[str, Any]:
    """Say what decides which sets are accepted; nothing of who made them, where or when.

    ``settings`` is the hash of what sets leave as it is: the baseline's and the members' own.
    """
    spreads = [[key, repr(spread)] for key, spread in sorted(population.spreads.items())]
    return {
        "population": population.name,
        "rules": rules_hash(),
        "free": free_hash(population),
        "settings": _hash([population.base.canonical(), spreads]),
        "targets": _hash([list(target) for target in targets()]),
        "tolerance": TOLERANCE,
        "ruled_out": RULED_OUT,
        "fits": FITS,
        "known": KNOWN,
        "seed": seed,
        "sizes": sizes._asdict(),
    }


def said(found: Calibration, command: str) -> bytes:
    """Say how the accepted sets were made, and how many there are, wave by wave, as JSON."""
    lived = {wave.name: len(wave.scores.numbers) for wave in found.waves}
    whole = {
        "how": command,
        **made_from(found.population, found.sizes, found.seed),
        "lived": lived,
        "accepted": {wave.name: len(fitting(wave.scores).numbers) for wave in found.waves[2:]},
        "too_little_seen": len(found.unknown.numbers),
    }
    return (json.dumps(whole, indent=1) + "\n").encode()


def _hash(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
