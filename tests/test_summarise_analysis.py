"""What a first look computes, held to known answers: shares of variance, contrasts, indices."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from exit_sim.analysis.sweeps.bins import bins, moved
from exit_sim.analysis.sweeps.contrasts import contrast
from exit_sim.analysis.sweeps.crossed import crossed
from exit_sim.analysis.sweeps.effects import effects, strongest
from exit_sim.analysis.sweeps.look import Facts, look
from exit_sim.analysis.sweeps.met import Factor, Floats, Met, Subject
from exit_sim.analysis.sweeps.morris import morris
from exit_sim.analysis.sweeps.options import at_points, compared, over_points
from exit_sim.analysis.sweeps.shares import components, shares
from exit_sim.analysis.sweeps.sobol import Sobol, sobol
from exit_sim.analysis.sweeps.tables import tables_of
from exit_sim.analysis.sweeps.verdicts import Verdict, squared
from exit_sim.twins.outcomes import BY_COLUMN
from exit_sim.twins.pairs import half_width, paired

LASTED, REACH = BY_COLUMN["sustained_any"], BY_COLUMN["reach_24_months_after_pilot"]

some_runs = arrays(
    float,
    st.tuples(st.integers(2, 6), st.integers(2, 6)),
    elements=st.floats(-1.0, 1.0) | st.just(np.nan),
)


def chance(seed: int) -> np.random.Generator:
    """Noise for a test."""
    return np.random.default_rng(seed)


def of(values: Floats) -> Subject:
    """The level under no change."""
    return Subject("no change", "level", values)


def met(values: Floats, factors: Sequence[Factor] = (), **more: Any) -> Met:
    """One outcome that is a number, under no change alone unless there are more options."""
    values = values[:, :, None] if values.ndim == 2 else values
    options = ["no change", *(f"option {n}" for n in range(1, values.shape[2]))]
    return Met(more.pop("outcome", REACH), values, options, factors, **more)


def crossed_runs(seed: int, points: float, lucks: float, rest: float, *size: int) -> Floats:
    """Runs whose parts have these standard deviations; every point meets the same lucks."""
    some = chance(seed)
    rows, columns = size or (60, 60)
    return (
        points * some.normal(size=(rows, 1))
        + lucks * some.normal(size=(1, columns))
        + rest * some.normal(size=(rows, columns))
    )


@given(some_runs)
def test_shares_add_up_to_one(values: Floats) -> None:
    """Settings, luck and turned luck share the whole variance, or nothing can be said."""
    found = shares(of(values))
    each = (found.settings, found.luck, found.turned)
    if not np.isnan(found.settings):
        assert sum(each) == pytest.approx(1.0)
        assert min(each) >= 0.0


@given(some_runs, st.floats(-5.0, 5.0), st.floats(0.1, 10.0))
def test_variances_scale_and_do_not_move(values: Floats, shift: float, by: float) -> None:
    """Adding a number to all runs changes no variance; a factor changes all by its square."""
    before, after = components(values), components(by * values + shift)
    np.testing.assert_allclose(after, np.multiply(before, by * by), atol=1e-9, equal_nan=True)


def test_variances_are_those_of_a_two_way_layout() -> None:
    """With nothing missing they are the mean squares of the textbook, solved."""
    values = crossed_runs(1, 1.0, 2.0, 0.5, 7, 5)
    rows, columns = values.shape
    by_row, by_column = values.mean(axis=1), values.mean(axis=0)
    left = values - by_row[:, None] - by_column[None] + values.mean()
    rest = (left**2).sum() / ((rows - 1) * (columns - 1))
    of_rows = columns * by_row.var(ddof=1)
    of_columns = rows * by_column.var(ddof=1)
    wanted = ((of_rows - rest) / columns, (of_columns - rest) / rows, rest)
    np.testing.assert_allclose(components(values), wanted, rtol=1e-9)


def test_known_variances_are_found_though_runs_are_missing() -> None:
    """Variances of 1, 4 and 9 are found to within a fifth or so, with a tenth of runs gone."""
    values = crossed_runs(2, 1.0, 2.0, 3.0, 400, 400)
    values[chance(3).random(values.shape) < 0.1] = np.nan
    assert components(values) == pytest.approx((1.0, 4.0, 9.0), rel=0.3)


def test_luck_that_all_points_share_is_no_noise_of_their_means() -> None:
    """Points that differ, met by four lucks that shift all of them alike, differ by settings."""
    values = np.arange(20.0)[:, None] + 1000.0 * np.array([1.0, -2.0, 3.0, 0.0])
    parts = components(values)
    assert parts.points == pytest.approx(np.arange(20.0).var(ddof=1))
    assert parts.rest == pytest.approx(0.0, abs=1e-6)


def test_one_luck_or_one_point_tells_nothing_apart() -> None:
    """Shares are missing, never guessed."""
    for size in ((1, 9), (9, 1)):
        found = shares(of(crossed_runs(4, 1.0, 1.0, 1.0, *size)))
        assert np.isnan(found.settings)


def test_the_error_of_the_share_of_settings_holds_the_truth() -> None:
    """Over 100 sweeps at least 85 intervals hold it: at 95 of 100, fewer have odds below 1e-4."""
    held = 0
    some = np.linspace(-1.5, 1.5, 12)
    true = some.var(ddof=1) / (some.var(ddof=1) + 0.25 + 1.0)
    for seed in range(100):
        noise = crossed_runs(seed, 0.0, 0.5, 1.0, 12, 24)
        found = shares(of(some[:, None] + noise))
        held += abs(found.settings - true) <= found.error
    assert held >= 85


def test_an_error_reckons_with_lucks_that_points_share() -> None:
    """A mean of 50 points by 10 lucks is held by 95 of 100 intervals, not as 500 runs would be."""
    held = naive = 0
    every = np.ones(50, bool)
    for seed in range(200):
        values = crossed_runs(seed, 0.0, 1.0, 0.5, 50, 10)
        found = contrast(met(values), values, [(1, every)])
        held += abs(found.value) <= found.half_width
        naive += abs(found.value) <= half_width(values.ravel(), 0.0)
    assert held >= 178  # at 190 expected, fewer have odds below 1e-3
    assert naive < 120


def test_what_all_points_share_drops_out_of_a_difference() -> None:
    """Two values of a setting are compared by the same lucks."""
    first = np.arange(10) < 5
    values = np.where(first, 1.0, 0.0)[:, None] + crossed_runs(1, 0.0, 50.0, 0.0, 10, 6)
    found = contrast(met(values), values, [(1, first), (-1, ~first)])
    assert found.value == pytest.approx(1.0)
    assert found.half_width < 0.1
    assert contrast(met(values), values, [(1, first)]).half_width > 10.0


def test_points_that_were_drawn_might_have_been_others() -> None:
    """Where points were drawn, the error counts how far points, or blocks of them, differ."""
    values = np.repeat(crossed_runs(1, 1.0, 0.0, 0.0, 30, 1), 4, axis=1)
    every = np.ones(30, bool)
    chosen = contrast(met(values), values, [(1, every)]).half_width
    drawn = contrast(met(values, drawn=True), values, [(1, every)]).half_width
    blocks = contrast(met(values, drawn=True, block=15), values, [(1, every)])
    assert chosen < drawn
    assert not np.isnan(blocks.half_width)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=60), st.integers(2, 6))
def test_each_point_is_in_one_bin(values: list[float], parts: int) -> None:
    """Bins leave no point out and hold none twice, and stand in order."""
    found = bins(Factor("people.sites", np.array(values)), parts)
    assert (sum(one.mask.astype(int) for one in found) == 1).all()
    lows = [one.low for one in found]
    assert lows == sorted(lows)  # type: ignore[type-var]
    assert all(one.mask.any() for one in found)


GRID = list(product((0.0, 0.5, 1.0), ("cliff", "taper"), (1.0, 2.0)))
FACTORS = (
    Factor("a.number", np.array([row[0] for row in GRID])),
    Factor("a.word", np.array([row[1] for row in GRID], object)),
    Factor("a.idle", np.array([row[2] for row in GRID])),
)


def test_what_a_setting_does_is_found_in_a_factorial() -> None:
    """Its means rise with it; a setting that does nothing moves nothing clearly."""
    values = FACTORS[0].values[:, None] + crossed_runs(1, 0.0, 1.0, 0.05, 12, 16)
    found = effects(met(values, FACTORS))
    strong = strongest(found, found[0].subject)
    assert strong[0].factor.name == "a.number"
    assert strong[0].between.clear
    assert strong[0].between.value == pytest.approx(1.0, abs=0.1)
    assert [one.effect.value for one in strong[0].each] == pytest.approx([-0.5, 0, 0.5], abs=0.1)
    assert not next(one for one in strong if one.factor.name == "a.idle").between.clear


def test_a_setting_is_looked_at_where_no_other_is_moved() -> None:
    """Around one point, what others do there does not count."""
    a = Factor("a.one", np.array([0.0, 1.0, 0.0, 0.0]))
    b = Factor("b.two", np.array([0.0, 0.0, 1.0, 2.0]))
    values = np.repeat((10.0 * b.values + a.values)[:, None], 4, axis=1)
    found = effects(met(values, (a, b), around=True))
    assert [one.mean.value for one in found[0].each] == [0.0, 1.0]
    assert [one.effect.value for one in found[1].each] == [0.0, 10.0, 20.0]
    assert moved((a, b), b).tolist() == [True, False, True, True]
    assert crossed(met(values, (a, b), around=True), found[0].subject, (a, b)) == []


def test_settings_that_add_up_are_told_from_those_that_do_not() -> None:
    """The cells of a sum are nowhere apart from adding up; those of a product are."""
    a, b = FACTORS[0], FACTORS[2]
    noise = crossed_runs(5, 0.0, 1.0, 0.02, 12, 16)
    for values, clear in ((a.values + b.values, False), (a.values * b.values, True)):
        runs = values[:, None] + noise
        (found,) = crossed(met(runs, FACTORS), of(runs), (a, b))
        assert sum(cell.points for cell in found.cells) == 12
        apart = found.farthest.apart
        assert apart.clear == clear


@given(arrays(float, (5, 4, 2), elements=st.sampled_from([0.0, 1.0, np.nan])))
def test_at_each_point_an_option_is_compared_as_pairs_are(values: Floats) -> None:
    """Means, errors and who is helped are those of the comparison of pairs, point by point."""
    found = at_points(met(values, outcome=LASTED), 1)
    for point in range(5):
        pair = paired(LASTED, values[point, :, 0], values[point, :, 1])
        wanted = (pair.difference, pair.simulation, pair.helped, pair.harmed)
        got = [column[point] for column in found[4:]]
        np.testing.assert_allclose(got, wanted, atol=1e-12, equal_nan=True)


def test_luck_does_not_widen_the_range_over_points() -> None:
    """Points that differ by luck alone lose most of what luck makes; others keep their own."""
    luck_alone = over_points(crossed_runs(1, 0.0, 1.0, 1.0, 200, 8), 0.0)
    apart = over_points(crossed_runs(1, 1.0, 1.0, 1.0, 200, 8), 0.0)
    assert luck_alone.high - luck_alone.low < 0.5 * 2.56 * 8**-0.5
    assert apart.high - apart.low == pytest.approx(2.56, abs=0.4)


def test_an_option_over_all_points_has_the_error_of_its_lucks() -> None:
    """Pairs of one luck hang together, so 400 of them are no 400 independent pairs."""
    change = crossed_runs(1, 0.0, 0.3, 0.1, 50, 8)
    values = np.stack([np.zeros_like(change), change], axis=2)
    found = compared(met(values), 1).pair
    assert found.pairs == 400
    assert found.simulation > 3.0 * paired(REACH, values[..., 0].ravel(), change.ravel()).simulation


NAMES = ("x.one", "x.two", "x.three", "x.idle")


def sampler(kind: str) -> Any:
    """What chooses points; a test that needs it is skipped without, but never in CI."""
    name = f"SALib.sample.{kind}"
    return import_module(name) if os.environ.get("CI") == "true" else pytest.importorskip(name)


def ishigami(x: Floats) -> Floats:
    """A function whose indices are known; the fourth column does nothing."""
    at = np.pi * (2.0 * x - 1.0)
    value: Floats = (
        np.sin(at[:, 0]) + 7.0 * np.sin(at[:, 1]) ** 2 + 0.1 * at[:, 2] ** 4 * np.sin(at[:, 0])
    )
    return value


def problem(**more: Any) -> dict[str, Any]:
    """What SALib is told of four settings from 0 to 1."""
    return {"num_vars": 4, "names": list(NAMES), "bounds": [[0.0, 1.0]] * 4, **more}


def saltelli(number: int, *, both: bool = False) -> Floats:
    """Points of a Sobol' design."""
    sample = sampler("sobol")
    found: Floats = sample.sample(problem(), number, calc_second_order=both, seed=1)
    return found


