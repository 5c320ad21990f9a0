"""The works that sources name, read from one BibTeX file that travels with the scenarios."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from exit_sim import __version__
from exit_sim.scenario.file import SHIPPED

PATH = SHIPPED / "sources.bib"
SOFTWARE, STUDY = "exit_sim", "currie2024pilot"
OURS = ("named", "checked")
"""Fields that are for this file alone: how sources name a work, and whether it was looked up."""

_ENTRY = re.compile(r"^@(\w+)\{([\w:]+),\n(.*?)^\}", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^\s+(\w+) = (?:\{(.*)\}|\"(.*)\"),?$", re.MULTILINE)
_SOURCE = re.compile(r"Source: (.*?)(?:\n\s*\n|\Z)", re.DOTALL)


class Entry(NamedTuple):
    """One work: the kind of entry, its key, and its fields as BibTeX has them."""

    kind: str
    key: str
    fields: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Say it in a line, as a list of references does."""
        has = {name: _plain(text) for name, text in self.fields}
        by = has.get("author") or has.get("institution") or ""
        by = re.sub(r" and ", "; ", by)
        place = has.get("journal") or has.get("howpublished") or (has.get("institution") or "")
        where = [place if place != by else ""]
        if "volume" in has:
            number = f"({has['number']})" if "number" in has else ""
            pages = f", {has['pages'].replace('--', '-')}" if "pages" in has else ""
            where.append(f"{has['volume']}{number}{pages}")
        where += [f"version {has['version']}" if "version" in has else ""]
        where += [has.get("note", ""), f"doi:{has['doi']}" if "doi" in has else has.get("url", "")]
        year = f" ({has['year']})" if "year" in has else ""
        what = ". ".join(part for part in (f"{by}{year}".strip(), has["title"]) if part)
        said = ", ".join(part for part in where if part)
        unchecked = " [from memory, still to be checked]" if self.unchecked else ""
        return f"{what}. {said}.{unchecked}" if said else f"{what}.{unchecked}"

    @property
    def unchecked(self) -> bool:
        """Whether nobody compared it with a catalogue yet."""
        return dict(self.fields).get("checked") == "no"

    def is_named_in(self, text: str) -> bool:
        """Whether a text names this work: as the entry says, or by first author and year."""
        has = dict(self.fields)
        if "named" in has:
            return any(name.strip() in text for name in has["named"].split(";"))
        author = _plain(has.get("author", "")).split(" and ")[0].split(",")[0]
        return bool(author) and author in text and has.get("year", "no year") in text


def read() -> list[Entry]:
    """Read every entry, the software with its version."""
    found = []
    for kind, key, inner in _ENTRY.findall(PATH.read_text("utf-8")):
        fields = [(name, braced or quoted) for name, braced, quoted in _FIELD.findall(inner)]
        if key == SOFTWARE:
            fields.append(("version", __version__))
        found.append(Entry(kind, key, tuple(fields)))
    return found


def always(entries: Sequence[Entry]) -> list[Entry]:
    """The software and the study, which are cited whatever was run."""
    return [one for one in entries if one.key in {SOFTWARE, STUDY}]


def cited(entries: Sequence[Entry], texts: Iterable[str]) -> list[Entry]:
    """The works that any of these texts names, in the order of the file."""
    every = set(texts)
    return [one for one in entries if any(one.is_named_in(text) for text in every)]


def of_rules() -> list[str]:
    """What the rules and steps of the model give as their sources."""
    import exit_sim.month  # noqa: F401  # it defines them
    from exit_sim.rule import RULES, STEPS

    texts = []
    for function in {**RULES, **STEPS}.values():
        said = _SOURCE.search(function.__doc__ or "")
        texts += [" ".join(said[1].split())] if said else []
    return texts


def bibtex(entries: Sequence[Entry]) -> str:
    """Write entries for a reference manager."""
    parts = []
    for one in entries:
        note = "% from memory, still to be checked\n" if one.unchecked else ""
        fields = "".join(
            f"  {name} = {{{text}}},\n" for name, text in one.fields if name not in OURS
        )
        parts.append(f"{note}@{one.kind}{{{one.key},\n{fields}}}\n")
    return "\n".join(parts)


def _plain(text: str) -> str:
    return re.sub(r"[{}\\]", "", text)
