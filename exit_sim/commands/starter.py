"""A short, commented file to start from: a scenario of one's own that extends another."""

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.commands.options import Name
from exit_sim.errors import BadInput

if TYPE_CHECKING:
    from exit_sim.scenario import Scenario

OFTEN = (
    "people.frontline",
    "people.care_leavers",
    "setting.performance",
    "setting.caseload",
    "receptivity.culture",
    "innovation.pilot_months",
    "innovation.grant",
    "co_production.at_inception",
    "leadership.champion_hours",
)
"""What is often set first, so that every starter shows it."""


def copy(
    name: Name,
    to: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The new file; my_SCENARIO.toml by default."),
    ] = None,
) -> None:
    """Write a short, commented file that extends a scenario; no file is ever overwritten."""
    from exit_sim.commands.screen import Command, Words, show
    from exit_sim.results.folder import repeatable
    from exit_sim.scenario import Scenario

    found = Scenario.load(name)
    file = to if to is not None else Path(f"my_{found.name}.toml")
    if file.suffix != ".toml":
        problem = "does not end in .toml"
        raise BadInput(problem, file=str(file))
    text = starter(found, _extends(name, file), file)
    _write_new(file, text)
    show([
        Words(f"Written: {file}. It does as {found.name} does until you change it."),
        Words("To check it, and to run it:"),
        Command(repeatable(["scenarios", "check", str(file)])),
        Command(repeatable(["run", str(file)])),
    ])  # fmt: skip


def starter(scenario: "Scenario", extends: str, file: Path) -> str:
    """Write the text of a file that extends a scenario and changes nothing yet."""
    from exit_sim.commands.described import ranged, written
    from exit_sim.scenario.lineage import usual
    from exit_sim.scenario.settable import SETTABLE

    base = usual()
    own = {
        name
        for name, one in scenario.given.items()
        if one.by != base[name].by and "/sectors/" not in one.by
    }
    lines = [
        f"# A scenario of your own. It does as {scenario.name} does, but for what you state here.",
        "# State only what differs. Write it before you run it, say where each number is from, and",
        "# change it afterwards only because it was wrong, never because the ending was.",
        "# Please name no real place in what you share.",
        "#",
        f"# Is it right?          exit-sim scenarios check {file.name}",
        f"# What becomes of it?   exit-sim run {file.name}",
        "# What may be set?      exit-sim parameters",
        "# For editors:          exit-sim scenarios schema",
        "",
        f"extends = {_text(extends)}",
        "",
        "[about]",
        f"title = {_text(f'Ours, at first as: {scenario.title}')}",
        'says = "What anyone may know before the run."',
        'invented = "Everything."',
        "",
        f"# What {scenario.name} sets, and what is often set first. Take a hash away to change it.",
    ]
    groups: dict[str, list[str]] = {}
    for source in scenario.sources():
        if source.name in own or source.name in OFTEN:
            group, key = source.name.rsplit(".", 1)
            unit = f"{source.unit}, plausible {ranged(source)}"
            unit = "true or false" if SETTABLE[source.name].flag else unit
            line = f"# {key} = {written(source.name, source.value)}"
            groups.setdefault(group, []).append(f"{line:<34}# {source.label} [{unit}]")
    for group, said in groups.items():
        lines += ["", f"[{group}]", *said]
    lines += [
        "",
        "# A value may say where it is from:",
        '# caseload = { value = 18, source = "our own count, 2025", confidence = "high" }',
        "",
        "# Something that happens, once or for a time:",
        "# [[events]]",
        '# kind = "champion_leaves"',
        "# month = 18",
    ]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _extends(name: str, file: Path) -> str:
    """Name what is extended: as it ships, or by the way from the new file to it."""
    from exit_sim.scenario.file import names

    if name in names() and not Path(name).is_file():
        return name
    if not name.endswith(".toml"):
        problem = "does not end in .toml, and so cannot be extended"
        raise BadInput(problem, file=name)
    try:
        way = os.path.relpath(Path(name).resolve(), file.absolute().parent.resolve())
    except ValueError:  # another drive
        way = str(Path(name).resolve())
    return re.sub(r"\\", "/", way)


def _write_new(file: Path, text: str) -> None:
    begun = False
    try:
        with file.open("x", encoding="utf-8", newline="\n") as new:
            begun = True
            new.write(text)
    except FileExistsError:
        problem, allowed = "is there already", "nothing was changed; give another name with --to"
        raise BadInput(problem, file=str(file), allowed=allowed) from None
    except BaseException as error:
        if begun:
            file.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        problem = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise BadInput(problem, file=str(file)) from None
