"""What every test shares."""

import time
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.load_profile("ci")

PATIENCE = 600


def pytest_configure(config: pytest.Config) -> None:
    """Let whichever test comes first compile the rules: that it says so is no mistake."""
    config.addinivalue_line("filterwarnings", "ignore:Compiling the rules:UserWarning")


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    """The compiled engine; where workers share the tests, one compiles and the others wait.

    Where there is no compiler, a test that asks for this is skipped.
    """
    from compiling import engine_or_skip

    engine_or_skip()
    from exit_sim.ensemble.jobs import Job
    from exit_sim.results.many import journeys_of
    from exit_sim.scenario import Scenario

    shared = tmp_path_factory.getbasetemp()
    done = (shared if worker_id == "master" else shared.parent) / "rules are compiled"
    if _first(done.with_name("rules are being compiled")):
        try:
            short = Scenario.load("baseline", sets=["time.horizon=1", "time.burn_in=0"])
            journeys_of([Job(short, 1)])
        finally:
            done.touch()
    end = time.monotonic() + PATIENCE
    while not done.exists() and time.monotonic() < end:
        time.sleep(0.2)


def _first(folder: Path) -> bool:
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    return True
