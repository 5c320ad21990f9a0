"""The pages and their addresses: every one answers a GET, and all that it says stands in that."""

from collections.abc import Callable, Collection
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import Route

from exit_sim.live import asking, showing
from exit_sim.live.answering import Answers
from exit_sim.live.answers import Answering
from exit_sim.live.guard import LOOPBACK, Guard
from exit_sim.live.jobs import Jobs
from exit_sim.live.showing import Stories
from exit_sim.live.web import careful
from exit_sim.live.works import Works

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def app(by: Answering, hosts: Collection[str] = LOOPBACK, *, anywhere: bool = False) -> Starlette:
    """Give the pages; ``by`` makes and tells answers, ``hosts`` are the names answered to."""
    jobs = Jobs()

    @asynccontextmanager
    async def living(_: Starlette) -> "AsyncIterator[None]":
        yield
        jobs.close()

    works = Works(jobs)
    answers, stories = Answers(by, works), Stories(works)
    ways: dict[str, Callable[[Request], Any]] = {
        "/": asking.begin,
        "/like": asking.like,
        "/details": asking.details,
        "/answer": answers.answer,
        "/answer/report.html": answers.report,
        "/answer/differences.csv": answers.differences,
        "/answer/described.toml": answers.described,
        "/progress/{key}": works.progress,
        "/story": stories.month,
        "/scenarios": showing.scenarios,
        "/scenarios/{name}": showing.scenario,
        "/propositions": showing.propositions,
        "/accessibility": showing.accessibility,
        "/static/{name}": showing.static,
    }
    routes = [Route(path, careful(way), methods=["GET"]) for path, way in ways.items()]
    routes.append(Route("/cancel/{key}", careful(works.cancel), methods=["POST"]))
    routes.append(Route("/{rest:path}", careful(showing.nowhere), methods=["GET", "POST"]))
    guard = Middleware(Guard, hosts=hosts, anywhere=anywhere)
    made = Starlette(routes=routes, middleware=[guard], lifespan=living)
    made.state.jobs = jobs
    return made
