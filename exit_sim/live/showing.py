"""Pages that show what ships, and one organisation month by month."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from exit_sim.errors import BadInput
from exit_sim.live import bounds, controls, evidence, pages, story
from exit_sim.live.address import ONE, Experiment, organisation, read, values
from exit_sim.live.forms import pairs_in
from exit_sim.live.jobs import Work
from exit_sim.live.web import AT, asked, page
from exit_sim.live.works import Works, result_of
from exit_sim.results.many import replay
from exit_sim.scenario.population import Population


class Stories:
    """The story of one organisation."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def month(self, request: Request) -> Response:
        """Show one organisation, month by month."""
        asks = asked(request)
        named = any(key == "of" for key, _ in pairs_in(request.url.query))
        of = asks.of if named else asks.of._replace(of=ONE)
        if of.of in Population.names():
            of = of._replace(of=ONE)
        work = await self._works.work(of, lambda: _tells(of), "story")
        if not work.finished.is_set():
            return self._works.waiting(work, of, "/story")
        told: story.Told = result_of(work)
        last = told.run.last_month
        text = asks.at.strip() or "1"
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= last):
            problem, allowed = "is no month of it", f"allowed: a whole number from 1 to {last}"
            raise BadInput(problem, key=AT, value=text, allowed=allowed)
        month = await run_in_threadpool(story.month, told, int(text))
        return page(
            "story.html", here="/story", of=of, told=told, month=month, last=last,
            shipped=evidence.shipped(), questions=controls.questions(),
        )  # fmt: skip


async def scenarios(_request: Request) -> Response:
    """List what ships."""
    return page("scenarios.html", here="/scenarios", shipped=evidence.shipped())


async def scenario(request: Request) -> Response:
    """Show what one scenario sets."""
    of = read([("of", request.path_params["name"])])
    found = organisation(of)
    of_one = found.base if isinstance(found, Population) else found
    return page(
        "scenario.html",
        here="/scenarios",
        found=found,
        of=of,
        many=isinstance(found, Population),
        sets=evidence.sets(of_one),
    )


async def propositions(_request: Request) -> Response:
    """List propositions with their published verdicts."""
    found = await run_in_threadpool(evidence.propositions)
    return page("propositions.html", here="/propositions", judged=found)


async def accessibility(_request: Request) -> Response:
    """Say how far these pages can be used by everybody."""
    return page("accessibility.html", here="/accessibility")


async def static(request: Request) -> Response:
    """Hand on a style or a script."""
    found = pages.static().get(request.path_params["name"])
    if found is None:
        return await nowhere(request)
    kind, content = found
    kept = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(content, media_type=kind, headers=kept)


async def nowhere(_request: Request) -> Response:
    """Say that there is no such page."""
    why = "Nothing is at this address."
    return page("wrong.html", 404, title="There is no such page", why=why)


def _tells(of: Experiment) -> Callable[[Work], story.Told]:
    """Prepare one journey with all that is changed."""
    base = organisation(of)
    scenario = base.base if isinstance(base, Population) else base
    bounds.check_told(scenario)
    scenario = scenario.changed(*of.changes).with_(values(of.sets), by="the address")
    bounds.check_told(scenario)
    return lambda _work: story.told(replay(scenario, of.seed, people=True))
