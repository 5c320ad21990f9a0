"""Receptivity: a setting is open to innovation, or frozen, as its leaders are and as it is led."""

from typing import Annotated, NamedTuple

from exit_sim.elementary import clamp, logistic, share
from exit_sim.rule import Mechanism, rule, through
from exit_sim.vocabulary import Flag, PerMonth, ReceptivityForm, Share, SignedWeight, Weight


class Settings(NamedTuple):
    """What a scenario may set."""

    culture: Annotated[Share, "supportive culture: failure met with cover, not blame"]
    culture_rate: Annotated[PerMonth, "how fast culture moves towards where it is heading"]
    cover_builds: Annotated[Weight, "how far visible cover for honest failure lifts culture"]
    cover_reference: Annotated[Share, "visible cover at which culture stays as it is"]
    blame_erodes: Annotated[Weight, "how far blame lowers culture"]
    openness_speed: Annotated[PerMonth, "how fast a leader's openness moves"]
    gain_calm: Annotated[Weight, "sharpness of a leader's response under no pressure"]
    gain_pressure: Annotated[Weight, "how much full pressure adds to that sharpness"]
    culture_weight: Annotated[Weight, "weight of culture in the tilt towards openness"]
    slack_weight: Annotated[Weight, "weight of slack in the tilt"]
    continuity_weight: Annotated[Weight, "weight of leaders' continuity in the tilt"]
    narrative_weight: Annotated[Weight, "weight of the improvement narrative in the tilt"]
    blame_weight: Annotated[Weight, "weight of blame against openness"]
    distress_weight: Annotated[Weight, "weight of budget distress against openness"]
    culture_reference: Annotated[Share, "culture of a middling place, where the tilt is nil"]
    slack_reference: Annotated[Share, "slack of a middling place"]
    continuity_reference: Annotated[Share, "continuity of leaders of a middling place"]
    narrative_reference: Annotated[Share, "improvement narrative of a middling place"]
    daring_personal: Annotated[Share, "spread (sd) of daring between leaders"]
    daring_shared: Annotated[Share, "spread (sd) of the daring an organisation's leaders share"]
    daring_mean: Annotated[SignedWeight, "daring of the usual leader"]
    openness_noise: Annotated[Share, "spread (sd) of a month's chance push on openness"]
    managers_speed: Annotated[Share, "a manager's openness moves at this share of a leader's speed"]
    pressure_push: Annotated[Weight, "rival forms: how far pressure alone closes or opens"]
    narrative_rate: Annotated[PerMonth, "how fast the story of getting better or worse moves"]
    narrative_gain: Annotated[Weight, "how strongly a change in performance shows in that story"]
    frozen_below: Annotated[Share, "mean openness below which a setting counts as frozen"]


class Mechanisms(NamedTuple):
    """The mechanisms of this ingredient."""

    bond: Mechanism
    gain: Mechanism
    blame_memory: Mechanism
    newcomers: Mechanism


class Receptivity(NamedTuple):
    """What changes from month to month."""

    culture: Annotated[Share, "supportive culture"]
    blame: Annotated[Share, "blame for failure that is still remembered"]
    narrative: Annotated[Share, "improvement narrative: 0.5 is no news"]
    usual_performance: Annotated[Share, "performance as people are used to it (about two years)"]
    tilt: Annotated[SignedWeight, "what speaks for openness here, minus what speaks against it"]
    shared_daring: Annotated[SignedWeight, "daring that the organisation's leaders share"]
    openness: Annotated[Share, "mean openness of the senior leaders at the month's end"]
    frozen: Annotated[Flag, "mean openness is below the bar for frozen"]


@rule
def next_culture(culture: float, cover: float, blame: float, level: float, p: Settings) -> float:
    """Culture drifts home to its level, lifted by visible cover for failure, worn by blame. [share]

    Source: receptive contexts for change, Pettigrew, Ferlie and McKee 1992; weights assumed.

    >>> from exit_sim.scenario import baseline
    >>> next_culture(0.5, 0.2, 1.0, 0.5, baseline().receptivity) < 0.5
    True
    """
    home = level + p.cover_builds * (cover - p.cover_reference) - p.blame_erodes * blame
    return share(culture + p.culture_rate * (share(home) - culture))


@rule
def blame_after(blame: float, shock: float, culture: float, fade: float) -> float:
    """Blame jumps by a shock where failure is not covered, and fades month by month. [share]

    Source: threat and rigidity, Staw, Sandelands and Dutton 1981; size and fading assumed.

    >>> blame_after(0.4, 0.0, 0.5, 0.25)
    0.30000000000000004
    >>> blame_after(0.0, 1.0, 0.75, 0.25)
    0.25
    """
    kept = blame * (1.0 - fade)
    return share(kept + shock * (1.0 - culture) * (1.0 - kept))


