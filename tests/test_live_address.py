"""An address is an experiment: written and read again it is the same, and nothing else is read."""

from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exit_sim.draws import LAST_SEED
from exit_sim.errors import BadInput
from exit_sim.live import bounds
from exit_sim.live.address import (
    IF,
    IS,
    LONGEST_VALUE,
    MANY,
    MOST_OPTIONS,
    ONE,
    Experiment,
    address,
    organisation,
    read,
)
from exit_sim.live.forms import pairs_in, plain
from exit_sim.scenario import Scenario, changes
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import SETTABLE
from exit_sim.scenario.stated import BANDS, RATING
from exit_sim.twins.study import Option
from strategies import within


def asked(query: str) -> Experiment:
    """Read an address's query."""
    return read(plain(pairs_in(query)))


@st.composite
def stated(draw: st.DrawFn) -> tuple[str, str]:
    """A setting and a value of it, as somebody may write them."""
    name = draw(st.sampled_from([*SETTABLE, RATING]))
    one = BANDS if name == RATING else SETTABLE[name]
    if one.words:
        return name, draw(st.sampled_from(one.words))
    if one.flag:
        return name, draw(st.sampled_from(["true", "false", "1", "0"]))
    return name, repr(within(one, draw(st.floats(0.0, 1.0))))


@st.composite
def parts(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Parts of an address in any order."""
    of = draw(st.sampled_from([*Scenario.names(), *Population.names()]))
    found = [("of", of)]
    if of not in Population.names():
        found += [(IS + name, value) for name, value in draw(st.lists(stated(), max_size=5))]
    names = st.lists(st.sampled_from(changes.names()), max_size=2, unique=True)
    found += [("change", name) for name in draw(names)]
    found += [(IF + name, value) for name, value in draw(st.lists(stated(), max_size=2))]
    found.append(("seed", str(draw(st.integers(0, LAST_SEED - 100_000)))))
    found.append(("precision", repr(draw(st.floats(0.01, 0.5)))))
    found += draw(st.sampled_from([[], [("together", "1")]]))
    return draw(st.permutations(found))


@settings(max_examples=150)
@given(parts())
def test_an_address_is_the_experiment(found) -> None:
    """What is read from an address, written as an address, is read as the same experiment."""
    names = {key for key, _ in found}
    if {IS + RATING, IS + "setting.performance"} <= names:
        with pytest.raises(BadInput, match="contradicts"):
            asked(urlencode(found))
        return
    one = asked(urlencode(found))
    written = address(one)
    assert asked(written.partition("?")[2]) == one
    assert address(asked(written.partition("?")[2])) == written


def test_in_whatever_order_it_is_described_an_organisation_has_one_address() -> None:
    """What an organisation is like is written in one order, so that the same is one address."""
    said = ["is.setting.rating=good", "is.receptivity.culture=0.6", "is.setting.sector=voluntary"]
    first, second = (asked("&".join(["of=baseline", *way])) for way in (said, said[::-1]))
    assert address(first) == address(second)


def test_every_question_can_be_asked_of_every_scenario_that_ships() -> None:
    """Every change is read from an address, with its options as they are usual."""
    for name in changes.names():
        one = asked(f"change={name}")
        assert one.of == MANY
        assert one.changes == (changes.load(name).spec,)
        assert asked(address(one).partition("?")[2]) == one
    for name in Scenario.names():
        assert asked(f"of={name}").of == name


def test_an_organisation_is_as_it_is_described() -> None:
    """What an address says of an organisation is what the scenario has, and its title says so."""
    found = organisation(asked("of=baseline&is.setting.rating=good&is.setting.sector=voluntary"))
    assert isinstance(found, Scenario)
    assert found.values["setting.performance"] == 0.70
    assert found.values["setting.sector"] == "voluntary"
    assert found.title == "An organisation as described (rating good, sector voluntary)"


def test_a_form_asks_for_what_an_address_says() -> None:
    """What a form sends, empty fields and all, is written in the one way of its experiment."""
    form = [
        ("change", "champion_leaves"), ("with.champion_leaves.month", "24"),
        ("of", ONE), ("scenario", "la_a"), ("like.setting.rating", "good"),
        ("like.setting.sector", ""), ("if.receptivity.culture", "0.70"), ("together", ""),
    ]  # fmt: skip
    assert address(asked(urlencode(form))) == (
        "/answer?of=baseline&is.setting.rating=good&change=champion_leaves:month=24"
        "&if.receptivity.culture=0.7"
    )
    assert asked(urlencode([("of", "scenario"), ("scenario", "la_a")])).of == "la_a"
    with pytest.raises(BadInput, match="another answer was chosen"):
        asked(urlencode([("of", MANY), ("like.setting.rating", "good")]))


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("of=../../etc/passwd", "is none that ships"),
        ("of=/etc/passwd", "is none that ships"),
        ("of=changes/taper", "is none that ships"),
        ("of=la_a.toml", "is none that ships"),
        ("change=../taper", "is no change that ships"),
        ("change=taper:x=/../../../tmp/mine.toml", "is no change that ships"),
        ("change=taper.toml", "is no change that ships"),
        ("change=taper:a=mine.toml", "is no change that ships"),
        ("runs=1000000000", "is no part of an address"),
        ("precision=0.0000001", "is out of range"),
        ("precision=nan", "is out of range"),
        ("seed=-1", "is out of range"),
        ("seed=9007199254740993", "is out of range"),
        ("seed=²", "is out of range"),
        ("if.receptivity.culture=nan", "is not a finite number"),
        ("if.receptivity.culture=inf", "is not a finite number"),
        ("if.receptivity.culture=7", "is out of range"),
        ("if.receptivity.culture=[[[[[[[[[[[[[[", "is not a value"),
        ("if.receptivity.culture={a={a={a={a={}}}}}", "is not a number"),
        ("if.receptivity.cultur=0.5", "did you mean receptivity.culture"),
        ("if.setting.sector=<script>alert(1)</script>", "is not a value"),
        ("of=reference&is.setting.rating=good", "none is described"),
        (f"if.receptivity.culture={'9' * (LONGEST_VALUE + 1)}", "is longer than"),
        (f"{'a' * 9000}=1", "is longer than"),
        ("%ff=1", "cannot be read"),
        ("&".join(f"a{i}=1" for i in range(1000)), "cannot be read"),
        ("change=taper&change=slack&change=in_house&change=spin_out&change=milestone", "more than"),
    ],
)
def test_what_is_hostile_or_absurd_is_refused_in_a_sentence(query, why) -> None:
    """An address that asks for files, for too much or for nonsense is refused before any work."""
    with pytest.raises(BadInput, match=why):
        asked(query)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=5))
def test_any_text_is_read_or_refused(pairs) -> None:
    """Whatever stands in an address, it is an experiment or it is refused in a sentence."""
    try:
        one = asked(urlencode(pairs, errors="surrogatepass"))
    except BadInput:
        return
    assert asked(address(one).partition("?")[2]) == one


def test_a_file_of_the_same_name_is_never_read(tmp_path, monkeypatch) -> None:
    """A file that bears the name of a scenario or change is not read in its place."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taper").write_text("[set]\n", "utf-8")
    with pytest.raises(BadInput, match="is also a file"):
        asked("change=taper")
    (tmp_path / "baseline").write_text("[set]\n", "utf-8")
    with pytest.raises(BadInput, match="is also a file"):
        asked("of=la_a")


