"""One run is not a finding: of two hundred journeys like it, by other luck, so many ended so."""

from collections import Counter

from exit_sim.ensemble.jobs import Job
from exit_sim.results.many import Told, journeys_of
from exit_sim.scenario import Scenario

LIKE_IT = 200


def how_many_like_it(
    scenario: Scenario, seed: int, runs: int = LIKE_IT, *, done: Told | None = None
) -> Counter[str]:
    """Count how journeys of one organisation end, by the luck of this seed and the next.

    This seed's journey is one of them. Where seeds would go beyond the last, they end with it.

    >>> quiet = Scenario.load("baseline", sets=["time.horizon=6", "time.burn_in=0"])
    >>> how_many_like_it(quiet, 1, runs=3)
    Counter({'never started': 3})
    """
    from exit_sim.draws import LAST_SEED

    first = min(seed, LAST_SEED - runs + 1)
    jobs = [Job(scenario, first + number) for number in range(runs)]
    return Counter(journeys_of(jobs, ["ending"], done=done)["ending"])
