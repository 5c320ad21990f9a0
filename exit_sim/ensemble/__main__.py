"""Compile the rules now, so that nobody waits for it later: ``python -m exit_sim.ensemble``."""

from exit_sim.ensemble.blocks import stream
from exit_sim.ensemble.jobs import EVERYTHING, Job
from exit_sim.scenario import Scenario

if __name__ == "__main__":
    shortest = Scenario.load("baseline", sets=["time.horizon=1", "time.burn_in=0"])
    list(stream([Job(shortest, 1)], EVERYTHING, len))
