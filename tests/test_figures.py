"""A figure carries its finding, its text alternative and its numbers, and labels never overlap."""

import csv
import re
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from subprocess import run as call
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exit_sim import __version__, figures
from exit_sim.figures.drawn import TALL, WIDE, style
from exit_sim.figures.labels import LINE, SIZE, End, apart, label_ends, rows_of_flags
from exit_sim.figures.paper import panel, sheet
from exit_sim.figures.phases import SHADES, bands_of
from exit_sim.results.run_record import Run, simulate
from exit_sim.results.table_files import as_csv
from exit_sim.results.tables import MONTHS, Table, tables
from exit_sim.scenario import Scenario
from exit_sim.story.sentence import LONGEST
from exit_sim.vocabulary import Phase
from small_organisations import eager, random_run

SVG = "{http://www.w3.org/2000/svg}"
OF_ONE = (figures.journey, figures.leadership, figures.success_and_benefit)
OF_MANY = (figures.endings, figures.bands)
ODD = (0, 3, 6, 19, 23, 120)
"""Random organisations without leaders, without staff, without young people, of one month."""


@pytest.fixture(scope="module")
def one() -> Run:
    """A journey with every month of its people."""
    return simulate("champion_leaves_pilot", 2, people=True)


@pytest.fixture(scope="module")
def many() -> list[Run]:
    """Several small journeys, one of which never starts."""
    return [simulate(eager(), seed) for seed in (1, 2, 3)]


@pytest.fixture(scope="module")
def drawn(one, many) -> list[figures.Drawn]:
    """Every figure there is."""
    return [*(each(one) for each in OF_ONE), *(each(many) for each in OF_MANY)]


def parsed(drawn: figures.Drawn) -> ET.Element:
    """A figure's SVG, read as XML."""
    return ET.fromstring(figures.svg(drawn))  # noqa: S314


def texts(drawn: figures.Drawn) -> list[str]:
    """Every text of a figure's SVG."""
    return ["".join(found.itertext()).strip() for found in parsed(drawn).iter(f"{SVG}text")]


def boxes(drawn_figure: Any) -> list[tuple[str, Any]]:
    """The box of every text that is seen, in pixels."""
    from matplotlib.text import Text

    drawn_figure.canvas.draw()
    unseen = {
        label
        for axes in drawn_figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
        for label in (tick.label1, tick.label2)
    }
    return [
        (text.get_text(), Text.get_window_extent(text))
        for text in drawn_figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text not in unseen
    ]


def overlaps(found: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Texts of which one covers part of another, a hair's breadth aside."""
    return [
        (a, b)
        for number, (a, one_box) in enumerate(found)
        for b, other in found[number + 1 :]
        if min(one_box.x1, other.x1) - max(one_box.x0, other.x0) > 1.0
        and min(one_box.y1, other.y1) - max(one_box.y0, other.y0) > 1.5
    ]


def test_each_figure_says_its_finding_and_its_alternative(drawn) -> None:
    """One sentence of at most 25 words, and a longer text for those who cannot see it."""
    assert len({each.name for each in drawn}) == len(drawn)
    for each in drawn:
        assert re.fullmatch(r"[A-Z0-9].*\.", each.sentence)
        assert len(each.sentence.split()) <= LONGEST
        assert len(each.alt) > len(each.sentence)
        assert each.sentence in texts(each)


def test_each_figure_carries_its_own_line(drawn) -> None:
    """Tool, version, how many, and that it is no forecast stand in the picture itself."""
    for each in drawn:
        foot = [text for text in texts(each) if text.startswith("Simulated by exit_sim")]
        assert len(foot) == 1
        assert __version__ in foot[0]
        assert "not a forecast" in foot[0]
    assert any("one journey, seed 2" in text for text in texts(drawn[0]))
    assert any("scenario champion_leaves_pilot" in text for text in texts(drawn[0]))
    assert any("n = 3 journeys" in text for text in texts(drawn[-1]))


def test_an_svg_is_well_formed_and_its_text_is_text(drawn) -> None:
    """Words can be selected and read aloud; ids begin with the figure's name, each once."""
    seen: set[str] = set()
    for each in drawn:
        root = parsed(each)
        assert root.get("role") == "img"
        assert root.get("aria-label") == each.sentence
        said = root.find(f"{SVG}desc")
        assert said is not None
        assert said.text == each.alt
        ids = [found.get("id", "") for found in root.iter() if found.get("id")]
        assert len(ids) == len(set(ids))
        assert all(name.startswith(f"{each.name}-") for name in ids)
        assert seen.isdisjoint(ids)
        seen.update(ids)
        text = figures.svg(each).decode()
        used = re.findall(r'(?:href="|url\()#([^")]+)', text)
        assert set(used) <= set(ids)
        assert "<dc:date>" not in text


def test_a_figure_drawn_again_has_the_same_bytes(one, many, drawn) -> None:
    """The same run gives the same picture, in lines and in pixels."""
    for draw, given_run, first in (
        (figures.journey, one, drawn[0]),
        (figures.endings, many, drawn[3]),
    ):
        again = draw(given_run)
        assert figures.svg(again) == figures.svg(first)
        assert again.table == first.table
    assert figures.png(figures.endings(many)) == figures.png(drawn[3])


def test_a_users_own_settings_do_not_show(one, drawn) -> None:
    """Whatever a user has told matplotlib, figures come out alike, and the user's settings stay."""
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "svg.fonttype": "path"}):
        assert figures.svg(figures.leadership(one)) == figures.svg(drawn[1])
        assert mpl.rcParams["font.size"] == 30


