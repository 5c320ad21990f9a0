"""A socket of this machine is listened to until Ctrl-C; the rules are compiled meanwhile."""

import ipaddress
import socket
import threading
from typing import TYPE_CHECKING

import uvicorn

from exit_sim.errors import BadInput
from exit_sim.live.app import app
from exit_sim.live.guard import LOOPBACK

if TYPE_CHECKING:
    from exit_sim.live.answers import Answering

HERE = "127.0.0.1"
BACKLOG, AT_ONCE = 256, 200
"""Connections that wait to be taken, and that are answered at once."""


def checked(address: str) -> str:
    """Take an address of this machine.

    Raises:
        BadInput: it is no address in numbers.
    """
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        problem, allowed = "is no address", "allowed: one in numbers, such as 0.0.0.0"
        raise BadInput(problem, key="--expose", value=address, allowed=allowed) from None


def listen(address: str, port: int) -> socket.socket:
    """Take a port, or say that it is taken.

    Raises:
        BadInput: it is, or this machine has no such address.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((address, port))
    except OSError as error:
        found.close()
        problem = f"cannot be listened to: {(error.strerror or str(error)).lower()}"
        allowed = "give another with --port"
        raise BadInput(problem, key=f"{address}:{port}", allowed=allowed) from None
    found.listen(BACKLOG)
    return found


def shown(address: str) -> str:
    """Write an address as it stands in a browser.

    >>> shown("0.0.0.0"), shown("::1")
    ('localhost', '[::1]')
    """
    if ipaddress.ip_address(address).is_unspecified:
        return "localhost"
    return f"[{address}]" if ":" in address else address


def serve(by: "Answering", listening: socket.socket, *, exposed: bool = False) -> None:
    """Serve until Ctrl-C."""
    hosts = {*LOOPBACK, *([socket.gethostname().lower()] if exposed else [])}
    settings = uvicorn.Config(
        app(by, hosts, anywhere=exposed),
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=False,
        limit_concurrency=AT_ONCE,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
        ws="none",
        http="h11",
    )
    threading.Thread(target=_warm, daemon=True).start()
    uvicorn.Server(settings).run(sockets=[listening])


def _warm() -> None:
    """Load what the first answer would have to wait for."""
    import matplotlib.figure  # noqa: F401

    from exit_sim.live import pages
    from exit_sim.results.many import replay
    from exit_sim.scenario import Scenario

    pages.files()
    replay(Scenario.load("baseline", sets=["time.horizon=1", "time.burn_in=0"]), 1)
