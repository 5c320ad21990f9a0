"""What the documents say is so: links lead somewhere, names exist, tables and commands are true.

Run as a script, this file writes the tables of docs/odd.md afresh from the declarations.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_type_hints

import pytest

import exit_sim
from exit_sim.errors import BadInput
from exit_sim.month import AGENDA, ROLES, Muster
from exit_sim.results.journeys import journey_columns
from exit_sim.results.tables import columns_of
from exit_sim.scenario import Scenario
from exit_sim.scenario.population import Population
from exit_sim.scenario.settable import EVENTS, GROUPS, SETTABLE, word_of
from exit_sim.scheduled import NOTHING_SCHEDULED
from exit_sim.ties import KINDS
from exit_sim.vocabulary import (
    ORGANISATION,
    Cause,
    Choice,
    Ending,
    Happening,
    Level,
    Phase,
    Purpose,
    Role,
)
from exit_sim.world import Parameters, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(exit_sim.__file__).resolve().parents[1]
ODD = ROOT / "docs" / "odd.md"
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
TABLE = re.compile(r"<!-- table: (?P<name>.+?) -->\n(?P<rows>.*?)<!-- end -->", re.DOTALL)
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
DOTTED = re.compile(r"[a-z]\w*(?:\.[a-z]\w*)+")
FILE = re.compile(r"\.(?:py|md|toml|json|svg|bib|cff|lock|txt|csv|parquet|yml)$")

# ---------------------------------------------------------------- tables made from declarations


def row(*cells: object) -> str:
    """Write one row of a table."""
    return "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"


def table(head: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> str:
    """Write a table."""
    lines = [row(*head), row(*["---"] * len(head)), *(row(*cells) for cells in rows)]
    return "\n".join(lines) + "\n"


def number(value: object) -> str:
    """Write a number as it would be typed."""
    return f"{value:g}" if isinstance(value, float | int) else str(value)


def span(low: object, high: object) -> str:
    """Write a range."""
    return f"{number(low)} to {number(high)}"


def settings_table(group: str) -> str:
    """List what a scenario may set in one table: meaning, unit, bounds, baseline and range."""
    usual = {source.name: source for source in Scenario.load("baseline").sources()}

    def rows() -> Iterator[tuple[object, ...]]:
        for field in GROUPS[group]._fields:
            one, source = SETTABLE[f"{group}.{field}"], usual[f"{group}.{field}"]
            if one.words:
                yield f"`{one.name}`", one.meaning, "word", ", ".join(one.words), source.value, ""
                continue
            plausible = span(source.range[0], source.range[-1])
            bounds = span(one.low, one.high)
            yield f"`{one.name}`", one.meaning, one.unit, bounds, number(source.value), plausible

    return table(("setting", "meaning", "unit", "allowed", "baseline", "plausible"), rows())


def state_rows(kind: Any, prefix: str) -> Iterator[tuple[object, ...]]:
    """List what changes monthly, as it is declared."""
    for field, hint in get_type_hints(kind, include_extras=True).items():
        if hasattr(hint, "_fields"):
            yield from state_rows(hint, f"{prefix}{field}.")
            continue
        measure, meaning = hint.__metadata__
        if isinstance(measure, Choice):
            words = ", ".join(f"{int(one)} {word_of(one.name)}" for one in measure.words)
            yield f"`{prefix}{field}`", meaning, "code", words
        else:
            yield f"`{prefix}{field}`", meaning, measure.name, span(measure.low, measure.high)


def state_table(name: str) -> str:
    """List the state of one part of the organisation, or of the people of one role."""
    if name in World._fields:
        kind, prefix = World.__annotations__[name], f"{name}."
    else:
        kind, prefix = ROLES[Role[name.upper()]].first.__annotations__["return"], ""
    return table(("state", "meaning", "unit", "range"), state_rows(kind, prefix))


def agenda_table() -> str:
    """List the month in order."""

    def rows() -> Iterator[tuple[object, ...]]:
        place = 0
        done: set[str] = set()
        for entry in AGENDA:
            if isinstance(entry, Muster):
                place += 1
                yield place, entry.says, "everyone", "", ""
                continue
            every = sum(getattr(one, "says", "") == entry.says for one in AGENDA) > 1
            if entry.says in done:
                continue
            done.add(entry.says)
            place += 1
            who = "the organisation"
            if every:
                who = "every role in turn"
            elif entry.role != ORGANISATION:
                who = word_of(Role(entry.role).name)
            replaced = f"`{entry.part}`" if entry.part else "the person"
            module = entry.function.__module__.removeprefix("exit_sim.")
            rule = f"{module.split('.')[-1]}: {entry.function.__name__}"
            yield place, entry.says, who, replaced, entry.function.__name__ if every else rule

    return table(("", "what happens", "who", "replaces", "in the code"), rows())


def ties_table() -> str:
    """List who hears whom say what."""

    def rows() -> Iterator[tuple[object, ...]]:
        for name, tie in KINDS.items():
            says = "; ".join(
                f"{say.field} into {say.heard}" + (f" / {say.ties}" if say.ties else "")
                for say in tie.says
            )
            weight = f"`ties.{name}`" if f"ties.{name}" in SETTABLE else "1"
            rooted = "yes" if tie.rooted else "no"
            listener, speaker = word_of(tie.listener.name), word_of(tie.speaker.name)
            yield name, listener, speaker, says, weight, rooted

    return table(
        ("kind", "who hears", "whom", "what / its divisor", "usual weight", "rooted"), rows()
    )


def scheduled_table() -> str:
    """List what may be scheduled."""

    def rows() -> Iterator[tuple[object, ...]]:
        for kind, nothing in zip(EVENTS, NOTHING_SCHEDULED, strict=True):
            one = EVENTS[kind]
            allowed = ", ".join(one.words) if one.words else span(one.low, one.high)
            yield f"`{kind}`", one.meaning, one.unit, allowed, number(nothing)

    return table(("event", "meaning", "unit", "allowed", "nothing scheduled"), rows())


def made(name: str) -> str:
    """Make the table of this name."""
    kind, _, what = name.partition(" ")
    makers: dict[str, Callable[..., str]] = {
        "settings": settings_table,
        "state": state_table,
        "agenda": agenda_table,
        "ties": ties_table,
        "events": scheduled_table,
    }
    return makers[kind](what) if what else makers[kind]()


def refreshed(text: str) -> str:
    """Put every table of a text in step with the declarations."""
    return TABLE.sub(
        lambda found: f"<!-- table: {found['name']} -->\n{made(found['name'])}<!-- end -->", text
    )


def test_tables_are_in_step_with_the_declarations() -> None:
    """Every table of docs/odd.md is as the code declares it; this file, run, mends it."""
    text = ODD.read_text("utf-8")
    stale = [one["name"] for one in TABLE.finditer(text) if one["rows"] != made(one["name"])]
    assert not stale, f"run python tests/test_docs.py: {stale}"


def test_every_part_of_the_state_and_every_setting_has_its_table() -> None:
    """A new ingredient, role or group of settings cannot be left out of docs/odd.md."""
    names = {one["name"] for one in TABLE.finditer(ODD.read_text("utf-8"))}
    parts = set(World._fields) - {"people", "units", "scheduled"}
    roles = {role.name.lower() for role in Role}
    groups = {group for group in GROUPS if not group.startswith("mechanisms.")}
    wanted = {f"state {name}" for name in parts | roles} | {f"settings {name}" for name in groups}
    assert wanted | {"agenda", "ties", "events"} == names


# ------------------------------------------------------------------------------ names and links


@cache
def known() -> frozenset[str]:
    """Every dotted name that a document may use: settings, columns, mechanisms, sums, events."""
    tables = ["months", "events", *(f"people_{role.name.lower()}" for role in Role)]
    columns = [*journey_columns(), *(column for one in tables for column in columns_of(one))]
    names = {column.name for column in columns} | set(SETTABLE) | set(GROUPS) | set(EVENTS)
    names |= {name.removeprefix("mechanisms.") for name in SETTABLE if "mechanisms." in name}
    names |= set(dotted(World, "")) | set(Parameters._fields) | {"setting.rating"}
    return frozenset(names)


def dotted(kind: Any, prefix: str) -> Iterator[str]:
    """Name everything in a named tuple of named tuples."""
    for field, hint in get_type_hints(kind).items():
        yield f"{prefix}{field}"
        if hasattr(hint, "_fields"):
            yield from dotted(hint, f"{prefix}{field}.")


@cache
def own() -> frozenset[str]:
    """What a person may be said to have (`me.…`) or to hear (`heard.…`)."""
    found: set[str] = set()
    for role, module in ROLES.items():
        found |= {f"heard.{field}" for field in module.Heard._fields}
        state = columns_of(f"people_{role.name.lower()}")
        found |= {f"me.{column.name.removeprefix('holder.')}" for column in state}
    return frozenset(found)


def code_of(module: str) -> bool:
    """Whether a dotted name is that of something in the package, as `setting.money_moves`."""
    from exit_sim.rule import RULES, STEPS

    every = {*RULES, *STEPS}
    return module in every or any(name.endswith(f".{module}") for name in every)


def unknown_names(text: str) -> list[str]:
    """List the dotted names of a document that nothing answers to."""
    found: list[str] = []
    prose = FENCE.sub("", COMMENT.sub("", text))
    for span_ in re.findall(r"`([^`\n]+)`", prose):
        name = span_.removeprefix("p.")
        if not DOTTED.fullmatch(name) or FILE.search(name) or name.startswith("exit_sim"):
            continue
        if name not in known() and not code_of(name):
            found.append(name)
    for block in FENCE.finditer(text):
        if block["language"] != "text":
            continue
        for name in DOTTED.findall(block["text"]):
            if name.startswith("p."):
                ok = name[2:] in SETTABLE
            elif name.startswith(("me.", "heard.")):
                ok = name in own() or name.endswith("_ties")
            else:
                ok = name in known()
            if not ok:
                found.append(name)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_name_is_that_of_a_setting_a_column_or_a_mechanism(page: Path) -> None:
    """A dotted name in code type, or in an equation, is one that a reader can find."""
    assert unknown_names(page.read_text("utf-8")) == []


def test_a_name_that_is_not_there_is_noticed() -> None:
    """The check has teeth, in prose and in equations."""
    assert unknown_names("`receptivity.cultur`") == ["receptivity.cultur"]
    assert unknown_names("```text\np.setting.cots × me.opennes\n```\n") == [
        "p.setting.cots",
        "me.opennes",
    ]


def anchors(text: str) -> set[str]:
    """The headings of a page, as links point at them."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    plain = (re.sub(r"[^\w\s-]", "", head.lower()).strip() for head in heads)
    return {re.sub(r"\s", "-", head) for head in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    """A link to a file finds it, and a link to a heading finds the heading."""
    text = re.sub(r"`[^`\n]+`", "", FENCE.sub("", COMMENT.sub("", page.read_text("utf-8"))))
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file.read_text("utf-8"))):
            lost.append(target)
    assert not lost


