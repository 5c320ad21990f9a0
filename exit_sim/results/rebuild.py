"""From the ledger alone a journey is rebuilt: who held which post, who used what, who decided."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from exit_sim.journey import ending_of, phase_of
from exit_sim.ledger import Event
from exit_sim.outcomes import ratio
from exit_sim.vocabulary import Ending, Happening, Level, Phase


class Post(NamedTuple):
    """Who holds a post: how many have held it so far, and whether the last of them still does."""

    occupant: int
    present: bool


class Facts(NamedTuple):
    """Every discrete fact at the end of one month; a month of 0 stands for *not yet*.

    ``ending`` is the ending that the journey would have if this were its last month.
    """

    month: int
    posts: tuple[Post, ...]
    phase: Phase
    initiated: int
    launched: int
    granted: bool
    by_contract: bool
    first_granted: int
    stopped: int
    teams: int
    using: frozenset[int]
    use: float
    first_used: int
    pilot_ended: int
    ended: int
    settled: Level
    sustained: int
    sites: frozenset[int]
    ending: Ending


class _Journey:
    """What is known so far; each kind of event changes it in its own way."""

    def __init__(self) -> None:
        self.posts: dict[int, Post] = {}
        self.initiated = self.launched = self.first_granted = self.stopped = 0
        self.granted = self.by_contract = False
        self.pilot_teams = self.teams = 0
        self.team_of: dict[int, int] = {}
        self.using: set[int] = set()
        self.scope = 0.0
        self.first_used = self.pilot_ended = self.ended = self.below = 0
        self.was_used = False
        self.settled, self.sustained = Level.NONE, -1
        self.sites: set[int] = set()

    def held(self, event: Event) -> None:
        """A post is held, at first or from now on."""
        self.posts[event.who] = Post(event.occupant, present=True)

    def in_post(self, event: Event) -> None:
        """The record opens with the post held or vacant."""
        self.posts[event.who] = Post(event.occupant, present=event.value > 0.5)

    def left(self, event: Event) -> None:
        """Whoever leaves stops using the practice; some posts are filled at once."""
        self.posts[event.who] = Post(event.occupant, present=event.other > 0.5)
        self.using.discard(event.who)

    def was_initiated(self, event: Event) -> None:
        """The decision to go is taken."""
        self.initiated = event.month

    def was_launched(self, event: Event) -> None:
        """The practice is offered to the pilot teams."""
        self.launched = event.month
        self.pilot_teams = self.teams = int(event.other)

    def spread(self, event: Event) -> None:
        """A further team is offered it."""
        self.teams = int(event.other)

    def took_up(self, event: Event) -> None:
        """A professional begins to use it."""
        self.using.add(event.who)
        self.team_of[event.who] = int(event.other)

    def dropped(self, event: Event) -> None:
        """A professional stops using it."""
        self.using.discard(event.who)

    def first_use(self, event: Event) -> None:
        """Somebody in scope uses it for the first time; the event says how many are in scope."""
        self.first_used, self.scope = event.month, event.threshold

    def mainstreamed(self, event: Event) -> None:
        """Money is committed, by the service or by a commissioner's contract."""
        self.granted, self.by_contract = True, event.other > 0.5
        self.first_granted = self.first_granted or event.month

    def voted(self, event: Event) -> None:
        """A refusal leaves things as they are; a renewal may pass from contract to reserves."""
        if self.granted:
            self.by_contract = event.value >= event.threshold

    def contract_ended(self, _event: Event) -> None:
        """Nobody pays from now on."""
        self.granted = self.by_contract = False

    def was_stopped(self, event: Event) -> None:
        """The practice is stopped and its money with it."""
        self.stopped = event.month
        self.granted = self.by_contract = False

    def pilot_over(self, event: Event) -> None:
        """The last month of the pilot."""
        self.pilot_ended = event.month

    def level_changed(self, event: Event) -> None:
        """A level has settled; or, led by the pilot's end, this is what is left 24 months on."""
        if event.because >= 0:
            self.sustained = int(event.value)
        else:
            self.settled = Level(int(event.value))

    def was_ended(self, _event: Event) -> None:
        """Six months below 10 % are an end, and a level of none that has settled."""
        self.settled = Level.NONE

    def site_adopted(self, event: Event) -> None:
        """Another site takes it up."""
        self.sites.add(event.who)

    def site_dropped(self, event: Event) -> None:
        """Another site drops it."""
        self.sites.discard(event.who)

    def close(self, month: int) -> Facts:
        """Read off the month's end."""
        in_scope = sum(1 for who in self.using if self.team_of[who] < self.pilot_teams)
        use = ratio(float(in_scope), self.scope)
        self.was_used = self.was_used or use >= 0.1
        self.below = self.below + 1 if self.was_used and use < 0.1 else 0
        self.ended = month - self.below + 1 if self.below >= 6 else 0
        past = self.pilot_ended > 0 and month > self.pilot_ended
        known = self.pilot_ended > 0 and month >= self.pilot_ended + 24
        ending = ending_of(
            self.initiated,
            float(self.was_used),
            self.ended,
            self.pilot_ended,
            self.first_granted,
            use,
            self.sustained,
            float(known),
        )
        return Facts(
            month=month,
            posts=tuple(self.posts[post] for post in sorted(self.posts)),
            phase=Phase(int(phase_of(self.initiated, self.first_used, float(past)))),
            initiated=self.initiated,
            launched=self.launched,
            granted=self.granted,
            by_contract=self.by_contract,
            first_granted=self.first_granted,
            stopped=self.stopped,
            teams=self.teams,
            using=frozenset(self.using),
            use=use,
            first_used=self.first_used,
            pilot_ended=self.pilot_ended,
            ended=self.ended,
            settled=self.settled,
            sustained=self.sustained,
            sites=frozenset(self.sites),
            ending=Ending(int(ending)),
        )


