"""A proposition's file says what is claimed, how it is put to the model and what would deny it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exit_sim.analysis.propositions.built_in import SMUGGLED, mechanisms
from exit_sim.analysis.propositions.claims import claims
from exit_sim.analysis.propositions.estimand import CONTRASTS, DIRECTIONS, SUMMARIES
from exit_sim.analysis.propositions.formula_text import (
    NotAFormula,
    compiled,
    names_in,
    numbers_in,
    words_in,
)
from exit_sim.analysis.propositions.proposition import TEMPLATE, Proposition, template
from exit_sim.errors import BadInput
from exit_sim.results.columns import TEXT
from exit_sim.results.journeys import journey_columns, outcome_columns
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import SETTABLE

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = Proposition.names()
MANY_SITES = {"P44", "P45", "P46", "P47", "P48"}
TYPES = {column.name: column for column in journey_columns() if column.name in outcome_columns()}


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Write a file of one's own, and load it."""
    folder = tmp_path_factory.mktemp("propositions")

    def write(text: str) -> Proposition:
        (folder / "mine.toml").write_text(text, "utf-8")
        return Proposition.load(folder / "mine.toml")

    return write


@pytest.fixture(scope="module")
def every() -> list[Proposition]:
    """All that ship."""
    return [Proposition.load(name) for name in SHIPPED]


# what ships


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_file_loads(name: str) -> None:
    """Each has a number that names its file, and is put to the model in more ways than one."""
    one = Proposition.load(name)
    number, letter = re.fullmatch(r"P(\d+)([a-z]?)", one.id).groups()  # type: ignore[union-attr]
    assert name.startswith(f"p{int(number):02}{letter}_")
    assert Proposition.load(one.id).name == Proposition.load(one.id.lower()).name == name
    assert one.label == f"scenarios/experiments/propositions/{name}.toml"
    assert one.shipped
    assert one.hash == sha256(one.text.encode()).hexdigest()
    assert bool(one.waiting) == (len(one.estimands) < 2) == (not one.set_on)
    compared = {label for each in one.estimands for label in each.options}
    assert {option.label for option in one.options} == compared
    for each in one.estimands:
        assert each.summary in SUMMARIES
        assert each.contrast in CONTRASTS
        assert each.expected in DIRECTIONS
        assert each.smallest > 0.0
        assert len(each.says.split()) <= 25
        assert set(each.columns) <= set(one.columns) <= set(outcome_columns())


def test_none_is_told_twice(every: list[Proposition]) -> None:
    """No two propositions share a number or a title."""
    for part in ("id", "title"):
        assert [one for one, n in Counter(getattr(p, part) for p in every).items() if n > 1] == []


def test_they_are_found_at_the_root() -> None:
    """In a clone they are at hand with the experiments; the template is not one of them."""
    folder = ROOT / "experiments" / "propositions"
    assert {path.stem for path in folder.glob("*.toml")} == set(SHIPPED)
    assert Proposition.load(folder / f"{SHIPPED[0]}.toml").shipped
    assert TEMPLATE.stem not in SHIPPED


def test_nothing_is_said_to_be_proved() -> None:
    """A model shows what its rules suffice for: no file speaks of confirming, or of proof."""
    for name in SHIPPED:
        text = Proposition.load(name).text.lower()
        assert not re.search(r"\b(confirm|prove[sdn]?\b|proof)", text)


def test_what_is_about_many_sites_waits(every: list[Proposition]) -> None:
    """One organisation cannot show what is about many: those wait, say why, and no others do."""
    waiting = {one.id: one.waiting for one in every if one.waiting}
    assert set(waiting) == MANY_SITES
    assert all(len(why.split()) > 5 for why in waiting.values())


# the map from the study to the rules and back


def test_every_claim_of_the_study_is_put_to_the_model(every: list[Proposition]) -> None:
    """Each claim has a proposition that does not wait."""
    asked = {claim for one in every if not one.waiting for claim in one.claims}
    assert asked == set(claims())


def test_every_proposition_has_a_source(every: list[Proposition]) -> None:
    """Where it is from is a claim of the study or a public source, and what is assumed says so."""
    for one in every:
        assert one.source
        cited = "EXIT" in one.source or "doi" in one.source or re.search(r"\d{4}|\.\w+", one.source)
        assert cited or "assumed" in one.source.lower(), one.id
        assert one.claims or "EXIT) Study" not in one.source, one.id


