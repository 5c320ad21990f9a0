"""Which ingredient matters when: shares by a known answer, orders that are known or left open."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from command_line import ask
from exit_sim.analysis.importance import whole, words
from exit_sim.analysis.importance.groups import GROUPS, INGREDIENTS, group_of
from exit_sim.analysis.importance.mixed import LUCKS, MIXES, mixes_of
from exit_sim.analysis.importance.shapley import Range, Ranked, agreement, ranked
from exit_sim.analysis.importance.whole import ALL, KINDS, Among, importance, sets_of, settings_of
from exit_sim.errors import BadInput
from exit_sim.results.fingerprint import rules_hash
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import SETTABLE
from exit_sim.twins.accepted import Accepted, over_sets

REFERENCE = Population.load("reference")
PAIRS = 3000


def runs(weights: tuple[float, ...], luck: float, seed: int = 1) -> NDArray[np.float64]:
    """Outcomes of every mix where groups add up, each by its weight, with so much luck."""
    draw = np.random.default_rng(seed)
    inputs = draw.normal(size=(PAIRS, 2, len(GROUPS))) * np.array(weights)
    bits = (np.arange(MIXES)[:, None] >> np.arange(len(GROUPS))) & 1
    mixed = np.stack([inputs[:, 1 - bits[m], np.arange(len(GROUPS))].sum(axis=1)
                      for m in range(MIXES)], axis=1)  # fmt: skip
    return mixed[:, None, :] + luck * draw.normal(size=(PAIRS, LUCKS, MIXES))


def test_shares_of_a_sum_are_known() -> None:
    """Where groups add up, each accounts for its variance; luck is what is left of all."""
    weights = (3.0, 2.0, 1.0, 0.0, 0.5, 1.0)
    (found,) = ranked({"starting": runs(weights, luck=2.0)})
    variances = np.square(weights)
    for group, variance in zip(GROUPS, variances, strict=True):
        share = found.shares[group]
        assert share.value == pytest.approx(variance / variances.sum(), abs=0.03), group
        assert share.low <= share.value <= share.high
    assert found.settings.value == pytest.approx(
        variances.sum() / (variances.sum() + 4.0), abs=0.03
    )
    assert found.order()[:3] == ["receptivity", "co-production", "leadership"]
    assert sum(share.value for share in found.shares.values()) == pytest.approx(1.0)


def test_what_acts_together_is_shared_fairly() -> None:
    """Where only two groups together make a difference, each accounts for half."""
    draw = np.random.default_rng(2)
    signs = np.where(draw.random((PAIRS, 2, 2)) < 0.5, -1.0, 1.0)
    values = np.stack(
        [signs[:, 1 - (m & 1), 0] * signs[:, 1 - (m >> 1 & 1), 1] for m in range(MIXES)], axis=1
    )
    (found,) = ranked({"starting": np.repeat(values[:, None, :], LUCKS, axis=1)})
    assert found.shares["receptivity"].value == pytest.approx(0.5, abs=0.05)
    assert found.shares["co-production"].value == pytest.approx(0.5, abs=0.05)
    assert found.settings.value == pytest.approx(1.0, abs=0.01)


def test_a_missing_run_costs_no_pair() -> None:
    """Where a few runs cannot be seen, the rest of their pair still counts."""
    whole_, holes = runs((3.0, 2.0, 1.0, 0.0, 0.5, 1.0), 1.0), np.random.default_rng(3)
    values = np.where(holes.random(whole_.shape) < 0.01, np.nan, whole_)
    (seen,), (partly,) = ranked({"lasting": whole_}), ranked({"lasting": values})
    assert partly.missing == pytest.approx(0.01, abs=0.002)
    for group in GROUPS:
        assert partly.shares[group].value == pytest.approx(seen.shares[group].value, abs=0.01)


def test_luck_alone_leaves_every_order_open() -> None:
    """Where settings do nothing, no ingredient is said to account for more than another."""
    (found,) = ranked({"starting": runs((0.0,) * 6, luck=1.0)})
    assert found.settings.value == pytest.approx(0.0, abs=0.03)
    resolved = [(a, b) for a in INGREDIENTS for b in INGREDIENTS if found.above(a, b)]
    assert len(resolved) <= 2


def among(first: tuple[float, ...], second: tuple[float, ...]) -> Among:
    """Two phases in which groups weigh as given."""
    phases = ranked({"starting": runs(first, 1.0), "lasting": runs(second, 1.0)})
    return Among(ALL, phases, {("starting", "lasting"): agreement(*phases)})


def test_an_order_that_changes_is_told() -> None:
    """Two ingredients that change places surely make the claim hold in the model."""
    found = among((3.0, 2.0, 1.0, 0.5, 0.0, 1.0), (1.0, 2.0, 3.0, 0.5, 0.0, 1.0))
    assert words.verdict(found) == words.HOLDS
    assert ("receptivity", "leadership") in words.reversed_in(found)
    assert found.agreements["starting", "lasting"].value < 1.0


def test_an_order_that_stays_is_told() -> None:
    """Where every two ingredients surely keep their order, the claim does not hold."""
    weights = (5.0, 4.0, 3.0, 2.0, 1.0, 1.0)
    found = among(weights, weights)
    assert words.verdict(found) == words.NOT
    assert found.agreements["starting", "lasting"].value == pytest.approx(1.0)
    assert words.order(found.phases[0]).count(">") == 4


def test_an_order_that_is_not_known_is_left_open() -> None:
    """Ingredients that account for as much are not put in an order."""
    found = among((2.0, 2.0, 2.0, 2.0, 2.0, 1.0), (2.0, 2.0, 2.0, 2.0, 2.0, 1.0))
    assert words.verdict(found) == words.UNRESOLVED
    assert " = " in words.order(found.phases[0])


def test_every_setting_belongs_to_one_group() -> None:
    """Groups share all settings that differ between them; none has none."""
    found = settings_of(REFERENCE)
    names = [name for some in found.values() for name in some]
    assert len(names) == len(set(names))
    assert all(found.values())
    assert all(group_of(name) == group for group, some in found.items() for name in some)


def test_a_mix_takes_each_group_whole() -> None:
    """The last mix is the first organisation, the one before nothing is the second, 1 is between.

    All are followed as long.
    """
    units = over_sets(REFERENCE, range(2_000_000, 2_000_010))
    first, second = (units.one(number).scenario.given for number in (0, 1))
    mixes = mixes_of(units, 0)
    assert len(mixes) == MIXES
    for name in SETTABLE:
        if name == "time.horizon":
            continue
        assert mixes[0].given[name] == second[name]
        assert mixes[-1].given[name] == first[name]
        own = first if group_of(name) == "receptivity" else second
        assert mixes[1].given[name] == own[name]
    assert {mix.horizon for mix in mixes} == {192}


@given(st.integers(0, 40))
def test_kinds_share_all_organisations(number: int) -> None:
    """Every organisation is of one of the two kinds of each way of telling them apart."""
    one = over_sets(REFERENCE, range(2_000_000, 2_000_010)).one(number).scenario
    for kinds in KINDS.values():
        assert sum(wanted(one) for wanted in kinds.values()) == 1


def test_accepted_sets_of_other_rules_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets that fit other rules are no level of these; nor are none."""
    for sets in (Accepted("", "", ()), Accepted("other", "other", (1, 2))):
        monkeypatch.setattr(whole, "accepted", lambda sets=sets: sets)
        with pytest.raises(BadInput, match="--level calibrated needs"):
            sets_of(REFERENCE, "calibrated")


