"""The pages and their addresses: every one answers a GET, and all that it says stands in that."""

import hashlib
import logging
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from exit_sim.errors import BadInput
from exit_sim.live import bounds, controls, downloads, evidence, pages, story
from exit_sim.live.address import (
    MANY,
    ONE,
    Experiment,
    address,
    organisation,
    pairs_in,
    plain,
    query,
    read,
)
from exit_sim.live.answers import Answer, Answering, answered, begun
from exit_sim.live.guard import LOOPBACK, Guard
from exit_sim.live.jobs import TRY_AGAIN, Cancelled, Full, Jobs, Work
from exit_sim.results.many import replay
from exit_sim.scenario.changes import DECIDERS
from exit_sim.scenario.population import Population

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

AT_ONCE = 1.0
"""Seconds for which a page waits for an answer before it says that it takes longer."""
LOOKS = 0.02
SOON = 1
"""Seconds after which a waiting page looks again, where no script does."""

HTML = "text/html; charset=utf-8"
AT = "at"
"""The part of an address that says which month is looked at; it is no part of an experiment."""


class Asks(NamedTuple):
    """What an address asks for: an experiment, in which way it is written, and which month."""

    of: Experiment
    at: str


def app(by: Answering, hosts: Collection[str] = LOOPBACK, *, anywhere: bool = False) -> Starlette:
    """Give the pages; ``by`` makes and tells answers, ``hosts`` are the names answered to."""
    jobs = Jobs()

    @asynccontextmanager
    async def living(_: Starlette) -> "AsyncIterator[None]":
        yield
        jobs.close()

    live = Live(by, jobs)
    ways: dict[str, Callable[[Request], Any]] = {
        "/": live.begin,
        "/like": live.like,
        "/details": live.details,
        "/answer": live.answer,
        "/answer/report.html": live.report,
        "/answer/differences.csv": live.differences,
        "/answer/described.toml": live.described,
        "/progress/{key}": live.progress,
        "/story": live.story,
        "/scenarios": live.scenarios,
        "/scenarios/{name}": live.scenario,
        "/propositions": live.propositions,
        "/accessibility": live.accessibility,
        "/static/{name}": live.static,
    }
    routes = [Route(path, _careful(way), methods=["GET"]) for path, way in ways.items()]
    routes.append(Route("/cancel/{key}", _careful(live.cancel), methods=["POST"]))
    routes.append(Route("/{rest:path}", _careful(live.nowhere), methods=["GET", "POST"]))
    guard = Middleware(Guard, hosts=hosts, anywhere=anywhere)
    made = Starlette(routes=routes, middleware=[guard], lifespan=living)
    made.state.jobs = jobs
    return made


def _careful(way: Callable[[Request], Any]) -> Callable[[Request], Any]:
    """Answer what cannot be used with one sentence, and what is too much with when to come back."""

    async def page(request: Request) -> Response:
        try:
            found: Response = await way(request)
        except BadInput as error:
            return _page("wrong.html", 400, title="This cannot be used", why=str(error))
        except Full:
            why = "All that this machine does at once is being done, and the queue is full."
            found = _page("full.html", 503, title="Please wait", why=why, seconds=TRY_AGAIN)
            found.headers["retry-after"] = str(TRY_AGAIN)
        except Cancelled:
            why = "Nobody waits for it any more, or somebody cancelled it."
            return _page("wrong.html", 409, title="It was cancelled", why=why)
        except Exception:
            logging.getLogger("exit_sim.live").exception("A page failed.")
            why = "Something went wrong in exit_sim itself: please report it."
            return _page("wrong.html", 500, title="A fault of ours", why=why)
        return found

    return page


def _page(name: str, status: int = 200, **said: Any) -> Response:
    said.setdefault("here", "")
    return Response(pages.written(name, **said), status, media_type=HTML)


def _asks(request: Request) -> Asks:
    """Read what an address asks for; a form's is written in its one way."""
    pairs = plain(pairs_in(request.url.query))
    at = [value for key, value in pairs if key == AT]
    return Asks(read([pair for pair in pairs if pair[0] != AT]), at[-1] if at else "")