def analysed(values: Floats, *, both: bool = False) -> Sobol:
    """Analyse runs at the points of a Sobol' design."""
    return sobol(of(values), problem(n=0, second_order=both))


TRUE_FIRST, TRUE_TOTAL = (0.314, 0.442, 0.0, 0.0), (0.558, 0.442, 0.244, 0.0)


@pytest.mark.parametrize("noise", [0.0, 3.0])
def test_known_indices_are_found_through_noise(noise: float) -> None:
    """Ishigami's indices are found, with luck that nothing shares and with none."""
    x = saltelli(1024)
    runs = ishigami(x)[:, None] + noise * chance(1).normal(size=(len(x), 4))
    found = analysed(runs)
    firsts = [one.first_alone.value for one in found.each]
    totals = [one.total_alone.value for one in found.each]
    assert firsts == pytest.approx(TRUE_FIRST, abs=0.08)
    assert totals == pytest.approx(TRUE_TOTAL, abs=0.08)
    matters = [one.verdict == Verdict.MATTERS for one in found.each]
    assert matters == [True, True, True, False]
    if noise:
        assert found.each[3].total > 0.1, "means over lucks alone would say that it matters"
        assert found.noise == pytest.approx(9.0 / 4 / (9.0 / 4 + 13.84), abs=0.04)


