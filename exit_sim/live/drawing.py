"""People and ties of one month are drawn as dots in rows by role, with lines between them."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from exit_sim.ties import KINDS, Layout
from exit_sim.vocabulary import Role

ROWS = (
    (Role.MEMBER, "Members or trustees", "would vote for it"),
    (Role.SENIOR_LEADER, "Senior leaders", "lead"),
    (Role.MIDDLE_MANAGER, "Managers", "lead"),
    (Role.CHAMPION, "Champion, deputies", "lead"),
    (Role.FRONTLINE, "Professionals", "use it"),
    (Role.CARE_LEAVER, "Young people", "are with the service"),
    (Role.CARER, "Carers", "lead"),
)
"""From top to bottom: who stands in a row, and what a full dot says of them."""

DRAWN = frozenset(
    {
        "manager_senior",
        "team_manager",
        "team_champion",
        "champion_managers",
        "champion_senior",
        "member_senior",
        "worker",
    }
)
"""Kinds of tie that are drawn; all others would hide them."""

WIDE, HIGH, LEFT, TOP = 980.0, 62.0, 195.0, 34.0
FEW = 0.005


class Dot(NamedTuple):
    """One post: where, how large, whether its mark is full, and whether it is vacant."""

    x: float
    y: float
    size: float
    full: bool
    vacant: bool
    fifth: bool


class Line(NamedTuple):
    """One tie: from where to where, and how strong."""

    x1: float
    y1: float
    x2: float
    y2: float
    strength: float


class Picture(NamedTuple):
    """All of it, with what it shows in words."""

    wide: float
    high: float
    rows: tuple[tuple[str, str, float], ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    alt: str


def picture(
    roles: Sequence[Role], states: Sequence[Any], layout: Layout, month: int, bar: float
) -> Picture:
    """Draw the people of one month, and the ties by which they hear one another.

    From ``bar`` on a member's support is a vote for it.
    """
    places: dict[int, tuple[float, float]] = {}
    dots, rows, said = [], [], []
    y = TOP
    for role, word, does in ROWS:
        posts = [post for post, whose in enumerate(roles) if whose == role]
        if not posts:
            continue
        step = (WIDE - LEFT - 20.0) / max(len(posts), 8)
        size = min(9.0, 0.42 * step)
        for place, post in enumerate(posts):
            state = states[post]
            here = (LEFT + step * (place + 0.5), y)
            places[post] = here
            dots.append(
                Dot(
                    *here,
                    size,
                    _full(role, state, bar),
                    state.holder.present <= 0.5,
                    role == Role.CARE_LEAVER and state.fifth > 0.5,
                )
            )
        full = sum(dot.full and not dot.vacant for dot in dots[-len(posts) :])
        rows.append((word, f"{full} of {len(posts)} {does}", y))
        said.append(f"{word}: {full} of {len(posts)} {does}.")
        y += HIGH
    lines = tuple(_lines(layout, states, places))
    alt = f"Month {month}. {' '.join(said)} {len(lines)} ties are drawn."
    return Picture(WIDE, y - HIGH + TOP, tuple(rows), lines, tuple(dots), alt)


def _full(role: Role, state: Any, bar: float) -> bool:
    if role == Role.FRONTLINE:
        return bool(state.use > 0.5)
    if role == Role.CARE_LEAVER:
        return bool(state.engaged > 0.5)
    if role == Role.MEMBER:
        return bool(state.support >= bar)
    return bool(state.effort > FEW)


def _lines(
    layout: Layout, states: Sequence[Any], places: dict[int, tuple[float, float]]
) -> Iterator[Line]:
    """Draw ties that carry: both are in post, and a newcomer's are weak."""
    kinds = list(KINDS)
    for edge in layout.edges:
        name = kinds[edge.kind]
        if name not in DRAWN or edge.listener not in places or edge.speaker not in places:
            continue
        listener, speaker = states[edge.listener].holder, states[edge.speaker].holder
        if listener.present <= 0.5 or speaker.present <= 0.5:
            continue
        strength = float(listener.rooted) if KINDS[name].rooted else 1.0
        yield Line(*places[edge.listener], *places[edge.speaker], round(strength, 2))
