"""Pages that ask: questions first, then what a place is like, then details by ingredient."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from exit_sim.errors import BadInput
from exit_sim.live import controls, evidence
from exit_sim.live.address import MANY, ONE, Experiment
from exit_sim.live.forms import pairs_in
from exit_sim.live.web import asked, elsewhere, page
from exit_sim.scenario.changes import DECIDERS


async def begin(request: Request) -> Response:
    """Show the questions, by ingredient and by who decides."""
    pairs = pairs_in(request.url.query)
    decider = dict(pairs).get("decider", "")
    if decider not in {"", *DECIDERS} or len(pairs) > 1:
        problem = "is nobody who decides"
        raise BadInput(problem, key="decider", value=decider)
    groups = list(controls.by_ingredient(decider))
    return page("begin.html", here="/", groups=groups, decider=decider, deciders=DECIDERS)


async def like(request: Request) -> Response:
    """Ask what the council or provider is like."""
    of = asked(request).of
    if not any(key == "of" for key, _ in pairs_in(request.url.query)):
        of = of._replace(of=ONE)
    return page("like.html", here="/", **form(of))


async def details(request: Request) -> Response:
    """Ask for details by the five ingredients."""
    asks = asked(request)
    return elsewhere(request, asks.of, "/details") or page(
        "details.html", here="/", groups=controls.details(), **form(asks.of)
    )


def form(of: Experiment) -> dict[str, Any]:
    """What forms show of an experiment."""
    named = {spec.partition(":")[0]: spec for spec in of.changes}
    chosen = []
    for one in controls.questions():
        if one.name in named:
            given = dict(
                part.split("=", 1) for part in named[one.name].partition(":")[2].split(",") if part
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
