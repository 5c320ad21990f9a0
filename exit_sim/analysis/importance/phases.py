"""What each part of a journey is read by: one outcome of all organisations for each."""

from typing import NamedTuple


class Phase(NamedTuple):
    """A part of the journey: what it is called, and the column that it is read by.

    Never started counts as nought wherever ``nought`` says so: it is an outcome, not a gap.
    """

    name: str
    column: str
    says: str
    nought: bool = False


PHASES = (
    Phase("starting", "initiated", "started, with money attached"),
    Phase("implementation", "reach_at_pilot_end", "reach at the pilot's end", nought=True),
    Phase("lasting", "sustained_any", "in use two years after the pilot"),
    Phase("spreading", "scaled", "reached another site for a year"),
)
