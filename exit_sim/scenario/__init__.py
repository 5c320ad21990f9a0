"""Scenarios: what an organisation is like, read from files, checked, complete."""

from exit_sim.scenario.resolved import Scenario, baseline

__all__ = ["Scenario", "baseline"]
