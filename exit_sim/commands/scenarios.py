"""Which scenarios there are, what they set, and whether one's own is right."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.commands.options import Changes, Name, Sets, given
from exit_sim.commands.starter import copy
from exit_sim.errors import BadInput

if TYPE_CHECKING:
    from exit_sim.commands.screen import Block
    from exit_sim.scenario import Scenario

BAD_INPUT = 2


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True)(listed)
    group.command(
        "show",
        short_help="Show what one sets, and from where.",
        epilog="Example: exit-sim scenarios show la_a",
    )(show_one)
    group.command(
        "copy",
        short_help="Begin one of your own.",
        epilog="Example: exit-sim scenarios copy la_a --to ours.toml",
    )(copy)
    group.command(
        "check",
        short_help="Check files of yours.",
        epilog="Example: exit-sim scenarios check la_a clcp",
    )(check)
    group.command(
        "schema",
        short_help="Print a schema for editors.",
        epilog="Example: exit-sim scenarios schema",
    )(schema)
    app.add_typer(
        group,
        name="scenarios",
        short_help="List, show, copy, check.",
        epilog="Example: exit-sim scenarios",
    )


def listed(context: typer.Context) -> None:
    """List the scenarios that ship with exit_sim, or show, copy and check one."""
    if context.invoked_subcommand is not None:
        return
    from exit_sim.commands.screen import Command, Grid, Heading, Words, show
    from exit_sim.scenario import Scenario
    from exit_sim.scenario.population import Population

    found = [Scenario.load(name) for name in Scenario.names()]
    kinds = [one for one in found if one.name != "baseline" and "code" not in one.about]
    cases = [one for one in found if "code" in one.about]
    usual = [one for one in found if one.name == "baseline"]
    mixed = [Population.load(name) for name in Population.names()]
    show([
        Heading("Kinds of journey"),
        Grid(["name", "what it is"], [[one.name, one.title] for one in kinds], (0, 1)),
        Heading("Cases in the shape of the study's, by its codes"),
        Grid(
            ["name", "code", "what it is"],
            [[one.name, one.about["code"], one.title] for one in cases],
            (0, 1, 2),
        ),
        Heading("What all others extend"),
        Grid(["name", "what it is"], [[one.name, one.title] for one in usual], (0, 1)),
        Heading("Populations: mixes of organisations"),
        Grid(["name", "what it is"], [[one.name, one.title] for one in mixed], (0, 1)),
        Words("Every one is invented, none is a real organisation, and none validates anything."),
        Words("To run one; to see what it sets; to write your own:"),
        Command("exit-sim run permissive_good_council"),
        Command("exit-sim scenarios show permissive_good_council"),
        Command("exit-sim scenarios copy permissive_good_council --to ours.toml"),
    ])  # fmt: skip


def show_one(
    name: Name,
    change: Changes = None,
    set_: Sets = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Every setting, not only what differs from the baseline.")
    ] = False,
) -> None:
    """Show what a scenario sets: value, unit, range, source, how sure, and which file set it."""
    from exit_sim.commands import described
    from exit_sim.commands.screen import Words, show
    from exit_sim.scenario.lineage import usual
    from exit_sim.scenario.settable import SETTABLE

    one = given(name, change, set_)
    blocks = _about(one)
    base = usual()
    sources = one.sources([
        each
        for each in SETTABLE
        if all_ or one.given[each].by != base[each].by or one.values[each] != base[each].value
    ])  # fmt: skip
    if sources and not all_:
        same = len(SETTABLE) - len(sources)
        blocks.append(Words(f"It sets what follows; {same} settings are the baseline's (--all)."))
    elif not sources:
        blocks.append(Words("Every setting is the baseline's; --all shows them."))
    for source in sources:
        blocks += described.blocks(source, base[source.name].value)
    show(blocks)


def _about(one: "Scenario") -> "list[Block]":
    from exit_sim.commands.screen import Heading, Words

    code = f" [{one.about['code']}]" if "code" in one.about else ""
    blocks: list[Block] = [Heading(f"{one.title}{code}")]
    if "says" in one.about:
        blocks.append(Words(one.about["says"], beneath=True))
    if "invented" in one.about:
        blocks.append(Words(f"Invented: {one.about['invented']}", beneath=True))
    blocks += [
        Words(f"With the change {each.spec}: {each.about.get('question', '')}")
        for each in one.applied
    ]
    if one.events:
        blocks.append(Heading("What is scheduled"))
    for event in one.events:
        when = f"month {event.first}"
        when = f"months {event.first} to {event.last}" if event.last > event.first else when
        value = event.value if isinstance(event.value, str) else f"{event.value:g}"
        said = f"{when}: {event.kind} = {value}, set by {event.by}"
        blocks.append(Words(said, 2, beneath=True))
    return blocks


def check(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Files of yours, or shipped names.")
    ],
) -> None:
    """Check scenarios, changes and populations, and say what is wrong with each."""
    from exit_sim.commands.streams import put

    wrong = False
    for each in files:
        try:
            put(f"{each}: {_fine(each)}\n")
        except BadInput as error:
            wrong = True
            sys.stderr.write(f"{error}\n")
    if wrong:
        raise typer.Exit(BAD_INPUT)


def _fine(name: str) -> str:
    from exit_sim.scenario import Scenario
    from exit_sim.scenario.file import find, read
    from exit_sim.scenario.lineage import usual
    from exit_sim.scenario.population import Population
    from exit_sim.story.sentence import counted

    told = read(*find(name)).data.keys()
    if told & {"distribution", "joint"}:
        varies = Population.load(name).varies
        return f"a population, and fine; members differ in {counted(len(varies), 'setting')}"
    if told & {"options", "set", "add", "multiply"}:
        one = Scenario.load("baseline", [name])
        return f"a change, and fine; on the baseline it alters {_differing(one, usual())}"
    one = Scenario.load(name)
    events = counted(len(one.events), "event")
    return f"a scenario, and fine; {_differing(one, usual())} differ from the baseline, {events}"


def _differing(one: "Scenario", usual: object) -> str:
    from exit_sim.story.sentence import counted

    base = dict(usual)  # type: ignore[call-overload]
    number = sum(given.value != base[name].value for name, given in one.given.items())
    return counted(number, "setting")


def schema() -> None:
    """Print a JSON schema of scenario files, with which editors complete and check them."""
    from exit_sim.commands.streams import put
    from exit_sim.scenario.schema import schema_text

    put(schema_text())
