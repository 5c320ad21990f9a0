"""What a journey meant for young people: what was reported of it, and what it did."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from exit_sim.results.journey_endings import how_it_ended
from exit_sim.results.journey_lives import lives_and_cost
from exit_sim.results.run_record import mean
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import Sentence, change, joined, level, percent, say
from exit_sim.vocabulary import Happening, Role

if TYPE_CHECKING:
    from exit_sim.world import World

YEAR = 12
PASSED_BY = 0.005
MODEL_UNITS = "All this is in model units: no effect on any real young person is claimed"


def meant(read: Reading) -> Iterator[Sentence]:
    """Reported change beside true benefit, whom it passed by, and what its loss did."""
    if read.run.last.people.care_leaver.scope <= 0.0:
        yield say("No young person was followed in this run", (), [read.run.last_month])
    elif read.first_used is None:
        yield say(
            "It reached no young person, so lives with it and without it are the same here",
            (),
            [read.run.last_month],
        )
        text = "What they might have gained, or lost, this journey cannot show"
        yield say(text, (), [read.run.last_month], 1)
    else:
        yield from _reported_and_true(read)
        yield from _harmed(read)
        yield from _withdrawn(read)
        yield from _spoke_up(read)
    yield say(MODEL_UNITS, (), [read.run.last_month])


def _reported_and_true(read: Reading) -> Iterator[Sentence]:
    first = read.first_used.month if read.first_used else 1
    last, when = last_in_use(read)
    since = max(first, last - YEAR + 1)
    worlds = [world for _, world in read.between(since, last)]
    if not worlds:
        return
    months, events = [since, last], [read.first_used.order] if read.first_used else []

    def over(reads: "Callable[[World], float]") -> float:
        return mean(worlds, reads) or 0.0

    reported = change(over(lambda world: world.measurement.reported))
    yield say(f"{when} the funder's measure reported {reported}", events, months)
    text = "The true benefit, life with the practice less life without, came on average to"
    yield say(f"{text} {change(over(lambda world: world.lives.benefit))}", events, months)
    fifth = change(over(lambda world: world.lives.benefit_fifth))
    text = "For the fifth with most against them, luck averaged out, it came to"
    yield say(f"{text} {fifth}", events, months)
    success = read.at(last).measurement.reported_success > 0.5
    if success and over(lambda world: world.lives.benefit_fifth) < PASSED_BY:
        text = "So what was reported as a success passed by those with most against them"
        yield say(text, events, [last])
    practical = change(over(lambda world: world.lives.benefit_practical))
    psychological = change(over(lambda world: world.lives.benefit_psychological))
    text = f"Its practical side came to {practical}, its psychological side to {psychological}"
    if practical == psychological:
        text = f"Its practical and its psychological side each came to {practical}"
    yield say(text, events, months, 1)


def last_in_use(read: Reading) -> tuple[int, str]:
    """The last month of the pilot, or of use where that came first, and how its year is called."""
    ended, end = read.run.last.journey.ended, read.pilot_ended
    last = end.month if end else read.run.last_month
    if 0.0 < ended <= last:
        return max(1, int(ended) - 1), "In its last year of use"
    return last, "In the pilot's last year" if end else "In the last recorded year"


def _harmed(read: Reading) -> Iterator[Sentence]:
    last = read.pilot_ended.month if read.pilot_ended else read.run.last_month
    share = read.at(last).lives.harmed
    when = "When the pilot ended" if read.pilot_ended else "At the end of the record"
    if share <= 0.0:
        text = f"{when} no young person was worse off than without it"
    else:
        text = f"{when} {percent(share)} of the young people were worse off than without it"
    yield say(text, (), [last], 1)


def _withdrawn(read: Reading) -> Iterator[Sentence]:
    ended = read.run.last.journey.ended
    found = lives_and_cost(read.run)
    flags = how_it_ended(read.run)
    events = [event.order for event in read.of(Happening.ENDED, Happening.STOPPED)]
    if ended > 0.0:
        worst, when = max(
            (world.lives.harmed, -month)
            for month, world in read.between(ended - 1, ended + 2 * YEAR)
        )
        lost = found.loss_after_withdrawal
        if lost is not None and lost >= 0.005:
            text = (
                "Its withdrawal harmed those who had relied on it: the year after, the benefit was"
            )
            months = [ended - YEAR, ended + YEAR - 1]
            yield say(f"{text} {level(lost)} lower than the year before", events, months)
        else:
            text = "Its end broke a promise to those who had relied on it"
            yield say(text, events, [ended])
        if worst > 0.0:
            share = percent(worst)
            text = f"In month {-when}, {share} of the young people were worse off than without it"
            yield say(text, events, [-when], 1)
    if (flags.lost_good_one or 0.0) > 0.5:
        text = "It was lost although it had helped those with most against them"
        yield say(text, events, [read.run.last_month])
    if (flags.hollow or 0.0) > 0.5:
        text = "It lasted, yet in the last year it gave little to the fifth with most against them"
        yield say(text, (), [read.run.last_month])


def _spoke_up(read: Reading) -> Iterator[Sentence]:
    since = read.launched.month if read.launched else 1
    teams = read.p.innovation.pilot_teams
    here = {
        post
        for post, state in enumerate(read.run.people[-1].states)
        if read.role(post) == Role.CARE_LEAVER and state.team < teams
    }
    parts, orders = [], []
    for kind, words in (
        (Happening.COMPLAINED, "complained of a broken promise"),
        (Happening.ORGANISED, "organised with others over a broken promise"),
        (Happening.DISENGAGED, "walked away from the service"),
    ):
        events = [event for event in read.of(kind, since=since) if event.who in here]
        if events:
            people = len({(event.who, event.occupant) for event in events})
            parts.append(f"{people} {words}")
            orders += [event.order for event in events]
    if parts:
        text = f"From launch on, of those on these caseloads, {joined(parts)}"
        yield say(text, sorted(orders), (), 2)
    else:
        yield say("Nobody on these caseloads complained or walked away", (), [since], 4)