def test_pixels_are_sixteen_to_nine_and_fine_enough(drawn) -> None:
    """300 to the inch, in the shape of a slide."""
    import matplotlib.image as mpimg

    pixels = mpimg.imread(BytesIO(figures.png(drawn[2])))
    assert pixels.shape[1] / pixels.shape[0] == pytest.approx(16 / 9, abs=0.01)
    assert pixels.shape[1] == WIDE * 300
    assert pixels.shape[0] == TALL * 300


def test_files_are_written_where_asked(tmp_path, drawn) -> None:
    """One SVG and one PNG, named after the figure, in a folder that is made."""
    vector, pixels = figures.save(drawn[0], tmp_path / "new" / "folder")
    assert vector == tmp_path / "new" / "folder" / "journey.svg"
    assert vector.read_bytes() == figures.svg(drawn[0])
    assert pixels.read_bytes().startswith(b"\x89PNG")


def test_the_numbers_behind_a_figure_make_a_table(drawn) -> None:
    """As many cells in each row as there are columns, and a row for every month."""
    for each in drawn:
        rows = list(csv.reader(as_csv(each.table.columns, each.table.rows).decode().splitlines()))
        assert len(rows) == 1 + len(each.table.rows)
        assert {len(row) for row in rows} == {len(each.table.columns)}
    assert [row[0] for row in drawn[0].table.rows] == list(range(1, 121))


def test_no_text_lies_on_another_or_beyond_the_sheet(one, many) -> None:
    """Flags, names of panels, ends of lines and marks on axes keep clear of one another."""
    crowded = Scenario.load("champion_leaves_pilot").with_(
        {"leadership.deputies": 3, "leadership.champion_leaves": 0.1, "time.horizon": 240}
    )
    runs = [one, simulate("co_produced_social_enterprise", 1), simulate(crowded, 1, people=True)]
    found = [draw(run) for run in runs for draw in OF_ONE] + [draw(many) for draw in OF_MANY]
    for each in found:
        with style(each.name):
            seen = boxes(each.figure)
        assert overlaps(seen) == [], each.name
        for text, box in seen:
            assert box.x0 >= 0.0, text
            assert box.y0 >= 0.0, text
            assert box.x1 <= each.figure.bbox.width, text
            assert box.y1 <= each.figure.bbox.height, text


def test_no_letter_is_smaller_than_8_points(drawn) -> None:
    """A figure can be read as it is printed."""
    from matplotlib.text import Text

    for each in drawn:
        sizes = [text.get_fontsize() for text in each.figure.findobj(Text) if text.get_text()]
        assert min(sizes) >= 8.0


@pytest.mark.parametrize("number", ODD)
def test_odd_organisations_can_be_drawn(number) -> None:
    """Nobody who leads, nobody who uses, nobody to help, one month: a figure all the same."""
    run = random_run(number)
    for draw in OF_ONE:
        each = draw(run)
        assert len(each.sentence.split()) <= LONGEST
        parsed(each)


