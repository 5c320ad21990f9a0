"""What an audit says: what is not as it ought to be, what was compared, and what that shows."""

from collections.abc import Iterator, Sequence

from exit_sim.commands.screen import Block, Command, Grid, Heading, Line, Words
from exit_sim.results.many import compiled
from exit_sim.story.sentence import counted
from exit_sim.sweep.checking import Checker
from exit_sim.sweep.one_run import Found, alone, error_of
from exit_sim.sweep.rows import JOURNEYS
from exit_sim.sweep.standing import Standing, as_jobs
from exit_sim.sweep.verifying import OTHER, SAME, UNKNOWN, Verdict
from exit_sim.sweep.versions import changed, fingerprint, theory

MOST_NAMED = 8

NOT_SHOWN = (
    "that the rules are right: a fault of theirs comes again just the same",
    "that the design answers its question, or has runs enough for it",
    "that runs outside the share are as they were lived: --share 1 runs all of them again",
    "that nobody made it all anew: keep the hash of plan.json elsewhere, and this folder's",
    "that other platforms and versions of libraries give the same bytes, unless said above",
)
"""What an audit cannot show, and people may think it does."""

ON = {
    SAME: "of shards lived on a platform like this one",
    OTHER: "of shards lived on another platform",
    UNKNOWN: "of shards of which no platform was noted",
}


def told(standing: Standing, verdict: Verdict) -> Iterator[Block]:
    """Tell what came of an audit."""
    plan = standing.store.plan
    yield Heading(plan["about"].get("title", plan["name"]), top=True)
    for finding in verdict.findings:
        yield Line(f"{finding.where}: {finding.what}")
    yield Words(_looked_at(standing, verdict))
    if verdict.missing:
        missing = as_jobs(standing.missing(), len(standing.shards))
        yield Words(f"Missing, which is no fault: {missing}", beneath=True, hang=2)
    if verdict.undesigned:
        text = f"The design cannot be read here ({verdict.undesigned}). Settings were held to one"
        yield Words(f"{text} another, and not to it.")
    yield from _lived_again(standing, verdict)
    yield Words("What this does not show:")
    for each in NOT_SHOWN:
        yield Words(f"- {each}", indent=2, beneath=True, hang=2)


def _looked_at(standing: Standing, verdict: Verdict) -> str:
    there = len(standing.shards) - verdict.missing
    shards = counted(len(standing.shards), "shard")
    were = "was" if verdict.files == 1 else "were"
    text = f"{counted(verdict.files, 'file')} of {there:,} of {shards} {were} hashed,"
    text += f" and {verdict.runs:,} rows held to the plan and to their keys."
    text += f" {verdict.failed:,} runs failed, and say why." if verdict.failed else ""
    return text if verdict.findings else f"{text} All are as they ought to be."


def _lived_again(standing: Standing, verdict: Verdict) -> Iterator[Block]:
    if verdict.changed:
        text = f"Rules have changed since: {_named(verdict.changed)}."
        yield Words(f"{text} So no run can be lived again and compared; files and keys were.")
        return
    if standing.store.plan["fingerprint"] != fingerprint():
        yield Words("The same inputs give other numbers here than where the sweep began.")
    engine = "the compiled engine" if compiled() else "Mesa, since nothing can be compiled here"
    lived = [f"{verdict.lived[on]:,} {ON[on]}" for on in ON if verdict.lived.get(on)]
    if not lived:
        yield Words("No run was lived again.")
        return
    number = sum(verdict.lived.values())
    text = f"{number:,} runs were lived again by {engine}: {', '.join(lived)}."
    if verdict.by_mesa:
        text += f" The smallest {verdict.by_mesa} were lived by Mesa, too."
    same = "Every number was the same to the last bit."
    yield Words(f"{text} {same}" if not verdict.findings else text)


def told_of_one(
    checker: Checker, found: Found, unlike: Sequence[str], *, same_rules: bool
) -> Iterator[Block]:
    """Tell one run: which it was, how it fared, what stands of it, and whether it came again."""
    row, plan = found.lived.row, checker.plan
    yield Heading(f"Run {row['run_key']}", top=True)
    where = f"Point {row['point']}, option «{row['option']}», replicate {row['replicate']},"
    where += f" seed {row['seed']}; in shard {found.lived.shard}."
    if found.rows > 1:
        where += f" {found.rows} rows are of the same settings and seed, and are the same run."
    yield Words(where)
    if plan["varied"]:
        yield Grid(("setting", "value"), [(name, _shown(row[name])) for name in plan["varied"]])
    fared = f"It {row['status']}." if row["problem"] is None else f"{row['problem']}."
    yield Words(f"How it fared: {fared}" if row["problem"] else fared)
    labels = {one.name: one.label for one in checker.standing.store.columns()[JOURNEYS]}
    came = [(name, _shown(row[name]), labels[name]) for name in plan["outcomes"]]
    if row["problem"] is None:
        yield Grid(("outcome", "value", "what it says"), came, words=(0, 2))
    if not same_rules:
        names = _named(changed(plan["theory"], theory()))
        yield Words(f"Rules have changed since ({names}): it cannot be lived again and compared.")
        return
    for each in unlike:
        yield Line(each)
    if not unlike:
        yield Words("Lived again, it came to the same, to the last bit.")
    error = error_of(checker, found.lived)
    if error:
        yield Words("The error, as it came again:")
        for line in error.rstrip().splitlines():
            yield Line(line)
    command = alone(checker, found.lived)
    if command and not error:
        yield Words("Its story:")
        yield Command(command)
    yield Words("The same again:")
    yield Command(f"exit-sim verify {checker.standing.folder} --run {row['run_key']}")


def _shown(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
