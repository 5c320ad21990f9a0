"""Everybody in one month: a mark by role, a shade by commitment, and the ties between them."""

from typing import TYPE_CHECKING, Any, NamedTuple

from exit_sim.figures.labels import INK
from exit_sim.figures.paper import BLUE, DARK, FAINT, MIDDLE
from exit_sim.vocabulary import Role

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exit_sim.agents import Person
    from exit_sim.model import InnovationJourney


class Kind(NamedTuple):
    """How a role is drawn: its mark, its name, and what its shade says."""

    mark: str
    name: str
    field: str
    says: str


ROWS = {
    Role.MEMBER: Kind("^", "Members", "commitment", "commitment"),
    Role.SENIOR_LEADER: Kind("D", "Senior leaders", "commitment", "commitment"),
    Role.MIDDLE_MANAGER: Kind("s", "Managers", "commitment", "commitment"),
    Role.CHAMPION: Kind("*", "Champions", "commitment", "commitment"),
    Role.FRONTLINE: Kind("P", "Professionals", "commitment", "commitment"),
    Role.CARE_LEAVER: Kind("o", "Young people", "trust", "trust"),
    Role.CARER: Kind("p", "Carers", "commitment", "commitment"),
    Role.SITE: Kind("v", "Other sites", "adopted", "uses it"),
}
"""From top to bottom."""

MOST = 50
"""Posts that stand in one row."""
WIDE, TALL = 5.6, 4.6
SIZES = {"*": 90.0, "o": 24.0, "P": 28.0, "v": 24.0}
USUAL = 36.0
ARC = 0.32
"""By how much of a row a tie between neighbours bends."""


class Spot(NamedTuple):
    """Where a post stands, how dark it is, and whether nobody holds it."""

    x: float
    y: float
    role: Role
    shade: float
    vacant: bool


def spots(model: "InnovationJourney") -> dict[int, Spot]:
    """Give every post its place, row by row."""
    found: dict[int, Spot] = {}
    y = 0.0
    for role in ROWS:
        people = model.in_role[role]
        for first in range(0, len(people), MOST):
            row = people[first : first + MOST]
            for place, person in enumerate(row):
                x = (place + 0.5) / max(len(row), 10) + max(0.0, 0.5 - len(row) / 20)
                shade, vacant = shade_of(person), person.state.holder.present <= 0.5
                found[person.post] = Spot(x, y, role, shade, vacant)
            y -= 0.5 if first + MOST < len(people) else 1.0
    return found


def pairs(model: "InnovationJourney") -> list[tuple[int, int]]:
    """Give every two posts of which one hears the other, each pair once."""
    found = {
        (min(person.post, speaker.post), max(person.post, speaker.post))
        for person in model.people
        for speaker, *_ in person.ties
    }
    return sorted(found)


def shade_of(person: "Person") -> float:
    """Say how committed somebody is, how far a young person trusts, whether a site uses it."""
    return float(min(max(getattr(person.state, ROWS[person.role].field), 0.0), 1.0))


def in_words(model: "InnovationJourney") -> str:
    """Say what the picture shows, for those who cannot see it."""
    said = []
    for role, kind in ROWS.items():
        held = [one for one in model.in_role[role] if one.state.holder.present > 0.5]
        posts = len(model.in_role[role])
        if posts:
            mean = sum(map(shade_of, held)) / max(len(held), 1)
            vacant = f", {posts - len(held)} vacant" if posts > len(held) else ""
            said.append(f"{kind.name}: {posts}{vacant}; {kind.says} {mean:.2f} in the mean.")
    return f"Month {model.month}. {' '.join(said)} {len(pairs(model))} pairs are tied."


def draw(model: "InnovationJourney") -> "Figure":
    """Draw the people of the month that was last lived through."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, TALL), facecolor="white")
    axes = figure.add_axes((0.27, 0.13, 0.72, 0.86))
    found = spots(model)
    _ties(axes, model, found)
    for role, kind in ROWS.items():
        mine = [spot for spot in found.values() if spot.role == role]
        if mine:
            _row(axes, kind, mine)
    lowest = min((spot.y for spot in found.values()), default=0.0)
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(lowest - 0.5, 0.5)
    axes.set_axis_off()
    _key(figure)
    return figure


def _row(axes: "Axes", kind: Kind, mine: list[Spot]) -> None:
    held = [spot for spot in mine if not spot.vacant]
    size = SIZES.get(kind.mark, USUAL)
    axes.scatter(
        [spot.x for spot in held],
        [spot.y for spot in held],
        c=[spot.shade for spot in held],
        cmap=_shades(),
        vmin=0.0,
        vmax=1.0,
        marker=kind.mark,
        s=size,
        edgecolors=DARK,
        linewidths=0.7,
        zorder=3,
    )
    empty = [spot for spot in mine if spot.vacant]
    axes.scatter(
        [spot.x for spot in empty],
        [spot.y for spot in empty],
        c=DARK,
        marker="x",
        s=size,
        linewidths=0.9,
        zorder=3,
    )
    mean = sum(spot.shade for spot in held) / max(len(held), 1)
    y = sum(spot.y for spot in mine) / len(mine)
    said = f"{kind.name}: {len(mine)}"
    axes.text(-0.03, y + 0.03, said, ha="right", va="bottom", fontsize=9, color=INK)
    axes.text(-0.03, y, f"{kind.says} {mean:.2f}", ha="right", va="top", fontsize=8, color=DARK)
    axes.scatter(
        [-0.345], [y], c=FAINT, marker=kind.mark, s=size, edgecolors=DARK, linewidths=0.7,
        clip_on=False,
    )  # fmt: skip


def _ties(axes: "Axes", model: "InnovationJourney", found: dict[int, Spot]) -> None:
    """Draw a line for each pair that is tied: straight between rows, bent within one."""
    from matplotlib.collections import LineCollection

    lines = [_line(found[one], found[other]) for one, other in pairs(model)]
    axes.add_collection(LineCollection(lines, colors=MIDDLE, linewidths=0.5, alpha=0.35, zorder=1))


def _line(one: Spot, other: Spot) -> list[tuple[float, float]]:
    if one.y != other.y:
        return [(one.x, one.y), (other.x, other.y)]
    wide = other.x - one.x
    bend = ARC * min(1.0, abs(wide) * 3.0 + 0.25)
    steps = [step / 12 for step in range(13)]
    return [(one.x + wide * at, one.y + 4.0 * bend * at * (1.0 - at)) for at in steps]


def _shades() -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("commitment", ["white", BLUE])


def _key(figure: "Figure") -> None:
    bar = figure.add_axes((0.44, 0.075, 0.20, 0.026))
    bar.imshow([[step / 20 for step in range(21)]], aspect="auto", cmap=_shades())
    bar.set_xticks([0, 10, 20], ["0", "0.5", "1"], fontsize=8, color=INK)
    bar.set_yticks([])
    figure.text(0.41, 0.088, "shade: the number at the left", ha="right", va="center", fontsize=8)
    figure.text(0.68, 0.088, "× vacant   — ties", ha="left", va="center", fontsize=8)
