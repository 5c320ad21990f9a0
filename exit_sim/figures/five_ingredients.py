"""The five ingredients as lines of a figure, and what the figure says in words and numbers."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from exit_sim.figures import phases
from exit_sim.figures.drawn import Data
from exit_sim.outcomes import ratio
from exit_sim.results.columns import Value
from exit_sim.story.reading import Reading
from exit_sim.story.reasons import how_it_stood
from exit_sim.story.sentence import in_words, level, percent
from exit_sim.story.words import ENDINGS, SHORT
from exit_sim.vocabulary import Cause, Ending, Happening

if TYPE_CHECKING:
    from exit_sim.results.run_record import Run
    from exit_sim.world import World


class Line(NamedTuple):
    """One line of one panel: its name, column, colour, stroke, and what it reads."""

    name: str
    column: str
    read: "Callable[[World], float]"
    second: bool = False


class Panel(NamedTuple):
    """One panel: what it is called, in which unit, and its lines."""

    name: str
    unit: str
    lines: tuple[Line, ...]


USE = Panel(
    "Use and reach",
    "share of staff\nin the pilot teams",
    (
        Line("use", "use", lambda w: w.journey.use),
        Line("reach", "reach", lambda w: w.journey.reach, second=True),
    ),
)
INGREDIENTS = (
    Panel(
        "Receptivity",
        "openness, share",
        (Line("openness", "openness", lambda w: w.receptivity.openness),),
    ),
    Panel(
        "Leadership",
        "share",
        (
            Line("all leadership", "leadership_pool", lambda w: w.leadership.pool),
            Line(
                "concentration",
                "concentration",
                lambda w: w.leadership.concentration,
                second=True,
            ),
        ),
    ),
    Panel(
        "Co-production",
        "share",
        (
            Line("weight of voice", "voice_weight", lambda w: w.co_production.voice_weight),
            Line("trust", "trust", lambda w: w.lives.trust, second=True),
        ),
    ),
    Panel(
        "Measurement",
        "reported change,\nmodel units",
        (Line("reported", "reported_change", lambda w: w.measurement.reported),),
    ),
    Panel(
        "Adaptation",
        "share supplanted,\nchanges tried",
        (Line("supplanting", "supplanting", lambda w: w.innovation.supplanting),),
    ),
)


def finding(read: Reading) -> str:
    """What the journey came to, in one sentence."""
    ending, cause = how_it_stood(read)
    if ending == Ending.NEVER_STARTED and cause == Cause.NONE:
        return "The practice had not started when the record ends."
    if ending == Ending.NEVER_STARTED:
        return f"The practice was never started; in the end what was shortest was {SHORT[cause]}."
    end, used = read.pilot_ended, read.first_used
    if used is None:
        return f"The journey is {ENDINGS[ending]}: nobody ever used the practice."
    if end is None:
        use = percent(read.run.last.journey.use)
        return (
            f"The journey is {ENDINGS[ending]}: {use} of staff use the practice in the last month."
        )
    then = percent(read.at(end.month).journey.use)
    later = min(end.month + 24, read.run.last_month)
    after = percent(read.at(later).journey.use)
    when = "two years on" if later == end.month + 24 else "in the last month"
    text = f"Use stood at {then} of staff when the pilot ended and at {after} {when}"
    return f"{text}: {ENDINGS[ending]}."


def alternative(read: Reading, flags: Sequence[phases.Flag]) -> str:
    """What the figure shows, for those who cannot see it."""
    run = read.run
    bands = "; ".join(
        f"{band.phase.name.lower()} from month {band.first} to {band.last}"
        for band in phases.bands_of(run)
    )
    moments = "; ".join(f"{flag.text} in month {int(flag.month)}" for flag in flags)
    last = run.last
    ends = [
        f"{line.name} {level(line.read(last))}"
        for shown in (USE, *INGREDIENTS)
        for line in shown.lines
    ]
    peak, month = max((world.journey.use, -number) for number, world in run.months)
    seniors = last.people.senior_leader
    attention = level(ratio(seniors.attention, seniors.posts))
    return (
        f"Six panels share a time axis of {run.last_month} months. Phases: {bands}. "
        f"Key moments: {moments or 'none'}. Use was highest, at {percent(peak)} of staff, in "
        f"{in_words(-month)}. In the last month: {', '.join(ends)}, senior attention {attention}."
    )


def numbers(run: "Run") -> Data:
    """The numbers behind every line."""
    lines = [line for shown in (USE, *INGREDIENTS) for line in shown.lines]
    columns = ("month", "phase", *(line.column for line in lines), "kept", "given_up")
    tried: dict[int, list[int]] = {}
    for event in run.ledger:
        if event.kind in {Happening.EXPERIMENT_KEPT, Happening.EXPERIMENT_FAILED}:
            counts = tried.setdefault(event.month, [0, 0])
            counts[0 if event.kind == Happening.EXPERIMENT_KEPT else 1] += 1
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            month,
            phases.phase_name(world.journey.phase),
            *(line.read(world) for line in lines),
            *tried.get(month, [0, 0]),
        )
        for month, world in run.months
    )
    return Data(columns, rows)
