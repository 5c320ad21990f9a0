"""What is published of propositions is what the rules say: by their hash, and by a sample."""

from pathlib import Path

import pytest

from exit_sim.analysis.propositions import accounts
from exit_sim.analysis.propositions.accounts import account, published
from exit_sim.analysis.propositions.going import put
from exit_sim.analysis.propositions.levels import SIZES, Level
from exit_sim.analysis.propositions.page import page
from exit_sim.analysis.propositions.proposition import Proposition
from exit_sim.results.fingerprint import rules_hash
from exit_sim.sweep.going import Stop

ROOT = Path(__file__).parents[1]
PUBLISHED = sorted(each.stem for each in accounts.PUBLISHED.glob("*.json"))
SAMPLE = ("P10", "P36")
"""Propositions that are put again, of two options each; fixed before any verdict was read."""


@pytest.mark.parametrize("what", PUBLISHED)
def test_what_is_published_is_of_these_rules(what: str) -> None:
    """Who changes a rule puts the propositions again before publishing."""
    assert published(what)["rules"] == rules_hash(), "the rules have changed: make verdicts"


@pytest.mark.parametrize("what", PUBLISHED)
def test_every_proposition_that_does_not_wait_is_published_on_its_file(what: str) -> None:
    """No verdict is left out, and none is on a file that was edited since."""
    of = published(what)
    known = {one["id"]: one["file"] for one in of.get("verdicts") or of["findings"]}
    every = [Proposition.load(name) for name in Proposition.names()]
    assert known == {one.id: one.hash for one in every if not one.waiting}


def test_every_level_is_put_as_widely_as_was_fixed_before() -> None:
    """Sets and units of a level are those that its code states, for each proposition."""
    for level in Level:
        for one in published(str(level)).get("verdicts", []):
            assert (one["sets"], one["units"]) == SIZES[level], one["id"]


def test_the_page_of_verdicts_says_what_is_published() -> None:
    """Nothing on the page is written by hand: it is made again from what is published."""
    assert (ROOT / "docs" / "verdicts.md").read_text("utf-8") == page()


def test_not_every_verdict_is_supported() -> None:
    """Were every one supported, the model would restate the study."""
    verdicts = {one["verdict"] for one in published("baseline")["verdicts"]}
    assert {"supported", "contradicted", "negligible"} <= verdicts


def test_the_readme_tells_how_many() -> None:
    """What the README says of verdicts is what is published."""
    verdicts = [one["verdict"] for one in published("baseline")["verdicts"]]
    readme = ROOT / "README.md"
    told = f"{verdicts.count('supported')} of {len(verdicts)} are supported"
    assert told in " ".join(readme.read_text("utf-8").split())
    assert verdicts.count("contradicted") == 2  # "two contradicted", it says


@pytest.mark.slow
@pytest.mark.parametrize("number", SAMPLE)
def test_a_sample_put_again_comes_to_the_same(number: str, tmp_path: Path) -> None:
    """Numbers that are published are those that a clean checkout gives, to the last bit."""
    one, size = Proposition.load(number), SIZES[Level.BASELINE]
    (again,) = put([one], Level.BASELINE, size, tmp_path, Stop(), lambda _: None)
    (here,) = account([again], {}, {}, {})["verdicts"]
    (there,) = (each for each in published("baseline")["verdicts"] if each["id"] == one.id)
    of_others = {"flips_where", "rests_on"}  # said by what else is published
    assert {name: here[name] for name in here.keys() - of_others} == {
        name: there[name] for name in there.keys() - of_others
    }
