"""Who led a journey and who left, how open leaders were, what inspectors and voters decided."""

from typing import Annotated, NamedTuple

from exit_sim.ledger import Event, of_kind
from exit_sim.results.columns import Word, spelled
from exit_sim.results.run_record import Run, mean
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
from exit_sim.world import World

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


def context(run: Run) -> Context:
    """Read off what a finished run met on its way."""
    now, recorded = run.last, [event for event in run.ledger if event.month >= 1]
    judged = of_kind(recorded, Happening.INSPECTED)
    poor = [event.month for event in judged if event.threshold == Rating.INADEQUATE]
    tops = _changes_of_top(run, recorded)
    worlds = [world for _, world in run.months]
    champion = _first_post(run, Role.CHAMPION)
    gone = [event.month for event in of_kind(recorded, Happening.LEFT) if event.who == champion]
    launch, pilot_end = _at(run, now.start.launched), _at(run, now.journey.pilot_ended)
    votes = of_kind(recorded, Happening.VOTED, Happening.MAINSTREAMED, Happening.CONTRACT_ENDED)
    decided = now.mainstream if votes else None
    return Context(
        openness_month_12=_openness(run, 12),
        openness_12_after_poor=_openness(run, poor[0] + 12) if poor else None,
        inspections=float(len(judged)),
        poor_judgements=float(len(poor)),
        first_poor_judgement_month=float(poor[0]) if poor else None,
        elections=float(sum(world.politics.election > 0.0 for _, world in run.months)),
        top_leader_changes_24=None if tops is None else float(sum(month <= 24 for month in tops)),
        top_leader_changes=None if tops is None else float(len(tops)),
        champion_present=None
        if champion < 0
        else mean(worlds, lambda now: now.lives.champion_present),
        champion_first_left_month=float(gone[0]) if gone else None,
        champion_succeeded=_succeeded(recorded, champion) if gone else None,
        concentration_at_launch=launch.leadership.concentration if launch else None,
        concentration_at_pilot_end=pilot_end.leadership.concentration if pilot_end else None,
        concentration_at_end=now.leadership.concentration,
        locus_at_launch=_locus(launch),
        locus_at_pilot_end=_locus(pilot_end),
        votes=now.mainstream.tries,
        first_vote_month=float(votes[0].month) if votes else None,
        votes_for=decided.votes_for if decided else None,
        permission_at_last_vote=decided.permission if decided else None,
        sponsorship_at_last_vote=decided.sponsorship if decided else None,
        business_case_at_last_vote=decided.business_case if decided else None,
        experiments_tried=now.adaptation.tried,
        experiments_kept=now.adaptation.kept,
        harmful_kept=now.adaptation.harmful_kept,
    )


def _at(run: Run, month: float) -> World | None:
    return run.at(month) if month > 0.0 else None


def _openness(run: Run, month: int) -> float | None:
    world = run.at(month)
    if world is None or world.people.senior_leader.posts <= 0.0:
        return None
    return world.receptivity.openness


def _locus(world: World | None) -> str | None:
    if world is None:
        return None
    locus = int(world.leadership.locus)
    return NOBODY if locus < 0 else spelled(Role(locus))


def _first_post(run: Run, role: Role) -> int:
    return run.roles.index(role) if role in run.roles else -1


def _changes_of_top(run: Run, recorded: list[Event]) -> list[int] | None:
    top = _first_post(run, Role.SENIOR_LEADER)
    if top < 0:
        return None
    return [event.month for event in of_kind(recorded, Happening.LEFT) if event.who == top]


def _succeeded(recorded: list[Event], champion: int) -> float:
    heirs = of_kind(recorded, Happening.SUCCEEDED)
    return 1.0 if any(event.who == champion for event in heirs) else 0.0