def test_figures_of_many_are_the_same_from_runs_and_from_tables(many) -> None:
    """Whoever kept the tables only can draw what was drawn from the runs."""
    kept = {table.name: table for table in tables(many)}
    journeys, months = kept["journeys"], kept[MONTHS]
    assert isinstance(journeys, Table)
    assert figures.svg(figures.endings(journeys)) == figures.svg(figures.endings(many))
    assert figures.bands(months).table == figures.bands(many).table


def test_endings_count_every_journey_once(many) -> None:
    """The bars add up to the number of journeys, and say of how many."""
    each = figures.endings(many)
    counted = [row for row in each.table.rows if row[0] == "ending"]
    assert sum(int(row[2] or 0) for row in counted) == len(many)
    assert "of 3 simulated journeys" in each.sentence


def test_bands_lie_in_order(many) -> None:
    """Below the median the middle half ends, below that the middle 90 %."""
    for row in figures.bands(many).table.rows:
        cuts = [float(number or 0.0) for number in row[2:]]
        assert cuts == sorted(cuts)


def test_phases_follow_one_another_without_a_gap(one) -> None:
    """The bands cover every month once and have a shade each."""
    bands = bands_of(one)
    assert bands[0].first == 1
    assert bands[-1].last == one.last_month
    assert all(a.last + 1 == b.first for a, b in pairwise(bands))
    assert set(SHADES) == set(Phase)


@given(st.lists(st.floats(-50.0, 150.0), min_size=1, max_size=12), st.floats(0.5, 12.0))
def test_ends_are_nudged_apart_and_keep_their_order(wanted, least) -> None:
    """Labels stand at least a line apart, in the order of what they name, near it, on the panel."""
    placed = apart(wanted, least, 0.0, 100.0)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    heights = [placed[i] for i in order]
    assert all(b - a >= least - 1e-6 for a, b in pairwise(heights))
    if least * (len(wanted) - 1) <= 100.0:
        assert heights[0] >= -1e-6
        assert heights[-1] <= 100.0 + 1e-6
    if all(0.0 <= x <= 100.0 for x in wanted) and all(
        wanted[b] - wanted[a] >= least for a, b in pairwise(order)
    ):
        assert placed == pytest.approx(wanted)


@pytest.mark.parametrize("values", [[0.0] * 7, [1.0] * 7, [0.5, 0.5, 0.51, 0.52, 0.5, 0.49, 0.5]])
def test_seven_labels_of_lines_that_end_together_never_overlap(values) -> None:
    """Seven lines may end in one point; their labels do not."""
    with style("seven"):
        figure = sheet("Seven.", "lines", "foot")
        axes = panel(figure, 1.0, 3.0)
        axes.set_ylim(0.0, 1.0)
        label_ends(axes, [End(f"line {n}", value, "#000000") for n, value in enumerate(values)])
        seen = [(text, box) for text, box in boxes(figure) if text.startswith("line ")]
    assert len(seen) == 7
    assert overlaps(seen) == []
    middles = sorted(0.5 * (box.y0 + box.y1) for _, box in seen)
    least = 0.9 * SIZE * LINE * figure.dpi / 72
    assert all(b - a >= least for a, b in pairwise(middles))


@given(st.lists(st.tuples(st.integers(0, 120), st.integers(1, 40)), max_size=12))
def test_flags_cover_neither_flags_nor_poles(pairs) -> None:
    """No two flags in a row overlap, and no pole runs through a flag that flies below its own."""
    pairs.sort()
    at, widths = [float(x) for x, _ in pairs], [float(w) for _, w in pairs]
    rows = rows_of_flags(at, widths)
    for i, x in enumerate(at):
        for j in range(i + 1, len(at)):
            if at[j] < x + widths[i]:
                assert rows[i] > rows[j]


def test_matplotlib_is_read_in_only_when_a_figure_is_drawn() -> None:
    """Whoever draws nothing does not wait for it; nobody ever needs pyplot."""
    code = (
        "import sys, exit_sim.figures, exit_sim.story\n"
        "print([name for name in sys.modules if name.startswith('matplotlib')])"
    )
    said = call(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
        cwd=Path(figures.__file__).parents[2],
    )
    assert said.stdout.strip() == "[]"
    for file in Path(figures.__file__).parent.glob("*.py"):
        assert "pyplot" not in file.read_text("utf-8")