def test_nothing_but_what_ships_is_opened(monkeypatch) -> None:
    """Whatever is asked for by name, only files that ship with exit_sim are opened."""
    from exit_sim.scenario import file

    opened = []
    monkeypatch.setattr(
        file, "_read_once", lambda path, label: opened.append(path) or _read(path, label)
    )
    _read = file._read
    monkeypatch.setattr(file, "_read", lambda path, _label: pytest.fail(f"{path} was opened"))
    for of in (*Scenario.names(), *Population.names()):
        organisation(Experiment(of))
    assert opened
    assert all(file.SHIPPED in path.parents for path in opened)


@pytest.mark.parametrize(
    "query",
    [
        "of=baseline&is.people.frontline=10000",
        "of=baseline&is.people.care_leavers=2000",
        "of=baseline&is.time.horizon=1200&is.people.frontline=800&change=taper",
    ],
)
def test_work_is_bounded_before_it_starts(query) -> None:
    """People, months, runs and sides are multiplied, and too much of it is refused."""
    scenario = organisation(asked(query))
    assert isinstance(scenario, Scenario)
    with pytest.raises(BadInput, match="The command line does larger ones"):
        bounds.check(scenario, [Option("same", lambda one: one)] * MOST_OPTIONS)


def test_what_ships_can_be_asked() -> None:
    """Every scenario that ships is small enough to be asked as many questions as an address may."""
    options = [Option("same", lambda one: one)] * MOST_OPTIONS
    for name in Scenario.names():
        bounds.check(Scenario.load(name), options)
        bounds.check_told(Scenario.load(name))


def test_what_is_usual_is_not_written() -> None:
    """An address says what is asked, and nothing that is usual."""
    assert address(Experiment()) == "/answer?of=reference"
    assert address(Experiment(seed=2)) == "/answer?of=reference&seed=2"
