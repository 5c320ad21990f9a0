"""Calibration: what fits is accepted by runs, what is not known is said, and nothing reads back."""

import json
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import ask
from exit_sim.analysis.calibration import resumed, words
from exit_sim.analysis.calibration.found import calibrated
from exit_sim.analysis.calibration.identified import dropped, moved, together
from exit_sim.analysis.calibration.kept import keep_in, keep_nothing, read, written
from exit_sim.analysis.calibration.made import made_from
from exit_sim.analysis.calibration.sets import KNOWN, TOLERANCE, Scores, lived
from exit_sim.analysis.calibration.targets import aimed_at, targets
from exit_sim.analysis.calibration.waves import FITS, Sizes, fitting, forest, not_known, shares
from exit_sim.commands import calibrate as command
from exit_sim.errors import BadInput
from exit_sim.results.fingerprint import rules_hash
from exit_sim.scenario.population import Population
from exit_sim.twins.accepted import FOLDER, accepted, free, free_hash
from small_organisations import EAGER, LEAST
from test_architecture import files, imports

REFERENCE = Population.load("reference")
TINY = Sizes(first=12, candidates=24, second=6, members=6, closer=10, closest=12)
ROOT = Path(__file__).resolve().parents[1]
PROPOSITIONS = ROOT / "exit_sim" / "scenarios" / "experiments" / "propositions"


def scores(rows: Sequence[Sequence[float]], error: float = 0.001) -> Scores:
    """Sets that come to these values, target by target."""
    values = np.array(rows, np.float64)
    errors, number = np.full(values.shape, error), len(values)
    return Scores(np.arange(number), values, errors, np.ones(number))


MIDDLES = [0.5 * (target.low + target.high) for target in targets()]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Population:
    """A population of small organisations that start at once, followed for five years."""
    folder = tmp_path_factory.mktemp("population")
    rows = {**LEAST, **EAGER, "time.horizon": 60}
    lines = [f"{name} = {value}" for name, value in rows.items()]
    (folder / "place.toml").write_text('extends = "baseline"\n' + "\n".join(lines) + "\n")
    (folder / "small.toml").write_text(
        'extends = "place.toml"\n[distribution."receptivity.culture"]\nuniform = [0.3, 0.7]\n'
    )
    return Population.load(folder / "small.toml")


@given(st.lists(st.floats(0.0, 1.0), min_size=len(targets()), max_size=len(targets())))
def test_inside_all_bands_nothing_is_implausible(at: list[float]) -> None:
    """A set whose values lie within every band lies no distance beyond."""
    inside = [
        target.low + share * (target.high - target.low)
        for target, share in zip(targets(), at, strict=True)
    ]
    inside = [min(max(v, t.low), t.high) for v, t in zip(inside, targets(), strict=True)]
    assert scores([inside]).implausibility()[0] == 0.0


@given(
    st.sampled_from(aimed_at()),
    st.floats(0.0, 3.0),
    st.floats(0.0, 3.0),
    st.booleans(),
    st.floats(0.0, 0.2),
)
def test_further_from_a_band_is_no_less_implausible(
    target, one: float, other: float, above: bool, error: float
) -> None:
    """The further a value lies beyond its band, the more implausible; by the worst of targets."""
    near, far = sorted((one, other))
    rows = [list(MIDDLES), list(MIDDLES)]
    for row, beyond in zip(rows, (near, far), strict=True):
        row[targets().index(target)] = target.high + beyond if above else target.low - beyond
    found = scores(rows, error).implausibility()
    assert found[0] <= found[1]


def test_what_is_not_aimed_at_rules_nothing_out() -> None:
    """A band that is only told leaves every set as it was."""
    far = [mid if target.accepts else 1.0 for mid, target in zip(MIDDLES, targets(), strict=True)]
    assert scores([far]).implausibility()[0] == 0.0


def test_a_target_of_which_nothing_is_seen_rules_a_set_out() -> None:
    """Where no organisation started, nothing is within a band."""
    nothing = scores([[float("nan")] * len(targets())])
    assert np.isinf(nothing.implausibility()[0])
    assert not nothing.within(aimed_at())[0]


