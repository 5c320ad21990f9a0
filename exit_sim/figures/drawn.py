"""A figure carries its finding, a text alternative and its numbers, in the same bytes each time."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from exit_sim.results.columns import Value

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDE, TALL = 11.2, 6.3
"""Inches: sixteen to nine, and a page of A4 turned on its side with narrow margins."""
DOTS = 300
STYLE: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "svg.fonttype": "none",
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "path.simplify": False,
}
_ONE_AT_A_TIME = threading.RLock()


class Data(NamedTuple):
    """The numbers behind a figure."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


class Drawn(NamedTuple):
    """A figure: its name, what it found in one sentence, its text alternative, its numbers."""

    name: str
    figure: "Figure"
    sentence: str
    alt: str
    table: Data


@contextmanager
def style(name: str) -> Iterator[None]:
    """Draw as this project does, whatever a user's own settings are, one figure at a time."""
    import matplotlib as mpl

    with _ONE_AT_A_TIME, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({**STYLE, "svg.hashsalt": name})
        yield


def save(drawn: Drawn, folder: str | Path) -> tuple[Path, Path]:
    """Write a figure as SVG and as PNG into a folder, which is made if need be."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    vector, pixels = folder / f"{drawn.name}.svg", folder / f"{drawn.name}.png"
    vector.write_bytes(svg(drawn))
    pixels.write_bytes(png(drawn))
    return vector, pixels


def png(drawn: Drawn) -> bytes:
    """The figure in pixels: 300 to the inch, sixteen to nine."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    out = BytesIO()
    with style(drawn.name):
        FigureCanvasAgg(drawn.figure)
        drawn.figure.savefig(out, format="png", dpi=DOTS, metadata={"Software": None})
    return out.getvalue()


def svg(drawn: Drawn) -> bytes:
    """The figure in lines, its text kept as text; ids begin with its name: a page may hold many."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = BytesIO()
    nothing: dict[str, Any] = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with style(drawn.name):
        FigureCanvasSVG(drawn.figure)
        drawn.figure.savefig(out, format="svg", metadata=nothing)
    return _named(out.getvalue().decode(), drawn).encode()


def _named(text: str, drawn: Drawn) -> str:
    prefix = f"{drawn.name}-"
    text = re.sub(r'\bid="', f'id="{prefix}', text)
    text = re.sub(r'((?:xlink:)?href)="#', rf'\1="#{prefix}', text)
    text = text.replace("url(#", f"url(#{prefix}")
    opening = re.search(r"<svg\b[^>]*>", text)
    if opening is None:
        return text
    tag = opening[0]
    labelled = f'{tag[:-1]} role="img" aria-label={quoteattr(drawn.sentence)}>'
    said = f"\n <title>{escape(drawn.sentence)}</title>\n <desc>{escape(drawn.alt)}</desc>"
    return text.replace(tag, labelled + said, 1)
