"""A journey as the viewer steps it: its first month is kept, and it stands still at its horizon."""

from typing import Any

from exit_sim.model import InnovationJourney
from exit_sim.scenario import Scenario
from exit_sim.world import World


class Watched(InnovationJourney):
    """An innovation journey that a viewer may step as often as it likes.

    The viewer steps several months at a time without looking whether the journey is over.
    """

    def __init__(
        self, organisation: "Scenario | str | None" = None, seed: int | None = 1, **kwargs: Any
    ) -> None:
        kwargs.pop("scenario", None)  # Mesa 3.5's viewer gives one of its own kind
        super().__init__(organisation, seed, **kwargs)
        self.opened: World = self.world

    def step(self) -> None:
        """Run one recorded month; after the last there is none."""
        if self.running:
            super().step()
        else:
            self.steps -= 1  # Mesa has counted the call, and shows it

    @property
    def seen(self) -> list[tuple[int, World]]:
        """Every month so far, from the state in which month 1 begins."""
        return [(0, self.opened), *self.months]
