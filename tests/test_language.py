"""The project's words: what it does not write about people, places and its own numbers."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]

# The texts that explain a synonym of the field, and so have to write it.
EXPLAINING = frozenset(
    {
        "docs/glossary.md",
        "docs/study_claims.toml",
        "docs/ethics_and_language.md",
        "exit_sim/scenarios/study/claims.toml",
    }
)
TEXTS = ("README.md", "docs/**/*.md", "docs/*.toml")
PACKAGED = frozenset({".toml", ".md", ".txt", ".html", ".j2", ".jinja"})

# What may follow "the vulnerable" where no noun does.
NO_NOUN = (
    r"(?=\s*(?:[^\w\s'-]|$)|\s+(?:and|or|but|who|whom|that|which|is|are|was|were|be|have|had|has"
    r"|do|does|did|may|might|can|could|will|would|should|must|in|of|to|from|by|at|with|for|as|on"
    r"|than|when|where|while|if|because|not|no|get|gain|lose|need|rely|live)\b)"
)
DENIED = re.compile(r"\b(?:never|not|nor|no)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n\s*\n|\n(?=\s*[-*|#])")


class Avoided(NamedTuple):
    """Words the project does not write, and what it writes instead."""

    words: re.Pattern[str]
    instead: str
    may_be_denied: bool = False


def avoided(words: str, instead: str, *, may_be_denied: bool = False) -> Avoided:
    """Read the blanks in a pattern as any white space or hyphen, and its letters in any case."""
    pattern = words.replace(" ", r"[\s-]+")
    return Avoided(re.compile(pattern, re.IGNORECASE), instead, may_be_denied)


AVOIDED = (
    avoided(r"\bcream(?:ing|ed|[\s_-]?skimm\w+)\b", "helping those easiest to help"),
    avoided(r"\bburning platforms?\b", "poor inspection"),
    Avoided(
        re.compile(rf"\bthe\s+(?:(?:most|more)\s+)?vulnerable\b{NO_NOUN}", re.IGNORECASE),
        "the fifth with most against them",
    ),
    avoided(r"\bfailing (?:councils?|local authorit(?:y|ies))\b", "a council judged poor"),
    avoided(r"\bdigital twins?\b", "paired runs with common random numbers", may_be_denied=True),
    avoided(r"\b95\s*(?:%|per[\s-]?cent) (?:confidence|CI\b)", "one of the four uncertainties"),
    Avoided(
        re.compile(r"(?<!\bno\s)(?<!\bnever\s)\bp[\s-]+values?\b", re.IGNORECASE),
        "the size, and whether it matters",
    ),
    avoided(r"\bstatistical(?:ly)? significan(?:t|ce)\b", "the size, and whether it matters"),
)


class Passage(NamedTuple):
    """A stretch of text a user may read, and where it begins."""

    file: str
    line: int
    text: str


def sentence_around(text: str, start: int, end: int) -> str:
    """Cut out the sentence, list item or table row that holds a stretch of text."""
    ends = [found.end() for found in SENTENCE_END.finditer(text)]
    first = max((at for at in ends if at <= start), default=0)
    last = min((at for at in ends if at >= end), default=len(text))
    return text[first:last]


def avoided_in(passage: Passage) -> list[str]:
    """List the avoided words of a passage, as `file:line: words; write: ...`."""
    if passage.file in EXPLAINING:
        return []
    found = []
    for term in AVOIDED:
        for match in term.words.finditer(passage.text):
            around = sentence_around(passage.text, match.start(), match.end())
            if term.may_be_denied and DENIED.search(around):
                continue
            line = passage.line + passage.text.count("\n", 0, match.start())
            words = " ".join(match[0].split())
            found.append(f"{passage.file}:{line}: {words}; write: {term.instead}")
    return found


def strings_of(file: str, source: str) -> Iterator[Passage]:
    """Yield the string literals and docstrings of a Python file, a formatted one in one piece."""
    inner: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = [part for part in node.values if isinstance(part, ast.Constant)]
            inner.update(id(part) for part in parts)
            whole = [part.value if isinstance(part, ast.Constant) else "…" for part in node.values]
            yield Passage(file, node.lineno, "".join(str(part) for part in whole))
        elif isinstance(node, ast.Constant) and id(node) not in inner:
            yield Passage(file, node.lineno, str(node.value))


def passages(root: Path) -> Iterator[Passage]:
    """Yield every text of the project that a user may read."""
    texts = {path for pattern in TEXTS for path in root.glob(pattern)}
    for path in sorted((root / "exit_sim").rglob("*")):
        if path.suffix == ".py":
            yield from strings_of(path.relative_to(root).as_posix(), path.read_text("utf-8"))
        elif path.suffix in PACKAGED:
            texts.add(path)
    for path in sorted(texts):
        yield Passage(path.relative_to(root).as_posix(), 1, path.read_text("utf-8-sig"))


def test_no_text_uses_a_word_the_project_avoids() -> None:
    """Care in words binds every text: docstrings, strings, scenarios, documents, the README."""
    found = [line for passage in passages(ROOT) for line in avoided_in(passage)]
    assert not found, "\n".join(["words the project avoids:", *found])


@pytest.mark.parametrize(
    "text",
    [
        "Funders invite creaming.",
        "Cream-skimming grows with the bar.",
        "A burning\nplatform may freeze a place.",
        "It helps the vulnerable.",
        "The most vulnerable are seen least.",
        "the vulnerable",
        "A failing council recovers.",
        "Each failing local authority recovers.",
        "A digital twin of your service.",
        "We never sleep. It is a digital twin.",
        "with 95 % confidence",
        "a 95% confidence interval",
        "95 per cent confidence",
        "its p-value is small",
        "P values below 0.05",
        "not statistically significant",
    ],
)
def test_a_word_the_project_avoids_is_caught(text: str) -> None:
    """Each avoided word is caught in any case, across lines, and with its line."""
    found = avoided_in(Passage("docs/page.md", 7, f"A first line.\n{text}"))
    assert len(found) == 1
    assert found[0].startswith("docs/page.md:8: ")


@pytest.mark.parametrize(
    "text",
    [
        "Ice cream is a treat.",
        "the vulnerable young people of the pilot",
        "The platform is burning hot.",
        "Twins are paired runs with common random numbers, never a digital twin.",
        "No figure is a digital\ntwin of a place.",
        "It gives no p-values: with enough runs every difference counts.",
        "A confident tone at 95 % of the range.",
        "its significance for policy",
    ],
)
def test_a_neighbouring_word_is_let_be(text: str) -> None:
    """Words near an avoided one, and a plain denial of a digital twin or a p-value, may stand."""
    assert avoided_in(Passage("docs/page.md", 1, text)) == []


def test_a_synonym_may_be_explained_where_synonyms_are_explained() -> None:
    """The glossary, the study's claims and the ethics page may write a synonym to explain it."""
    text = "Some call it creaming."
    assert [file for file in EXPLAINING if avoided_in(Passage(file, 1, text))] == []
    assert avoided_in(Passage("docs/odd.md", 1, text)) != []


def test_words_in_code_are_read_as_a_user_reads_them(tmp_path: Path) -> None:
    """Docstrings, joined and formatted strings and scenarios are read; comments are not."""
    scenarios = tmp_path / "exit_sim" / "scenarios"
    scenarios.mkdir(parents=True)
    (scenarios / "a.toml").write_text('says = "a failing council"\n', "utf-8")
    (tmp_path / "exit_sim" / "a.py").write_text(
        '"""First.\n\nThen creaming.\n"""\n\n# creaming in a comment\n'
        'A = (\n    "a burning "\n    "platform"\n)\nB = f"{A} and its p-value"\n',
        "utf-8",
    )
    found = [line for passage in passages(tmp_path) for line in avoided_in(passage)]
    assert [line.split(";")[0] for line in found] == [
        "exit_sim/a.py:3: creaming",
        "exit_sim/a.py:8: burning platform",
        "exit_sim/a.py:11: p-value",
        "exit_sim/scenarios/a.toml:1: failing council",
    ]
