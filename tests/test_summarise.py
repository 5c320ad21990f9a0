"""The first look at a sweep: what is printed, what is kept, what counts, and what is refused."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from command_line import ask, files
from exit_sim import figures
from exit_sim.analysis.sweeps.look import Look, look
from exit_sim.analysis.sweeps.met import Factor, Floats, Met
from exit_sim.analysis.sweeps.tables import tables_of
from exit_sim.analysis.sweeps.words import headline, uncertainty
from exit_sim.commands.keeping_summary import drawn
from exit_sim.commands.screen import plain
from exit_sim.commands.telling_summary import told
from exit_sim.figures.drawn import Drawn
from exit_sim.story.sentence import LONGEST
from exit_sim.sweep.design import Design
from exit_sim.sweep.gathered import Gathered, outcomes_of
from exit_sim.sweep.opened import extended
from exit_sim.sweep.rows import RAISED
from exit_sim.sweep.standing import Standing
from exit_sim.sweep.store import named
from exit_sim.twins.outcomes import BY_COLUMN
from exit_sim.twins.pairs import paired
from sweeping import design, lived
from test_summarise_analysis import NAMES, chance, facts, problem, sampler

OUTCOME = "frozen_ever"


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory, engine: None) -> Path:
    """A small sweep, whole: six points by four lucks, no change and one option."""
    where = tmp_path_factory.mktemp("sweep")
    lived(where / "kept", design(where / "small.toml"))
    return where / "kept"


@pytest.fixture
def copied(sweep: Path, tmp_path: Path) -> Path:
    """The same sweep, to be spoilt."""
    out = tmp_path / "copy"
    for name, content in files(sweep).items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    return out


def looked(folder: Path, outcome: str = OUTCOME) -> Look:
    """Look at a folder."""
    standing = Standing.open(folder)
    governs, besides = outcomes_of(standing.store, outcome)
    gathered = Gathered(standing)
    return look(gathered.facts(), gathered.met, governs, besides)


def rows_of(folder: Path) -> Any:
    """Every row of a sweep as one table."""
    return pq.read_table(folder / "journeys").to_pandas()


def test_what_is_told_is_what_the_rows_hold(sweep: Path) -> None:
    """Levels, differences and means by value are those that anybody reckons from the rows."""
    found, rows = looked(sweep, "openness_month_12"), rows_of(sweep)
    by_option = rows.groupby("option")["openness_month_12"].mean()
    levels = {one.option: one.mean.value for one in found.under()}
    assert levels == pytest.approx(dict(by_option))
    (option,) = found.by_option()
    wide = rows.pivot_table("openness_month_12", ["point", "replicate"], "option")
    difference = (wide[option.option] - wide["no change"]).mean()
    assert option.pair.difference == pytest.approx(difference)
    alone = rows[rows["option"] == "no change"]
    for one in found.effects:
        if one.subject.what == "level":
            wanted = alone.groupby(one.factor.name)["openness_month_12"].mean().sort_index()
            assert [at.mean.value for at in one.each] == pytest.approx(list(wanted))


def test_points_are_read_off_the_store_alone(sweep: Path) -> None:
    """Settings at each point are those of the design, which is not asked for them."""
    found = Design.load(sweep / "design.toml")
    factors = Gathered(Standing.open(sweep)).factors
    assert tuple(one.name for one in factors) == found.names
    assert list(zip(*(one.values for one in factors), strict=True)) == list(found.points)


def test_the_command_tells_and_keeps(
    sweep: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables, figures and text are a folder that explains itself; the same again comes last."""
    out = tmp_path / "first look"
    said = ask(capsys, "summarise", str(sweep), "--outcome", OUTCOME, "--out", str(out))
    assert said.code == 0, said.error
    assert said.out.splitlines()[-1].strip() == f"exit-sim summarise {sweep} --outcome {OUTCOME}"
    assert "twins, paired runs with" in said.out
    kept = files(out)
    names = {"options", "settings_and_luck", "main_effects", "two_settings"}
    for name in names:
        assert {f"figures/{name}.{form}" for form in ("svg", "png", "csv")} <= set(kept)
    assert {"levels.parquet", "points.parquet", "columns.csv", "answer.txt"} <= set(kept)
    readme = kept["README.txt"].decode()
    assert "one row a month and post" not in readme, "every file is explained"
    assert "Not computed:" in readme
    again = ask(capsys, "summarise", str(sweep), "--outcome", OUTCOME, "--out", str(out))
    assert again.out == said.out
    assert {n: c for n, c in files(out).items() if n != "provenance.json"} == {
        n: c for n, c in kept.items() if n != "provenance.json"
    }


