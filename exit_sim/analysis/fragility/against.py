"""The study leads one to expect something of shared leadership; the model may say otherwise."""

from collections.abc import Sequence

from exit_sim.analysis.fragility.crossing import Verdict
from exit_sim.analysis.fragility.lived import LASTING, LOOKED_AT
from exit_sim.analysis.fragility.rates import SMALLEST_SHARE
from exit_sim.analysis.fragility.whole import Fragility
from exit_sim.analysis.fragility.words import pays

AGREES = "The model agrees."
NOT = "The model does not show it."
UNRESOLVED = "Unresolved with so few organisations."


def against_the_study(found: Fragility) -> list[str]:
    """Set what came out against what the study leads one to expect; neither is corrected."""
    shared = found.shared
    protects = pays(found, shared, LASTING).protects.verdict
    told = {Verdict.EVERY: AGREES, Verdict.FROM: AGREES, Verdict.UNRESOLVED: UNRESOLVED}
    said = [
        f"The study expects that sharing protects against departures. {told.get(protects, NOT)}"
    ]
    ahead, behind = _where_nobody_leaves(found)
    agrees = "The model does not agree." if ahead or behind else AGREES
    said.append(f"It expects little difference where nobody leaves. {agrees}")
    if ahead:
        said.append(f"There those who share do better in: {_listed(ahead)}.")
        said.append("This is no protection: several leaders reach more teams in person.")
    if behind:
        said.append(f"There those who share do worse in: {_listed(behind)}.")
    eroded = found.kinds.eroded[-1].pair
    undone = NOT if eroded.simulation < SMALLEST_SHARE else UNRESOLVED
    if eroded.difference < -eroded.simulation:
        undone = AGREES
    said.append(f"Exits that rise together after an inspection are to undo protection. {undone}")
    return said


def _where_nobody_leaves(found: Fragility) -> tuple[list[str], list[str]]:
    """In what those who share do better, and in what worse, though nobody leaves."""
    ahead, behind = [], []
    for outcome in LOOKED_AT:
        first = found.exit_rates.curve(found.shared, outcome)[0]
        if first.rate == 0.0 and first.pair.difference > first.pair.simulation:
            ahead.append(outcome.says)
        if first.rate == 0.0 and first.pair.difference < -first.pair.simulation:
            behind.append(outcome.says)
    return ahead, behind


def _listed(words: Sequence[str]) -> str:
    return "; ".join(word.partition(":")[0] for word in words)
