"""A result is a folder that explains itself: tables, their columns, a text, figures."""

import json
import platform
import re
import shlex
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from exit_sim import __version__
from exit_sim.errors import BadInput
from exit_sim.results.columns import Column, Table, described
from exit_sim.results.fingerprint import SCHEMA_VERSION, digest_of, rules_hash
from exit_sim.results.manifest import MANIFEST, manifest
from exit_sim.results.run_record import Run
from exit_sim.results.table_files import ENCODED, FORMS, as_csv
from exit_sim.results.tables import PEOPLE, tables
from exit_sim.results.whole_folder import MADE_BY, PROVENANCE, put_folder

_LIBRARIES = ("mesa", "numba", "numpy", "pyarrow")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")

STANDING = (
    "This is simulated, not a forecast: it shows what is enough to produce a pattern in the model.",
    "It must not decide alone whether a service is closed or kept.",
    "Benefit is in model units and claims no effect on a real young person.",
    "Not modelled: ethnicity, disability, parenthood, gender, asylum status and place.",
    "Differences along them cannot be seen here, however large they are in life.",
)
"""What every result says of itself, whatever was asked."""

SPREAD_ALONE = (
    "Spread between journeys: as far as several runs show it; one run is not a finding.",
    "Not computed: simulation error, the range over plausible settings, rival forms.",
)

WHAT = {
    "journeys": "one row a run: how the journey ended, when, for whom and at what cost",
    "months": "one row a month: everything about the organisation that changes",
    "events": "one row an event: the ledger, as numbers",
    "story": "what happened, why it ended so and for whom, in plain words",
    "pairs": "one row a unit and option: what came of it",
    "differences": "one row an option and outcome: levels, difference, uncertainties",
    "breakdown": "one row an option and group of organisations: the difference among them",
    "answer": "all that was printed",
    "report": "all that a report says, as data; exit-sim report makes a page of this folder",
    "pair": "one pair of twins: where they part, and their stories side by side",
    "departures": "one row a month and arm: what the champion's departure then costs",
    "exit_rates": "one row an annual exit rate: shared against concentrated leadership",
    "exits": "one row an arm and kind of exit: what leaving costs when it comes so",
    "crossings": "one row an arm and outcome: from which exit rate on sharing pays, if at all",
    "concentration": "one row an arm or band of concentration: what a departure costs on average",
    "redundancy": "one row a number of posts: how many lose all of them, independently or not",
    "arms": "one row an arm: hours, joint effort at launch and exits, which have to be equal",
    "tried": "one row a change, strength and month: whether, made so, it turns the ending",
    "like_it": "one row a change: how many journeys like it last, without it and with it",
    "accepted": "sets of settings that fit what is known, and what they were made from",
    "waves": "one row a wave: how many sets were drawn, lived through, and left",
    "sets": "one row a set and wave: what it came to, target by target",
    "moved": "one row a setting: where it was drawn, where accepted sets lie, the baseline",
    "targets": "one row a target: its band, what came of it, what it does",
    "together": "one row two targets: how many sets meet each, and both",
    "importance": "one row a phase and ingredient: what it accounts for",
    "variation": "one row a phase: how much settings account for, how much luck, the order",
    "orders": "one row a phase and two ingredients: whether the one accounts for more",
    "agreement": "one row two phases: whether ingredients come in one order",
    "belongs": "one row a setting: the ingredient to which it belongs",
    "waves/first": "sets as they come, and what they came to, to go on from",
    "waves/second": "sets that were not ruled out, likewise",
    "waves/closer": "sets that were looked at closer, likewise",
    "waves/closest": "sets of which too little was seen, looked at closer still",
    "waves/made_from": "what the waves were made from: they go on only with the same",
    "levels": "one row an option and outcome: what came of it over all points of a sweep",
    "shares": "one row a level or difference: how much of its variance is settings, how much luck",
    "effects": "one row a value of a setting: what comes of it there",
    "crossed": "one row a pair of values of two settings: what comes of both",
    "sobol": "one row a setting: its Sobol' indices, and whether it matters",
    "sobol_pairs": "one row a pair of settings: the Sobol' index of both together",
    "morris": "one row a setting: its elementary effects, and whether it matters",
    "verdicts": "propositions, each way to ask them: what was found, and the verdict",
    "options": "one row an option of each way to ask a proposition: what it came to",
    "knockouts": "what becomes of each finding without each mechanism, held and off",
    "points": "one row a point and option: what came of it there",
}


class Said(NamedTuple):
    """What a result folder says beside its tables.

    ``question`` is one sentence, ``answer`` a sentence or line each, ``command`` what repeats it
    (see :func:`repeatable`), ``figures`` pictures by file name, as bytes or as files to copy,
    ``uncertainty`` which of the four uncertainties were computed and which were not, and ``texts``
    longer texts by file name, such as ``story.txt``.
    """

    question: str
    answer: Sequence[str]
    command: str
    figures: Mapping[str, bytes | Path] = MappingProxyType({})
    uncertainty: Sequence[str] = SPREAD_ALONE
    texts: Mapping[str, str] = MappingProxyType({})


