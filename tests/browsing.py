"""Pages are looked at in the system's own Chromium, and checked for accessibility by axe-core."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from reports import needed, program

ROOT = Path(__file__).parents[1]
WANTED = Path(__file__).parent / "browser" / "package.json"
LOOKED_AT = ROOT / "out" / "looked_at"
"""Where screenshots are put, to be looked at."""

WIDTHS = {"desktop": 1280, "phone": 375}
TALL = 900
A4 = (680, 1017)
"""Width and height of an A4 page between its margins, in the pixels of a style sheet."""


@contextmanager
def browser() -> Iterator[Any]:
    """Start Chromium without a window; where anything is missing, the test is skipped."""
    sync_api = needed("playwright.sync_api")
    path = program("chromium")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


@cache
def axe() -> str:
    """Give the source of axe-core, which is installed once for all tests, by npm."""
    version = json.loads(WANTED.read_text("utf-8"))["dependencies"]["axe-core"]
    folder = ROOT / f".axe-core-{version}"
    if not folder.exists():
        npm = program("npm")
        part = Path(mkdtemp(prefix=".axe-core-", dir=ROOT))
        shutil.copy(WANTED, part)
        words = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        subprocess.run([npm, "install", *words], cwd=part, check=True, timeout=300)
        try:
            part.rename(folder)
        except OSError:  # another test was quicker
            shutil.rmtree(part)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def violations(page: Any) -> list[str]:
    """Say what axe-core finds wrong with a page, all of it unfolded, one line each."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate(axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:200]}: {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def look(page: Any, name: str) -> None:
    """Keep a screenshot of a whole page, to be looked at."""
    LOOKED_AT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=LOOKED_AT / f"{name}.png", full_page=True)