def _elsewhere(request: Request, of: Experiment, path: str) -> Response | None:
    """Send a form on to the one address that says the same."""
    there = address(of, path)
    here = f"{path}?{query(pairs_in(request.url.query))}"
    return None if here == there else RedirectResponse(there, 303)


class Live:
    """Pages that need work, and those that do not."""

    def __init__(self, by: Answering, jobs: Jobs) -> None:
        self._by, self._jobs = by, jobs

    # ----------------------------------------------------------------------------- asking

    async def begin(self, request: Request) -> Response:
        """Show the questions, by ingredient and by who decides."""
        pairs = pairs_in(request.url.query)
        decider = dict(pairs).get("decider", "")
        if decider not in {"", *DECIDERS} or len(pairs) > 1:
            problem = "is nobody who decides"
            raise BadInput(problem, key="decider", value=decider)
        groups = list(controls.by_ingredient(decider))
        return _page("begin.html", here="/", groups=groups, decider=decider, deciders=DECIDERS)

    async def like(self, request: Request) -> Response:
        """Ask what the council or provider is like."""
        of = _asks(request).of
        if not any(key == "of" for key, _ in pairs_in(request.url.query)):
            of = of._replace(of=ONE)
        return _page("like.html", here="/", **_form(of))

    async def details(self, request: Request) -> Response:
        """Ask for details by the five ingredients."""
        asks = _asks(request)
        return _elsewhere(request, asks.of, "/details") or _page(
            "details.html", here="/", groups=controls.details(), **_form(asks.of)
        )

    # -------------------------------------------------------------------------- answering

    async def answer(self, request: Request) -> Response:
        """Answer, or say how far it is."""
        asks = _asks(request)
        if not asks.of.asks:
            return RedirectResponse(address(asks.of, "/like"), 303)
        moved = _elsewhere(request, asks.of, "/answer")
        if moved is not None:
            return moved
        work = await self._work(asks.of, self._answers(asks.of))
        if not work.finished.is_set():
            return self._waiting(work, asks.of)
        made: Made = _result(work)
        return Response(made.page, media_type=HTML)

    async def report(self, request: Request) -> Response:
        """Hand on the report as one file."""
        from exit_sim.report.page import page

        made = await self._made(request)
        if isinstance(made, Response):
            return made
        content = await run_in_threadpool(page, made.answer.report, made.answer.files)
        return _file(content, HTML, "report.html")

    async def differences(self, request: Request) -> Response:
        """Hand on every difference as a table."""
        made = await self._made(request)
        if isinstance(made, Response):
            return made
        return _file(made.answer.csv, "text/csv; charset=utf-8", "differences.csv")

    async def described(self, request: Request) -> Response:
        """Hand on what no change means, as a scenario."""
        of = _asks(request).of
        organisation(of)
        return _file(
            downloads.toml(of).encode(), "application/toml; charset=utf-8", "described.toml"
        )

    async def _made(self, request: Request) -> "Made | Response":
        of = _asks(request).of
        if not of.asks:
            problem = "asks for nothing to be otherwise"
            raise BadInput(problem, key="the address")
        work = await self._work(of, self._answers(of))
        return _result(work) if work.finished.is_set() else self._waiting(work, of)

    def _answers(self, of: Experiment) -> Callable[[], Callable[[Work], "Made"]]:
        def prepared() -> Callable[[Work], Made]:
            compared = begun(of, self._by)

            def do(work: Work) -> Made:
                answer = answered(compared, self._by, work)
                work.goes("writing")
                return Made(answer, _written(answer, compared.asks))

            return do

        return prepared

    async def _work(
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

    def _waiting(self, work: Work, of: Experiment, here: str = "/") -> Response:
        return _page(
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
        return _page("stopped.html", title="Cancelled")

    # ------------------------------------------------------------------ what ships, and one of it

    async def story(self, request: Request) -> Response:
        """Show one organisation, month by month."""
        asks = _asks(request)
        named = any(key == "of" for key, _ in pairs_in(request.url.query))
        of = asks.of if named else asks.of._replace(of=ONE)
        if of.of in Population.names():
            of = of._replace(of=ONE)
        work = await self._work(of, lambda: _tells(of), "story")
        if not work.finished.is_set():
            return self._waiting(work, of, "/story")
        told: story.Told = _result(work)
        last = told.run.last_month
        text = asks.at.strip() or "1"
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= last):
            problem, allowed = "is no month of it", f"allowed: a whole number from 1 to {last}"
            raise BadInput(problem, key=AT, value=text, allowed=allowed)
        month = await run_in_threadpool(story.month, told, int(text))
        return _page(
            "story.html", here="/story", of=of, told=told, month=month, last=last,
            shipped=evidence.shipped(), questions=controls.questions(),
        )  # fmt: skip

    async def scenarios(self, _request: Request) -> Response:
        """List what ships."""
        return _page("scenarios.html", here="/scenarios", shipped=evidence.shipped())

    async def scenario(self, request: Request) -> Response:
        """Show what one scenario sets."""
        of = read([("of", request.path_params["name"])])
        found = organisation(of)
        of_one = found.base if isinstance(found, Population) else found
        return _page(
            "scenario.html",
            here="/scenarios",
            found=found,
            of=of,
            many=isinstance(found, Population),
            sets=evidence.sets(of_one),
        )

    async def propositions(self, _request: Request) -> Response:
        """List propositions with their published verdicts."""
        found = await run_in_threadpool(evidence.propositions)
        return _page("propositions.html", here="/propositions", judged=found)

    async def accessibility(self, _request: Request) -> Response:
        """Say how far these pages can be used by everybody."""
        return _page("accessibility.html", here="/accessibility")

    async def static(self, request: Request) -> Response:
        """Hand on a style or a script."""
        found = pages.static().get(request.path_params["name"])
        if found is None:
            return await self.nowhere(request)
        kind, content = found
        kept = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(content, media_type=kind, headers=kept)

    async def nowhere(self, _request: Request) -> Response:
        """Say that there is no such page."""
        why = "Nothing is at this address."
        return _page("wrong.html", 404, title="There is no such page", why=why)


class Made(NamedTuple):
    """An answer and its page."""

    answer: Answer
    page: bytes


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


def _result(work: Work) -> Any:
    if work.problem is not None:
        raise work.problem
    return work.result


def _tells(of: Experiment) -> Callable[[Work], story.Told]:
    """Prepare one journey with all that is changed."""
    from exit_sim.live.address import values

    base = organisation(of)
    scenario = base.base if isinstance(base, Population) else base
    bounds.check_told(scenario)
    scenario = scenario.changed(*of.changes).with_(values(of.sets), by="the address")
    bounds.check_told(scenario)
    return lambda _work: story.told(replay(scenario, of.seed, people=True))


def _written(answer: Answer, asks: Sequence[str]) -> bytes:
    from exit_sim.report.page import Sent, Shows

    return pages.written(
        "answer.html",
        "/",
        report=answer.report,
        sent=Sent(),
        shows=Shows(answer.files),
        answer=answer,
        asks=asks,
        says=downloads.says(answer.report),
        **_form(answer.of),
    )


def _form(of: Experiment) -> dict[str, Any]:
    """What forms show of an experiment."""
    asked = {spec.partition(":")[0]: spec for spec in of.changes}
    chosen = []
    for one in controls.questions():
        if one.name in asked:
            given = dict(
                part.split("=", 1) for part in asked[one.name].partition(":")[2].split(",") if part
            )
            options = [(name, given.get(name, usual)) for name, usual in one.options]
            chosen.append((one, options))
    return {
        "of": of,
        "chosen": chosen,
        "like": list(controls.like()),
        "given": dict(of.is_like),
        "changed": dict(of.sets),
        "one": ONE,
        "many": MANY,
        "scenarios": [
            (one.name, one.title) for one in evidence.shipped() if one.name not in {ONE, MANY}
        ],
        "described": of.of == ONE,
        "asked_again": [f"is.{name}" for name, *_ in controls.LIKE] if of.of == ONE else [],
    }


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
