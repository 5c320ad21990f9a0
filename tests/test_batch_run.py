"""Mesa's own batch runner drives the model, for those who know it."""

import gc
import warnings
import weakref
from typing import Any

import mesa
import pytest

from exit_sim.model import InnovationJourney

SMALL = {
    "people.senior_leaders": 1,
    "people.middle_managers": 2,
    "people.frontline": 4,
    "people.teams": 2,
    "people.members": 1,
    "people.care_leavers": 4,
    "people.sites": 0,
    "innovation.pilot_teams": 1,
    "time.horizon": 6,
    "time.burn_in": 2,
}
born: list["weakref.ref[InnovationJourney]"] = []


class Remembered(InnovationJourney):
    """The model, remembered weakly, so that a test can see whether it is kept."""

    def __init__(self, **kwargs: Any) -> None:
        """Make one and remember it."""
        super().__init__(**kwargs)
        born.append(weakref.ref(self))


def batch(kind: type[InnovationJourney], **varied: Any) -> list[dict[str, Any]]:
    """Run Mesa's batch runner over some settings, in this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # newer Mesa renames an argument
        return mesa.batch_run(
            kind,
            {**SMALL, **varied},
            iterations=1,
            max_steps=50,
            number_processes=1,
            data_collection_period=-1,
            display_progress=False,
        )


def test_batch_run_varies_settings_by_dotted_name() -> None:
    """Mesa's batch runner varies settings by their dotted names and reads the reporters."""
    rows = batch(InnovationJourney, seed=3, **{"receptivity.culture": [0.4, 0.6]})
    journeys = {row["RunId"]: row for row in rows}.values()
    assert sorted(row["receptivity.culture"] for row in journeys) == [0.4, 0.6]
    assert all(0.0 <= row["openness"] <= 1.0 for row in rows)


def test_batch_run_gives_what_a_run_gives() -> None:
    """A run of Mesa's batch runner is the same journey as the model run alone."""
    (row,) = {r["RunId"]: r for r in batch(InnovationJourney, seed=3)}.values()
    alone = InnovationJourney(seed=3, **SMALL).run_model()
    assert row["openness"] == alone.world.receptivity.openness
    assert row["routine"] == alone.world.leadership.routine


def test_batch_run_keeps_no_finished_model() -> None:
    """Models that Mesa's batch runner has finished are freed."""
    born.clear()
    batch(Remembered, seed=list(range(1, 21)))
    gc.collect()
    assert len(born) == 20
    assert sum(ref() is not None for ref in born) <= 1


@pytest.mark.parametrize("seed", [0, 2**53 - 1])
def test_the_first_and_the_last_seed_run(seed: int) -> None:
    """Seeds run from 0 to 2**53 - 1."""
    assert not InnovationJourney(seed=seed, **SMALL).run_model().running
