"""What goes into a deposit is put together: results, own files, software, and what is told."""

import json
import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exit_sim.analysis.propositions.accounts import FILE as VERDICTS
from exit_sim.analysis.propositions.accounts import KNOCKED
from exit_sim.commands.methods_told import paragraph
from exit_sim.commands.read_again import read_again, subjects
from exit_sim.errors import BadInput
from exit_sim.results.deposit import own_files
from exit_sim.results.deposit.own_files import Own, visible
from exit_sim.results.deposit.readme import Told, readme
from exit_sim.results.deposit.requirements import pinned
from exit_sim.results.deposit.software import software
from exit_sim.results.manifest import MANIFEST
from exit_sim.results.whole_folder import PROVENANCE

Entries = dict[str, bytes | Path]

SIGN = "rerun.py"
NOTHING = "none of those tried"
TEXTS = frozenset({".txt", ".json", ".svg"})
OTHER_RULES = "go back to the version that made it, or make it again with this one"
_GIVEN_BY = re.compile(rb"(?<=set by )(?:/|[A-Za-z]:)[^\"\n]*[/\\]([^/\\\"\n]+\.toml)")
"""Where settings of a sweep name a design by its whole path."""

INSIDE = {"propositions": "verdicts", "knockouts": "knockouts"}
"""Commands that put their results into a folder of their ``--out``."""


def of_results(folder: Path, manifest: Mapping[str, Any], here: Path) -> Entries:
    """Put together what makes results again, and what it takes.

    Raises:
        BadInput: something is missing, or was made by other rules.
    """
    from exit_sim.results.fingerprint import rules_hash

    _same_rules(folder, manifest["rules"], rules_hash())
    again = read_again(manifest["words"], str(folder / MANIFEST))
    own = own_files.own_files(
        manifest["words"], [*subjects(again), *(again.given.get("change") or ())], here
    )
    inside = INSIDE.get(again.command, "")
    said = {"sweep": False, "words": list(own.words), "start": own.start, "folder": inside}
    command = _renamed(manifest["command"].encode(), own.instead).decode()
    answer = [_renamed(one.encode(), own.instead).decode() for one in manifest["answer"]]
    told = Told(manifest["question"], answer, command, sweep=False, inputs=bool(own.files))
    entries = _all(folder, told, said, own)
    for name in _listed(folder):
        if f"results/{name}" not in entries:
            problem = f"lacks {name}, which was written there"
            raise BadInput(problem, file=str(folder), allowed="make the results again")
    beside = folder.parent / "knockouts" / KNOCKED
    if inside == "verdicts" and _rest_on(folder, beside):
        entries[f"beside/knockouts/{KNOCKED}"] = beside
    return _without_whole_paths(entries, own)


def _rest_on(folder: Path, knocked: Path) -> bool:
    """Whether what verdicts are said to rest on is what knock-outs beside them say."""
    if not knocked.is_file():
        return False
    try:
        verdicts = json.loads((folder / VERDICTS).read_text("utf-8"))["verdicts"]
        found = json.loads(knocked.read_text("utf-8"))["findings"]
        known = {one["file"]: ", ".join(one["rests_on"]) or NOTHING for one in found}
        return all(one["rests_on"] == known.get(one["file"]) for one in verdicts)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def of_a_sweep(folder: Path, here: Path) -> Entries:
    """Put together what audits a sweep, and what it takes.

    Raises:
        BadInput: a file that its design names is missing, or it was lived by other rules.
    """
    from exit_sim.results.folder import repeatable
    from exit_sim.sweep.design import Design
    from exit_sim.sweep.store import Store
    from exit_sim.sweep.versions import version

    plan = Store.open(folder).plan
    _same_rules(folder, plan["version"], version())
    name = str(plan["name"])
    own = Own({}, "", (), {})
    if name not in Design.names_shipped():
        own = _of_design(folder, f"{name}.toml", here)
        name = f"{name}.toml"
    command = repeatable(["sweep", name, "--out", "sweep"], leave_out=())
    title = plan["about"].get("title", plan["name"])
    told = Told(title, (), command, sweep=True, inputs=bool(own.files))
    said = {"sweep": True, "words": [], "start": own.start, "folder": ""}
    entries = _all(folder, told, said, own)
    for entry, content in entries.items():
        if entry.startswith("results/provenance/") and isinstance(content, Path):
            entries[entry] = _no_address(content)
    settings = folder / "settings.csv"
    if settings.is_file():
        entries["results/settings.csv"] = _GIVEN_BY.sub(rb"\1", settings.read_bytes())
    return entries


