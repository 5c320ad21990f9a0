"""Numbers of a sweep in words: yes or no as so many of 100, each with its simulation error."""

from exit_sim.analysis.sweeps.contrasts import Estimate
from exit_sim.twins.outcomes import Outcome


def amount(outcome: Outcome, value: float, *, signed: bool = False) -> str:
    """Say a level or difference in the outcome's own unit: yes or no as so many of 100.

    >>> from exit_sim.twins.outcomes import BY_COLUMN
    >>> amount(BY_COLUMN["scaled"], 0.384), amount(BY_COLUMN["benefit_24"], -0.01, signed=True)
    ('38', '-0.010')
    """
    if value != value:  # noqa: PLR0124
        return "–"
    scaled, places = (100.0 * value, 0) if outcome.flag else (value, 3)
    if not outcome.flag and abs(value) >= 10.0:
        places = 1
    text = f"{scaled:+.{places}f}" if signed else f"{scaled:.{places}f}"
    nought = float(text) == 0.0
    return f"{0.0:.{places}f}" if nought else text


def sure(outcome: Outcome, found: Estimate, *, signed: bool = False) -> str:
    """Say an estimate with its simulation error."""
    error = amount(outcome, found.half_width)
    return f"{amount(outcome, found.value, signed=signed)} ± {error}"


def sure_of(outcome: Outcome, value: float, error: float, *, signed: bool = True) -> str:
    """Say a number with its simulation error; differences with their sign."""
    return sure(outcome, Estimate(value, error), signed=signed)


def share(value: float, error: float) -> str:
    """Say an index with its simulation error.

    >>> share(0.314, 0.05), share(float("nan"), 0.1)
    ('0.31 ± 0.05', '–')
    """
    return "–" if value != value else f"{value + 0.0:.2f} ± {error:.2f}"  # noqa: PLR0124


def unit(outcome: Outcome) -> str:
    """In what an outcome is told."""
    return "of 100" if outcome.flag else "mean"
