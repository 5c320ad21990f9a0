"""A few sentences that reports of every kind share."""

SHORT = "In short"
OTHERWISE = "What would change the answer"
ASSUMED = "What is assumed. How far plausible settings move this was not computed here."


def of_settings(range_: str | None) -> str:
    """Say that the answer depends on what is assumed, and how far where that was computed."""
    return ASSUMED if range_ is None else f"What is assumed. {range_}"
