"""The rules are compiled once for each state of them; whatever cannot be kept changes no number."""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

import exit_sim
from exit_sim.results.fingerprint import digest
from exit_sim.results.run_record import simulate
from exit_sim.scenario import Scenario
from small_organisations import EAGER, LEAST

pytestmark = pytest.mark.usefixtures("engine")

PACKAGE = Path(exit_sim.__file__).parent
SHORT = {**LEAST, **EAGER, "time.horizon": 12}
SAID = f"""
import warnings
from exit_sim.ensemble.jobs import Job
from exit_sim.ensemble.notices import EngineNotice
from exit_sim.results.fingerprint import digest
from exit_sim.results.many import replays
from exit_sim.scenario import Scenario

with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always", EngineNotice)
    (run,) = replays([Job(Scenario.load("baseline").with_({SHORT!r}), 3)])
print(digest(run))
for one in said:
    assert issubclass(one.category, EngineNotice)
    print(one.message)
"""


class Heard(NamedTuple):
    """What a process of its own came to: the digest of one run, and what was said of the engine."""

    digest: str
    notices: list[str]


def ask(root: Path, env: Mapping[str, str], before: str = "") -> Heard:
    """Run one journey with the compiled engine of a package, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", before + SAID],
        env={**os.environ, "PYTHONPATH": str(root), **env},
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    first, *notices = done.stdout.splitlines()
    return Heard(first, notices)


def here() -> str:
    """The digest of the same run by Mesa, with the rules as they are."""
    return digest(simulate(Scenario.load("baseline").with_(SHORT), 3))


SLOW = "The compiled engine cannot be used here (", "); Mesa gives the same numbers"


def test_without_a_compiler() -> None:
    """Where numba is absent one line says so, and the numbers are the same."""
    heard = ask(PACKAGE.parent, {}, "import sys; sys.modules['numba'] = None\n")
    (said,) = heard.notices
    assert heard.digest == here()
    assert said.startswith(SLOW[0])
    assert SLOW[1] in said


def test_compiling_switched_off() -> None:
    """Where compiling is switched off one line says so, and the numbers are the same."""
    heard = ask(PACKAGE.parent, {"NUMBA_DISABLE_JIT": "1"})
    (said,) = heard.notices
    assert heard.digest == here()
    assert said.startswith(f"{SLOW[0]}NUMBA_DISABLE_JIT is set{SLOW[1]}")


@pytest.mark.slow
def test_no_place_to_keep_it(tmp_path: Path) -> None:
    """Where nothing can be kept one line says so, and the numbers are the same."""
    (tmp_path / "a file").write_text("", "utf-8")
    heard = ask(PACKAGE.parent, {"XDG_CACHE_HOME": str(tmp_path / "a file")})
    (said,) = heard.notices
    assert heard.digest == here()
    why = r".*a file/exit_sim/programs/\w+: .*; the rules are compiled anew each time"
    assert re.fullmatch(why + r", to the same numbers\.", said)
    assert [path.name for path in tmp_path.iterdir()] == ["a file"]


def folders(cache: Path) -> list[Path]:
    """What is kept, oldest first."""
    return sorted(
        (cache / "exit_sim" / "programs").iterdir(), key=lambda path: path.stat().st_mtime
    )


@pytest.mark.slow
def test_an_edited_rule_is_compiled_anew(tmp_path: Path) -> None:
    """An edited rule gives its new answer at once, an edited report costs nothing; all is private.

    What is kept is found again by the next process, and only the newest three are kept.
    """
    shutil.copytree(PACKAGE, tmp_path / "exit_sim", ignore=shutil.ignore_patterns("__pycache__"))
    cache = tmp_path / "cache"
    env = {"XDG_CACHE_HOME": str(cache)}
    first = ask(tmp_path, env)
    assert first.digest == here()
    assert len(first.notices) == 1
    assert first.notices[0].startswith("Compiling the rules, once")
    (kept,) = folders(cache)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    assert ask(tmp_path, env) == Heard(first.digest, [])

    report = tmp_path / "exit_sim" / "story" / "sentence.py"
    report.write_text(report.read_text("utf-8") + "\n", "utf-8")
    assert ask(tmp_path, env) == Heard(first.digest, [])

    for name in ("older", "old", "newer"):
        (kept.parent / name).mkdir()
        os.utime(kept.parent / name, (len(name), len(name)))
    rule = tmp_path / "exit_sim" / "setting.py"
    text = rule.read_text("utf-8")
    changed = text.replace(
        "due = now.months_to_inspection - 1.0", "due = now.months_to_inspection - 2.0"
    )
    assert changed != text
    rule.write_text(changed, "utf-8")
    edited = ask(tmp_path, env)
    by_mesa = ask(tmp_path, {**env, "NUMBA_DISABLE_JIT": "1"})
    assert edited.digest == by_mesa.digest
    assert edited.digest != first.digest
    assert len(edited.notices) == 1
    found = folders(cache)
    assert len(found) == 3
    assert kept in found
