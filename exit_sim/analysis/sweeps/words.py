"""What a first look found, a sentence each: options, luck, settings, pairs, and which matter."""

from collections.abc import Sequence

from exit_sim.analysis.sweeps.amounts import amount, sure
from exit_sim.analysis.sweeps.contrasts import Estimate
from exit_sim.analysis.sweeps.crossed import Crossed
from exit_sim.analysis.sweeps.effects import strongest
from exit_sim.analysis.sweeps.look import Look, is_difference
from exit_sim.analysis.sweeps.met import Subject
from exit_sim.analysis.sweeps.morris import Morris, Screened
from exit_sim.analysis.sweeps.options import Compared, Range
from exit_sim.analysis.sweeps.shares import Shares
from exit_sim.analysis.sweeps.sobol import Index, Sobol
from exit_sim.analysis.sweeps.verdicts import Verdict

TWINS = (
    "Each option meets every point by the same lucks as no change: twins, paired runs with common "
    "random numbers."
)
SPREAD = (
    "Spread between journeys: 10th to 90th percentile of single runs or pairs; more runs do not "
    "shrink it."
)
SIMULATION = (
    "Simulation error: of each mean, 95 %; it shrinks with runs and says nothing about the world."
)
PLAUSIBLE = (
    "Range over plausible settings: 10th to 90th percentile of points' means, luck taken off."
)
MOST_NAMED = 4
FEW = 8
"""Lucks below which simulation error is wide, since it is not known well itself."""


def headline(found: Look) -> list[str]:
    """Answer in a few short sentences."""
    most = settings(found)
    if len(found.met.options) > 1:
        most = f"Under no change: {most[:1].lower()}{most[1:]}"
    return [options(found), luck(found), most, not_computed(found)]


def options(found: Look) -> str:
    """Say which option does most, or the level where there is none."""
    facts, outcome = found.facts, found.outcome
    says = outcome.says.partition(":")[0]
    units = f"simulated {facts.units}"
    compared = [one for one in found.by_option() if one.pair.pairs]
    if len(found.met.options) == 1 or not compared:
        mean = found.under()[0].mean
        if mean.value != mean.value:
            return f"It cannot be said: no run knows {says}."
        of = f"Of 100 {units}" if outcome.flag else f"Mean over {units}"
        widest = _widest(found, mean, found.under()[0].points)
        return f"{of}, {says}: {amount(outcome, mean.value)} ({widest})."
    most = max(compared, key=lambda one: abs(one.pair.difference))
    one = Estimate(most.pair.difference, most.pair.simulation)
    if not any(_clear(each) for each in compared):
        what = "No option changes" if len(compared) > 1 else f"{most.option} does not change"
        return f"{what} this outcome by more than simulation error."
    of = f" of 100 {units}" if outcome.flag else ""
    change = amount(outcome, one.value, signed=True)
    does = "changes most" if len(compared) > 1 else "against no change"
    return f"{most.option} {does}: {change}{of} ({_widest(found, one, most.points)})."


def _widest(found: Look, one: Estimate, points: Range) -> str:
    """Give the widest of the uncertainties about a mean that were computed."""
    if _ranges(found) and points.high - points.low > 2.0 * one.half_width:
        low, high = (amount(found.outcome, end) for end in points[:2])
        return f"range over plausible settings {low} to {high}"
    return f"simulation error ±{amount(found.outcome, one.half_width)}"


def _ranges(found: Look) -> bool:
    """Whether a range over plausible settings was computed."""
    return found.facts.spans and found.met.points > 1


def _clear(one: Compared) -> bool:
    return abs(one.pair.difference) > one.pair.simulation


def luck(found: Look) -> str:
    """Say how much of the variation between runs is settings, and how much is luck."""
    return of_luck(found, found.shares[0])


def of_luck(found: Look, one: Shares) -> str:
    """Say it of one subject."""
    what = "what it changes" if one.what != "level" else "runs"
    if one.whole == 0.0:
        return f"Nothing varies between {what}."
    if found.met.points < 2:
        return "There is one point, so that all that varies is luck."
    if one.settings != one.settings:
        return "Each point met one luck: what is settings and what is luck cannot be told apart."
    settings, lucks = round(100.0 * one.settings), round(100.0 * one.settings + 100.0 * one.lucks)
    error = f" (simulation error ±{100.0 * one.error:.0f})" if one.error == one.error else ""
    return (
        f"Of 100 parts of the variance between {what}, settings make {settings}{error} and luck "
        f"{lucks - settings}."
    )