@rule
def tilt(
    culture: float,
    slack: float,
    continuity: float,
    narrative: float,
    blame: float,
    distress: float,
    p: Settings,
) -> float:
    """What speaks for openness, each against a middling place, minus blame and distress. [weight]

    Source: receptive contexts, Pettigrew, Ferlie and McKee 1992; the study's own summary.

    >>> from exit_sim.scenario import baseline
    >>> p = baseline().receptivity
    >>> tilt(p.culture_reference, p.slack_reference, p.continuity_reference,
    ...      p.narrative_reference, 0.0, 0.0, p)
    0.0
    """
    return (
        p.culture_weight * (culture - p.culture_reference)
        + p.slack_weight * (slack - p.slack_reference)
        + p.continuity_weight * (continuity - p.continuity_reference)
        + p.narrative_weight * (narrative - p.narrative_reference)
        - p.blame_weight * blame
        - p.distress_weight * distress
    )


@rule
def gain(form: float, pressure: float, p: Settings) -> float:
    """How sharply leaders respond: more under pressure, except where the gain is flat. [weight]

    Source: cusp form of performance feedback against threat and rigidity; assumed.

    >>> from exit_sim.scenario import baseline
    >>> gain(0.0, 0.0, baseline().receptivity) == baseline().receptivity.gain_calm
    True
    """
    if form == ReceptivityForm.SPLIT:
        return p.gain_calm + p.gain_pressure * pressure
    return p.gain_calm + p.gain_pressure * 0.25


@rule
def pressure_push(form: float, pressure: float, senior: float, p: Settings) -> float:
    """What pressure alone adds to the tilt: nothing by default, a push in the rival forms. [weight]

    Under rigidity pressure closes, under search it opens, and with split levels it closes senior
    leaders and opens managers.

    Source: Staw et al. 1981; Greve 2003; Hess and Hess 2020 for the split by level.

    >>> from exit_sim.scenario import baseline
    >>> pressure_push(0.0, 0.9, 1.0, baseline().receptivity)
    0.0
    >>> pressure_push(2.0, 0.9, 1.0, baseline().receptivity) < 0.0
    True
    """
    if form == ReceptivityForm.RIGIDITY:
        return 0.0 - p.pressure_push * pressure
    if form == ReceptivityForm.SEARCH:
        return p.pressure_push * pressure
    if form == ReceptivityForm.SPLIT_LEVELS:
        return p.pressure_push * pressure * (1.0 - 2.0 * senior) + 0.0
    return 0.0


@rule
def next_openness(openness: float, gain: float, lean: float, speed: float) -> float:
    """Openness moves towards an S-shaped response to everything that leans on the person. [share]

    ``lean`` is tilt + daring + bond x (peers' openness - 1/2) + chance. With identical people the
    response has two resting points only if gain x bond > 4.

    Source: logistic response with local influence; the law is tested.

    >>> next_openness(0.5, 6.0, 0.0, 0.2)
    0.5
    >>> next_openness(0.5, 6.0, 0.2, 0.2) > 0.5
    True
    """
    return share(openness + speed * (logistic(gain * lean) - openness))


@rule
def next_narrative(
    narrative: float, performance: float, usual: float, reported: float, p: Settings
) -> float:
    """The story of getting better follows performance against what was usual, and reports. [share]

    0.5 is no news; ``reported`` is the reported success of the practice, 0 while there is none.

    Source: improvement narrative, assumed.

    >>> from exit_sim.scenario import baseline
    >>> next_narrative(0.5, 0.6, 0.6, 0.0, baseline().receptivity)
    0.5
    """
    news = share(0.5 + p.narrative_gain * (performance - usual + reported))
    return narrative + p.narrative_rate * (news - narrative)


@rule
def newcomer_carries(newcomers: Mechanism, predecessor: float, own: float) -> float:
    """A newcomer brings their own share; with the mechanism off, the predecessor's stays. [share]

    Held, nothing is lost when somebody comes; what newcomers cost is worn off month by month.

    Source: turnover erodes what was built up.

    >>> from exit_sim.scenario import baseline
    >>> newcomer_carries(baseline().mechanisms.receptivity.newcomers, 0.8, 0.1)
    0.1
    """
    if newcomers.held > 0.5:
        return predecessor
    kept = 1.0 - clamp(newcomers.strength, 0.0, 1.0)
    return own + kept * (predecessor - own)


@rule
def worn_off(newcomers: Mechanism, level: float, built_up: float, own: float) -> float:
    """Held at its usual level, turnover wears off what was built up, a little every month. [share]

    ``level`` is the usual share of posts that change hands in a month.

    Source: docs/odd.md, knock-outs.

    >>> from exit_sim.scenario import baseline
    >>> worn_off(baseline().mechanisms.receptivity.newcomers, 0.02, 0.8, 0.0)
    0.8
    """
    if newcomers.held > 0.5:
        return built_up + share(newcomers.strength * level) * (own - built_up)
    return built_up


@rule
def remembered(blame_memory: Mechanism, level: float, blame: float) -> float:
    """The blame that people still act on. [share]

    Source: the closed list of mechanisms.

    >>> from exit_sim.scenario import baseline
    >>> m = baseline().mechanisms.receptivity.blame_memory
    >>> remembered(m, m.organisation, 0.3)
    0.3
    """
    return share(through(blame_memory, level, blame))
