"""The viewer is served on this machine alone, and asks nobody else for anything."""

import os
import warnings
from typing import TYPE_CHECKING

os.environ |= {  # before Solara is loaded
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",  # else it tells its makers that it runs
    "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",  # what its packages lack is fetched from nowhere
    "SOLARA_CHECK_HOOKS": "off",  # Mesa breaks a rule of hooks where there is nothing to show
    "SOLARA_THEME_TITLE": "exit_sim",
    "SOLARA_THEME_SHOW_BANNER": "false",
}

import mesa.visualization  # noqa: F401  so that it is missed before anything is begun
import uvicorn
from solara.server import app as apps
from solara.server import starlette as server
from starlette.middleware.trustedhost import TrustedHostMiddleware

from exit_sim.watching import page

if TYPE_CHECKING:
    import socket

    from exit_sim.scenario import Scenario

HOSTS = ("127.0.0.1", "localhost")


def serve(scenario: "Scenario", listening: "socket.socket") -> None:
    """Serve until Ctrl-C."""
    warnings.filterwarnings("ignore", "Cookies with samesite=none")  # nothing embeds this page
    page.Asked.scenario = scenario
    apps.apps["__default__"] = apps.AppScript("exit_sim.watching.page")
    settings = uvicorn.Config(
        TrustedHostMiddleware(server.app, allowed_hosts=HOSTS),
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(settings).run(sockets=[listening])