def test_only_complete_rounds_count(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is planned and not lived is said; without a whole round there is nothing to tell."""
    extended(copied, Design.load(copied / "design.toml"), 6)
    said = ask(capsys, "summarise", str(copied), "--outcome", OUTCOME)
    assert said.code == 0
    assert "6 points by 4 lucks, no change and 1 option: 48 runs. 1 of 2 rounds" in one_line(said)
    for part in (copied / "journeys").iterdir():
        part.unlink()
    said = ask(capsys, "summarise", str(copied))
    assert (said.code, said.out) == (2, "")
    assert "only complete rounds count" in said.error


def one_line(said: Any) -> str:
    """What was printed, on one line."""
    return " ".join(said.out.split())


def test_a_failed_run_is_left_out_and_counted(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its pair drops out, and it is said how many failed."""
    (path,) = (copied / "journeys").iterdir()
    table = pq.read_table(path)
    status = table["status"].to_pylist()
    status[3] = RAISED
    at = table.column_names.index("status")
    sink = pa.BufferOutputStream()
    pq.write_table(table.set_column(at, "status", pa.array(status)), sink)
    content = bytes(sink.getvalue())
    path.unlink()
    (copied / "journeys" / named(1, content)).write_bytes(content)
    said = ask(capsys, "summarise", str(copied), "--outcome", OUTCOME)
    assert said.code == 0, said.error
    assert "1 run failed, and is left out" in one_line(said)
    found = looked(copied)
    assert found.by_option()[0].pair.dropped == 1


def test_outcomes_that_cannot_be_looked_at_are_refused(
    sweep: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence says what is wrong, and names the nearest right word."""
    for given, problem_ in (
        ("sustained_ani", "is no outcome that was kept; did you mean sustained_any?"),
        ("ending", "is a word, not a number"),
    ):
        said = ask(capsys, "summarise", str(sweep), "--outcome", given)
        assert (said.code, said.out) == (2, "")
        assert problem_ in said.error
        assert len(said.error.splitlines()) == 1


def test_a_folder_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence says so."""
    said = ask(capsys, "summarise", str(tmp_path))
    assert (said.code, said.out) == (2, "")
    assert "is not a sweep" in said.error


def synthetic(
    values: Floats, factors: Sequence[Factor], *, block: int = 1, drawn_: bool = False, **more: Any
) -> Look:
    """A look at runs that were never lived: yes or no, with one option if there is one."""
    options = ["no change", "a_change:month=12 + another_change_with_a_long_name:share=0.5"]
    met = Met(
        BY_COLUMN["sustained_any"], values, options[: values.shape[2]], factors, block, drawn_
    )
    points, replicates, number = values.shape
    said = {"points": points, "replicates": replicates, "runs": points * replicates * number}
    return look(facts(**said, **more), lambda _: met, met.outcome, besides=[])


def of_kind(kind: str, *, lucks: int = 6, options: int = 1) -> Look:
    """A look at a design of this kind, in which the first setting decides."""
    more: dict[str, Any] = {}
    if kind == "sobol":
        sample = sampler("sobol")
        points = sample.sample(problem(), 64, calc_second_order=False, seed=1)
        more = {"block": 6, "drawn_": True, "problem": problem(n=64, second_order=False)}
    elif kind == "morris":
        sample = sampler("morris")
        points = sample.sample(problem(), 20, num_levels=4, seed=1)
        more = {"block": 5, "drawn_": True, "problem": problem(n=20, levels=4)}
    else:
        points = chance(1).random((40, 4))
        more = {"drawn_": True, "spans": True}
    factors = [Factor(name, points[:, at]) for at, name in enumerate(NAMES)]
    luck = chance(2).random((1, lucks, 1)) + 0.4 * chance(3).random((len(points), lucks, 1))
    steps = 0.1 * np.arange(options)
    values = (points[:, :1, None] + steps + 0.3 > luck).astype(float)
    return synthetic(values, factors, kind=kind, **more)


KINDS = [("sobol", 1), ("morris", 1), ("latin hypercube", 1), ("sobol", 2)]


@pytest.mark.parametrize(("kind", "options"), KINDS)
def test_the_setting_that_decides_is_named(kind: str, options: int) -> None:
    """Whatever the design, the headline names it, and says what was not computed."""
    found = of_kind(kind, lucks=24, options=options)
    said = headline(found)
    assert NAMES[0] in said[2]
    assert NAMES[3] not in said[2]
    assert said[-1].startswith("Not computed:")


@pytest.mark.parametrize(("kind", "options"), KINDS)
def test_sentences_are_short_and_no_percentage_is_bare(kind: str, options: int) -> None:
    """A sentence has at most 25 words; 95 % stands beside what it is of."""
    found = of_kind(kind, options=options)
    text = plain(list(told(found)))
    paragraphs = [" ".join(one.split()) for one in text.split("\n\n") if "   " not in one]
    sentences = [one for some in paragraphs for one in re.split(r"(?<=[.:;?]) ", some)]
    assert [one for one in sentences if len(one.split()) > LONGEST] == []
    for line in (*uncertainty(found), *sentences):
        if "95 %" in line:
            assert "each mean, 95 %" in line
    assert "% chance" not in text
    assert "p-value" not in text


@pytest.mark.parametrize(("kind", "options"), KINDS)
def test_every_column_of_every_table_is_described_and_in_its_bounds(
    kind: str, options: int
) -> None:
    """No cell lies outside of what its column promises."""
    tables = tables_of(of_kind(kind, options=options))
    assert {"levels", "shares", "effects", "crossed", "points"} <= {one.name for one in tables}
    assert (kind in {one.name for one in tables}) == (kind in {"sobol", "morris"})
    for one in tables:
        for at, column in enumerate(one.columns):
            assert column.label
            values = [row[at] for row in one.rows if isinstance(row[at], int | float)]
            if column.low is not None and column.high is not None:
                assert all(column.low <= float(value) <= column.high for value in values)


@pytest.mark.parametrize(("kind", "options"), KINDS)
def test_pictures_carry_their_line_and_nothing_is_cut_off(kind: str, options: int) -> None:
    """Each says that it is simulated, of how many, by what; every text lies on its sheet."""
    found = of_kind(kind, options=options)
    each = drawn(found)
    assert len(each) == (5 if kind in {"sobol", "morris"} else 4)
    for one in each:
        text = figures.svg(one).decode()
        assert "Simulated by exit_sim" in text
        assert f"n = {found.facts.runs:,} journeys" in text
        assert "not a forecast" in text
        assert one.sentence in text.replace("&apos;", "'")
        assert one.table.rows
        assert all(len(row) == len(one.table.columns) for row in one.table.rows)
        assert off_the_sheet(one) == []


def off_the_sheet(one: Drawn) -> list[str]:
    """Texts, and panels with what stands around them, that do not lie wholly on the sheet."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure, canvas = one.figure, FigureCanvasAgg(one.figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    wide, tall = figure.bbox.width, figure.bbox.height
    boxes = {text.get_text(): text.get_window_extent() for text in figure.texts}
    for axes in figure.axes:
        boxes |= {text.get_text(): text.get_window_extent() for text in axes.texts}
        box = axes.get_tightbbox(renderer)
        assert box is not None
        boxes[f"panel {axes.get_title(loc='left')}"] = box
    return [
        text
        for text, box in boxes.items()
        if text and (box.x0 < -1 or box.y0 < -1 or box.x1 > wide + 1 or box.y1 > tall + 1)
    ]


def test_a_single_point_is_told_too() -> None:
    """One point under no change alone: a level and its error, and that all is luck."""
    values = (chance(1).random((1, 40, 1)) < 0.5).astype(float)
    found = synthetic(values, [], kind="as it is")
    assert "all that varies is luck" in headline(found)[1]
    assert [one.name for one in drawn(found)] == ["options"]
    error = found.under()[0].mean.half_width
    centred = values[0, :, 0] - values.mean()
    same = paired(BY_COLUMN["sustained_any"], np.zeros(40), centred).simulation
    assert error == pytest.approx(same, rel=0.1)
