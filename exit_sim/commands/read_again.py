"""The words that a result was made by are read again, by the command they belong to."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import typer

from exit_sim.errors import BadInput


class Again(NamedTuple):
    """A command that keeps results, and what was given for each of its arguments and options."""

    command: str
    given: Mapping[str, Any]


def read_again(words: Sequence[str], manifest: str) -> Again:
    """Read the words of a manifest, with what is usual where nothing was given.

    Raises:
        BadInput: no command can be given so.
    """
    from exit_sim.commands import (
        calibrate,
        fragility,
        importance,
        knockouts,
        propositions,
        run,
        summarise,
        what_if,
        why,
    )

    known = {
        "run": run,
        "what-if": what_if,
        "why": why,
        "fragility": fragility,
        "propositions": propositions,
        "knockouts": knockouts,
        "calibrate": calibrate,
        "importance": importance,
        "summarise": summarise,
    }
    name = words[0] if words else ""
    if name not in known:
        problem = "names no command that keeps results"
        allowed = "put back the manifest.json of this folder, or make the results again"
        raise BadInput(problem, file=manifest, allowed=allowed)
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    known[name].add_to(alone)
    return Again(name, typer.main.get_command(alone).make_context(name, [*words[1:]]).params)


def subjects(again: Again) -> list[str]:
    """Name what was run: a scenario or two, a population, propositions, a sweep."""
    given = again.given
    for argument in ("names", "ids"):
        if argument in given:
            return list(given[argument] or ())
    one = ("scenario", "name", "population", "folder")
    return [str(given[argument]) for argument in one if argument in given]
