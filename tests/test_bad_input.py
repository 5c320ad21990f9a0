"""Whatever is wrong with what was given is said in one sentence: where, what, and what is right."""

import datetime as dt
import os
import pickle
import string
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from exit_sim.errors import BadInput, a_letter_away, nearest, shown, shown_key
from exit_sim.scenario import Scenario
from exit_sim.scenario.file import LARGEST, SHIPPED, Document
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import EVENTS, GROUPS, SETTABLE, word_of
from exit_sim.scenario.spread import spreads_in
from exit_sim.scenario.stated import RATING
from exit_sim.scenario.toml_lines import lines_of

Refused = Callable[..., BadInput]
BASE = 'extends = "baseline"\n'


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Refused:
    """Write a scenario that cannot be used, and give its error, which is one sentence."""
    folder = tmp_path_factory.mktemp("wrong")

    def error_of(text: str | bytes, name: str = "wrong.toml") -> BadInput:
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(BadInput) as error:
            Scenario.load(path)
        said = str(error.value)
        assert "\n" not in said
        assert said.startswith(str(folder))
        assert error.value.file in {str(path), str(folder / "other.toml")}
        return error.value

    return error_of


# What is written below `extends`, the line that is wrong, what is said of it, what was meant.
WRONG: dict[str, tuple[int | None, str, str]] = {
    # misspelt
    "[receptivity]\ncultur = 0.2": (3, "[receptivity] cultur = 0.2 is not a setting", "culture"),
    "[recptivity]\nculture = 0.2": (2, "[recptivity] is not a table of settings", "receptivity"),
    "[mechanisms.lifes]\npromise = 1": (2, "[mechanisms.lifes] is not a table", "lives"),
    "[mechanisms.lives]\npromises = 1": (3, "promises = 1 is not a setting", "promise"),
    "mechanism.lives.promise = 1": (2, "[mechanism] is not a table", "mechanisms"),
    "culture = 0.2": (2, "culture = 0.2 is not a setting", "receptivity.culture"),
    "[leadership]\nculture = 0.2": (3, "is not a setting", "receptivity.culture"),
    '"receptivity.cultur" = 1': (2, "is not a setting", "receptivity.culture"),
    "[mechanisms]\n'lives.promis' = 1": (3, "is not a setting", "lives.promise"),
    "[about]\ntitel = 'x'": (3, "[about] titel is not", "title"),
    "[abuot]\ntitle = 'x'": (2, "[abuot] is not", "about"),
    "[setting]\nelections = 'by third'": (3, "is not one of its words", "by thirds"),
    "[setting]\nrating = 'god'": (3, "is not one of its words", "good"),
    "[setting]\nsector = 'charity'": (3, '"local authority", "voluntary"', ""),
    "[[events]]\nkind = 'chanpion_leaves'\nmonth = 3": (3, "not a kind", "champion_leaves"),
    "[[events]]\nkind = 'cut'\nmonht = 3\nvalue = 0.1": (4, "monht is not", "month"),
    "[[event]]\nkind = 'cut'": (2, "[[event]] is not a table", "events"),
    "[setting]\ncut = {value = 0.1, sourse = 'x'}": (3, "sourse", "source"),
    "[setting]\ncut = {value = 0.1, confidence = 'hihg'}": (3, "hihg", "high"),
    # out of range
    "[receptivity]\nculture = 1.4": (3, "out of range; allowed: a number from 0 to 1 (share)", ""),
    "[receptivity]\nculture = -1": (3, "is out of range", ""),
    "[receptivity]\nculture = nan": (3, "is not a finite number", ""),
    "[receptivity]\nculture = -inf": (3, "is not a finite number", ""),
    "[receptivity]\nculture = 1e400": (3, "is not a finite number", ""),
    f"[receptivity]\nculture = {10**400}": (3, "very many digits is out of range", ""),
    "[time]\nhorizon = 0": (3, "a whole number from 1 to 1200 (months)", ""),
    "[time]\nhorizon = 1201": (3, "is out of range", ""),
    "[time]\nburn_in = 241": (3, "from 0 to 240", ""),
    "[mechanisms.lives]\npromise = 11": (3, '"off" or "held"', ""),
    # of another type
    "[receptivity]\nculture = '0.4'": (3, "is text, not a number", "0.4"),
    "[receptivity]\nculture = 'much'": (3, '"much" is text, not a number', ""),
    "[receptivity]\nculture = true": (3, "= true is yes or no, not a number", ""),
    "[receptivity]\nculture = [0.4]": (3, "[0.4] is not a number", ""),
    "[receptivity]\nculture = 2026-04-01": (3, "2026-04-01 is not a number", ""),
    "[receptivity]\nculture = {}": (3, "has no value", ""),
    "[receptivity.culture]\nvalue = 'x'": (2, "is text, not a number", ""),
    "[setting]\nelections = 1": (3, "is not a word", ""),
    "[setting]\nrating = 3": (3, "is not a word", ""),
    "[co_production]\nat_inception = 0.5": (3, "is neither yes nor no", ""),
    "[co_production]\nat_inception = 'yes'": (3, "allowed: true, false, 1 or 0", ""),
    "[time]\nhorizon = 12.5": (3, "is not a whole number", ""),
    "[people]\nfrontline = 40.5": (3, "is not a whole number", ""),
    "[mechanisms.lives]\npromise = 'less'": (3, "is text, not a number", ""),
    "receptivity = 3": (2, "is a table of settings, not one setting", ""),
    "about = 3": (2, "is not a table; write [about]", ""),
    "events = 3": (2, "write [[events]]", ""),
    "[events]\nkind = 'cut'": (2, "write [[events]]", ""),
    "[about]\ntitle = 3": (3, "is not a text", ""),
    "[about]\ntitle = ' '": (3, "is not a text", ""),
    "[setting]\ncut = {value = 0.1, source = 3}": (3, "has a source that is not a text", ""),
    "[setting]\ncut = {value = 0.1, unit = 'share'}": (3, 'allowed: "per year"', ""),
    "[setting]\ncut = {value = 0.1, range = 3}": (3, "write [least, most]", ""),
    "[setting]\ncut = {value = 0.1, range = [0, 3]}": (3, "is out of range", ""),
    "[setting]\ncut = {value = 0.1, range = [0.2, 0.1]}": (3, "ends before it begins", ""),
    f"[setting]\ncut = {{value = 0.1, short = '{'x' * 33}'}}": (3, "more than 32 letters", ""),
    # contradictory
    "[setting]\nrating = 'good'\nperformance = 0.3": (4, "contradicts setting.rating", ""),
    "[setting]\nperformance = 0.3\nrating = 'good'": (4, "contradicts setting.performance", ""),
    "'setting.cut' = 0.1\n[setting]\ncut = 0.1": (4, "contradicts setting.cut", ""),
    "[people]\nteams = 50": (3, "makes 50 teams of 40 frontline professionals", ""),
    "[people]\nfrontline = 5": (3, "makes 8 teams of 5 frontline professionals", ""),
    "[people]\nteams = 0": (3, "without a team", ""),
    "[innovation]\npilot_teams = 9": (3, "makes 9 pilot teams of 8 teams", ""),
    "[people]\nteams = 1": (3, "makes 3 pilot teams of 1 teams", ""),
    # absurd
    "[people]\nsites = 20_000": (3, "posts in all; allowed: at most 20000", ""),
    "[people]\nfrontline = 2_000_000": (3, "is out of range", ""),
    "[leadership]\ndeputies = 30_000": (3, "posts in all", ""),
    # events
    "[[events]]\nkind = 'cut'\nmonth = 3": (3, "needs a value", ""),
    "[[events]]\nmonth = 3": (2, "[[events]] has no kind", ""),
    "[[events]]\nkind = 'election'": (2, "[[events]] has no month", ""),
    "[[events]]\nkind = 3\nmonth = 3": (3, "is not a kind of event", ""),
    "[[events]]\nkind = 'election'\nmonth = 0": (4, "is before month 1", ""),
    "[[events]]\nkind = 'election'\nmonth = -3": (4, "is before month 1", ""),
    "[[events]]\nkind = 'election'\nmonth = 121": (4, "beyond the horizon", ""),
    "[[events]]\nkind = 'election'\nfrom = 3\nto = 121": (5, "beyond the horizon", ""),
    "[[events]]\nkind = 'election'\nfrom = 3\nto = 2": (5, "is before from = 3", ""),
    "[[events]]\nkind = 'election'\nto = 2": (2, "has no month", ""),
    "[[events]]\nkind = 'election'\nmonth = 3\nfrom = 2": (4, "contradicts from and to", ""),
    "[[events]]\nkind = 'election'\nmonth = 2.5": (4, "is not a month", ""),
    "[[events]]\nkind = 'election'\nmonth = nan": (4, "is not a month", ""),
    "[[events]]\nkind = 'election'\nmonth = inf": (4, "is not a month", ""),
    "[[events]]\nkind = 'election'\nmonth = true": (4, "is not a month", ""),
    "[[events]]\nkind = 'election'\nmonth = '$month'": (4, "is not a month", ""),
    f"[[events]]\nkind = 'election'\nmonth = {10**400}": (4, "is not a month", ""),
    "[[events]]\nkind = 'election'\nmonth = 3\nvalue = 0.5": (5, "neither yes nor no", ""),
    "[[events]]\nkind = 'cut'\nmonth = 3\nvalue = 2": (5, "from 0 to 1 (share)", ""),
    "[[events]]\nkind = 'cut'\nmonth = 3\nvalue = 'big'": (5, "is text, not a number", ""),
    "[[events]]\nkind = 'inspection'\nmonth = 3\nvalue = 'god'": (5, "of its words", "good"),
    "[[events]]\nkind = 'inspection'\nmonth = 3\nvalue = 3": (5, "is not a word", ""),
    "[[events]]\nkind = 'locus'\nmonth = 3\nvalue = 'champoin'": (5, "words", "champion"),
    "[time]\nhorizon = 12\n[[events]]\nkind = 'election'\nmonth = 13": (6, "from 1 to 12", ""),
    # twice
    "[setting]\ncut = 0.1\ncut = 0.2": (4, "states a key twice", ""),
    "[setting]\ncut = 0.1\n[setting]\ncut = 0.1": (4, "states a table twice", ""),
    "setting = {cut = 0.1, cut = 0.2}": (2, "states a key twice", ""),
    # not TOML
    "[setting\ncut = 0.1": (2, 'the line reads "[setting"', ""),
    "[setting]\ncut = ": (3, "is not TOML", ""),
    "[setting]\ncut = .3": (3, "is not TOML", ""),
    "[setting]\ncut = 0,3": (3, "is not TOML", ""),
    "[setting]\ncut = “0.3”": (3, "is not TOML", ""),
    f"x = {'[' * 5000}": (None, "has brackets nested too deeply", ""),
    f"x = {'{a = ' * 5000}": (None, "has brackets nested too deeply", ""),
    f"x = {'1' * 5000}": (None, "is not TOML", ""),
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:50])
def test_what_is_wrong_is_named_with_its_place(refused: Refused, text: str) -> None:
    """File, line, table, key and value are named, what is allowed, and the nearest right word."""
    line, said, meant = WRONG[text]
    error = refused(f"{BASE}{text}\n")
    assert said in str(error)
    assert (error.line, error.suggestion) == (line, meant)


