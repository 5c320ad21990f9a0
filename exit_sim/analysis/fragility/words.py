"""What a study of fragility found, in sentences: costs, kinds of exit, and when sharing pays."""

from exit_sim.analysis.fragility.arms import ONE, Arm
from exit_sim.analysis.fragility.crossing import Crossing, Verdict
from exit_sim.analysis.fragility.departures import Cost, Group
from exit_sim.analysis.fragility.kinds import CORRELATED, INDEPENDENT, STRONGLY
from exit_sim.analysis.fragility.lived import LASTING
from exit_sim.analysis.fragility.rates import Pays
from exit_sim.analysis.fragility.redundancy import YEARS
from exit_sim.analysis.fragility.whole import Fragility
from exit_sim.twins.outcomes import Outcome
from exit_sim.twins.uncertainty import NAMES

TWINS = (
    "Each departure is compared with the same organisation and luck where nobody leaves: twins, "
    "paired runs with common random numbers."
)
RATE = "leavers a year for each 100 posts"


def not_computed(found: Fragility) -> str:
    """Say which of the four uncertainties were not computed, and what it would have taken."""
    if _arm(found, ONE).costs[0].plausible is not None:
        return "Not computed: rival forms of the theory."
    more = f" (from {found.enough} organisations on)" if found.runs < found.enough else ""
    return f"Not computed: the range over plausible settings{more}, and rival forms of the theory."


def of_100(number: float) -> str:
    """Say a share as so many of 100; what cannot be known is a dash.

    >>> of_100(0.384), of_100(-0.0001), of_100(float("nan"))
    ('38', '0', '–')
    """
    return "–" if number != number else f"{100.0 * number + 0.0:.0f}".replace("-0", "0")  # noqa: PLR0124


def headline(found: Fragility) -> list[str]:
    """Answer in a few short sentences, with the widest uncertainty computed."""
    others = [
        f"Whether it pays, {arm.says}: {verdict(pays(found, arm, LASTING).crossing)}."
        for arm in found.arms[1:-1]
    ]
    return [when_it_pays(found), *others, what_it_costs(found), not_computed(found)]


def when_it_pays(found: Fragility) -> str:
    """Say from which exit rate on those who share do better than one champion."""
    verdict = pays(found, found.shared, LASTING).crossing
    low, high = found.exit_rates.rates[0], found.exit_rates.rates[-1]
    between = f"from {of_100(low)} to {of_100(high)} {RATE}"
    if verdict.verdict == Verdict.NEVER:
        return f"Shared leadership never pays in this setting, in the model, {between}."
    if verdict.verdict == Verdict.EVERY:
        return f"Shared leadership pays at every exit rate in the model, {between}."
    if verdict.verdict == Verdict.FROM:
        return f"Shared leadership pays from {_at(verdict)} on, in the model."
    if verdict.verdict == Verdict.BETWEEN:
        return (
            f"Shared leadership pays from {of_100(verdict.high or 0.0)} to "
            f"{of_100(verdict.until or 0.0)} {RATE} in the model, and no longer above."
        )
    return _unresolved(found)


def _unresolved(found: Fragility) -> str:
    """Say up to which rate sharing clearly does worse, where no rate is clearly better."""
    worse = [
        one.rate
        for one in found.exit_rates.curve(found.shared, LASTING)
        if one.pair.difference < -one.pair.simulation
    ]
    if worse:
        return (
            f"In the model shared leadership does worse up to {of_100(worse[-1])} {RATE}; whether "
            f"it pays above is unresolved at {found.runs} organisations."
        )
    return f"Unresolved at {found.runs} organisations: whether shared leadership pays in the model."


def _at(verdict: Crossing) -> str:
    bracket = f"{of_100(verdict.low or 0.0)} to {of_100(verdict.high or 0.0)}"
    if verdict.at is None:
        return f"{bracket} {RATE}"
    return f"about {of_100(verdict.at)} {RATE} (simulation error: {bracket})"


def pays(found: Fragility, arm: Arm, outcome: Outcome) -> Pays:
    """The verdict on one arm and outcome."""
    return next(one for one in found.exit_rates.pays if (one.arm, one.outcome) == (arm, outcome))


def verdict(found: Crossing) -> str:
    """Say from which rate on something pays, in a few words.

    >>> verdict(Crossing(Verdict.FROM, 0.1, 0.2, 0.125))
    'from about 12 (10 to 20)'
    """
    if found.verdict == Verdict.FROM:
        bracket = f"{of_100(found.low or 0.0)} to {of_100(found.high or 0.0)}"
        return (
            f"from {bracket}" if found.at is None else f"from about {of_100(found.at)} ({bracket})"
        )
    if found.verdict == Verdict.BETWEEN:
        first, last = of_100(found.high or 0.0), of_100(found.until or 0.0)
        return f"at {first} only" if first == last else f"from {first} to {last} only"
    return {
        Verdict.EVERY: "at every rate",
        Verdict.NEVER: "it never does in this setting",
    }.get(found.verdict, "unresolved")