def test_a_proposition_rests_on_what_its_claims_rest_on(every: list[Proposition]) -> None:
    """Of the mechanisms by which a claim could come about, its proposition names one at least."""
    apart = [
        (one.id, claim)
        for one in every
        for claim in one.claims
        if not set(one.mechanisms) & set(claims()[claim].mechanisms)
    ]
    assert apart == []


def test_every_mechanism_is_rested_on(every: list[Proposition]) -> None:
    """Each mechanism of the closed list could decide some proposition, and no other is named."""
    named = {name for one in every if not one.waiting for name in one.mechanisms}
    assert named == set(mechanisms())
    assert len(mechanisms()) == sum(one.mechanism for one in SETTABLE.values())
    assert {name for them in SMUGGLED.values() for name in them} <= set(mechanisms())


def test_what_may_be_built_in_says_where_it_hides(every: list[Proposition]) -> None:
    """Only what rests on nothing that could hold it is called emergent without more words."""
    for one in every:
        if not one.where_it_hides:
            assert one.built_in == "EM"
            assert not set(one.mechanisms) & {n for them in SMUGGLED.values() for n in them}


# a file of one's own


def test_the_template_is_a_proposition(load: Any) -> None:
    """What is printed to start from can be run as it stands, wherever it is kept."""
    shipped, mine = Proposition.load(TEMPLATE), load(template())
    assert mine.name == "mine"
    assert not mine.shipped
    for part in ("id", "claim", "mechanisms", "estimands", "set_on", "hash"):
        assert getattr(mine, part) == getattr(shipped, part)
    labels = [[option.label for option in one.options] for one in (mine, shipped)]
    assert labels[0] == labels[1]


def test_a_file_that_was_edited_has_another_hash(load: Any) -> None:
    """One letter more is another hash; line endings and a mark at the beginning are not."""
    mine = load(template())
    assert load(template() + "# seen\n").hash != mine.hash
    assert load("\ufeff" + template()).hash == mine.hash
    assert load(template().replace("\n", "\r\n")).hash == mine.hash


def test_what_is_common_comes_before_options(load: Any) -> None:
    """An option is applied to an organisation on which the common settings were laid."""
    mine = load(template())
    assert isinstance(mine.of, Population)
    here = mine.at(mine.of.member(3))
    assert here.values["leadership.builds_others"] == 0.15
    for option in mine.options:
        there = option.of(here)
        assert there.values["leadership.builds_others"] == 0.15
        assert there.values["leadership.deputies"] == (2.0 if "shared" in option.label else 0.0)


def test_it_may_be_of_a_scenario(load: Any) -> None:
    """A shipped scenario, or no change alone, is compared as well."""
    text = template().replace('of = "reference"', 'of = "la_a"', 1)
    assert isinstance(load(text).of, Scenario)
    shipped = Proposition.load("P43")
    assert [option.label for option in shipped.options] == ["no change"]


