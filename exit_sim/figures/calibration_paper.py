"""What the figures of a calibration share: the line at their foot."""

from exit_sim import __version__
from exit_sim.analysis.calibration import words
from exit_sim.analysis.calibration.found import Calibration


def foot_of(found: Calibration) -> str:
    """The line at the foot of a figure of a calibration."""
    number = words.number_of(found)
    return (
        f"Simulated by exit_sim {__version__}; n = {number:,} sets, {found.sizes.members} members"
        f" each, then {len(found.wave('closer').numbers):,} sets, {found.sizes.closer} members"
        f" each; seed {found.seed}; not a forecast"
    )
