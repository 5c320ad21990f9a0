"""One organisation is told month by month: who is in post, who is tied to whom, what happened."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_type_hints

from exit_sim.draws import key_of
from exit_sim.live.drawing import Picture, picture
from exit_sim.report.document import Table
from exit_sim.results.run_record import Run
from exit_sim.story import headline, timeline
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import counted, signed
from exit_sim.ties import Layout, lay_out
from exit_sim.vocabulary import Happening, Phase, Role
from exit_sim.world import World

NUMBERS = (
    "journey.use",
    "journey.reach",
    "finance.grant",
    "finance.mainstream",
    "finance.slack",
    "setting.performance",
    "setting.pressure",
    "receptivity.openness",
    "co_production.voice",
    "lives.benefit",
    "lives.benefit_fifth",
    "lives.harmed",
    "lives.trust",
)
"""What is shown of a month, as far as there is such a column."""

UNSAID = (Happening.IN_POST, Happening.NOTHING)
FEW = 0.005
"""Hours of leading below which somebody does not lead."""

PHASES = {
    Phase.CONCEPTION: "an idea, not yet agreed",
    Phase.INITIATION: "agreed, and being prepared",
    Phase.IMPLEMENTATION: "the pilot",
    Phase.SUSTAINING: "after the pilot",
}


class Told(NamedTuple):
    """A journey, read once: every month of it can be shown."""

    run: Run
    reading: Reading
    layout: Layout
    headline: str
    timeline: tuple[tuple[int, str], ...]


class Month(NamedTuple):
    """One month of it."""

    month: int
    phase: str
    events: tuple[str, ...]
    numbers: Table
    people: Table
    picture: Picture
    says: str


def told(run: Run) -> Told:
    """Read a journey."""
    layout = lay_out(run.scenario.parameters, key_of(run.seed))
    return Told(run, Reading(run), layout, headline(run).text, tuple(timeline(run)))


def month(of: Told, number: int) -> Month:
    """Show one month."""
    world = of.run.at(number)
    before = of.run.at(number - 1) or world
    if world is None or before is None:
        raise IndexError
    states = of.run.people[number - 1].states
    phase = PHASES[Phase(int(world.journey.phase))]
    events = tuple(_events(of, number))
    people = _people(of, states)
    bar = of.run.scenario.parameters.decisions.member_bar
    happened = counted(len(events), "event") if events else "nothing of note"
    return Month(
        number,
        phase,
        events,
        _numbers(world, before, number),
        people,
        picture(of.run.roles, states, of.layout, number, bar),
        f"Month {number}: {phase}; {happened}.",
    )


def _events(of: Told, number: int) -> Iterator[str]:
    for event in of.run.ledger:
        if event.month == number and event.kind not in UNSAID:
            said = of.reading.phrase(event)
            yield f"{said[:1].upper()}{said[1:]}."


@cache
def _meanings() -> dict[str, str]:
    found = {}
    for name in NUMBERS:
        group, field = name.split(".")
        hints = get_type_hints(get_type_hints(World)[group], include_extras=True)
        if field in hints:
            found[name] = hints[field].__metadata__[1]
    return found


def _numbers(world: World, before: World, number: int) -> Table:
    rows = []
    for name, meaning in _meanings().items():
        group, field = name.split(".")
        here, there = (float(getattr(getattr(each, group), field)) for each in (world, before))
        moved = here - there
        rows.append((meaning, f"{here:.3f}", signed(moved, 3) if abs(moved) >= 0.0005 else "–"))
    heads = ("", "this month", "since last month")
    return Table(heads, tuple(rows), (0,), f"How it stood at the end of month {number}")


def _people(of: Told, states: tuple[Any, ...]) -> Table:
    rows = []
    for role in Role:
        mine = [state for state, whose in zip(states, of.run.roles, strict=True) if whose == role]
        if mine:
            held = [state for state in mine if state.holder.present > 0.5]
            word = of.reading.word(role).capitalize()
            rows.append((word, f"{len(mine)}", f"{len(mine) - len(held)}", _do(role, held)))
    heads = ("role", "posts or places", "vacant", "what they do")
    return Table(heads, tuple(rows), (0, 3), "Who is in it, by role")


def _do(role: Role, held: list[Any]) -> str:
    if role == Role.SITE:
        return f"{sum(one.adopted > 0.5 for one in held)} elsewhere use it"
    if role == Role.CARE_LEAVER:
        away = sum(one.engaged <= 0.5 for one in held)
        return f"{_mean(held, 'trust')} trust in the mean; {away} have walked away"
    if role == Role.MEMBER:
        return f"{_mean(held, 'support')} support in the mean"
    if role == Role.FRONTLINE:
        using = sum(one.use > 0.5 for one in held)
        return f"{using} use the practice"
    leading = sum(one.effort > FEW for one in held)
    return f"{leading} lead; {_mean(held, 'commitment')} commitment in the mean"


def _mean(held: list[Any], field: str) -> str:
    return f"{sum(getattr(one, field) for one in held) / len(held):.2f}" if held else "no"
