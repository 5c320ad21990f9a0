"""Random organisations that are valid: small ones, of any make, in which anything may happen."""

from typing import Any

from hypothesis import strategies as st

from exit_sim.draws import Luck, Stream, key_of, uniform
from exit_sim.elementary import clamp
from exit_sim.scenario import Scenario
from exit_sim.scenario.agreement import POSTS
from exit_sim.scenario.held import held_constants
from exit_sim.scenario.lineage import usual
from exit_sim.scenario.settable import EVENTS, HELD, SETTABLE, Settable, Value

LONGEST_GAP = 48
LARGEST_SUM = 2.0
STRUCTURE = {"time.horizon", "time.burn_in", "people.teams", "innovation.pilot_teams", *POSTS}
MANY = {"people.frontline": 4, "people.care_leavers": 4}
FEW = {"people.champions": 2, "leadership.deputies": 3}
WORDS = [name for name, one in SETTABLE.items() if one.words]
OTHERS = [name for name in SETTABLE if name not in {*STRUCTURE, *WORDS}]


def within(one: Settable, u: float) -> float:
    """Give the value at this share of a setting's plausible range; its ends are reached often."""
    low, high = usual()[one.name].said["range"]
    value = clamp(low + (1.5 * u - 0.25) * (high - low), low, high)
    return float(round(value)) if one.whole or one.flag else value


@st.composite
def posts(draw: st.DrawFn, max_people: int) -> dict[str, Value]:
    """How many there are of each, at least one in all; any role may have nobody."""
    people = draw(st.integers(1, max_people))
    parts = {name: draw(st.sampled_from(range(9))) * MANY.get(name, 1) for name in POSTS}
    whole = max(1, sum(parts.values()))
    counts = {
        name: min(people * part // whole, FEW.get(name, people)) for name, part in parts.items()
    }
    if not any(counts.values()):
        counts[draw(st.sampled_from(POSTS))] = 1
    teams = draw(st.integers(1, max(1, min(counts["people.frontline"], 12))))
    counts |= {"people.teams": teams, "innovation.pilot_teams": draw(st.integers(1, teams))}
    return {name: float(number) for name, number in counts.items()}


@st.composite
def settings(draw: st.DrawFn) -> dict[str, Value]:
    """Every other setting: as in the baseline, or anywhere in its plausible range."""
    words = {name: draw(st.sampled_from(SETTABLE[name].words)) for name in WORDS}
    key = key_of(draw(st.integers(0, 2**32)))
    shares = [uniform(Luck(key, 0, i, int(Stream.POPULATION)), 0) for i in range(len(OTHERS))]
    all_drawn = draw(st.booleans())
    numbers: dict[str, Value] = {
        name: within(SETTABLE[name], u) for name, u in zip(OTHERS, shares, strict=True) if all_drawn
    }
    for name in draw(st.lists(st.sampled_from(OTHERS), max_size=6, unique=True)):
        numbers[name] = within(SETTABLE[name], draw(st.floats(0.0, 1.0)))
    if held_constants().constants:
        held = st.sampled_from(sorted(held_constants().constants))
        numbers |= dict.fromkeys(draw(st.lists(held, max_size=2)), HELD)
    return words | numbers


@st.composite
def events(draw: st.DrawFn, horizon: int) -> dict[str, Any]:
    """Something that happens in a month, or is pinned for a stretch of months."""
    kind = draw(st.sampled_from(sorted(EVENTS)))
    one, first = EVENTS[kind], draw(st.integers(1, horizon))
    event: dict[str, Any] = {"kind": kind}
    if one.words:
        event["value"] = draw(st.sampled_from(one.words))
    elif one.flag:
        event["value"] = draw(st.sampled_from([0, 1]))
    else:
        low = 1.0 if one.unit == "months" else max(one.low, 0.0)
        high = LONGEST_GAP if one.unit == "months" else min(one.high, LARGEST_SUM)
        event["value"] = draw(st.floats(low, high))
    if draw(st.booleans()):
        return event | {"month": first}
    event["from"] = first
    if draw(st.booleans()):
        event["to"] = draw(st.integers(first, horizon))
    return event


@st.composite
def scenarios(draw: st.DrawFn, max_people: int = 60, max_horizon: int = 36) -> Scenario:
    """Give a valid scenario of 1 to ``max_people`` posts and 1 to ``max_horizon`` months.

    Any role may be empty, any form and word chosen, any mechanism off or weak (or held, where that
    was measured), any setting anywhere in its plausible range, and any events scheduled.
    """
    horizon = draw(st.integers(1, max_horizon))
    time = {"time.horizon": float(horizon), "time.burn_in": float(draw(st.integers(0, 24)))}
    given = {**draw(settings()), **draw(posts(max_people)), **time}
    happen = draw(st.lists(events(horizon), max_size=5))
    return Scenario.load("baseline").with_(given, by="random").with_events(happen, by="random")
