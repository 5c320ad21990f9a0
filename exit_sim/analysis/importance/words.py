"""Which ingredient matters when, in sentences: what is known of an order, and what is not."""

from itertools import combinations, pairwise, permutations
from math import isnan

from exit_sim.analysis.importance.groups import INGREDIENTS, SETTING
from exit_sim.analysis.importance.shapley import Range, Ranked
from exit_sim.analysis.importance.whole import CALIBRATED, PLAUSIBLE, Among, Importance

METHOD = (
    "Two organisations are mixed in every way: some ingredients are the one's, the rest the"
    " other's. What an ingredient accounts for is its Shapley effect: its fair share of how much"
    " outcomes differ, given the ranges assumed."
)
SHARED = (
    "Ingredients are mixed freely, as if none came with another: joint ranges, such as accepted"
    " sets have, are not kept between them."
)
NOT_STARTED = (
    "Whoever never started neither lasted nor spread, so that what starting rests on counts there"
    " too."
)
HOLDS, UNRESOLVED, NOT = "holds in the model", "is unresolved", "does not hold in the model"
EARLY, LATE = "starting", "lasting"
UNCERTAINTY = (
    "Simulation error: 95 % intervals over pairs drawn again; they say nothing about the world.",
    "Spread between journeys: luck, told as its share of all variation.",
)
RANGE = {
    PLAUSIBLE: "Range over plausible settings: it is what is told apart here, by ingredient.",
    CALIBRATED: (
        "Range over plausible settings: accepted sets alone, mixed between them, as if there were"
        " no others."
    ),
}
RIVALS = "Not computed: rival forms of the theory."


def reversed_in(found: Among, early: str = EARLY, late: str = LATE) -> list[tuple[str, str]]:
    """Pairs of ingredients of which the first is above in one phase, and below in the other."""
    one, other = found.phase(early), found.phase(late)
    return [
        (a, b) for a, b in permutations(INGREDIENTS, 2) if one.above(a, b) and other.above(b, a)
    ]


def verdict(found: Among, early: str = EARLY, late: str = LATE) -> str:
    """Whether ingredients come in another order: only where a pair of them surely changes places.

    It does not hold where every pair surely keeps its order.
    """
    if reversed_in(found, early, late):
        return HOLDS
    phases = found.phase(early), found.phase(late)
    same = all(
        any(all(each.above(*order) for each in phases) for order in ((a, b), (b, a)))
        for a, b in combinations(INGREDIENTS, 2)
    )
    return NOT if same else UNRESOLVED


def headline(found: Importance) -> str:
    """The claim of the study, and whether it holds."""
    every = found.among[0]
    return f"That ingredients matter in another order for {LATE} than for {EARLY} {verdict(every)}."


def why(found: Among) -> str:
    """Say which ingredients change places, or that none surely does."""
    changed = reversed_in(found)
    if not changed:
        return "No two ingredients surely change places."
    said = [
        f"{a} accounts for more than {b} in {EARLY}, and for less in {LATE}" for a, b in changed
    ]
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def order(one: Ranked) -> str:
    """The order of ingredients, with *=* where simulation error leaves it open."""
    names = one.order()
    said = names[0]
    for before, name in pairwise(names):
        said += f" > {name}" if one.above(before, name) else f" = {name}"
    return said


def rest(one: Ranked) -> str:
    """How much of all variation settings account for, how much luck, and how much all else."""
    ingredients = sum(one.shares[name].value for name in INGREDIENTS)
    return (
        f"settings {_of_100(one.settings.value)} of 100 parts of all variation, luck"
        f" {_of_100(1.0 - one.settings.value)}; of what settings account for, ingredients"
        f" {_of_100(ingredients)}, all else {_of_100(one.shares[SETTING].value)}"
    )


def share(found: Range) -> str:
    """A share with its interval, of 100.

    >>> share(Range(0.163, 0.12, 0.2))
    '16 (12 to 20)'
    """
    if isnan(found.value):
        return "–"
    low, high = _of_100(found.low), _of_100(found.high)
    return f"{_of_100(found.value)} ({low} to {high})"


def tau(found: Range) -> str:
    """A rank agreement with its interval."""
    if isnan(found.value):
        return "–"
    return f"{found.value:.1f} ({found.low:.1f} to {found.high:.1f})"


def _of_100(value: float) -> str:
    number = round(100.0 * value) + 0
    return f"{number}".replace("-", "−")
