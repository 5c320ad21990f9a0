"""Carers may be invited to lead; their tenure is not tied to the organisation's."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck
from exit_sim.elementary import clamp, share
from exit_sim.ingredients import leadership
from exit_sim.people.person import Holder, Post, fills_or_leaves, first_holder, mean_heard
from exit_sim.rule import step
from exit_sim.vocabulary import NOTHING, Happened, Hours, Share, Weight

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Carer(NamedTuple):
    """What changes monthly about one carer who was invited to lead."""

    holder: Holder
    commitment: Annotated[Share, "commitment to this innovation"]
    effort: Annotated[Hours, "hours of leadership"]
    builds: Annotated[Share, "share of leadership hours that builds others up"]
    signal: Annotated[Weight, "what leadership hours weigh with others"]


class Heard(NamedTuple):
    """Sums along a carer's ties."""

    young: float
    young_ties: float


class Tally(NamedTuple):
    """Sums over carers, in person order."""

    posts: float
    present: float
    effort: float


@step
def first(post: Post, p: "Parameters", luck: Luck) -> Carer:
    """The carer who was invited."""
    return Carer(
        holder=first_holder(post, p, luck), commitment=0.5, effort=0.0, builds=0.0, signal=0.0
    )


@step
def turn_over(me: Carer, world: "World", p: "Parameters", luck: Luck) -> tuple[Holder, Happened]:
    """Carers stop by a hazard of their own, whatever happens to the staff."""
    return fills_or_leaves(me.holder, p.setting.carer_leaves, 0.0, p, luck)


@step
def renew(me: Carer, world: "World", p: "Parameters", luck: Luck) -> tuple[Carer, Happened]:
    """Another carer begins from the middle."""
    if me.holder.gone < 0.5 and me.holder.arrived < 0.5:
        return me, NOTHING
    return Carer(holder=me.holder, commitment=0.5, effort=0.0, builds=0.0, signal=0.0), NOTHING


@step
def month(
    me: Carer, heard: Heard, world: "World", p: "Parameters", luck: Luck
) -> tuple[Carer, Happened]:
    """Lead as far as what young people say makes it worth while."""
    if me.holder.present < 0.5:
        return me, NOTHING
    said = 0.5 + 0.5 * mean_heard(heard.young, heard.young_ties, 0.0)
    commitment = share(me.commitment + p.leadership.commitment_rate * (said - me.commitment))
    effort = clamp(
        p.leadership.invited_hours * commitment * (1.0 - world.leadership.coordination), 0.0, 1.0
    )
    new = Carer(
        holder=me.holder,
        commitment=commitment,
        effort=effort,
        builds=0.0,
        signal=leadership.effort_signal(effort, p.leadership.invited_weight),
    )
    return new, NOTHING


@step
def tally(total: Tally, me: Carer, world: "World", p: "Parameters") -> Tally:
    """Count one carer in."""
    return Tally(
        posts=total.posts + 1.0,
        present=total.present + me.holder.present,
        effort=total.effort + me.effort,
    )