WRONG = [
    ('of = "sustained_any"', 'of = "sustaind_any"', "of", "sustained_any"),
    ('of = "sustained_any"', 'of = "receptivity.culture"', "of", "no outcome of a journey"),
    ('of = "sustained_any"', 'of = "ending > 1"', "of", "write ending == '…'"),
    ('of = "sustained_any"', "of = \"ending == 'fadd'\"", "of", "faded"),
    ('of = "sustained_any"', "of = \"benefit == 'faded'\"", "of", "which is a number"),
    ('of = "sustained_any"', 'of = "mising(benefit)"', "of", "did you mean missing?"),
    ('of = "sustained_any"', 'of = "hollow = 1"', "of", "write =="),
    ('of = "sustained_any"', 'of = "benefit ** 2"', "of", "cannot stand in a formula"),
    ('of = "sustained_any"', 'of = "1 < 2"', "of", "names no outcome column"),
    ('of = "sustained_any"', "of = 1", "of", "is not a formula in quotation marks"),
    ('of = "sustained_any"', 'among = ""\nof = "sustained_any"', "among", "is not a formula"),
    ('of = "sustained_any"', 'off = "sustained_any"', "off", "did you mean of?"),
    ('contrast = "interaction"', 'contrast = "interacton"', "contrast", "interaction?"),
    ('contrast = "interaction"', 'contrast = "difference"', "options", "compares 2"),
    ('contrast = "interaction"', 'contrast = "slope"', "[[estimands]]", "has no at"),
    ('contrast = "interaction"', 'contrast = "shape"\nat = [1, 2]', "at", "2 places to 4 options"),
    ('contrast = "interaction"', 'contrast = "shape"\nat = [1, 3, 2, 4]', "at", "does not rise"),
    ('contrast = "interaction"', 'contrast = "interaction"\nat = [1]', "at", "goes with a slope"),
    ('contrast = "interaction"', 'contrast = "interaction"\nagainst = 1', "against", "a level"),
    ('contrast = "interaction"', 'contrast = "interaction"\nsummary = "sd"', "summary", "spread"),
    (
        'contrast = "interaction"',
        'contrast = "interaction"\nsummary = "correlation"',
        "[[estimands]]",
        "has no per",
    ),
    (
        'contrast = "interaction"',
        'contrast = "interaction"\nsummary = "spread"\nper = "cost"',
        "per",
        "not with a spread",
    ),
    ('expected = "positive"', 'expected = "up"', "expected", "positive, negative"),
    ("smallest = 0.03", "smallest = 0", "smallest", "is not above 0"),
    ("smallest = 0.03", "smallest = nan", "smallest", "is not above 0"),
    ("smallest = 0.03", "", "[[estimands]]", "has no smallest"),
    ('says = "Sharing adds', 'says = "' + "so " * 30 + '"  # ', "says", "30 words long"),
    (
        'options = ["shared, little slack", "one champion, little slack"]',
        'options = ["shared, litle slack", "one champion, little slack"]',
        "options",
        "did you mean shared, little slack?",
    ),
    (
        'options = ["shared, little slack", "one champion, little slack"]',
        'options = ["no change", "no change"]',
        "options",
        "compares an option with itself",
    ),
    ('"leadership.builds_others" = 0.15', '"leadership.build_others" = 1', "", "builds_others"),
    ("leadership.deputies = 0 }", "leadership.deputy = 0 }", "", "deputies"),
    ('"slack:need=0.8"]', '"slak:need=0.8"]', "", "slack"),
    ('"leadership.exit_shock"', '"leadership.exit_shok"', "mechanisms", "leadership.exit_shock?"),
    ('mechanisms = ["leadership.exit_shock"', 'mechanisms = ["co_production.delay', "", "TOML"),
    ("claims = []", 'claims = ["C7"]', "claims", "C07"),
    ("claims = []", 'claims = ["C07", "C07"]', "claims", "is named twice"),
    ('phase = "sustaining"', 'phase = "sustained"', "phase", "sustaining?"),
    ('ingredient = "leadership"', 'ingredient = "coproduction"', "ingredient", "co_production?"),
    ('built_in = "IN/EM"', 'built_in = "EN"', "built_in", "IN, EM, IN/EM"),
    ("set_on = 2026-11-24", 'set_on = "last week"', "set_on", "is not a day"),
    ("set_on = 2026-11-24", "", "", "has no set_on"),
    ('of = "reference"', 'of = "refrence"', "of", "reference"),
    ('id = "M1"', 'id = " "', "id", "is not a text"),
    ('title = "Sharing', 'titel = "Sharing', "titel", "did you mean title?"),
    (
        "[[options]]",
        '[[options]]\nlabel = "unused"\nchanges = ["taper"]\n[[options]]',
        "",
        "compares",
    ),
    (
        '[[estimands]]\nof = "benefit_24"',
        '[[ways]]\nof = "benefit_24"',
        "[[ways]]",
        "is not a part of a proposition",
    ),
    ('source = "Our', 'waiting = "It cannot be asked."\nsource = "Our', "of", "in what is waiting"),
]


@pytest.mark.parametrize(("right", "wrong", "key", "says"), WRONG)
def test_what_is_wrong_is_said_in_one_sentence(
    load: Any, right: str, wrong: str, key: str, says: str
) -> None:
    """Each mistake is told with its file and line, its key, and what was perhaps meant."""
    text = template()
    assert right in text
    with pytest.raises(BadInput) as told:
        load(text.replace(right, wrong, 1))
    sentence = str(told.value)
    assert re.match(r"\S*mine\.toml(:\d+)?: ", sentence), sentence
    assert key in sentence
    assert says in sentence
    assert "\n" not in sentence


