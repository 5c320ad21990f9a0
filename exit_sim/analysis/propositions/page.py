"""The page of verdicts, as they are published: all levels of a proposition beside one another."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from exit_sim.analysis.propositions.accounts import Account, knocked_out_published, published
from exit_sim.analysis.propositions.levels import Level
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


class Shown(NamedTuple):
    """A level that is published: its name, what it is called, what it is, what came of it."""

    name: str
    where: str
    what: str
    account: Account


def page() -> str:
    """Write the page from what is published, and from nothing else."""
    from jinja2 import Environment, StrictUndefined

    levels = [_shown(level) for level in Level if published(str(level))]
    knocked = knocked_out_published()
    asked = [one for one in map(Proposition.load, Proposition.names()) if not one.waiting]
    known = {level.name: _by_id(level.account) for level in levels}
    # A page in Markdown, of our own texts alone: there is nothing to escape.
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701
    return environment.from_string(HEAD.read_text("utf-8")).render(
        enough=f"{100 * ENOUGH:.0f}",
        levels=levels,
        missing=[WHERE[level] for level in Level if str(level) not in known],
        count=_count(levels),
        table=_table(asked, levels),
        named=all(sorted(one["held"]) == sorted(one["named"]) for one in knocked["findings"]),
        knocked=knocked["units"],
        about="\n".join(f"- {sentence}" for sentence in knocked["about_the_model"])
        or "- No finding survives all mechanisms that it is said to rest on.",
        each="\n\n".join(
            "\n".join(_closer(one, {level: of[one.id] for level, of in known.items()}))
            for one in asked
        ),
        rules=levels[0].account["rules"][:SHORT],
    )


def _shown(level: Level) -> Shown:
    of = published(str(level))
    sets, units = of["verdicts"][0]["sets"], of["verdicts"][0]["units"]
    what = {
        Level.BASELINE: f"one set of settings, {units} organisations or lucks.",
        Level.CALIBRATED: f"{sets} sets that fit [what is known](calibration.md), {units} each.",
        Level.PLAUSIBLE: f"{sets} sets drawn over every assumed range, {units} organisations or"
        " lucks each, every tenth set with rival forms of the theory drawn as well.",
    }
    return Shown(str(level), WHERE[level], what[level], of)


def _by_id(of: Account) -> dict[str, Account]:
    return {one["id"]: one for one in of["verdicts"]}


def _count(levels: list[Shown]) -> str:
    lines = [f"| | {' | '.join(Verdict)} |", "|---" * (len(Verdict) + 1) + "|"]
    for level in levels:
        count = Counter(one["verdict"] for one in level.account["verdicts"])
        lines.append(f"| {level.where} | " + " | ".join(str(count[v]) for v in Verdict) + " |")
    return "\n".join(lines)


def _table(asked: list[Proposition], levels: list[Shown]) -> str:
    lines = [
        f"| | proposition | rules | {' | '.join(level.where for level in levels)} |",
        "|---" * (3 + len(levels)) + "|",
    ]
    known = [_by_id(level.account) for level in levels]
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


def _closer(one: Proposition, found: dict[str, Account]) -> Iterator[str]:
    base = found[Level.BASELINE]
    yield f"### {one.id} {one.title}"
    yield ""
    claims = ", ".join(f"[{claim}](study_claims.toml)" for claim in one.claims)
    yield one.claim
    yield ""
    yield f"Source: {one.source}{f' ({claims})' if claims else ''}."
    yield ""
    asked, smallest = one.estimands[0], f"{base['smallest']:g}"
    yield f"- Asked ([file]({FILES}/{one.name}.toml)): {asked.says.rstrip('.')}."
    yield f"- Expected: {asked.expected}, at least {smallest}, set on {one.set_on}."
    for level, of in found.items():
        where = WHERE[Level(level)].capitalize()
        yield f"- {where}: {_amount(of, base['expected'])}. **{of['verdict']}**."
        if of["low_rival"] is not None:
            yield f"- {_rivals(of, base['expected'])}"
        if of["flips_where"]:
            yield f"- Where it flips there: {of['flips_where']}."
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
