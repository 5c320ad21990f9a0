"""What a story reads in a run: who is who, what happened when, and how it stood each month."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from exit_sim.ledger import Event
from exit_sim.story.sentence import percent
from exit_sim.story.words import LEVELS, PHRASES, RATINGS, ROLES, SHORT, WAITED_FOR
from exit_sim.vocabulary import Cause, Decider, Happening, Level, Rating, Role, Sector

if TYPE_CHECKING:
    from exit_sim.results.run_record import Run
    from exit_sim.world import Parameters, World

ALWAYS = 10_000


class Reading:
    """A run as a story reads it."""

    def __init__(self, run: "Run") -> None:
        self.run = run
        self.p: Parameters = run.scenario.parameters
        self._by_kind: dict[int, list[Event]] = {}
        for event in run.ledger:
            self._by_kind.setdefault(event.kind, []).append(event)

    # ------------------------------------------------------------------------- what happened

    def of(self, *kinds: Happening, since: float = 0, until: float = ALWAYS) -> list[Event]:
        """The events of these kinds within these months, in the order of the ledger."""
        found = [event for kind in kinds for event in self._by_kind.get(kind, [])]
        return sorted(
            (event for event in found if since <= event.month <= until),
            key=lambda event: event.order,
        )

    def first(self, *kinds: Happening) -> Event | None:
        """The first event of these kinds, if there was one."""
        found = self.of(*kinds)
        return found[0] if found else None

    def by(self, role: Role, events: Iterable[Event]) -> list[Event]:
        """Those events that befell holders of one role."""
        return [event for event in events if self.role(event.who) == role]

    @cached_property
    def initiated(self) -> Event | None:
        """The decision to go."""
        return self.first(Happening.INITIATED)

    @cached_property
    def launched(self) -> Event | None:
        """The launch."""
        return self.first(Happening.LAUNCHED)

    @cached_property
    def first_used(self) -> Event | None:
        """The first use."""
        return self.first(Happening.FIRST_USED)

    @cached_property
    def pilot_ended(self) -> Event | None:
        """The end of the pilot."""
        return self.first(Happening.PILOT_ENDED)

    @property
    def pilot(self) -> tuple[int, int]:
        """First and last month of the pilot, as far as it was recorded; (0, -1) without one."""
        if self.launched is None:
            return 0, -1
        last = self.pilot_ended.month if self.pilot_ended else self.run.last_month
        return self.launched.month, last

    def departures(self, role: Role, since: float, until: float) -> list[Event]:
        """Who of one role left within these months."""
        return self.by(role, self.of(Happening.LEFT, since=since, until=until))

    def decisions(self, since: float, until: float) -> list[Event]:
        """Every decision on keeping it within these months."""
        kinds = (Happening.VOTED, Happening.MAINSTREAMED, Happening.CONTRACT_ENDED)
        return self.of(*kinds, since=since, until=until)

    # ------------------------------------------------------------------------- how it stood

    def at(self, month: float) -> "World":
        """The organisation at the end of a month, or of the recorded month nearest to it."""
        first = self.run.months[0][0]
        index = min(max(int(month) - first, 0), len(self.run.months) - 1)
        return self.run.months[index][1]

    def between(self, since: float, until: float) -> "list[tuple[int, World]]":
        """Every recorded month from one to another, with how it stood."""
        return [(month, world) for month, world in self.run.months if since <= month <= until]

    def dropped(self, month: float) -> list[int]:
        """Places in the ledger of professionals who dropped it or left in a month."""
        found = self.of(Happening.DROPPED, Happening.LEFT, since=month, until=month)
        return [event.order for event in self.by(Role.FRONTLINE, found)]

    def users(self, month: float) -> int:
        """How many professionals of the pilot teams use it."""
        return round(self.at(month).people.frontline.scope_using)

    @cached_property
    def scope(self) -> int:
        """How many professionals the pilot teams have posts for."""
        return round(self.run.last.people.frontline.scope)

    # ------------------------------------------------------------------------- who is who

    def role(self, post: int) -> Role | None:
        """The role of a post; None stands for the organisation."""
        return self.run.roles[post] if 0 <= post < len(self.run.roles) else None

    @cached_property
    def _numbers(self) -> tuple[int, ...]:
        count: dict[Role, int] = {}
        found = []
        for role in self.run.roles:
            count[role] = count.get(role, 0) + 1
            found.append(count[role])
        return tuple(found)

    @cached_property
    def members(self) -> str:
        """What those who vote are called here."""
        council = self.p.setting.sector == Sector.LOCAL_AUTHORITY
        return "members" if council else "trustees"

    @cached_property
    def deciders(self) -> str:
        """Who decides on keeping it."""
        if self.p.decisions.decider == Decider.COMMISSIONERS:
            return "commissioners"
        return self.members if Role.MEMBER in self.run.roles else "senior leaders"

    def word(self, role: Role) -> str:
        """What one holder of a role is called here."""
        return self.members[:-1] if role == Role.MEMBER else ROLES[role]

    def posts(self, role: Role) -> int:
        """How many posts a role has."""
        return self.run.roles.count(role)

    def name(self, post: int, *, full: bool = False) -> str:
        """Name whoever holds a post, by role and number; in full, with what the post is."""
        role = self.role(post)
        if role is None:
            return "the service"
        number = self._numbers[post]
        if role == Role.CHAMPION:
            return "the champion" if number == 1 else f"deputy {number - 1}"
        named = f"{self.word(role)} {number}"
        return f"{named}, the top leader," if full and self.is_top(post) else named

    def is_top(self, post: int) -> bool:
        """Whether a post is that of the top leader."""
        return self.role(post) == Role.SENIOR_LEADER and self._numbers[post] == 1

    def phrase(self, event: Event) -> str:
        """Say in a few words what an event was."""
        kind = Happening(event.kind)
        found = {
            "who": self.name(event.who),
            "whom": self.name(event.whom),
            "deciders": self.deciders,
            "number": f"{round(event.other)}",
            "rating": _rating(event.threshold),
            "share": percent(event.other) if event.other >= 0.01 else f"{100 * event.other:.1f}%",
            "used": percent(event.value) if kind == Happening.PILOT_ENDED else "",
            "waits": WAITED_FOR[_cause(event.other)],
            "short": SHORT[_cause(event.other)],
            "level": _level(event.value),
            "outcome": "to go on paying" if event.value >= event.threshold else "not to pay for it",
        }
        if kind == Happening.INITIATED:
            found["whom"] = self.name(event.whom)
        if kind == Happening.LEVEL_CHANGED and event.because >= 0:
            return f"two years after the pilot there was {found['level']}"
        if kind == Happening.LAUNCHED and event.other < 1.5:
            return "it was launched in 1 team"
        return PHRASES[kind].format(**found)


def _cause(code: float) -> Cause:
    return Cause(int(code)) if 0 <= code < len(Cause) else Cause.NONE


def _rating(code: float) -> str:
    return RATINGS[Rating(int(code))] if 0 <= code < len(Rating) else ""


def _level(code: float) -> str:
    return LEVELS[Level(int(code))] if 0 <= code < len(Level) else ""