def test_what_is_not_known_does_not_fit() -> None:
    """With an error as wide as a band any value may fit; then it is told, and not accepted."""
    narrowest = min(t.high - t.low for t in aimed_at())
    for error, known in ((0.9 * KNOWN * narrowest, True), (narrowest, False)):
        found = scores([MIDDLES], error)
        assert found.implausibility()[0] <= FITS
        assert (len(fitting(found).numbers), len(not_known(found).numbers)) == (known, not known)


def test_a_tolerance_is_allowed_for_what_the_model_leaves_out() -> None:
    """Known without error, a value may lie so far beyond its band and no further."""
    for target in aimed_at():
        place, most = targets().index(target), TOLERANCE[target.summary]
        rows = [list(MIDDLES), list(MIDDLES)]
        rows[0][place], rows[1][place] = target.high + 0.99 * most, target.high + 1.01 * most
        assert (scores(rows, 0.0).implausibility() <= FITS).tolist() == [True, False]


def test_scores_are_kept_and_read_again_to_the_bit(tmp_path: Path) -> None:
    """What was lived through is the same after it was written, missing values too."""
    rows = [[1.0 / 3.0] * len(targets()), [float("nan")] * len(targets())]
    first = scores(rows)
    (tmp_path / "first.csv").write_bytes(written(first))
    for one, other in zip(first, read(tmp_path / "first.csv"), strict=True):
        np.testing.assert_array_equal(one, other)


def test_shares_lie_between_the_ends_of_their_ranges() -> None:
    """Every free setting of every set lies within its plausible range."""
    found = shares(REFERENCE, np.array([0, 1, 1_000_000]))
    assert found.shape == (3, len(free(REFERENCE)))
    assert ((found >= 0.0) & (found <= 1.0 + 1e-12)).all()


def test_sets_drawn_evenly_identify_nothing() -> None:
    """Of sets as they come, no setting is said to be identified (numbers 0 to 299)."""
    assert [one.name for one in moved(REFERENCE, np.arange(300)) if one.identified] == []


