"""Four uncertainties, never one bare interval: luck, too few runs, settings, and theory."""

from typing import NamedTuple

from exit_sim.twins.pairs import Paired
from exit_sim.twins.plausible import Plausible

SUFFIXES = ("_spread", "_simulation", "_plausible", "_rival")
"""What column names end with, in the one order in which uncertainties are given."""

NAMES = (
    "spread between journeys",
    "simulation error",
    "range over plausible settings",
    "rival forms",
)


class Interval(NamedTuple):
    """From where to where."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.high - self.low


class Uncertainties(NamedTuple):
    """The four uncertainties of one mean difference; None where one was not computed."""

    spread: Interval
    simulation: Interval
    plausible: Interval | None
    rival: Interval | None

    @property
    def widest(self) -> tuple[str, Interval]:
        """The widest of those about the mean that were computed, by name.

        The spread between journeys is about single journeys, so it does not compete. Where no pair
        counts, it is the simulation error, which is missing too.
        """
        known = [
            (name, one)
            for name, one in zip(NAMES[1:], self[1:], strict=True)
            if one is not None and one.width == one.width
        ]
        nothing = (NAMES[1], self.simulation)
        return max(known, key=lambda named: named[1].width, default=nothing)

    @property
    def not_computed(self) -> tuple[str, ...]:
        """The names of those that were not."""
        return tuple(name for name, one in zip(NAMES, self, strict=True) if one is None)


def uncertainties(found: Paired, over: Plausible | None = None) -> Uncertainties:
    """Put the four together, as far as computed, around a mean difference.

    The range over plausible settings is that of what it was tried over, or of the sets that pairs
    were under.
    """
    mean, error = found.difference, found.simulation
    settings = None if found.plausible is None else Interval(*found.plausible[:2])
    rivals = None
    if over is not None:
        settings = Interval(*over.settings[found.outcome.column][:2])
        rivals = Interval(*over.rivals[found.outcome.column][:2])
    return Uncertainties(
        Interval(found.spread_low, found.spread_high),
        Interval(mean - error, mean + error),
        settings,
        rivals,
    )