def what_it_costs(found: Fragility, who: str = "simulated organisations") -> str:
    """Say what a departure during the pilot costs under one champion, and where most share."""
    costs = [_arm(found, arm).costs[0] for arm in (ONE, found.shared)]
    widest = all(cost.plausible and cost.plausible.width > 2.0 * cost.simulation for cost in costs)
    one, shared = (_lasting(cost, widest=widest) for cost in costs)
    name = NAMES[2] if widest else NAMES[1]
    return (
        f"A champion leaving in the pilot costs {one} of 100 {who} what lasts; "
        f"with deputies {shared} ({name})."
    )


def _lasting(cost: Cost, *, widest: bool) -> str:
    """Write a cost with its range over plausible settings, where that is wider, or its error."""
    if widest and cost.plausible is not None:
        low, high = (of_100(end) for end in cost.plausible[:2])
        return f"{of_100(cost.mean)} ({low} to {high})"
    return f"{of_100(cost.mean)} ± {of_100(cost.simulation)}"


def _arm(found: Fragility, arm: Arm) -> Group:
    return found.departures.by_arm[found.arms.index(arm)]


def departure(found: Fragility) -> list[str]:
    """Say when a departure costs most, and from when on it costs nothing."""
    said = []
    for arm in found.arms:
        curve = found.departures.curve(arm, LASTING)
        costs = [-one.difference for one in curve]
        most = max(range(len(costs)), key=lambda i, costs=costs: (costs[i], -i))  # type: ignore[misc]
        name = arm.says[0].upper() + arm.says[1:]
        if costs[most] <= curve[most].simulation:
            said.append(f"{name}: in no month is a cost larger than its simulation error.")
            continue
        said.append(
            f"{name}: most in month {found.departures.months[most]}, {of_100(costs[most])} of 100 "
            f"(simulation error {of_100(curve[most].simulation)})."
        )
    after = nothing_after(found)
    if after is not None and after < found.departures.months[-1]:
        said.append(f"From month {after} on it costs nothing: what lasts has been read by then.")
    return said


def nothing_after(found: Fragility) -> int | None:
    """The first month from which no departure changes anything, under any arm or outcome."""
    last = 0
    for one in found.departures.each:
        if one.pair.pairs and one.pair.difference != 0.0:
            last = max(last, one.month)
    return next((month for month in found.departures.months if month > last), None)


def equal(found: Fragility) -> list[str]:
    """Say whether arms are equal in what they have to be, and what is built in all the same."""
    one, several = found.alike[0], found.alike[-1]
    effort = "equal" if several.equal_effort else "NOT equal"
    exits = "equal" if several.equal_exits else "NOT equal"
    hours = f"Hours are equal: {one.hours:g} of a working month, divided by posts."
    if found.population:
        hours = "Hours are equal within each organisation, divided by posts."
    before = f"{one.pool_before:.3f} against {several.pool_before:.3f}"
    after = f"{one.pool:.3f} against {several.pool:.3f}"
    leave = f"{of_100(one.exits)} against {of_100(several.exits)} {RATE}"
    teams = f"{of_100(one.teams)} of 100 pilot teams in person, and sharing {of_100(several.teams)}"
    started = f"{of_100(one.started)} start with one champion, {of_100(several.started)} sharing"
    return [
        hours,
        f"Joint effort at launch is {effort} before coordination: {before}.",
        f"After the time coordination takes it is {after}. That cost is built in.",
        f"Exits are {exits}: {leave}.",
        f"Built in too: one champion leads {teams}.",
        f"Of 100 organisations {started}.",
    ]


def together(found: Fragility) -> str:
    """Say in one sentence what exits cost that come together, against independent ones."""
    independent, correlated = (
        next(one for one in found.kinds.each if (one.arm, one.kind) == (found.shared, kind))
        for kind in (INDEPENDENT, CORRELATED)
    )
    apart, joined = independent.pairs[0], correlated.pairs[0]
    return (
        f"In the model, exits that rise together cost those who share {of_100(-joined.difference)} "
        f"of 100, independent ones {of_100(-apart.difference)} "
        f"(simulation error {of_100(max(apart.simulation, joined.simulation))})."
    )


def kinds(found: Fragility) -> list[str]:
    """Say what correlation does to leaders who back each other up."""
    said = [f"All organisations are found poor by inspectors in month {found.kinds.inspection}."]
    for named, rows in (
        ("", found.kinds.redundancy),
        (STRONGLY, found.kinds.redundancy_strongly),
    ):
        last = rows[-1]
        said.append(
            f"Where exits rise{named}, all {last.posts} are gone within {YEARS} years in "
            f"{100.0 * last.correlated:.1f} of 100, against {100.0 * last.independent:.1f} if "
            "independent."
        )
    said.append("Nobody is replaced in that sum, and half of organisations are inspected so.")
    for one in found.kinds.eroded:
        if one.arm == found.shared:
            pair = one.pair
            said.append(
                f"Where exits rise{one.named}, sharing is worth {of_100(pair.option)} of 100, "
                f"and {of_100(pair.no_change)} if independent: {pair.difference * 100:+.0f}, "
                f"simulation error {of_100(pair.simulation)}."
            )
    return said
