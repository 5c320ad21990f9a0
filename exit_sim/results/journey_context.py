"""Who led a journey and who left, how open leaders were, what inspectors and voters decided."""

from typing import Annotated, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exit_sim.results.columns import Word, spelled
from exit_sim.results.reader import Numbers, Reader, flags, many
from exit_sim.vocabulary import (
    Count,
    Flag,
    Happening,
    Month,
    Rating,
    Role,
    Share,
    SignedWeight,
)

NOBODY = "nobody"


class Context(NamedTuple):
    """What a journey met on its way; missing where it did not come to that."""

    openness_month_12: Annotated[Share | None, "mean openness of senior leaders in month 12"]
    openness_12_after_poor: Annotated[
        Share | None, "mean openness 12 months after the first judgement of inadequate"
    ]
    inspections: Annotated[Count, "inspections"]
    poor_judgements: Annotated[Count, "judgements of inadequate"]
    first_poor_judgement_month: Annotated[
        Month | None, "month of the first judgement of inadequate"
    ]
    elections: Annotated[Count, "months with seats up for election"]
    top_leader_changes_24: Annotated[
        Count | None, "changes of the top leader in the first 24 months"
    ]
    top_leader_changes: Annotated[Count | None, "changes of the top leader"]
    champion_present: Annotated[
        Share | None, "share of posts of champion and deputies that are held, mean over months"
    ]
    champion_first_left_month: Annotated[Month | None, "month in which a champion first left"]
    champion_succeeded: Annotated[
        Flag | None, "a manager took the role on after a champion left; missing where none left"
    ]
    concentration_at_launch: Annotated[Share | None, "concentration of leadership at launch"]
    concentration_at_pilot_end: Annotated[
        Share | None, "concentration of leadership at the pilot's end"
    ]
    concentration_at_end: Annotated[Share, "concentration of leadership in the last recorded month"]
    locus_at_launch: Annotated[
        str | None, Word(Role, (NOBODY,)), "role with the largest share of leadership at launch"
    ]
    locus_at_pilot_end: Annotated[
        str | None,
        Word(Role, (NOBODY,)),
        "role with the largest share of leadership at the pilot's end",
    ]
    votes: Annotated[Count, "decisions whether to keep the practice"]
    first_vote_month: Annotated[
        Month | None, "month of the first decision whether to keep the practice"
    ]
    votes_for: Annotated[
        Share | None,
        "share of votes for, or a commissioner's support, at the last decision to keep",
    ]
    permission_at_last_vote: Annotated[
        Share | None, "managers' discretion at the last decision to keep"
    ]
    sponsorship_at_last_vote: Annotated[
        Share | None, "best sponsorship at the last decision to keep"
    ]
    business_case_at_last_vote: Annotated[
        SignedWeight | None, "business case at the last decision to keep"
    ]
    experiments_tried: Annotated[Count, "experiments tried"]
    experiments_kept: Annotated[Count, "changes kept"]
    harmful_kept: Annotated[Count, "changes kept that did not suit, unseen"]


KINDS = frozenset(
    {
        Happening.INSPECTED,
        Happening.LEFT,
        Happening.SUCCEEDED,
        Happening.VOTED,
        Happening.MAINSTREAMED,
        Happening.CONTRACT_ENDED,
    }
)
"""The kinds of event that a row is read off; the ledger holds many more."""


def contexts(read: Reader) -> Context:
    """Read off what finished runs met on their way, one value a run."""
    judged = read.happened(Happening.INSPECTED)
    is_poor = judged.threshold == Rating.INADEQUATE
    poor = read.first(judged.run[is_poor], judged.month[is_poor])
    left = read.happened(Happening.LEFT)
    top = left.who == read.post(Role.SENIOR_LEADER)
    champion = read.post(Role.CHAMPION)
    gone = left.who == champion
    first_gone = read.first(left.run[gone], left.month[gone])
    launched, ended = read.last("start.launched"), read.last("journey.pilot_ended")
    votes = read.happened(Happening.VOTED, Happening.MAINSTREAMED, Happening.CONTRACT_ENDED)
    first_vote = read.first(votes.run, votes.month)

    def had_a_top(values: Numbers) -> Numbers:
        return values if read.post(Role.SENIOR_LEADER) >= 0 else np.full(read.runs, np.nan)

    def decided(name: str) -> Numbers:
        return np.where(np.isnan(first_vote), np.nan, read.last(name))

    return many(
        Context,
        openness_month_12=_openness(read, 12.0),
        openness_12_after_poor=_openness(read, poor + 12.0),
        inspections=read.count(judged.run),
        poor_judgements=read.count(judged.run[is_poor]),
        first_poor_judgement_month=poor,
        elections=(read.every("politics.election") > 0.0).sum(axis=1).astype(np.float64),
        top_leader_changes_24=had_a_top(read.count(left.run[top & (left.month <= 24.0)])),
        top_leader_changes=had_a_top(read.count(left.run[top])),
        champion_present=_champion_present(read, champion),
        champion_first_left_month=first_gone,
        champion_succeeded=_succeeded(read, champion, first_gone),
        concentration_at_launch=read.at("leadership.concentration", launched),
        concentration_at_pilot_end=read.at("leadership.concentration", ended),
        concentration_at_end=read.last("leadership.concentration"),
        locus_at_launch=_locus(read, launched),
        locus_at_pilot_end=_locus(read, ended),
        votes=read.last("mainstream.tries"),
        first_vote_month=first_vote,
        votes_for=decided("mainstream.votes_for"),
        permission_at_last_vote=decided("mainstream.permission"),
        sponsorship_at_last_vote=decided("mainstream.sponsorship"),
        business_case_at_last_vote=decided("mainstream.business_case"),
        experiments_tried=read.last("adaptation.tried"),
        experiments_kept=read.last("adaptation.kept"),
        harmful_kept=read.last("adaptation.harmful_kept"),
    )


def _openness(read: Reader, month: Numbers | float) -> Numbers:
    leaders = read.at("people.senior_leader.posts", month)
    return np.where(leaders > 0.0, read.at("receptivity.openness", month), np.nan)


def _locus(read: Reader, month: Numbers) -> NDArray[Any]:
    found = read.at("leadership.locus", month)
    return read.words(lambda code: NOBODY if code < 0 else spelled(Role(code)), found)


def _champion_present(read: Reader, champion: int) -> Numbers:
    present = read.total(read.every("lives.champion_present")) / read.months
    return present if champion >= 0 else np.full(read.runs, np.nan)


def _succeeded(read: Reader, champion: int, first_gone: Numbers) -> Numbers:
    heirs = read.happened(Happening.SUCCEEDED)
    found = flags(read.count(heirs.run[heirs.who == champion]) > 0.0)
    return np.where(np.isnan(first_gone), np.nan, found)
