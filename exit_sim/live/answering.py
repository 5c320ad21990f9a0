"""Pages that answer: a report over fresh twins, and what may be taken away of it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from exit_sim.errors import BadInput
from exit_sim.live import downloads, pages
from exit_sim.live.address import Experiment, address, organisation
from exit_sim.live.answers import Answer, Answering, answered, begun
from exit_sim.live.asking import form
from exit_sim.live.jobs import Work
from exit_sim.live.web import HTML, asked, elsewhere, file
from exit_sim.live.works import Works, result_of


class Made(NamedTuple):
    """An answer and its page."""

    answer: Answer
    page: bytes


class Answers:
    """The answer to an address, on a page and in files."""

    def __init__(self, by: Answering, works: Works) -> None:
        self._by, self._works = by, works

    async def answer(self, request: Request) -> Response:
        """Answer, or say how far it is."""
        asks = asked(request)
        if not asks.of.asks:
            return RedirectResponse(address(asks.of, "/like"), 303)
        moved = elsewhere(request, asks.of, "/answer")
        if moved is not None:
            return moved
        work = await self._works.work(asks.of, self._answers(asks.of))
        if not work.finished.is_set():
            return self._works.waiting(work, asks.of)
        made: Made = result_of(work)
        return Response(made.page, media_type=HTML)

    async def report(self, request: Request) -> Response:
        """Hand on the report as one file."""
        from exit_sim.report.page import page

        made = await self._made(request)
        if isinstance(made, Response):
            return made
        content = await run_in_threadpool(page, made.answer.report, made.answer.files)
        return file(content, HTML, "report.html")

    async def differences(self, request: Request) -> Response:
        """Hand on every difference as a table."""
        made = await self._made(request)
        if isinstance(made, Response):
            return made
        return file(made.answer.csv, "text/csv; charset=utf-8", "differences.csv")

    async def described(self, request: Request) -> Response:
        """Hand on what no change means, as a scenario."""
        of = asked(request).of
        organisation(of)
        return file(
            downloads.toml(of).encode(), "application/toml; charset=utf-8", "described.toml"
        )

    async def _made(self, request: Request) -> "Made | Response":
        of = asked(request).of
        if not of.asks:
            problem = "asks for nothing to be otherwise"
            raise BadInput(problem, key="the address")
        work = await self._works.work(of, self._answers(of))
        return result_of(work) if work.finished.is_set() else self._works.waiting(work, of)

    def _answers(self, of: Experiment) -> Callable[[], Callable[[Work], "Made"]]:
        def prepared() -> Callable[[Work], Made]:
            compared = begun(of, self._by)

            def do(work: Work) -> Made:
                answer = answered(compared, self._by, work)
                work.goes("writing")
                return Made(answer, _written(answer, compared.asks))

            return do

        return prepared


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
        **form(answer.of),
    )
