"""The rules are compiled now, so that no job has to wait for it: ``exit-sim compile``."""

import typer

from exit_sim.commands.streams import put


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "compile",
        short_help="Compile the rules once, before many jobs begin.",
        epilog="Example: exit-sim compile",
    )(compile_rules)


def compile_rules() -> None:
    """Compile the rules, where they are not compiled yet, and say where the program is kept.

    Jobs on machines of the same kind that share the folder find it there.
    """
    from exit_sim.results.many import compiled

    if not compiled():
        put("Nothing was compiled.\n")
        return
    from exit_sim.ensemble.program import _folder, is_compiled, program

    before = is_compiled()
    program()
    if not is_compiled():
        put("The rules were compiled, and could not be kept.\n")
        return
    done = "were compiled before" if before else "are compiled"
    put(f"The rules {done}: {_folder()}\n")
