"""A sixth ingredient and a seventh role are added line by line, and no engine is touched."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import exit_sim
from compiling import engine_or_skip

PACKAGE = Path(exit_sim.__file__).parent
ENGINE = {
    *("model.py", "ledger.py", "rule.py", "draws.py", "recorded.py"),
    *(path.relative_to(PACKAGE).as_posix() for path in (PACKAGE / "ensemble").rglob("*.py")),
}
"""Both engines, and what they rest on beside the rules."""


class Copy:
    """A copy of the package that may be changed as a contributor would change it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package = folder / "exit_sim"
        shutil.copytree(PACKAGE, self.package, ignore=shutil.ignore_patterns("__pycache__"))
        self.touched: set[str] = set()

    def add(self, file: str, text: str) -> None:
        """Add a file."""
        path = self.package / file
        assert not path.exists()
        path.write_text(text, "utf-8")

    def after(self, file: str, anchor: str, line: str) -> None:
        """Add a line after the one line that begins so."""
        path = self.package / file
        lines = path.read_text("utf-8").splitlines()
        at = [number for number, text in enumerate(lines) if text.startswith(anchor)]
        assert len(at) == 1, f"{file} has {len(at)} lines that begin with {anchor!r}"
        lines.insert(at[0] + 1, line)
        path.write_text("\n".join(lines) + "\n", "utf-8")
        self.touched.add(file)

    def run(self, code: str) -> Any:
        """Run Python in the copy and read the JSON that it prints."""
        places = [str(self.folder), str(Path(__file__).parent)]
        env = {"PYTHONPATH": os.pathsep.join(places), "XDG_CACHE_HOME": str(self.folder / "cache")}
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code],
            cwd=self.folder,
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A fresh copy."""
    return Copy(tmp_path)


SMALL = {
    "people.senior_leaders": 2,
    "people.middle_managers": 2,
    "people.frontline": 6,
    "people.teams": 2,
    "people.members": 1,
    "people.care_leavers": 6,
    "people.sites": 1,
    "innovation.pilot_teams": 1,
    "time.burn_in": 3,
    "time.horizon": 12,
}

PLACE = '''"""Place: a building that welcomes wears with use, and is looked after."""

from typing import Annotated, NamedTuple

from exit_sim.elementary import share
from exit_sim.rule import Mechanism, rule
from exit_sim.vocabulary import PerMonth, Share


class Settings(NamedTuple):
    """What a scenario may set."""

    welcome: Annotated[Share, "how welcoming the building is at its best"]
    wear: Annotated[PerMonth, "how fast it wears"]


class Mechanisms(NamedTuple):
    """The mechanisms of this ingredient."""

    upkeep: Mechanism


class Place(NamedTuple):
    """What changes from month to month."""

    welcome: Annotated[Share, "how welcoming the building is"]


@rule
def next_welcome(welcome: float, best: float, wear: float, kept_up: float) -> float:
    """A building wears, and is brought back as far as it is kept up. [share]

    Source: none; an example.

    >>> next_welcome(0.5, 1.0, 0.0, 0.5)
    0.75
    """
    return share(welcome * (1.0 - wear) + kept_up * (best - welcome))
'''

UPKEEP = '''"""Looking after the building: what slack allows."""

from typing import TYPE_CHECKING

from exit_sim.draws import Luck
from exit_sim.elementary import share
from exit_sim.ingredients import place
from exit_sim.rule import step, through
from exit_sim.vocabulary import NOTHING, Happened

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


@step
def look_after(world: "World", p: "Parameters", luck: Luck) -> tuple[place.Place, Happened]:
    """The building is looked after as slack allows."""
    q, m = p.place, p.mechanisms.place.upkeep
    kept_up = share(through(m, m.organisation, world.finance.slack_share))
    return place.Place(place.next_welcome(world.place.welcome, q.welcome, q.wear, kept_up)), NOTHING
'''


def value(number: float, unit: str, short: str) -> str:
    """A line of the assumptions log."""
    return (
        f'{{ value = {number}, range = [0, 1], unit = "{unit}", source = "assumed", '
        f'confidence = "low", short = "{short}" }}'
    )


def a_sixth_ingredient(copy: Copy) -> None:
    """Do what CONTRIBUTING.md says to do for an ingredient."""
    copy.add("ingredients/place.py", PLACE)
    copy.add("upkeep.py", UPKEEP)
    copy.after("world.py", "    measurement,", "    place,")
    copy.after("world.py", "    receptivity: receptivity.Mechanisms", "    place: place.Mechanisms")
    copy.after("world.py", "    receptivity: receptivity.Settings", "    place: place.Settings")
    copy.after("world.py", "    receptivity: receptivity.Receptivity", "    place: place.Place")
    copy.after("month.py", "from typing import", "from exit_sim import upkeep")
    says = '    Step("the building is looked after", ORGANISATION, "place", upkeep.look_after),'
    copy.after("month.py", '    Step("money moves"', says)
    strength = value(1, "strength (0 is off)", "mechanisms_place_upkeep")
    tables = (
        f"\n[place]\nwelcome = {value(0.8, 'share', 'place_welcome')}\n"
        f"wear = {value(0.05, 'per month', 'place_wear')}\n"
        f"\n[mechanisms.place]\nupkeep = {strength}\n"
    )
    with (copy.package / "scenarios" / "baseline.toml").open("a", encoding="utf-8") as file:
        file.write(tables)


def test_a_sixth_ingredient(copy: Copy) -> None:
    """An ingredient is a file, a step, its lines in world and month, and a table; it then acts."""
    a_sixth_ingredient(copy)
    said = copy.run(f"""
