"""How a journey ended, what was short, and how much of the practice lasted."""

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.journey import ending_of, fall_explained
from exit_sim.recorded import in_parts
from exit_sim.results.columns import Word, spelled
from exit_sim.results.reader import Numbers, Reader, alone, flags, many, marked
from exit_sim.results.run_record import Run, recorded_of
from exit_sim.vocabulary import Cause, Count, Ending, Flag, Level, Month
from exit_sim.world import Parameters, World

HOLLOW_BELOW = 0.05
LOST_FROM = 0.10
LASTS = 24
POOLED = 12
FIFTH, FIFTH_BENEFIT = "people.care_leaver.fifth", "lives.benefit_fifth"


class HowItEnded(NamedTuple):
    """The ending, its cause, and flags beside it."""

    ending: Annotated[str, Word(Ending), "how the journey stood in its last recorded month"]
    ending_cause: Annotated[
        str, Word(Cause), "what was short; none where it was sustained or is not yet known"
    ]
    initiated: Annotated[Flag, "there was a decision to go, with money attached"]
    sustained_any: Annotated[
        Flag | None,
        "sustained: 10 % of staff in scope use it 24 months after the pilot; 0 if never initiated,"
        " missing where 24 months do not fit",
    ]
    sustained_partial: Annotated[
        Flag | None, "sustained with reach of at least 0.25; 0 and missing as for any"
    ]
    sustained_full: Annotated[
        Flag | None,
        "sustained with reach of at least 0.50, core of at least 0.7; 0 and missing as for any",
    ]
    ended_month: Annotated[
        Month | None, "use ended: first of at least six months below 10 %, up to the last month"
    ]
    reversals: Annotated[Count, "changes of direction between levels held for six months"]
    spread: Annotated[Flag, "two further teams used it"]
    scaled: Annotated[Flag, "another site used it for 12 months"]
    hollow: Annotated[
        Flag | None,
        "sustained, with true benefit of the fifth below 0.05 over the last 12 recorded months",
    ]
    lost_good_one: Annotated[
        Flag | None,
        "ended, with true benefit of the fifth of at least 0.10 over the last 12 months in use",
    ]
    frozen_ever: Annotated[Flag, "mean openness was below the bar for frozen in some month"]


def how_they_ended(read: Reader) -> HowItEnded:
    """Read endings, causes and flags off finished runs, one value a run."""
    month = read.months
    stood = in_parts(World, read.recorded.last)
    ended = [ending_at(now, month) for now in stood]
    causes = [
        cause_of(now, month, ending, scenario.parameters)
        for now, ending, scenario in zip(stood, ended, read.recorded.scenarios, strict=True)
    ]
    endings = np.array(ended, np.int64)
    return many(
        HowItEnded,
        ending=read.words(lambda code: spelled(Ending(code)), endings),
        ending_cause=read.words(lambda code: spelled(Cause(code)), causes),
        initiated=flags(read.last("start.initiated") > 0.0),
        sustained_any=_sustained(read, Level.ANY),
        sustained_partial=_sustained(read, Level.PARTIAL),
        sustained_full=_sustained(read, Level.FULL),
        ended_month=marked(read.last("journey.ended")),
        reversals=read.last("journey.reversals"),
        spread=flags(read.last("spread.month") > 0.0),
        scaled=flags(read.last("spread.scaled") > 0.0),
        hollow=_hollow(read, endings),
        lost_good_one=_lost_good_one(read),
        frozen_ever=flags(np.any(read.every("receptivity.frozen") > 0.5, axis=1)),
    )


def how_it_ended(run: Run) -> HowItEnded:
    """Read the ending, its cause and the flags off one finished run."""
    return alone(how_they_ended(Reader(recorded_of(run))))


def ending_at(now: World, month: int) -> Ending:
    """The ending of a journey whose last recorded month this is."""
    journey = now.journey
    known = journey.pilot_ended > 0.0 and month >= journey.pilot_ended + LASTS
    ending = ending_of(
        now.start.initiated,
        journey.was_used,
        journey.ended,
        journey.pilot_ended,
        now.mainstream.month,
        journey.use,
        journey.sustained,
        _flag(known),
    )
    return Ending(int(ending))


def cause_of(now: World, month: int, ending: Ending, p: Parameters) -> Cause:
    """What was short, one cause for each ending.

    - Never started: what is shortest at the decision to start, in the last month.
    - Sustained, or not yet known: none.
    - Stopped before use had fallen below 10 %: why it was stopped.
    - Abandoned before use ever reached 10 %: what was short at the last refusal to keep it, else
      when use last began to fall, else, once launched, what is shortest in the last month.
    - Discontinued at the cliff: what was short at the last refusal, else as faded.
    - Abandoned after use, or faded: what was shortest when use began its last fall.
    """
    journey, mainstream = now.journey, now.mainstream
    if ending == Ending.NEVER_STARTED:
        return Cause(int(now.start.cause))
    if ending > Ending.FADED:
        return Cause.NONE
    fell = month - journey.below + 1.0
    if mainstream.stopped > 0.0 and (journey.below <= 0.0 or mainstream.stopped <= fell):
        return Cause(int(mainstream.stop_cause))
    fall = Cause(int(journey.fall_cause))
    refused = Cause(int(mainstream.cause))
    never_used = journey.was_used < 0.5
    if never_used or ending == Ending.DISCONTINUED_AT_THE_CLIFF:
        if never_used and not refused and not fall and now.start.launched > 0.0:
            return Cause(int(fall_explained(now, p)))
        return refused or fall
    return fall


def _sustained(read: Reader, at_least: Level) -> Numbers:
    level = read.last("journey.sustained")
    found = np.where(level < 0.0, np.nan, flags(level >= at_least))
    return np.where(read.last("start.initiated") <= 0.0, 0.0, found)


def _hollow(read: Reader, endings: NDArray[np.int64]) -> Numbers:
    pooled = read.followed(FIFTH_BENEFIT, read.lately, FIFTH)
    found = np.where(np.isnan(pooled), np.nan, flags(pooled < HOLLOW_BELOW))
    return np.where(endings < Ending.SUSTAINED_ANY, 0.0, found)


def _lost_good_one(read: Reader) -> Numbers:
    ended = read.last("journey.ended")
    in_use = (read.every("journey.in_use") > 0.5) & read.between(1.0, ended - 1.0)
    from_the_end = np.cumsum(in_use[:, ::-1], axis=1)[:, ::-1]
    pooled = read.followed(FIFTH_BENEFIT, read.those(in_use & (from_the_end <= POOLED)), FIFTH)
    found = np.where(np.isnan(pooled), np.nan, flags(pooled >= LOST_FROM))
    return np.where(ended > 0.0, found, 0.0)


def _flag(yes: bool) -> float:  # noqa: FBT001
    return 1.0 if yes else 0.0
