"""What is told of one journey: its story, and how it stood at key months."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from exit_sim.commands.screen import Block, Command, Grid, Heading, Words
from exit_sim.results.run_record import Run
from exit_sim.story import headline, tell, why
from exit_sim.story.moments import key_moments
from exit_sim.story.reading import Reading
from exit_sim.vocabulary import Phase
from exit_sim.world import World


class Shown(NamedTuple):
    """A column of the table of months: its head, and what it shows."""

    head: str
    shows: Callable[[World], str]


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f}%"


def _signed(number: float) -> str:
    rounded = round(number, 2) + 0.0
    return f"{rounded:+.2f}" if rounded else "0.00"


SHOWN = (
    Shown("phase", lambda now: Phase(int(now.journey.phase)).name.lower()),
    Shown("use", lambda now: _percent(now.journey.use)),
    Shown("reach", lambda now: _percent(now.journey.reach)),
    Shown("openness", lambda now: f"{now.receptivity.openness:.2f}"),
    Shown("reported", lambda now: _signed(now.measurement.reported)),
    Shown("benefit", lambda now: _signed(now.lives.benefit)),
    Shown("fifth", lambda now: _signed(now.lives.benefit_fifth)),
)
MEANING = (
    "use: share of staff in the pilot teams who use it; reach: use times skill, mean of three "
    "months; openness: of senior leaders, 0 to 1; reported: what the funder's measure shows; "
    "benefit and fifth: true benefit, mean and of the fifth with most against them, in model units."
)


def story(run: Run) -> Iterator[Block]:
    """Tell one journey."""
    told = tell(run)
    yield Words(told.headline.text)
    for section in told.sections:
        yield Heading(section.title)
        yield Words(" ".join(sentence.text for sentence in section.sentences), beneath=True)


def months(run: Run, *, every: bool = False) -> Iterator[Block]:
    """Lay out how it stood at key months, or in every month."""
    happened: dict[int, list[str]] = {}
    for moment in key_moments(Reading(run)):
        happened.setdefault(moment.month, []).append(moment.brief)
    first, last = run.months[0][0], run.last_month
    for edge, words in ((first, "record begins"), (last, "record ends")):
        happened.setdefault(edge, []).append(words)
    rows = [
        [str(month), "; ".join(happened.get(month, [])), *(one.shows(now) for one in SHOWN)]
        for month, now in run.months
        if every or month in happened
    ]
    yield Heading("Month by month" if every else "Key months")
    yield Grid(["month", "what happened", *(one.head for one in SHOWN)], rows, (1, 2))
    yield Words(MEANING)


def in_short(run: Run) -> list[str]:
    """Say how a journey ended and why, a sentence a line."""
    return [headline(run).text, *(sentence.text for sentence in why(run))]


def one_of_many(command: str) -> list[Block]:
    """Say that one journey is no finding, and how to run many."""
    said = "This is one of many possible journeys, and no finding. A hundred of them:"
    return [Words(said), Command(command)]
