"""What a page asks: questions, what a place is like, and details by the five ingredients."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from exit_sim.live.address import Experiment
from exit_sim.scenario import changes
from exit_sim.scenario.changes import DECIDERS, INGREDIENTS
from exit_sim.scenario.lineage import usual
from exit_sim.scenario.settable import ONE_OF_THESE, SETTABLE, Value
from exit_sim.scenario.sources import source_of
from exit_sim.scenario.stated import BANDS, PERFORMANCE_OF, RATING

LIKE = (
    (RATING, "Inspection rating", ""),
    ("setting.sector", "Sector", ""),
    (
        "setting.mandatory_need",
        "Budget",
        "How much of the monthly budget mandatory work takes at the start.",
    ),
    ("innovation.pilot_months", "Months of grant", "How long a funder pays for the pilot."),
)
"""What a council or provider is like, in four answers."""

BUDGETS = (("comfortable", "0.8"), ("tight", "0.95"), ("overspent", "1.05"))

MONTHS = (12, 24, 36, 48, 60)

DETAILS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "receptivity": (
            "receptivity.culture",
            "setting.pressure",
            "setting.regulation",
            "setting.caseload",
            "setting.cut",
            "setting.senior_leaves",
        ),
        "co-production": (
            "co_production.at_inception",
            "co_production.voice_weight",
            "co_production.representation",
            "co_production.trust_start",
        ),
        "leadership": (
            "leadership.champion_hours",
            "leadership.deputies",
            "leadership.manager_hours",
            "leadership.senior_hours",
            "leadership.champion_leaves",
            "leadership.builds_others",
            "leadership.invited_members",
            "leadership.invited_care_leavers",
        ),
        "measurement": (
            "measurement.practical_weight",
            "measurement.psychological_weight",
            "measurement.viewpoint",
            "measurement.delay_months",
            "measurement.noise",
            "measurement.case_horizon_months",
        ),
        "adaptation and learning": (
            "adaptation.experiments_most",
            "setting.learning_hours",
            "adaptation.protected_hours",
            "adaptation.usual_merit",
        ),
        "setting": (
            "innovation.grant",
            "innovation.profile",
            "innovation.cost",
            "innovation.supplanting",
            "setting.elections",
            "setting.demand_growth",
            "setting.reserves",
            "decisions.decider",
        ),
    }
)
"""Settings that pages ask for, by ingredient; an address may state any other."""

UNSAID = (ONE_OF_THESE,)


class Question(NamedTuple):
    """One thing that may be asked: a change."""

    name: str
    says: str
    decider: str
    ingredient: str
    title: str
    options: tuple[tuple[str, Value], ...]


class Control(NamedTuple):
    """One setting as a page asks for it: what it is, its usual value, range, unit and source."""

    name: str
    says: str
    usual: str
    plausible: str
    unit: str
    source: str
    confidence: str
    stands: str
    words: tuple[str, ...]
    low: float
    high: float


@cache
def questions() -> tuple[Question, ...]:
    """List every change that ships, by ingredient and by who decides."""
    found = []
    for name in changes.names():
        one = changes.load(name)
        about = one.about
        found.append(
            Question(
                name,
                about["question"],
                about["decider"],
                about["ingredient"],
                about.get("title", name),
                tuple(one.options.items()),
            )
        )
    order = [INGREDIENTS.index, DECIDERS.index]
    return tuple(sorted(found, key=lambda one: (order[0](one.ingredient), order[1](one.decider))))


def by_ingredient(decider: str = "") -> Iterator[tuple[str, list[Question]]]:
    """Group questions by ingredient; only those that one may decide, where one is named."""
    for ingredient in INGREDIENTS:
        found = [
            one
            for one in questions()
            if one.ingredient == ingredient and decider in {"", one.decider}
        ]
        if found:
            yield ingredient, found


@cache
def details() -> tuple[tuple[str, tuple[Control, ...]], ...]:
    """List the controls by ingredient."""
    return tuple((name, tuple(map(control, names))) for name, names in DETAILS.items())


def control(name: str) -> Control:
    """Describe one setting as the baseline states it."""
    if name == RATING:
        return Control(name, BANDS.meaning, "", "", "", "", "", "", tuple(PERFORMANCE_OF), 0.0, 0.0)
    one = SETTABLE[name]
    source = source_of(name, usual()[name])
    words = one.words or (("true", "false") if one.flag else ())
    ends = "" if words else " to ".join(f"{end:g}" for end in source.range)
    return Control(
        name,
        source.label,
        written(name, source.value),
        ends,
        "" if one.flag or source.unit in UNSAID else source.unit,
        source.source,
        source.confidence,
        stands(name, source.value),
        words,
        one.low,
        one.high,
    )


def written(name: str, value: Value) -> str:
    """Write a value as a form shows it."""
    if isinstance(value, str):
        return value
    if SETTABLE[name].flag:
        return "true" if value > 0.5 else "false"
    return f"{value:g}"


def stands(name: str, value: Value) -> str:
    """Say in a plain word where a value stands in its plausible range.

    >>> stands("receptivity.culture", 0.0), stands("setting.sector", "voluntary")
    ('below what is plausible', '')
    """
    ends = usual()[name].said["range"]
    if isinstance(value, str) or SETTABLE[name].flag or len(ends) != 2 or ends[0] >= ends[1]:
        return ""
    share = (value - ends[0]) / (ends[1] - ends[0])
    if not 0.0 <= share <= 1.0:
        return "below what is plausible" if share < 0.0 else "above what is plausible"
    return ("low", "lower middle", "middling", "upper middle", "high")[min(4, int(5.0 * share))]


def like() -> Iterator[tuple[str, str, str, str, tuple[tuple[str, str], ...]]]:
    """Give what a place is like: name, label, hint, what is usual, and what may be answered."""
    for name, label, hint in LIKE:
        one = control(name)
        usually = f"usual: {one.usual}" if one.usual else "usual: middling"
        options: tuple[tuple[str, str], ...] = tuple((word, word) for word in one.words)
        if name == "setting.mandatory_need":
            usually += " of it"
            options = tuple((f"{word}: {value} of it", value) for word, value in BUDGETS)
        elif not options:
            options = tuple((f"{month} months", f"{month}") for month in MONTHS)
            usually += " months"
        yield name, label, hint, usually, options


def in_words(of: Experiment) -> Iterator[tuple[str, str]]:
    """Say what an organisation is like, setting by setting."""
    for name, value in of.is_like:
        yield (BANDS.meaning if name == RATING else SETTABLE[name].meaning), value