def _of_design(folder: Path, name: str, here: Path) -> Own:
    """Find the design of a sweep and the files that it names; none where it stands alone.

    Raises:
        BadInput: it names files, and does not stand here as it was read.
    """
    kept = folder / "design.toml"
    if not kept.is_file() or not own_files.named_in(kept):
        return Own({}, "", (), {})
    if not (here / name).is_file() or _text(here / name) != _text(kept):
        problem = f"names files beside its design, and {name} is not here as it was read"
        raise BadInput(problem, file=str(folder), allowed=f"go to the folder of {name}")
    return own_files.own_files((), [name], here)


def _text(path: Path) -> str:
    return path.read_text("utf-8-sig").replace("\r\n", "\n")


def _same_rules(folder: Path, made_by: str, ours: str) -> None:
    if made_by != ours:
        problem = f"was made by other rules ({made_by[:12]}) than these ({ours[:12]})"
        raise BadInput(problem, file=str(folder), allowed=OTHER_RULES)


def _all(folder: Path, told: Told, said: Mapping[str, Any], own: Own) -> Entries:
    """Put together what every deposit holds."""
    import exit_sim

    package = Path(exit_sim.__file__).parent
    rerun = Path(own_files.__file__).with_name(SIGN)
    found: Entries = {
        "README.md": readme(told).encode(),
        "METHODS.txt": _renamed(paragraph(folder).encode(), own.instead),
        "requirements.txt": "".join(f"{line}\n" for line in pinned(package)).encode(),
        "deposit.json": (json.dumps(said, indent=1) + "\n").encode(),
        SIGN: rerun,
    }
    of = {path.relative_to(folder).as_posix(): path for path in visible(folder)}
    for within, files in (("results", of), ("inputs", own.files), ("software", software(package))):
        found |= {f"{within}/{name}": path for name, path in files.items()}
    return found


def _listed(folder: Path) -> list[str]:
    """Give the files that were written into a folder of results."""
    try:
        said = json.loads((folder / PROVENANCE).read_text("utf-8"))
        return list(map(str, said["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        problem = f"lacks a {PROVENANCE} that can be read"
        raise BadInput(problem, file=str(folder), allowed="make the results again") from None


def _without_whole_paths(entries: Entries, own: Own) -> Entries:
    """Name files by their place among inputs wherever a text names them by a whole path.

    Raises:
        BadInput: a table does, whose content would then be another.
    """
    for name, content in entries.items() if own.instead else ():
        if not name.startswith("results/") or not isinstance(content, Path):
            continue
        if content.suffix in TEXTS or name.startswith("results/figures/"):
            entries[name] = _renamed(content.read_bytes(), own.instead)
        for whole in own.instead:
            if _in_a_table(content, whole):
                problem = f"holds the whole path {whole}"
                allowed = "make the results again by a path from the folder of your files"
                raise BadInput(problem, file=name, allowed=allowed)
    return entries


def _in_a_table(path: Path, word: str) -> bool:
    """Whether a table holds a word."""
    if path.suffix == ".csv":
        return word.encode() in path.read_bytes()
    if path.suffix != ".parquet":
        return False
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    texts = [one for one in pq.read_table(path).columns if pa.types.is_string(one.type)]
    return any(pc.any(pc.match_substring(one, word)).as_py() for one in texts)


def _renamed(text: bytes, instead: Mapping[str, str]) -> bytes:
    """Put what stands for a whole path in its place, as it is quoted in a command, too."""
    for whole, name in instead.items():
        for form in (shlex.quote, str):
            text = text.replace(form(whole).encode(), form(name).encode())
    return text


def _no_address(path: Path) -> bytes:
    """Give a note of where runs were lived without the address of a scheduler or a profile."""
    said = json.loads(path.read_text("utf-8"))
    kind = str(said.get("where", ""))
    if kind not in {"threads", "processes"}:
        said["where"] = "slurm" if kind.startswith("slurm:") else "dask"
    return (json.dumps(said, indent=2) + "\n").encode()
