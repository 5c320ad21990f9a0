"""Five figures, each with its finding, its text alternative and the numbers behind it."""

from exit_sim.figures.benefit import success_and_benefit
from exit_sim.figures.drawn import Data, Drawn, png, save, svg
from exit_sim.figures.how_many_ended import endings
from exit_sim.figures.luck import bands
from exit_sim.figures.one_journey import journey
from exit_sim.figures.who_leads import leadership

__all__ = [
    "Data",
    "Drawn",
    "bands",
    "endings",
    "journey",
    "leadership",
    "png",
    "save",
    "success_and_benefit",
    "svg",
]
