"""What is told of fragility: the answer first, then months, exit rates and kinds of exit."""

from collections.abc import Iterator

from exit_sim.analysis.fragility import Fragility, words
from exit_sim.analysis.fragility.against import against_the_study
from exit_sim.analysis.fragility.arms import ONE
from exit_sim.analysis.fragility.departures import Cost
from exit_sim.analysis.fragility.kinds import SCHEDULED
from exit_sim.analysis.fragility.lived import LASTING, LOOKED_AT
from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.results.folder import STANDING
from exit_sim.twins.ranges import said_over

QUESTION = "What does a champion's departure cost, and when does shared leadership pay?"
SHORT = ("any", "partial", "full", "reach", "benefit", "the fifth")
"""Heads of columns, in the order of what is looked at."""

SURE = (
    "Spread between journeys: 10th and 90th of single pairs, in departures; luck, not to shrink.",
    "Simulation error: of each mean difference, 95 %; it says nothing about the world.",
)
"""What is said of luck and of few runs; settings differ from study to study."""


def told(found: Fragility) -> Iterator[Block]:
    """Tell a study of fragility."""
    units = "organisations that differ" if found.population else "journeys of one organisation"
    last = found.seed + found.runs - 1
    yield Heading(f"Fragility: {found.title}", top=True)
    over = said_over(found.sets)
    said = f"{found.runs} {units}, seeds {found.seed} to {last}{over}. {STANDING[0]}"
    yield Words(said, beneath=True)
    if found.remark:
        yield Words(found.remark)
    for sentence in words.headline(found):
        yield Words(sentence)
    if found.launched <= 0.0:
        yield Words("No organisation was launched here, so that no departure costs anything.")
    yield Heading("What a departure costs, by month", top=True)
    yield Words(words.TWINS, beneath=True)
    yield from _months(found)
    yield Words(" ".join(words.departure(found)))
    yield Heading("What a departure during the pilot costs, by concentration", top=True)
    yield from _concentration(found)
    yield Heading("How often champions leave, and whether it pays to share", top=True)
    yield from _rates(found)
    yield Heading("Planned, independent, or together after an inspection", top=True)
    yield from _kinds(found)
    yield Heading("Whether the comparison is fair", top=True)
    yield Words(" ".join(words.equal(found)), beneath=True)
    yield Heading("Against what the study leads one to expect", top=True)
    yield Words(" ".join(against_the_study(found)), beneath=True)
    yield Words(" ".join([*SURE, *settings(found)]))


def settings(found: Fragility) -> list[str]:
    """Say over how many sets of settings organisations went, and what that tells."""
    if not found.sets:
        return []
    if found.runs < found.enough:
        return ["Range over plausible settings: too few organisations met each set for one."]
    each = found.runs // found.sets
    of = f"{found.sets} sets that fit what is known, {each} organisations each"
    return [f"Range over plausible settings: 10th to 90th of {of}, luck's part taken off."]


def _cost(cost: Cost) -> str:
    return _amount(cost.mean, cost.simulation, flag=cost.outcome.flag)


def _amount(mean: float, error: float, *, flag: bool) -> str:
    if mean != mean:  # noqa: PLR0124
        return "–"
    scale, places = (100.0, 0) if flag else (1.0, 3)
    number = round(scale * mean, places) + 0.0
    return f"{number:.{places}f} ± {scale * error:.{places}f}"


def _months(found: Fragility) -> Iterator[Block]:
    curves = [found.departures.curve(arm, LASTING) for arm in found.arms]
    rows = [
        [
            str(month),
            *(_amount(-curve[i].difference, curve[i].simulation, flag=True) for curve in curves),
        ]
        for i, month in enumerate(found.departures.months)
    ]
    yield Grid(["month", *(arm.says for arm in found.arms)], rows)
    yield Words(
        "Of 100 organisations, those that lose what would have lasted (any use, two years after "
        "the pilot). ± is the simulation error. Who never started counts as not having lasted."
    )


def _concentration(found: Fragility) -> Iterator[Block]:
    groups = (*found.departures.by_arm, *found.departures.by_concentration)
    for some, of in ((slice(3), "of 100"), (slice(3, 6), "mean")):
        rows = [
            [group.says, words.of_100(group.concentration), *map(_cost, group.costs[some])]
            for group in groups
        ]
        yield Grid([f"cost, {of}", "concentration", *SHORT[some]], rows)
    yield Words(
        "Concentration of leadership at launch, in hundredths: 100 is one unit leading alone. "
        "Reach is a share. Benefit is in model units; the fifth is that with most against them."
    )


def _rates(found: Fragility) -> Iterator[Block]:
    curve = found.exit_rates.curve(found.shared, LASTING)
    rows = [
        [
            words.of_100(one.rate),
            words.of_100(one.pair.no_change),
            words.of_100(one.pair.option),
            _amount(one.pair.difference, one.pair.simulation, flag=True),
            _amount(-one.costs_one.difference, one.costs_one.simulation, flag=True),
            _amount(-one.costs_shared.difference, one.costs_shared.simulation, flag=True),
        ]
        for one in curve
    ]
    heads = ["rate", ONE.says, "shared", "difference", "exits cost one", "exits cost shared"]
    yield Grid(heads, rows)
    yield Words(
        f"Rate: {words.RATE}. Shared: {found.shared.says}. Levels and differences of what lasts, "
        f"of 100. Here {words.of_100(found.yearly)} leave."
    )
    rows = [
        [
            outcome.says,
            words.verdict(words.pays(found, found.shared, outcome).crossing),
            words.verdict(words.pays(found, found.shared, outcome).protects),
        ]
        for outcome in LOOKED_AT
    ]
    yield Grid(["by", "sharing pays", "sharing lowers what exits cost"], rows, (0, 1, 2))


def _kinds(found: Fragility) -> Iterator[Block]:
    rows = [
        [
            one.kind,
            one.arm.says,
            "one departure"
            if one.kind == SCHEDULED
            else _amount(one.exits, one.exits_simulation, flag=True),
            _amount(-one.pairs[0].difference, one.pairs[0].simulation, flag=True),
        ]
        for one in found.kinds.each
    ]
    yield Grid(["exits", "", "leavers a year", "cost, of 100"], rows, (0, 1))
    yield Words(" ".join(words.kinds(found)))
