"""A run is found under a hash of its rules, settings and seed, whoever lived it."""

import hashlib

from exit_sim.scenario import Scenario

KEY_LETTERS = 32


def run_key(version: str, scenario: Scenario) -> "hashlib._Hash":
    """Begin the key of runs of one scenario; :func:`key_of_run` ends it with a seed."""
    return hashlib.sha256(f"{version}\n{scenario.canonical()}\n".encode())


def key_of_run(begun: "hashlib._Hash", seed: int) -> str:
    """End the key of a run with its seed."""
    whole = begun.copy()
    whole.update(str(seed).encode())
    return whole.hexdigest()[:KEY_LETTERS]
