"""The glossary is one text, which the library shows as a page and searches word by word."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import exit_sim

if TYPE_CHECKING:
    from markdown_it.token import Token

PLACES = (
    Path(__file__).parent / "glossary.md",
    Path(exit_sim.__file__).parents[1] / "docs" / "glossary.md",
)
"""Where it is: beside this file where exit_sim was installed, else among the documents."""


class Word(NamedTuple):
    """One word, what it means, and where that stands on the page."""

    word: str
    means: str
    anchor: str


class Glossary(NamedTuple):
    """The page's text, and every word on it."""

    text: str
    words: tuple[Word, ...]


@cache
def glossary() -> Glossary:
    """Make a page of the glossary: tables that can be read aloud, and links within it alone."""
    from markdown_it import MarkdownIt

    reads = MarkdownIt("commonmark", {"html": False}).enable("table")
    source = next(path for path in PLACES if path.exists()).read_text("utf-8")
    tokens = reads.parse(source)
    words = tuple(_prepared(tokens))
    written: str = reads.renderer.render(tokens, reads.options, {})
    return Glossary(_apart(written), words)


def _prepared(tokens: "Sequence[Token]") -> "Iterator[Word]":
    """Name headings and rows, say what heads what, and follow no link to elsewhere."""
    row: list[str] = []
    cells: list[Token] = []
    seen: dict[str, int] = {}
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _slug(_plain(tokens[number + 1])))
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "inline":
            _within(token)
            row.append(_plain(token))
        elif token.type == "tr_open":
            row, cells = [], []
        elif token.type in {"td_open", "td_close"}:
            cells.append(token)
        elif token.type == "tr_close" and cells:
            cells[0].tag = cells[1].tag = "th"
            cells[0].attrSet("scope", "row")
            anchor = f"w-{_slug(row[0])}"
            seen[anchor] = seen.get(anchor, 0) + 1
            anchor += (
                f"-{seen[anchor]}" if seen[anchor] > 1 else ""
            )  # a word may stand in two tables
            cells[0].attrSet("id", anchor)
            yield Word(row[0], row[1], anchor)


def _within(token: "Token") -> None:
    """Leave only links to this page: the library holds no other document."""
    kept, leaves = [], False
    for child in token.children or ():
        if child.type == "link_open":
            leaves = not str(child.attrGet("href")).startswith("#")
        if not (leaves and child.type in {"link_open", "link_close"}):
            kept.append(child)
    token.children = kept


def _plain(token: "Token") -> str:
    return "".join(child.content for child in token.children or ()).strip()


def _slug(text: str) -> str:
    """Name a heading as its address does.

    >>> _slug("The setting, and its money")
    'the-setting-and-its-money'
    """
    return re.sub(r"[^\w -]", "", text.lower()).strip().replace(" ", "-")


def _apart(written: str) -> str:
    """Let each wide table scroll by itself, and be reached by keyboard, named by its heading."""
    parts = re.split(r"(<h2 id=\"[^\"]*\">.*?</h2>)", written)
    found, named = [], "Table"
    for part in parts:
        if part.startswith("<h2"):
            named = re.sub(r"<[^>]+>", "", part)
        opened = f'<div class="table" role="region" aria-label="{named}" tabindex="0">\n<table>'
        found.append(part.replace("<table>", opened).replace("</table>", "</table>\n</div>"))
    text = "".join(found)
    return re.sub(
        r"<th>\s*</th>", "<td></td>", re.sub(r"<th scope=\"col\"></th>", "<td></td>", text)
    )
