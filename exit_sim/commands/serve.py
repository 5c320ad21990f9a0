"""Questions asked from a browser, of fresh twins, on one's own machine: ``exit-sim serve``."""

from contextlib import suppress
from typing import Annotated

import typer

from exit_sim.errors import BadInput

PORT = 8118
EXTRA = 'python -m pip install "exit-sim[live]"'
EXPOSED = (
    "Beyond this machine: whoever reaches {address}:{port} may ask questions of it.",
    "They can see what ships with exit_sim and use its processors; they see no file of yours.",
    "There are no accounts and no encryption: put it behind a server that has both.",
)
"""What is printed where it is served to others."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "serve",
        short_help="Ask from a browser.",
        epilog="Example: exit-sim serve --port 8118",
    )(serve)


def serve(
    port: Annotated[
        int, typer.Option(help="Where it listens: 1024 to 65535; 0 takes one that is free.")
    ] = PORT,
    expose: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Serve others than this machine too, on this address of it (0.0.0.0: all).",
        ),
    ] = "",
) -> None:
    """Serve a page on this machine that answers what-if questions, until Ctrl-C.

    Nothing that is asked is kept: an experiment stands in its address.
    """
    from exit_sim.commands.options import whole

    if port:
        whole("--port", port, 1024, 65535)
    try:
        from exit_sim.live import serving
    except ModuleNotFoundError as error:
        problem = f"needs {error.name}, which is not installed"
        raise BadInput(problem, key="exit-sim serve", allowed=EXTRA) from None
    from exit_sim.commands.answering import ANSWERING
    from exit_sim.commands.interrupts import Stopped
    from exit_sim.commands.screen import Words, show

    address = serving.checked(expose) if expose else serving.HERE
    listening = serving.listen(address, port)
    port = listening.getsockname()[1]
    with suppress(KeyboardInterrupt):  # as it ends it says again that Ctrl-C was pressed
        if expose:
            show([Words(line.format(address=address, port=port)) for line in EXPOSED])
        show([Words(f"Open http://{serving.shown(address)}:{port}/ in a browser. Ctrl-C ends it.")])
        serving.serve(ANSWERING, listening, exposed=bool(expose))
    raise Stopped("Stopped serving.")  # noqa: TRY003
