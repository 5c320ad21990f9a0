"""The page of verdicts, as they are published: all levels of a proposition beside one another."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from exit_sim.analysis.propositions.accounts import Account, knocked_out_published, published
from exit_sim.analysis.propositions.levels import SIZES, Level
from exit_sim.analysis.propositions.proposition import FOLDER, Proposition
from exit_sim.analysis.propositions.verdicts import ENOUGH, Verdict
from exit_sim.scenario.file import SHIPPED
from exit_sim.sweep.versions import SHORT

FILES = f"../exit_sim/scenarios/{FOLDER}"
WHERE = {
    Level.BASELINE: "baseline",
    Level.CALIBRATED: "accepted sets",
    Level.PLAUSIBLE: "all that is plausible",
}
CLEAR = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NEGLIGIBLE)
HEAD = SHIPPED / "templates" / "verdicts.md"


def page() -> str:
    """Write the page from what is published, and from nothing else."""
    accounts = {level: published(str(level)) for level in Level}
    knocked = knocked_out_published()
    every = [Proposition.load(name) for name in Proposition.names()]
    asked = [one for one in every if not one.waiting]
    rest = "\n".join(f"- {sentence}" for sentence in knocked["about_the_model"])
    return HEAD.read_text("utf-8").format(
        enough=f"{100 * ENOUGH:.0f}",
        baseline=SIZES[Level.BASELINE].units,
        sets=SIZES[Level.CALIBRATED].sets,
        plausible=SIZES[Level.PLAUSIBLE].sets,
        units=SIZES[Level.PLAUSIBLE].units,
        count=_count(accounts),
        table=_table(asked, accounts),
        mechanisms=len(knocked["findings"][0]["held"]),
        knocked=knocked["units"],
        about=rest or "- No finding survives all mechanisms that it is said to rest on.",
        each="\n\n".join(
            "\n".join(_closer(one, [of[one.id] for of in map(_by_id, accounts.values())]))
            for one in asked
        ),
        rules=accounts[Level.BASELINE]["rules"][:SHORT],
    )


def _by_id(of: Account) -> dict[str, Account]:
    return {one["id"]: one for one in of["verdicts"]}


def _count(accounts: dict[Level, Account]) -> str:
    lines = [f"| | {' | '.join(Verdict)} |", "|---" * (len(Verdict) + 1) + "|"]
    for level, of in accounts.items():
        count = Counter(one["verdict"] for one in of["verdicts"])
        lines.append(f"| {WHERE[level]} | " + " | ".join(str(count[v]) for v in Verdict) + " |")
    return "\n".join(lines)


def _table(asked: list[Proposition], accounts: dict[Level, Account]) -> str:
    lines = [
        f"| | proposition | rules | {' | '.join(WHERE.values())} |",
        "|---" * (3 + len(WHERE)) + "|",
    ]
    known = [_by_id(of) for of in accounts.values()]
    for one in asked:
        cells = " | ".join(_verdict(of[one.id]) for of in known)
        link = f"[{one.title}](#{_anchor(one)})"
        lines.append(f"| {one.id} | {link} | {one.built_in} | {cells} |")
    return "\n".join(lines)


def _anchor(one: Proposition) -> str:
    """The anchor that a heading of a proposition has."""
    kept = "".join(c for c in f"{one.id} {one.title}".lower() if c.isalnum() or c in " -")
    return kept.replace(" ", "-")


def _verdict(of: Account) -> str:
    if of["sets"] == 1 or of["share_of_space"] is None:
        return str(of["verdict"])
    return f"{of['verdict']}, {100 * of['share_of_space']:.0f}"


def _closer(one: Proposition, found: list[Account]) -> Iterator[str]:
    base, calibrated, plausible = found
    yield f"### {one.id} {one.title}"
    yield ""
    claims = ", ".join(f"[{claim}](study_claims.toml)" for claim in one.claims)
    yield f"{one.claim} *{one.source}* {f'({claims})' if claims else ''}".rstrip()
    yield ""
    asked, smallest = one.estimands[0], f"{base['smallest']:g}"
    yield f"- Asked ([file]({FILES}/{one.name}.toml)): {asked.says.rstrip('.')}."
    yield f"- Expected: {asked.expected}, at least {smallest}, set on {one.set_on}."
    for level, of in zip(WHERE.values(), found, strict=True):
        yield f"- {level.capitalize()}: {_amount(of, base['expected'])}. **{of['verdict']}**."
    if plausible["low_rival"] is not None:
        yield f"- {_rivals(plausible, base['expected'])}"
    for level, of in (("accepted sets", calibrated), ("what is plausible", plausible)):
        if of["flips_where"]:
            yield f"- Where it flips, over {level}: {of['flips_where']}."
    for way in base["other_ways"]:
        yield f"- Another way, baseline: {way['says'].rstrip('.')}: {way['verdict']}."
    yield f"- Said to rest on {', '.join(one.mechanisms)}. Rests on: {base['rests_on']}."
    if one.where_it_hides:
        yield f"- {one.built_in}: {one.where_it_hides}"
    yield f"- Would contradict it: {one.contradicted_by}"


def _toward(value: float, expected: str) -> float:
    return value if expected == "positive" else 0.0 - value


def _amount(of: Account, expected: str) -> str:
    if of["found"] is None:
        return "not known"
    said = f"{_toward(of['found'], expected):+.3f} ± {of['half_width_simulation'] or 0.0:.3f}"
    if of["sets"] == 1 or of["low_plausible"] is None:
        return said
    ends = sorted(_toward(of[end], expected) for end in ("low_plausible", "high_plausible"))
    share = f"{100 * of['share_of_space']:.0f}"
    return f"{said}; most sets {ends[0]:+.3f} to {ends[1]:+.3f}; holds in {share} of 100"


def _rivals(of: Account, expected: str) -> str:
    ends = sorted(_toward(of[end], expected) for end in ("low_rival", "high_rival"))
    other = [
        f"{one['form']} ({one['verdict']})"
        for one in of["rivals"]
        if one["verdict"] in CLEAR and one["verdict"] != of["verdict"]
    ]
    told = f" Otherwise under {', '.join(other)}." if other else ""
    return f"Rival forms: {ends[0]:+.3f} to {ends[1]:+.3f}.{told}"


def main() -> None:
    """Write the page named on the command line."""
    Path(sys.argv[1]).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
