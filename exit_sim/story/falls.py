"""What spoke for and against using a practice when its use began to fall, or held."""

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from exit_sim.outcomes import ratio
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import Sentence, compared, in_words, joined, level, percent, say
from exit_sim.story.words import SHORT
from exit_sim.vocabulary import Cause, Happening

if TYPE_CHECKING:
    from exit_sim.world import World


class Input(NamedTuple):
    """One input to taking up: what it is called, what it comes to, and what is usual."""

    says: str
    value: float
    usual: float
    against: bool = False

    @property
    def short(self) -> float:
        """How far it is on the wrong side of what is usual."""
        return self.value - self.usual if self.against else self.usual - self.value


BEHIND = MappingProxyType(
    {
        Cause.SPONSORSHIP: "leaders",
        Cause.LEADER_LOST: "leaders",
        Cause.PERMISSION: "leaders",
        Cause.COMPETING_PRIORITY: "leaders",
        Cause.STRAIN: "strain",
        Cause.MONEY: "strain",
        Cause.EVIDENCE: "beliefs",
        Cause.FIT: "beliefs",
        Cause.HARM: "beliefs",
    }
)
"""Which input to taking up each cause of a fall stands for; others stand for peers and routine."""


def inputs(read: Reading, month: float) -> dict[str, Input]:
    """What spoke for and against using it, on average among those in the pilot teams."""
    front, q = read.at(month).people.frontline, read.p.journey

    def one(says: str, total: float, usual: float, *, against: bool = False) -> Input:
        return Input(says, ratio(total, front.scope_present), usual, against)

    return {
        "leaders": one("leaders", front.scope_leaders, q.reference_leaders),
        "peers": one("colleagues' use", front.scope_peers, q.reference_peers),
        "beliefs": one("belief and fit", front.scope_beliefs, q.reference_beliefs),
        "routine": one("routine", front.scope_routine, q.reference_routine),
        "strain": one("strain", front.scope_strain, q.reference_strain, against=True),
    }


def fell(read: Reading, cause: Cause) -> Iterator[Sentence]:
    """When use began its last fall, and what was then furthest from its usual level."""
    month = read.run.last.journey.fall_began
    dropped = read.dropped(month)
    yield say(f"Use began its last fall in {in_words(month)}", dropped, [month])
    yield say(f"What was shortest then was {SHORT[cause]}", dropped, [month])
    yield say(_against_usual(read, cause, month), (), [month])
    beside = _beside(read, cause, month)
    if beside:
        yield say(beside, (), [month], 1)


def hardly_used(read: Reading, cause: Cause) -> Iterator[Sentence]:
    """What was shortest at the end where use never came to a fall."""
    last = read.run.last_month
    if cause == Cause.NONE:
        yield say("Nothing in particular was short: the record ends", (), [last])
        return
    yield say(f"What was shortest at the end was {SHORT[cause]}", (), [last])
    if read.launched is not None:
        yield say(_against_usual(read, cause, last), (), [last])


def _against_usual(read: Reading, cause: Cause, month: float) -> str:
    found = inputs(read, month)
    both = (found["peers"], found["routine"])
    one = found[BEHIND[cause]] if cause in BEHIND else max(both, key=lambda each: each.short)
    value, usual = compared(one.value, one.usual)
    verb = "weighed" if one.against else "brought"
    where = "against" if one.against else "to"
    return f"{one.says} {verb} {value} {where} professionals' commitment, where {usual} is usual"


def _beside(read: Reading, cause: Cause, month: float) -> str:
    world, p = read.at(month), read.p

    def beside(what: str, value: float, usual: float) -> str:
        stood, bar = compared(value, usual)
        return f"{what} stood at {stood}, where {bar} is usual"

    tellers: dict[Cause, Callable[[], str]] = {
        Cause.LEADER_LOST: lambda: "A post of champion stood empty",
        Cause.PERMISSION: lambda: beside(
            "Managers' discretion", world.lives.discretion, p.journey.reference_discretion
        ),
        Cause.COMPETING_PRIORITY: lambda: (
            f"Rival claims on attention stood at {level(world.rivals.priorities)}, "
            f"where one priority counts {level(p.setting.priority_size)}"
        ),
        Cause.MONEY: lambda: f"Of what it cost, {percent(world.finance.funded)} was met",
        Cause.FIT: lambda: beside("Fit", _fit(world), p.journey.reference_fit),
        Cause.HARM: lambda: "Young people were worse off with it on average than without",
    }
    return tellers[cause]() if cause in tellers else ""


def _fit(world: "World") -> float:
    return 0.5 * (world.innovation.fit_ordinary + world.innovation.fit_most)


def kept_going(read: Reading) -> Iterator[Sentence]:
    """What spoke for using it two years on, who paid, and how far it rested on one person."""
    end, last = read.pilot_ended, read.run.last_month
    month = min(end.month + 24, last) if end else last
    found = inputs(read, month)
    speak = [one for one in found.values() if not one.against and one.value > 0.005]
    when = "Two years on" if end and month == end.month + 24 else "In the last recorded month"
    if speak:
        speak.sort(key=lambda one: -one.value)
        text = f"{when} what spoke for it was {joined([_counted(one) for one in speak[:3]])}"
        if found["strain"].value > 0.005:
            text += f", against {_counted(found['strain'])}"
        yield say(text, (), [month])
    finance, lead = read.at(month).finance, read.at(month).leadership
    if finance.cost > 0.0:
        granted = [event.order for event in read.of(Happening.MAINSTREAMED, until=month)]
        met = f"{percent(finance.funded)} of what it cost was met by then"
        if finance.funded < 0.05:
            met = f"Money was not what kept it: {met}"
        yield say(met, granted, [month], 1)
    rests = "It rested on one leader" if lead.dependence >= 0.5 else "It did not rest on one leader"
    share = f"dependence on the largest source of leadership was {level(lead.dependence)} of 1"
    yield say(f"{rests}: {share}", (), [month], 2)


def _counted(one: Input) -> str:
    return f"{one.says} ({level(one.value)})"
