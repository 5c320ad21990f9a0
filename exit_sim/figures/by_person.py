"""Hours of leading, person by person: champion and deputies, and the managers beside them."""

from typing import TYPE_CHECKING

from exit_sim.figures.labels import End, label_ends
from exit_sim.figures.paper import BLUE, TEAL, WINE, name_panel
from exit_sim.story.reading import Reading
from exit_sim.story.sentence import level
from exit_sim.vocabulary import Role

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PALE = "#C9C9C9"
DASHED = (0, (4, 1.6))
MOST_NAMED = 6


def draw_people(axes: "Axes", read: Reading) -> None:
    """Draw the hours of everybody who may lead; those who led most are named."""
    months = [moment.month for moment in read.run.people]
    leads = [
        post
        for post, role in enumerate(read.run.roles)
        if role in {Role.CHAMPION, Role.MIDDLE_MANAGER, Role.SENIOR_LEADER}
    ]
    hours = {
        post: [float(moment.states[post].effort) for moment in read.run.people] for post in leads
    }
    champions = [post for post in leads if read.role(post) == Role.CHAMPION]
    others = sorted(
        (post for post in leads if post not in champions),
        key=lambda post: (-sum(hours[post]), post),
    )
    told = [*champions, *others][:MOST_NAMED]
    ends = []
    for post in reversed([*champions, *others]):
        colour, stroke = _pen(read.role(post), champions.index(post) if post in champions else 0)
        thin = 1.6 if post in champions else 0.9
        shown = colour if post in told else PALE
        axes.plot(months, hours[post], color=shown, linewidth=thin, linestyle=stroke, zorder=3)
        if post in told:
            who = read.name(post).removeprefix("the ")
            ends.append(End(f"{who} {level(hours[post][-1])}", hours[post][-1], colour))
    most = max((max(values) for values in hours.values()), default=0.0)
    top = max(0.1, 0.1 * (int(most / 0.1) + 1))
    axes.set_ylim(0.0, top)
    axes.set_yticks([0.0, round(top, 1)])
    axes.set_yticklabels(["0", f"{top:.1f}"])
    name_panel(axes, "By person", "hours of leading,\nshare of a month")
    label_ends(axes, ends[::-1])


def _pen(role: Role | None, number: int) -> tuple[str, object]:
    if role == Role.CHAMPION:
        return WINE, ("solid", DASHED, (0, (1, 1.2)))[min(number, 2)]
    return (TEAL, (0, (6, 1.5))) if role == Role.MIDDLE_MANAGER else (BLUE, (0, (2, 1)))