def test_luck_that_all_points_share_moves_no_index() -> None:
    """A luck that shifts every point alike leaves verdicts and totals as they are."""
    x = saltelli(256)
    bare = analysed(np.repeat(ishigami(x)[:, None], 4, axis=1))
    shifted = analysed(ishigami(x)[:, None] + np.array([5.0, -3.0, 1.0, 0.0]))
    for one, other in zip(bare.each, shifted.each, strict=True):
        assert other.total_alone.value == pytest.approx(one.total_alone.value)
        assert other.verdict == one.verdict


def test_a_setting_that_alone_decides_has_all_of_it() -> None:
    """Its first and total index are 1, and nothing else matters."""
    x = saltelli(512)
    found = analysed(x[:, 1][:, None] + 0.3 * chance(2).normal(size=(len(x), 4)))
    assert found.each[1].first_alone.value == pytest.approx(1.0, abs=0.1)
    assert found.each[1].total_alone.value == pytest.approx(1.0, abs=0.1)
    assert [one.verdict for one in found.each].count(Verdict.MATTERS) == 1


def test_a_setting_that_does_nothing_is_hardly_ever_said_to_matter() -> None:
    """Of 400 settings that do nothing, amid noise, at most 12 are: more have odds below 1e-5."""
    x = saltelli(64)
    wrong = 0
    for seed in range(200):
        runs = x[:, 0][:, None] + chance(seed).normal(size=(len(x), 4))
        found = analysed(runs)
        wrong += sum(one.verdict != Verdict.NOT_CLEAR for one in found.each[2:])
    assert wrong <= 12