def settings(found: Look, subject: Subject | None = None) -> str:
    """Say which settings matter to a subject, by the best that was computed; else to the level."""
    of = subject or found.subjects[0]
    index = next((one for one in found.sobol if _same(one.subject, of)), None)
    if index is not None and index.each:
        return _ranked([(one.name, one.verdict) for one in by_index(index)])
    screen = next((one for one in found.morris if _same(one.subject, of)), None)
    if screen is not None and screen.each:
        return _ranked([(one.name, one.verdict) for one in by_effect(screen)])
    return main_effect(found, of)


def by_index(found: Sobol) -> list[Index]:
    """Settings by their total index without luck, the largest first."""
    return sorted(found.each, key=lambda one: -_number(one.total_alone.value))


def by_effect(found: Morris) -> list[Screened]:
    """Settings by their effect without luck, the largest first."""
    return sorted(found.each, key=lambda one: (-one.alone, -one.mean_absolute))


def _number(value: float) -> float:
    return value if value == value else 0.0  # noqa: PLR0124


def _ranked(each: Sequence[tuple[str, Verdict]]) -> str:
    """Name those that matter, and count those that do not.

    >>> _ranked([("a.b_c", Verdict.MATTERS), ("a.d", Verdict.NOT_CLEAR)])
    'In the model a.b_c matters; 1 of 2 settings is not distinguishable from zero.'
    """
    number = len(each)
    matter = [name for name, verdict in each if verdict == Verdict.MATTERS]
    unclear = sum(verdict == Verdict.NOT_CLEAR for _, verdict in each)
    if not matter:
        return f"Of {number} settings none is found to matter in the model."
    more = f" and {len(matter) - MOST_NAMED} more" if len(matter) > MOST_NAMED else ""
    named = ", ".join(matter[:MOST_NAMED]) + more
    verb = "matters" if len(matter) == 1 else "matter"
    if not unclear:
        return f"In the model {named} {verb}, of {number} settings."
    is_are = "is" if unclear == 1 else "are"
    return (
        f"In the model {named} {verb}; {unclear} of {number} settings {is_are} not "
        "distinguishable from zero."
    )


def main_effect(found: Look, subject: Subject) -> str:
    """Say which setting does most by itself."""
    of, outcome = is_difference(subject), found.outcome
    each = strongest(found.effects, subject)
    if not each:
        return "No setting is varied by itself."
    clear = [one for one in each if one.between.clear]
    if not clear:
        what = "this difference" if of else "the mean"
        return f"No setting moves {what} by more than simulation error."
    most = clear[0]
    least, highest = most.lowest, most.highest
    ends = [
        f"{amount(outcome, at.mean.value, signed=of)} at {at.bin.says}" for at in (least, highest)
    ]
    error = amount(outcome, most.between.half_width)
    in_ = " of 100" if outcome.flag else ""
    return (
        f"{most.factor.name} does most: {ends[0]}, {ends[1]}{in_} "
        f"(simulation error of the difference ±{error})."
    )


def together(found: Look, one: Crossed) -> str:
    """Say whether two settings merely add up."""
    two = f"{one.down.name} and {one.along.name}"
    cell = one.farthest
    clear = Estimate(cell.apart.value, cell.apart.half_width).clear
    if not clear:
        return f"{two} add up, as far as simulation error tells."
    outcome = found.outcome
    in_ = " of 100" if outcome.flag else ""
    return (
        f"{two} do not merely add up: at {cell.down.says} and {cell.along.says} it is "
        f"{sure(outcome, cell.apart, signed=True)}{in_} from that."
    )


def noise(found: Look, one: Sobol) -> str:
    """Say what luck does to indices, and what was done about it."""
    lucks = found.facts.replicates
    if lucks < 2:
        return (
            "Each point met one luck: indices are about that luck, and its noise inflates totals."
        )
    return (
        f"Luck makes {100.0 * max(0.0, one.noise):.0f} of 100 parts of the variance between "
        f"points' means; what it adds to indices is taken off."
    )


def uncertainty(found: Look) -> list[str]:
    """Say which of the four uncertainties were computed."""
    drawn = " Where points were drawn, it reckons with that." if found.met.drawn else ""
    few = ""
    if 1 < found.facts.replicates < FEW:
        few = f" {found.facts.replicates} lucks are few, so that it is wide."
    ranges = [PLAUSIBLE] if _ranges(found) else []
    return [SPREAD, SIMULATION + drawn + few, *ranges, not_computed(found)]


def not_computed(found: Look) -> str:
    """Say which of the four uncertainties were not computed."""
    if _ranges(found):
        return "Not computed: rival forms of the theory."
    return "Not computed: the range over plausible settings, and rival forms of the theory."


def _same(one: Subject, other: Subject) -> bool:
    return (one.option, one.what) == (other.option, other.what)
