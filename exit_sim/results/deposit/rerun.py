"""Make the results of this deposit again, and say whether they come out the same.

It needs Python and what requirements.txt lists. It ends with 0 where they are the same, and with 3
where they differ, of which every file is named.
"""

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS, INPUTS, AGAIN, BESIDE = HERE / "results", HERE / "inputs", HERE / "again", HERE / "beside"
SAME, BAD_INPUT, DIFFERS = 0, 2, 3
PROVENANCE, MANIFEST, FIGURES = "provenance.json", "manifest.json", "figures/"


def main() -> int:
    """Run the command of the results in the folder of its inputs, and compare."""
    said = json.loads((HERE / "deposit.json").read_text("utf-8"))
    if said["sweep"]:
        return ran(["verify", "results"], HERE)
    if AGAIN.exists():
        tell("again is there already, from an earlier time: remove it first.")
        return BAD_INPUT
    if BESIDE.is_dir():
        shutil.copytree(BESIDE, AGAIN)
    start = INPUTS / said["start"]
    start.mkdir(parents=True, exist_ok=True)
    code = ran([*said["words"], "--out", str(AGAIN)], start)
    if code != SAME:
        tell(f"The command ended with {code}, and nothing was compared.")
        return code
    return compared(AGAIN / said["folder"])


def ran(words: list[str], where: Path) -> int:
    """Run exit_sim as it lies here, whatever else is installed, and give its exit code."""
    path = os.pathsep.join(filter(None, [str(HERE / "software"), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-P", "-m", "exit_sim", *words]
    return subprocess.run(  # noqa: S603  # our own words, and no shell
        command, cwd=where, env={**os.environ, "PYTHONPATH": path}, check=False
    ).returncode


def compared(again: Path) -> int:
    """Compare each file that either says is a result, but those that promise no bytes."""
    unlike = [name for name in sorted(listed(RESULTS) | listed(again)) if differs(name, again)]
    pictures = [name for name in unlike if name.startswith(FIGURES)]
    others = [name for name in unlike if name not in pictures]
    if pictures:
        tell("Drawn otherwise, as another version of matplotlib does: " + ", ".join(pictures))
    if not others:
        tell("The same: tables and texts have come out again to the last byte.")
        return SAME
    tell("Not the same: " + ", ".join(others))
    was, now = read(RESULTS / MANIFEST), read(again / MANIFEST)
    for what in ("content", "rules"):
        if was.get(what) != now.get(what):
            tell(f"{what}: {was.get(what)} in results, {now.get(what)} in again")
    for line in (HERE / "requirements.txt").read_text("utf-8").split():
        name, _, wanted = line.partition("==")
        if here(name) != wanted:
            tell(f"{name}: {wanted} is asked for, {here(name)} is here")
    return DIFFERS


def listed(folder: Path) -> set[str]:
    """Give the files that a folder of results says belong to it."""
    return {*map(str, read(folder / PROVENANCE).get("files", ()))} - {PROVENANCE}


def differs(name: str, again: Path) -> bool:
    """Whether a file is missing on one side, or has other bytes."""
    one, other = RESULTS / name, again / name
    both = one.is_file() and other.is_file()
    return not both or one.read_bytes() != other.read_bytes()


def read(path: Path) -> dict[str, Any]:
    """Read a file of JSON; nothing where there is none."""
    try:
        said = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def here(name: str) -> str:
    """Say which version of a library is installed here."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def tell(sentence: str) -> None:
    """Print a sentence."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
