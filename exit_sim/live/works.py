"""A page that needs work begins it or joins it, waits a moment, and else says how far it is."""

import hashlib
import time
from collections.abc import Callable
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from exit_sim.live.address import Experiment, address
from exit_sim.live.jobs import Jobs, Work
from exit_sim.live.web import page

AT_ONCE = 1.0
"""Seconds for which a page waits for an answer before it says that it takes longer."""
LOOKS = 0.02
SOON = 1
"""Seconds after which a waiting page looks again, where no script does."""


class Works:
    """The works that pages wait for."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    async def work(
        self, of: Experiment, prepared: Callable[[], Callable[[Work], Any]], kind: str = "answer"
    ) -> Work:
        """Begin a work, or find it, and give it a moment to be done."""
        key = key_of(address(of, f"/{kind}"))
        work = self._jobs.find(key)
        if work is None:
            self._jobs.room()
            do = await run_in_threadpool(prepared)
            work = self._jobs.ask(key, do)
        end = time.monotonic() + AT_ONCE
        while not work.finished.is_set() and time.monotonic() < end:  # noqa: ASYNC110  a thread's
            await anyio.sleep(LOOKS)
        return work

    def waiting(self, work: Work, of: Experiment, here: str = "/") -> Response:
        """Say how far a work is, and how to cancel it."""
        return page(
            "waiting.html",
            202,
            here=here,
            work=work,
            before=self._jobs.before(work),
            says=said(work, self._jobs.before(work)),
            seconds=SOON,
            back=address(of, "/like"),
        )

    async def progress(self, request: Request) -> Response:
        """Say how far a work is, for scripts."""
        work = self._jobs.find(request.path_params["key"])
        if work is None:
            return JSONResponse({"state": "gone"}, 404)
        state = "done" if work.finished.is_set() else "going"
        says = said(work, self._jobs.before(work))
        return JSONResponse(
            {"state": state, "done": work.done, "total": work.total, "says": says},
            headers={"cache-control": "no-store"},
        )

    async def cancel(self, request: Request) -> Response:
        """Cancel a work."""
        self._jobs.cancel(request.path_params["key"])
        return page("stopped.html", title="Cancelled")


def key_of(text: str) -> str:
    """Give the name under which the work of an address is known."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def said(work: Work, before: int) -> str:
    """Say how far a work is."""
    if before:
        return f"Waiting: {before} in the queue before it begins."
    if work.doing == "living":
        return f"{work.done} of {work.total} simulated journeys have ended in this round."
    return {"drawing": "Drawing the figures.", "writing": "Writing the page."}.get(
        work.doing, "Preparing."
    )


def result_of(work: Work) -> Any:
    """Give what came of a work, or raise why nothing did."""
    if work.problem is not None:
        raise work.problem
    return work.result