def test_the_line_is_that_of_the_mistake(load: Any) -> None:
    """A formula in the second estimand is told at its own line."""
    text = template().replace('of = "benefit_24"', 'of = "benefitt_24"')
    line = next(n for n, one in enumerate(text.split("\n"), 1) if "benefitt_24" in one)
    with pytest.raises(BadInput, match=rf"mine\.toml:{line}: \[\[estimands\]\] of = "):
        load(text)


def test_one_way_is_not_enough(load: Any) -> None:
    """A proposition that is put in one way, or twice in the same, is refused."""
    first, _, second = template().rpartition("\n[[estimands]]\n")
    with pytest.raises(BadInput, match="is the only way in which it is put to the model"):
        load(first)
    _, _, only = first.rpartition("\n[[estimands]]\n")
    again = only.replace('says = "', 'says = "Again: ')
    with pytest.raises(BadInput, match="repeats another estimand"):
        load(f"{first}\n[[estimands]]\n{again}\n[[estimands]]\n{second}")


def test_what_could_be_built_in_is_not_called_emergent(load: Any) -> None:
    """Who calls emergent what the rules might hold has to say what keeps it open."""
    text = template().replace('built_in = "IN/EM"', 'built_in = "EM"')
    assert load(text).built_in == "EM"
    silent = re.sub(r"(?m)^where_it_hides = .*$", "", text)
    with pytest.raises(BadInput, match=r'built_in = "EM" rests on leadership\.coordination'):
        load(silent)
    unmixed = silent.replace('"leadership.coordination", "setting.mandatory_first"', "")
    assert load(unmixed).where_it_hides == ""
    with pytest.raises(BadInput, match="says nothing of where it hides"):
        load(unmixed.replace('built_in = "EM"', 'built_in = "IN"'))


def test_options_are_followed_equally_long(load: Any) -> None:
    """What would be seen for longer cannot be compared."""
    text = template().replace("leadership.deputies = 0 }", "time.horizon = 60 }", 1)
    with pytest.raises(BadInput, match="is followed for 60 months, and the others for 120"):
        load(text)


@given(
    st.sampled_from(sorted(tomllib.loads(template()))),
    st.sampled_from(['""', "0", "[]", "true", '"x"', "[1]", "{}", "[{}]", '["x"]', "2026-11-24"]),
)
def test_no_part_breaks_anything(load: Any, key: str, value: str) -> None:
    """Whatever stands in place of a part, there is a proposition or one sentence."""
    table = tomllib.loads(template())
    lines = [f"{key} = {value}"]
    if key in {"set", "options", "estimands"}:
        head = re.sub(r"(?ms)^\[set\].*", "", template())
        text = "\n".join([*lines, head])
    else:
        text = re.sub(rf"(?m)^{key} = .*$", lines[0], template(), count=1)
    assert key in table
    told = None
    try:
        load(text)
    except BadInput as error:
        told = error
    assert told is None or "\n" not in str(told)


# formulas


def invented(runs: int = 40) -> dict[str, Any]:
    """Invent outcome columns of the right kinds, with gaps."""
    found: dict[str, Any] = {}
    for place, (name, column) in enumerate(TYPES.items()):
        turn = (np.arange(runs) * (place + 3)) % 7
        if column.type == TEXT:
            words = column.labels.split("; ")
            found[name] = np.array(
                [None if t == 6 else words[t % len(words)] for t in turn], object
            )
        else:
            found[name] = np.where(turn == 6, np.nan, turn / 6.0)
    return found


@pytest.mark.parametrize("name", SHIPPED)
def test_every_formula_reckons(name: str) -> None:
    """Of any runs each formula gives one value a run, some of them known."""
    columns = invented()
    for each in Proposition.load(name).estimands:
        for formula in filter(None, (each.of, each.among, each.per)):
            value = compiled(formula)(columns)
            assert value.shape == (40,)
            assert value.dtype == np.float64
            assert not np.isnan(value).all()


def one(formula: str, **values: float | str | None) -> float:
    """Reckon a formula for one run."""
    columns: dict[str, Any] = {
        name: np.array([value], object if value is None or isinstance(value, str) else np.float64)
        for name, value in values.items()
    }
    return float(compiled(formula)(columns)[0])


