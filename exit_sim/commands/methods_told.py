"""The paragraph on methods that a paper takes over, from what a folder says of itself alone."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from exit_sim.commands.methods_designs import TWINS, design, few, listed
from exit_sim.commands.read_again import Again, read_again, subjects
from exit_sim.errors import BadInput

if TYPE_CHECKING:
    from exit_sim.sweep.standing import Standing

LETTERS = 12
"""Letters of a hash that are told; the whole of it stands in the folder."""

ONE_RUN = "one run is not a finding"
"""What a result says of luck where it saw one run alone."""

MODEL = (
    "It is an agent-based model: people of one organisation act month by month along their ties.",
    "Its rules run on Mesa or compiled, with the same numbers to the last bit.",
)
LIMITS = (
    "Results show what is enough to produce a pattern in the model; they are no forecast.",
    "No effect on a real young person is claimed.",
    "Ethnicity, disability, parenthood, gender, asylum status and place were not modelled.",
)


def paragraph(folder: Path) -> str:
    """Write the paragraph of a folder of results, or of a sweep.

    Raises:
        BadInput: the folder is neither.
    """
    from textwrap import fill

    from exit_sim.results.manifest import MANIFEST, read_manifest
    from exit_sim.sweep.standing import Standing
    from exit_sim.sweep.store import PLAN

    if (folder / PLAN).is_file():
        said = of_a_sweep(Standing.open(folder))
    else:
        manifest = read_manifest(folder)
        if manifest is None:
            refuse_neither(folder)
        said = of_results(manifest, str(folder / MANIFEST))
    return fill(" ".join(said), 88, break_long_words=False, break_on_hyphens=False) + "\n"


def of_results(manifest: Mapping[str, Any], file: str) -> Iterator[str]:
    """Say how the results of a manifest were made."""
    again = read_again(manifest["words"], file)
    yield _software(manifest["exit_sim"], manifest["rules"])
    yield from MODEL
    yield from design(again, manifest)
    yield from _uncertainties(again.command, manifest["uncertainty"])
    yield from LIMITS
    yield f"The command was: {manifest['command']}."
    yield from _cited(_cite(again))


def of_a_sweep(standing: "Standing") -> Iterator[str]:
    """Say how the runs of a sweep were made."""
    from exit_sim.twins.uncertainty import NAMES

    plan = standing.store.plan
    yield _software(_version_of(standing.folder), plan["version"])
    yield from MODEL
    of = "another member of a population" if plan["members"] else "another luck"
    varied = few(plan["names"], "settings")
    yield (
        f"The design {plan['name']} ({plan['kind']}) set {varied} at {plan['points']:,} points, "
        f"fixed before the first run; each replicate was {of}, from seed {plan['seed']}."
    )
    runs = standing.rounds[-1].last
    if plan["precision"] is None:
        yield f"Each point met {runs:,} replicates under {_options(plan['options'])}."
    else:
        yield (
            f"Replicates were added in rounds that were fixed beforehand, up to {runs:,}, until "
            f"the half-width of the simulation error of {plan['outcome']} was at most "
            f"{plan['precision']:g}, under {_options(plan['options'])}."
        )
    if len(plan["options"]) > 1:
        yield TWINS
    yield f"That makes {standing.runs:,} runs at most, of which each has a row."
    yield (
        f"Of four uncertainties ({', '.join(NAMES)}) the sweep itself computes none; "
        "exit-sim summarise does."
    )
    yield from LIMITS
    yield "Files are held to their hashes, and runs lived again, by: exit-sim verify."
    yield from _cited("")


def refuse_neither(folder: Path) -> NoReturn:
    """Refuse a folder that is neither results nor a sweep; those that lie in it are named."""
    from exit_sim.results.manifest import MANIFEST
    from exit_sim.sweep.store import PLAN

    inside = sorted(str(path.parent) for path in folder.glob(f"*/{MANIFEST}"))
    allowed = f"results lie in {' and '.join(inside)}" if inside else ""
    problem = f"is neither results nor a sweep: it holds no {MANIFEST} and no {PLAN}"
    raise BadInput(problem, file=str(folder), allowed=allowed)


def _software(version: str, rules: str) -> str:
    return (
        "Innovation journeys in services for young people leaving care were simulated with "
        f"exit_sim{f', version {version}' if version else ''} (rules {rules[:LETTERS]})."
    )


def _options(options: Sequence[str]) -> str:
    return "no change alone" if len(options) == 1 else f"the options {few(options, 'options')}"


def _uncertainties(command: str, said: Sequence[str]) -> Iterator[str]:
    """Say which of the four were computed, and which a result says it lacks."""
    from exit_sim.twins.uncertainty import NAMES

    lacks = " ".join(one for one in said if one.startswith("Not computed")).lower()
    told = [one for one in said if not one.startswith("Not computed") and ONE_RUN not in one]
    names_all_it_lacks = {"what-if": NAMES, "propositions": NAMES[1:]}.get(command, ())
    computed = [
        name
        for name in NAMES
        if name not in lacks
        and (name in names_all_it_lacks or any(_about(name, one) for one in told))
    ]
    missing = [name for name in NAMES if name in lacks]
    if computed:
        yield f"Of four uncertainties that are kept apart, {_were('computed', computed)}."
    if missing:
        yield f"{_were('Not computed', missing)}."


def _about(name: str, sentence: str) -> bool:
    """Whether a sentence is about an uncertainty: it begins with what that is of."""
    return sentence.lower().startswith(name.partition(" between")[0])


def _were(what: str, names: Sequence[str]) -> str:
    return f"{what} {'was' if len(names) == 1 else 'were'}: {listed(names)}"


def _cite(again: Again) -> str:
    """Give the command that lists the sources of every value."""
    from exit_sim.commands.options import arguments
    from exit_sim.results.folder import repeatable
    from exit_sim.scenario import Scenario

    given, of = again.given, subjects(again)
    if again.command not in {"run", "why", "fragility"} or of[0] not in Scenario.names():
        return ""
    return repeatable(["cite", *arguments(of[0], given["change"], given["set_"])])


def _cited(command: str) -> Iterator[str]:
    from exit_sim.commands.bibliography import SOFTWARE, STUDY

    more = command or "exit-sim cite"
    yield (
        f"To be cited are the software (CITATION.cff; key {SOFTWARE}) and the study whose ideas it "
        f"simulates (key {STUDY}); {more} gives the sources of its values."
    )


def _version_of(folder: Path) -> str:
    """Read with which version runs of a sweep were lived, where that was noted."""
    import json

    noted = sorted((folder / "provenance").glob("*.json"))
    return str(json.loads(noted[0].read_text("utf-8"))["exit_sim"]) if noted else ""