def test_an_error_keeps_its_data(refused: Refused) -> None:
    """An error can be handled by its parts, not only read."""
    error = refused(f"{BASE}[receptivity]\nculture = 1.4\n")
    assert (error.table, error.key, error.value) == ("[receptivity]", "culture", 1.4)
    assert error.problem == "is out of range"
    assert error.allowed == "allowed: a number from 0 to 1 (share)"
    assert error.line == 3


def test_a_scenario_that_extends_nothing_must_be_complete(refused: Refused) -> None:
    """A file that extends no other states every setting, with all that is to be said of it."""
    text = (SHIPPED / "baseline.toml").read_text("utf-8")
    whole = tomllib.loads(text)
    assert "has no time.horizon" in str(refused("[receptivity]\nculture = 0.4\n"))
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("culture ="))
    without = refused("\n".join(lines[:at] + lines[at + 1 :]))
    assert "[receptivity] has no receptivity.culture" in str(without)
    assert without.line == lines.index("[receptivity]") + 1
    assert "baseline" in without.allowed
    bare = refused("\n".join([*lines[:at], "culture = 0.5", *lines[at + 1 :]]))
    assert "[receptivity] culture has no range" in str(bare)
    assert bare.line == at + 1
    assert whole["receptivity"]["culture"]["short"]