def test_the_description_names_every_mechanism_event_purpose_ending_and_cause() -> None:
    """docs/odd.md leaves nothing out of the closed lists."""
    text = ODD.read_text("utf-8")
    wanted = [f"`{name.removeprefix('mechanisms.')}`" for name in SETTABLE if "mechanisms." in name]
    wanted += [
        f"| {one.name} | {int(one)} |" for one in (*Happening, *Purpose) if one.name != "NOTHING"
    ]
    wanted += [word_of(one.name) for one in (*Ending, *Cause, *Phase, *Level)]
    assert [each for each in wanted if each not in text and each.capitalize() not in text] == []


@pytest.mark.parametrize("page", [ROOT / "docs" / "glossary.md"], ids=lambda page: page.name)
def test_the_glossary_names_columns_that_there_are(page: Path) -> None:
    """A plain name in code type in the glossary is a column, a table or the name of an event."""
    roles = {role.name.lower() for role in Role}
    columns = {column.name for column in journey_columns()} | {"journeys", "months", "events"}
    columns |= {column.name for role in roles for column in columns_of(f"people_{role}")}
    columns |= {f"people_{role}" for role in roles}
    plain = re.findall(r"`([a-z][a-z_0-9]*)`", page.read_text("utf-8"))
    assert [name for name in plain if name not in columns] == []


