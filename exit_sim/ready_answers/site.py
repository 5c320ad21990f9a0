"""The library's pages lead to every ready report: by question, ingredient, decider and place."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exit_sim import __version__
from exit_sim.live import evidence, pages
from exit_sim.live.controls import Question, by_ingredient
from exit_sim.ready_answers.glossary import glossary
from exit_sim.ready_answers.places import Place, organisation, written
from exit_sim.ready_answers.ready import Ready
from exit_sim.report.limits import FIXED
from exit_sim.results.fingerprint import rules_hash
from exit_sim.scenario.changes import DECIDERS
from exit_sim.scenario.population import Population

if TYPE_CHECKING:
    from jinja2 import Environment

STATIC = Path(__file__).parent / "static"
WAYS = (
    ("index.html", "Questions"),
    ("deciders.html", "Who decides"),
    ("places.html", "Places"),
    ("propositions.html", "Propositions"),
    ("glossary.html", "Glossary"),
    ("reading.html", "How to read it"),
    ("accessibility.html", "Accessibility"),
)
"""Where one may go from every page."""

Groups = Sequence[tuple[str, Sequence[Question]]]


def files(answers: Sequence[Ready], places: Sequence[Place], pairs: int) -> dict[str, bytes]:
    """Write every page but the reports, and what pages load, by its name in the library."""
    asked = {one.question for one in answers}
    groups = [
        (ingredient, [one for one in found if one.name in asked])
        for ingredient, found in by_ingredient()
    ]
    groups = [(ingredient, found) for ingredient, found in groups if found]
    of = {name: [one for one in answers if one.question == name] for name in asked}
    said: dict[str, Any] = {
        "answers": of,
        "questions": sorted(asked),
        "places": places,
        "titles": {place.name: place.title for place in places},
        "groups": groups,
        "deciders": list(_by_decider(groups)),
        "judged": evidence.propositions(),
        "text": _markup(glossary().text),
        "limits": FIXED,
        "pairs": pairs,
        "rules": rules_hash(),
    }
    found = {name: _written(name, name, "", **said) for name, _ in WAYS}
    for place in places:
        found[f"places/{place.name}.html"] = _place(place, groups, of)
        if not place.ships:
            found[f"places/{place.file}"] = written(place).encode()
    found["style.css"] = _style()
    found["search.js"] = (STATIC / "search.js").read_bytes()
    found["index.js"] = _searched(groups, of, places)
    return found


def _written(template: str, here: str, root: str, **said: Any) -> bytes:
    page = _environment().get_template(template)
    return page.render(here=here, root=root, ways=WAYS, version=__version__, **said).encode()


@cache
def _environment() -> "Environment":
    """Give what reads the templates: the library's own, then the live page's and the reports'."""
    from jinja2 import ChoiceLoader, PackageLoader

    from exit_sim.report.page import environment

    names = ("ready_answers", "live", "report")
    loader = ChoiceLoader([PackageLoader(f"exit_sim.{name}") for name in names])
    return environment().overlay(loader=loader)


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704  a library wrote it, of our own text, with no HTML in it


def _by_decider(groups: Groups) -> Iterator[tuple[str, list[Question]]]:
    for decider in DECIDERS:
        found = [one for _, questions in groups for one in questions if one.decider == decider]
        if found:
            yield decider, found


def _place(place: Place, groups: Groups, of: Mapping[str, Sequence[Ready]]) -> bytes:
    organised = organisation(place)
    many = isinstance(organised, Population)
    here = {
        name: next(one for one in found if one.place == place.name) for name, found in of.items()
    }
    return _written(
        "place.html",
        "places.html",
        "../",
        place=place,
        varies=organised.varies if isinstance(organised, Population) else (),
        sets=evidence.sets(organised.base if isinstance(organised, Population) else organised),
        many=many,
        groups=groups,
        answers=here,
    )


def _style() -> bytes:
    """Put the styles of reports, of the live page and of the library one after the other."""
    theirs = pages.static()
    own = (STATIC / "library.css").read_bytes()
    return theirs["report.css"][1] + theirs["live.css"][1] + own


def _searched(groups: Groups, of: Mapping[str, Sequence[Ready]], places: Sequence[Place]) -> bytes:
    """Write what the search reads: questions with their answers, propositions and words."""
    number = {place.name: number for number, place in enumerate(places)}
    questions = [
        {
            "says": one.says,
            "words": f"{one.says} {one.title} {ingredient} {one.decider}",
            "to": f"index.html#q-{one.name}",
            "answer": of[one.name][0].says,
            "places": [
                {"place": number[each.place], "says": each.says, "to": each.report}
                for each in of[one.name]
            ],
        }
        for ingredient, found in groups
        for one in found
    ]
    others = [
        {
            "title": f"{one.id} {one.title}",
            "says": f"{one.claim} {'; '.join(f'{where}: {said}' for where, said in one.verdicts)}.",
            "to": f"propositions.html#{one.id}",
        }
        for one in evidence.propositions()
    ]
    others += [
        {"title": one.word, "says": one.means, "to": f"glossary.html#{one.anchor}"}
        for one in glossary().words
    ]
    where = [
        {"title": one.title, "says": one.says, "to": f"places/{one.name}.html"} for one in places
    ]
    held = {"places": where, "questions": questions, "others": others}
    return f"const LIBRARY = {json.dumps(held, ensure_ascii=False)};\n".encode()
