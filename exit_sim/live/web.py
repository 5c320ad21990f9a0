"""What every page does: read its address, be written, and say what went wrong in one sentence."""

import logging
from collections.abc import Callable
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from exit_sim.errors import BadInput
from exit_sim.live import pages
from exit_sim.live.address import Experiment, address, query, read
from exit_sim.live.forms import pairs_in, plain
from exit_sim.live.jobs import TRY_AGAIN, Cancelled, Full

HTML = "text/html; charset=utf-8"
AT = "at"
"""The part of an address that says which month is looked at; it is no part of an experiment."""


class Asks(NamedTuple):
    """What an address asks for: an experiment, in which way it is written, and which month."""

    of: Experiment
    at: str


def careful(way: Callable[[Request], Any]) -> Callable[[Request], Any]:
    """Answer what cannot be used with one sentence, and what is too much with when to come back."""

    async def safe(request: Request) -> Response:
        try:
            found: Response = await way(request)
        except BadInput as error:
            return page("wrong.html", 400, title="This cannot be used", why=str(error))
        except Full:
            why = "All that this machine does at once is being done, and the queue is full."
            found = page("full.html", 503, title="Please wait", why=why, seconds=TRY_AGAIN)
            found.headers["retry-after"] = str(TRY_AGAIN)
        except Cancelled:
            why = "Nobody waits for it any more, or somebody cancelled it."
            return page("wrong.html", 409, title="It was cancelled", why=why)
        except Exception:
            logging.getLogger("exit_sim.live").exception("A page failed.")
            why = "Something went wrong in exit_sim itself: please report it."
            return page("wrong.html", 500, title="A fault of ours", why=why)
        return found

    return safe


def page(name: str, status: int = 200, **said: Any) -> Response:
    """Give a page."""
    said.setdefault("here", "")
    return Response(pages.written(name, **said), status, media_type=HTML)


def asked(request: Request) -> Asks:
    """Read what an address asks for; a form's is written in its one way."""
    pairs = plain(pairs_in(request.url.query))
    at = [value for key, value in pairs if key == AT]
    return Asks(read([pair for pair in pairs if pair[0] != AT]), at[-1] if at else "")


def elsewhere(request: Request, of: Experiment, path: str) -> Response | None:
    """Send a form on to the one address that says the same."""
    there = address(of, path)
    here = f"{path}?{query(pairs_in(request.url.query))}"
    return None if here == there else RedirectResponse(there, 303)


def file(content: bytes, kind: str, name: str) -> Response:
    """Hand on a file."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
