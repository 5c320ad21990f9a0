"""Other organisations may take a practice up: each a one-equation site, marked as reduced."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck, uniform
from exit_sim.elementary import share
from exit_sim.people.person import Holder, Post, first_holder, newcomer_luck, stays
from exit_sim.rule import rule, step
from exit_sim.vocabulary import NOTHING, Flag, Happened, Happening, Months, Purpose, Share

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Site(NamedTuple):
    """What changes monthly about one other organisation."""

    holder: Holder
    performance: Annotated[Share, "its performance"]
    readiness: Annotated[Share, "its readiness: supportive culture and room to move"]
    likeness: Annotated[Share, "how like this organisation it is"]
    adopted: Annotated[Flag, "uses the practice"]
    months: Annotated[Months, "months it has used the practice"]


class Heard(NamedTuple):
    """A site hears of the practice from reports, not along ties."""

    reports: float


class Tally(NamedTuple):
    """Sums over sites, in order."""

    sites: float
    adopted: float
    lasting: float


@rule
def likeness(performance: float, own: float) -> float:
    """How like a site is to the organisation it would copy: 1 less the gap in performance. [share]

    Source: definition of this model.

    >>> likeness(0.5, 0.5)
    1.0
    """
    gap = performance - own
    return share(1.0 - (gap if gap > 0.0 else -gap))


@rule
def adoption_hazard(
    outside: float, exposure: float, readiness: float, likeness: float, codification: float
) -> float:
    """A site's chance to take the practice up: from outside, and by what it hears. [per month]

    What it hears counts as far as it is ready, alike, and the practice is written down.

    Source: diffusion, Bass 1969; Rand and Rust 2011 for the agent form.

    >>> adoption_hazard(0.0, 0.5, 0.5, 1.0, 0.0)
    0.0
    """
    return share(outside + exposure * readiness * likeness * codification)


@step
def first(post: Post, p: "Parameters", luck: Luck) -> Site:
    """A site drawn from a mix of ratings and cultures."""
    own = newcomer_luck(luck, 1.0)
    u = uniform(own, Purpose.SITE)
    performance = 0.5
    if u < 0.13:
        performance = 0.3
    elif u > 0.58:
        performance = 0.7
    return Site(
        holder=first_holder(post, p, luck),
        performance=performance,
        readiness=share(0.2 + 0.6 * uniform(own, Purpose.SITE_LIKENESS)),
        likeness=likeness(performance, p.setting.performance),
        adopted=0.0,
        months=0.0,
    )


@step
def turn_over(me: Site, world: "World", p: "Parameters", luck: Luck) -> tuple[Holder, Happened]:
    """Sites stay."""
    return stays(me.holder, p), NOTHING


@step
def renew(me: Site, world: "World", p: "Parameters", luck: Luck) -> tuple[Site, Happened]:
    """Nobody replaces a site."""
    return me, NOTHING


@step
def month(
    me: Site, heard: Heard, world: "World", p: "Parameters", luck: Luck
) -> tuple[Site, Happened]:
    """Take the practice up, keep it, or drop it."""
    q = p.scaling
    happened = NOTHING
    adopted, months = me.adopted, me.months
    if adopted < 0.5:
        months = 0.0
        if world.spread.exposure > 0.0:
            hazard = adoption_hazard(
                q.outside, world.spread.exposure, me.readiness, me.likeness, world.spread.codified
            )
            if uniform(luck, Purpose.SITE) < hazard:
                adopted = 1.0
                happened = Happened(
                    float(Happening.SITE_ADOPTED),
                    -1.0,
                    float(Happening.LAUNCHED),
                    hazard,
                    me.likeness,
                    me.readiness,
                )
    else:
        months = months + 1.0
        fit = 0.5 * (world.innovation.fit_ordinary + world.innovation.fit_most) * me.likeness
        hazard = share(q.site_drops * (1.0 - fit * me.readiness))
        if uniform(luck, Purpose.SITE_LIKENESS) < hazard:
            adopted, months = 0.0, 0.0
            happened = Happened(
                float(Happening.SITE_DROPPED), -1.0, 0.0, hazard, me.likeness, me.readiness
            )
    new = Site(
        holder=me.holder,
        performance=me.performance,
        readiness=me.readiness,
        likeness=me.likeness,
        adopted=adopted,
        months=months,
    )
    return new, happened


@step
def tally(total: Tally, me: Site, world: "World", p: "Parameters") -> Tally:
    """Count one site in."""
    return Tally(
        sites=total.sites + 1.0,
        adopted=total.adopted + me.adopted,
        lasting=total.lasting + (1.0 if me.adopted > 0.5 and me.months >= 12.0 else 0.0),
    )
