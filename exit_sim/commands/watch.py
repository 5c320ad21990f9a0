"""One organisation to watch, in Mesa's own viewer, on one's own machine: ``exit-sim watch``."""

from contextlib import suppress
from typing import Annotated

import typer

from exit_sim.commands.options import Changes, Name, Sets
from exit_sim.errors import BadInput

PORT = 8119
EXTRA = 'python -m pip install "exit-sim[watch]"'


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "watch",
        short_help="Watch an organisation in Mesa's viewer.",
        epilog="Example: exit-sim watch funder_pilot_cliff --port 8119",
    )(watch)


def watch(
    name: Name = "baseline",
    change: Changes = None,
    settings: Sets = None,
    port: Annotated[
        int, typer.Option(help="Where it listens: 1024 to 65535; 0 takes one that is free.")
    ] = PORT,
) -> None:
    """Watch one organisation month by month: its people, their ties, the five ingredients.

    Settings take effect with Reset. Each tab of a browser has an organisation of its own.
    """
    from exit_sim.commands.options import given, whole

    if port:
        whole("--port", port, 1024, 65535)
    scenario = given(name, change, settings)
    try:
        from exit_sim.watching import serving
    except ModuleNotFoundError as error:
        problem = f"needs {error.name}, which is not installed"
        raise BadInput(problem, key="exit-sim watch", allowed=EXTRA) from None
    from exit_sim.commands.interrupts import Stopped
    from exit_sim.commands.screen import Words, show
    from exit_sim.live.serving import HERE, listen

    listening = listen(HERE, port)
    port = listening.getsockname()[1]
    with suppress(KeyboardInterrupt):  # as it ends it says again that Ctrl-C was pressed
        show([Words(f"Open http://{HERE}:{port}/ in a browser. Ctrl-C ends it.")])
        serving.serve(scenario, listening)
    raise Stopped("Stopped serving.")  # noqa: TRY003