# ------------------------------------------------------------------------- commands and snippets


class Line(NamedTuple):
    """A command as a reader would type it, and what the page says it prints."""

    words: tuple[str, ...]
    prints: str


def commands(text: str) -> list[Line]:
    """Read the commands of a page's console and PowerShell blocks."""
    found: list[Line] = []
    for block in FENCE.finditer(text):
        if block["language"] == "powershell":
            typed = [line.replace("\\", "/") for line in block["text"].splitlines()]
            found += [Line(tuple(shlex.split(line)), "") for line in typed]
        elif block["language"] == "console":
            for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
                line, _, printed = part.partition("\n")
                found.append(Line(tuple(shlex.split(line, comments=True)), printed.strip()))
    return found


def of_exit_sim(line: Line) -> tuple[str, ...] | None:
    """What is asked of exit_sim, however it is called; None for another program."""
    if line.words[0] == "exit-sim":
        return line.words[1:]
    if line.words[1:3] == ("-m", "exit_sim"):
        return line.words[3:]
    return None


def targets() -> set[str]:
    """The targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([\w-]+):(?!=)", makefile, re.MULTILINE))


def load(words: tuple[str, ...]) -> None:
    """Load what a command names, as the command would."""
    names, changes, sets = [], [], []
    rest = iter(words[1:])
    for word in rest:
        if word == "--change":
            changes.append(next(rest))
        elif word == "--set":
            sets.append(next(rest))
        elif word.startswith("--"):
            next(rest, "")  # the last may be one that takes no value
        else:
            names.append(word)
    if words[0] == "run":
        Scenario.load(names[0], changes, sets)
    elif words[:2] == ("scenarios", "check"):
        for name in names[1:]:
            mixed = "[distribution" in Path(name).read_text("utf-8")
            Population.load(name) if mixed else Scenario.load(name)
    elif words[0] == "cite" and names:
        Scenario.load(names[0])


PASSED_ON = ("run", "what-if", "why", "fragility", "propositions", "summarise")
"""Commands that a report can be made of."""


def options_of(words: tuple[str, ...]) -> set[str] | None:
    """The options of a command of exit_sim; None where there is no such command."""
    import typer

    from exit_sim.cli import app

    found: Any = typer.main.get_command(app)
    for word in words:
        if not hasattr(found, "commands") or word.startswith("--"):
            break
        if word not in found.commands:
            return None
        found = found.commands[word]
    if words[0] == "report":  # it takes another command, with its options
        inner = options_of(words[1:]) if words[1] in PASSED_ON else set()
        return {*(inner or ()), *_options(found)}
    return _options(found)


def _options(found: Any) -> set[str]:
    return {option for each in found.params for option in (*each.opts, *each.secondary_opts)}


ASKED = [
    pytest.param(page, line, id=f"{page.name}: {' '.join(line.words)[:60]}")
    for page in PAGES
    if page.exists()
    for line in commands(page.read_text("utf-8"))
]


@pytest.mark.parametrize(("page", "line"), ASKED)
def test_every_command_of_a_page_exists(page: Path, line: Line) -> None:
    """A command that a page shows is one that there is: target, subcommand and options."""
    words = of_exit_sim(line)
    if line.words[0] == "make":
        assert set(line.words[1:]) <= targets()
    elif words:
        if find_spec("exit_sim.cli") is None:
            pytest.skip("there is no command line yet")
        options = options_of(words)
        assert options is not None
        assert {word for word in words if word.startswith("--")} <= options


def test_make_targets_named_in_the_text_exist() -> None:
    """A target in code type is one of the Makefile's."""
    for page in PAGES:
        assert set(re.findall(r"`make ([\w-]+)`", page.read_text("utf-8"))) <= targets(), page.name


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with every file that docs/writing_scenarios.md shows; one is in it."""
    text = (ROOT / "docs" / "writing_scenarios.md").read_text("utf-8")
    for name, block in re.findall(
        r"<!-- file: (\S+) -->\n```toml\n(.*?)^```", text, re.DOTALL | re.MULTILINE
    ):
        (tmp_path / name).write_text(block, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(page: str) -> list[Line]:
    """The commands of a page that ask something of exit_sim."""
    return [line for line in commands((ROOT / page).read_text("utf-8")) if of_exit_sim(line)]


@pytest.mark.parametrize("page", ["README.md", "docs/writing_scenarios.md"])
def test_what_a_page_runs_is_there_or_is_refused_as_shown(page: str, written: Path) -> None:
    """Scenarios, changes and settings of a shown command load, or fail in the sentence shown."""
    for line in shown(page):
        words = of_exit_sim(line) or ()
        if line.prints:
            with pytest.raises(BadInput) as refused:
                load(words)
            assert str(refused.value) == line.prints
        else:
            load(words)


def test_the_tutorials_files_are_data_and_its_python_runs(written: Path) -> None:
    """Every TOML block parses, and the Python block runs as it stands."""
    text = (ROOT / "docs" / "writing_scenarios.md").read_text("utf-8")
    for block in FENCE.finditer(text):
        if block["language"] == "toml":
            tomllib.loads(block["text"])
        elif block["language"] == "python":
            exec(compile(block["text"], "docs/writing_scenarios.md", "exec"), {})  # noqa: S102


# ------------------------------------------------------------------------------ what must be said


@pytest.mark.parametrize(
    "said",
    [
        "not a forecast",
        "not your council",
        "five organisations",
        "no effect sizes",
        "model units",
        "Ethnicity, disability, parenthood, gender, asylum status and place are not modelled",
        "A decision that closes or keeps a service must not rest on this model alone",
        "has not happened yet",
        "make demo",
        "make test",
        "ES/T001348/1",
        "10.1111/padm.13028",
        "docs/images/journey.svg",
        "not tested on Windows",
        "Apache-2.0",
    ],
)
def test_the_readme_says_what_it_must(said: str) -> None:
    """The README says what the model is not, who has not reviewed it, and whom to cite."""
    text = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert said in text


def test_the_readme_asks_the_questions_that_the_command_asks() -> None:
    """The five questions of a bare `exit-sim` stand in the README, each with its command."""
    if find_spec("exit_sim.commands") is None:
        pytest.skip("there is no command line yet")
    from exit_sim.commands.questions import QUESTIONS

    text = (ROOT / "README.md").read_text("utf-8")
    assert [command for _, command in QUESTIONS if f"$ {command}" not in text] == []


def test_sentences_of_the_readme_are_short() -> None:
    """On pages for policy readers a sentence has at most 25 words, lists and citations aside."""
    text = COMMENT.sub("", FENCE.sub("", (ROOT / "README.md").read_text("utf-8")))
    whole = re.split(r"\n\s*\n", text)
    prose = [" ".join(each.split()) for each in whole if not each.startswith(("#", "Currie"))]
    sentences = [each for one in prose for each in re.split(r"(?<=[.?!:;])\**\s+", one)]
    assert [each for each in sentences if len(each.split()) > 25] == []


def test_every_exit_code_of_the_program_is_in_the_table() -> None:
    """docs/exit_codes.md lists each code that a command ends with, in the same words."""
    from exit_sim.commands.exits import EXITS

    text = (ROOT / "docs" / "exit_codes.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| (\d+) \| ([^|:]*)", text, re.MULTILINE))
    assert list(map(int, listed)) == sorted(EXITS)
    said = {code: words.partition(":")[0] for code, words in EXITS.items()}
    assert {code: one.strip() for code, one in listed.items()} == {
        str(code): words for code, words in said.items()
    }


if __name__ == "__main__":
    ODD.write_text(refreshed(ODD.read_text("utf-8")), "utf-8")
