"""The live page as tests ask it: in this process, of a small organisation that answers quickly."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from exit_sim.scenario.settable import SETTABLE
from reports import needed
from small_organisations import EAGER, LEAST

HERE = "http://127.0.0.1"
SMALL = {**LEAST, **EAGER, "time.horizon": 48, "innovation.pilot_months": 12}
"""A small organisation that is followed for long enough to know what lasts."""

LIKE = "of=baseline&" + "&".join(f"is.{name}={SMALL[name]}" for name in SETTABLE if name in SMALL)
ASKED = f"{LIKE}&change=taper&precision=0.5"
"""One question of it, answered after one round."""


def slow_to_answer(change: str = "taper") -> str:
    """Ask what takes some seconds, and for every change is another question."""
    return f"of=baseline&is.people.frontline=300&change={change}&precision=0.01"


@contextmanager
def opened(**more: Any) -> Iterator[Any]:
    """Open the pages; they are closed, and their work with them, at the end."""
    testclient = needed("starlette.testclient")
    from exit_sim.commands.answering import ANSWERING
    from exit_sim.live.app import app

    with testclient.TestClient(app(ANSWERING), base_url=HERE, **more) as client:
        yield client


def answer_to(client: Any, path: str, patience: float = 60.0) -> Any:
    """Ask until there is an answer, as a page that waits does."""
    end = time.monotonic() + patience
    while True:
        found = client.get(path)
        if found.status_code != 202 or time.monotonic() > end:
            return found
        time.sleep(0.2)
