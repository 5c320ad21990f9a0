"""Mesa's own batch runner works for those who call it, and nothing it ran is kept."""

import gc
import weakref
from functools import wraps
from typing import Any

import pytest
from mesa import batch_run

from exit_sim.model import InnovationJourney

SMALL: dict[str, Any] = {
    "people.senior_leaders": 1,
    "people.middle_managers": 2,
    "people.frontline": 4,
    "people.teams": 2,
    "people.members": 1,
    "people.care_leavers": 4,
    "people.sites": 0,
    "innovation.pilot_teams": 1,
    "time.burn_in": 0,
    "time.horizon": 6,
}


@pytest.fixture(autouse=True)
def one_start_method(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep Mesa from changing how this whole process starts others."""
    monkeypatch.setattr("multiprocessing.set_start_method", lambda *_, **__: None)


def test_parameters_by_dotted_name() -> None:
    """Settings by dotted name, alone or as a list, with a list of seeds, make one run for each."""
    rows = batch_run(
        InnovationJourney,
        parameters={**SMALL, "receptivity.culture": [0.2, 0.8], "seed": [1, 2, 3]}
        if _seeds_are_parameters()
        else {**SMALL, "receptivity.culture": [0.2, 0.8]},
        display_progress=False,
        **({} if _seeds_are_parameters() else {"rng": [1, 2, 3]}),
    )
    assert {row["RunId"] for row in rows} == set(range(6))
    found = {(row["receptivity.culture"], row["seed"]): row["openness"] for row in rows}
    assert len(found) == 6
    for (culture, seed), openness in found.items():
        settings = {**SMALL, "receptivity.culture": culture}
        alone = InnovationJourney(seed=seed, **settings).run_model()
        assert alone.world.receptivity.openness == openness


def _seeds_are_parameters() -> bool:
    """Mesa 3.3 takes seeds as a parameter; from 3.4 on they are an argument of its own."""
    return "rng" not in batch_run.__code__.co_varnames


def test_max_steps() -> None:
    """A batch may stop before the horizon."""
    rows = batch_run(
        InnovationJourney,
        parameters=SMALL,
        max_steps=4,
        data_collection_period=1,
        display_progress=False,
    )
    assert max(row["Step"] for row in rows) <= 4


def test_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the models a batch has run none is kept."""
    kept: list[weakref.ref[Any]] = []
    start = InnovationJourney.__init__

    @wraps(start)
    def remembered(self: InnovationJourney, *args: Any, **kwargs: Any) -> None:
        start(self, *args, **kwargs)
        kept.append(weakref.ref(self))

    monkeypatch.setattr(InnovationJourney, "__init__", remembered)
    cultures = [0.1 * step for step in range(1, 6)]
    batch_run(
        InnovationJourney,
        parameters={**SMALL, "receptivity.culture": cultures},
        display_progress=False,
    )
    gc.collect()
    assert len(kept) == 5
    assert [ref() for ref in kept] == [None] * 5