import json
from exit_sim.results.run_record import simulate
from exit_sim.results.tables import tables
from exit_sim.scenario import Scenario

scenario = Scenario.load("baseline").with_({SMALL!r})
run = simulate(scenario)
off = simulate(scenario.off("place.upkeep"))
grand = simulate(scenario.with_({{"place.welcome": 1}}))
journeys, months = tables([run])[:2]
print(json.dumps({{
    "welcome": [run.last.place.welcome, off.last.place.welcome, grand.last.place.welcome],
    "columns": [c.name for t in (journeys, months) for c in t.columns if "place" in c.name],
    "others": run.months[-1][1].receptivity == off.months[-1][1].receptivity,
}}))
""")
    usual, without, grand = said["welcome"]
    assert grand > usual > without == 0.0
    assert {"place.welcome", "place.wear", "mechanisms.place.upkeep"} <= set(said["columns"])
    assert said["columns"].count("place.welcome") == 2  # what was set, and what moves
    assert said["others"]
    assert copy.touched == {"world.py", "month.py"}
    assert not copy.touched & ENGINE


def differences(copy: Copy, settings: dict[str, Any]) -> Any:
    """Run one journey of the copy with both engines; say where they differ, and how it ended."""
    return copy.run(f"""
import json
import exit_sim
from equality import difference
from exit_sim.ensemble.jobs import Job
from exit_sim.results.many import compiled, replays
from exit_sim.results.run_record import simulate
from exit_sim.scenario import Scenario

scenario = Scenario.load("baseline").with_({settings!r})
both = [(simulate(scenario, n, people=True), replays([Job(scenario, n)], people=True)[0])
        for n in (1, 2)]
world, people = both[0][1].last, both[0][1].people[-1].states
print(json.dumps({{
    "compiled": compiled(),
    "where": exit_sim.__file__,
    "differences": [difference(*each) for each in both],
    "welcome": getattr(getattr(world, "place", None), "welcome", None),
    "gladness": [getattr(state, "gladness") for state in people if hasattr(state, "gladness")],
}}))
""")


@pytest.mark.slow
def test_a_sixth_ingredient_compiled(copy: Copy) -> None:
    """The compiled engine takes a new ingredient up by itself, and gives what Mesa gives."""
    engine_or_skip()
    a_sixth_ingredient(copy)
    said = differences(copy, SMALL)
    assert said["compiled"]
    assert Path(said["where"]).is_relative_to(copy.folder)
    assert said["differences"] == ["", ""]
    assert 0.0 < said["welcome"] < 1.0


MENTOR = '''"""Mentors listen to young people and are glad of their trust; made for a test."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from exit_sim.draws import Luck
from exit_sim.elementary import share
from exit_sim.people.person import Holder, Post, fills_or_leaves, first_holder, mean_heard
from exit_sim.rule import step
from exit_sim.vocabulary import NOTHING, Happened, Share

if TYPE_CHECKING:
    from exit_sim.world import Parameters, World


class Mentor(NamedTuple):
    """What changes monthly about one mentor."""

    holder: Holder
    gladness: Annotated[Share, "how glad they are"]


class Heard(NamedTuple):
    """Sums along a mentor's ties."""

    trust: float
    trust_ties: float


class Tally(NamedTuple):
    """Sums over mentors, in person order."""

    posts: float
    gladness: float


@step
def first(post: Post, p: "Parameters", luck: Luck) -> Mentor:
    """The mentor when the record opens."""
    return Mentor(holder=first_holder(post, p, luck), gladness=0.0)


@step
def turn_over(me: Mentor, world: "World", p: "Parameters", luck: Luck) -> tuple[Holder, Happened]:
    """Mentors stop as carers do."""
    return fills_or_leaves(me.holder, p.setting.carer_leaves, 0.0, p, luck)


@step
def renew(
    me: Mentor, world: "World", p: "Parameters", luck: Luck
) -> tuple[Mentor, Happened]:
    """Another mentor is glad of nothing yet."""
    return me if me.holder.arrived < 0.5 else Mentor(me.holder, 0.0), NOTHING


