"""Would the answer be another if what is assumed were otherwise? Plausible ranges, rival forms."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from exit_sim.draws import Luck, Stream, key_of, uniform
from exit_sim.ensemble.jobs import Job
from exit_sim.results.many import Told, journeys_of
from exit_sim.scenario import Scenario
from exit_sim.scenario.lineage import usual
from exit_sim.scenario.settable import SETTABLE, Value
from exit_sim.twins.outcomes import Outcome
from exit_sim.twins.ranges import NINETIETH, TENTH, Range, means_of, range_of, shrunk
from exit_sim.twins.study import Option, Units, further

POINTS = 64
PAIRS_A_POINT = 64
PAIRS_A_FORM = 256
POINT_SEED = 20_000_003
"""The luck of the points, so that points are alike for every question."""


AT_ONCE = 32
"""Units that are made and lived through together, at all points."""

Known = list[tuple[Scenario, Scenario]]
"""No change and an option, at each point and then under each rival form."""


class Plausible(NamedTuple):
    """How far an option's differences move over plausible settings and over rival forms.

    Both by outcome column; ``points`` and ``forms`` say over how many.
    """

    settings: Mapping[str, Range]
    rivals: Mapping[str, Range]
    points: int
    forms: int


def uncertain(scenario: Scenario) -> list[str]:
    """Name the settings that are drawn: numbers with a range on which the scenario says nothing.

    What counts posts, what is a word or yes or no, the strengths of mechanisms and what the
    scenario itself states stay as they are.
    """
    found = []
    for name, one in SETTABLE.items():
        stated = scenario.given[name].value != usual()[name].value
        fixed = one.words or one.flag or one.whole or one.mechanism or stated
        low, high = usual()[name].said["range"] if not one.words else (0.0, 0.0)
        if not fixed and low < high:
            found.append(name)
    return found


def point(scenario: Scenario, number: int) -> Scenario:
    """Draw one plausible set of settings; the same number is the same point."""
    return scenario.with_(dict(drawn(tuple(uncertain(scenario)), number)), by="plausible ranges")


@lru_cache(maxsize=256)
def drawn(names: tuple[str, ...], number: int) -> tuple[tuple[str, Value], ...]:
    """Draw settings evenly over their plausible ranges; the same number is the same point.

    Each setting draws by its own place, so that what one scenario states moves no other.
    """
    key, places = key_of(POINT_SEED), {name: place for place, name in enumerate(SETTABLE)}
    luck = Luck(key, 0, number, int(Stream.POPULATION))
    found = []
    for name in names:
        low, high = usual()[name].said["range"]
        found.append((name, low + uniform(luck, places[name]) * (high - low)))
    return tuple(found)


def rivals(scenario: Scenario) -> list[dict[str, Value]]:
    """Give each rival form of what is assumed, one family at a time, as what is set."""
    return [
        {name: word}
        for name, one in SETTABLE.items()
        if name.startswith("forms.")
        for word in one.words
        if word != scenario.values[name]
    ]


def twins_of(units: Units) -> int:
    """How many journeys it takes to compare one option over plausible settings and rival forms."""
    return 2 * (POINTS * PAIRS_A_POINT + PAIRS_A_FORM * len(rivals(units.one(0).scenario)))


def over_plausible(
    units: Units,
    option: Option,
    outcomes: Sequence[Outcome],
    differences: Mapping[str, float],
    *,
    threads: int = 0,
    done: Told | None = None,
) -> Plausible:
    """Compare an option with no change at every plausible point and under every rival form.

    ``differences`` are the means as the scenario stands; a sign holds where it is theirs.
    """
    columns = [outcome.column for outcome in outcomes]
    single: dict[str, list[np.ndarray]] = {name: [] for name in columns}
    groups: list[int] = []
    known: Known = []
    for start in range(0, PAIRS_A_FORM, AT_ONCE):
        jobs: list[Job] = []
        before = 2 * len(groups)
        for pair in range(start, min(start + AT_ONCE, PAIRS_A_FORM)):
            unit = units.one(pair)
            if units.population or not known:
                known = _moved(unit.scenario, option)
            for group, sides in enumerate(known):
                if group >= POINTS or pair < PAIRS_A_POINT:
                    jobs += [Job(side, unit.seed) for side in sides]
                    groups.append(group)
        told = None if done is None else further(done, before)
        found = journeys_of(jobs, columns, threads=threads, done=told)
        for name in columns:
            single[name].append(found[name][1::2] - found[name][0::2])
    of, settings, under = np.array(groups), {}, {}
    for name in columns:
        means, errors = means_of(np.concatenate(single[name]), of)
        base = differences[name]
        points, forms = (
            shrunk(means[some], errors[some]) for some in (slice(POINTS), slice(POINTS, None))
        )
        settings[name] = range_of(points, base, (TENTH, NINETIETH))
        under[name] = range_of(np.append(forms, base), base, (0.0, 100.0))
    return Plausible(settings, under, POINTS, len(known) - POINTS)


def _moved(scenario: Scenario, option: Option) -> Known:
    """Both sides at every point and under every rival form.

    An option changes what was moved, so that what it sets stays set; a scenario of its own is moved
    as no change is, but for what it states itself.
    """

    def both(at: Callable[[Scenario], Scenario]) -> tuple[Scenario, Scenario]:
        here = at(scenario)
        return here, at(option.of(scenario)) if option.apart else option.of(here)

    found = [both(partial(point, number=number)) for number in range(POINTS)]
    return found + [both(partial(_under, form=form)) for form in rivals(scenario)]


def _under(scenario: Scenario, form: Mapping[str, Value]) -> Scenario:
    return scenario.with_(form, by="rival forms")
