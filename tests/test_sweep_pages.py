"""What the pages about a sweep's folder show is so: their Python and shell run, and print that."""

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import exit_sim
from command_line import ask
from sweeping import lived, promised

DOCS = Path(exit_sim.__file__).resolve().parents[1] / "docs"
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
PAGES = ("store.md", "from_r.md")


def needed(module: str) -> None:
    """Skip where a library is missing; in CI none may be."""
    if os.environ.get("CI") != "true":
        pytest.importorskip(module)


def blocks(page: str) -> Iterator[tuple[str, str, str]]:
    """The blocks of a page: language, text, and what it says is printed."""
    found = [(one["language"], one["text"]) for one in FENCE.finditer((DOCS / page).read_text())]
    for (language, text), (after, printed) in zip(found, [*found[1:], ("", "")], strict=True):
        yield language, text, printed if after == "text" else ""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, engine: None) -> Path:
    """A folder with the design that docs/from_r.md shows, and its sweep."""
    where = tmp_path_factory.mktemp("pages")
    (design,) = (text for language, text, _ in blocks("from_r.md") if language == "toml")
    (where / "champion.toml").write_text(design)
    lived(where / "sweep", where / "champion.toml")
    return where


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_python_of_a_page_prints_what_it_shows(page: str, place: Path, monkeypatch) -> None:
    """Each block of Python runs after those before it, and prints what stands below it."""
    if page == "store.md":
        needed("duckdb")
    monkeypatch.chdir(place)
    known: dict[str, object] = {}
    for language, text, printed in blocks(page):
        if language == "python":
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                exec(compile(text, page, "exec"), known)  # noqa: S102
            assert [line.rstrip() for line in said.getvalue().splitlines()] == printed.splitlines()


@pytest.mark.slow
def test_shell_of_a_page_finds_what_is_damaged(place: Path, tmp_path: Path) -> None:
    """The hash of each file is checked by what every system has; a damaged one is named."""
    if shutil.which("sha256sum") is None and os.environ.get("CI") != "true":
        pytest.skip("there is no sha256sum here")
    shutil.copytree(place / "sweep", tmp_path / "sweep")
    (check,) = (text for language, text, _ in blocks("store.md") if language == "sh")

    def said() -> str:
        command = ["sh", "-c", check]
        return subprocess.run(
            command, cwd=tmp_path, check=True, capture_output=True, text=True
        ).stdout

    assert said() == ""
    path = next((tmp_path / "sweep" / "journeys").iterdir())
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert said() == f"{path.relative_to(tmp_path)} is damaged\n"


@pytest.mark.slow
def test_every_file_and_key_is_explained(place: Path) -> None:
    """The page about the store names every file of a folder, and every key of its plan."""
    page = (DOCS / "store.md").read_text()
    for name in promised(place / "sweep"):
        known = name if "/" not in name else f"{name.partition('/')[0]}/part-NNNNNN.HASH.parquet"
        assert f"`{known}`" in page, name
    for key in json.loads((place / "sweep" / "plan.json").read_text()):
        assert re.search(rf"^\| .*`{key}`.* \|.*\|$", page, re.MULTILINE), key


@pytest.mark.slow
def test_the_workbook_says_the_same(place: Path, tmp_path: Path, capsys) -> None:
    """The mean difference that the page reckons is that of the summary that is exported."""
    needed("openpyxl")
    out = tmp_path / "sweep.xlsx"
    assert ask(capsys, "export", str(place / "sweep"), "--to", "xlsx", "--out", str(out)).code == 0
    results = pd.read_excel(out, sheet_name="results")
    told = results[results["option"] == "champion_stays"].set_index("point")["difference"]
    shown = re.findall(
        r"^(\d) +\d+ +(-?[\d.]+) +[\d.]+$", (DOCS / "from_r.md").read_text(), re.MULTILINE
    )
    assert {int(point): float(mean) for point, mean in shown} == told.round(4).to_dict()


def test_r_is_marked_as_not_tested() -> None:
    """Wherever a page shows R, it says that it was not run."""
    for page in PAGES:
        text = (DOCS / page).read_text()
        for block in FENCE.finditer(text):
            if block["language"] == "r":
                before = text[: block.start()]
                heading = before.rfind("\n#")
                assert "not tested" in before[heading:] or "not tested" in before[-200:]


def test_the_pages_are_linked_from_the_readme() -> None:
    """Whoever reads the README finds both."""
    readme = (DOCS.parent / "README.md").read_text()
    assert all(f"(docs/{page})" in readme for page in PAGES)