@step
def month(
    me: Mentor, heard: Heard, world: "World", p: "Parameters", luck: Luck
) -> tuple[Mentor, Happened]:
    """Be as glad as young people trust."""
    return Mentor(me.holder, share(mean_heard(heard.trust, heard.trust_ties, 0.0))), NOTHING


@step
def tally(total: Tally, me: Mentor, world: "World", p: "Parameters") -> Tally:
    """Count one mentor in."""
    return Tally(posts=total.posts + 1.0, gladness=total.gladness + me.gladness)
'''


def a_seventh_role(copy: Copy) -> None:
    """Do what CONTRIBUTING.md says to do for a role that does not lead."""
    copy.add("people/mentor.py", MENTOR)
    copy.after("vocabulary.py", "    SITE = 7", "    MENTOR = 8")
    for file in ("month.py", "world.py"):
        copy.after(file, "    member,", "    mentor,")
    copy.after("month.py", "    Role.SITE: site,", "    Role.MENTOR: mentor,")
    says = '    _does("mentors listen", Role.MENTOR),'
    copy.after("month.py", '    _does("invited carers lead"', says)
    copy.after("world.py", "    site: site.Tally", "    mentor: mentor.Tally")
    copy.after(
        "people/person.py",
        "    carers: Annotated",
        '    mentors: Annotated[Count, "mentors who listen"]',
    )
    copy.after("ties.py", "        Role.SITE: int(", "        Role.MENTOR: int(people.mentors),")
    copy.after(
        "ties.py",
        "    carer_young: Annotated",
        '    mentor_young: Annotated[Weight, "a mentor hears a young person"]',
    )
    copy.after("ties.py", "    carer_young: float", "    mentor_young: float")
    copy.after("ties.py", "        carer_young=1.0", "        mentor_young=1.0,")
    copy.after(
        "ties.py",
        '    "carer_young": Tie(',
        '    "mentor_young": Tie(\n'
        '        Role.MENTOR, Role.CARE_LEAVER, (Says("trust", "trust", "trust_ties"),)\n'
        "    ),",
    )
    copy.after(
        "ties.py",
        "    room = [",
        "    for mentor in of[Role.MENTOR]:\n"
        "        for person in young:\n"
        '            tie("mentor_young", mentor, person)',
    )
    copy.after(
        "agents.py",
        "    role = Role.SITE",
        '\n\nclass Mentor(Person):\n    """Listens."""\n\n    role = Role.MENTOR',
    )
    copy.after("agents.py", "        Site,", "        Mentor,")
    copy.after("story/words.py", '        Role.CARER: "carer"', '        Role.MENTOR: "mentor",')
    mentors = value(0, "number", "people_mentors")
    weight = value(1, "weight (pure number)", "ties_mentor_young")
    copy.after("scenarios/baseline.toml", "carers = {", f"mentors = {mentors}")
    copy.after("scenarios/baseline.toml", "carer_young = {", f"mentor_young = {weight}")


def test_a_seventh_role(copy: Copy) -> None:
    """A role is a file and a line wherever roles are listed; the model itself is not touched."""
    a_seventh_role(copy)
    assert not copy.touched & ENGINE
    settings = {**SMALL, "people.mentors": 2}
    said = copy.run(f"""
import json
from exit_sim.agents import Mentor
from exit_sim.model import InnovationJourney
from exit_sim.results.run_record import simulate
from exit_sim.results.tables import columns_of, people_table, tables
from exit_sim.scenario import Scenario
from exit_sim.story import tell
from exit_sim.vocabulary import Role

journey = InnovationJourney(**{settings!r}).run_model()
mentor = journey.in_role[Role.MENTOR][0]
run = simulate(Scenario.load("baseline").with_({settings!r}), people=True)
without = simulate(Scenario.load("baseline").with_({SMALL!r}))
print(json.dumps({{
    "agents": len(journey.agents_by_type[Mentor]),
    "gladness": mentor.state.gladness,
    "trust": journey.world.lives.trust,
    "counted": journey.world.people.mentor.posts,
    "columns": [column.name for column in columns_of(people_table(Role.MENTOR))],
    "tables": len(tables([run])),
    "others": [w.lives for _, w in run.months] == [w.lives for _, w in without.months],
    "told": len(str(tell(run))),
}}))
""")
    assert said["agents"] == said["counted"] == 2
    assert 0.0 < said["gladness"] < 1.0
    assert "gladness" in said["columns"]
    assert said["others"], "a new role disturbs nobody else's luck"
    assert said["told"] > 100


@pytest.mark.slow
def test_a_seventh_role_compiled(copy: Copy) -> None:
    """The compiled engine takes a new role up by itself, and gives what Mesa gives."""
    engine_or_skip()
    a_seventh_role(copy)
    said = differences(copy, {**SMALL, "people.mentors": 2})
    assert said["compiled"]
    assert Path(said["where"]).is_relative_to(copy.folder)
    assert said["differences"] == ["", ""]
    assert len(said["gladness"]) == 2
    assert all(0.0 < one < 1.0 for one in said["gladness"])