def test_a_setting_that_hardly_matters_is_said_to() -> None:
    """Its total index can be told from zero, and is below one in a hundred."""
    x = saltelli(512)
    found = analysed(np.repeat((x[:, 0] + 0.02 * x[:, 1])[:, None], 3, axis=1))
    assert [one.verdict for one in found.each[:3]] == [
        Verdict.MATTERS,
        Verdict.HARDLY,
        Verdict.NOT_CLEAR,
    ]


def test_two_settings_together_have_an_index_of_their_own() -> None:
    """Ishigami's first and third act together; others do not."""
    x = saltelli(1024, both=True)
    found = analysed(np.repeat(ishigami(x)[:, None], 2, axis=1), both=True)
    most = max(found.pairs, key=lambda one: one.second)
    assert (most.one, most.other) == ("x.one", "x.three")
    assert most.second == pytest.approx(0.244, abs=0.1)


def test_base_samples_with_a_missing_run_are_dropped_and_counted() -> None:
    """The rest is analysed; and where nothing varies there are no indices."""
    x = saltelli(64)
    runs = np.repeat(ishigami(x)[:, None], 2, axis=1)
    runs[7] = np.nan
    found = analysed(runs)
    assert (found.samples, found.dropped) == (63, 1)
    assert analysed(np.ones((len(x), 2))).each == ()


