"""Studies in the tests: the study's own rounds, by journeys that are drawn and not lived."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from exit_sim.ensemble.jobs import Job
from exit_sim.scenario import Scenario
from exit_sim.twins import plausible, study
from exit_sim.twins.study import Option, Units

BASELINE = Scenario.load("baseline")
BETTER = Option("culture", lambda scenario: scenario.with_({"receptivity.culture": 0.9}))
Lived = Callable[[Sequence[Job]], np.ndarray]


def units(seed: int = 1) -> Units:
    """Give the baseline under many lucks."""
    return study.of_scenario(BASELINE, seed)


def lives_by(monkeypatch: pytest.MonkeyPatch, lived: Lived) -> list[list[Job]]:
    """Let every outcome of a run be what is given of its job; keep the jobs that were asked for."""
    asked: list[list[Job]] = []

    def journeys_of(
        jobs: Sequence[Job], columns: Sequence[str], **how: Any
    ) -> dict[str, np.ndarray]:
        asked.append(list(jobs))
        came = lived(jobs)
        if how["done"] is not None:
            how["done"](len(jobs))
        return {name: came.copy() for name in columns}

    monkeypatch.setattr(study, "journeys_of", journeys_of)
    monkeypatch.setattr(plausible, "journeys_of", journeys_of)
    return asked


def by_luck(jobs: Sequence[Job]) -> np.ndarray:
    """Give yes or no by luck: where culture is better, yes for the same seeds and for more."""
    luck = np.array([np.random.default_rng(job.seed).random() for job in jobs])
    better = np.array([float(job.scenario.values["receptivity.culture"]) for job in jobs])
    return (luck < better).astype(np.float64)