def test_a_setting_that_is_cut_in_half_is_identified() -> None:
    """Sets with a setting in the lower half of its range identify that one, and as lower."""
    numbers = np.arange(400)
    names = free(REFERENCE)
    name = names[len(names) // 2]
    some = numbers[shares(REFERENCE, numbers)[:, names.index(name)] < 0.5]
    known = [one for one in moved(REFERENCE, some) if one.identified]
    assert [one.name for one in known] == [name]
    assert words.moves(known[0]) == "lower"
    assert known[0].high < 0.5


def test_no_set_is_nothing_identified() -> None:
    """Where no set fits, nothing is said of any setting."""
    assert moved(REFERENCE, np.array([], np.int64)) == []


@given(st.lists(st.lists(st.floats(0.0, 1.0), min_size=7, max_size=7), min_size=1, max_size=12))
def test_what_targets_do_adds_up(rows: list[list[float]]) -> None:
    """Fewer sets meet more targets; of each band some lie above, some below, some within."""
    found = scores(rows)
    for one in dropped(found):
        assert 0.0 <= one.all <= min(one.meet, one.without) <= 1.0
        assert one.meet + one.above + one.below == pytest.approx(1.0)
    for two in together(found):
        assert two.both <= min(two.meet_one, two.meet_other)


def test_a_forest_foretells_what_it_has_learned() -> None:
    """Of a plain sum of two inputs among five it foretells most, and says how surely."""
    pytest.importorskip("sklearn")
    inputs = shares(REFERENCE, np.arange(500))[:, :5]
    values = np.column_stack([inputs[:, 0] + inputs[:, 1], 2.0 * inputs[:, 2]])
    foretold, errors = forest(inputs[:400], values[:400])(inputs[400:])
    missed = np.sqrt(((foretold - values[400:]) ** 2).mean(axis=0))
    assert (missed < 0.5 * values.std(axis=0)).all()
    assert errors[0] == pytest.approx(missed, rel=0.3)


@pytest.mark.usefixtures("engine")
def test_sets_meet_the_same_members_by_the_same_luck(small: Population) -> None:
    """A set comes to the same whatever others are lived through with it."""
    alone = lived(small, [3], 5, 1, lambda _: None)
    among = lived(small, [1, 3], 5, 1, lambda _: None)
    for one, other in zip(alone, among, strict=True):
        np.testing.assert_array_equal(one[0], other[1])


@pytest.mark.slow
@pytest.mark.usefixtures("engine")
def test_a_calibration_is_told_and_kept(
    small: Population, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder explains itself; accepted sets say what they were made from, and nothing else."""
    pytest.importorskip("sklearn")
    out = tmp_path / "kept"
    command.answer(small, TINY, 1, out, "exit-sim calibrate small.toml --seed 1")
    said = capsys.readouterr().out
    assert said.rstrip().splitlines()[-1].strip() == "exit-sim calibrate small.toml --seed 1"
    assert "of 18 sets that were lived through" in said
    data = json.loads((out / "accepted.json").read_text())
    assert data["rules"] == rules_hash()
    assert data["free"] == free_hash(small)
    assert data["lived"]["first"] == TINY.first
    assert str(tmp_path) not in (out / "accepted.json").read_text()
    rows = read(out / "accepted.csv")
    assert len(rows.numbers) == sum(data["accepted"].values())
    names = {path.stem for path in (out / "figures").iterdir()}
    assert {"targets", "settings", "what_targets_do"} <= names
    readme = (out / "README.txt").read_text("utf-8")
    assert "one row a month and post" not in readme

    before = {path.name: path.read_bytes() for path in (out / resumed.WAVES).iterdir()}
    command.answer(small, TINY, 1, out, "exit-sim calibrate small.toml --seed 1")
    assert {path.name: path.read_bytes() for path in (out / resumed.WAVES).iterdir()} == before


def test_waves_that_ended_are_not_lived_through_again(tmp_path: Path) -> None:
    """A wave that is there is read; what is missing is lived through."""
    keep = keep_in(tmp_path)
    first = scores([MIDDLES])
    assert keep("first", lambda: first) is first

    def again() -> Scores:
        raise AssertionError

    np.testing.assert_array_equal(keep("first", again).values, first.values)


def test_waves_of_another_calibration_are_refused(tmp_path: Path, small: Population) -> None:
    """Another seed, size or population is no continuation: one sentence says what differs."""
    out = tmp_path / "out"
    resumed.waves_in(out, made_from(small, TINY, 1))
    resumed.waves_in(out, made_from(small, TINY, 1))
    with pytest.raises(BadInput, match="holds waves of another calibration: seed differ"):
        resumed.waves_in(out, made_from(small, TINY, 2))


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, small: Population) -> None:
    """Nothing is written among files that are somebody's."""
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInput, match="something else in it"):
        resumed.waves_in(tmp_path, made_from(small, TINY, 1))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_numbers_out_of_range_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Too few sets, a seed that is none, a population that is none: exit code 2."""
    for option, value in (("--sets", "5"), ("--seed", "-1")):
        said = ask(capsys, "calibrate", option, value)
        assert (said.code, option in said.error) == (2, True)
    said = ask(capsys, "calibrate", "refrence")
    assert (said.code, "did you mean reference?" in said.error) == (2, True)


@pytest.mark.slow
@pytest.mark.usefixtures("engine")
def test_nothing_that_fits_is_told_as_such(small: Population) -> None:
    """Where no set fits there are tables and words all the same."""
    pytest.importorskip("sklearn")
    found = calibrated(small, TINY, 1, keep_nothing, lambda _: None, lambda _name, _of: None)
    none = found._replace(accepted=found.accepted.some(np.zeros(len(found.accepted.numbers), bool)))
    none = none._replace(moved=[])
    assert words.headline(none)[0].startswith("None of")
    assert words.identified(none) == ["No set fits, so that nothing is identified."]


# ------------------------------------------------ targets, accepted sets, verdicts: one direction


def test_targets_know_of_no_proposition() -> None:
    """The bands name no proposition, by number or by name, and no verdict."""
    text = (FOLDER / "targets.toml").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    stated = "\n".join(lines)
    assert re.search(r"\bP\d+|proposition|verdict", stated, re.IGNORECASE) is None
    assert not any(path.stem in stated for path in PROPOSITIONS.glob("*.toml"))


def test_no_target_is_a_proposition() -> None:
    """A target is a level of a population. A proposition has no band, and compares options.

    One that compares none is about nothing that a target is about.
    """
    aims = {target.column for target in targets()}
    for path in sorted(PROPOSITIONS.glob("*.toml")):
        stated = tomllib.loads(path.read_text("utf-8"))
        estimands = stated.get("estimands", [])
        assert not any("band" in each for each in (stated, *estimands)), path.name
        if "waiting" not in stated and not stated.get("options"):
            read_off = {name for each in estimands for name in re.findall(r"\w+", each["of"])}
            assert not aims & read_off, path.name


def _reads(name: str) -> set[str]:
    return {each.what.removeprefix("exit_sim.") for each in imports(files()[name])}


def test_what_is_calibrated_reads_no_verdict() -> None:
    """Files of calibration import nothing of propositions, nor of what asks what-ifs."""
    for name in files():
        if name.startswith("analysis.calibration") or name == "twins.accepted":
            wrong = [one for one in _reads(name) if "propositions" in one or "what_if" in one]
            assert wrong == [], name


def test_what_judges_reads_accepted_sets_alone() -> None:
    """Files of propositions read accepted sets, never how they were scored or aimed at."""
    for name in files():
        if name.startswith("analysis.propositions"):
            assert not [one for one in _reads(name) if "calibration" in one], name
    text = "\n".join(path.read_text("utf-8") for path in PROPOSITIONS.glob("*.toml"))
    assert "targets.toml" not in text


def test_accepted_sets_belong_to_these_rules() -> None:
    """The sets that ship were accepted under the rules and ranges as they are."""
    assert accepted().rules == rules_hash(), "the rules have changed: run make calibrated"
    assert accepted().free == free_hash(REFERENCE), "the ranges have changed: run make calibrated"
    said = json.loads((FOLDER / "accepted.json").read_text("utf-8"))
    made = made_from(REFERENCE, Sizes(**said["sizes"]), said["seed"])
    assert {name: said[name] for name in made} == json.loads(json.dumps(made))
    rows = read(FOLDER / "accepted.csv")
    assert sum(said["accepted"].values()) == len(rows.numbers) == len(set(rows.numbers))
    assert (rows.implausibility() <= FITS).all()
    assert rows.known().all()


def test_the_page_says_what_was_found() -> None:
    """docs/calibration.md has the numbers of the sets that ship, and of what they identify."""
    said = json.loads((FOLDER / "accepted.json").read_text("utf-8"))
    page = " ".join((ROOT / "docs" / "calibration.md").read_text("utf-8").split())
    number = said["lived"]["first"] + said["lived"]["second"]
    assert f"{len(accepted().numbers)} of {number:,} sets fit" in page
    assert f"Of {said['too_little_seen']} more too few" in page
    found = moved(REFERENCE, np.array(accepted().numbers))
    free_still = [one for one in found if not one.identified]
    assert f"{len(free_still)} settings are left free" in page
    assert f"of {len(found)} settings are identified" in page


@pytest.mark.slow
@pytest.mark.usefixtures("engine")
def test_accepted_sets_come_to_what_they_came_to() -> None:
    """Lived through again, an accepted set gives the same values: its number means the same."""
    said = json.loads((FOLDER / "accepted.json").read_text("utf-8"))
    rows = read(FOLDER / "accepted.csv")
    some = rows.numbers[[0, said["accepted"]["closer"] - 1]].tolist()
    again = lived(REFERENCE, some, said["sizes"]["closer"], said["seed"], lambda _: None)
    for place, number in enumerate(some):
        there = rows.some(rows.numbers == number)
        np.testing.assert_array_equal(again.values[place], there.values[0])
