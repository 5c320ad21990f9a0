"""Pages are written from the templates of reports, with a way about and a form on top."""

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exit_sim import __version__
from exit_sim.live.address import Experiment, address, parts

if TYPE_CHECKING:
    from jinja2 import Environment

STATIC = Path(__file__).parent / "static"
KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
WAYS = (
    ("/", "Questions"),
    ("/story", "One organisation"),
    ("/scenarios", "Scenarios"),
    ("/propositions", "Propositions"),
    ("/accessibility", "Accessibility"),
)
"""Where one may go from every page."""


def written(name: str, here: str = "", **said: Any) -> bytes:
    """Write a page; ``here`` is the way that is marked as the one taken."""
    template = environment().get_template(name)
    return template.render(here=here, ways=WAYS, **said).encode()


@cache
def environment() -> "Environment":
    """Give what reads the templates: the live page's own first, then those of reports."""
    from jinja2 import ChoiceLoader, PackageLoader

    from exit_sim.report.page import environment as of_reports

    loader = ChoiceLoader([PackageLoader("exit_sim.live"), PackageLoader("exit_sim.report")])
    found = of_reports().overlay(loader=loader)
    found.globals.update(version=__version__, files=files(), carried=carried, address=address)
    return found


@cache
def static() -> dict[str, tuple[str, bytes]]:
    """Read the few files that pages load, by name: what each is, and what is in it."""
    loader = environment_of_reports()
    found = {
        path.name: (KINDS[path.suffix], path.read_bytes())
        for path in sorted(STATIC.iterdir())
        if path.suffix in KINDS
    }
    return {"report.css": (KINDS[".css"], loader), **found}


def environment_of_reports() -> bytes:
    """Read the style of reports, which every page has too."""
    from exit_sim.report.page import environment as of_reports

    return of_reports().get_template("style.css").render().encode()


@cache
def files() -> dict[str, str]:
    """Name the address of each file, which changes with what is in it."""
    return {
        name: f"/static/{name}?{hashlib.sha256(content).hexdigest()[:8]}"
        for name, (_, content) in static().items()
    }


def carried(of: Experiment, *leave: str) -> list[tuple[str, str]]:
    """Give what a form carries on unseen: all that an experiment says but what begins so."""
    return [(key, value) for key, value in parts(of) if not key.startswith(leave)]
