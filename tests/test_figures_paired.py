"""Figures of options and of kinds of organisations: legible, complete, the same bytes each time."""

from xml.etree import ElementTree as ET

import pytest

from exit_sim import figures
from exit_sim.analysis.breakdown import PAID, THIRDS
from exit_sim.figures import paired
from exit_sim.figures.among import Kinds, Mark, Row, among
from exit_sim.figures.drawn import Drawn, style
from exit_sim.scenario.stated import PERFORMANCE_OF
from exit_sim.twins.outcomes import OUTCOMES
from test_figures import boxes, overlaps

NAN = float("nan")
ALL = (
    *(("rating", kind) for kind in PERFORMANCE_OF),
    *(("sector", kind) for kind in ("local authority", "social enterprise", "voluntary")),
    *(("funder", kind) for kind in PAID),
    *(("supportive culture", kind) for kind in THIRDS),
)


def _among(levels: tuple[float, float], error: float) -> Drawn:
    kinds = Kinds(
        "among",
        "The difference in what lasts goes from -100 of 100 (inadequate) to +100 of 100 (good).",
        "A mix of organisations, as they stood in 2018: taper, against no change",
        "16384 pairs of organisations by the same luck",
        "of 100 organisations of each kind, how many last two years after the pilot",
        (Mark("no change", "no_change"), Mark("with the option", "option")),
        1,
        "the difference",
        ("difference", "helped", "harmed"),
    )
    besides = (levels[1] - levels[0], 1.0, 0.0)
    return among(kinds, [Row(by, kind, 16_384, levels, error, besides) for by, kind in ALL])


def _difference(bar: paired.Bar, *, flags: bool = True) -> Drawn:
    asked = paired.Asked("option_1", "taper", "A middling council", 128, True, "As many last.")
    named = [
        bar._replace(says=one.says, flag=one.flag) for one in OUTCOMES if flags or not one.flag
    ]
    return paired.difference(asked, named)


BAR = paired.Bar("", 0.5, 0.75, 0.25, 0.1, (-0.5, 0.5), (-0.2, 0.9), 0.4, 0.15, True)
DRAWN = {
    "all kinds": lambda: _among((0.2, 0.8), 0.1),
    "no kind ever lasts": lambda: _among((0.0, 0.0), 0.9),
    "what is not known": lambda: _among((NAN, NAN), NAN),
    "all outcomes": lambda: _difference(BAR),
    "without settings": lambda: _difference(BAR._replace(plausible=None)),
    "nothing moves": lambda: _difference(
        paired.Bar("", 0.0, 0.0, 0.0, 0.0, (0.0, 0.0), None, 0.0, 0.0, True)
    ),
    "little moves": lambda: _difference(BAR._replace(difference=-0.0004, simulation=1.5)),
}


@pytest.mark.parametrize("case", DRAWN)
def test_no_text_lies_on_another_or_beyond_the_sheet(case: str) -> None:
    """All kinds of organisations, and all outcomes, fit on one sheet in letters of 8 points."""
    drawn = DRAWN[case]()
    with style(drawn.name):
        seen = boxes(drawn.figure)
    assert overlaps(seen) == []
    for text, box in seen:
        assert box.x0 >= 0.0, text
        assert box.y0 >= 0.0, text
        assert box.x1 <= drawn.figure.bbox.width, text
        assert box.y1 <= drawn.figure.bbox.height, text
    from matplotlib.text import Text

    assert min(one.get_fontsize() for one in drawn.figure.findobj(Text) if one.get_text()) >= 8.0


@pytest.mark.parametrize("case", DRAWN)
def test_a_figure_says_what_it_is_and_is_the_same_each_time(case: str) -> None:
    """Its finding, its words and its numbers; that it is simulated; the same bytes twice."""
    first, again = DRAWN[case](), DRAWN[case]()
    assert figures.svg(first) == figures.svg(again)
    text = "".join(ET.fromstring(figures.svg(first)).itertext())  # noqa: S314
    assert first.sentence in text
    assert "not a forecast" in text
    assert "n = " in text
    assert all(len(row) == len(first.table.columns) for row in first.table.rows)


def test_what_is_drawn_is_within_its_panel() -> None:
    """No mean with its error, and no range, reaches beyond the axis it stands on."""
    drawn = _difference(BAR._replace(difference=0.3, simulation=0.9))
    axes = drawn.figure.axes[0]
    low, high = axes.get_xlim()
    ends = [x for line in axes.get_lines() for x in line.get_xdata() if line.get_marker() != "o"]
    assert low <= min(map(float, ends))
    assert high >= max(map(float, ends))
