"""What was run for results and how often, in words, by the command that made them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from exit_sim.commands.read_again import Again, subjects

TWINS = (
    "Options were compared by twins, that is, paired runs with common random numbers: the same "
    "luck, one thing changed."
)
MOST_NAMED = 6

Given = Mapping[str, Any]
Of = Sequence[str]
Manifest = Mapping[str, Any]


def design(again: Again, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Say what was run, how often, and what was compared."""
    given, of = again.given, subjects(again)
    yield from {
        "run": _run,
        "what-if": _what_if,
        "why": _why,
        "fragility": _fragility,
        "propositions": _propositions,
        "knockouts": _knockouts,
        "calibrate": _calibrate,
        "importance": _importance,
        "summarise": _summarise,
    }[again.command](given, of, manifest)
    sets = next((one for one in manifest["uncertainty"] if " sets of settings " in one), "")
    if sets:
        yield "Members went in turn over sets of unknown settings that fit what is known."


def _run(given: Given, of: Of, manifest: Manifest) -> Iterator[str]:
    seed, runs = given["seed"], given["runs"] or 1
    if any(one.startswith("Spread between organisations") for one in manifest["uncertainty"]):
        yield f"Of the population {of[0]}, {runs:,} members were run once each, from seed {seed}."
        return
    luck = f"once, by seed {seed}" if runs == 1 else f"{runs:,} times, from seed {seed}"
    yield f"One organisation (scenario {of[0]}) was run {luck}{_changed(given)}."
    if runs > 1:
        yield "Runs differed in luck alone."


def _what_if(given: Given, of: Of, manifest: Manifest) -> Iterator[str]:
    from exit_sim.commands.what_if import PRECISION
    from exit_sim.twins.rounds import CAP

    options = [*given["change"], *given["set_"], *of[1:]]
    together = " together" if given["together"] else ""
    yield f"Of {of[0]}, no change was compared with {listed(options)}{together}."
    yield TWINS
    if given["pair"]:
        yield f"One pair was run, by seed {given['seed']}; it is an example, and no finding."
    elif given["runs"]:
        yield f"The number of pairs was fixed at {given['runs']:,}, from seed {given['seed']}."
    else:
        yield (
            f"From seed {given['seed']}, pairs were added in doubling rounds, up to {CAP:,}, until "
            "the half-width of the simulation error of the difference in what lasts was at most "
            f"{given['precision'] or PRECISION:g}."
        )
    rests = next((one for one in manifest["uncertainty"] if one.startswith("Rests on ")), "")
    if rests:
        yield f"The answer rests on {rests.removeprefix('Rests on ').partition(';')[0]}."


def _why(given: Given, of: Of, manifest: Manifest) -> Iterator[str]:
    yield (
        f"One journey (scenario {of[0]}, seed {given['seed']}) was run again with one change at a "
        f"time, by the same luck, in one month after another{_changed(given)}."
    )
    yield "The smallest change that turned its ending was sought, and how late it still did."


def _fragility(given: Given, of: Of, manifest: Manifest) -> Iterator[str]:
    yield (
        f"Of {of[0]}, {given['runs']:,} organisations an arm were run from seed "
        f"{given['seed']}{_changed(given)}."
    )
    yield (
        f"The champion left in one month after another, {given['every']} months apart; and one "
        "champion was compared with shared leadership."
    )
    yield TWINS


def _propositions(given: Given, of: Of, manifest: Manifest) -> Iterator[str]:
    from exit_sim.analysis.propositions.levels import SIZES, Level

    level = Level(given["level"])
    fixed = SIZES[level]
    where = {
        Level.BASELINE: "at the baseline",
        Level.CALIBRATED: f"over {given['points'] or fixed.sets} accepted sets of settings",
        Level.PLAUSIBLE: f"over {given['points'] or fixed.sets} sets of plausible settings and "
        "rival forms",
    }[level]
    yield f"{_asked(of)} were put to the model {where}{_changed(given)}."
    yield (
        f"Each option of each met {given['units'] or fixed.units} organisations or lucks a set, a "
        "number fixed beforehand."
    )
    yield TWINS
    yield (
        "Verdicts are in the model alone: supported, contradicted, conditional, negligible or "
        "unresolved, by an effect that matters."
    )


def _knockouts(given: Given, of: Of, manifest: Manifest) -> Iterator[str]:
    which = "each mechanism that it names" if given["named"] else "each mechanism of the model"
    yield (
        f"{_asked(of)} were put again without {which}, once off and once held at its usual level, "
        f"to {given['units']} organisations or lucks."
    )
    yield TWINS


def _calibrate(given: Given, of: Of, manifest: Manifest) -> Iterator[str]:
    yield (
        f"On the population {of[0]}, {given['sets']:,} sets of unknown settings were drawn from "
        f"their plausible ranges, from seed {given['seed']}."
    )
    yield (
        "History matching in waves left aside what lay outside the bands of the targets; sets that "
        "met the targets by their runs were accepted."
    )


def _importance(given: Given, of: Of, manifest: Manifest) -> Iterator[str]:
    among = f", and among organisations by {given['by'].value}" if given["by"] else ""
    over = "accepted sets" if given["level"].value == "calibrated" else "all plausible settings"
    yield (
        f"Of the population {of[0]}, {given['pairs']:,} pairs of organisations were drawn over "
        f"{over}, from seed {given['seed']}{among}, and their ingredients mixed in every way."
    )
    yield (
        "What an ingredient accounts for in starting, implementation, lasting and spreading is its "
        "Shapley effect, its fair share of the variation, beside luck."
    )


def _summarise(given: Given, of: Of, manifest: Manifest) -> Iterator[str]:
    yield (
        f"Runs were those of the sweep {Path(of[0]).name}, in complete rounds alone; exit-sim "
        "methods tells of that folder how they were made."
    )
    yield "Variation was told apart into what settings make and what luck makes."


def _asked(of: Of) -> str:
    if not of:
        return "All propositions of the study that one organisation can show"
    return f"Propositions ({few(of, 'propositions')})"


def _changed(given: Given) -> str:
    """Say what was changed for all that was run."""
    changes = [*(given.get("change") or ()), *(given.get("set_") or given.get("sets") or ())]
    return f", with {listed(changes)}" if changes else ""


def listed(words: Sequence[str]) -> str:
    """Write words one after the other, as a sentence does.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else words[0]


def few(names: Sequence[str], what: str) -> str:
    """Name things where they are few; else say how many they are.

    >>> few(["a", "b"], "things"), few(list("abcdefgh"), "things"), few([], "things")
    ('a and b', '8 things', 'no things')
    """
    if not names:
        return f"no {what}"
    return f"{len(names)} {what}" if len(names) > MOST_NAMED else listed(names)