def test_what_extends_itself_is_refused(refused: Refused, tmp_path: Path) -> None:
    """Scenarios that extend each other in a circle are refused, and the circle is named."""
    assert "is circular" in str(refused('extends = "wrong.toml"\n'))
    for one, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{one}.toml").write_text(f'extends = "{other}.toml"\n')
    with pytest.raises(
        BadInput, match=r"a\.toml extends .*b\.toml extends .*c\.toml extends"
    ) as error:
        Scenario.load(tmp_path / "a.toml")
    assert error.value.file.endswith("c.toml")
    assert error.value.line == 1


def test_a_long_chain_is_not_a_circle(tmp_path: Path) -> None:
    """A chain of hundreds of scenarios is read as any other."""
    (tmp_path / "0.toml").write_text(BASE)
    for number in range(1, 1200):
        (tmp_path / f"{number}.toml").write_text(f'extends = "{number - 1}.toml"\n')
    assert (
        Scenario.load(tmp_path / "1199.toml").canonical() == Scenario.load("baseline").canonical()
    )


@pytest.mark.parametrize(
    ("extends", "said", "meant"),
    [
        ('"basline"', "is not there", "baseline"),
        ('"nowhere.toml"', "is not there", ""),
        ('""', "is not there", ""),
        ("3", "is not the name of a scenario", ""),
        ('["baseline"]', "is not the name of a scenario", ""),
    ],
)
def test_what_extends_nothing_that_is_there_is_refused(
    refused: Refused, extends: str, said: str, meant: str
) -> None:
    """A scenario that is extended must be there."""
    error = refused(f"# a comment\nextends = {extends}\n")
    assert said in str(error)
    assert (error.line, error.key, error.suggestion) == (2, "extends", meant)


