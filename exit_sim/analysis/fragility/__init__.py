"""How much rests on a champion, and whether those who share the hours lose less by an exit."""

from exit_sim.analysis.fragility.whole import Fragility, fragility, journeys_needed

__all__ = ["Fragility", "fragility", "journeys_needed"]
