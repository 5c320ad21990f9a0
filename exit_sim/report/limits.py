"""What every report says of itself, whatever was asked, and as prominently as what was found."""

from exit_sim import __version__
from exit_sim.report.document import Limit
from exit_sim.results.folder import STANDING

RELEASED = "23 November 2026"
"""When this version was released; a test holds it to what is cited."""

CANNOT = (
    "What will happen at any council, charity or provider: it predicts none.",
    "What it does for any real young person: benefit is in model units.",
    "What differs by ethnicity, disability, parenthood, gender, asylum status or place.",
)
"""What page one says that a report cannot say."""

FIXED = (
    Limit("It is not a forecast", " ".join(STANDING[:2])),
    Limit(
        "It is not your council",
        "No scenario is a real organisation. It shows which conditions are enough for a pattern, "
        "and yours may be others.",
    ),
    Limit(
        "It rests on five organisations",
        "The study whose ideas it simulates looked closely at five organisations. "
        "It gives no sizes of effects, so sizes here come from the model and its assumptions.",
    ),
    Limit("It claims nothing about a real young person", STANDING[2]),
    Limit(
        "Who is not in it",
        f"{' '.join(STANDING[3:])} A young parent, a disabled young person or one seeking asylum "
        "appears only as a person with some adversity.",
    ),
    Limit(
        "The times its data come from",
        "Most sourced numbers are from England between 2008 and 2024, under that time's "
        "inspections, budgets and grants. Figures on sustaining are mostly from health care.",
    ),
    Limit(
        "Who has not read it yet",
        "Nobody with care experience has reviewed these words and outcomes. That is still to do.",
    ),
    Limit("Date and version", f"exit_sim {__version__}, released on {RELEASED}."),
)