def test_elementary_effects_of_a_sum_are_its_slopes() -> None:
    """Means of absolute effects are slopes; words have no direction; what is idle has none."""
    sample = sampler("morris")
    x = sample.sample(problem(), 12, num_levels=4, seed=1)
    words = np.array(["cliff", "milestone", "taper", "zero"], object)[(x[:, 2] * 3.01).astype(int)]
    factors = [Factor(name, x[:, at]) for at, name in enumerate(NAMES)]
    factors[2] = Factor(NAMES[2], words)
    runs = (3.0 * x[:, 0] - 2.0 * x[:, 1] + x[:, 2])[:, None] + np.array([4.0, 0.0, -1.0])
    found = morris(of(runs), factors, problem(n=12, levels=4)).each
    assert [one.mean_absolute for one in found] == pytest.approx([3.0, 2.0, 1.0, 0.0])
    assert [one.mean for one in found[:2]] == pytest.approx([3.0, -2.0])
    assert np.isnan(found[2].mean)
    assert [one.alone for one in found] == pytest.approx([3.0, 2.0, 1.0, 0.0])
    assert [one.verdict for one in found] == [*[Verdict.MATTERS] * 3, Verdict.NOT_CLEAR]


def test_noise_does_not_make_elementary_effects_matter() -> None:
    """Of 400 settings that do nothing, at most 12 seem to; means of absolute effects all do."""
    sample = sampler("morris")
    x = sample.sample(problem(), 12, num_levels=4, seed=1)
    factors = [Factor(name, x[:, at]) for at, name in enumerate(NAMES)]
    wrong = seeming = 0
    for seed in range(200):
        runs = 5.0 * x[:, 0][:, None] + chance(seed).normal(size=(len(x), 4))
        found = morris(of(runs), factors, problem(n=12, levels=4)).each
        wrong += sum(one.verdict != Verdict.NOT_CLEAR for one in found[2:])
        seeming += sum(one.mean_absolute > one.mean_absolute_half_width for one in found[2:])
    assert wrong <= 12
    assert seeming > 380


@given(arrays(float, 4, elements=st.floats(-1.0, 1.0)))
def test_a_square_without_luck_is_the_mean_product_of_two_lucks(values: Floats) -> None:
    """It is taken over all pairs of different lucks."""
    pairs = [a * b for i, a in enumerate(values) for j, b in enumerate(values) if i != j]
    assert squared(values) == pytest.approx(np.mean(pairs), abs=1e-12)


def facts(**more: Any) -> Facts:
    """Facts of a small sweep."""
    usual: dict[str, Any] = {
        "title": "small", "question": "", "kind": "full factorial", "points": 12, "replicates": 4,
        "seed": 1, "rounds": 1, "planned": 1, "runs": 48, "failed": 0, "members": False,
        "spans": False, "problem": None,
    }  # fmt: skip
    return Facts(**{**usual, **more})


def test_without_salib_all_but_indices_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at a Sobol' design says that SALib is missing, and gives everything else."""
    monkeypatch.setitem(sys.modules, "SALib", None)
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)
    points = chance(1).random((48, 4))
    factors = [Factor(name, points[:, at]) for at, name in enumerate(NAMES)]
    values = met(points.sum(axis=1)[:, None] + crossed_runs(1, 0, 1, 1, 48, 4), factors, block=6)
    found = look(
        facts(problem=problem(n=8, second_order=False)), lambda _: values, REACH, besides=[]
    )
    assert found.lacks_salib
    assert {table.name for table in tables_of(found)} >= {"levels", "shares", "effects", "points"}
