"""No real organisation is a scenario: no file names a council, a charity or a provider.

The names are kept as salted hashes of one to five words, so that the list is not itself a list.
Run as a script with a name, this file prints the line to add to `data/real_organisations.txt`.
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

ROOT = Path(__file__).resolve().parents[1]
LIST = Path("tests/data/real_organisations.txt")
SCENARIOS = ROOT / "exit_sim" / "scenarios"
LONGEST = 5
HEX_DIGITS = 16

# A place that does not exist, hashed into the list on purpose. Its two words stand apart here.
INVENTED_PLACE = "Exampleshire"
INVENTED_BODY = "Council"

STUDY_CODE = re.compile(r"(?<![a-z0-9])(?:la_[abc]|clcp|sehp)(?![a-z0-9])", re.IGNORECASE)
ABOUT = ("title", "says", "invented")

# Where there is no git to ask, these folders are not the project's.
NOT_OURS = frozenset({"build", "dist", "node_modules", "venv", "__pycache__"})


class Allowed(NamedTuple):
    """A stretch of text where a name may stand, because it names a source and not a case."""

    files: str
    stretch: re.Pattern[str]
    reason: str


ALLOWED = (
    Allowed(
        "*", re.compile(r"^.*\b(?:[Dd][Oo][Ii]\b|10\.\d{4,9}/).*$"), "a reference with its DOI"
    ),
    Allowed("*", re.compile(r"^\W*[Ss]ource\s*[:=].*$"), "a line that gives a source"),
    Allowed("*", re.compile(r"\bsource\s*=\s*(?:\"[^\"]*\"|'[^']*')"), "a source inside a table"),
    Allowed(
        "CITATION.cff",
        re.compile(r"^[\s-]*(?:publisher|institution|journal|name|doi)\s*:.*$"),
        "the publisher of a work cited",
    ),
)


class Listed(NamedTuple):
    """The salt, and the hashes of the names that no file may hold."""

    salt: str
    hashes: frozenset[str]

    def holds(self, words: str) -> bool:
        """Say whether these words are a name on the list."""
        return hashed(self.salt, words) in self.hashes


class Word(NamedTuple):
    """A word as it is compared: lower case, letters only, or empty where a name cannot go on."""

    letters: str
    line: int
    possessive: bool = False


def hashed(salt: str, words: str) -> str:
    """Hash one name."""
    return hashlib.sha256((salt + words).encode()).hexdigest()[:HEX_DIGITS]


def read_list(path: Path = ROOT / LIST) -> Listed:
    """Read the salt and the hashes."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return Listed(lines[0].removeprefix("salt:").strip(), frozenset(lines[1:]))


def without_citations(file: str, line: str) -> str:
    """Blank out what cites a source, unless the same line also speaks of a case of the study."""
    if STUDY_CODE.search(line):
        return line
    for allowed in ALLOWED:
        if fnmatch.fnmatch(file, allowed.files):
            line = allowed.stretch.sub(" 0 ", line)
    return line


def words_of(line: str, number: int) -> Iterator[Word]:
    """Yield the words of a line without case, accent or punctuation; a number breaks a name."""
    plain = unicodedata.normalize("NFKD", line.replace("\u2019", "'").replace("&amp;", "&"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain.replace("&", " and "))
    for found in re.finditer(r"(?P<word>[a-z]+(?:'[a-z]+)*)|[0-9]+", apart.lower()):
        word = found["word"] or ""
        yield Word(word.replace("'", ""), number, word.endswith("'s"))


def names_in(file: str, text: str, listed: Listed) -> list[str]:
    """List every real organisation named in a text, as `file:line: words`, its path included."""
    words = [*words_of(file, 0), Word("", 0)]
    for number, line in enumerate(text.splitlines(), start=1):
        words.extend(words_of(without_citations(file, line), number))
    known: dict[str, bool] = {}
    found = []
    for first, start in enumerate(words):
        name = ""
        for word in words[first : first + LONGEST]:
            if not word.letters:
                break
            name = f"{name} {word.letters}".lstrip()
            for form in (name, name[:-1]) if word.possessive else (name,):
                if form not in known:
                    known[form] = listed.holds(form)
                if known[form]:
                    found.append(f"{file}:{start.line}: {form}")
    return found


def files_of(root: Path) -> list[Path]:
    """List the files git tracks or would track; where git cannot say, walk the folder."""
    git = shutil.which("git")
    if git and (root / ".git").exists():
        asked = subprocess.run(
            [git, "ls-files", "-co", "--exclude-standard", "-z"],
            cwd=root,
            capture_output=True,
            check=False,
        )
        if asked.returncode == 0:
            names = os.fsdecode(asked.stdout).split("\0")
            return sorted(root / name for name in names if name and (root / name).is_file())
    found = []
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if name not in NOT_OURS and not name.startswith(".")]
        found += [Path(folder, name) for name in names]
    return sorted(found)


