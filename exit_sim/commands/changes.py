"""What may be asked of any scenario, by ingredient and decider: ``exit-sim changes``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from exit_sim.errors import BadInput, nearest

if TYPE_CHECKING:
    from exit_sim.commands.screen import Block
    from exit_sim.scenario.changes import Change

TRIED_ON = "funder_pilot_cliff"


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True)(listed)
    group.command(
        "show",
        short_help="Show what one asks and alters.",
        epilog="Example: exit-sim changes show champion_leaves",
    )(show_one)
    app.add_typer(
        group,
        name="changes",
        short_help="List what may be asked of any scenario.",
        epilog="Example: exit-sim changes --decider funder",
    )


def listed(
    context: typer.Context,
    ingredient: Annotated[str, typer.Option(help="Only of one ingredient.")] = "",
    decider: Annotated[str, typer.Option(help="Only what this one could decide.")] = "",
) -> None:
    """List questions that may be asked of any scenario, by ingredient and decider."""
    if context.invoked_subcommand is not None:
        return
    from exit_sim.commands.screen import Command, Heading, Words, show
    from exit_sim.scenario import changes

    about = _one_of("--ingredient", ingredient, changes.INGREDIENTS)
    by = _one_of("--decider", decider, changes.DECIDERS)
    known = [changes.load(name) for name in changes.names()]
    blocks: list[Block] = []
    for each in changes.INGREDIENTS if not about else [about]:
        found = [one for one in known if one.about["ingredient"] == each]
        found = [one for one in found if by in {"", one.about["decider"]}]
        if found:
            blocks.append(Heading(each.capitalize()))
        for one in sorted(found, key=lambda one: changes.DECIDERS.index(one.about["decider"])):
            blocks += [
                Words(f"{one.about['question']} ({one.about['decider']})", beneath=True),
                Command(f"--change {one.spec}"),
            ]
    if not blocks:
        problem = f"has no change that asks about {about}"
        raise BadInput(problem, key="--decider", value=by)
    command = f"exit-sim run {TRIED_ON} --change taper"
    show([*blocks, Words("A change applies to any scenario, and may be given more than once:"),
          Command(command)])  # fmt: skip


def _one_of(option: str, given: str, words: Sequence[str]) -> str:
    """Take a word of a list, however it is hyphenated; nothing stands for any of them."""
    plain = {word.replace("-", " "): word for word in words}
    asked = " ".join(given.lower().replace("-", " ").replace("_", " ").split())
    if asked and asked not in plain:
        allowed = "allowed: " + ", ".join(words)
        meant = nearest(asked, words)
        problem = "is not one of its words"
        raise BadInput(problem, key=option, value=given, allowed=allowed, suggestion=meant)
    return plain.get(asked, "")


def show_one(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A change, by name or file.")],
) -> None:
    """Show what a change asks, who could decide it, its options, and what it alters."""
    from exit_sim.commands.screen import Command, Heading, Words, show
    from exit_sim.scenario import changes

    one = changes.load(name)
    about = one.about
    blocks: list[Block] = [
        Heading(about.get("title", one.name)),
        Words(about.get("question", ""), beneath=True),
        Words(f"could be decided by: {about.get('decider', 'not said')}", 2),
        Words(f"ingredient: {about.get('ingredient', 'not said')}", 2, beneath=True),
    ]
    blocks += [Words(line, 2, beneath=True) for line in _alters(one)]
    blocks.append(Command(f"exit-sim run {TRIED_ON} --change {one.spec}"))
    show(blocks)


def _alters(one: "Change") -> list[str]:
    from exit_sim.commands.described import written
    from exit_sim.scenario.settable import EVENTS
    from exit_sim.scenario.timetable import LATEST

    lines = [f"option {name}, here {value:g}" if not isinstance(value, str) else
             f'option {name}, here "{value}"' for name, value in one.options.items()]  # fmt: skip
    lines += [f"sets {name} = {written(name, each.value)}" for name, each in one.sets.items()]
    lines += [f"multiplies {name} by {by:g}" for name, by in one.multiplies.items()]
    lines += [f"adds {by:g} to {name}" for name, by in one.adds.items()]
    for event in one.events(LATEST):
        when = f"month {event.first}"
        if event.last != event.first:
            end = "on" if event.last >= LATEST else f"to {event.last}"
            when = f"from month {event.first} {end}"
        value = event.value if isinstance(event.value, str) else f"{event.value:g}"
        lines.append(f"{when}: {EVENTS[event.kind].meaning} ({event.kind} = {value})")
    return lines
