"""What to cite: the software, the study, and the source of every value a run used."""

from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.commands.options import Changes, Sets, given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exit_sim.commands.screen import Block
    from exit_sim.scenario.sources import Source

SURE = ("high", "medium", "low")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "cite",
        short_help="Say what to cite.",
        epilog="Example: exit-sim cite council_business_case --bibtex",
    )(cite)


def cite(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="The scenario whose values are sourced.")
    ] = "baseline",
    change: Changes = None,
    set_: Sets = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX entries.")] = False,
) -> None:
    """Say what to cite: the software, the study, and the source of every value a run used."""
    from exit_sim.commands import bibliography
    from exit_sim.commands.streams import put

    found = given(scenario, change, set_)
    sources = found.sources()
    entries = bibliography.read()
    values = bibliography.cited(entries, (one.source for one in sources))
    theory = [
        one for one in bibliography.cited(entries, bibliography.of_rules()) if one not in values
    ]
    if bibtex:
        wanted = [*bibliography.always(entries), *values, *theory]
        put(bibliography.bibtex(list(dict.fromkeys(wanted))))
        return
    from exit_sim.commands.screen import Command, Heading, Words, show

    blocks: list[Block] = [Heading("The software and the study")]
    blocks += _references(bibliography.always(entries))
    blocks.append(Heading(f"Where the values of {found.name} come from"))
    blocks += _by_source(sources)
    blocks.append(Heading("Works these sources name"))
    blocks += _references(values)
    blocks.append(Heading("Works the rules name"))
    blocks += _references([one for one in theory if one not in bibliography.always(entries)])
    said = f"exit-sim scenarios show {scenario} --all"
    blocks += [Words("Every value with its source; and all this as BibTeX:"), Command(said)]
    show([*blocks, Command(f"exit-sim cite {scenario} --bibtex")])


def _references(entries: "Sequence[object]") -> "list[Block]":
    from exit_sim.commands.screen import Words

    return [Words(str(one), 2, beneath=True, hang=2) for one in entries]


def _by_source(sources: "Sequence[Source]") -> "list[Block]":
    """One line for each source, the surest first, with the settings whose value it gives."""
    from exit_sim.commands.screen import Words

    groups: dict[tuple[int, str], list[str]] = {}
    for one in sources:
        groups.setdefault((SURE.index(one.confidence), one.source), []).append(one.name)
    blocks: list[Block] = []
    for (sure, source), names in sorted(groups.items(), key=lambda one: (one[0][0], one[1])):
        many = ", ".join(names) if len(names) <= 12 else f"{len(names)} settings"
        blocks.append(Words(f"{source} (confidence {SURE[sure]}): {many}", 2, beneath=True, hang=2))
    return blocks