_TELLS: dict[Happening, Callable[[_Journey, Event], None]] = {
    Happening.IN_POST: _Journey.in_post,
    Happening.LEFT: _Journey.left,
    Happening.ARRIVED: _Journey.held,
    Happening.SUCCEEDED: _Journey.held,
    Happening.MOVED_ON: _Journey.held,
    Happening.INITIATED: _Journey.was_initiated,
    Happening.LAUNCHED: _Journey.was_launched,
    Happening.SPREAD: _Journey.spread,
    Happening.TOOK_UP: _Journey.took_up,
    Happening.DROPPED: _Journey.dropped,
    Happening.FIRST_USED: _Journey.first_use,
    Happening.MAINSTREAMED: _Journey.mainstreamed,
    Happening.VOTED: _Journey.voted,
    Happening.CONTRACT_ENDED: _Journey.contract_ended,
    Happening.STOPPED: _Journey.was_stopped,
    Happening.PILOT_ENDED: _Journey.pilot_over,
    Happening.LEVEL_CHANGED: _Journey.level_changed,
    Happening.ENDED: _Journey.was_ended,
    Happening.SITE_ADOPTED: _Journey.site_adopted,
    Happening.SITE_DROPPED: _Journey.site_dropped,
}
"""What each kind of event tells of the discrete facts; all other kinds tell of something else."""


def rebuild(ledger: Iterable[Event], last_month: int) -> tuple[Facts, ...]:
    """Rebuild every discrete fact for each month from 1 to the last, from the ledger alone."""
    journey = _Journey()
    by_month: dict[int, list[Event]] = {}
    for event in ledger:
        by_month.setdefault(event.month, []).append(event)
    found = []
    for month in range(last_month + 1):
        for event in by_month.get(month, []):
            tells = _TELLS.get(Happening(event.kind))
            if tells is not None:
                tells(journey, event)
        if month >= 1:
            found.append(journey.close(month))
    return tuple(found)
