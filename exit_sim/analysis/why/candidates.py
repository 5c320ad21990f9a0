"""Which changes could have been made to a journey, by whom, how strongly and from when."""

from collections.abc import Iterator
from typing import NamedTuple

from exit_sim.errors import BadInput
from exit_sim.scenario import Scenario, changes
from exit_sim.scenario.changes import Change
from exit_sim.scenario.lineage import usual
from exit_sim.scenario.settable import EVENTS, SETTABLE
from exit_sim.scenario.stated import leaves
from exit_sim.scheduled import NOTHING_SCHEDULED

COUNCIL, FUNDER, TURN = "council or provider", "funder", "circumstance"
DECIDES = {
    "council leaders": COUNCIL,
    "members": COUNCIL,
    "provider": COUNCIL,
    "funder": FUNDER,
    "inspectorate": TURN,
    "researcher": TURN,
}
"""Who decides, by the decider that a change names; what care leavers decide is left to them."""

WHEN = ("month", "from")
"""Options that say from when."""
MEASURED_BY = {
    "builds_others": "leadership.builds_others",
    "culture": "receptivity.culture",
    "cut": "setting.cut",
    "learning": "adaptation.protected_hours",
    "member_support": "decisions.leaning",
    "performance": "setting.performance",
    "pressure": "setting.pressure",
    "training": "take_up.training",
}
"""The setting by whose value and plausible range a scheduled number is measured."""


class Knob(NamedTuple):
    """An option that says how strongly: what holds without it, what ships, and the plausible.

    Where it is ``pinned`` it holds something that moves by itself, from where its setting stands.
    """

    option: str
    own: float
    ships: float
    low: float
    high: float
    whole: bool
    both_ways: bool
    pinned: bool = False


class Candidate(NamedTuple):
    """One change: who decides, the option for its month, and its knob where it has one.

    ``dated`` says whether it may begin in any month; ``until`` names kinds of event that it holds
    only until it is made.
    """

    name: str
    title: str
    decides: str
    dated: bool
    when: str
    until: frozenset[str]
    knob: Knob | None


class Move(NamedTuple):
    """A change made in one month, as strongly as told; settings hold from month 1."""

    candidate: Candidate
    strength: float | None
    month: int

    @property
    def says(self) -> str:
        """What was done, in words, with its number where it has one."""
        knob = self.candidate.knob
        if knob is None or self.strength is None:
            return self.candidate.title
        what = knob.option.replace("_", " ")
        if knob.pinned:
            return f"{self.candidate.title}: {what} {self.strength:g}"
        turned = (self.strength - knob.own) * (knob.ships - knob.own) < 0.0
        title = f"{self.candidate.title}, the other way" if turned else self.candidate.title
        return f"{title}: {what} {self.strength:g}, not {knob.own:g}"

    @property
    def spec(self) -> str:
        """How it is written behind ``--change``."""
        candidate = self.candidate
        chosen = [f"{candidate.when}={self.month}"] if candidate.when else []
        if candidate.knob and self.strength is not None:
            chosen.append(f"{candidate.knob.option}={self.strength!r}".removesuffix(".0"))
        return f"{candidate.name}:{','.join(chosen)}" if chosen else candidate.name


def candidates(scenario: Scenario, *, turns: bool) -> tuple[Candidate, ...]:
    """Give every shipped change that somebody decides; with ``turns`` also turns of events.

    A change that leaves this scenario as it is, or does not go with it, is none.
    """
    found = (_candidate(scenario, changes.load(name)) for name in changes.names())
    return tuple(
        one for one in found if one is not None and (one.decides != TURN or (turns and one.dated))
    )


def _candidate(scenario: Scenario, change: Change) -> Candidate | None:
    about = change.about
    decides = DECIDES.get(about.get("decider", ""))
    if decides is None:
        return None
    when = next((option for option in WHEN if option in change.options), "")
    try:
        after = scenario.but(applied=()).changed(change.spec)
    except BadInput:
        return None
    events, same = change.doc.tables("events"), after.values == scenario.values
    knob = next(_knobs(scenario, change), None)
    if not events and same and knob is None:
        return None
    dated = bool(events) and same
    return Candidate(
        name=change.name,
        title=about.get("title", change.name.replace("_", " ")),
        decides=decides,
        dated=dated,
        when=when if dated else "",
        until=frozenset(one["kind"] for one in events if when and one.get("to") == f"${when}"),
        knob=knob,
    )


def _knobs(scenario: Scenario, change: Change) -> Iterator[Knob]:
    """Find the options that are numbers and stand for how much."""
    for option, ships in change.options.items():
        if option in {*WHEN, "to"} or isinstance(ships, str):
            continue
        for name, _, raw in leaves(change.doc, change.doc.table("set"), ("set",)):
            own = scenario.values.get(name)
            if raw == f"${option}" and name in SETTABLE and isinstance(own, float):
                low, high = usual()[name].said["range"]
                whole = SETTABLE[name].whole or SETTABLE[name].unit == "months"
                yield Knob(option, own, ships, low, high, whole, both_ways=True)
        for event in change.doc.tables("events"):
            if event.get("value") == f"${option}":
                own, low, high = beside(scenario, event["kind"])
                pin = is_pin(event["kind"])
                yield Knob(option, own, ships, low, high, whole=False, both_ways=pin, pinned=pin)


def beside(scenario: Scenario, kind: str) -> tuple[float, float, float]:
    """What holds where nothing of a kind is scheduled, and the plausible range it is seen in."""
    name = MEASURED_BY.get(kind)
    if name is None:
        return 0.0, 0.0, min(1.0, EVENTS[kind].high)
    low, high = usual()[name].said["range"]
    return (float(scenario.values[name]) if is_pin(kind) else 0.0), low, high


def is_pin(kind: str) -> bool:
    """Whether what is scheduled holds something that else moves by itself."""
    nothing: float = getattr(NOTHING_SCHEDULED, kind)
    return nothing < 0.0