def test_a_kind_that_is_not_there_is_refused() -> None:
    """A population of councils alone has no providers: one sentence says so."""
    councils = REFERENCE.__class__(
        REFERENCE.name, REFERENCE.about, REFERENCE.base, {}, REFERENCE.label
    )
    with pytest.raises(BadInput, match="has no providers"):
        importance(councils, 1, by="sector")


def test_the_page_was_found_under_these_rules() -> None:
    """docs/importance.md belongs to the rules as they are; else ask exit-sim importance again."""
    page = Path(__file__).resolve().parents[1] / "docs" / "importance.md"
    assert f"`{rules_hash()[:12]}`" in page.read_text("utf-8")


@pytest.mark.slow
@pytest.mark.usefixtures("engine")
def test_a_folder_explains_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tables, their columns, the figure and the answer; nothing is said to cause anything."""
    out = tmp_path / "kept"
    said = ask(capsys, "importance", "--pairs", "4", "--by", "performance", "--out", str(out))
    assert said.code == 0, said.error
    last = said.out.rstrip().splitlines()[-1].strip()
    assert last == "exit-sim importance reference --pairs 4 --seed 1 --by performance"
    assert "Among rated poor" in said.out
    assert "cause" not in said.out
    names = {path.name for path in out.iterdir()}
    assert {"importance.parquet", "orders.parquet", "agreement.parquet", "belongs.parquet"} <= names
    assert (out / "figures" / "importance.svg").is_file()
    assert "one row a month and post" not in (out / "README.txt").read_text("utf-8")


def test_numbers_out_of_range_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Too few pairs, a seed that is none: exit code 2."""
    for option, value in (("--pairs", "1"), ("--seed", "-1")):
        said = ask(capsys, "importance", option, value)
        assert (said.code, option in said.error) == (2, True)


def test_a_share_that_is_not_known_is_a_dash() -> None:
    """Nothing is made of what is not a number."""
    nothing = Range(float("nan"), float("nan"), float("nan"))
    assert (words.share(nothing), words.tau(nothing)) == ("–", "–")
    assert isinstance(ranked({"lasting": np.full((3, LUCKS, MIXES), np.nan)})[0], Ranked)
