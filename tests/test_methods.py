"""The paragraph on methods says how a result was made, and nothing that the result does not."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from command_line import SMALL, ask, unwrapped
from exit_sim import __version__
from exit_sim.results.fingerprint import SCHEMA_VERSION, rules_hash
from exit_sim.results.folder import SPREAD_ALONE
from exit_sim.results.manifest import MANIFEST
from exit_sim.sweep.design import Design
from exit_sim.sweep.plan import Plan
from exit_sim.sweep.store import Store
from sweeping import design

BOTH = [
    "Spread between journeys: luck.",
    "Simulation error: of each difference.",
    "Not computed: the range over plausible settings, and rival forms of the theory.",
]


def kept(folder: Path, words: str, uncertainty: list[str], **other: Any) -> Path:
    """A folder of which nothing but the manifest is there."""
    said = {
        "made_by": "exit_sim",
        "exit_sim": __version__,
        "schema_version": SCHEMA_VERSION,
        "question": "What comes of it?",
        "answer": ["This."],
        "uncertainty": uncertainty,
        "command": f"exit-sim {words}",
        "words": words.split(),
        "rules": rules_hash(),
        "content": "0" * 64,
    }
    folder.mkdir()
    (folder / MANIFEST).write_text(json.dumps(said | other), "utf-8")
    return folder


MANY = {
    "run baseline --change taper --seed 7 --runs 30": ["30 times, from seed 7", "with taper"],
    "what-if council_business_case --change taper --runs 64": [
        "no change was compared with taper",
        "twins",
        "fixed at 64",
    ],
    "what-if reference --change taper --precision 0.01": ["until the half-width", "at most 0.01"],
    "what-if reference --set receptivity.culture=0.4": [
        "with receptivity.culture=0.4",
        "at most 0.02",
    ],
    "why la_c --seed 3": ["scenario la_c, seed 3", "by the same luck"],
    "fragility la_c --seed 1 --runs 40 --every 12": ["40 organisations an arm", "12 months apart"],
    "propositions P10 --level baseline --units 32": ["Propositions (P10)", "at the baseline", "32"],
    "propositions --level plausible --sets 50": ["All propositions", "over 50 sets of plausible"],
    "knockouts P10 --named": ["without each mechanism that it names", "128 organisations"],
    "calibrate reference --seed 1 --sets 40": ["40 sets of unknown settings"],
    "importance reference --pairs 4 --seed 1": ["4 pairs of organisations", "Shapley effect"],
    "summarise sweep": ["the sweep sweep", "complete rounds"],
}


@pytest.mark.parametrize("words", MANY)
def test_every_kind_of_result_has_its_paragraph(capsys, tmp_path, words) -> None:
    """It names software, rules, design, uncertainties, limits, command and what to cite."""
    folder = kept(tmp_path / "results", words, BOTH)
    said = ask(capsys, "methods", str(folder))
    assert (said.code, said.error) == (0, "")
    text = unwrapped(said.out)
    for part in (
        f"version {__version__} (rules {rules_hash()[:12]})",
        *MANY[words],
        "computed were: spread between journeys and simulation error.",
        "Not computed were: range over plausible settings and rival forms.",
        "they are no forecast",
        "Ethnicity, disability, parenthood, gender, asylum status and place were not modelled",
        f"The command was: exit-sim {words}.",
        "currie2024pilot",
    ):
        assert part in text
    assert 120 <= len(text.split()) <= 220
    assert all(len(line) <= 88 for line in said.out.splitlines())


def test_one_run_shows_no_uncertainty(capsys, tmp_path) -> None:
    """Of a single run it is not said that luck was computed."""
    folder = kept(tmp_path / "results", "run baseline --seed 1", list(SPREAD_ALONE))
    text = unwrapped(ask(capsys, "methods", str(folder)).out)
    assert "kept apart" not in text
    assert "spread between journeys" not in text
    assert "Not computed were: simulation error, range over plausible settings" in text


def test_the_paragraph_says_what_the_manifest_says_and_not_what_is_so_now(capsys, tmp_path) -> None:
    """Version and rules are those by which results were made."""
    other = {"exit_sim": "0.0.9", "rules": "f" * 64}
    folder = kept(tmp_path / "results", "run baseline --seed 1", BOTH, **other)
    text = ask(capsys, "methods", str(folder)).out
    assert f"version 0.0.9 (rules {'f' * 12})" in unwrapped(text)
    assert __version__ not in text


def test_a_result_that_was_really_kept_has_its_paragraph(capsys, tmp_path) -> None:
    """What run keeps is enough to say how it was run."""
    out = tmp_path / "out"
    assert ask(capsys, "run", "baseline", *SMALL, "--out", str(out)).code == 0
    text = unwrapped(ask(capsys, "methods", str(out)).out)
    assert "One organisation (scenario baseline) was run once, by seed 1, with " in text
    assert "people.frontline=6" in text


def test_a_sweep_has_its_paragraph(capsys, tmp_path) -> None:
    """It is read off the plan, before any run and after."""
    plan = Plan(Design.load(design(tmp_path / "small.toml")))
    Store.begin(tmp_path / "sweep", plan)
    said = ask(capsys, "methods", str(tmp_path / "sweep"))
    assert (said.code, said.error) == (0, "")
    text = unwrapped(said.out)
    assert f"(rules {plan.version[:12]})" in text
    assert f"at {plan.points:,} points" in text
    assert f"That makes {plan.runs:,} runs at most" in text
    assert "the sweep itself computes none" in text
    assert 120 <= len(text.split()) <= 220


def test_a_folder_that_is_neither_is_refused_in_one_sentence(capsys, tmp_path) -> None:
    """What is in it is named, where results lie further down."""
    said = ask(capsys, "methods", str(tmp_path))
    assert (said.code, said.out) == (2, "")
    assert "is neither results nor a sweep" in said.error
    assert len(said.error.splitlines()) == 1
    kept(tmp_path / "verdicts", "propositions P10", BOTH)
    assert re.search(r"results lie in \S*verdicts", ask(capsys, "methods", str(tmp_path)).error)


@pytest.mark.parametrize("words", ["", "scenarios", "run", "run baseline --sed 1"])
def test_a_manifest_that_repeats_nothing_is_refused(capsys, tmp_path, words) -> None:
    """Words of no command that keeps results, or that it does not take, are one sentence."""
    said = ask(capsys, "methods", str(kept(tmp_path / "results", words, BOTH)))
    assert (said.code, said.out) == (2, "")
    assert len(said.error.splitlines()) == 1