def write_folder(
    where: str | Path,
    runs: Sequence[Run],
    said: Said,
    *,
    form: str = "parquet",
    people: bool = False,
    engine: str = "mesa",
) -> Path:
    """Write what came of these runs as a folder that explains itself, whole or not at all.

    With ``people`` there is a table for each role, of the months that the runs kept.

    Raises:
        BadInput: the folder cannot be written, and then nothing is.
    """
    found = tables(runs, people=people)
    return write_tables(where, found, said, form=form, engine=engine, promised=found[:3])


def write_tables(
    where: str | Path,
    found: Sequence[Table],
    said: Said,
    *,
    form: str = "parquet",
    engine: str = "compiled",
    promised: Sequence[Table] | None = None,
) -> Path:
    """Write tables as a folder that explains itself, whole or not at all.

    ``where`` may be new, empty, or an older folder of results, which is then replaced. ``form`` is
    ``parquet`` or ``csv``; both have the same bytes for the same content every time. ``promised``
    are the tables that the content's digest is taken of, all by default. ``engine``, which ran the
    months, is named in ``provenance.json`` alone.

    Raises:
        BadInput: the folder cannot be written, and then nothing is.
    """
    if form not in FORMS:
        problem = f"{form} is not a form of tables"
        raise BadInput(problem, allowed="allowed: parquet, csv")
    files = {name: text.encode() for name, text in said.texts.items()}
    files |= {f"{table.name}.{form}": ENCODED[form](table) for table in found}
    columns = [column for table in found for column in table.columns]
    files["columns.csv"] = as_csv(
        Column._fields, [tuple(row.values()) for row in described(columns)]
    )
    for name, content in said.figures.items():
        if not _NAME.fullmatch(name):
            problem = f"{name} is not a file name for a figure"
            raise BadInput(problem, allowed="allowed: letters, digits, dots, dashes")
        files[f"figures/{name}"] = content if isinstance(content, bytes) else content.read_bytes()
    fingerprint = digest_of(found if promised is None else promised)
    files["README.txt"] = _readme(said, list(files), fingerprint).encode()
    files[MANIFEST] = manifest(said, fingerprint).encode()
    files[PROVENANCE] = _provenance([*files, PROVENANCE], engine, fingerprint).encode()
    return put_folder(Path(where), files)


def repeatable(arguments: Sequence[str], leave_out: Sequence[str] = ("--out", "--threads")) -> str:
    """Make the command that repeats a result, without what does not change it.

    >>> repeatable(["run", "baseline", "--set", "receptivity.culture=0.4", "--out", "here"])
    'exit-sim run baseline --set receptivity.culture=0.4'
    >>> repeatable(["run", "my council.toml", "--out=here", "--seed", "2"])
    "exit-sim run 'my council.toml' --seed 2"
    """
    kept: list[str] = []
    skip = False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in leave_out:
            skip = True
        elif argument.partition("=")[0] not in leave_out:
            kept.append(argument)
    return shlex.join(["exit-sim", *kept])


def _readme(said: Said, files: Sequence[str], fingerprint: str) -> str:
    lines = [said.question, "", *said.answer, "", "How to read it"]
    lines += [f"  {sentence}" for sentence in (*STANDING, *said.uncertainty)]
    lines += ["", "What is here"]
    for file in files:
        stem = file.partition(".")[0]
        people = f"one row a month and post: {stem.removeprefix(PEOPLE).replace('_', ' ')}"
        what = {"columns": "every column of every table: what it says, unit, range, source"} | WHAT
        if not file.startswith("figures/"):
            lines.append(f"  {file}: {what.get(stem, people)}")
    if any(file.startswith("figures/") for file in files):
        lines.append("  figures: pictures, the numbers behind each, and all of them in words")
    lines.append(f"  {MANIFEST}: question, answer, command and versions, for programs")
    lines.append(f"  {PROVENANCE}: with what, when and on what system this was made")
    lines += [
        "",
        "Versions",
        f"  exit_sim {__version__}, tables of version {SCHEMA_VERSION}",
        f"  rules {rules_hash()}",
        f"  content {fingerprint}",
        "",
        "The same again",
        f"  {said.command}",
    ]
    return "\n".join(lines) + "\n"


def _provenance(files: Sequence[str], engine: str, fingerprint: str) -> str:
    said = {
        **made_with(),
        "engine": engine,
        "rules": rules_hash(),
        "content": fingerprint,
        "files": sorted(files),
    }
    return json.dumps(said, indent=2) + "\n"


def made_with() -> dict[str, Any]:
    """Say what promises no bytes: versions, system, time; never a host, user or path."""
    return {
        "made_by": MADE_BY,
        "exit_sim": __version__,
        "schema_version": SCHEMA_VERSION,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": platform.machine(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