def test_an_error_below_names_the_file_below(refused: Refused, tmp_path: Path) -> None:
    """What is wrong in a file that is extended is said of that file."""
    below = tmp_path / "below.toml"
    below.write_text(f"{BASE}[receptivity]\ncultur = 0.4\n")
    above = tmp_path / "above.toml"
    above.write_text('extends = "below.toml"\n')
    with pytest.raises(BadInput, match=r"cultur = 0\.4") as error:
        Scenario.load(above)
    assert error.value.file == str(below)
    del refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"# only a comment\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x00\x01\x02", "is not text"),
        (b"PK\x03\x04\x00\x00", "is not text"),
        ('extends = "baseline"\n'.encode("utf-16"), "is not UTF-8 text"),
        (b'extends = "baseline"\n[about]\ntitle = "caf\xe9"\n', "is not UTF-8 text"),
        (b'extends = "baseline"\r[about]\r', "is not TOML"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused(refused: Refused, content: bytes, said: str) -> None:
    """An empty, binary or wrongly encoded file is one sentence."""
    error = refused(content)
    assert said in str(error)
    if b"caf" in content:
        assert error.line == 3


def test_a_place_that_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder, a device, a missing or huge file, or an impossible name is one sentence."""
    huge = tmp_path / "huge.toml"
    with huge.open("wb") as file:
        file.truncate(LARGEST + 1)
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    cases = {
        str(tmp_path): "is a folder, not a file",
        str(folder): "is a folder, not a file",
        str(tmp_path / "none.toml"): "is not there",
        str(huge): "is larger than 5 MB",
        "x" * 5000: "is neither a scenario nor a file",
        "x" * 5000 + ".toml": "cannot be read",
        "a\0b.toml": "cannot be read",
        "": "is neither a scenario nor a file",
    }
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.toml")
        cases[str(tmp_path / "pipe.toml")] = "is not an ordinary file"
    for name, said in cases.items():
        with pytest.raises(BadInput) as error:
            Scenario.load(name)
        assert said in str(error.value), name
        assert "\n" not in str(error.value)


def test_a_file_that_may_not_be_read_is_refused(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file without permission to read it is one sentence."""

    def deny(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)
    assert "cannot be read: Permission denied" in str(refused(BASE))


SETS = {
    "receptivity.cultur=0.4": ("receptivity.cultur = 0.4 is not a setting", "receptivity.culture"),
    "receptvity.culture=0.4": ("is not a setting", "receptivity.culture"),
    "culture=0.4": ("is not a setting", "receptivity.culture"),
    "receptivity=0.4": ("is a table of settings", ""),
    "receptivity.culture=1.4": ("is out of range", ""),
    "receptivity.culture=high": ('"high" is text, not a number', ""),
    "receptivity.culture=nan": ("is not a finite number", ""),
    "receptivity.culture=true": ("is yes or no", ""),
    "receptivity.culture='0.4'": ("is text, not a number", "0.4"),
    "receptivity.culture=": ("is not a value", ""),
    "receptivity.culture=0.4\nsetting.cut=3": ("is not a value", ""),
    f"receptivity.culture={'[' * 5000}": ("is not a value", ""),
    "receptivity.culture": ("is not a setting with its value", ""),
    "=3": ("is not a setting with its value", ""),
    "setting.sector=social entreprise": ("is not one of its words", "social enterprise"),
    "extends=baseline": ("is not a setting", ""),
    "events=3": ("is not a setting", ""),
}


@pytest.mark.parametrize("text", SETS)
def test_what_is_wrong_on_the_command_line_is_named(text: str) -> None:
    """``--set`` is read with the same care as a file."""
    said, meant = SETS[text]
    with pytest.raises(BadInput) as error:
        Scenario.load("baseline", sets=[text])
    assert said in str(error.value)
    assert str(error.value).startswith("--set: ")
    assert error.value.line is None
    assert error.value.suggestion == meant
    assert "\n" not in str(error.value)


def test_what_is_set_twice_must_agree() -> None:
    """Two different values for one setting contradict each other."""
    twice = ["setting.cut=0.1", "setting.cut=0.10"]
    assert Scenario.load("baseline", sets=twice).values["setting.cut"] == 0.1
    with pytest.raises(BadInput, match=r"contradicts setting\.cut = 0\.1"):
        Scenario.load("baseline", sets=["setting.cut=0.1", "setting.cut=0.2"])


def test_an_error_travels_between_processes() -> None:
    """An error that is raised in a worker says the same where it arrives."""
    with pytest.raises(BadInput) as error:
        Scenario.load("baseline", sets=["receptivity.cultur=0.4"])
    travelled = pickle.loads(pickle.dumps(error.value))  # noqa: S301
    assert str(travelled) == str(error.value)
    assert vars(travelled) == vars(error.value)


LETTERS = string.ascii_lowercase + string.digits + "_"


@st.composite
def a_letter_wrong(draw: st.DrawFn, word: str, letters: str = LETTERS) -> str:
    """Leave one letter of a word out, add or change one, or swap two neighbours."""
    how = draw(st.sampled_from(["left out", "added", "changed", "swapped"]))
    at = draw(st.integers(0, len(word) - (2 if how == "swapped" else 1)))
    letter = draw(st.sampled_from(letters))
    if how == "left out":
        return word[:at] + word[at + 1 :]
    if how == "added":
        return word[:at] + letter + word[at:]
    if how == "changed":
        return word[:at] + letter + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@given(st.data(), st.sampled_from([*SETTABLE, RATING]))
def test_any_letter_wrong_in_any_key_is_caught(
    refused: Refused, data: st.DataObject, name: str
) -> None:
    """One letter wrong in the name of any setting is caught on its line, and the right one said."""
    group, key = name.rsplit(".", 1)
    wrong = data.draw(a_letter_wrong(key))
    assume(f"{group}.{wrong}" not in SETTABLE and f"{group}.{wrong}" != RATING and wrong)
    error = refused(f"{BASE}\n[{group}]\n{wrong} = 0\n")
    assert error.line == 4
    assert error.key == wrong
    assert key in error.suggestion.split(" or ")


@given(st.data(), st.sampled_from(sorted(GROUPS)))
def test_any_letter_wrong_in_any_table_is_caught(
    refused: Refused, data: st.DataObject, group: str
) -> None:
    """One letter wrong in the name of any table is caught on its line, and the right one said."""
    above, dot, last = group.rpartition(".")
    wrong = data.draw(a_letter_wrong(last))
    key = next(iter(GROUPS[group]._fields))
    assume(f"{above}{dot}{wrong}" not in GROUPS)
    error = refused(f"{BASE}\n[{above}{dot}{wrong}]\n{key} = 0\n")
    assert error.line == 3
    assert error.table == f"[{above}{dot}{wrong}]"
    assert last in error.suggestion.split(" or ")


@given(st.data(), st.sampled_from([*SETTABLE, RATING]))
def test_any_letter_wrong_in_a_dotted_name_is_caught(data: st.DataObject, name: str) -> None:
    """So is one letter wrong in a dotted name that is given in Python or on the command line."""
    wrong = data.draw(a_letter_wrong(name, LETTERS + "."))
    assume(wrong not in SETTABLE and wrong != RATING)
    with pytest.raises(BadInput) as error:
        Scenario.load("baseline").with_({wrong: 0})
    assert name in error.value.suggestion.split(" or ")


@given(st.data(), st.sampled_from(sorted(EVENTS)))
def test_any_letter_wrong_in_any_event_is_caught(
    refused: Refused, data: st.DataObject, kind: str
) -> None:
    """One letter wrong in the kind of an event is caught, and the right one said."""
    wrong = data.draw(a_letter_wrong(kind))
    assume(wrong not in EVENTS)
    error = refused(f"{BASE}[[events]]\nmonth = 3\nkind = '{wrong}'\n")
    assert error.line == 4
    assert kind in error.suggestion.split(" or ")


WORDS = [(name, word) for name, one in SETTABLE.items() for word in one.words]


@given(st.data(), st.sampled_from(WORDS))
def test_any_letter_wrong_in_any_word_is_caught(
    refused: Refused, data: st.DataObject, pair: tuple[str, str]
) -> None:
    """One letter wrong in a word that stands for a choice is caught, and the right one said."""
    name, word = pair
    wrong = data.draw(a_letter_wrong(word, LETTERS + " "))
    assume(word_of(wrong.strip()) not in SETTABLE[name].words)
    error = refused(f"{BASE}{name} = '{wrong}'\n")
    assert error.value == wrong
    assert word in error.suggestion.split(" or ")


def one_sentence_or(what: Callable[[], Any]) -> Any:
    """Do something that may be refused, in one sentence."""
    refusal: BadInput | None = None
    try:
        return what()
    except BadInput as error:
        refusal = error
    assert "\n" not in str(refusal)
    return None


anything: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.just(Decimal(1))
    | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(["value", "range", "unit", "source", "confidence", "short", "label"])
said = st.dictionaries(fields, anything, max_size=3)
names = st.sampled_from([*SETTABLE, RATING, *GROUPS, "mechanisms", "about"]) | st.text()


@given(st.dictionaries(names, anything | said, max_size=3))
@example({"receptivity": {"culture": {"value": 0.4, "confidence": []}}})
def test_nothing_that_is_set_breaks_anything(given_: dict[Any, Any]) -> None:
    """Whatever is given for settings, there is a scenario or one sentence."""
    scenario = one_sentence_or(lambda: Scenario.load("baseline").with_(given_))
    assert scenario is None or scenario.parameters


keys = st.sampled_from(["kind", "month", "from", "to", "value"])
tables = st.dictionaries(keys | st.text(), anything | st.sampled_from(sorted(EVENTS)), max_size=5)


@given(st.lists(tables, max_size=3))
def test_nothing_that_is_scheduled_breaks_anything(events: list[dict[str, Any]]) -> None:
    """Whatever is given for events, there is a scenario or one sentence."""
    one_sentence_or(lambda: Scenario.load("baseline").with_events(events))


forms = st.sampled_from(["uniform", "normal", "choices", "clip", "weights", "settings", "name"])
spread = st.dictionaries(forms, anything, max_size=3)


@given(st.dictionaries(names, spread | anything, max_size=2), st.lists(spread, max_size=2))
def test_nothing_that_is_distributed_breaks_anything(alone: Any, joint: Any) -> None:
    """Whatever is given for a population, there is one or one sentence."""
    data = {"distribution": alone, "joint": joint}
    one_sentence_or(lambda: spreads_in(Document("population", data)))


@given(st.binary() | st.text().map(str.encode))
@example(b'"\\ud800" = 1')
@example(b"a.b.c.d = 1\n[a.b]\n")
@example(b'extends = "baseline"\n[about]\n"\\n" = 3\n')
def test_no_file_breaks_anything(refused: Refused, content: bytes) -> None:
    """Whatever a file holds, there is one sentence, for no file of chance is a scenario."""
    refused(content)


@pytest.mark.parametrize(
    "path", sorted(SHIPPED.rglob("*.toml")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_lines_are_found(path: Path) -> None:
    """In every shipped file each key that is found stands on the line that is said."""
    text = path.read_text("utf-8")
    lines = text.split("\n")
    found = lines_of(text)
    for keys_, line in found.items():
        last = keys_[-1] if isinstance(keys_[-1], str) else keys_[-2]
        assert str(last) in lines[line - 1]
    data: Any = tomllib.loads(text)
    for keys_ in found:
        inner = data
        for key in keys_:
            inner = inner[key]


def test_lines_are_found_past_anything() -> None:
    """Strings and lists over many lines, comments and arrays of tables do not mislead."""
    text = (
        'a = """\n[not.a.table]\nb = 1\n"""\nc = [\n  # [[no]]\n  "]",\n  { d = 1 },\n]\n'
        "e.f = '''\n'''\n'g h' = 3 # [x]\n[[i]]\nj = 1\n[i.k]\nl = 2\n[[i]]\n  j = 3\n"
        '["m.n"]\no = 1\n'
    )
    found = lines_of(text)
    tomllib.loads(text)
    assert found == {
        ("a",): 1,
        ("c",): 5,
        ("e",): 10,
        ("e", "f"): 10,
        ("g h",): 12,
        ("i",): 13,
        ("i", 0): 13,
        ("i", 0, "j"): 14,
        ("i", 0, "k"): 15,
        ("i", 0, "k", "l"): 16,
        ("i", 1): 17,
        ("i", 1, "j"): 18,
        ("m.n",): 19,
        ("m.n", "o"): 20,
    }


@given(st.data(), st.text(LETTERS, min_size=2, max_size=20))
def test_the_nearest_word_is_the_one_a_letter_away(data: st.DataObject, word: str) -> None:
    """A word that differs by one letter is found among others that are far, in any case."""
    wrong = data.draw(a_letter_wrong(word))
    far = ["completely_other", "words_of_no_use", word * 3]
    assert a_letter_away(wrong.upper(), [word, *far])[:1] == [word]
    assert nearest(wrong, [word, *far]).split(" or ")[0] == word


def test_values_are_shown_as_they_are_written() -> None:
    """Values are shown on one line, cut short where they are long, with nothing hidden in them."""
    assert shown("a\nb\x1b[31m\u202e") == '"a\\nb\\x1b[31m\\u202e"'
    assert shown('say "so"') == '"say \\"so\\""'
    assert shown({"value": 0.4, "a b": [True, dt.date(2026, 4, 1)]}) == (
        "{ value = 0.4, a b = [true, 2026-04-01] }"
    )
    assert len(shown("x" * 10_000)) <= 60
    assert len(shown_key("x" * 10_000)) <= 300
    assert shown(10**100) == "a whole number of very many digits"


def test_populations_are_checked_alike(tmp_path: Path) -> None:
    """The same care is taken with a population's file as with a scenario's."""
    for name, said in (("none.toml", "is not there"), ("referense", "is neither a population nor")):
        with pytest.raises(BadInput, match=said):
            Population.load(name if name == "referense" else tmp_path / name)
