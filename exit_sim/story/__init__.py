"""A journey is told in plain words, from its ledger: what happened, why it ended so, for whom."""

from exit_sim.results.run_record import Run
from exit_sim.story import afterwards, beginning, lives, meanwhile, pilot, reasons
from exit_sim.story.moments import KeyMoment, key_moments
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import Section, Sentence, Story, no_longer_than
from exit_sim.story.typical import Chosen, typical_and_different

__all__ = [
    "Chosen",
    "KeyMoment",
    "Section",
    "Sentence",
    "Story",
    "headline",
    "tell",
    "timeline",
    "typical_and_different",
    "why",
]

MOST_WORDS = 450


def tell(run: Run) -> Story:
    """Tell the journey of a run: a headline and sections, every sentence with what it rests on."""
    read = Reading(run)
    if read.initiated is None:
        began = (*beginning.never_began(read), *meanwhile.meanwhile(read, 1, run.last_month))
    else:
        began = tuple(beginning.began(read))
    told = (
        ("The setting", tuple(beginning.setting(read))),
        ("How it began" if read.initiated else "How it never began", began),
        ("The pilot", tuple(pilot.pilot(read))),
        ("When the money ended", tuple(afterwards.money_ended(read))),
        ("After", tuple(afterwards.after(read))),
        (reasons.title(read), tuple(reasons.why(read))),
        ("What it meant for young people", tuple(lives.meant(read))),
    )
    sections = tuple(Section(title, sentences) for title, sentences in told if sentences)
    return no_longer_than(MOST_WORDS, Story(reasons.headline(read), sections))


def headline(run: Run) -> Sentence:
    """What happened, in one line."""
    return reasons.headline(Reading(run))


def why(run: Run) -> tuple[Sentence, ...]:
    """Why the journey ended as it did: what was shortest, against its bar, and what else was on."""
    return tuple(reasons.why(Reading(run)))


def timeline(run: Run) -> list[tuple[int, str]]:
    """The key moments of the journey, at most a dozen: month and what happened."""
    return [(moment.month, moment.text) for moment in key_moments(Reading(run))]