def names_under(root: Path, listed: Listed) -> list[str]:
    """List every real organisation named in a file, or in the name of a file, of a folder."""
    found = []
    for path in files_of(root):
        content = path.read_bytes()
        text = "" if b"\0" in content else content.decode("utf-8", errors="replace")
        found += names_in(path.relative_to(root).as_posix(), text, listed)
    return found


def unsaid(scenario: Path) -> list[str]:
    """List what a case of the study leaves unsaid about itself."""
    about = tomllib.loads(scenario.read_text("utf-8-sig")).get("about", {})
    return [key for key in ABOUT if not str(about.get(key, "")).strip()]


def invented_council() -> str:
    """Put the invented council's name together."""
    return f"{INVENTED_PLACE} {INVENTED_BODY}"


def test_no_file_names_a_real_organisation() -> None:
    """No file, figure or sentence names a real council, charity or provider outside a citation."""
    found = names_under(ROOT, read_list())
    assert not found, "\n".join(["a real organisation is named:", *found])


def test_the_list_is_not_itself_a_list() -> None:
    """The list holds a salt and hashes, in order and once each, and not one readable name."""
    lines = (ROOT / LIST).read_text("utf-8").splitlines()
    hashes = [line for line in lines if not line.startswith(("#", "salt:"))]
    assert hashes == sorted(set(hashes))
    assert all(re.fullmatch(rf"[0-9a-f]{{{HEX_DIGITS}}}", line) for line in hashes)
    assert len(hashes) > 153 * 10, "153 councils in ten forms and more, charities and providers"


def test_a_name_in_a_new_file_is_caught(tmp_path: Path) -> None:
    """A name is caught in text, across lines, in a path, in a comment, in a possessive."""
    listed = read_list()
    place, body = INVENTED_PLACE, INVENTED_BODY
    texts = {
        "docs/plain.md": f"As seen in {place} {body}.",
        "docs/broken.md": f"As seen in {place}\n{body}.",
        "docs/possessive.md": f"{place} {body}\u2019s pilot",
        "exit_sim/code.py": f"# {place.upper()}-{body.lower()}\n",
        "exit_sim/camel.py": f"class {place}{body}: ...\n",
        f"exit_sim/scenarios/{place.lower()}_{body.lower()}.toml": "",
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    found = names_under(tmp_path, listed)
    assert {line.split(":")[0] for line in found} == set(texts)
    assert f"docs/plain.md:1: {invented_council().lower()}" in found


def test_a_name_is_caught_where_git_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The walk without git reads the project's files and leaves caches alone."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "note.md").write_text(invented_council(), "utf-8")
    (tmp_path / "note.md").write_text(invented_council(), "utf-8")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert names_under(tmp_path, read_list()) == [f"note.md:1: {invented_council().lower()}"]


def test_a_citation_may_name_its_publisher() -> None:
    """A name may stand in a citation, in those words only, and never beside a study code."""
    listed, name = read_list(), invented_council()
    cited = (
        f"- Someone (2024), {name} reports, doi 10.1000/182",
        f"    Source: {name}, annual report.",
        f'source = "{name}, annual report"',
        f'turnover = {{ value = 0.1, source = "{name}", confidence = "H" }}',
    )
    uncited = (
        f"{name} is the source of the case",
        f"{name} is doing well",
        f'turnover = {{ note = "{name}", source = "a report" }}',
        f"la_a is {name}, doi 10.1000/182",
        f"Source: {name} (SEHP)",
    )
    assert [line for line in cited if names_in("docs/a.md", line, listed)] == []
    assert [line for line in uncited if not names_in("docs/a.md", line, listed)] == []
    assert names_in("CITATION.cff", f"    name: {name}", listed) == []
    assert names_in("docs/a.md", f"    name: {name}", listed) != []


def test_every_case_of_the_study_says_what_is_invented() -> None:
    """A case states what the study's summary says and marks all else invented for illustration."""
    cases = [path for path in SCENARIOS.rglob("*.toml") if STUDY_CODE.search(path.stem)]
    found = {path.name: unsaid(path) for path in cases}
    assert not {name: keys for name, keys in found.items() if keys}, found


def test_a_case_that_hides_what_is_invented_is_caught(tmp_path: Path) -> None:
    """A case without a word on what is invented, or with an empty one, is caught."""
    case = tmp_path / "la_a.toml"
    case.write_text('[about]\ntitle = "A case"\nsays = "It started."\ninvented = " "\n', "utf-8")
    assert STUDY_CODE.search(case.stem)
    assert unsaid(case) == ["invented"]
    case.write_text("[receptivity]\nculture = 0.5\n", "utf-8")
    assert unsaid(case) == list(ABOUT)


if __name__ == "__main__":
    given = words_of(" ".join(sys.argv[1:]), 0)
    spoken = " ".join(word.letters for word in given if word.letters)
    sys.stdout.write(hashed(read_list().salt, spoken) + "\n")
