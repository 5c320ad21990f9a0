"""Nothing comes in that is not asked of this page, and nothing goes out but its own."""

import ipaddress
import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from exit_sim.live.address import LONGEST

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "content-security-policy": "; ".join(f"{what} {where}" for what, where in POLICY.items()),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""What every answer says; pages of our own alone are styled, run, shown and framed."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Names under which this machine knows itself."""

_HOST = re.compile(r"(?:\[([0-9a-fA-F:]+)\]|([\w.-]+))(?::\d{1,5})?", re.ASCII)

CANCELS = "/cancel/"
"""Where alone something may be posted to."""


class Guard:
    """Stands before the pages: hosts, methods, sizes and origins first, headers last."""

    def __init__(self, app: "ASGIApp", hosts: Collection[str], *, anywhere: bool = False) -> None:
        self._app, self._hosts, self._anywhere = app, hosts, anywhere

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Let a request through, or say why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def guarded(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_encoded(HEADERS.items())]
            await send(message)

        status, why = self._wrong(scope)
        if status:
            await _refused(guarded, status, why)
        else:
            await self._app(scope, receive, guarded)

    def _wrong(self, scope: "Scope") -> tuple[int, str]:
        given = {name.decode("latin-1"): text.decode("latin-1") for name, text in scope["headers"]}
        host, path = given.get("host", ""), scope["path"]
        if not self._known(host):
            return 400, "This page answers under its own name only."
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return 405, "Pages are asked for, and work is cancelled; nothing else is done here."
        posted = scope["method"] == "POST"
        if posted and not (path.startswith(CANCELS) and _from_here(given, host)):
            return 403, "Nothing but cancelling is posted here, from pages of its own."
        if posted and _length(given.get("content-length", "0")) > LONGEST:
            return 413, "That is more than cancelling takes."
        if len(scope.get("raw_path") or path) + len(scope["query_string"]) > LONGEST:
            return 414, f"An address is at most {LONGEST} letters long."
        return 0, ""

    def _known(self, host: str) -> bool:
        name = _name(host)
        return name in self._hosts or (self._anywhere and _is_number(name))


def _name(host: str) -> str:
    """Take the port off a host; nothing is left of what is no host.

    >>> _name("localhost:8000"), _name("[::1]:8000"), _name("127.0.0.1:80@example.org")
    ('localhost', '::1', '')
    """
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).lower() if found else ""


def _is_number(name: str) -> bool:
    """Whether this is an address in numbers, which no name service can point elsewhere."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _from_here(given: dict[str, str], host: str) -> bool:
    """Whether a form of our own was sent, not one on another site.

    Since pages give no referrer, browsers hide where a form of theirs is from, and say instead
    whether it is of the same origin.
    """
    if "sec-fetch-site" in given:
        return given["sec-fetch-site"] == "same-origin"
    return given.get("origin", "") in {"", f"http://{host}", f"https://{host}"}


def _length(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else LONGEST + 1


def _encoded(pairs: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), text.encode()) for name, text in pairs]


async def _refused(send: "Send", status: int, why: str) -> None:
    body = f"{why}\n".encode()
    headers = {"content-type": "text/plain; charset=utf-8", "content-length": str(len(body))}
    head = {"type": "http.response.start", "status": status, "headers": _encoded(headers.items())}
    await send(head)
    await send({"type": "http.response.body", "body": body})
