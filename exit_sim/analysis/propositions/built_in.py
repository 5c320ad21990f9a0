"""Rules could smuggle a finding in: in which mechanisms each such finding would hide."""

from collections.abc import Mapping

from exit_sim.scenario.settable import SETTABLE

SMUGGLED: Mapping[str, tuple[str, ...]] = {
    "senior importance fades, and who should lead depends on performance": (
        "leadership.attention",
        "leadership.permission",
    ),
    "co-production lasts": (
        "co_production.knowledge",
        "co_production.trust",
        "co_production.voice_to_members",
        "decisions.voice",
    ),
    "those easiest to help are helped": ("measurement.accountability",),
    "supporting beats supplanting": ("take_up.strain",),
    "failure teaches": ("adaptation.experiments",),
    "a champion makes a place depend on them": ("take_up.routine",),
    "openness splits after a poor inspection": ("receptivity.bond", "receptivity.gain"),
    "the term itself": (
        "leadership.coordination",
        "measurement.noise",
        "measurement.delay",
        "setting.mandatory_first",
    ),
}
"""Findings that the rules could hold by assumption, and the mechanisms in which they would.

The same as the table of docs/defence_of_design.md, which says how each was loosened.
"""


def hides_in(mechanism: str) -> str:
    """Say which finding could be built in by a mechanism; nothing where none could.

    >>> hides_in("take_up.strain"), hides_in("lives.promise")
    ('supporting beats supplanting', '')
    """
    return next((finding for finding, them in SMUGGLED.items() if mechanism in them), "")


def mechanisms() -> tuple[str, ...]:
    """Name the closed list of mechanisms, in its order.

    >>> mechanisms()[:2]
    ('receptivity.bond', 'receptivity.gain')
    """
    return tuple(n.removeprefix("mechanisms.") for n, one in SETTABLE.items() if one.mechanism)
