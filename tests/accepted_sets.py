"""Made-up accepted sets, in place of those that ship or do not."""

from collections.abc import Sequence

import pytest

from exit_sim.results.fingerprint import rules_hash
from exit_sim.scenario.population import Population
from exit_sim.twins import accepted as where
from exit_sim.twins.accepted import FITTED_TO, Accepted, free_hash

NUMBERS = tuple(range(7, 70, 3))
"""Twenty-one sets, by number."""


def these_are_accepted(
    monkeypatch: pytest.MonkeyPatch,
    numbers: Sequence[int] = NUMBERS,
    rules: str | None = None,
    free: str | None = None,
) -> None:
    """Let these sets be those that were accepted; none where none are given."""
    fits = free_hash(Population.load(FITTED_TO)) if free is None else free
    under = rules_hash() if rules is None else rules
    made_up = Accepted(under, fits, tuple(numbers)) if numbers else Accepted("", "", ())
    monkeypatch.setattr(where, "accepted", lambda: made_up)
