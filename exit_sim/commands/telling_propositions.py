"""What is told of propositions: how many held, then each with what was found and its verdict."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import isnan

from exit_sim.analysis.propositions.accounts import Account, edited
from exit_sim.analysis.propositions.estimates import Estimate
from exit_sim.analysis.propositions.flips import Flips
from exit_sim.analysis.propositions.judged import Finding, Judged, Rivals
from exit_sim.analysis.propositions.levels import Level
from exit_sim.analysis.propositions.proposition import Proposition
from exit_sim.analysis.propositions.verdicts import ENOUGH, Verdict
from exit_sim.commands.screen import Block, Grid, Heading, Words
from exit_sim.results.folder import STANDING
from exit_sim.scenario.settable import Value

SAYS = {
    Verdict.SUPPORTED: "the rules are sufficient for it",
    Verdict.CONTRADICTED: "the rules give the reverse",
    Verdict.CONDITIONAL: "it holds under some settings and not under others",
    Verdict.NEGLIGIBLE: "the effect is too small to matter",
    Verdict.UNRESOLVED: "luck leaves it open: more runs, or nothing known",
}
"""What each verdict says, always in the model."""

WHERE = {
    Level.BASELINE: "at the baseline's settings",
    Level.CALIBRATED: "over sets of settings that fit what is known",
    Level.PLAUSIBLE: "over all plausible settings and rival forms",
}
NOT_COMPUTED = {
    Level.BASELINE: "Not computed: the range over plausible settings, and rival forms.",
    Level.CALIBRATED: "Not computed: rival forms.",
    Level.PLAUSIBLE: "",
}
TWINS = (
    "Options are twins: paired runs with common random numbers, the same luck, one thing changed."
)
MANY = (
    "Many are asked at once: some verdicts may differ by chance, and none was chosen by its result."
)


def headline(judged: Sequence[Judged]) -> str:
    """Say how many of them held."""
    count = Counter(one.verdict for one in judged)
    told = ", ".join(f"{count[each]} {each}" for each in Verdict if count[each])
    of = "one proposition" if len(judged) == 1 else f"{len(judged)} propositions"
    return f"Of {of} in the model: {told}."


def told(
    judged: Sequence[Judged],
    where: Mapping[str, Flips],
    rests: Mapping[str, str],
    waiting: Sequence[Proposition],
    seen: Account,
    sets: Mapping[str, Value],
) -> Iterator[Block]:
    """Tell propositions and their verdicts; ``sets`` is what was changed for it."""
    yield Heading("What the model says of what the study claims", top=True)
    if judged:
        level = judged[0].level
        one = judged[0]
        many = f"{one.sets} sets, " if one.sets > 1 else ""
        yield Words(f"Put {WHERE[level]}: {many}{one.units} organisations or lucks each.", 0, True)
        if sets:
            changed = ", ".join(f"{name} = {value}" for name, value in sets.items())
            yield Words(f"Throughout, {changed}: these verdicts are not the published ones.")
        yield Words(headline(judged))
        yield Grid(
            ("", "proposition", "rules", "found", "smallest", "share", "verdict"),
            [_row(each) for each in judged],
            words=(0, 1, 2, 6),
        )
        yield Words(" ".join(f"{str(v).capitalize()}: {SAYS[v]}." for v in Verdict))
        yield Words(
            f"{TWINS} «found» is the effect, counted positive in the direction expected, with its"
            f" simulation error; «share» in how many of 100 sets it holds."
        )
        yield Words(" ".join(part for part in (MANY, NOT_COMPUTED[level], STANDING[0]) if part))
    for each in judged:
        name = each.proposition.name
        yield from _closer(each, where.get(name), rests.get(name), seen)
    if waiting:
        yield Heading("Waiting", top=True)
        for of in waiting:
            yield Words(f"{of.id} {of.title}: {of.waiting}", hang=4)


def _row(one: Judged) -> tuple[str, ...]:
    first = one.findings[0]
    share = "" if one.sets == 1 or isnan(first.shares.holds) else f"{100 * first.shares.holds:.0f}"
    return (
        one.proposition.id,
        one.proposition.title,
        one.proposition.built_in,
        amount(first),
        f"{first.estimand.smallest:g}",
        share,
        str(one.verdict),
    )


def amount(found: Finding) -> str:
    """Write an effect in the direction expected, with its simulation error."""
    of, came = found.estimand, found.found
    if isnan(came.effect):
        return "not known"
    effect = came.effect if of.expected == "positive" else 0.0 - came.effect
    return f"{effect:+.3f} ±{came.simulation:.3f}"


def _closer(one: Judged, where: Flips | None, rests: str | None, seen: Account) -> Iterator[Block]:
    of, first = one.proposition, one.findings[0]
    yield Heading(f"{of.id}  {of.title}: {one.verdict} in the model")
    yield Words(of.claim, beneath=True)
    asked = first.estimand.says.rstrip(".")
    yield Words(f"Asked: {asked}. {_levels(first.estimand.options, first.found)}")
    if one.sets > 1 and not isnan(first.low):
        yield Words(
            f"Range over plausible settings (10th to 90th of 100 sets): {first.low:+.3f} to"
            f" {first.high:+.3f}. It holds in {100 * first.shares.holds:.0f} of 100 sets, the"
            f" reverse in {100 * first.shares.reversed:.0f}; {100 * ENOUGH:.0f} are asked for.",
            beneath=True,
        )
    for other in one.findings[1:]:
        way = other.estimand.says.rstrip(".")
        text = f"Another way: {way}. {amount(other)}, {other.verdict}."
        yield Words(text, beneath=True)
    if where is not None:
        yield Words(f"Where it flips: {where.words()}.", beneath=True)
    if one.rivals is not None:
        yield Words(_under_rivals(one.rivals, first.verdict), beneath=True)
    if rests is not None:
        yield Words(f"What it rests on, held one by one at the baseline: {rests}.", beneath=True)
    yield Words(f"What would contradict it: {of.contradicted_by}", beneath=True)
    if edited(one, seen):
        yield Words(
            "Its file was edited after a verdict on it had been seen: this verdict is another"
            " question's.",
            beneath=True,
        )


def _under_rivals(of: Rivals, verdict: Verdict) -> str:
    """Say how far rival forms move it, and which of them alone would have another verdict."""
    clear = {Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NEGLIGIBLE}
    others = [f"{one.form} ({one.verdict})" for one in of.forms if one.verdict in clear - {verdict}]
    told = f" Otherwise under: {', '.join(others)}." if others else ""
    return f"Rival forms: {of.low:+.3f} to {of.high:+.3f}, at a few of the sets.{told}"


def _levels(options: Sequence[str], found: Estimate) -> str:
    told = ", ".join(
        f"{option} {'not known' if isnan(level) else f'{level:.3f}'}"
        for option, level in zip(options, found.levels, strict=True)
    )
    return f"{told}; {found.units} pairs count."