@given(st.floats(-9, 9), st.floats(-9, 9), st.floats(-9, 9))
def test_a_formula_reckons_as_it_reads(a: float, b: float, c: float) -> None:
    """Arithmetic and comparisons are Python's, and what holds is 1."""
    values = {"a": a, "b": b, "c": c}
    for text in (
        "a + b * c",
        "-(a - b) - c",
        "a < b <= c",
        "a == b or not b > c",
        "a != b and c > 0",
    ):
        assert one(text, **values) == float(eval(text, {}, dict(values)))  # noqa: S307
    assert one("least(a, b) + most(a, b)", a=a, b=b) == pytest.approx(a + b)


def test_what_is_missing_stays_missing() -> None:
    """What rests on something missing is missing, unless it holds or fails whatever that is."""
    nan = float("nan")
    for text in (
        "a + 1",
        "-a",
        "a > 1",
        "not a",
        "a > 1 or b > 1",
        "least(a, b)",
        "a == a",
        "b / a",
    ):
        assert np.isnan(one(text, a=nan, b=0.0)), text
    assert np.isnan(one("b / a", a=0.0, b=1.0))
    assert one("a > 1 and b > 1", a=nan, b=0.0) == 0.0
    assert one("a > 1 or b == 0", a=nan, b=0.0) == 1.0
    assert one("missing(a)", a=nan) == 1.0 - one("missing(b)", b=0.0) == 1.0
    assert one("filled(a, 3) + filled(b, 3)", a=nan, b=0.0) == 3.0


def test_words_are_compared_with_words() -> None:
    """A column of words is or is not a word; where nothing is known, that is missing."""
    assert one("ending == 'faded'", ending="faded") == 1.0
    assert one("'faded' != ending", ending="faded") == 0.0
    assert np.isnan(one("ending == 'faded'", ending=None))
    assert one("missing(ending)", ending=None) == 1.0
    text = "benefit > 0 and (ending == 'faded' or missing(locus_at_launch))"
    assert names_in(text) == ("benefit", "ending", "locus_at_launch")
    assert numbers_in(text) == ("benefit",)
    assert words_in(text) == (("ending", "faded"),)


@given(st.text(max_size=60) | st.text("abc+-*/<>=!()., 01'", max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever a text is, it is a formula, or it is said why not."""
    names: tuple[str, ...] = ()
    why = ""
    try:
        names = names_in(text)
    except NotAFormula as fault:
        why = fault.problem
    assert bool(names) != bool(why)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "a if b else c",
        "[a]",
        "a.b()",
        "lambda: a",
        "a[0]",
        "(a := 1)",
        "f'{a}'",
    ],
)
def test_a_formula_is_never_a_program(text: str) -> None:
    """Nothing but arithmetic can stand in a formula."""
    with pytest.raises(NotAFormula):
        names_in(text)


# what is told of them


def listed(every: list[Proposition]) -> str:
    """List the propositions as docs/propositions.md does."""
    lines = ["| number | proposition | built in | claims |", "| --- | --- | --- | --- |"]
    for each in every:
        folder = "../exit_sim/scenarios/experiments/propositions"
        title = f"[{each.title}]({folder}/{each.name}.toml)"
        state = "waits" if each.waiting else each.built_in
        lines.append(f"| {each.id} | {title} | {state} | {', '.join(each.claims)} |")
    return "\n".join(lines) + "\n"


LISTED = re.compile(r"(?<=<!-- propositions -->\n).*?(?=<!-- end -->)", re.DOTALL)
PAGE = ROOT / "docs" / "propositions.md"


def test_the_page_lists_them_all(every: list[Proposition]) -> None:
    """The table of docs/propositions.md is as the files are; this file, run, mends it."""
    found = LISTED.search(PAGE.read_text("utf-8"))
    assert found is not None
    assert found[0] == listed(every)


def test_the_page_names_every_part(every: list[Proposition]) -> None:
    """Parts, summaries, contrasts and functions of a formula stand on the page."""
    text = PAGE.read_text("utf-8")
    parts = [*tomllib.loads(template()), *every[0].estimands[0]._fields, *SUMMARIES, *CONTRASTS]
    wanted = [each for each in parts if each not in {"set", "options", "estimands"}]
    assert [each for each in wanted if f"`{each}`" not in text] == []
    assert all(f"`{each}(" in text for each in ("missing", "filled", "least", "most"))


if __name__ == "__main__":
    rows = listed([Proposition.load(name) for name in SHIPPED])
    PAGE.write_text(LISTED.sub(lambda _: rows, PAGE.read_text("utf-8")), "utf-8")
